import { contract } from '../contract'
import { planState } from '../enums'
import { termEntries } from '../staffing'
import {
  areaId,
  buildingId,
  gridKey,
  list,
  lngLat,
  moment,
  multiPolygon,
  number,
  optional,
  orNull,
  planId,
  shape,
  text,
  truth,
  whole,
} from '../shapes'

/** The grids of one level measured against their scheme, in the communities that two drawings share. */
export const balance = shape({
  id: orNull(planId),
  name: orNull(text),
  state: orNull(planState),
  target: orNull(whole),
  tolerance: orNull(number),
  grids: whole,
  households: whole,
  within: whole,
  least: orNull(whole),
  most: orNull(whole),
  /** Mean of the deviations without sign, a share of the target. */
  meanDeviation: orNull(number),
})

/** Which grid shares how much with which; `same`: the one lives on in the other. */
export const gridPair = shape({
  from: gridKey,
  fromCode: orNull(text),
  to: gridKey,
  toCode: orNull(text),
  households: whole,
  buildings: whole,
  same: truth,
})

const levelEntries = {
  /** 0: the grids that hold the buildings. */
  depth: whole,
  before: balance,
  after: balance,
  households: whole,
  /** Households whose grid worker changes. */
  movedHouseholds: whole,
  moved: shape({ building: list(buildingId), from: list(gridKey), to: list(gridKey) }),
  pairs: list(gridPair),
}
export const levelComparison = shape(levelEntries)

/** `yuanMonth`: the least allowances, null where nothing is paid. */
export const sideStaff = shape({
  posts: list(
    shape({
      level: whole,
      code: text,
      name: text,
      nameEn: text,
      required: number,
      filled: whole,
      yuanMonth: orNull(number),
      /** Least pay of all of them, yuan a month. */
      pay: orNull(number),
    }),
  ),
  required: number,
  filled: whole,
  people: whole,
  yuanMonth: orNull(number),
})

/** From one drawing to another in the communities they share; one that is left out is what is in force. */
export const comparePlans = contract(
  'compare_plans',
  { a: optional(planId), b: optional(planId) },
  shape({
    ...levelEntries,
    communities: list(areaId),
    /** How many communities are shared, how many each covers, and how many the district has. */
    scope: shape({ shared: whole, before: whole, after: whole, district: whole }),
    /** The level above, where both have one, and the one above that. */
    upper: orNull(levelComparison),
    top: orNull(levelComparison),
    staffBefore: sideStaff,
    staffAfter: sideStaff,
  }),
)

/** Null where one does not see the cases. */
export const planIncidents = contract(
  'plan_incidents',
  { plan: planId, since: moment },
  list(shape({ level: whole, key: gridKey, incidents: orNull(whole) })),
)

/** What stands on the notice board of a grid. Positions in degrees. */
export const noticeBoards = contract(
  'notice_boards',
  { plan: planId, community: areaId },
  list(
    shape({
      level: whole,
      key: gridKey,
      code: orNull(text),
      name: text,
      households: whole,
      label: lngLat,
      polygon: multiPolygon,
      holders: list(shape({ post: text, postEn: text, name: text, telephone: text })),
      buildings: list(shape({ name: text, lng: number, lat: number, households: whole })),
      servicePoint: orNull(shape({ name: text, address: text, telephone: text })),
    }),
  ),
)

/** A post that a plan asks for on the grids of a level, over all of them; `yuanMonth`: least allowance of one. */
export const planPosts = contract(
  'plan_posts',
  { plan: planId },
  list(
    shape({
      level: whole,
      code: text,
      name: text,
      nameEn: text,
      perGrid: number,
      required: whole,
      filled: whole,
      yuanMonth: orNull(number),
      /** Least pay of all of them, yuan a month. */
      pay: orNull(number),
      ...termEntries,
    }),
  ),
)

/** The communities of a plan in which others are in force, by plan; the one in most of them first. */
export const plansInForce = contract(
  'plans_in_force',
  { plan: planId },
  shape({ plan: planId, others: list(shape({ plan: planId, communities: list(areaId) })) }),
)

/** The grids of a plan, of all levels, some of whose households nobody has counted. */
export const planEstimates = contract(
  'plan_estimates',
  { plan: planId },
  list(shape({ level: whole, key: gridKey, buildings: whole, households: whole })),
)

/** A grid with the posts that its scheme asks for and the names of who holds one. */
export const gridStaff = contract(
  'grid_staff',
  { plan: planId },
  list(shape({ level: whole, key: gridKey, posts: number, people: list(text) })),
)
