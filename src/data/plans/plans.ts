import type { Enum } from '../../lib/database'
import { sendOnce } from '../../lib/intent-key'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Given, type Shape } from '../contracts/contract'
import {
  announceEditor as announce,
  changePlanScheme as changeScheme,
  checkPlan,
  discardPlan as discard,
  listPlans as listOf,
  type planChanges,
  planDetail,
  type planHead,
  type planListed,
  type planRedraw,
  publishPlan as publish,
  renamePlan as rename,
  returnPlan as giveBack,
  savePlan as save,
  startPlan as start,
  type storedFault,
  type storedGrid,
  submitPlan as submit,
} from '../contracts/plans/plans'
import type { AreaId, PlanId, SchemeId } from '../../lib/ids'

export type PlanState = Enum<'plan_state'>

/** A plan without its grids. Moments are ISO strings. */
export type PlanHead = Shape<typeof planHead>

/** What a plan in force no longer fits, since the import brought something new. */
export type PlanRedraw = Shape<typeof planRedraw>

/** A plan in a list: how many grids of all levels, and in how many of its communities it is in force. */
export type PlanListed = Shape<typeof planListed>

/** A grid as the database holds it; `key` is its number in the plan, `code` comes with publishing. */
export type StoredGrid = Shape<typeof storedGrid>

/** A plan with everything that belongs to it. `assignment` gives the leaf grid (by key) of each building. */
export type PlanDetail = AnswerOf<typeof planDetail>

/** What a save sends: only what changed. `edits.list` replaces the history from number `edits.from` on. */
export type PlanChanges = Given<Shape<typeof planChanges>>

/** A broken invariant; `amount` is square metres, or how many. */
export type StoredFault = Shape<typeof storedFault>

/** Returns the plans of a district that the signed-in person may see, the last changed first. */
export async function listPlans(client: Client, districtId: AreaId): Promise<PlanListed[]> {
  return ask(client, listOf, { district: districtId })
}

/** Returns a plan with its grids and history. Throws `plan-unknown`. */
export async function readPlan(client: Client, planId: PlanId): Promise<PlanDetail> {
  return ask(client, planDetail, { plan: planId })
}

/** What a draft begins from: nothing, another plan, or the grids that are in force. */
export interface PlanStart {
  areaId: AreaId
  schemeId: SchemeId
  name: string
  basedOn?: number
  fromForce?: boolean
}

/** Starts a draft and returns its id; after a lost answer the same wish starts it once. Throws `area-unknown`, `levels-differ`, `not-allowed`. */
export async function startPlan(client: Client, wish: PlanStart): Promise<number> {
  const { areaId, schemeId, name, basedOn, fromForce } = wish
  return sendOnce(['start_plan', wish], (key) =>
    ask(client, start, {
      area: areaId,
      scheme: schemeId,
      name,
      based_on: basedOn,
      ...(fromForce && { from_force: true }),
      client_key: key,
    }),
  )
}

/** Saves what changed since `version`. Throws `plan-version-newer` with `{ version, changedAt, changedBy }`, `plan-not-draft`. */
export async function savePlan(
  client: Client,
  planId: PlanId,
  version: number,
  changes: PlanChanges,
): Promise<PlanHead> {
  return ask(client, save, { plan: planId, expected_version: version, changes })
}

/** Gives a plan another name, in any state. Throws `no-name`, `not-allowed`. */
export async function renamePlan(client: Client, planId: PlanId, name: string): Promise<PlanHead> {
  return ask(client, rename, { plan: planId, name })
}

/**
 * Measures a draft by another scheme. With fewer levels the lower grids stay, with more each community becomes a grid at the top;
 * then the history begins anew. Throws `plan-version-newer`, `plan-not-draft`, `plan-not-yours`, `scheme-unknown`.
 */
export async function changePlanScheme(
  client: Client,
  { id, version }: Pick<PlanHead, 'id' | 'version'>,
  schemeId: SchemeId,
): Promise<PlanHead> {
  return ask(client, changeScheme, { plan: id, expected_version: version, scheme: schemeId })
}

/** Deletes a draft. Throws `plan-not-draft`, `plan-not-yours`. */
export async function discardPlan(client: Client, planId: PlanId): Promise<void> {
  await ask(client, discard, { plan: planId })
}

/** How far the check of a plan has come, in communities. */
export interface CheckProgress {
  checked: number
  of: number
}
type OnChecked = (progress: CheckProgress) => void

/** Has a plan checked in steps, between which others are answered; what is found counts until something changes. */
async function checkInSteps(client: Client, planId: PlanId, onChecked?: OnChecked): Promise<void> {
  let isDone = false
  while (!isDone) {
    const answer = await ask(client, checkPlan, { plan: planId })
    onChecked?.({ checked: answer.checked, of: answer.of })
    isDone = answer.isDone
  }
}

/** Hands a draft in for review. Throws `plan-has-faults` with `StoredFault[]` as its detail. */
export async function submitPlan(client: Client, planId: PlanId, onChecked?: OnChecked): Promise<PlanHead> {
  await checkInSteps(client, planId, onChecked)
  return ask(client, submit, { plan: planId })
}

/** Makes a submitted plan a draft again, with a remark to its planner. */
export async function returnPlan(client: Client, planId: PlanId, remark: string): Promise<PlanHead> {
  return ask(client, giveBack, { plan: planId, remark })
}

/** What publishing did: how many grids kept their code and got one, and who is left without a post. */
export type Publication = AnswerOf<typeof publish>

/** Publishes a submitted plan, in force from a day, today where none is given. Throws `plan-has-faults`, `plan-scheduled-later`, `not-allowed`. */
export async function publishPlan(
  client: Client,
  planId: PlanId,
  effectiveFrom: string | null,
  onChecked?: OnChecked,
): Promise<Publication> {
  await checkInSteps(client, planId, onChecked)
  return ask(client, publish, { plan: planId, ...(effectiveFrom && { effective_from: effectiveFrom }) })
}

/** Who else has a draft open, and its version in the database. */
export type Presence = AnswerOf<typeof announce>

/** Says that the signed-in person has a draft open, and returns who else does. */
export async function announceEditor(client: Client, planId: PlanId): Promise<Presence> {
  return ask(client, announce, { plan: planId })
}
