import * as v from 'valibot'
import { contract } from './contract'
import { baseLayer } from './enums'
import {
  areaId,
  day,
  features,
  ground,
  id,
  line,
  multiPolygon,
  number,
  optional,
  orNull,
  point,
  shape,
  text,
  whole,
  gridKind,
} from './shapes'

/** A feature of the base map. `class` is trunk, primary, secondary, local or path for roads. */
export const baseProperties = shape({
  layer: baseLayer,
  class: optional(text),
  name: optional(text),
  nameEn: optional(text),
})

export const baseMap = contract(
  'base_map',
  { area: areaId },
  features(v.union([ground, line, point]), baseProperties),
)

/** What a border is drawn with and where its label stands, in degrees. */
const labelled = { id, labelLng: number, labelLat: number }

/** A community on the map; `street` is the id of its street. */
export const communityProperties = shape({
  ...labelled,
  code: text,
  name: text,
  nameEn: orNull(text),
  street: areaId,
})

export const communitiesMap = contract(
  'communities_map',
  { area: areaId },
  features(multiPolygon, communityProperties),
)

/** A compound that has a border. */
const compoundProperties = shape({ ...labelled, name: text, community: areaId })

export const compoundsMap = contract(
  'compounds_map',
  { area: areaId },
  features(multiPolygon, compoundProperties),
)

/** A leaf grid in force; `deviation` and `tolerance` are shares of `target`, the target households, which a dedicated grid does not have. */
export const gridProperties = shape({
  ...labelled,
  code: text,
  name: text,
  community: areaId,
  households: whole,
  kind: gridKind,
  target: orNull(whole),
  deviation: orNull(number),
  tolerance: number,
})

export const gridsMap = contract(
  'grids_map',
  { area: areaId, day: optional(day) },
  features(multiPolygon, gridProperties),
)
