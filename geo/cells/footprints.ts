/** Footprints: the outlines of buildings on the integer grid, as far as they can be used. */
import { type Frame, isWithinReach, toUnits } from '../planar/frame'
import { doubledArea, interiorPoint, ringContains } from '../planar/ring'
import type { BuildingInput } from './types'

export interface Footprint {
  /** Rings of all its polygons, x, y, x, y …, not closed; inside is even-odd. */
  rings: number[][]
  /** Where the building stands: its position, or a point inside where the position is beside the outline. */
  x: number
  y: number
}

/** An outline farther than this from the position belongs to another building, or the position does. */
const FARTHEST_UNITS = 10_000
const LEAST_AREA_UNITS = 10_000

/**
 * The footprint of a building in units; nothing where there is none, where it is smaller than a square metre, no ring
 * at all or so broken that no place inside is found, or where it lies more than 100 m from the building's position. O(corners).
 */
export function footprintOf(frame: Frame, building: BuildingInput): Footprint | undefined {
  if (!building.footprint?.length || !isWithinReach(frame, building.position)) return undefined
  const polygons = building.footprint
    .map((polygon) => polygon.map((ring) => ringUnits(frame, ring)).filter((ring) => ring.length >= 6))
    .filter(([outer]) => outer !== undefined && Math.abs(doubledArea(outer)) / 2 >= LEAST_AREA_UNITS)
  if (polygons.length === 0) return undefined
  const rings = polygons.flat()
  const [x, y] = toUnits(frame, building.position)
  if (isInside(rings, x, y)) return { rings, x, y }
  const largest = polygons.reduce((a, b) => (area(b) > area(a) ? b : a))
  const [insideX, insideY] = interiorPoint(largest).map((value) => Math.round(value) + 0)
  if (!isInside(rings, insideX, insideY) || Math.hypot(insideX - x, insideY - y) > FARTHEST_UNITS)
    return undefined
  return { rings, x: insideX, y: insideY }
}

/** Whether a point is inside a footprint, even-odd over its rings. */
export function isInside(rings: readonly number[][], x: number, y: number): boolean {
  return rings.reduce((inside, ring) => (ringContains(ring, x, y) > 0 ? !inside : inside), false)
}

function area([outer]: number[][]): number {
  return Math.abs(doubledArea(outer))
}

/** A ring without its repeated positions; empty where one of them is no place within reach. */
function ringUnits(frame: Frame, ring: readonly (readonly number[])[]): number[] {
  const units: number[] = []
  for (const position of ring) {
    if (!isWithinReach(frame, position)) return []
    const [x, y] = toUnits(frame, position)
    if (x !== units[units.length - 2] || y !== units[units.length - 1]) units.push(x, y)
  }
  const last = units.length - 2
  if (last >= 2 && units[0] === units[last] && units[1] === units[last + 1]) units.length = last
  return units
}
