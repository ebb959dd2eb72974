import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Polygon } from 'geojson'
import type { PlanningInput } from './input'
import type { BuildingPlace } from './ids'

/** A position in degrees. */
type Position = readonly [lng: number, lat: number]

const METRES_PER_DEGREE = 111_320

/** Returns the places of the buildings inside a ring (degrees, closed or not) or on it. Linear in buildings × corners. */
export function placesInside({ buildings }: PlanningInput, ring: readonly (readonly number[])[]): number[] {
  const area: Polygon = { type: 'Polygon', coordinates: [[...ring, ring[0]].map((at) => [...at])] }
  return [...buildings.id.keys()].filter((place) =>
    booleanPointInPolygon([buildings.lng[place], buildings.lat[place]], area),
  )
}

/** Returns the places of the buildings within a distance of the straight way between two positions. Linear in buildings. */
export function placesAlong(
  { buildings }: PlanningInput,
  [from, to]: readonly [Position, Position],
  metres: number,
): number[] {
  const [lng, lat] = from
  const scale = Math.cos((lat * Math.PI) / 180)
  const [wayX, wayY] = [(to[0] - lng) * scale, to[1] - lat]
  const squared = wayX * wayX + wayY * wayY
  return [...buildings.id.keys()].filter((place) => {
    const [x, y] = [(buildings.lng[place] - lng) * scale, buildings.lat[place] - lat]
    const share = squared > 0 ? Math.min(1, Math.max(0, (x * wayX + y * wayY) / squared)) : 0
    return Math.hypot(x - share * wayX, y - share * wayY) * METRES_PER_DEGREE <= metres
  })
}

/** Returns the places with the rest of every compound that one of them stands in. */
export function withCompounds({ buildings }: PlanningInput, places: readonly BuildingPlace[]): number[] {
  const chosen = new Set(places)
  const compounds = new Set(places.flatMap((place) => buildings.compound[place] ?? []))
  buildings.compound.forEach((compound, place) => {
    if (compound !== null && compounds.has(compound)) chosen.add(place)
  })
  return [...chosen]
}
