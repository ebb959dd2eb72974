import { readCode } from '../values/codes'
import type { Field } from '../kinds/columns'
import { readCoordinate } from '../coordinates'
import { DateMarks } from '../dates/marks'
import { readTime } from '../dates'
import { useOf } from '../kinds/uses'
import { readStoreys } from '../values/storeys'
import type { ColumnProfile, SourceTable } from '../tables/source-table'
import { withoutUnit } from '../values/units'
import { isRangeOfCounts, readWordedCount } from '../values/counts'
import { formatOf, readCount, readNumber } from '../values/values'

const nothing: ColumnProfile = {
  filled: 0,
  values: [],
  words: new Map(),
  identityNumbers: 0,
  telephones: 0,
  isRunning: false,
  isGrouped: false,
  dateMarks: new DateMarks(),
}

/** Returns what all values of a column tell; of a column that is always empty, nothing. */
export function profileOf(table: SourceTable, column: string): ColumnProfile {
  return table.profiles?.get(column) ?? nothing
}

/** Tells whether at least half of what a column says reads as the field's type. An empty column fits text only. */
export function columnFits({ name, type }: Field, column: string, table: SourceTable): boolean {
  if (name === 'address')
    return !(/门牌|號|号|door|number/i.test(column) && holdsDoors(profileOf(table, column).values))
  // On which floor a room is says nothing of how many there are.
  if (name === 'storeys' && /(所在|居住|住户|房间|所处)楼?层/.test(column)) return false
  if (type === 'text') return true
  const { values } = profileOf(table, column)
  // A range is no count, and costs its row: it does not make the column another one.
  const fits = (value: string) => readsAs[type](value) || (type === 'count' && isRangeOfCounts(value))
  return values.length > 0 && values.filter(fits).length * 2 >= values.length
}

/** Numbers alone are those of doors in a house, which tell no address: 101, 102 under 门牌. */
function holdsDoors(values: string[]): boolean {
  return values.filter((value) => /^\d{1,4}$/.test(value)).length * 2 > values.length
}

/** Tells whether a value reads as a type. Any text is text. */
export function valueFits(type: Field['type'], value: string): boolean {
  return type === 'text' || readsAs[type](value)
}

const readsAs: Record<Exclude<Field['type'], 'text'>, (value: string) => boolean> = {
  number: (value) => isNumber(value),
  degrees: (value) => !Number.isNaN(readCoordinate(value)) || !Number.isNaN(readCoordinate(value, 'comma')),
  count: (value) =>
    !Number.isNaN(readCount(value)) ||
    !Number.isNaN(readCount(value, 'comma')) ||
    readWordedCount(value) !== undefined ||
    formatOf(value) !== undefined,
  storeys: (value) => readStoreys(value).value !== undefined,
  use: (value) => useOf(value) !== undefined,
  time: (value) =>
    typeof readTime(value, '+08:00', 'dmy') === 'string' ||
    typeof readTime(value, '+08:00', 'mdy') === 'string',
  code: (value) => {
    const { text, isDamaged } = readCode(value)
    return isDamaged || /^\d{6}(\d{3}){0,2}$/.test(text)
  },
}

function isNumber(given: string): boolean {
  const value = withoutUnit(given)
  return !Number.isNaN(readNumber(value)) || !Number.isNaN(readNumber(value, 'comma'))
}
