import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/types'
import { reasonOf, Refusal } from '../refusal'

/** One file of `supabase/migrations`. */
interface Migration {
  /** The file's name without `.sql`. */
  name: string
  sql: string
  checksum: string
}

/**
 * Applies the migrations of `folder` that the database has not had, in the order of their names, each in one
 * transaction, and returns how many it has then. Throws a Refusal when one that it has was changed or is gone.
 */
export async function migrate(database: Database, folder: string): Promise<number> {
  const migrations = await readMigrations(folder)
  const applied = await database.query<{ name: string; checksum: string }>(
    'select name, checksum from gridward_host.migrations order by name',
  )
  checkApplied(migrations, applied)
  const done = new Set(applied.map(({ name }) => name))
  for (const migration of migrations) if (!done.has(migration.name)) await apply(database, migration)
  return migrations.length
}

/** Returns the migrations of a folder in the order in which they run. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(folder, file), 'utf8')
      const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
      return { name: file.slice(0, -'.sql'.length), sql, checksum }
    }),
  )
}

function checkApplied(migrations: Migration[], applied: { name: string; checksum: string }[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of applied) {
    if (!known.has(name))
      throw new Refusal(
        `The database has the migration ${name}, which this version does not know: use a newer version.`,
      )
    if (known.get(name) !== checksum)
      throw new Refusal(
        `The migration ${name} was changed after this database had it. Put it back, and make the change in a new migration.`,
      )
  }
}

async function apply(database: Database, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await database.transaction(async (queries) => {
      // Of two hosts that start on one PostgreSQL, the second waits here and finds the migration done.
      await queries.query('lock table gridward_host.migrations in exclusive mode')
      const done = await queries.query('select from gridward_host.migrations where name = $1', [name])
      if (done.length > 0) return
      await queries.exec(sql)
      await queries.query('insert into gridward_host.migrations (name, checksum) values ($1, $2)', [
        name,
        checksum,
      ])
    })
  } catch (thrown) {
    throw new Refusal(`The migration ${name} failed: ${reasonOf(thrown)}${placeOf(thrown, sql)}.`)
  }
}

/** Returns ` (line N)` where the database told a position. */
function placeOf(thrown: unknown, sql: string): string {
  if (!(thrown instanceof Error) || !('position' in thrown)) return ''
  return ` (line ${sql.slice(0, Number(thrown.position)).split('\n').length})`
}
