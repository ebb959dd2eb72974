import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isSystemError, Refusal } from './refusal'

/** How a local host is started. Flags win over environment variables. */
export interface HostOptions {
  /** Folder that holds the database, the keys and the lock; absolute. */
  folder: string
  host: string
  /** Further names that the host answers to, such as the one of a proxy in front. */
  names?: string[]
  /** A proxy in front writes the caller's address into `X-Forwarded-For`. */
  behindProxy?: boolean
  /** Demo accounts, whose password everybody knows, may be reached from other machines. */
  publicDemo?: boolean
  /** 0 picks a free port. */
  port: number
  /** Seed the demo district on the first start. */
  demo: boolean
  /** A real PostgreSQL with PostGIS instead of the folder's PGlite. */
  databaseUrl?: string
}

export const hostHelp = `  --data DIR    folder of the database          (GRIDWARD_DATA, ./data)
  --port N      port to listen on               (GRIDWARD_PORT, 8080)
  --host NAME   address to listen on            (GRIDWARD_HOST, 127.0.0.1)
  --name NAME   a further name to answer to; repeat it for more   (GRIDWARD_NAMES=a,b)
  --behind-proxy  a proxy in front tells callers' addresses (GRIDWARD_BEHIND_PROXY=1)
  --public-demo let other machines reach the demo accounts  (GRIDWARD_PUBLIC_DEMO=1)
  --no-demo     start with an empty district    (GRIDWARD_DEMO=0)
  DATABASE_URL=postgres://…  use a PostgreSQL with PostGIS instead of the folder`

/** Reads flags and environment into options. Throws a Refusal that names the flag or variable it cannot read. */
export function readHostOptions(argv: string[], environment: NodeJS.ProcessEnv): HostOptions {
  const { values } = parse(argv)
  const port = values.port ?? environment.GRIDWARD_PORT ?? '8080'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new Refusal(`The port must be a number from 0 to 65535, not "${port}".`)
  return {
    folder: resolve(values.data ?? environment.GRIDWARD_DATA ?? 'data'),
    host: values.host ?? environment.GRIDWARD_HOST ?? '127.0.0.1',
    names: values.name ?? namesIn(environment.GRIDWARD_NAMES),
    behindProxy: values['behind-proxy'] ?? isYes('GRIDWARD_BEHIND_PROXY', environment, '0'),
    publicDemo: values['public-demo'] ?? isYes('GRIDWARD_PUBLIC_DEMO', environment, '0'),
    port: Number(port),
    demo: isYes('GRIDWARD_DEMO', environment, '1') && !values['no-demo'],
    databaseUrl: environment.DATABASE_URL ? checkedUrl(environment.DATABASE_URL) : undefined,
  }
}

/** Tells whether the flags ask for help. */
export function asksForHelp(argv: string[]): boolean {
  return argv.includes('--help') || argv.includes('-h')
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        name: { type: 'string', multiple: true },
        'behind-proxy': { type: 'boolean' },
        'public-demo': { type: 'boolean' },
        'no-demo': { type: 'boolean' },
      },
    })
  } catch (thrown) {
    if (thrown instanceof Error && isSystemError(thrown, ...unreadableFlag))
      throw new Refusal(`${thrown.message}.`)
    throw thrown
  }
}

const unreadableFlag = [
  'ERR_PARSE_ARGS_UNKNOWN_OPTION',
  'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
  'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
]

const yes = ['1', 'true', 'yes', 'on']
const no = ['0', 'false', 'no', 'off']

/** Reads a variable that is yes or no; empty is as unset. */
function isYes(name: string, environment: NodeJS.ProcessEnv, unset: '0' | '1'): boolean {
  const written = environment[name] ?? ''
  const word = written.trim().toLowerCase() || unset
  if (!yes.includes(word) && !no.includes(word))
    throw new Refusal(`${name} is 1 or 0 (true or false, yes or no, on or off), not "${written}".`)
  return yes.includes(word)
}

function namesIn(written = ''): string[] {
  return written
    .split(/[\s,]+/)
    .map((name) => name.trim())
    .filter(Boolean)
}

function checkedUrl(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Refusal('DATABASE_URL must begin with postgres://.')
  return url
}
