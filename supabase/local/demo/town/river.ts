import { add, along, band, distance, offsetLine, rounded, scale, subtract, unit, type Point } from './plane'
import { BRIDGE_COLUMNS, COLUMNS, RIVER_ROW, warp, type Lattice } from './roads'

const HALF_WIDTH_METRES = 36
const GREEN_HALF_WIDTH_METRES = 56
const ROAD_OFFSET_METRES = 64

export interface River {
  centreLine: Point[]
  water: Point[]
  /** The green banks, water included. */
  banks: Point[]
  /** Roads along the two banks. */
  bankRoads: Point[][]
  bridges: { key: string; at: Point; line: Point[] }[]
}

/** The river along its row of the lattice, with banks, the roads beside it and a bridge wherever a road crosses. */
export function createRiver(lattice: Lattice): River {
  const line = lattice.lines.find(({ key }) => key === `h${RIVER_ROW}`)!.points
  const inside = Array.from({ length: COLUMNS * 8 + 1 }, (_, k) => warp(k / 8, RIVER_ROW))
  return {
    centreLine: line,
    water: band(line, HALF_WIDTH_METRES),
    banks: band(inside, GREEN_HALF_WIDTH_METRES),
    bankRoads: [offsetLine(inside, ROAD_OFFSET_METRES), offsetLine(inside, -ROAD_OFFSET_METRES)],
    bridges: BRIDGE_COLUMNS.map((column) => {
      const at = warp(column, RIVER_ROW)
      const direction = unit(subtract(warp(column, RIVER_ROW + 0.1), warp(column, RIVER_ROW - 0.1)))
      const ends = [-1, 1].map((side) => add(at, scale(direction, side * (HALF_WIDTH_METRES + 8))))
      return { key: `v${column}`, at, line: ends }
    }),
  }
}

/** A lake with a soft shore inside a convex park; `share` of the way from the shore to the park's middle stays green. */
export function lakeIn(park: readonly Point[], middle: Point, share: number, wave: number): Point[] {
  const corners = park.flatMap((point, k) => {
    const following = park[(k + 1) % park.length]
    const steps = Math.max(1, Math.round(distance(point, following) / 60))
    return Array.from({ length: steps }, (_, step) => along(point, following, step / steps))
  })
  const shore = corners.map((point, k) => along(point, middle, share + 0.13 * Math.sin(k * 1.9 + wave)))
  return rounded(shore, 2)
}
