import { toDataError } from './errors'

/** Keys of what was sent and has no answer yet, by what it says. */
const unanswered = new Map<string, string>()

/**
 * Sends what somebody wants done once. Until an answer comes the same content has the same key, so that sending again after a
 * lost answer does it once; a refusal is an answer. Throws what `send` throws.
 */
export async function sendOnce<T>(content: unknown, send: (key: string) => Promise<T>): Promise<T> {
  const said = JSON.stringify(content)
  const key = unanswered.get(said) ?? newIntentKey()
  unanswered.set(said, key)
  try {
    const answer = await send(key)
    unanswered.delete(said)
    return answer
  } catch (thrown) {
    if (!toDataError(thrown).isTransient) unanswered.delete(said)
    throw thrown
  }
}

/**
 * Returns the key of a new intent: what somebody wants done once, however often it has to be sent. Pages that came without
 * a safe connection have no `randomUUID`.
 */
export function newIntentKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
