import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

/**
 * Returns the address that a request came from; behind a proxy the one that it wrote last into `X-Forwarded-For`, for what
 * stands before was written by the caller. Undefined for a request of this very process.
 */
export function addressOf(context: Context, behindProxy: boolean): string | undefined {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage }
  const forwarded = behindProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : ''
  return forwarded || incoming?.socket.remoteAddress
}
