import { countOther, type OtherThings } from '../kinds/other-things'
import { DateMarks } from '../dates/marks'
import { holdsIdentityNumber, holdsTelephone } from '../privacy/personal'
import type { ColumnProfile, SourceTable } from './source-table'
import type { SourceRow } from '../types'
import { turn } from '../turn'
import { isEmpty } from '../values/values'

const MOST_VALUES = 400
const MOST_WORDS = 500

/** Reads all rows of a table once and returns it with what the values of each column tell. */
export async function profiled(
  table: SourceTable,
): Promise<SourceTable & { profiles: Map<string, ColumnProfile> }> {
  const profilers = new Map<string, Profiler>()
  const otherThings: OtherThings = new Map()
  let count = 0
  for await (const { rows } of table.rows()) {
    count += rows.length
    for (const row of rows) {
      if (isNoRow(row)) continue
      for (const column of Object.keys(row.cells)) {
        let profiler = profilers.get(column)
        if (!profiler) profilers.set(column, (profiler = new Profiler()))
        profiler.add(row.cells[column])
      }
      countOther(otherThings, row)
    }
  }
  await turn(count)
  return {
    ...table,
    otherThings,
    profiles: new Map([...profilers].map(([column, profiler]) => [column, profiler.end()])),
  }
}

/** What is no row of the table tells nothing of its columns. */
function isNoRow({ broken }: SourceRow): boolean {
  return broken !== undefined && /^(row-is-|below-other)/.test(broken.reason)
}

class Profiler {
  private filled = 0
  private values: string[] = []
  private stride = 1
  private words: Map<string, number> | undefined = new Map()
  private identityNumbers = 0
  private telephones = 0
  private readonly marks = new DateMarks()
  private readonly run = new Run()
  private readonly groups = new Groups()

  add(value: string): void {
    this.groups.add(value)
    if (isEmpty(value)) return
    if (this.filled % this.stride === 0) this.keep(value)
    this.filled++
    this.count(value)
    this.run.add(value)
    this.marks.add(value)
    if (holdsIdentityNumber(value)) this.identityNumbers++
    else if (holdsTelephone(value)) this.telephones++
  }

  end(): ColumnProfile {
    const { filled, values, words, identityNumbers, telephones, marks } = this
    return {
      filled,
      values,
      words,
      identityNumbers,
      telephones,
      isRunning: this.run.isRunning,
      isGrouped: this.groups.isGrouped,
      dateMarks: marks,
    }
  }

  /** Twice as far apart whenever there are too many: what stays is spread over all of the rows. */
  private keep(value: string): void {
    this.values.push(value)
    if (this.values.length < MOST_VALUES) return
    this.values = this.values.filter((_, i) => i % 2 === 0)
    this.stride *= 2
  }

  private count(value: string): void {
    if (!this.words) return
    this.words.set(value, (this.words.get(value) ?? 0) + 1)
    if (this.words.size > MOST_WORDS) this.words = undefined
  }
}

/**
 * Values that stand in the first row of a group only: the first row has one, none stands twice in a row, and at least as many rows are
 * blank as are filled.
 */
class Groups {
  private filled = 0
  private blanks = 0
  private before = ''
  private isPossible = true

  add(value: string): void {
    const isBlank = value === ''
    this.isPossible &&= isBlank ? this.filled > 0 : value !== this.before
    this.before = value
    if (isBlank) this.blanks++
    else this.filled++
  }

  get isGrouped(): boolean {
    return this.isPossible && this.filled > 0 && this.blanks >= this.filled
  }
}

/** Whole numbers that fill a run from 0 or 1 on, in whatever order: they count the rows and say nothing of them. */
class Run {
  private count = 0
  private least = Infinity
  private most = -Infinity
  private isWhole = true

  add(value: string): void {
    if (!this.isWhole) return
    const plain = value.replace(/\.0+$/, '')
    this.isWhole = /^\d{1,9}$/.test(plain)
    this.count++
    this.least = Math.min(this.least, Number(plain))
    this.most = Math.max(this.most, Number(plain))
  }

  get isRunning(): boolean {
    return this.isWhole && this.count > 0 && this.least <= 1 && this.most - this.least < this.count * 1.2 + 1
  }
}
