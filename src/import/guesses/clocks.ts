import { isDayAlone, readClock } from '../dates/clock'
import { fieldsOf } from '../kinds/columns'
import { answerTo } from '../questions/answers'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'
import { words } from '../values/text'
import { profileOf } from './fits'

/** For whom nobody knows which column tells the time of the day. */
export interface OpenClock {
  day: string
  rivals: string[]
}

/** Columns with the time of day for fields whose own has days only, and those for which several may be meant. */
export interface Clocks {
  clocks: Record<string, string>
  open: OpenClock[]
}

/** Stands for "none of them" in an answer. */
export const NO_CLOCK = 'none'

const MOSTLY = 0.9
const named = /(时间|時間|时刻|時刻|小时|小時|time|hours?|clock|hhmm|시간|시각)$/i
const hourly = /(小时|小時|hours?)$/i
/** Called like a time of day, whatever is in it. */
const timely = /(时间|時間|时刻|時刻|小时|小時|时段|時段|time|hours?|period)$/i
const dated = /(日期|日子|年月日|日|date|day|날짜|일자)$/i

/**
 * Finds the columns that hold the time of day of fields whose columns hold days only: by names that differ in the last word alone
 * (上报日期, 上报时间), or as the only one there is, called by nothing else (时间). As was answered where it was asked.
 */
export function clocksOf(
  table: SourceTable,
  settings: Pick<ImportSettings, 'kind' | 'mapping' | 'answers'>,
): Clocks {
  const found: Clocks = { clocks: {}, open: [] }
  const mapped = new Set(Object.values(settings.mapping))
  const days = fieldsOf[settings.kind].flatMap(({ name, type }) => {
    const column = type === 'time' ? settings.mapping[name] : undefined
    return column !== undefined && isMostly(table, column, isDayAlone) ? [{ name, column }] : []
  })
  if (days.length === 0) return found
  const times = table.columns.filter((column) => !mapped.has(column) && isClockColumn(table, column))
  const claimed = new Set<string>()
  for (const { name, column } of days) {
    const answer = answerTo({ answers: settings.answers }, 'clock', column)
    const own = times.filter((one) => stem(one, named) === stem(column, dated))
    const only = days.length === 1 && times.length === 1 && stem(times[0], named) === '' ? times : []
    const sure = answer ?? (own.length === 1 ? own[0] : only[0])
    if (sure === undefined || sure === NO_CLOCK) continue
    found.clocks[name] = sure
    claimed.add(sure)
  }
  // What is called like a time of day and is read as none is not passed over: the day would begin at midnight.
  const unread = table.columns.filter(
    (column) => !mapped.has(column) && timely.test(words(column)) && saysTime(table, column),
  )
  const rivals = [...new Set([...times, ...unread])].filter((one) => !claimed.has(one))
  for (const { name, column } of days)
    if (!found.clocks[name] && rivals.length > 0) found.open.push({ day: column, rivals })
  return found
}

/** Returns the fields whose column has a time of day with nearly every day: a day alone among them lacks it. */
export function timedFields(
  table: SourceTable,
  { kind, mapping }: Pick<ImportSettings, 'kind' | 'mapping'>,
): ReadonlySet<string> {
  const isTimed = (column: string | undefined) =>
    column !== undefined && isMostly(table, column, (value) => !isDayAlone(value))
  return new Set(
    fieldsOf[kind]
      .filter(({ name, type }) => type === 'time' && isTimed(mapping[name]))
      .map(({ name }) => name),
  )
}

/** Tells whether a column holds times of day without days. */
export function isClockColumn(table: SourceTable, column: string): boolean {
  if (isHourColumn(column)) return isMostly(table, column, (value) => readClock(value, 'hours') !== undefined)
  const { values } = profileOf(table, column)
  // 8 and 14 alone may be hours, or minutes past midnight.
  const isNamed = named.test(words(column)) && values.some((value) => /\d{3}|\.\d|:/.test(value))
  return isMostly(table, column, (value) => readClock(value, isNamed) !== undefined)
}

/** Tells whether a column is called like hours. */
export function isHourColumn(column: string): boolean {
  return hourly.test(words(column))
}

/** Numbers or marks of a clock, and no days: whole times of another event say nothing about this day. */
function saysTime(table: SourceTable, column: string): boolean {
  return isMostly(
    table,
    column,
    (value) => /\d/.test(value) && value.length < 24 && !/\d{4}\D\d{1,2}\D\d{1,2}|\d{8}/.test(value),
  )
}

function isMostly(table: SourceTable, column: string, test: (value: string) => boolean): boolean {
  const { values } = profileOf(table, column)
  return values.length > 0 && values.filter(test).length >= values.length * MOSTLY
}

function stem(column: string, last: RegExp): string {
  return words(column).replace(last, '').trim()
}
