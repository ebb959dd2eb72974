import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'

/** What is given to sign-in and to the making of accounts; nothing of it has been checked. */
interface Given {
  email?: unknown
  phone?: unknown
  data?: unknown
  password?: unknown
  /** As Supabase has it: hours like `24h`, or `none`. */
  ban_duration?: unknown
}

/** Returns the JSON object that is the body of a request, or an empty one where it is something else. */
export async function readGiven(context: Context): Promise<Given> {
  const given: unknown = await context.req.json().catch(() => undefined)
  return typeof given === 'object' && given !== null ? given : {}
}

/** Compares a key with the service key without telling by the time how much of it was right. */
export function isService(given: string | undefined, serviceKey: string): boolean {
  const [written, expected] = [Buffer.from(given ?? ''), Buffer.from(serviceKey)]
  return written.length === expected.length && timingSafeEqual(written, expected)
}
