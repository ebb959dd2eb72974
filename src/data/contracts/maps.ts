import * as v from 'valibot'
import { contract } from './contract'
import { baseLayer } from './enums'
import {
  day,
  features,
  id,
  line,
  ground,
  multiPolygon,
  number,
  optional,
  orNull,
  point,
  shape,
  text,
  whole,
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
  { area: id },
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
  street: id,
})

export const communitiesMap = contract(
  'communities_map',
  { area: id },
  features(multiPolygon, communityProperties),
)

/** A leaf grid in force; `deviation` and `tolerance` are shares of `target`, the target households. */
export const gridProperties = shape({
  ...labelled,
  code: text,
  name: text,
  community: id,
  households: whole,
  target: whole,
  deviation: number,
  tolerance: number,
})

export const gridsMap = contract(
  'grids_map',
  { area: id, day: optional(day) },
  features(multiPolygon, gridProperties),
)
