import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { openBackend } from './backend'
import { copyDatabase } from './copy'
import { hasCluster } from './database/pglite/index'
import type { Database } from './database/types'
import { checkWhole, openFolder, readKeys } from './folder/folder'
import { lockFolder } from './folder/lock'
import { asksForHelp, readHostOptions } from './options'
import { reasonOf, Refusal } from './refusal'

const usage = `DATABASE_URL=postgres://… npm run move -- [--data DIR]    copy the database of a data folder into a new PostgreSQL`

/**
 * Copies everything that the PGlite of a data folder holds into the PostgreSQL of DATABASE_URL, in one transaction, and
 * leaves the folder as it is: its keys go on to sign the sessions. Throws a Refusal where the PostgreSQL is in use.
 */
export async function move(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const { folder, databaseUrl } = readArguments(argv)
  await openFolder(folder)
  const lock = await lockFolder(folder)
  try {
    checkWhole(folder)
    if (!hasCluster(folder)) throw new Refusal(`There is no database in ${folder}.`)
    const rows = await copyBetween(folder, databaseUrl)
    console.log(
      `Copied ${rows} rows. Start with the same DATABASE_URL: npm start -- --data ${folder}. The folder keeps its own database, which is not used then.`,
    )
  } finally {
    await lock.release()
  }
}

async function copyBetween(folder: string, databaseUrl: string): Promise<number> {
  const keys = await readKeys(folder)
  const target = await openBackend(folder, keys, databaseUrl)
  try {
    await checkUnused(target.database)
    const source = await openBackend(folder, keys)
    try {
      return await copyDatabase(source.database, target.database)
    } finally {
      await source.close()
    }
  } finally {
    await target.close()
  }
}

async function checkUnused(database: Database): Promise<void> {
  const [{ used }] = await database.query<{ used: boolean }>(
    'select exists (select from public.areas) or exists (select from auth.users) as used',
  )
  if (used)
    throw new Refusal('The database of DATABASE_URL holds districts or accounts already: give a new one.')
}

function readArguments(argv: string[]): { folder: string; databaseUrl: string } {
  try {
    const { values } = parseArgs({ args: argv, options: { data: { type: 'string' } } })
    const { folder, databaseUrl } = readHostOptions(
      values.data ? ['--data', resolve(values.data)] : [],
      process.env,
    )
    if (!databaseUrl) throw new Refusal(`DATABASE_URL says where to.\n${usage}`)
    return { folder, databaseUrl }
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown
    throw new Refusal(`${reasonOf(thrown)}.\n${usage}`)
  }
}
