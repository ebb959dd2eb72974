import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBackend } from '../backend'
import type { Database } from '../database/types'
import { readKeys } from '../folder/folder'
import { migrate, readMigrations } from '../prepare/migrate'
import { asksForHelp } from '../options'
import { supabaseFolder } from '../prepare/prepare'
import { reasonOf, Refusal } from '../refusal'
import { readState } from './catalog'
import { fileOf } from './concerns'
import { inOrder } from './order'
import { Origins } from './origins'
import { printFoundation } from './print'

const schemasFolder = join(supabaseFolder, 'schemas')
const migrationsFolder = join(supabaseFolder, 'migrations')

const usage = `npm run schemas               write supabase/schemas from the migrations
npm run schemas -- --check    only compare`

/** Writes today's state of the database to `supabase/schemas`, or with `--check` throws a Refusal when it is stale. */
export async function schemas(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const onlyCompare = readCheck(argv)
  const files = await generateFromMigrations()
  const stale = await differing(files)
  if (onlyCompare && stale.length > 0)
    throw new Refusal(
      `supabase/schemas is not what the migrations make (${stale.join(', ')}): run npm run schemas.`,
    )
  if (!onlyCompare) await write(files, stale)
}

function readCheck(argv: string[]): boolean {
  try {
    return parseArgs({ args: argv, options: { check: { type: 'boolean' } } }).values.check ?? false
  } catch (thrown) {
    throw new Refusal(`${reasonOf(thrown)}.\n${usage}`)
  }
}

/** Returns the names of files that are not as they should be: other, missing, or there without a concern. */
async function differing(files: ReadonlyMap<string, string>): Promise<string[]> {
  const there = await readSchemas()
  const names = new Set([...files.keys(), ...there.keys()])
  return [...names].filter((name) => files.get(name) !== there.get(name)).sort()
}

async function write(files: ReadonlyMap<string, string>, stale: readonly string[]): Promise<void> {
  await mkdir(schemasFolder, { recursive: true })
  for (const name of stale) {
    const text = files.get(name)
    if (text === undefined) await rm(join(schemasFolder, name))
    else await writeFile(join(schemasFolder, name), text)
  }
  console.log(stale.length === 0 ? 'supabase/schemas is as it should be.' : `Written: ${stale.join(', ')}.`)
}

/** Returns the text of each file of `supabase/schemas` by its name, in the order in which they load. */
export async function readSchemas(): Promise<Map<string, string>> {
  await mkdir(schemasFolder, { recursive: true })
  const names = (await readdir(schemasFolder)).filter((name) => name.endsWith('.sql')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(schemasFolder, name), 'utf8')))
  return new Map(names.map((name, place) => [name, texts[place]]))
}

/** Makes everything in a prepared database from `supabase/schemas` instead of from the migrations. */
export async function applySchemas(database: Database): Promise<number> {
  const files = await readSchemas()
  await database.transaction(async (queries) => {
    for (const text of files.values()) await queries.exec(text)
  })
  return files.size
}

/** Returns the files for an empty database with all migrations. */
export async function generateFromMigrations(): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-schemas-'))
  try {
    let files = new Map<string, string>()
    const backend = await openBackend(folder, await readKeys(folder), undefined, async (database) => {
      const count = await migrate(database, migrationsFolder)
      files = await generateSchemas(database)
      return count
    })
    await backend.close()
    return files
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Returns the files for a database that has had all migrations and no other rows than theirs. */
export async function generateSchemas(database: Database): Promise<Map<string, string>> {
  const state = await readState(database)
  const pieces = inOrder(state, new Origins(await readMigrations(migrationsFolder)))
  pieces[0].unshift(...printFoundation(state))
  return new Map(pieces.map((texts, place) => [fileOf(place), [header, ...texts].join('\n\n') + '\n']))
}

const header = `-- Made by \`npm run schemas\` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;`
