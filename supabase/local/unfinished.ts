import type { Database } from './database/types'

const tenMinutesMs = 600_000

/**
 * Takes back imports that were broken off, by a kill or a page that was closed, and forgets what was staged of them, now and
 * every ten minutes; returns how to stop it. A PGlite folder is served by one host only, so at its start whatever is
 * unfinished has nobody left who works on it. What goes wrong is told and tried again.
 */
export async function keepGivingUp(
  database: Pick<Database, 'query' | 'kind'>,
  everyMs = tenMinutesMs,
): Promise<() => void> {
  const giveUp = (idle: string) =>
    database.query('select private.give_up_imports($1::interval)', [idle]).catch(console.error)
  await giveUp(database.kind === 'pglite' ? '0' : '1 day')
  const timer = setInterval(() => void giveUp('1 day'), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
