import type { Context } from 'hono'
import type { Queries } from '../../database/types'
import { refuseRest } from '../refusals'

/**
 * Refuses a table that is embedded into itself without saying by which of several foreign keys, as PostgREST does; lite
 * takes one of them.
 */
export async function refuseSelfEmbed(context: Context, queries: Queries): Promise<Response | undefined> {
  const table = context.req.path.split('/').at(-1) ?? ''
  const select = context.req.query('select')
  if (!select || !embedsItself(select, table)) return undefined
  const [{ keys }] = await queries.query<{ keys: number }>(
    `select count(*)::int as keys from pg_constraint
     where contype = 'f' and conrelid = confrelid and conrelid = to_regclass(format('public.%I', $1::text))`,
    [table],
  )
  if (keys < 2) return undefined
  const message = `Could not embed because more than one relationship was found for '${table}' and '${table}'`
  return refuseRest(context, 300, 'PGRST201', message, `Name the column, as in ${table}!parent_id(…).`)
}

function embedsItself(select: string, table: string): boolean {
  return /^\w+$/.test(table) && new RegExp(`(^|[,:(.\\s])${table}(!inner|!left)?\\s*\\(`).test(select)
}
