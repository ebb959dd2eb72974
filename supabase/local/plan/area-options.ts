import { parseArgs } from 'node:util'
import type { Preset } from '../../../geo/index'
import type { ConnectionOptions } from '../connection'
import { Refusal } from '../refusal'

/** What `plan area` was asked for. */
export interface AreaOptions extends ConnectionOptions {
  /** Code of a district, street or community. */
  code: string
  scheme: string
  /** Of the draft; made from area and scheme where none is given. */
  name?: string
  preset: Preset
  seed: number
  budgetMs: number
  workers: number
}

export const areaHelp = `plan area CODE
  CODE             of the district, street or community to plan: 6, 9 or 12 digits
  --scheme CODE    jiefang-400, wenfeng-three-in-one, jianxi-1000-100, custom or one of the district's   (jiefang-400)
  --name NAME      of the draft
  --preset NAME    balanced, compounds or shape     (balanced)
  --seed N         a whole number                   (1)
  --budget-ms N    time to spend                    (8000)
  --workers N      threads to work in               (1)
  --data DIR       the data folder, as for npm start
  --url URL --email ADDRESS --password WORD         through a running host or Supabase`

const text = { type: 'string' } as const
const flags = {
  scheme: text,
  name: text,
  preset: text,
  seed: text,
  'budget-ms': text,
  workers: text,
  data: text,
  url: text,
  email: text,
  password: text,
}

/** Reads the flags of `plan area`. Throws a Refusal that names the first one that cannot be used. */
export function readAreaOptions(argv: string[], environment: NodeJS.ProcessEnv): AreaOptions {
  const { values, positionals } = parse(argv)
  const [code] = positionals
  if (positionals.length !== 1 || !/^\d{6}(\d{3}(\d{3})?)?$/.test(code))
    throw new Refusal('Name one area by its code of 6, 9 or 12 digits.')
  const preset = values.preset ?? 'balanced'
  if (preset !== 'balanced' && preset !== 'compounds' && preset !== 'shape')
    throw new Refusal('--preset must be balanced, compounds or shape.')
  return {
    code,
    scheme: values.scheme ?? 'jiefang-400',
    name: values.name,
    preset,
    seed: whole(values.seed ?? '1', '--seed'),
    budgetMs: whole(values['budget-ms'] ?? '8000', '--budget-ms'),
    workers: whole(values.workers ?? '1', '--workers'),
    url: values.url,
    email: values.email ?? environment.GRIDWARD_EMAIL,
    password: values.password ?? environment.GRIDWARD_PASSWORD,
    hostArguments: ['--no-demo', ...(values.data === undefined ? [] : ['--data', values.data])],
  }
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true })
  } catch (thrown) {
    throw new Refusal(thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown))
  }
}

function whole(written: string, flag: string): number {
  const value = Number(written)
  if (!Number.isSafeInteger(value) || value < 1) throw new Refusal(`${flag} must be a whole number above 0.`)
  return value
}
