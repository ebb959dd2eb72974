import { isPlaceholder, isPlaceholderAhead } from '../dates'
import { DateMarks } from '../dates/marks'
import { stateOf } from '../kinds/states'
import type { ImportedState, ImportSettings, RefusalReason, RowResult, SourceRow } from '../types'
import { readCommunity } from './buildings'
import { Cells } from './cells'

/**
 * Reads a request. A closing time closes it whatever its state says; a state of closed without a time is taken for closed when
 * it was reported, since nothing better is known.
 */
export function readIncident(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const place = row.geometry ? cells.place() : cells.position()
  if ('refusal' in place) return place
  const word = cells.text('category')
  const category = categoryOf(word, settings)
  if (!category) return cells.refuse('category-unknown', word)
  const times = readTimes(cells)
  if ('refusal' in times) return times
  const description = cells.text('description')
  const payload = {
    category,
    description: description && description !== word ? `${word}：${description}` : word,
    address: cells.text('address'),
    ...times,
    ...readCommunity(cells),
  }
  const source = cells.source([payload, place.geometry])
  return cells.accept('row', source, payload, place.geometry)
}

/** A word may be `constructor`, which every object has. */
function categoryOf(word: string, { categories, otherCategory }: ImportSettings): string {
  return (Object.hasOwn(categories, word) ? categories[word] : '') || otherCategory
}

function readTimes(cells: Cells) {
  const { readAt } = cells.settings
  const reportedAt = cells.time('reportedAt')
  if (reportedAt === undefined) return cells.refuse('no-time')
  if (reportedAt === null)
    return cells.refuse(whyNoTime(cells.timeText('reportedAt')), cells.timeText('reportedAt'))
  if (isPlaceholder(reportedAt, readAt)) return cells.refuse('time-implausible', cells.timeText('reportedAt'))
  cells.doubtClock('reportedAt')
  const closedAt = onSameDay(cells, reportedAt, optionalTime(cells, 'closedAt', isPlaceholder))
  const dueAt = optionalTime(cells, 'dueAt', isPlaceholderAhead)
  if (closedAt && closedAt < reportedAt)
    return cells.refuse('closed-before-reported', cells.timeText('closedAt'))
  return { reportedAt, dueAt, ...readEnd(cells, reportedAt, closedAt) }
}

/** Of 03/05/2025 nobody knows which is the day, where the rest of the column does not tell. */
function whyNoTime(cell: string): RefusalReason {
  const marks = new DateMarks()
  marks.add(cell)
  return marks.ambiguous > 0 ? 'day-unclear' : 'not-a-time'
}

/** A time that a request can do without: what is no time, or none that anything happened at, is left out with a doubt. */
function optionalTime(
  cells: Cells,
  field: 'closedAt' | 'dueAt',
  isNone: (instant: string, now: string) => boolean,
): string | null {
  const time = cells.time(field)
  if (time === undefined) return null
  if (time !== null && !isNone(time, cells.settings.readAt)) {
    cells.doubtClock(field)
    return time
  }
  cells.doubt('time-unclear', `${field}: ${cells.timeText(field)}`)
  return null
}

const DAY_MS = 86_400_000

/** A day of closing without an hour, on which the request was reported, is no time before that: it closed when nobody knows. */
function onSameDay(cells: Cells, reportedAt: string, closedAt: string | null): string | null {
  const raw = cells.timeText('closedAt')
  const isDay = closedAt !== null && !/\d\s*[:时時点T]/i.test(raw) && !/^\d{9,}$/.test(raw)
  const early = closedAt === null ? 0 : new Date(reportedAt).getTime() - new Date(closedAt).getTime()
  if (!isDay || early <= 0 || early >= DAY_MS) return closedAt
  cells.doubt('closing-time-unknown', raw)
  return reportedAt
}

/** A time of closing closes a request that was not rejected; what closed at an unknown time did so no earlier than it was reported. */
function readEnd(cells: Cells, reportedAt: string, closedAt: string | null) {
  const said = readState(cells)
  const state: ImportedState = closedAt && said !== 'rejected' ? 'closed' : (said ?? 'reported')
  if (closedAt && said !== undefined && said !== 'closed' && said !== 'rejected')
    cells.doubt('state-differs', cells.text('state'))
  const isOver = state === 'closed' || state === 'rejected'
  if (isOver && !closedAt) cells.doubt('closing-time-unknown', cells.text('state'))
  return { state, closedAt: isOver ? (closedAt ?? reportedAt) : null }
}

/** What the state of a row means: as was answered, else as its word says; undefined where it says nothing. */
function readState(cells: Cells): ImportedState | undefined {
  const word = cells.text('state')
  if (!word) return undefined
  const { states } = cells.settings
  const state = Object.hasOwn(states, word) ? states[word] : stateOf(word)
  if (state === undefined) cells.doubt('state-unclear', word)
  return state
}
