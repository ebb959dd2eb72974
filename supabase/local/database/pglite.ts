import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { postgis } from '@electric-sql/pglite-postgis'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import { keepCheckpoints } from './checkpoints'
import { makeCostGuarded } from './cost'
import { insertJson } from './insert'
import { handOverAsWritten } from './plain-parameters'
import { printAsPostgrest } from './plain-values'
import { Queue } from './queue'
import type { Database, Queries } from './types'

/** Tells whether `folder` holds a PGlite database whose creation was not broken off. */
export function hasCluster(folder: string): boolean {
  return existsSync(completeMark(folder))
}

function completeMark(folder: string): string {
  return join(folder, 'pglite.complete')
}

/**
 * Opens the PGlite database in `folder`, creating it when it is not there or when its creation was broken off. A new one
 * begins as `content`, a packed cluster; by default an empty one, which is there sooner than what initdb makes.
 * PGlite has one session; whoever uses `connection` itself does so inside `exclusive`.
 */
export async function openPglite(
  folder: string,
  content?: Blob,
): Promise<{ database: Database; connection: PgliteConnection }> {
  const cluster = join(folder, 'pglite')
  const isNew = !hasCluster(folder)
  if (isNew) await rm(cluster, { recursive: true, force: true })
  const connection = await createPgliteConnection({
    url: cluster,
    pgliteOptions: {
      extensions: { pg_trgm, postgis },
      startParams: [...PGlite.defaultStartParams, ...settings],
      ...(isNew && { loadDataDir: content ?? (await dataDir()) }),
    },
  })
  await connection.driver.waitReady
  if (isNew) await writeFile(completeMark(folder), '')
  makeCostGuarded(connection.driver)
  handOverAsWritten(connection.driver.serializers)
  const database = keep(connection)
  await printAsPostgrest(connection.driver.parsers, database)
  return { database, connection }
}

/** Bounds the space that the write-ahead log takes. */
const settings = ['-c', 'max_wal_size=256MB', '-c', 'min_wal_size=64MB']

/** Returns the connection's database, which runs checkpoints while it is open and one when it is closed. */
function keep(connection: PgliteConnection): Database {
  const database = wrapPglite(connection.driver, async () => {
    stop()
    await connection.driver.exec('checkpoint')
    await connection.close()
  })
  const stop = keepCheckpoints(database)
  return database
}

/** Returns an open PGlite as a Database whose calls wait for one another. */
export function wrapPglite(driver: PGlite, close: () => Promise<void>): Database {
  const queue = new Queue()
  const plain = queriesOf(driver)
  return {
    kind: 'pglite',
    exec: (sql) => queue.run(() => plain.exec(sql)),
    query: (sql, parameters) => queue.run(() => plain.query(sql, parameters)),
    insertJson: (table, rows) => queue.run(() => plain.insertJson(table, rows)),
    transaction: (work) => queue.run(() => driver.transaction((transaction) => work(queriesOf(transaction)))),
    exclusive: (work) => queue.run(work),
    close: () => queue.run(close),
  }
}

function queriesOf(session: PGlite | Transaction): Queries {
  const query: Queries['query'] = async <Row>(sql: string, parameters?: unknown[]) =>
    (await session.query<Row>(sql, parameters)).rows
  return {
    exec: async (sql) => void (await session.exec(sql)),
    query,
    insertJson: (table, rows) => insertJson(query, table, rows),
  }
}
