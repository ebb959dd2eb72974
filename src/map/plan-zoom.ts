import { gridId, type BuildingPlace } from '../plan/model/ids'
import type { Figures } from '../plan/model/figures'
import type { Ground } from '../plan/model/ground'
import { type Bounds, boundsOf } from './bounds'
import type { AreaId, GridKey } from '../lib/ids'

/** Degrees around a single building: some 150 metres. */
const AROUND = 0.0015

/** Returns the place in the planning input of a building by its id, or null. */
export function placeOfBuilding(ground: Ground | null, id: number | null): number | null {
  return id === null ? null : (ground?.placeOf.get(id) ?? null)
}

/** Returns bounds around a position (degrees). */
export function boundsAround([lng, lat]: readonly [number, number]): Bounds {
  return [lng - AROUND, lat - AROUND, lng + AROUND, lat + AROUND]
}

/** What is looked for on the map: a building by its place in the planning input, a grid, a community by its id. */
export interface ZoomAim {
  level: number
  key: GridKey | null
  place: BuildingPlace | null
  community?: AreaId | null
}

/** Returns the bounds of an area's own ground, that of communities without buildings or grids included; null without boundaries. */
export function wholeArea({ input: { communities } }: Ground): Bounds | null {
  const geometries = communities.flatMap(({ boundary }) => boundary ?? [])
  return boundsOf({ type: 'GeometryCollection', geometries })
}

/** Returns the bounds of a building, else of a grid, else of a community. */
export function zoomTo(
  ground: Ground,
  figures: Figures,
  { key, level, place, community }: ZoomAim,
): Bounds | null {
  const { buildings, communities } = ground.input
  if (place !== null) return boundsAround([buildings.lng[place], buildings.lat[place]])
  const polygon = key === null ? null : figures.get(gridId({ level, key }))?.polygon
  if (polygon) return boundsOf({ type: 'MultiPolygon', coordinates: polygon.polygons })
  const boundary = communities.find(({ id }) => id === community)?.boundary
  return boundary ? boundsOf(boundary) : null
}
