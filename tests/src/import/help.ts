import { ImportJob } from '../../../src/import/job'
import { withAnswer } from '../../../src/import/questions/answers'
import type { StagedRow } from '../../../src/import/rows/stage'
import { openTable } from '../../../src/import/tables/open'
import { proposeSettings } from '../../../src/import/guesses/settings'
import { labelOf, positionOf, type LabelledRow } from '../../../src/import/rows/derive'
import { outliersOf } from '../../../src/import/rows/outliers'
import { missingFields, readRows, type ReadCount } from '../../../src/import/rows/read'
import type { SourceTable } from '../../../src/import/tables/source-table'
import type { AcceptedRow, ImportSettings, Refusal } from '../../../src/import/types'

/** Opens text as a file and proposes settings for it, with changes. */
export async function open(
  text: string | Uint8Array<ArrayBuffer>,
  name: string,
  changes: Partial<ImportSettings> = {},
) {
  const table = await openTable(new Blob([text]), name)
  return { table, settings: { ...proposeSettings(table, '999902', changes.kind), ...changes } }
}

/** Returns a GeoJSON collection as text. */
export function collection(...features: [Record<string, unknown>, unknown][]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
  })
}

/** A file read to its end. */
export interface ReadResult extends ReadCount {
  accepted: AcceptedRow[]
  refused: Refusal[]
}

/** Reads every row of a file into lists. */
export async function readTable(
  table: SourceTable,
  settings: ImportSettings,
  onProgress?: (share: number) => void,
): Promise<ReadResult> {
  const accepted: AcceptedRow[] = []
  const refused: Refusal[] = []
  const take = (read: { row: AcceptedRow } | { refusal: Refusal }) =>
    'row' in read ? accepted.push(read.row) : refused.push(read.refusal)
  return { ...(await readRows(table, settings, take, onProgress)), accepted, refused }
}

/** Takes out of what was read what lies far from all others. */
export function withoutOutliers(kind: ImportSettings['kind'], result: ReadResult): ReadResult {
  const places = result.accepted.map(({ geometry }) =>
    geometry ? positionOf(geometry) : [Number.NaN, Number.NaN],
  )
  const [lngs, lats] = [0, 1].map((axis) => places.map((place) => place[axis]))
  const outliers = outliersOf(kind, { lngs, lats })
  const refused = [...result.refused]
  const accepted = result.accepted.filter((row, i) => {
    const outlier = outliers.get(i)
    if (outlier?.isRefused)
      refused.push({ line: row.line, reason: 'far-from-others', detail: outlier.distance })
    else if (outlier) row.doubts.push({ code: 'far-from-others', detail: outlier.distance })
    return !outlier?.isRefused
  })
  return { ...result, accepted, refused: refused.sort((a, b) => a.line - b.line) }
}

/** What rows say of their communities, and where they lie. */
export function labelled(rows: AcceptedRow[]): LabelledRow[] {
  return rows.map((row) => ({ label: labelOf(row), position: positionOf(row.geometry!) }))
}

/** How many lines of the file were accepted. */
export function linesOf({ accepted }: ReadResult): number {
  return accepted.reduce((sum, { lines }) => sum + lines, 0)
}

const noDistrict = { code: '410802', name: '解放区', streets: 0, communities: 0, bounded: 1 }

/** Reads a file as page and command line do, and returns what is asked or what became of its rows. */
export async function outcomeOf(
  bytes: string | Uint8Array<ArrayBuffer>,
  name: string,
  answers: Record<string, string> = {},
  choices: Parameters<ImportJob['open']>[2] = {},
  changes: Partial<ImportSettings> = {},
) {
  const job = new ImportJob()
  const file = await job.open(new Blob([bytes]), name, choices)
  const first = job.propose('410802', answers.kind as ImportSettings['kind'] | undefined)
  const answered = Object.entries(answers).reduce((all, [key, value]) => withAnswer(all, key, value), first)
  const { category } = answered.mapping
  const categories = category ? (await job.categories(category)).proposed : {}
  const settings = { ...answered, categories, readAt: '2026-11-01T00:00:00.000Z', ...changes }
  const dropped = job.dropped(settings.kind)
  const questions = job.questions(settings)
  if (questions.length > 0 || missingFields(file, settings).length > 0)
    return { job, file, settings, dropped, questions, read: 0, accepted: [], refused: [] }
  const { read } = await job.read(settings, noDistrict, () => undefined)
  const rows: StagedRow[] = []
  for (let chunk = job.chunk(0); chunk.length > 0; chunk = job.chunk(rows.length)) rows.push(...chunk)
  return {
    job,
    file,
    settings,
    dropped,
    questions,
    read,
    accepted: rows.filter((row) => row.line !== undefined && row.refusal === undefined),
    refused: rows.filter((row) => row.refusal !== undefined),
  }
}

/** The sum of a number of the accepted rows. */
export function sumOf(rows: StagedRow[], field = 'households'): number {
  return rows.reduce((sum, { payload }) => sum + Number((payload as Record<string, unknown>)[field] ?? 0), 0)
}

/** One value of each accepted row. */
export function valuesOf(rows: StagedRow[], field: string): unknown[] {
  return rows.map(({ payload }) => (payload as Record<string, unknown>)[field])
}

/** The doubts of rows as `line code`. */
export function doubtsOf(rows: StagedRow[]): string[] {
  return rows.flatMap(({ line, doubts }) =>
    (doubts as { code: string }[]).map(({ code }) => `${line} ${code}`),
  )
}

/** The refused rows as `line reason detail`. */
export function refusalsOf(rows: StagedRow[]): string[] {
  return rows.map(({ line, refusal, detail }) => `${line} ${refusal} ${detail}`.trim())
}
