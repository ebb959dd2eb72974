import * as v from 'valibot'
import { contract } from './contract'
import { areaKind, barrierKind } from './enums'
import {
  areaId,
  buildingId,
  compoundId,
  ground,
  id,
  line,
  list,
  multiPolygon,
  number,
  orNull,
  shape,
  text,
  truth,
  whole,
} from './shapes'

/** An area as a place names it. */
const placeArea = shape({ id: areaId, code: text, name: text, nameEn: orNull(text) })

/** A grid in force; `code` has as many digits as its scheme says. */
const placeGrid = shape({ id, code: text, name: text, levelName: text, levelNameEn: text })

const postEntries = { post: text, postName: text, postNameEn: text }

/** What a position inside a community belongs to. Without a plan in force there is no grid and nobody. */
export const place = shape({
  community: placeArea,
  street: placeArea,
  grid: orNull(placeGrid),
  /** The grids above, from the top. */
  upperGrids: list(placeGrid),
  /** Who answers for the place today: on duty; exclusive posts first, then shared ones, then those of the grids above, the nearest first. */
  person: orNull(shape({ ...postEntries, id, name: text, organisation: text, workTelephone: text })),
  /** Exclusive posts of the grid that nobody holds. */
  vacancies: list(shape(postEntries)),
  offDuty: list(shape({ ...postEntries, name: text })),
})

/** Outside every community that the person may see there is none. */
export const locate = contract(
  'locate',
  { lng: number, lat: number },
  v.union([place, shape({ community: v.null() })]),
)

/** What stands in an area; geometry in degrees, WGS84. Buildings are parallel arrays in order of id. */
export const planningInput = contract(
  'planning_input',
  { area: areaId },
  shape({
    area: shape({
      id: areaId,
      code: text,
      kind: areaKind,
      name: text,
      nameEn: orNull(text),
      districtId: areaId,
    }),
    communities: list(
      shape({
        id: areaId,
        code: text,
        name: text,
        nameEn: orNull(text),
        street: areaId,
        boundary: orNull(ground),
      }),
    ),
    buildings: shape({
      id: list(buildingId),
      lng: list(number),
      lat: list(number),
      households: list(whole),
      /** Where nobody counted the households; null: nowhere. */
      estimated: orNull(list(truth)),
      address: orNull(list(text)),
      community: list(areaId),
      compound: list(orNull(compoundId)),
      name: list(text),
      footprint: orNull(list(orNull(multiPolygon))),
    }),
    compounds: list(
      shape({ id: compoundId, name: text, community: orNull(areaId), boundary: orNull(multiPolygon) }),
    ),
    barriers: list(shape({ id, kind: barrierKind, name: text, line })),
    crossings: list(shape({ id, name: text, line })),
  }),
)
