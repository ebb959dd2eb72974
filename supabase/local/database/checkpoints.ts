import type { Queries } from './types'

const watchEveryMs = 30_000
const dueAfterBytes = 64 * 1024 * 1024

/**
 * Runs a checkpoint when so much was written since the last one, and tells whether it did.
 *
 * PGlite is a single process without PostgreSQL's checkpointer: by itself it would keep every write in its log for
 * ever, and replay all of it when it is opened again.
 */
export async function checkpointWhenDue(queries: Queries, afterBytes = dueAfterBytes): Promise<boolean> {
  const [{ due }] = await queries.query<{ due: boolean }>(
    'select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1::float8 as due from pg_control_checkpoint()',
    [afterBytes],
  )
  if (due) await queries.exec('checkpoint')
  return due
}

/** Watches an open PGlite until the returned function is called. */
export function keepCheckpoints(queries: Queries): () => void {
  const timer = setInterval(() => void checkpointWhenDue(queries).catch(() => undefined), watchEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
