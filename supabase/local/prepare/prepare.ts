import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordAccess, restoreAccess } from './access'
import { dropSpatialStatistics } from '../database/pglite/statistics'
import { searchPath } from '../database/search-path'
import type { Database, Queries } from '../database/types'
import { migrate } from './migrate'
import { isSystemError, reasonOf, Refusal } from '../refusal'

/** The folder `supabase` of this checkout. */
export const supabaseFolder = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Brings a database to what the application expects: request roles, PostGIS, the auth schema (by `ensureAuth`), all
 * migrations (or what `makeTables` makes instead) and, once, the seed. Safe to repeat. Returns the number of migrations. Throws a Refusal when the role it
 * is connected with may not do that.
 */
export async function prepareDatabase(
  database: Database,
  ensureAuth: () => Promise<void>,
  makeTables = applyMigrations,
): Promise<number> {
  try {
    return await database.alone(() => prepare(database, ensureAuth, makeTables))
  } catch (thrown) {
    if (!isSystemError(thrown, notPermitted)) throw thrown
    throw new Refusal(
      `The role of DATABASE_URL may not prepare this database: ${reasonOf(thrown)}. Give it a superuser, which makes the roles anon, authenticated and service_role, and PostGIS.`,
    )
  }
}

const notPermitted = '42501'

/** Makes the application's own tables and functions, and returns from how many files. */
export type MakeTables = (database: Database) => Promise<number>

const applyMigrations: MakeTables = (database) => migrate(database, join(supabaseFolder, 'migrations'))

async function prepare(
  database: Database,
  ensureAuth: () => Promise<void>,
  makeTables: MakeTables,
): Promise<number> {
  await database.exec(bookkeeping)
  // Roles belong to the server, not to the database: one that was restored elsewhere comes without them.
  await database.exec(await readLocal('roles.sql'))
  await once(database, 'roles', async (queries) => queries.exec(await readLocal('grants.sql')))
  await createExtensions(database)
  await database.exclusive(ensureAuth)
  await database.exec(await readLocal('auth.sql'))
  await restoreAccess(database)
  const migrations = await makeTables(database)
  if (database.kind === 'pglite') await dropSpatialStatistics(database)
  await once(database, 'seed', seed)
  await recordAccess(database)
  return migrations
}

/** Runs `work` unless the database has had it, and notes that it has: both in one transaction, or neither. */
export async function once(
  database: Database,
  fact: string,
  work: (queries: Queries) => Promise<void>,
): Promise<void> {
  if ((await readFact(database, fact)) !== undefined) return
  await database.transaction(async (queries) => {
    await work(queries)
    await writeFact(queries, fact)
  })
}

/** Notes a fact. */
export async function writeFact(queries: Queries, fact: string): Promise<void> {
  await queries.query('insert into gridward_host.facts (name) values ($1)', [fact])
}

/** Returns when a fact was noted, as an ISO time, or undefined. */
export async function readFact(database: Database, fact: string): Promise<string | undefined> {
  const rows = await database.query<{ at: string }>(
    'select to_json(noted_at) #>> array[]::text[] as at from gridward_host.facts where name = $1',
    [fact],
  )
  return rows[0]?.at
}

/** Makes the host's own tables: which migrations and which steps the database has had, and what its health writes. */
export const bookkeeping = `
  create schema if not exists gridward_host;
  create table if not exists gridward_host.migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  );
  create table if not exists gridward_host.facts (
    name text primary key,
    noted_at timestamptz not null default now()
  );
  create table if not exists gridward_host.access (place integer primary key, statement text not null);
  create unlogged table if not exists gridward_host.pulse (
    id boolean primary key default true check (id),
    beats bigint not null,
    at timestamptz not null default now()
  );`

async function createExtensions(database: Database): Promise<void> {
  try {
    await database.exec('create extension if not exists postgis with schema extensions')
    await database.exec('create extension if not exists pgcrypto with schema extensions')
  } catch (thrown) {
    throw new Refusal(
      `PostGIS cannot be set up in this database: ${reasonOf(thrown)}. On Debian it comes with postgresql-NN-postgis-3, and only a superuser may add it.`,
    )
  }
  const name = (await database.query<{ name: string }>('select current_database() as name'))[0].name
  await database.exec(
    `alter database "${name}" set search_path to ${searchPath}; set search_path to ${searchPath}`,
  )
}

async function seed(queries: Queries): Promise<void> {
  const path = join(supabaseFolder, 'seed.sql')
  if (existsSync(path)) await queries.exec(await readFile(path, 'utf8'))
}

function readLocal(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
