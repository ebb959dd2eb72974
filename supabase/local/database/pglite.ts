import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { postgis } from '@electric-sql/pglite-postgis'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import { insertJson } from './insert'
import { Queue } from './queue'
import type { Database, Queries } from './types'

/**
 * Opens the PGlite database in `folder`, creating it when it is not there or when its creation was broken off.
 * PGlite has one session; whoever uses `connection` itself does so inside `exclusive`.
 */
export async function openPglite(
  folder: string,
): Promise<{ database: Database; connection: PgliteConnection }> {
  const cluster = join(folder, 'pglite')
  await createCluster(cluster)
  const connection = await createPgliteConnection({
    url: cluster,
    pgliteOptions: { extensions: { postgis, btree_gist } },
  })
  await connection.driver.waitReady
  return { database: wrapPglite(connection.driver, () => connection.close()), connection }
}

/** Unpacks an empty cluster, which is quicker than letting PGlite run initdb. */
async function createCluster(cluster: string): Promise<void> {
  const complete = `${cluster}.complete`
  if (existsSync(complete)) return
  await rm(cluster, { recursive: true, force: true })
  await mkdir(cluster, { recursive: true })
  const pglite = await PGlite.create({ dataDir: cluster, loadDataDir: await dataDir() })
  await pglite.close()
  await writeFile(complete, '')
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
