import { Hono, type Context } from 'hono'
import { endlessPattern, hasFilter, mostWildcards } from './filters'
import { deepestEmbed, mostEmbeds } from './limits'
import type { ApiParts } from './parts'
import { refuseRest } from './refusals'
import { selectShape } from './select-shape'

/**
 * Answers `/rest/v1`: the tables and functions of the database. Refuses beforehand what would take the whole table or
 * hold up everybody, and everything in the name of a session that has ended.
 */
export function createRest({ backend, sessions }: ApiParts): Hono {
  const rest = new Hono()
  rest.use(async (context, next) => {
    const token = /^Bearer\s+(.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (token && !token.startsWith('sb_') && (await sessions.hasEnded(token)))
      return refuseRest(context, 401, 'PGRST301', 'The session of this token has ended.')
    return refuseShape(context) ?? next()
  })
  rest.all('*', (context) => backend.fetch(context.req.raw))
  return rest
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
