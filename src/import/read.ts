import { fieldsOf } from './columns'
import { DataError } from '../lib/errors'
import { dropColumns, refusedChoice } from './guess'
import { mergeParts, mergesParts } from './merge'
import { readers } from './readers'
import type { SourceTable } from './table'
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
  const result: ReadResult = { read: 0, accepted: [], refused: [] }
  const bySource = new Map<string, AcceptedRow>()
  for await (const { rows, share } of table.rows()) {
    signal?.throwIfAborted()
    for (const row of rows) take(row, settings, bySource, result)
    onProgress(Math.min(1, share))
  }
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
  const key = JSON.stringify([answer.row.part, answer.row.payload.layer, answer.row.source])
  const earlier = bySource.get(key)
  if (!earlier) {
    bySource.set(key, answer.row)
    return void result.accepted.push(answer.row)
  }
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
