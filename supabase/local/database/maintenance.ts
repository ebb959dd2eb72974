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

/** Transactions after which a table is read through whatever became of it, so that their numbers can be used again. */
const freezeAfter = 200_000_000

/**
 * Clears away what was deleted or overwritten in the table that needs it most, gathers its statistics, and returns its
 * name; undefined where none needs it. When a table needs it is as in PostgreSQL's autovacuum, which PGlite lacks: its
 * files would grow with every change for ever, its plans would be made for tables that are empty, and after two
 * thousand million transactions it would take no more.
 */
export async function vacuumWhenDue(queries: Queries, freezeAge = freezeAfter): Promise<string | undefined> {
  await queries.exec('select pg_stat_force_next_flush()')
  const [due] = await queries.query<{ name: string; unclean: boolean }>(
    `select format('%I.%I', schemaname, s.relname) as name, unclean
    from pg_stat_all_tables s
    join pg_class c on c.oid = relid,
    lateral (
      select n_dead_tup > 50 + 0.2 * n_live_tup or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
        or greatest(age(relfrozenxid), mxid_age(relminmxid)) > $1::int as unclean
    ) cleaning
    where schemaname !~ '^pg_(toast|temp)' and (unclean or n_mod_since_analyze > 50 + 0.1 * n_live_tup)
    order by n_dead_tup + n_mod_since_analyze desc
    limit 1`,
    [freezeAge],
  )
  if (!due) return undefined
  await queries.exec(`${due.unclean ? 'vacuum (analyze)' : 'analyze'} ${due.name}`)
  return due.name
}

/** Does both for an open PGlite, one table at a time, until the returned function is called. */
export function keepMaintained(queries: Queries): () => void {
  const timer = setInterval(() => {
    void (async () => {
      await checkpointWhenDue(queries)
      await vacuumWhenDue(queries)
    })().catch(() => undefined)
  }, watchEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
