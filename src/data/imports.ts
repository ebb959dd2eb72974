import type { Enum } from '../lib/database'
import { answer, toDataError } from '../lib/errors'
import type { Target } from '../import/derive'
import type { ReportedRow } from '../import/report'
import type { StagedRow } from '../import/stage'
import type { Client } from '../lib/supabase'

export type ImportKind = Enum<'import_kind'>

export interface Counts {
  new: number
  changed: number
  unchanged: number
}

/** What became of every line of a file: `accepted + refused = read`. */
export interface ImportSummary {
  read: number
  accepted: number
  refused: number
  /** Of the accepted rows; null where the kind has none. */
  households: number | null
  compounds: number
  rows: Counts
  streets: Counts
  communities: Counts
  districts: Counts
  /** Lines by reason. */
  reasons: Record<string, number>
  /** Areas to be made from the rows that cannot be made, by reason, with the first ten names. */
  derivedRefused: { reason: string; count: number; names: string[] }[]
  /** Rows by doubt. */
  doubts: Record<string, number>
  replaces: Replaced
  boundaries: BoundaryEffect[]
}

/** What would be replaced of what is here: twenty samples at most of each kind. */
export interface Replaced {
  count: number
  /** Things that would stand 30 m or more from where they are, the farthest first. */
  moved: {
    count: number
    mostMetres: number | null
    samples: { line: number | null; source: string; name: string; metres: number }[]
  }
  renamed: { count: number; samples: { line: number | null; source: string; was: string; is: string }[] }
  /** Buildings whose number of households changes, with the sums before and after. */
  households: { count: number; was: number; is: number }
}

/** What a boundary that is imported anew does to plans in force and to what stands there. */
export interface BoundaryEffect {
  code: string
  name: string
  /** It is not taken, since buildings would lie in no community. */
  refused: boolean
  /** Ground that would be in no grid of the plan, and grids that would lie outside. */
  plans: { id: number; name: string; bareSquareMetres: number; beyondSquareMetres: number }[]
  /** Buildings outside of the new boundary. */
  buildings: number
  households: number
  /** The first twenty. */
  buildingNames: string[]
}

export interface RecentImport {
  id: number
  kind: ImportKind
  fileName: string
  state: Enum<'import_state'>
  createdAt: string
  committedAt: string | null
  summary: ImportSummary | Record<string, never>
}

/** What is told while an import is prepared: the step and its share from 0 to 1. */
export type ImportProgress = (step: 'stage' | 'check', share: number) => void

/** Returns what the caller may import into, or null where there is no such district or it may not. */
export async function readTarget(client: Client, districtCode: string): Promise<Target | null> {
  return answer(
    await client.rpc('import_target', { district_code: districtCode }),
  ) as unknown as Target | null
}

/** Returns the districts into which the caller may import, by code. */
export async function listTargets(
  client: Client,
): Promise<{ code: string; name: string; nameEn: string | null }[]> {
  return answer(await client.rpc('import_targets')) as unknown as {
    code: string
    name: string
    nameEn: string | null
  }[]
}

/** Makes a district. `membersOf`: whoever holds a role in that whole district holds it in the new one. Throws `not-allowed`, `district-exists`, `district-code-malformed`. */
export async function createDistrict(
  client: Client,
  district: { code: string; name: string; nameEn?: string; membersOf?: string },
): Promise<void> {
  const { code, name, nameEn, membersOf } = district
  answer(await client.rpc('create_district', { code, name, name_en: nameEn, members_of: membersOf }))
}

/**
 * Removes a district that has no areas yet, as one that was made for a file which is not written after all; leaves any
 * other. For its admins.
 */
export async function removeDistrict(client: Client, code: string): Promise<void> {
  const target = await readTarget(client, code)
  if (!target || target.streets + target.communities > 0) return
  answer(await client.from('areas').delete().eq('kind', 'district').eq('code', code))
}

/**
 * Stages and checks a file and returns the import's number and what would become of it. Nothing is written yet. Rows come in
 * chunks from `chunk(from)`, `total` in all. When it fails or is aborted, what was staged is removed.
 */
export async function prepareImport(
  client: Client,
  file: { districtCode: string; kind: ImportKind; fileName: string; total: number },
  chunk: (from: number) => StagedRow[] | Promise<StagedRow[]>,
  onProgress: ImportProgress,
  signal?: AbortSignal,
): Promise<{ id: number; summary: ImportSummary }> {
  const parameters = { district_code: file.districtCode, kind: file.kind, file_name: file.fileName }
  const id = answer(await client.rpc('start_import', parameters))
  try {
    await stage(client, id, file.total, chunk, onProgress, signal)
    return { id, summary: await check(client, id, file.total, onProgress, signal) }
  } catch (failure) {
    await client.rpc('cancel_import', { import: id })
    throw signal?.aborted ? failure : toDataError(failure)
  }
}

async function stage(
  client: Client,
  id: number,
  total: number,
  chunk: (from: number) => StagedRow[] | Promise<StagedRow[]>,
  onProgress: ImportProgress,
  signal?: AbortSignal,
): Promise<void> {
  for (let from = 0; from < total;) {
    signal?.throwIfAborted()
    const rows = await chunk(from)
    const parameters = { import: id, rows: JSON.parse(JSON.stringify(rows)) as [] }
    await patiently(async () => answer(await client.rpc('stage_import_rows', parameters)))
    from += rows.length
    onProgress('stage', from / total)
  }
}

async function check(
  client: Client,
  id: number,
  total: number,
  onProgress: ImportProgress,
  signal?: AbortSignal,
): Promise<ImportSummary> {
  for (;;) {
    signal?.throwIfAborted()
    const { remaining, summary } = await patiently(
      async () => answer(await client.rpc('check_import', { import: id })) as unknown as CheckAnswer,
    )
    onProgress('check', total === 0 ? 1 : 1 - remaining / total)
    if (summary) return summary
  }
}

interface CheckAnswer {
  remaining: number
  summary?: ImportSummary
}

const RETRY_AFTER_MS = 500

/** Tries once more where the connection failed: for calls that may come twice. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (failure) {
    if (toDataError(failure).code !== 'no-connection') throw failure
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    return call()
  }
}

/**
 * Writes a checked import and returns what was written: all or nothing. A database that serves one at a time takes many
 * short steps, and `onProgress` gets the share from 0 to 1. When it fails or is aborted, what was written is taken back.
 */
export async function commitImport(
  client: Client,
  id: number,
  onProgress: (share: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ImportSummary> {
  try {
    for (let most = 0; ;) {
      signal?.throwIfAborted()
      const { remaining, summary } = await patiently(
        async () => answer(await client.rpc('write_import', { import: id })) as unknown as CheckAnswer,
      )
      if (summary) return summary
      most = Math.max(most, remaining)
      onProgress(1 - remaining / most)
    }
  } catch (failure) {
    await client.rpc('cancel_import', { import: id })
    throw signal?.aborted ? failure : toDataError(failure)
  }
}

/** Forgets an import that was not written. */
export async function cancelImport(client: Client, id: number): Promise<void> {
  answer(await client.rpc('cancel_import', { import: id }))
}

const PAGE_ROWS = 1000

/** Returns every refused or doubtful row of an import, in the order of the file. One call a thousand rows. */
export async function listReported(client: Client, id: number): Promise<ReportedRow[]> {
  const rows: ReportedRow[] = []
  for (;;) {
    const after = rows.at(-1)?.number ?? 0
    const parameters = { import: id, after_number: after, at_most: PAGE_ROWS }
    const page = answer(await client.rpc('import_refusals', parameters)) as unknown as ReportedRow[]
    rows.push(...page)
    if (page.length < PAGE_ROWS) return rows
  }
}

/** Returns the last imports into a district, newest first. */
export async function listRecentImports(client: Client, districtCode: string): Promise<RecentImport[]> {
  return answer(
    await client.rpc('recent_imports', { district_code: districtCode }),
  ) as unknown as RecentImport[]
}
