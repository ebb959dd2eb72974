/**
 * Samples of footprints: points along the outlines whose Voronoi cells, taken together building by building, are the
 * cells of the outlines themselves as nearly as is needed (an area Voronoi diagram by sampling; Okabe, Boots, Sugihara
 * and Chiu 2000, Spatial Tessellations, section 3.6).
 *
 * An outline is halved until no part is longer than 1.4 times its distance from the nearest other building. Whoever
 * leaves a footprint in a straight line crosses its outline in a part whose sample is then nearer than anything
 * foreign (at most 0.7 gaps farther than the outline, the other at least one gap); so the cell contains the footprint,
 * and about 0.15 gaps more, of which `borderTolerance` makes use to draw borders with fewer corners. Parts are no
 * shorter than a metre: where buildings stand closer than about half a metre, wall to wall or one in the other,
 * their samples are set back by 0.25 m and the border runs within 0.3 m of a common wall.
 */
import Flatbush from 'flatbush'
import { distanceToSegment, orient, pointKey } from '../planar/exact'
import type { Blocks } from './blocks'
import { type Footprint, isInside } from './footprints'
import { APART, type Sites } from './sites'

/** Points that stand for buildings: flat x, y, and the building of each. */
export interface Samples {
  points: number[]
  building: number[]
}

const LONGEST_PART = 2_000
const SHORTEST_PART = 100
const PART_PER_GAP = 1.4
const TOUCHING = 50
const SET_BACK = 25

/** How far a border may be moved that runs so far from the nearest samples, units. */
export function borderTolerance(clearance: number): number {
  return clearance < TOUCHING ? Math.min(30, 0.8 * clearance) : Math.min(100, 0.17 * clearance)
}

type Segment = readonly [number, number, number, number]

/** The samples of each block: every building's site, and points along its outline as far as it lies in the building's block. About n log n. */
export function sampleFootprints(
  blocks: Blocks,
  sites: Sites,
  footprints: (Footprint | undefined)[],
): Map<number, Samples> {
  const samples = new Map<number, Samples>()
  const taken = new Set<number>()
  const add = (building: number, x: number, y: number): void => {
    const block = sites.block[building]
    const key = pointKey(x, y)
    if (taken.has(key)) return
    taken.add(key)
    const known = samples.get(block) ?? { points: [], building: [] }
    known.points.push(x, y)
    known.building.push(building)
    samples.set(block, known)
  }
  for (let building = 0; building < sites.block.length; building++)
    add(building, sites.points[2 * building], sites.points[2 * building + 1])
  const outlines = outlinesOf(sites, footprints)
  for (let at = sites.block.length; at < outlines.owner.length; at++) {
    const building = outlines.owner[at]
    const near = outlines.near(at)
    const rings = footprints[building]?.rings ?? []
    halve(outlines.segment(at), near, rings, (x, y) => {
      if (near.some((other) => isPoint(other) && Math.hypot(other[0] - x, other[1] - y) < APART)) return
      if (blocks.border[sites.block[building]].contains(x, y)) add(building, x, y)
    })
  }
  return samples
}

/** All outlines segment by segment after all sites, which are segments without length. */
function outlinesOf(sites: Sites, footprints: (Footprint | undefined)[]) {
  const coordinates: number[] = []
  const owner: number[] = []
  for (let building = 0; building < sites.block.length; building++) {
    const [x, y] = sites.points.subarray(2 * building, 2 * building + 2)
    coordinates.push(x, y, x, y)
    owner.push(building)
  }
  footprints.forEach((footprint, building) => {
    for (const ring of footprint?.rings ?? [])
      for (let at = 0; at < ring.length; at += 2) {
        const next = at + 2 < ring.length ? at + 2 : 0
        coordinates.push(ring[at], ring[at + 1], ring[next], ring[next + 1])
        owner.push(building)
      }
  })
  const segment = (at: number): Segment => coordinates.slice(4 * at, 4 * at + 4) as unknown as Segment
  const index = new Flatbush(Math.max(1, owner.length))
  for (let at = 0; at < owner.length; at++) {
    const [ax, ay, bx, by] = segment(at)
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  }
  if (owner.length === 0) index.add(0, 0, 0, 0)
  index.finish()
  const reach = LONGEST_PART / PART_PER_GAP
  const near = (at: number): Segment[] => {
    const [ax, ay, bx, by] = segment(at)
    const box = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)]
    return index
      .search(box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach, (k) => owner[k] !== owner[at])
      .map(segment)
  }
  return { owner, segment, near }
}

/** Halves a part of an outline until it is short enough for what is near, and adds the middles of the halves. */
function halve(part: Segment, near: Segment[], rings: number[][], add: (x: number, y: number) => void): void {
  const [ax, ay, bx, by] = part
  const gap = near.reduce(
    (least, other) => (least > 0 ? Math.min(least, distance(part, other)) : 0),
    Infinity,
  )
  const limit = Math.min(LONGEST_PART, Math.max(SHORTEST_PART, PART_PER_GAP * gap))
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2]
  const length = Math.hypot(bx - ax, by - ay)
  if (length > limit) {
    halve([ax, ay, x, y], near, rings, add)
    halve([x, y, bx, by], near, rings, add)
  } else if (gap >= TOUCHING || length === 0) add(Math.round(x) + 0, Math.round(y) + 0)
  else {
    const [east, north] = [(-(by - ay) / length) * SET_BACK, ((bx - ax) / length) * SET_BACK]
    const side = [1, -1].find((sign) => isInside(rings, x + sign * east, y + sign * north)) ?? 0
    add(Math.round(x + side * east) + 0, Math.round(y + side * north) + 0)
  }
}

function isPoint([ax, ay, bx, by]: Segment): boolean {
  return ax === bx && ay === by
}

/** Distance between two segments, 0 where they cross. */
function distance([ax, ay, bx, by]: Segment, [cx, cy, dx, dy]: Segment): number {
  const crosses =
    orient(ax, ay, bx, by, cx, cy) > 0 !== orient(ax, ay, bx, by, dx, dy) > 0 &&
    orient(cx, cy, dx, dy, ax, ay) > 0 !== orient(cx, cy, dx, dy, bx, by) > 0
  if (crosses) return 0
  return Math.min(
    distanceToSegment(ax, ay, cx, cy, dx, dy),
    distanceToSegment(bx, by, cx, cy, dx, dy),
    distanceToSegment(cx, cy, ax, ay, bx, by),
    distanceToSegment(dx, dy, ax, ay, bx, by),
  )
}
