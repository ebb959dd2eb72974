/** Bridges and crossings: where people may walk over a barrier, the nearest buildings on both sides become neighbours. */
import type { Blocks } from '../cells/blocks'
import { groupByBlock, type Sites } from '../cells/sites'
import type { Cells } from '../cells/types'
import { orient } from '../planar/exact'
import { isWithinReach, type LngLat, toUnits } from '../planar/frame'
import { SlabIndex } from '../planar/slabs'

/** How far from its barrier a crossing given as one position may lie, units. */
const REACH_UNITS = 6_000

/** Pairs of buildings (flat) that crossings link, each in one community, smaller number first. */
export function linkCrossings(cells: Cells, blocks: Blocks, sites: Sites, crossings: LngLat[][]): number[] {
  const inBlock = groupByBlock(sites)
  const links: number[] = []
  const deadEnds = new SlabIndex(blocks.deadEnds)
  for (const crossing of crossings) {
    if (crossing.length === 0 || !crossing.every((position) => isWithinReach(cells.frame, position))) continue
    const path = crossing.map((position) => toUnits(cells.frame, position))
    links.push(...overDeadEnds(blocks, sites, inBlock, deadEnds, path))
    const stops = path.length === 1 ? sidesOf(blocks, path[0]) : stopsAlong(blocks, path)
    const inhabited = stops.filter(({ block }) => inBlock.has(block))
    for (let at = 0; at + 1 < inhabited.length; at++) {
      const [from, to] = [inhabited[at], inhabited[at + 1]]
      if (from.block === to.block || blocks.community[from.block] !== blocks.community[to.block]) continue
      const ends = [from, to].map((stop) => nearest(sites, inBlock.get(stop.block) ?? [], stop.x, stop.y))
      links.push(Math.min(...ends), Math.max(...ends))
    }
  }
  return links
}

interface Stop {
  block: number
  x: number
  y: number
}

/** Where a path leads over a dead end of a barrier, the buildings of the block nearest to the ends of that leg. */
function overDeadEnds(
  { subdivision }: Blocks,
  sites: Sites,
  inBlock: Map<number, number[]>,
  deadEnds: SlabIndex,
  path: [number, number][],
): number[] {
  return path.slice(1).flatMap(([bx, by], at) => {
    const [ax, ay] = path[at]
    const block = subdivision.locate(ax, ay)
    const buildings = inBlock.get(block)
    if (!buildings || !deadEnds.crosses(ax, ay, bx, by) || subdivision.locate(bx, by) !== block) return []
    const [from, to] = [nearest(sites, buildings, ax, ay), nearest(sites, buildings, bx, by)]
    return from === to ? [] : [Math.min(from, to), Math.max(from, to)]
  })
}

/** The blocks on both sides of the barrier nearest to a position. */
function sidesOf(blocks: Blocks, [x, y]: [number, number]): Stop[] {
  const near = blocks.nearBorders(x, y, REACH_UNITS).filter(({ block }) => blocks.community[block] >= 0)
  const first = near[0]
  const second =
    first &&
    near.find(
      ({ block }) => block !== first.block && blocks.community[block] === blocks.community[first.block],
    )
  return second ? [first, second] : []
}

/** The blocks that a path goes through, in order, each at the point where the path enters or leaves it. */
function stopsAlong(blocks: Blocks, path: [number, number][]): Stop[] {
  const { coordinates: c, edgeCount, faceOf } = blocks.subdivision
  const stops: (Stop & { along: number })[] = []
  for (let at = 0; at + 1 < path.length; at++) {
    const [[ax, ay], [bx, by]] = [path[at], path[at + 1]]
    for (let edge = 0; edge < edgeCount; edge++) {
      const [px, py, qx, qy] = c.subarray(4 * edge, 4 * edge + 4)
      const [a, b] = [orient(px, py, qx, qy, ax, ay), orient(px, py, qx, qy, bx, by)]
      if (a > 0 === b > 0 || orient(ax, ay, bx, by, px, py) > 0 === orient(ax, ay, bx, by, qx, qy) > 0)
        continue
      const share = a / (a - b)
      const [x, y] = [ax + share * (bx - ax), ay + share * (by - ay)]
      const sides =
        a > 0 ? [faceOf[2 * edge], faceOf[2 * edge + 1]] : [faceOf[2 * edge + 1], faceOf[2 * edge]]
      sides.forEach((block, side) => stops.push({ block, x, y, along: at + share + side * 1e-9 }))
    }
  }
  return stops.filter(({ block }) => block >= 0).sort((a, b) => a.along - b.along)
}

function nearest(sites: Sites, buildings: number[], x: number, y: number): number {
  const distance = (building: number): number =>
    Math.hypot(sites.points[2 * building] - x, sites.points[2 * building + 1] - y)
  return buildings.reduce((best, building) => (distance(building) < distance(best) ? building : best))
}
