import type { FunctionHandler } from './environment.ts'

/** What of the Edge Runtime is used. */
declare const Deno: {
  env: { get: (name: string) => string | undefined }
  serve: (answer: (request: Request) => Promise<Response>) => void
}

/** Serves a function on Supabase, with the keys that the platform sets. */
export function serveAtEdge(handler: FunctionHandler): void {
  const given = (name: string) => Deno.env.get(name) ?? ''
  Deno.serve((request) =>
    handler(request, {
      url: given('SUPABASE_URL'),
      anonKey: given('SUPABASE_ANON_KEY'),
      serviceKey: given('SUPABASE_SERVICE_ROLE_KEY'),
      fetch,
      addressOf: (asked) => callerOf(asked.headers, given('SUPABASE_URL')),
    }),
  )
}

/**
 * Returns the address that a call came from. What stands first in `X-Forwarded-For` was written by the caller, who would count
 * as somebody else with each call: proxies add theirs behind it. Before Supabase's own servers stands Cloudflare, which
 * overwrites `CF-Connecting-IP`; elsewhere anybody may send that.
 */
export function callerOf(headers: Headers, url: string): string {
  const isSupabase = URL.canParse(url) && /\.supabase\.(co|in)$/.test(new URL(url).hostname)
  const told = isSupabase ? headers.get('cf-connecting-ip') : null
  return told?.trim() || headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}
