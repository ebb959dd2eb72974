import { answer } from '../lib/errors'

/** The interface of the database gives at most so many rows at once, and does not say that there are more. */
const PAGE_ROWS = 1000

/** What a table answers to supabase-js. */
interface Answered<Row> {
  data: Row[] | null
  error: unknown
  status?: number
}

/**
 * Returns every row of a table that is asked for: `page` asks for those from a place to another, in an order in which no two rows
 * are alike. One call a thousand rows.
 */
export async function everyRow<Row>(
  page: (from: number, to: number) => PromiseLike<Answered<Row>>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const more = answer(await page(rows.length, rows.length + PAGE_ROWS - 1))
    rows.push(...more)
    if (more.length < PAGE_ROWS) return rows
  }
}
