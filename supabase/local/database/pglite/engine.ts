import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { file_fdw } from '@electric-sql/pglite/contrib/file_fdw'
import { isn } from '@electric-sql/pglite/contrib/isn'
import { ltree } from '@electric-sql/pglite/contrib/ltree'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { handOverAsWritten } from '../plain-parameters'
import { guard } from './guard'
import type { EngineOptions, Order, Report, Result } from './messages'
import { textParsers } from './parsers'
import { postgis } from './postgis'

const port = parentPort
if (!port) throw new Error('This file is the thread that runs PGlite.')
const { cluster, content, settings } = workerData as EngineOptions

const tell = (report: Report) => port.postMessage(report)

const pglite = await PGlite.create({
  dataDir: cluster,
  parsers: textParsers,
  extensions: { pg_trgm, postgis, isn, ltree, file_fdw, pgcrypto },
  startParams: [...PGlite.defaultStartParams, ...settings],
  ...(content && { loadDataDir: content }),
})
handOverAsWritten(pglite.serializers)
guard(pglite, (reason) => tell({ kind: 'broken', reason }))

port.on('message', ({ id, order }: { id: number; order: Order }) => {
  perform(order).then(
    (done) => tell({ kind: 'done', id, ...done }),
    (thrown: unknown) => tell({ kind: 'refused', id, ...partsOf(thrown) }),
  )
})
tell({ kind: 'ready' })

async function perform(order: Order): Promise<{ results: Result[]; dump?: Uint8Array }> {
  switch (order.kind) {
    case 'query':
      if (order.before) await pglite.exec(order.before)
      return { results: [await pglite.query<Record<string, unknown>>(order.sql, order.parameters)] }
    case 'exec':
      return { results: await pglite.exec(order.sql) }
    case 'dump':
      return { results: [], dump: new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer()) }
    case 'close':
      await pglite.close()
      return { results: [] }
  }
}

/** An error's fields are lost on the way to another thread, unless they are plain. */
function partsOf(thrown: unknown): { message: string; fields: Record<string, unknown> } {
  if (!(thrown instanceof Error)) return { message: String(thrown), fields: {} }
  const plain = Object.entries(thrown).filter(([, value]) => ['string', 'number'].includes(typeof value))
  return { message: thrown.message, fields: { ...Object.fromEntries(plain), stack: thrown.stack } }
}
