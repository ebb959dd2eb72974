import { quote } from './database/insert'
import type { Database, Queries } from './database/types'
import { Refusal } from './refusal'

const rowsPerBatch = 2000

interface Table {
  name: string
  columns: { name: string; type: string }[]
}

/**
 * Replaces all rows of `target` by those of `source`, two databases with the same migrations, in one transaction of the
 * target, and returns how many there are. Values go as the text that PostgreSQL itself prints and reads, so nothing is
 * rounded. Throws a Refusal when the tables are not the same or not every row arrived.
 */
export async function copyDatabase(source: Database, target: Database): Promise<number> {
  const tables = await readTables(source)
  const theirs = new Map((await readTables(target)).map((table) => [table.name, JSON.stringify(table)]))
  const other = tables.find((table) => theirs.get(table.name) !== JSON.stringify(table))
  if (other) throw new Refusal(`The table ${other.name} is not the same in both databases.`)
  return target.transaction(async (queries) => {
    // What triggers and foreign keys would do or check has been done and checked where the rows come from.
    await queries.exec("set local session_replication_role = 'replica'")
    await queries.exec(`truncate ${tables.map(({ name }) => name).join(', ')}`)
    let rows = 0
    for (const table of tables) rows += await copyTable(source, queries, table)
    await copySequences(source, queries)
    return rows
  })
}

/** Tables of the application, of sign-in, and what the host noted; not which migrations ran, which each knows itself. */
function readTables(database: Database): Promise<Table[]> {
  return database.transaction(async (queries) => {
    // So that types are named with their schema, whatever path a session has.
    await queries.exec("set local search_path = ''")
    return queries.query<Table>(tablesWithColumns)
  })
}

const tablesWithColumns = `select format('%I.%I', n.nspname, c.relname) as name,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attname) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and (n.nspname in ('public', 'private', 'auth') or (n.nspname, c.relname) = ('gridward_host', 'facts'))
     group by 1 order by 1`

async function copyTable(source: Queries, target: Queries, { name, columns }: Table): Promise<number> {
  const read = columns.map((column) => `${quote(column.name)}::text as ${quote(column.name)}`).join(', ')
  const names = columns.map((column) => quote(column.name)).join(', ')
  const values = columns
    .map((column) => `(r ->> '${column.name.replaceAll("'", "''")}')::${column.type}`)
    .join(', ')
  let copied = 0
  for (let last = '(0,0)'; ;) {
    const rows = await source.query<Record<string, string | null>>(
      `select ctid::text as "row place", ${read} from ${name} where ctid > $1::text::tid order by ctid limit ${rowsPerBatch}`,
      [last],
    )
    if (rows.length === 0) break
    last = rows[rows.length - 1]['row place'] ?? last
    await target.query(
      `insert into ${name} (${names}) overriding system value
       select ${values} from jsonb_array_elements($1::text::jsonb) r`,
      [JSON.stringify(rows)],
    )
    copied += rows.length
  }
  const [{ there }] = await target.query<{ there: number }>(`select count(*)::integer as there from ${name}`)
  const [{ wanted }] = await source.query<{ wanted: number }>(
    `select count(*)::integer as wanted from ${name}`,
  )
  if (there !== wanted)
    throw new Refusal(`Of ${wanted} rows of ${name} only ${there} arrived. Nothing was copied.`)
  return copied
}

async function copySequences(source: Queries, target: Queries): Promise<void> {
  const sequences = await source.query<{ name: string; last: string }>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
     where schemaname in ('public', 'private', 'auth') and last_value is not null`,
  )
  for (const { name, last } of sequences)
    await target.query('select setval($1::text::regclass, $2::text::bigint)', [name, last])
}
