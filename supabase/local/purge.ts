import type { Database } from './database/types'

const hourMs = 3_600_000

/**
 * Deletes the contacts whose time is over and the imports that nobody will commit, now and every hour; returns how to
 * stop it. What goes wrong is told and tried again an hour later. On Supabase a scheduled job calls the same functions.
 */
export function keepPurging(database: Pick<Database, 'query' | 'kind'>, everyMs = hourMs): () => void {
  const purge = (importAge: string) => {
    void database.query('select private.purge_contacts()').catch(console.error)
    void database.query('select private.purge_imports($1::text::interval)', [importAge]).catch(console.error)
  }
  // Whoever was importing into a folder had this host or none; another host of a PostgreSQL may serve one just now.
  purge(database.kind === 'pglite' ? '0' : '1 hour')
  const timer = setInterval(() => purge('1 day'), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
