import { Hono, type Context } from 'hono'
import { onlyWhenCheap } from '../../database/cost'
import { endlessPattern, hasFilter, mostWildcards } from './filters'
import { deepestEmbed, mostDeepRows, mostEmbeds } from '../limits'
import type { ApiParts } from '../parts'
import { refuseRest } from '../refusals'
import { selectShape } from './select-shape'
import { refuseSelfEmbed } from './self-embed'
import { write } from './writes'

/**
 * Answers `/rest/v1`: the tables and functions of the database. Refuses beforehand what would take the whole table or
 * hold up everybody, and everything in the name of a session that has ended.
 */
export function createRest(parts: ApiParts): Hono {
  const { backend, sessions } = parts
  const rest = new Hono()
  rest.use(async (context, next) => {
    const token = /^Bearer\s+(.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (token && !token.startsWith('sb_') && (await sessions.hasEnded(token)))
      return refuseRest(context, 401, 'PGRST301', 'The session of this token has ended.')
    return refuseShape(context) ?? (await refuseSelfEmbed(context, backend.database)) ?? next()
  })
  rest.use(async (context, next) => {
    await next()
    if (context.res.status >= 500) context.res = await withoutInternals(context.res)
  })
  rest.all('/rpc/*', (context) => backend.fetch(context.req.raw))
  rest.on(['POST', 'PATCH'], '*', (context) => write(context, parts))
  rest.all('*', (context) => {
    const ask = () => backend.fetch(context.req.raw)
    return context.req.query('select')?.includes('(') ? onlyWhenCheap(ask) : ask()
  })
  return rest
}

/** What went wrong inside is for the log; a page is told the code, which has its own words for it. */
async function withoutInternals(answer: Response): Promise<Response> {
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string }
  const body = { code: code ?? 'GRIDWARD_FAULT', message: 'The host could not answer; its log says why.' }
  return Response.json({ ...body, details: null, hint: null }, { status: answer.status })
}

function refuseShape(context: Context): Response | undefined {
  const { pathname, searchParams } = new URL(context.req.url)
  const method = context.req.method
  if ((method === 'PATCH' || method === 'DELETE') && !hasFilter(searchParams))
    return refuseRest(
      context,
      400,
      '21000',
      `${method === 'PATCH' ? 'UPDATE' : 'DELETE'} requires a WHERE clause`,
      'Say which rows with a filter.',
    )
  for (const select of searchParams.getAll('select')) {
    const { embeds, depth } = selectShape(select)
    if (embeds > mostEmbeds || depth > deepestEmbed)
      return refuseRest(
        context,
        400,
        'GRIDWARD_LIMIT',
        `A request embeds at most ${mostEmbeds} tables, at most ${deepestEmbed} deep.`,
        'Ask in several requests, or call a function.',
      )
    if (depth > 1 && !(Number(searchParams.get('limit') ?? NaN) <= mostDeepRows))
      return refuseRest(
        context,
        400,
        'GRIDWARD_LIMIT',
        `A request that embeds more than one deep asks for at most ${mostDeepRows} rows.`,
        `Add limit=${mostDeepRows}, or ask in several requests.`,
      )
  }
  const endless = pathname.startsWith('/rest/v1/rpc/') ? undefined : endlessPattern(searchParams)
  return endless === undefined
    ? undefined
    : refuseRest(
        context,
        400,
        'GRIDWARD_LIMIT',
        `The pattern for "${endless.slice(0, 60)}" is not taken: like with at most ${mostWildcards} wildcards, no regular expressions.`,
      )
}
