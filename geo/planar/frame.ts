/**
 * The local frame: WGS84 ⇄ metres ⇄ the integer grid on which every geometric decision is exact.
 *
 * The projection is the ellipsoidal sinusoidal one about a central meridian (Snyder 1987, Map Projections, eq. 30-8 and 3-21):
 * it keeps areas exactly, and over a district lengths to better than 0.4 %.
 */
import { GeoError } from '../error'

/** Longitude and latitude in degrees, WGS84. */
export type LngLat = [number, number]
/** Rings of one polygon, each closed (first position repeated at the end), the first ring outside, the others holes. */
export type PolygonRings = LngLat[][]
/** The rings of several polygons: the coordinates of a GeoJSON MultiPolygon. */
export type MultiPolygonRings = PolygonRings[]

/** Where a local frame stands. Plain data: it is stored beside a plan's patches. */
export interface Frame {
  /** The origin, degrees. */
  lng: number
  lat: number
}

/** One unit of the integer grid is a centimetre. */
export const UNITS_PER_METRE = 100
/** Coordinates stay below this, so that products of differences are exact in a double (335 km from the origin). */
export const EXTENT_UNITS = 2 ** 25

const RADIUS = 6378137
const ECCENTRICITY_SQUARED = 0.00669437999014
const DEGREE = Math.PI / 180
const E2 = ECCENTRICITY_SQUARED
const M0 = 1 - E2 / 4 - (3 * E2 ** 2) / 64 - (5 * E2 ** 3) / 256
const M2 = (3 * E2) / 8 + (3 * E2 ** 2) / 32 + (45 * E2 ** 3) / 1024
const M4 = (15 * E2 ** 2) / 256 + (45 * E2 ** 3) / 1024
const M6 = (35 * E2 ** 3) / 3072

function meridianArc(phi: number): number {
  return RADIUS * (M0 * phi - M2 * Math.sin(2 * phi) + M4 * Math.sin(4 * phi) - M6 * Math.sin(6 * phi))
}

function parallelRadius(phi: number): number {
  return (RADIUS * Math.cos(phi)) / Math.sqrt(1 - E2 * Math.sin(phi) ** 2)
}

/** The frame about the middle of the given positions, its origin rounded to a millionth of a degree. */
export function frameAround(positions: Iterable<readonly number[]>): Frame {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of positions) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  if (!Number.isFinite(west + south + east + north))
    throw new GeoError('no-positions', [west, south, east, north])
  return { lng: roundTo(6, (west + east) / 2), lat: roundTo(6, (south + north) / 2) }
}

/** A position in metres east and north of the frame's origin. */
export function toMetres(frame: Frame, position: readonly number[]): [number, number] {
  const phi = position[1] * DEGREE
  return [
    (position[0] - frame.lng) * DEGREE * parallelRadius(phi),
    meridianArc(phi) - meridianArc(frame.lat * DEGREE),
  ]
}

/** The position of a point given in metres east and north of the origin (Newton on the meridian arc). */
export function toLngLat(frame: Frame, x: number, y: number): LngLat {
  const arc = y + meridianArc(frame.lat * DEGREE)
  let phi = arc / (RADIUS * M0)
  for (let step = 0; step < 4; step++) {
    const curvature = (RADIUS * (1 - E2)) / (1 - E2 * Math.sin(phi) ** 2) ** 1.5
    phi += (arc - meridianArc(phi)) / curvature
  }
  return [frame.lng + x / parallelRadius(phi) / DEGREE, phi / DEGREE]
}

/** Whether a position can lie on the integer grid: numbers, and no farther than 335 km from the origin either way. */
export function isWithinReach(frame: Frame, position: readonly number[]): boolean {
  const [x, y] = toMetres(frame, position)
  const limit = EXTENT_UNITS / UNITS_PER_METRE - 1
  return Math.abs(x) < limit && Math.abs(y) < limit
}

/** The nearest point of the integer grid, in centimetres. Throws `extent-too-large` beyond 335 km. */
export function toUnits(frame: Frame, position: readonly number[]): [number, number] {
  const [x, y] = toMetres(frame, position)
  const point: [number, number] = [Math.round(x * UNITS_PER_METRE) + 0, Math.round(y * UNITS_PER_METRE) + 0]
  if (!(Math.abs(point[0]) < EXTENT_UNITS && Math.abs(point[1]) < EXTENT_UNITS))
    throw new GeoError('extent-too-large', position)
  return point
}

/** Where the quarters of an edge begin: one that bends to both sides looks straight as a whole. */
const QUARTERS = [0, 0.25, 0.5, 0.75]
/** How much more the end of a quarter may bend than its middle. */
const UNEVEN = 1.5

/** How far a straight line of the frame may lie from the edge that it stands for, metres: half a unit. */
const STRAIGHT_METRES = 0.5 / UNITS_PER_METRE

/**
 * A path with positions added wherever an edge, straight in longitude and latitude as GeoJSON has it, would lie more than half
 * a unit from the straight line between its ends in the frame. Most edges stay as they are: a diagonal one of a kilometre bends
 * by some centimetres. The same edge the other way round gets the same positions.
 */
export function straightened(frame: Frame, path: readonly (readonly number[])[]): (readonly number[])[] {
  return path.flatMap((position, at) =>
    at === 0 ? [position] : [...between(frame, path[at - 1], position), position],
  )
}

function between(frame: Frame, from: readonly number[], to: readonly number[]): LngLat[] {
  const [one, other] = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1]) ? [from, to] : [to, from]
  const at = (share: number): LngLat => [
    one[0] + (other[0] - one[0]) * share,
    one[1] + (other[1] - one[1]) * share,
  ]
  const bend = Math.max(...QUARTERS.map((quarter) => bendOf(frame, at(quarter), at(quarter + 0.25))))
  // In n pieces an edge bends by the n² th part; a quarter of it by the sixteenth.
  const pieces = Math.min(MOST_PIECES, Math.ceil(4 * Math.sqrt((UNEVEN * bend) / STRAIGHT_METRES)))
  const added = Array.from({ length: Math.max(0, pieces - 1) }, (_, piece) => at((piece + 1) / pieces))
  return one === from ? added : added.reverse()
}

/** How far the middle of an edge lies from the straight line between its ends, metres. */
function bendOf(frame: Frame, from: LngLat, to: LngLat): number {
  const [[x1, y1], [x2, y2]] = [toMetres(frame, from), toMetres(frame, to)]
  const [x, y] = toMetres(frame, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
  return Math.hypot(x - (x1 + x2) / 2, y - (y1 + y2) / 2)
}

/** An edge across the whole reach of a frame bends by kilometres; no border needs more positions than this. */
const MOST_PIECES = 2000

/** The position of a grid point, to nine decimals: the same units give the same numbers to the bit, and `toUnits` gives the units back. */
export function fromUnits(frame: Frame, x: number, y: number): LngLat {
  const [lng, lat] = toLngLat(frame, x / UNITS_PER_METRE, y / UNITS_PER_METRE)
  return [roundTo(9, lng), roundTo(9, lat)]
}

function roundTo(decimals: number, value: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}
