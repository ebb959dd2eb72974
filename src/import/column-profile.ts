import type { DateMarks } from './dates/marks'

/** What all values of a column tell. */
export interface ColumnProfile {
  /** Rows in which the column says something. */
  filled: number
  /** Values that say something, at most 400, taken evenly over the whole file. */
  values: string[]
  /** Different values with their rows, as they come, at most 500; undefined where there are more. */
  words: Map<string, number> | undefined
  identityNumbers: number
  telephones: number
  /** Whole numbers that fill a run from 0 or 1 on. */
  isRunning: boolean
  /** Of its dates that begin with a day or a month: which of the two numbers was ever above 12. */
  dateMarks: DateMarks
}
