import { clean } from '../values/text'
import { isEmpty } from '../values/values'
import { readParts } from './parts'

/** A time of day without a day, as programs store one: on the day from which they count. */
const onFirstDay = /^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[T ](\d{1,2}:\d{2}.*)$/
const plainNumber = /^\d*\.?\d+(?:e-?\d+)?$/i
const midnight = /[T\s]+(?:0{1,2}[:时点]0{1,2}(?:[:分]0{1,2}(?:[.,]0+)?秒?)?|12:00(?::00)?\s*AM)\s*Z?$/i

/**
 * Returns a time of day that stands in a cell of its own as text that can follow a day; undefined for what is none. `isNamed`: its
 * column is called like times, so that numbers (805, 143000, or the 0.25 of a spreadsheet) may be some; `hours`: like hours, so that 8 is 8:00.
 */
export function readClock(cell: string, isNamed: boolean | 'hours'): string | undefined {
  const text = clean(cell)
  const found = onFirstDay.exec(text)
  const plain = found ? found[1] : text
  if (isNamed === 'hours' && /^(?:[01]?\d|2[0-3])(?:\.0+)?$/.test(plain)) return `${Number(plain)}:00`
  if (plainNumber.test(plain)) return isNamed ? ofNumber(plain) : undefined
  // A day alone, before which another one stands, is none either.
  if (!/\d/.test(plain) || readParts(plain, 'dmy') || !readParts(`2001-01-01 ${plain}`)) return undefined
  return plain
}

const DAY_SECONDS = 86_400

function ofNumber(text: string): string | undefined {
  const value = Number(text)
  if (text.includes('.') || value === 0)
    return value < 1 ? ofSeconds(Math.round(value * DAY_SECONDS)) : undefined
  const found = /^(\d{1,2})([0-5]\d)([0-5]\d)?$/.exec(text.padStart(text.length > 4 ? 6 : 3, '0'))
  return found && Number(found[1]) < 24 ? found.slice(1, 4).filter(Boolean).join(':') : undefined
}

function ofSeconds(seconds: number): string | undefined {
  if (seconds >= DAY_SECONDS) return undefined
  return new Date(seconds * 1000).toISOString().slice(11, 19)
}

/** Tells whether a cell holds a day without a time of day, or with the midnight that a program put there. */
export function isDayAlone(cell: string): boolean {
  const day = withoutMidnight(cell)
  if (/^\d{5}(?:\.0+)?$/.test(day)) return true
  const parts = readParts(day, 'dmy') ?? readParts(day, 'mdy')
  return parts !== undefined && !/[:时點点]|\d[T\s]+\d{4,6}$|^\d{10,}$/.test(day)
}

/** Tells whether a cell holds a day written out, and no time of day, not even midnight. */
export function isBareDay(cell: string): boolean {
  return isDayAlone(cell) && !plainNumber.test(clean(cell)) && withoutMidnight(cell) === clean(cell)
}

function withoutMidnight(cell: string): string {
  return clean(cell).replace(midnight, '')
}

/**
 * Returns the day of one cell with the time of day of another; the first as it is where it has a time of its own or is empty. What is no
 * time of day stays behind the day, so that nobody takes it for midnight.
 */
export function withClock(cell: string, clock: string, epochMs: number, isHour = false): string {
  if (isEmpty(cell) || isEmpty(clock) || !isDayAlone(cell)) return cell
  const day = withoutMidnight(cell)
  const written = dayText(day, epochMs)
  return `${written} ${readClock(clock, isHour ? 'hours' : true) ?? (clean(clock) || '?')}`
}

/** A day as text that a time of day may follow: one that stands as a number, or as eight figures, does not take one. */
function dayText(day: string, epochMs: number): string {
  if (/^\d{5}(?:\.0+)?$/.test(day))
    return new Date(epochMs + Number(day) * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  return day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
}
