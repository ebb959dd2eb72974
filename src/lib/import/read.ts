import { fieldsOf } from './columns'
import { ImportError } from './import-error'
import { mergeParts, mergesParts } from './merge'
import { readers } from './readers'
import type { SourceTable } from './table'
import type { AcceptedRow, ImportSettings, Refusal, SourceRow } from './types'

/** A file read to its end. `accepted` lines and `refused` together are all lines: `read`. */
export interface ReadResult {
  read: number
  accepted: AcceptedRow[]
  refused: Refusal[]
  /** Lines that went into another row of the same source, because they are parts of one thing. */
  merged: number
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
  const result: ReadResult = { read: 0, accepted: [], refused: [], merged: 0 }
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
  if (row.unreadable) return result.refused.push({ line: row.line, reason: 'row-unreadable', detail: '' })
  const answer = readers[settings.kind](row, settings)
  if ('refusal' in answer) return result.refused.push(answer.refusal)
  const key = JSON.stringify([answer.row.part, answer.row.payload.layer, answer.row.source])
  const earlier = bySource.get(key)
  if (!earlier) {
    bySource.set(key, answer.row)
    return result.accepted.push(answer.row)
  }
  if (!mergesParts(settings.kind))
    return result.refused.push({ line: row.line, reason: 'duplicate-id', detail: answer.row.source })
  mergeParts(earlier, answer.row)
  return result.merged++
}

/** Throws ImportError `mapping-incomplete` with the fields that no column was chosen for. */
export function checkMapping(table: SourceTable, settings: ImportSettings): void {
  const missing = missingFields(table, settings)
  if (missing.length > 0) throw new ImportError('mapping-incomplete', missing.join(', '))
}

/** Returns the fields without which the kind cannot be read. A file without geometry needs columns for the position. */
export function missingFields(
  table: SourceTable,
  settings: Pick<ImportSettings, 'kind' | 'mapping'>,
): string[] {
  const fields = fieldsOf[settings.kind]
  const needsPosition = table.format === 'csv' && fields.some(({ name }) => name === 'lng')
  return fields
    .filter(({ name, required }) => required || (needsPosition && (name === 'lng' || name === 'lat')))
    .map(({ name }) => name)
    .filter((name) => !settings.mapping[name])
}
