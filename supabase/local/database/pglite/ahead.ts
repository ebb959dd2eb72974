import type { CompiledQuery } from 'kysely'

/** What lite says to the database before the query of a request: who asks. Nobody reads what these return. */
const preamble = /^\s*(select set_config\(|set local )/i

/** Tells whether a statement only sets up what comes after it. */
export function isPreamble({ sql }: CompiledQuery): boolean {
  return preamble.test(sql)
}

/** Returns the statement with its parameters written into it. */
export function written({ sql, parameters }: CompiledQuery): string {
  return sql.replace(/\$(\d+)/g, (_, place: string) => literal(parameters[Number(place) - 1]))
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'boolean' || typeof value === 'number' || value === null) return String(value)
  throw new TypeError('what comes before a query has plain parameters')
}
