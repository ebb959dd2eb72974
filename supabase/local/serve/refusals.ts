import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { passwordRule } from '../accounts/passwords'

/** Answers as Supabase's Auth does when it refuses. */
export function refuseAuth(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
): Response {
  context.header('x-sb-error-code', code)
  return context.json({ code: status, error_code: code, msg: message }, status)
}

/** Answers as PostgREST does when it refuses. */
export function refuseRest(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  hint: string | null = null,
): Response {
  return context.json({ code, message, details: null, hint }, status)
}

/** Answers a request that is beyond a limit of the host, in the manner of the part that it was for. */
export function refuseBeyond(context: Context, status: 408 | 413 | 414, message: string): Response {
  context.header('connection', 'close')
  return context.req.path.startsWith('/auth/')
    ? refuseAuth(context, status, 'request_too_large', message)
    : refuseRest(context, status, 'GRIDWARD_LIMIT', message)
}

/** Answers that a password does not keep to the rule. */
export function refuseWeak(context: Context): Response {
  return refuseAuth(context, 422, 'weak_password', passwordRule)
}

/** Answers that there were too many attempts, with the sentence of Supabase's Auth out of which a page reads the seconds. */
export function refuseForNow(context: Context, seconds: number): Response {
  context.header('retry-after', String(seconds))
  const message = `For security purposes, you can only request this after ${seconds} seconds.`
  return refuseAuth(context, 429, 'over_request_rate_limit', message)
}
