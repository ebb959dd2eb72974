import type { MultiPolygon } from 'geojson'
import type { Json } from '../lib/database'
import { answer } from '../lib/errors'
import type { EngineRecord } from '../plan/model/draft'
import type { GroundPatch } from '../plan/model/ground-patch'
import type { SavedEdit } from '../plan/model/history'
import type { StoredLocks } from '../plan/model/stored-locks'
import type { Client } from '../lib/supabase'

export type PlanState = 'draft' | 'submitted' | 'published' | 'superseded'

/** A plan without its grids. Moments are ISO strings. */
export interface PlanHead {
  id: number
  name: string
  state: PlanState
  version: number
  districtId: number
  areaId: number
  areaCode: string
  areaName: string
  areaNameEn: string | null
  schemeId: number
  schemeName: string
  schemeNameEn: string
  basedOn: number | null
  effectiveFrom: string | null
  engine: EngineRecord
  changedAt: string
  changedBy: string | null
  createdAt: string
  submittedAt: string | null
  publishedAt: string | null
  supersededAt: string | null
  /** Why a plan in force has to be drawn anew; null for a plan that is not published. */
  redraw: PlanRedraw | null
}

/** What a plan in force no longer fits, since the import brought something new. */
export interface PlanRedraw {
  /** Names of communities whose boundary is another one now. */
  communities: string[]
  /** Buildings that lie in none of its grids. */
  buildings: number
}

/** A plan in a list: how many grids of all levels, and in how many of its communities it is in force. */
export interface PlanListed extends PlanHead {
  grids: number
  communities: number
  inForce: number
}

/** A grid as the database holds it; `key` is its number in the plan, `code` comes with publishing. */
export interface StoredGrid {
  id: number
  level: number
  key: number
  parent: number | null
  community: number
  code: string | null
  name: string
  locked: boolean
  households: number
  /** A point inside, degrees: where its label stands. */
  label: [number, number]
  polygon: MultiPolygon
}

/** A plan with everything that belongs to it. `assignment` gives the leaf grid (by key) of each building. */
export interface PlanDetail {
  plan: PlanHead
  /** Null in a branch for another area until it is saved: its ground is not yet the one its grids were drawn on. */
  borders: GroundPatch[] | null
  locks: StoredLocks
  communities: number[]
  grids: StoredGrid[]
  assignment: { building: number[]; grid: number[] }
  edits: SavedEdit[]
}

/** What a save sends: only what changed. `edits.list` replaces the history from number `edits.from` on. */
export interface PlanChanges {
  name?: string
  scheme?: number
  engine?: EngineRecord
  borders?: GroundPatch[]
  locks?: StoredLocks
  grids?: Pick<StoredGrid, 'level' | 'key' | 'parent' | 'community' | 'name' | 'locked' | 'polygon'>[]
  removed?: { level: number; key: number }[]
  assignment?: { building: number[]; grid: (number | null)[] }
  edits?: { from: number; list: Omit<SavedEdit, 'by'>[] }
}

/** A broken invariant; `amount` is square metres, or how many. */
export interface StoredFault {
  code: string
  level: number | null
  key: number | null
  community: number | null
  building: number | null
  amount: number | null
}

/** Returns the plans of a district that the signed-in person may see, the last changed first. */
export async function listPlans(client: Client, districtId: number): Promise<PlanListed[]> {
  return answer(await client.rpc('list_plans', { district: districtId })) as unknown as PlanListed[]
}

/** Returns a plan with its grids and history. Throws `plan-unknown`. */
export async function readPlan(client: Client, planId: number): Promise<PlanDetail> {
  return answer(await client.rpc('plan_detail', { plan: planId })) as unknown as PlanDetail
}

/** Starts a draft, empty or as a branch of another plan, and returns its id. Throws `area-unknown`, `levels-differ`, `not-allowed`. */
export async function startPlan(
  client: Client,
  start: { areaId: number; schemeId: number; name: string; basedOn?: number },
): Promise<number> {
  const { areaId, schemeId, name, basedOn } = start
  return answer<number>(
    await client.rpc('start_plan', {
      area: areaId,
      scheme: schemeId,
      name,
      ...(basedOn !== undefined && { based_on: basedOn }),
    }),
  )
}

/** Saves what changed since `version`. Throws `plan-version-newer` with `{ version, changedAt, changedBy }`, `plan-not-draft`. */
export async function savePlan(
  client: Client,
  planId: number,
  version: number,
  changes: PlanChanges,
): Promise<PlanHead> {
  return answer(
    await client.rpc('save_plan', {
      plan: planId,
      expected_version: version,
      changes: changes as unknown as Json,
    }),
  ) as unknown as PlanHead
}

/** Deletes a draft. Throws `plan-not-draft`, `plan-not-yours`. */
export async function discardPlan(client: Client, planId: number): Promise<void> {
  answer(await client.rpc('discard_plan', { plan: planId }))
}

/** Hands a draft in for review. Throws `plan-has-faults` with `StoredFault[]` as its detail. */
export async function submitPlan(client: Client, planId: number): Promise<PlanHead> {
  return answer(await client.rpc('submit_plan', { plan: planId })) as unknown as PlanHead
}

/** Makes a submitted plan a draft again, with a remark to its planner. */
export async function returnPlan(client: Client, planId: number, remark: string): Promise<PlanHead> {
  return answer(await client.rpc('return_plan', { plan: planId, remark })) as unknown as PlanHead
}

/** What publishing did: how many grids kept their code and got one, and who is left without a post. */
export interface Publication {
  plan: PlanHead
  kept: number
  issued: number
  unplaced: { person: number; name: string }[]
}

/** Puts a submitted plan in force, from today where no date is given. Throws `plan-has-faults`, `not-allowed`. */
export async function publishPlan(
  client: Client,
  planId: number,
  effectiveFrom: string | null,
): Promise<Publication> {
  return answer(
    await client.rpc('publish_plan', {
      plan: planId,
      ...(effectiveFrom && { effective_from: effectiveFrom }),
    }),
  ) as unknown as Publication
}

/** Who else has a draft open, and its version in the database. */
export interface Presence {
  version: number
  state: PlanState
  others: { name: string; seenAt: string }[]
}

/** Says that the signed-in person has a draft open, and returns who else does. */
export async function announceEditor(client: Client, planId: number): Promise<Presence> {
  return answer(await client.rpc('announce_editor', { plan: planId })) as unknown as Presence
}
