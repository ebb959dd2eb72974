/** Sites: a place of its own for each building, strictly inside its block and apart from all others. */
import { pointKey } from '../planar/exact'
import { type Frame, isWithinReach, toUnits, UNITS_PER_METRE } from '../planar/frame'
import { TOLERANCES } from '../tolerances'
import type { Blocks } from './blocks'
import type { Footprint } from './footprints'
import type { BuildingInput, CellProblem, CellProblemCode } from './types'

export interface Sites {
  /** x, y of each placed building, units. */
  points: Int32Array
  block: Int32Array
  inputIndex: Int32Array
  problems: CellProblem[]
}

/** Side of the squares of which each takes one site, and distance from borders, in units. */
const SQUARE = 50
/** Least distance between two sites, units. */
export const APART = 25
const CLEARANCE = 6
const STRAY_UNITS = TOLERANCES.nearCommunityMetres * UNITS_PER_METRE
const WIDEST_RING = 120

/** Places every building that has room in a community, where it stands in its footprint if it has one; the others are reported and left out. */
export function placeSites(
  frame: Frame,
  blocks: Blocks,
  buildings: BuildingInput[],
  footprints: (Footprint | undefined)[],
): Sites {
  const room = new Room(blocks)
  const points: number[] = []
  const block: number[] = []
  const inputIndex: number[] = []
  const problems: CellProblem[] = []
  buildings.forEach((building, index) => {
    const { site, problem } = isWithinReach(frame, building.position)
      ? placeBuilding(
          room,
          blocks,
          standing(footprints[index]) ?? toUnits(frame, building.position),
          building.community,
        )
      : { site: undefined, problem: 'outside-communities' as const }
    if (problem)
      problems.push({
        code: problem,
        buildings: [index],
        community: building.community,
        at: building.position,
      })
    if (!site) return
    points.push(site.x, site.y)
    block.push(site.block)
    inputIndex.push(index)
  })
  return {
    points: Int32Array.from(points),
    block: Int32Array.from(block),
    inputIndex: Int32Array.from(inputIndex),
    problems,
  }
}

function standing(footprint: Footprint | undefined): [number, number] | undefined {
  return footprint && [footprint.x, footprint.y]
}

/** Numbers of the buildings in each block that has any. */
export function groupByBlock({ block }: Pick<Sites, 'block'>): Map<number, number[]> {
  const members = new Map<number, number[]>()
  block.forEach((number, building) => {
    const list = members.get(number)
    if (list) list.push(building)
    else members.set(number, [building])
  })
  return members
}

interface Site {
  x: number
  y: number
  block: number
}

function placeBuilding(
  room: Room,
  blocks: Blocks,
  [x, y]: [number, number],
  stated: number,
): { site?: Site; problem?: CellProblemCode } {
  const standing = blocks.subdivision.locate(x, y)
  const found = standing < 0 ? -1 : blocks.community[standing]
  if (found >= 0 && (stated < 0 || stated === found)) {
    const site = room.take(standing, x, y, WIDEST_RING)
    if (site) return site.x === x && site.y === y ? { site } : { site, problem: 'duplicate-position' }
    return nearby(room, blocks, x, y, found, 'moved-inside') ?? { problem: 'no-room' }
  }
  const moved = nearby(room, blocks, x, y, stated, 'moved-inside')
  if (moved) return moved
  if (found < 0) return { problem: 'outside-communities' }
  const site = room.take(standing, x, y, WIDEST_RING)
  return site ? { site, problem: 'community-mismatch' } : { problem: 'no-room' }
}

/** A site just inside the nearest border of the community (of any, for −1). A building on the very border is no problem. */
function nearby(
  room: Room,
  blocks: Blocks,
  x: number,
  y: number,
  community: number,
  problem: CellProblemCode,
): { site: Site; problem?: CellProblemCode } | undefined {
  for (const border of blocks.nearBorders(x, y, STRAY_UNITS)) {
    const claimed = blocks.community[border.block]
    if (claimed < 0 || (community >= 0 && claimed !== community)) continue
    const site = room.take(border.block, border.x, border.y, 8)
    if (!site) continue
    return Math.hypot(site.x - x, site.y - y) > 2 * SQUARE ? { site, problem } : { site }
  }
  return undefined
}

/** Which squares of the lattice are taken, and by which point. */
class Room {
  private readonly taken = new Map<number, Site>()
  /** Rings around a square that are known to be full. */
  private readonly full = new Map<number, number>()

  constructor(private readonly blocks: Blocks) {}

  /** Takes the point itself where it is free, else the middle of the nearest free square of the block. */
  take(block: number, x: number, y: number, widestRing: number): Site | undefined {
    if (this.isFree(block, x, y)) return this.keep(block, x, y)
    const [column, row] = [Math.floor(x / SQUARE), Math.floor(y / SQUARE)]
    const key = pointKey(column, row)
    for (let ring = this.full.get(key) ?? 0; ring <= widestRing; ring++) {
      for (const [east, north] of ringSquares(ring)) {
        const [siteX, siteY] = [(column + east) * SQUARE + SQUARE / 2, (row + north) * SQUARE + SQUARE / 2]
        if (this.isFree(block, siteX, siteY)) return this.keep(block, siteX, siteY)
      }
      this.full.set(key, ring)
    }
    return undefined
  }

  private keep(block: number, x: number, y: number): Site {
    const site = { x, y, block }
    this.taken.set(pointKey(Math.floor(x / SQUARE), Math.floor(y / SQUARE)), site)
    return site
  }

  private isFree(block: number, x: number, y: number): boolean {
    const [column, row] = [Math.floor(x / SQUARE), Math.floor(y / SQUARE)]
    if (this.taken.has(pointKey(column, row))) return false
    for (const [east, north] of ringSquares(1)) {
      const other = this.taken.get(pointKey(column + east, row + north))
      if (other && Math.hypot(other.x - x, other.y - y) < APART) return false
    }
    const border = this.blocks.border[block]
    return border.contains(x, y) && !border.borderWithin(CLEARANCE, x, y)
  }
}

const rings = new Map<number, [number, number][]>()

/** Squares at a Chebyshev distance, nearest first. */
function ringSquares(ring: number): [number, number][] {
  const known = rings.get(ring)
  if (known) return known
  const squares: [number, number][] = []
  for (let east = -ring; east <= ring; east++)
    for (let north = -ring; north <= ring; north++)
      if (Math.max(Math.abs(east), Math.abs(north)) === ring) squares.push([east, north])
  squares.sort((a, b) => Math.hypot(...a) - Math.hypot(...b))
  rings.set(ring, squares)
  return squares
}
