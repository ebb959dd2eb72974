import { writeCsv } from '../csv/records'
import { maskPersonal } from '../privacy/personal'

/** A row that was refused, or taken with doubts, as the database lists it. */
export interface ReportedRow {
  number: number
  line: number
  lines: number
  source: string
  /** Permanent code; null for a row that was taken. */
  reason: string | null
  detail: string
  doubts: { code: string; detail: string }[]
}

/** The columns that stand before the file's own; a file that begins with them is one of ours. */
export const reportColumns = ['line', 'reason', 'reason_in_words', 'detail']

/** Returns the refused rows as CSV: line, reason as code and in words, detail, then the file's own cells, to mend and import. */
export function refusedCsv(
  rows: ReportedRow[],
  words: (reason: string, detail: string) => string,
  original: { columns: string[]; cells: Record<number, string[]> },
): string {
  const refused = rows.filter(({ reason }) => reason !== null)
  return writeCsv(
    [...reportColumns, ...original.columns],
    refused.map(({ line, reason, detail }) => [
      line,
      reason!,
      words(reason!, detail),
      ...[detail, ...(original.cells[line] ?? [])].map(maskPersonal),
    ]),
  )
}
