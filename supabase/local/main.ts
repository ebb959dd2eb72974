import { checkNode } from './node'
import { Refusal } from './refusal'

/** Returns nothing when done, or an exit code of its own. */
type Command = (argv: string[]) => Promise<void | number>

/** Every command with its one-line summary; the module behind it is loaded when it is called. */
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  start: {
    summary: 'serve the application and its API at one address',
    load: async () => (await import('./start/index')).start,
  },
  dev: {
    summary: 'the same with hot reload of the application',
    load: async () => (await import('./start/dev')).dev,
  },
  account: {
    summary: 'make an account and give it a role: account EMAIL --role ROLE --area CODE',
    load: async () => (await import('./accounts/account')).account,
  },
  backup: {
    summary: 'write the database of a data folder into one file',
    load: async () => (await import('./backup')).backup,
  },
  restore: {
    summary: 'make a new data folder from such a file',
    load: async () => (await import('./backup')).restore,
  },
  move: {
    summary: 'copy the database of a data folder into a new PostgreSQL (DATABASE_URL)',
    load: async () => (await import('./move')).move,
  },
  build: {
    summary: 'build the application into dist, unless what is there is of the present sources',
    load: async () => (await import('./start/build')).build,
  },
  types: {
    summary: 'write src/lib/database.ts from the migrations (--check: only compare)',
    load: async () => (await import('./types/index')).types,
  },
  schemas: {
    summary: 'write supabase/schemas from the migrations (--check: only compare)',
    load: async () => (await import('./schemas/index')).schemas,
  },
  import: {
    summary: 'bring files into a district: import FILE --district CODE',
    load: async () => (await import('./import/index')).importFile,
  },
  plan: {
    summary: 'draw grids: plan area CODE, or plan graph INSTANCE.json --out PLAN.json',
    load: async () => (await import('./plan/index')).plan,
  },
}

/** Returns the text that `--help` prints. */
export function helpText(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Gridward: grids for communities, and what happens in them.', '', ...lines, ''].join('\n')
}

/** Runs one command and returns its exit code: 0 done, 1 refused or failed, 2 no such command. */
export async function run(argv: string[]): Promise<number> {
  const [name, ...rest] = argv
  if (!name || ['--help', '-h', 'help'].includes(name)) {
    console.log(helpText())
    return 0
  }
  if (!Object.hasOwn(commands, name)) {
    console.error(`There is no command "${name}". The commands are: ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  try {
    checkNode(process.versions.node)
    const command = await commands[name].load()
    return (await command(rest)) ?? 0
  } catch (thrown) {
    console.error(thrown instanceof Refusal ? thrown.message : thrown)
    return 1
  }
}

process.env.DO_NOT_TRACK = '1'
process.exitCode = await run(process.argv.slice(2))
