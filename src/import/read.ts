import { fieldsOf } from './columns'
import { DataError } from '../lib/errors'
import { columnForms } from './forms'
import { dropColumns, refusedChoice } from './guess'
import { addUnit, mergeParts, mergesParts } from './merge'
import { readers } from './readers'
import type { SourceTable } from './source-table'
import { contentId } from './text'
import type { AcceptedRow, ImportSettings, Refusal, SourceRow } from './types'

/** A file read to its end. The lines of `accepted` and `refused` together are all lines: `read`. */
export interface ReadResult {
  read: number
  accepted: AcceptedRow[]
  refused: Refusal[]
}

/**
 * Reads every row of a file. A second row with the id of an earlier one is refused, except for lines and areas, which come in
 * pieces from map tiles: these are joined into one. `onProgress` gets the share read (0–1); `signal` stops between chunks.
 */
export async function readTable(
  table: SourceTable,
  settings: ImportSettings,
  onProgress: (share: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ReadResult> {
  checkMapping(table, settings)
  const formed = { ...settings, forms: columnForms(table, settings) }
  const result: ReadResult = { read: 0, accepted: [], refused: [] }
  const bySource = new Map<string, AcceptedRow>()
  for await (const { rows, share } of table.rows()) {
    signal?.throwIfAborted()
    for (const row of rows) take(row, formed, bySource, result)
    onProgress(Math.min(1, share))
  }
  if (formed.forms.hasPassingIds) for (const row of result.accepted) row.source = lastingId(row)
  return result
}

function take(
  row: SourceRow,
  settings: ImportSettings,
  bySource: Map<string, AcceptedRow>,
  result: ReadResult,
) {
  result.read++
  if (row.unreadable)
    return void result.refused.push({ line: row.line, reason: 'row-unreadable', detail: '' })
  if (row.broken) return void result.refused.push({ line: row.line, ...row.broken })
  const answer = readers[settings.kind](row, settings)
  if ('refusal' in answer) return void result.refused.push(answer.refusal)
  if (settings.forms?.countsRows && !settings.addsUnits) numberAlike(answer.row, bySource)
  const key = keyOf(answer.row)
  const earlier = bySource.get(key)
  if (!earlier) {
    bySource.set(key, answer.row)
    return void result.accepted.push(answer.row)
  }
  if (settings.addsUnits && settings.kind === 'buildings') return addUnit(earlier, answer.row)
  if (!mergesParts(settings.kind))
    return void result.refused.push({ line: row.line, reason: 'duplicate-id', detail: answer.row.source })
  mergeParts(earlier, answer.row)
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
  settings: Pick<ImportSettings, 'kind' | 'mapping'>,
): string[] {
  const fields = fieldsOf[settings.kind]
  const needsPosition = !table.hasGeometry && fields.some(({ name }) => name === 'lng')
  return fields
    .filter(({ name, required }) => required || (needsPosition && (name === 'lng' || name === 'lat')))
    .map(({ name }) => name)
    .filter((name) => !settings.mapping[name])
}

function keyOf({ part, payload, source }: AcceptedRow): string {
  return JSON.stringify([part, payload.layer, source])
}

/** Of rows that are alike in all that makes an id, the second is #2, and so on. */
function numberAlike(row: AcceptedRow, bySource: Map<string, AcceptedRow>): void {
  const source = row.source
  for (let times = 2; bySource.has(keyOf(row)); times++) row.source = `${source}#${times}`
}

/** An id by what the thing is and where it lies, for files whose own ids only count their rows. */
function lastingId({ source, payload, geometry }: AcceptedRow): string {
  const kindOfShape = /\/\w+$/.exec(source)?.[0] ?? ''
  return contentId(JSON.stringify([payload, geometry])) + kindOfShape
}
