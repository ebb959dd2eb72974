import type { ColumnForms } from './column-forms'
import { clocksOf, timedFields } from './clocks'
import { fieldsOf } from '../kinds/columns'
import { columnOfSystems } from '../coordinates'
import type { DateOrder } from '../dates/marks'
import { isZoneColumn, zoneOfColumn } from '../dates/zones'
import { areFew } from './few'
import { profileOf } from './fits'
import { countingColumns, isPassingId } from './guess'
import { mergesParts } from '../rows/merge'
import { answerTo } from '../questions/answers'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'
import { countFactor, withoutUnit } from '../values/units'
import { formatOf, type NumberFormat } from '../values/values'

/** Returns how the columns that are mapped are written: as was answered, else as their values prove. */
export function columnForms(table: SourceTable, settings: ImportSettings): ColumnForms {
  const { source } = settings.mapping
  const isChosen = answerTo(settings, 'column', 'source') !== undefined
  const hasPassingIds =
    source !== undefined && !isChosen && mergesParts(settings.kind) && isPassingId(source, table)
  const countsRows = source === undefined && countingColumns(settings.kind, table).length > 0
  const { countsFrom1904 } = table
  const zoneColumn = table.columns.find(isZoneColumn)
  const { clocks } = clocksOf(table, settings)
  const forms: ColumnForms = {
    numbers: {},
    counts: {},
    dates: {},
    zones: {},
    clocks,
    timed: timedFields(table, settings),
    zoneColumn,
    systemColumn: columnOfSystems(table),
    hasPassingIds,
    countsRows,
    countsFrom1904,
  }
  for (const { name, type } of fieldsOf[settings.kind]) {
    const column = settings.mapping[name]
    if (!column) continue
    if (type === 'number' || type === 'degrees' || type === 'count')
      forms.numbers[name] =
        (answerTo(settings, 'number-format', column) as NumberFormat) ?? numbersOf(table, column, type).format
    if (type === 'count') forms.counts[name] = countFactor(column, table.titles)
    if (type === 'time') forms.zones[name] = zoneOfColumn(column) ?? zoneOfColumn(clocks[name] ?? '')
    if (type === 'time')
      forms.dates[name] =
        (answerTo(settings, 'date-order', column) as DateOrder) ?? profileOf(table, column).dateMarks.order
  }
  return forms
}

/** How a column of numbers is written, and whether its values prove it. */
export interface NumberVerdict {
  format: NumberFormat
  isSure: boolean
  /** Values that could be written either way. */
  unclear: string[]
}

/**
 * Tells how a column of numbers is written. `1.204` and `1,204` are the same number in two ways or two numbers: other values of the
 * column decide. Positions have no thousands: one mark in each is that of the fraction. Counts have no fraction.
 */
export function numbersOf(
  table: SourceTable,
  column: string,
  type: 'number' | 'degrees' | 'count',
): NumberVerdict {
  const values = profileOf(table, column).values.map((value) =>
    type === 'number' ? withoutUnit(value) : value,
  )
  const found = values.map((value) => ({ value, format: formatOf(value) }))
  const saying = (wanted: string) => found.filter(({ format }) => format === wanted).map(({ value }) => value)
  const isFew = (some: string[]) => areFew(some.length, values.length)
  const [point, comma, either] = [saying('point'), saying('comma'), saying('either')]
  // Of measures a comma that could group thousands does: 1,200 m² are no square metre.
  if (type === 'number')
    return { format: comma.length > 0 && point.length === 0 ? 'comma' : 'point', isSure: true, unclear: [] }
  if (type === 'degrees') {
    const hasCommas = values.some((value) => value.includes(','))
    const hasPoints = values.some((value) => value.includes('.'))
    return { format: hasCommas && !hasPoints ? 'comma' : 'point', isSure: true, unclear: [] }
  }
  const grouped = (mark: string) => either.filter((value) => value.includes(mark))
  const byMark = (): NumberFormat => (grouped('.').length > 0 ? 'comma' : 'point')
  if (point.length > 0 && comma.length > 0 && (isFew(point) || isFew(comma)))
    return { format: point.length >= comma.length ? 'point' : 'comma', isSure: true, unclear: [] }
  // Counts have no fraction: a few that may have one are refused each, and nobody is asked about the others.
  if (grouped('.').length > 0 && isFew(grouped('.'))) return { format: 'point', isSure: true, unclear: [] }
  if (point.length > 0 && comma.length > 0)
    return { format: byMark(), isSure: false, unclear: [...point.slice(0, 2), ...comma.slice(0, 2)] }
  if (point.length > 0) return { format: 'point', isSure: grouped('.').length === 0, unclear: grouped('.') }
  if (comma.length > 0) return { format: 'comma', isSure: grouped(',').length === 0, unclear: grouped(',') }
  // A comma between three digits and three groups thousands in every list of whole numbers; a point may be that of a fraction.
  return { format: byMark(), isSure: grouped('.').length === 0, unclear: grouped('.') }
}
