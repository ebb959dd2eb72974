/** Districts for tests: places in metres about a fixed origin, and random inputs of every degenerate kind. */
import fc from 'fast-check'
import type { BuildingInput, CellsInput } from '../../geo/cells/types'
import { type LngLat, type MultiPolygonRings, toLngLat } from '../../geo/planar/frame'

const ORIGIN = { lng: 113.23, lat: 35.24 }

export function at(x: number, y: number): LngLat {
  return toLngLat(ORIGIN, x, y)
}

export function ring(...points: [number, number][]): LngLat[] {
  return [...points, points[0]].map(([x, y]) => at(x, y))
}

export function box(west: number, south: number, east: number, north: number): LngLat[] {
  return ring([west, south], [east, south], [east, north], [west, north])
}

export function building(x: number, y: number, more: Partial<BuildingInput> = {}): BuildingInput {
  return { position: at(x, y), households: 30, compound: -1, community: -1, ...more }
}

export function district(parts: Partial<CellsInput>): CellsInput {
  return { buildings: [], communities: [[[box(0, 0, 400, 300)]]], barriers: [], crossings: [], ...parts }
}

/** Coordinates that often coincide: multiples of 20 m, with some off the lattice. */
const coordinate = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }).map((step) => step * 20) },
  { weight: 1, arbitrary: fc.double({ min: -10, max: 410, noNaN: true }) },
)
const point = fc.tuple(coordinate, coordinate)
const path = fc.array(point, { minLength: 2, maxLength: 5 }).map((points) => points.map(([x, y]) => at(x, y)))

const mesh = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).map(([columns, rows]) =>
  Array.from({ length: columns * rows }, (_, cell): MultiPolygonRings => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)]
    const [width, height] = [400 / columns, 400 / rows]
    return [[box(column * width, row * height, (column + 1) * width, (row + 1) * height)]]
  }),
)
const holed = fc.constant<MultiPolygonRings[]>([
  [[box(0, 0, 400, 400), box(100, 100, 300, 180)], [box(500, 0, 600, 60)]],
  [[ring([410, 0], [490, 0], [490, 400], [440, 30], [410, 400])]],
])
const anyRings = fc
  .array(fc.array(point, { minLength: 3, maxLength: 7 }), { minLength: 1, maxLength: 3 })
  .map((communities) => communities.map((points): MultiPolygonRings => [[ring(...points)]]))

function districtOf(
  communities: fc.Arbitrary<MultiPolygonRings[]>,
  minLength: number,
  barriers: number,
): fc.Arbitrary<CellsInput> {
  return fc.record({
    buildings: fc.array(
      fc.record({
        position: point.map(([x, y]) => at(x, y)),
        households: fc.integer({ min: 0, max: 200 }),
        compound: fc.integer({ min: -1, max: 5 }),
        community: fc.constant(-1),
      }),
      { minLength, maxLength: 40 },
    ),
    communities,
    barriers: fc.array(path, { maxLength: barriers }),
    crossings: fc.array(path, { maxLength: 3 }),
  })
}

/** Districts with meshes, holes, self-crossing outlines, buildings on lattices, lines and single points, and wild barriers. */
export const anyDistrict = districtOf(fc.oneof(mesh, holed, anyRings), 0, 4)

/** Districts with enough buildings for borders between grids. */
export const populatedDistrict = districtOf(fc.oneof(mesh, holed), 10, 1)
