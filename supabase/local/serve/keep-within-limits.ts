import type { MiddlewareHandler } from 'hono'
import type { Keys } from '../folder/folder'
import { readBody, withBody } from './body'
import { isService } from './given'
import { longestAuthBody, longestRestBody, longestUrl } from './limits'
import { refuseBeyond, refuseRest } from './refusals'

/**
 * Refuses what is addressed to another name or longer than it may be, and lets a request of the API go on only when its
 * body has arrived: whoever sends slowly holds up nobody but himself.
 */
export function keepWithinLimits(keys: Keys, answersTo?: (host: string) => boolean): MiddlewareHandler {
  return async (context, next) => {
    const { raw, path } = context.req
    const name = context.req.header('host')
    if (name !== undefined && answersTo && !answersTo(name))
      return refuseRest(context, 421, 'GRIDWARD_HOST', 'This host does not answer to that name.', howToName)
    if (raw.url.length - new URL(raw.url).origin.length > longestUrl)
      return refuseBeyond(context, 414, `An address has at most ${longestUrl} characters.`)
    const isAuth = path.startsWith('/auth/v1')
    if (!isAuth && !path.startsWith('/rest/v1')) return next()
    const fromService = isService(context.req.header('apikey'), keys.serviceKey)
    const mostBytes = isAuth ? longestAuthBody : longestRestBody(path, fromService)
    const body = await readBody(raw, mostBytes).catch(() => 'broken-off' as const)
    if (body === 'broken-off') return context.body(null, 400)
    if (!body) return refuseBeyond(context, 413, `A request has at most ${mostBytes} bytes here.`)
    context.req.raw = withBody(raw, raw.url, body)
    return next()
  }
}

const howToName = 'Its operator can add names with --name (GRIDWARD_NAMES).'
