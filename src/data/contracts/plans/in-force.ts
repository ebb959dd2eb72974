import { contract } from '../contract'
import { planState } from '../enums'
import { planHead } from './plans'
import {
  areaId,
  day,
  gridKey,
  gridRowId,
  list,
  lngLat,
  multiPolygon,
  number,
  optional,
  orNull,
  planId,
  schemeId,
  shape,
  text,
  truth,
  whole,
  gridKind,
} from '../shapes'

/** How many grids, with how many households, and how many within the tolerance of their target. */
const figureEntries = { grids: whole, households: whole, within: whole }

/** What is in force in an area on a day, over all plans. */
export const inForce = contract(
  'in_force',
  { area: areaId, day: optional(day) },
  shape({
    area: areaId,
    day,
    communities: whole,
    /** In how many of them grids are in force. */
    covered: whole,
    levels: list(shape({ level: whole, ...figureEntries })),
    /** The lowest level of each plan: the grids that hold the buildings. */
    leaf: shape(figureEntries),
    /** The plans that make it up, the one in most communities first. */
    plans: list(
      shape({
        id: planId,
        name: text,
        schemeId: schemeId,
        effectiveFrom: orNull(day),
        communities: list(areaId),
        grids: whole,
      }),
    ),
    /** When which plan came or comes into force here, the latest first. */
    days: list(shape({ day, plan: planId, name: text, communities: whole })),
  }),
)

/** A grid that is in force on a day, with the plan that it is from and the days of it there. */
export const gridInForce = shape({
  id: gridRowId,
  level: whole,
  key: gridKey,
  code: text,
  name: text,
  plan: planId,
  planName: text,
  from: day,
  until: orNull(day),
  community: areaId,
  parentCode: orNull(text),
  households: whole,
  kind: gridKind,
  /** Households; null where the grid is dedicated. */
  target: orNull(whole),
  tolerance: number,
  isLeaf: truth,
  buildings: whole,
  /** How many of the households are an estimate. */
  estimated: whole,
  areaSquareMetres: number,
  /** Posts that it asks for, and who holds one on the day. */
  posts: number,
  people: list(text),
  /** A point inside, degrees. */
  label: lngLat,
  polygon: multiPolygon,
})

export const gridsInForce = contract(
  'grids_in_force',
  { area: areaId, day: optional(day) },
  list(gridInForce),
)

/** A community of a plan: from when until when the plan is in force there, and what is instead. */
export const communityStanding = shape({
  community: areaId,
  from: orNull(day),
  until: orNull(day),
  inForce: truth,
  /** It was in force and another plan took its place. */
  replaced: truth,
  /** The other plan that is in force there today. */
  now: orNull(planId),
  nowName: orNull(text),
})

/** Where a plan is in force today. */
export const planStanding = contract(
  'plan_standing',
  { plan: planId },
  shape({ plan: planId, day, state: planState, communities: list(communityStanding) }),
)

export const withdrawPublication = contract('withdraw_publication', { plan: planId }, planHead)
