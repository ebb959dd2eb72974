import type { Queries } from './types'

const rowsPerBatch = 4000

/**
 * Inserts rows through `query`, each batch as one JSON parameter, so the number of columns does not limit a batch.
 * `table` may be qualified by its schema. Returns the number of rows.
 */
export async function insertJson(
  query: Queries['query'],
  table: string,
  rows: readonly object[],
): Promise<number> {
  if (rows.length === 0) return 0
  const target = table.split('.').map(quote).join('.')
  const columns = Object.keys(rows[0]).map(quote).join(', ')
  const statement = `insert into ${target} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${target}, $1::text::jsonb)`
  for (let start = 0; start < rows.length; start += rowsPerBatch) {
    await query(statement, [JSON.stringify(rows.slice(start, start + rowsPerBatch))])
  }
  return rows.length
}

/** Returns an SQL identifier in quotes. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
