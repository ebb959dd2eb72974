import type { FunctionHandler } from './environment.ts'
import { callerOf } from './network.ts'

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
