import type { Context } from 'hono'
import { withBody } from '../body'
import { settleMissing } from './missing-columns'
import type { ApiParts } from '../parts'
import { refuseRest } from '../refusals'

/** Adds or changes rows of a table. */
export async function write(context: Context, { backend }: Pick<ApiParts, 'backend'>): Promise<Response> {
  const { raw, method } = context.req
  const body = await context.req.text()
  const settled = settleMissing(method, body, context.req.query('columns'), context.req.header('prefer'))
  if (settled === 'empty')
    return refuseRest(context, 400, 'PGRST102', 'A row to be added names at least one column.')
  if (settled === 'mixed')
    return refuseRest(
      context,
      400,
      'PGRST102',
      'With missing=default the rows of one request name the same columns.',
      'Send rows that name other columns in a request of their own.',
    )
  const url = new URL(raw.url)
  if (settled.columns) url.searchParams.set('columns', settled.columns)
  return backend.fetch(withBody(raw, url.href, new TextEncoder().encode(settled.body ?? body)))
}
