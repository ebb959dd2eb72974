import type { Client } from '../lib/supabase'

interface Call {
  abortSignal: (signal: AbortSignal) => unknown
}
type Method = (...parameters: unknown[]) => Call

/**
 * Returns a client whose calls end with a signal: what is no longer wanted is neither waited for nor answered. It is the
 * same client otherwise.
 */
export function abortable(client: Client, signal: AbortSignal): Client {
  const ending = (one: object, methods: readonly string[]) =>
    new Proxy(one, {
      get(target, name) {
        const part: unknown = Reflect.get(target, name, target)
        if (typeof part !== 'function' || !methods.includes(String(name))) return part
        return (...parameters: unknown[]) => (part as Method).apply(target, parameters).abortSignal(signal)
      },
    })
  return new Proxy(ending(client, ['rpc']), {
    get(target, name) {
      if (name !== 'from') return Reflect.get(target, name, target) as unknown
      return (relation: never) =>
        ending(client.from(relation), ['select', 'insert', 'update', 'upsert', 'delete'])
    },
  }) as Client
}
