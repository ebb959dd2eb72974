import * as v from 'valibot'
import type { EngineRecord } from '../../../plan/model/draft'
import type { GroundPatch } from '../../../plan/model/ground-patch'
import type { SavedEdit } from '../../../plan/model/history'
import type { StoredLocks } from '../../../plan/model/locks/stored-locks'
import { contract } from '../contract'
import { planState } from '../enums'
import {
  anything,
  areaId,
  buildingId,
  day,
  gridKey,
  gridKind,
  gridRowId,
  id,
  list,
  lngLat,
  moment,
  multiPolygon,
  nothing,
  number,
  optional,
  orNull,
  personId,
  planId,
  point,
  type Schema,
  schemeId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from '../shapes'

/** How the engine drew a plan, as the planning model records it. */
const engineRecord: Schema<EngineRecord> = shape({
  preset: optional(text),
  seed: optional(number),
  steps: optional(anything),
})

/** What a plan in force no longer fits, since the import brought something new. */
export const planRedraw = shape({
  /** Names of communities whose boundary is another one now. */
  communities: list(text),
  /** Buildings that lie in none of its grids. */
  buildings: whole,
})

const headEntries = {
  id: planId,
  name: text,
  state: planState,
  version: whole,
  districtId: areaId,
  areaId: areaId,
  areaCode: text,
  areaName: text,
  areaNameEn: orNull(text),
  schemeId: schemeId,
  schemeName: text,
  schemeNameEn: text,
  basedOn: orNull(planId),
  effectiveFrom: orNull(day),
  changedAt: moment,
  changedBy: orNull(text),
  createdAt: moment,
  submittedAt: orNull(moment),
  publishedAt: orNull(moment),
  supersededAt: orNull(moment),
  /** It is published for a day that is still to come. */
  pending: truth,
  /** Why a plan in force has to be drawn anew; null for a plan that is not published. */
  redraw: orNull(planRedraw),
}

/** A plan without its grids, and without how the engine drew it. */
export const planHeadAlone = shape(headEntries)

/** A plan without its grids. */
export const planHead = shape({ ...headEntries, engine: engineRecord })

/** A plan in a list: how many grids of all levels, and in how many of its communities it is in force. */
export const planListed = shape({
  ...headEntries,
  engine: engineRecord,
  grids: whole,
  /** Grids of the lowest level, their households, and how many of them lie within the tolerance. */
  leafGrids: whole,
  households: whole,
  within: whole,
  communities: whole,
  inForce: whole,
})

const face = shape({ home: number, owner: number, block: number, community: number, grid: number })
const edge = shape({
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  left: number,
  right: number,
  tags: number,
})
const changeOf = <T>(value: Schema<T>) => shape({ id: whole, was: orNull(value), is: orNull(value) })

/** A change of the ground, as the planning model stores it. */
const groundPatch: Schema<GroundPatch> = shape({
  moved: list(number),
  faces: list(changeOf(face)),
  edges: list(changeOf(edge)),
})

const gridFacts = shape({
  level: whole,
  key: gridKey,
  community: areaId,
  parent: orNull(gridKey),
  name: text,
  locked: truth,
  /** Left out by histories from before there were kinds. */
  kind: optional(gridKind),
})

const bit = v.picklist([0, 1])

const draftPatch: Schema<SavedEdit['patch']> = shape({
  ground: groundPatch,
  grids: list(shape({ before: orNull(gridFacts), after: orNull(gridFacts) })),
  pins: optional(list(v.tuple([buildingId, bit]))),
  borders: optional(list(v.tuple([buildingId, buildingId, bit]))),
  engine: optional(shape({ before: engineRecord, after: engineRecord })),
})

const editEntries = {
  number: whole,
  at: moment,
  sentence: shape({ code: text, values: v.record(v.string(), v.union([text, number])) }),
  patch: draftPatch,
  undone: truth,
}
const savedEdit: Schema<SavedEdit> = shape({ ...editEntries, by: orNull(text) })

const storedLocks: Schema<StoredLocks> = shape({
  buildings: list(buildingId),
  borders: list(v.tuple([buildingId, buildingId])),
})

const drawnGridEntries = {
  level: whole,
  key: gridKey,
  parent: orNull(gridKey),
  community: areaId,
  name: text,
  locked: truth,
  polygon: multiPolygon,
}

/** A grid as the database holds it; `key` is its number in the plan, `code` comes with publishing. */
export const storedGrid = shape({
  ...drawnGridEntries,
  kind: gridKind,
  id: gridRowId,
  code: orNull(text),
  households: whole,
  /** A point inside, degrees: where its label stands. */
  label: lngLat,
})

/** A plan with everything that belongs to it. `assignment` gives the leaf grid (by key) of each building. */
export const planDetail = contract(
  'plan_detail',
  { plan: planId },
  shape({
    plan: planHead,
    /** Null in a branch for another area until it is saved: its ground is not yet the one its grids were drawn on. */
    borders: orNull(list(groundPatch)),
    locks: storedLocks,
    communities: list(areaId),
    grids: list(storedGrid),
    assignment: shape({ building: list(buildingId), grid: list(gridKey) }),
    edits: list(savedEdit),
    /** For programs; the pages ask for the conversation, with its answers. */
    remarks: list(
      shape({
        id,
        position: orNull(point),
        body: text,
        by: orNull(text),
        at: moment,
        settledAt: orNull(moment),
      }),
    ),
  }),
)

/** What a save sends: only what changed. `edits.list` replaces the history from number `edits.from` on. */
export const planChanges = shape({
  name: optional(text),
  scheme: optional(schemeId),
  engine: optional(engineRecord),
  borders: optional(list(groundPatch)),
  locks: optional(storedLocks),
  grids: optional(list(shape({ ...drawnGridEntries, kind: optional(gridKind) }))),
  removed: optional(list(shape({ level: whole, key: gridKey }))),
  assignment: optional(shape({ building: list(buildingId), grid: list(orNull(gridKey)) })),
  edits: optional(shape({ from: whole, list: list(shape(editEntries)) })),
})

export const listPlans = contract('list_plans', { district: areaId }, list(planListed))

export const startPlan = contract(
  'start_plan',
  {
    area: areaId,
    scheme: schemeId,
    name: text,
    based_on: optional(planId),
    from_force: optional(truth),
    client_key: optional(uuid),
  },
  planId,
)

export const savePlan = contract(
  'save_plan',
  { plan: planId, expected_version: whole, changes: planChanges },
  planHead,
)

export const renamePlan = contract('rename_plan', { plan: planId, name: text }, planHead)
export const changePlanScheme = contract(
  'change_plan_scheme',
  { plan: planId, expected_version: whole, scheme: schemeId },
  planHead,
)
export const discardPlan = contract('discard_plan', { plan: planId }, nothing)
/** A broken invariant; `amount` is square metres, or how many. */
export const storedFault = shape({
  code: text,
  level: orNull(whole),
  key: orNull(whole),
  community: orNull(areaId),
  building: orNull(buildingId),
  amount: orNull(number),
})

/** How far the check of a plan has come; `faults` when it is done. */
export const checkPlan = contract(
  'check_plan',
  { plan: planId, at_most: optional(whole) },
  shape({ checked: whole, of: whole, isDone: truth, faults: orNull(list(storedFault)) }),
)

export const submitPlan = contract('submit_plan', { plan: planId }, planHead)
export const returnPlan = contract('return_plan', { plan: planId, remark: optional(text) }, planHead)

/** What publishing did: how many grids kept their code and got one, and who is left without a post. */
export const publishPlan = contract(
  'publish_plan',
  { plan: planId, effective_from: optional(day) },
  shape({
    plan: planHead,
    kept: whole,
    issued: whole,
    unplaced: list(shape({ person: personId, name: text })),
  }),
)

/** Who else has a draft open, and its version in the database. */
export const announceEditor = contract(
  'announce_editor',
  { plan: planId },
  shape({ version: whole, state: planState, others: list(shape({ name: text, seenAt: moment })) }),
)

export const planFaults = contract('plan_faults', { plan: planId }, list(storedFault))
