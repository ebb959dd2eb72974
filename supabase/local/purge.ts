import type { Database } from './database/types'

const hourMs = 3_600_000

/**
 * Deletes what districts keep no longer, now and every hour; returns how to stop it. What goes wrong is told and
 * tried again an hour later. On Supabase a scheduled job calls the same function.
 */
export function keepPurging(database: Pick<Database, 'query'>, everyMs = hourMs): () => void {
  const purge = () => void database.query('select private.forget_what_is_over()').catch(console.error)
  purge()
  const timer = setInterval(purge, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
