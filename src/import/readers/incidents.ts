import { clean } from '../text'
import type { ImportSettings, RowResult, SourceRow } from '../types'
import { readTime } from '../values'
import { readCommunity } from './buildings'
import { Cells } from './cells'

/** How far a request had come, as far as a list of another system tells. */
export type ImportedState = 'reported' | 'dispatched' | 'in_progress' | 'closed' | 'rejected'

const states: [ImportedState, RegExp][] = [
  ['rejected', /不予受理|不受理|驳回|作废|撤销|撤单|reject|invalid|cancel|withdrawn/],
  ['closed', /结案|办结|完成|已处置|已解决|关闭|closed|resolved|done|complete/],
  ['in_progress', /处置中|处理中|办理中|in progress|started/],
  ['dispatched', /派遣|派单|转办|已派|assigned|dispatched/],
]

/**
 * Reads a request. A closing time closes it whatever its state says; a state of closed without a time is taken for closed when
 * it was reported, since nothing better is known.
 */
export function readIncident(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const place = row.geometry ? cells.place() : cells.position()
  if ('refusal' in place) return place
  const word = cells.text('category')
  const category = settings.categories[word]
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

function readTimes(cells: Cells) {
  const { utcOffset } = cells.settings
  const reportedAt = readTime(cells.raw('reportedAt'), utcOffset)
  const closedAt = readTime(cells.raw('closedAt'), utcOffset)
  const dueAt = readTime(cells.raw('dueAt'), utcOffset)
  if (reportedAt === undefined) return cells.refuse('no-time')
  if (reportedAt === null) return cells.refuse('not-a-time', cells.raw('reportedAt'))
  if (closedAt === null) return cells.refuse('not-a-time', cells.raw('closedAt'))
  if (dueAt === null) return cells.refuse('not-a-time', cells.raw('dueAt'))
  if (closedAt && closedAt < reportedAt) return cells.refuse('closed-before-reported', cells.raw('closedAt'))
  const said = readState(cells.raw('state'))
  const state = closedAt && said !== 'rejected' ? 'closed' : said
  const isOver = state === 'closed' || state === 'rejected'
  return { reportedAt, dueAt: dueAt ?? null, state, closedAt: isOver ? (closedAt ?? reportedAt) : null }
}

function readState(text: string): ImportedState {
  const plain = clean(text).toLowerCase()
  return states.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'reported'
}
