import type { DateOrder } from '../dates/marks'
import type { NumberFormat } from '../values/values'

/** How the numbers and dates of a file are written: one way in a column, never cell by cell. */
export interface ColumnForms {
  /** By field. */
  numbers: Record<string, NumberFormat>
  /** By what the counts of a field have to be multiplied, where its column or a line above the table says hundreds or thousands. */
  counts: Record<string, number>
  dates: Record<string, DateOrder | undefined>
  /** Zone of the times of a field, where the name of its column states one. */
  zones: Record<string, string | undefined>
  /** Column with the time of day of a field whose own column has days only. */
  clocks: Record<string, string | undefined>
  /** Fields whose column has a time of day with nearly every day. */
  timed: ReadonlySet<string>
  /** A column that says the zone of the times in its row. */
  zoneColumn?: string
  /** A column that says the system of the position in its row, where the rows are in several. */
  systemColumn?: string
  /** Days that stand as numbers are counted from 1904. */
  countsFrom1904?: true
  /** The ids count the rows of this file: they tell which pieces belong together, and are no ids beyond it. */
  hasPassingIds: boolean
  /** The file has a number that counts its rows instead of ids: rows that are alike in all else are still several. */
  countsRows: boolean
}
