import { contract } from './contract'
import { planHeadAlone } from './plans/plans'
import {
  areaId,
  day,
  gridKey,
  gridRowId,
  list,
  lngLat,
  moment,
  multiPolygon,
  number,
  orNull,
  planId,
  shape,
  text,
  truth,
  whole,
  gridKind,
} from './shapes'

/** A grid that shares buildings with another across a change of plans; `of`: all its households. */
export const kin = shape({
  code: orNull(text),
  plan: planId,
  level: whole,
  key: gridKey,
  name: text,
  of: whole,
  households: whole,
  buildings: whole,
})

/** A grid beside or above another in the same plan. */
const besideEntries = { code: orNull(text), level: whole, key: gridKey }

/** What the grids of its level are called. */
const levelEntries = { levelName: text, levelNameEn: text }

export const gridBeside = shape(besideEntries)

/** A grid as one plan has it. */
export const gridVersion = shape({
  grid: gridRowId,
  level: whole,
  ...levelEntries,
  key: gridKey,
  code: orNull(text),
  name: text,
  plan: planHeadAlone,
  kind: gridKind,
  /** Households; null where the grid is dedicated. */
  target: orNull(whole),
  tolerance: number,
  inForce: truth,
  /** The day on which the next plan replaced it in its community. */
  until: orNull(day),
  households: whole,
  polygon: multiPolygon,
  neighbours: list(shape({ ...besideEntries, label: lngLat, polygon: multiPolygon })),
  parent: orNull(shape({ ...besideEntries, ...levelEntries, name: text })),
  children: list(shape({ ...besideEntries, ...levelEntries, households: whole })),
  buildings: list(shape({ name: text, lng: number, lat: number, households: whole })),
  from: list(kin),
  became: list(kin),
  /** What happened, by month (`YYYY-MM`); null where one does not see the community's cases. */
  incidents: orNull(list(shape({ month: text, incidents: whole }))),
})

/** The life of a grid. Without a code it stands in one plan that is not published yet. */
export const life = shape({
  code: orNull(text),
  issuedAt: orNull(moment),
  retiredAt: orNull(moment),
  community: shape({ id: areaId, code: text, name: text, nameEn: orNull(text) }),
  /** Oldest first. */
  versions: list(gridVersion),
  people: list(shape({ name: text, post: text, postEn: text, plan: planId, since: day, until: orNull(day) })),
})

export const gridLife = contract('grid_life', { code: text, since: moment }, life)

export const gridLifeInPlan = contract(
  'grid_life_in_plan',
  { plan: planId, level: whole, key: gridKey, since: moment },
  life,
)
