import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBackend } from '../backend'
import type { Database } from '../database/types'
import { readKeys } from '../folder/folder'
import { asksForHelp } from '../options'
import { reasonOf, Refusal } from '../refusal'
import { projectRoot } from '../start/process'
import { readCatalog } from './catalog'
import { printTypes } from './print'

/** Where the generated types are kept. */
export const typesFile = join(projectRoot, 'src', 'lib', 'database.ts')

const usage = `npm run types               write src/lib/database.ts from the migrations
npm run types -- --check    only compare`

/** Writes the database's types for the application, or with `--check` throws a Refusal when the file is stale. */
export async function types(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const onlyCompare = readCheck(argv)
  const text = await generateFromMigrations()
  if (!onlyCompare) return writeFile(typesFile, text)
  if ((await readFile(typesFile, 'utf8')) !== text)
    throw new Refusal('src/lib/database.ts is not what the migrations make: run npm run types.')
}

function readCheck(argv: string[]): boolean {
  try {
    return parseArgs({ args: argv, options: { check: { type: 'boolean' } } }).values.check ?? false
  } catch (thrown) {
    throw new Refusal(`${reasonOf(thrown)}.\n${usage}`)
  }
}

/** Returns the types of an open database. */
export async function generateTypes(database: Database): Promise<string> {
  return printTypes(await readCatalog(database))
}

/** Returns the types of an empty database with all migrations. */
async function generateFromMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-types-'))
  try {
    const backend = await openBackend(folder, await readKeys(folder))
    try {
      return await generateTypes(backend.database)
    } finally {
      await backend.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
