import type { Queries } from '../../database/types'

/**
 * Fills a table while it has none of its plain indexes, and makes them anew afterwards: one sort each instead of a
 * search for every row. Indexes of constraints stay.
 */
export async function indexedAfterwards(
  queries: Queries,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  const indexes = await queries.query<{ name: string; definition: string }>(plainIndexes, [table])
  for (const { name } of indexes) await queries.exec(`drop index public."${name}"`)
  await fill()
  for (const { definition } of indexes) await queries.exec(definition)
}

const plainIndexes = `
  select c.relname as name, pg_get_indexdef(c.oid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = ('public.' || $1)::regclass and not i.indisprimary
    and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
  order by c.relname`
