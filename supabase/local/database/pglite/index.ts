import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { Queue } from '../../../../src/lib/queue'
import { keepMaintained } from '../maintenance'
import { makeCostGuarded } from '../cost'
import { insertJson } from '../insert'
import { printAsPostgrest } from '../plain-values'
import type { Database, Queries } from '../types'
import { ThreadConnection } from './connection'
import { Driver } from './driver'

/** Tells whether `folder` holds a PGlite database whose creation was not broken off. */
export function hasCluster(folder: string): boolean {
  return existsSync(completeMark(folder))
}

function completeMark(folder: string): string {
  return join(folder, 'pglite.complete')
}

/** A PGlite that this process has open, and what lite reaches it through. */
export interface OpenPglite {
  database: Database
  connection: ThreadConnection
  /** Returns the whole cluster, packed (tar, gzip). */
  dump(): Promise<Uint8Array>
}

/**
 * Opens the PGlite database in `folder`, creating it when it is not there or when its creation was broken off. A new one
 * begins as `content`, a packed cluster; by default an empty one, which is there sooner than what initdb makes.
 * `checkNew` may look at a new one before it counts as complete. PGlite has one session; whoever uses `connection`
 * itself does so inside `exclusive`.
 */
export async function openPglite(
  folder: string,
  content?: Blob,
  checkNew?: (database: Database) => Promise<void>,
): Promise<OpenPglite> {
  const cluster = join(folder, 'pglite')
  const isNew = !hasCluster(folder)
  if (isNew) await rm(cluster, { recursive: true, force: true })
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  await chmod(cluster, 0o700)
  const driver = await Driver.open({
    cluster,
    settings,
    ...(isNew && { content: content ?? (await dataDir()) }),
  })
  makeCostGuarded(driver)
  const connection = new ThreadConnection(driver)
  const database = keep(driver, connection)
  try {
    await printAsPostgrest(driver.parsers, database)
    if (isNew) {
      await checkNew?.(database)
      await writeFile(completeMark(folder), '')
    }
  } catch (thrown) {
    await database.close()
    throw thrown
  }
  return { database, connection, dump: () => database.exclusive(() => driver.dump()) }
}

/**
 * Bounds the space that the write-ahead log takes, and the depth of the engine's own stack: of WebAssembly's frames it
 * sees only a part, so that 512 kB are about as deep as 2 MB elsewhere.
 */
const settings = [
  ...['-c', 'max_wal_size=256MB'],
  ...['-c', 'min_wal_size=64MB'],
  ...['-c', 'max_stack_depth=512kB'],
]

/** Returns the driver's database, which is maintained while it is open and writes a checkpoint when it is closed. */
function keep(driver: Driver, connection: ThreadConnection): Database {
  const close = async () => {
    stop()
    await driver.exec('checkpoint').catch(() => undefined)
    await connection.close()
  }
  const database = wrapPglite(driver, close, driver)
  const stop = keepMaintained(database)
  return database
}

/** What a PGlite can do, in this thread or in another. */
interface Engine {
  exec(sql: string): Promise<unknown>
  query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>
}

/** Returns an open PGlite as a Database whose calls wait for one another; `driver` gets a new session where one is lost. */
export function wrapPglite(engine: Engine, close: () => Promise<void>, driver?: Driver): Database {
  const queue = new Queue()
  const queries = queriesOf(engine)
  const run = <Value>(work: () => Promise<Value>, limitMs?: number) =>
    queue.run(async () => {
      await driver?.begin()
      if (driver) driver.limitMs = limitMs
      return work()
    })
  return {
    kind: 'pglite',
    exec: (sql) => run(() => queries.exec(sql)),
    query: (sql, parameters) => run(() => queries.query(sql, parameters)),
    insertJson: (table, rows) => run(() => queries.insertJson(table, rows)),
    transaction: (work) => run(() => transact(queries, work)),
    exclusive: run,
    alone: (work) => work(),
    sessionLost: () => driver?.lost,
    close: () => queue.run(close),
  }
}

async function transact<Value>(queries: Queries, work: (queries: Queries) => Promise<Value>): Promise<Value> {
  await queries.exec('begin')
  try {
    const value = await work(queries)
    await queries.exec('commit')
    return value
  } catch (thrown) {
    await queries.exec('rollback').catch(() => undefined)
    throw thrown
  }
}

function queriesOf(engine: Engine): Queries {
  const query: Queries['query'] = async <Row>(sql: string, parameters?: unknown[]) =>
    (await engine.query(sql, parameters)).rows as Row[]
  return {
    exec: async (sql) => void (await engine.exec(sql)),
    query,
    insertJson: (table, rows) => insertJson(query, table, rows),
  }
}
