import type { Database } from './database/types'

const hourMs = 3_600_000

/**
 * Deletes the contacts whose time is over, now and every hour; returns how to stop it. What goes wrong is told and
 * tried again an hour later. On Supabase a scheduled job calls the same function.
 */
export function keepPurging(database: Pick<Database, 'query'>, everyMs = hourMs): () => void {
  const purge = () => void database.query('select private.purge_contacts()').catch(console.error)
  purge()
  const timer = setInterval(purge, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
