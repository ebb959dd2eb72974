import { gridId } from '../../lib/plan/draft'
import type { Figures } from '../../lib/plan/figures'
import type { Ground } from '../../lib/plan/ground'
import { type Bounds, boundsOf } from '../../map/bounds'

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

/** Returns the bounds of a building, else of a grid. */
export function zoomTo(
  ground: Ground,
  figures: Figures,
  { key, level, place }: { key: number | null; level: number; place: number | null },
): Bounds | null {
  if (place !== null) {
    return boundsAround([ground.input.buildings.lng[place], ground.input.buildings.lat[place]])
  }
  const polygon = key === null ? null : figures.get(gridId({ level, key }))?.polygon
  if (!polygon) return null
  const geometry = { type: 'MultiPolygon' as const, coordinates: polygon.polygons }
  return boundsOf({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] })
}
