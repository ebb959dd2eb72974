import type { Client } from '../../lib/supabase'

let channels = 0

/**
 * Calls back when the database says that an incident which the person may read was made or changed, and when it begins to
 * say so: what happened before came unsaid. Says nothing of what happened: that is read by cursor. Returns what ends it.
 */
export function onIncidentPush(client: Client, pushed: () => void): () => void {
  const table = { schema: 'public', table: 'incidents' } as const
  const channel = client
    .channel(`incidents-${++channels}`)
    .on('postgres_changes', { event: 'INSERT', ...table }, pushed)
    .on('postgres_changes', { event: 'UPDATE', ...table }, pushed)
    .subscribe((status) => String(status) === 'SUBSCRIBED' && pushed())
  return () => void client.removeChannel(channel)
}
