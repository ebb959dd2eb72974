import type { PlanningInput } from './input'

/** A position in degrees. */
type Position = readonly [lng: number, lat: number]

const METRES_PER_DEGREE = 111_320

function isInside(ring: readonly (readonly number[])[], lng: number, lat: number): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [[x1, y1], [x2, y2]] = [ring[at], ring[before]]
    if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}

/** Returns the places of the buildings inside a ring (degrees). Linear in buildings × corners. */
export function placesInside({ buildings }: PlanningInput, ring: readonly (readonly number[])[]): number[] {
  return [...buildings.id.keys()].filter((place) =>
    isInside(ring, buildings.lng[place], buildings.lat[place]),
  )
}

/** Returns the places of the buildings within a distance of a position. Linear in buildings. */
export function placesAround({ buildings }: PlanningInput, [lng, lat]: Position, metres: number): number[] {
  const scale = Math.cos((lat * Math.PI) / 180)
  return [...buildings.id.keys()].filter((place) => {
    const [dx, dy] = [(buildings.lng[place] - lng) * scale, buildings.lat[place] - lat]
    return Math.hypot(dx, dy) * METRES_PER_DEGREE <= metres
  })
}

/** Returns the places with the rest of every compound that one of them stands in. */
export function withCompounds({ buildings }: PlanningInput, places: readonly number[]): number[] {
  const chosen = new Set(places)
  const compounds = new Set(places.flatMap((place) => buildings.compound[place] ?? []))
  buildings.compound.forEach((compound, place) => {
    if (compound !== null && compounds.has(compound)) chosen.add(place)
  })
  return [...chosen]
}
