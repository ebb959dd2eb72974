import type { Extent, KnownArea } from '../coordinates'
import type { KnownCategory } from '../kinds/categories'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'

/** What only a person can say. Permanent; words from `import.question.<code>` and, for options, `import.answer.<code>.<option>`. */
export const questionCodes = [
  'layer',
  'incomplete',
  'kind',
  'not-buildings',
  'withdrawn',
  'district',
  'units',
  'estimate',
  'encoding',
  'delimiter',
  'header-line',
  'column',
  'coordinates',
  'clock',
  'time-zone',
  'number-format',
  'date-order',
  'state',
  'damaged-codes',
  'blank-below',
  'replace',
  'across-barriers',
] as const
export type QuestionCode = (typeof questionCodes)[number]

/** Something about a file that is unclear, to be answered before anything is written. */
export interface Question {
  code: QuestionCode
  /** Which of several of the same code: a field, a column, a word; '' where there is one. Code and subject are the question's key. */
  subject: string
  /** What makes it unclear, in the file's own words: columns, values, names. Never what the product refuses to hold. */
  detail: string
  /** The option that is most likely right; '' where none is likelier than another. Never taken without an answer. */
  proposal: string
  /** What may be answered. Empty: any text. */
  options: string[]
  /** What to give on the command line, such as `--coordinates web-mercator`. */
  flag: string
}

/** Looks at a file as it would be read and returns what is unclear. Skips what `answerTo` has an answer to. */
export type Asker = (table: SourceTable, settings: ImportSettings, surroundings?: Surroundings) => Question[]

/** What is known of the place that a file goes into. */
export interface Surroundings {
  /** Where the district lies. */
  district?: Extent
  /** Its communities, to see whether what comes in lies as far from them as another coordinate system would. */
  communities?: KnownArea[]
  /** The zone by which it counts its days; times that state none are in it. */
  timeZone?: string
  /** What a case may be there. */
  categories?: KnownCategory[]
}
