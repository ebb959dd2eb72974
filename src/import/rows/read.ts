import { fieldsOf } from '../kinds/columns'
import { otherThing } from '../kinds/other-things'
import { isWithdrawn } from '../kinds/withdrawn'
import { DataError } from '../../lib/errors'
import { columnForms } from '../guesses/forms'
import { dropColumns, refusedChoice } from '../guesses/guess'
import { FilledDown } from './filled-down'
import { addUnit, mayBeOneBuilding, mergeParts, mergesParts } from './merge'
import { Parents } from './parents'
import { readers } from '../readers'
import type { SourceTable } from '../tables/source-table'
import { contentId } from '../values/text'
import type { AcceptedRow, ImportSettings, Refusal, SourceRow } from '../types'

/** What became of one row of a file, in the order of the file. */
export type ReadRow = { row: AcceptedRow } | { refusal: Refusal }

/** How much of a file was read. */
export interface ReadCount {
  /** Lines, accepted and refused together. */
  read: number
  /** What was left out as somebody said, by sort; it counts as not read. */
  leftOut: Record<string, number>
}

/**
 * Reads every row of a file and hands each to `take`, in the order of the file. A second row with the id of an earlier one is
 * refused. Only kinds that come in pieces, and buildings whose parts are added up, are held until the end of the file: their pieces
 * are joined. `onProgress` gets the share read (0–1); `signal` stops between chunks.
 */
export async function readRows(
  table: SourceTable,
  settings: ImportSettings,
  take: (row: ReadRow) => void,
  onProgress: (share: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ReadCount> {
  checkMapping(table, settings)
  const formed = { ...settings, forms: columnForms(table, settings) }
  const count: ReadCount = { read: 0, leftOut: {} }
  const parents = new Parents()
  const above = new FilledDown(settings)
  const known = joins(settings) ? new Joined(formed, take) : new Distinct(formed, take)
  for await (const { rows, share } of table.rows()) {
    signal?.throwIfAborted()
    for (const row of rows) {
      const sort = leavesOut(settings) ? otherThing(row) : undefined
      if (sort) count.leftOut[sort] = (count.leftOut[sort] ?? 0) + 1
      else {
        count.read++
        const answer = readRow(above.fill(row), formed)
        if ('row' in answer) parents.settle(answer.row)
        known.add(answer)
      }
    }
    onProgress(Math.min(1, share))
  }
  known.end()
  return count
}

function readRow(row: SourceRow, settings: ImportSettings): ReadRow {
  if (row.unreadable) return { refusal: { line: row.line, reason: 'row-unreadable', detail: '' } }
  if (row.broken) return { refusal: { line: row.line, ...row.broken } }
  const withdrawn = leftOutColumns(settings).find((one) =>
    isWithdrawn(settings.kind, one, row.cells[one] ?? ''),
  )
  if (withdrawn !== undefined)
    return {
      refusal: { line: row.line, reason: 'row-withdrawn', detail: `${withdrawn}: ${row.cells[withdrawn]}` },
    }
  const elsewhere = otherDistrict(row, settings)
  if (elsewhere !== undefined)
    return { refusal: { line: row.line, reason: 'other-district', detail: elsewhere } }
  const empty = uncalculatedColumn(row, settings)
  if (empty !== undefined)
    return { refusal: { line: row.line, reason: 'formula-uncalculated', detail: empty } }
  return readers[settings.kind](row, settings)
}

/** The first column that the kind cannot do without whose formula left the cell of a row without a result. */
function uncalculatedColumn(row: SourceRow, { kind, mapping }: ImportSettings): string | undefined {
  if (!row.formulas) return undefined
  const needed = fieldsOf[kind].filter(
    ({ name, required }) => required || (!row.geometry && (name === 'lng' || name === 'lat')),
  )
  return needed
    .flatMap(({ name }) => mapping[name] ?? [])
    .find((column) => row.formulas![column] === 'uncalculated')
}

const districtKey = 'district:'

/** The district that a row names, where it was answered that another one is meant. */
function otherDistrict({ cells }: SourceRow, { answers }: ImportSettings): string | undefined {
  return Object.keys(answers)
    .filter((key) => key.startsWith(districtKey))
    .map((key) => ({ said: cells[key.slice(districtKey.length)] ?? '', meant: answers[key] }))
    .find(({ said, meant }) => said !== '' && said !== meant)?.said
}

const withdrawnKey = 'withdrawn:'

/** Columns that say which rows are no longer meant, where it was answered that these are left out. */
function leftOutColumns({ answers }: ImportSettings): string[] {
  return Object.keys(answers).flatMap((key) =>
    key.startsWith(withdrawnKey) && answers[key] === 'leave-out' ? [key.slice(withdrawnKey.length)] : [],
  )
}

/** Pieces of one thing are one row, and the parts of a building where somebody said so. */
function joins({ kind, addsUnits }: ImportSettings): boolean {
  return mergesParts(kind) || (kind === 'buildings' && addsUnits)
}

/** Rows of which each is a thing of its own: only their ids are kept. */
class Distinct {
  private readonly times = new Map<string, number>()
  constructor(
    private readonly settings: ImportSettings,
    private readonly take: (row: ReadRow) => void,
  ) {}

  add(answer: ReadRow): void {
    if ('refusal' in answer) return this.take(answer)
    const { row } = answer
    const key = keyOf(row)
    const times = (this.times.get(key) ?? 0) + 1
    this.times.set(key, times)
    if (times === 1) return this.take(answer)
    if (!this.settings.forms?.countsRows)
      return this.take({ refusal: { line: row.line, reason: 'duplicate-id', detail: row.source } })
    // Of rows that are alike in all that makes an id, the second is #2, and so on.
    row.source = `${row.source}#${times}`
    this.take(answer)
  }

  end(): void {
    this.times.clear()
  }
}

/** Rows of which several are one thing: held until the last of them is known. */
class Joined {
  private readonly bySource = new Map<string, AcceptedRow>()
  private readonly refusals: Refusal[] = []
  constructor(
    private readonly settings: ImportSettings,
    private readonly take: (row: ReadRow) => void,
  ) {}

  add(answer: ReadRow): void {
    if ('refusal' in answer) return void this.refusals.push(answer.refusal)
    const key = keyOf(answer.row)
    const earlier = this.bySource.get(key)
    if (!earlier) this.bySource.set(key, answer.row)
    else if (mergesParts(this.settings.kind)) mergeParts(earlier, answer.row)
    else if (mayBeOneBuilding(earlier, answer.row)) addUnit(earlier, answer.row)
    else this.addNamesake(answer.row)
  }

  /** Houses of one name far apart are several: the second is #2, and so on. */
  private addNamesake(row: AcceptedRow): void {
    const { source } = row
    for (let times = 2; ; times++) {
      row.source = `${source}#${times}`
      const earlier = this.bySource.get(keyOf(row))
      if (!earlier) return void this.bySource.set(keyOf(row), row)
      if (mayBeOneBuilding(earlier, row)) return addUnit(earlier, row)
    }
  }

  end(): void {
    const rows = [...this.bySource.values()]
    if (this.settings.forms?.hasPassingIds) for (const row of rows) row.source = lastingId(row)
    const all: ReadRow[] = [...rows.map((row) => ({ row })), ...this.refusals.map((refusal) => ({ refusal }))]
    for (const one of all.sort((a, b) => lineOf(a) - lineOf(b))) this.take(one)
  }
}

/** The line on which a row begins. */
export function lineOf(row: ReadRow): number {
  return 'row' in row ? row.row.line : row.refusal.line
}

function leavesOut({ kind, answers }: ImportSettings): boolean {
  return kind === 'buildings' && answers['not-buildings'] === 'leave-out'
}

/**
 * Throws DataError `mapping-incomplete` with the fields that no column was chosen for, or `column-refused` with the column that
 * is never read and its topic.
 */
export function checkMapping(table: SourceTable, settings: ImportSettings): void {
  const missing = missingFields(table, settings)
  if (missing.length > 0) throw new DataError('mapping-incomplete', missing.join(', '))
  const refused = refusedChoice(dropColumns(settings.kind, table), settings.mapping)
  if (refused) throw new DataError('column-refused', `${refused.column}: ${refused.topic}`)
}

/** Returns the fields without which the kind cannot be read. A file without geometry needs columns for the position. */
export function missingFields(
  table: Pick<SourceTable, 'hasGeometry'>,
  settings: Pick<ImportSettings, 'kind' | 'mapping' | 'estimate'>,
): string[] {
  const fields = fieldsOf[settings.kind].filter(({ name }) => !(name === 'households' && settings.estimate))
  const needsPosition = !table.hasGeometry && fields.some(({ name }) => name === 'lng')
  return fields
    .filter(({ name, required }) => required || (needsPosition && (name === 'lng' || name === 'lat')))
    .map(({ name }) => name)
    .filter((name) => !settings.mapping[name])
}

function keyOf({ part, payload, source }: AcceptedRow): string {
  return JSON.stringify([part, payload.layer, source])
}

/** An id by what the thing is and where it lies, for files whose own ids only count their rows. */
function lastingId({ source, payload, geometry }: AcceptedRow): string {
  const kindOfShape = /\/\w+$/.exec(source)?.[0] ?? ''
  return contentId(JSON.stringify([payload, geometry])) + kindOfShape
}
