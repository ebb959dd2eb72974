import type { Enum } from '../../lib/database'
import { answer, toDataError } from '../../lib/errors'
import { sendOnce } from '../../lib/intent-key'
import type { Target } from '../../import/rows/derive'
import type { ReportedRow } from '../../import/report/report'
import type { StagedRow } from '../../import/rows/stage'
import { printable } from '../../import/values/text'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import {
  cancelImport as cancel,
  checkImport,
  type counts,
  createDistrict as create,
  importRefusals,
  type importSummary,
  importTarget,
  importTargets,
  type recentImport,
  recentImports,
  type gridsBrought,
  type gridsPlan,
  setImportPlan as setPlan,
  stageImportRows,
  startImport,
  writeImport,
} from '../contracts/imports'
import { Pace } from './import-pace'

export type ImportKind = Enum<'import_kind'>

export type Counts = Shape<typeof counts>

/** What became of every line of a file: `accepted + refused = read`. */
export type ImportSummary = Shape<typeof importSummary>

/** Grids that exist already, as they would be put in force. */
export type GridsBrought = Shape<typeof gridsBrought>

/** The plan that imported grids become; what is left out is chosen when they are written. `from`: a day, `YYYY-MM-DD`. */
export type GridsPlan = Shape<typeof gridsPlan>

/** Returns how many things that are here already an import would change. */
export function countReplaced({ rows, streets, communities, districts }: ImportSummary): number {
  return rows.changed + streets.changed + communities.changed + districts.changed
}

export type RecentImport = Shape<typeof recentImport>

/** What is told while an import is prepared: the step and its share from 0 to 1. */
export type ImportProgress = (step: 'stage' | 'check', share: number) => void

/** Returns what the caller may import into, or null where there is no such district or it may not. */
export async function readTarget(client: Client, districtCode: string): Promise<Target | null> {
  return ask(client, importTarget, { district_code: districtCode })
}

/** Returns the districts into which the caller may import, by code. */
export async function listTargets(client: Client): Promise<AnswerOf<typeof importTargets>> {
  return ask(client, importTargets, {})
}

/** Makes a district. `membersOf`: whoever holds a role in that whole district holds it in the new one. Throws `not-allowed`, `district-exists`, `district-code-malformed`. */
export async function createDistrict(
  client: Client,
  district: { code: string; name: string; nameEn?: string; membersOf?: string },
): Promise<void> {
  const { code, name, nameEn, membersOf } = district
  await ask(client, create, { code, name, name_en: nameEn, members_of: membersOf })
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
  const parameters = {
    district_code: file.districtCode,
    kind: file.kind,
    file_name: printable(file.fileName),
  }
  const id = await sendOnce(['start_import', parameters], (key) =>
    ask(client, startImport, { ...parameters, client_key: key }),
  )
  try {
    await stage(client, id, file.total, chunk, onProgress, signal)
    return { id, summary: await check(client, id, file.total, onProgress, signal) }
  } catch (failure) {
    await ask(client, cancel, { import: id }).catch(() => undefined)
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
    await patiently(() => ask(client, stageImportRows, { import: id, rows }))
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
  const pace = new Pace(500)
  for (;;) {
    signal?.throwIfAborted()
    const { remaining, summary } = await patiently(() =>
      pace.step((at_most) => ask(client, checkImport, { import: id, at_most })),
    )
    onProgress('check', total === 0 ? 1 : 1 - remaining / total)
    if (summary) return summary
  }
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
    const pace = new Pace(250)
    for (let most = 0; ;) {
      signal?.throwIfAborted()
      const { remaining, summary } = await patiently(() =>
        pace.step((at_most) => ask(client, writeImport, { import: id, at_most })),
      )
      if (summary) return summary
      most = Math.max(most, remaining)
      onProgress(1 - remaining / most)
    }
  } catch (failure) {
    await ask(client, cancel, { import: id }).catch(() => undefined)
    throw signal?.aborted ? failure : toDataError(failure)
  }
}

/** Says under which scheme and name and from which day imported grids are to be in force. */
export async function setImportPlan(client: Client, id: number, plan: GridsPlan): Promise<void> {
  await ask(client, setPlan, { import: id, plan })
}

/** Forgets an import that was not written. */
export async function cancelImport(client: Client, id: number): Promise<void> {
  await ask(client, cancel, { import: id })
}

const PAGE_ROWS = 1000

/** Returns every refused row of an import, in the order of the file. One call a thousand rows. */
export async function listRefused(client: Client, id: number): Promise<ReportedRow[]> {
  const rows: ReportedRow[] = []
  for (;;) {
    const after = rows.at(-1)?.number ?? 0
    const parameters = { import: id, after_number: after, at_most: PAGE_ROWS, only_refused: true }
    const page = await ask(client, importRefusals, parameters)
    rows.push(...page)
    if (page.length < PAGE_ROWS) return rows
  }
}

/** Returns the first refused or doubtful rows of an import, in the order of the file; of one reason or doubt where `code` is given. */
export async function listReported(
  client: Client,
  id: number,
  code?: string,
  most = PAGE_ROWS,
): Promise<ReportedRow[]> {
  return ask(client, importRefusals, { import: id, at_most: most, ...(code && { code }) })
}

/** Returns the last imports into a district, newest first. */
export async function listRecentImports(client: Client, districtCode: string): Promise<RecentImport[]> {
  return ask(client, recentImports, { district_code: districtCode })
}
