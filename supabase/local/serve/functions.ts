import { Hono } from 'hono'
import type { FunctionHandler } from '../../functions/_shared/environment.ts'
import { join } from '../../functions/join/handler.ts'
import { pairing } from '../../functions/pairing/handler.ts'
import type { Keys } from '../folder/folder'
import { addressOf } from './client-address'
import { refuseRest } from './refusals'

/** The functions of `supabase/functions` that this host serves; on Supabase each is deployed under the same name. */
const functions: Readonly<Record<string, FunctionHandler>> = { join, pairing }

/** Returns what a function is called with: everything of this very host, without going through the network. */
interface FunctionParts {
  keys: Keys
  behindProxy: boolean
  /** Answers a request to this host. */
  answer: (request: Request) => Response | Promise<Response>
}

/** Answers `/functions/v1`: functions call the API of this host in the process, as they call that of Supabase by network. */
export function createFunctions({ keys, behindProxy, answer }: FunctionParts): Hono {
  const app = new Hono()
  app.all('/:name', (context) => {
    const name = context.req.param('name')
    if (!Object.hasOwn(functions, name))
      return refuseRest(context, 404, 'GRIDWARD_FUNCTION', 'This host has no such function.', '')
    return functions[name](context.req.raw, {
      url: new URL(context.req.url).origin,
      anonKey: keys.anonKey,
      serviceKey: keys.serviceKey,
      fetch: async (input, init) => answer(new Request(input, init)),
      addressOf: () => addressOf(context, behindProxy) ?? 'here',
    })
  })
  return app
}
