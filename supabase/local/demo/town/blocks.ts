import {
  centroid,
  clip,
  contains,
  cross,
  distance,
  dot,
  left,
  scale,
  signedArea,
  subtract,
  unit,
} from './plane'
import { distanceToLine, type Parcel, type Point } from './plane'
import type { Random } from '../random'
import { CLEARANCE, outline, warp, type Face, type LineClass } from './roads'

/** What a block is used for; the first five are lived in. */
export type Use =
  | 'courtyard'
  | 'slab'
  | 'tower'
  | 'villas'
  | 'village'
  | 'school'
  | 'commerce'
  | 'office'
  | 'hospital'
  | 'factory'
  | 'park'
  | 'stadium'

export interface Block {
  face: number
  parcel: Parcel
  use: Use
  /** Distance of the block's middle from the old centre, metres. */
  fromCentre: number
  /** Index of the anchor that fixed its use, or −1. */
  anchor: number
}

export interface LocalRoad {
  class: LineClass
  points: Point[]
}

/** Places that are fixed on the plan of the town: at lattice position (u, v), once the block is small enough. */
export const ANCHORS: { key: string; u: number; v: number; use: Use; atMost: number; lake: number }[] = [
  { key: 'lake-park', u: 6.3, v: 3.35, use: 'park', atMost: 115_000, lake: 0.34 },
  { key: 'south-park', u: 2.35, v: 1.35, use: 'park', atMost: 90_000, lake: 0.42 },
  { key: 'old-park', u: 4.45, v: 3.7, use: 'park', atMost: 42_000, lake: 0.55 },
  { key: 'north-park', u: 5.3, v: 5.55, use: 'park', atMost: 60_000, lake: 0 },
  { key: 'west-park', u: 0.6, v: 3.6, use: 'park', atMost: 60_000, lake: 0.5 },
  { key: 'stadium', u: 5.4, v: 1.6, use: 'stadium', atMost: 70_000, lake: 0 },
  { key: 'square', u: 4.4, v: 4.25, use: 'commerce', atMost: 45_000, lake: 0 },
  { key: 'hospital', u: 2.6, v: 3.4, use: 'hospital', atMost: 40_000, lake: 0 },
  { key: 'hospital-east', u: 7.4, v: 2.6, use: 'hospital', atMost: 36_000, lake: 0 },
  { key: 'plant', u: 0.4, v: 0.6, use: 'factory', atMost: 90_000, lake: 0 },
  { key: 'works', u: 7.6, v: 5.5, use: 'factory', atMost: 80_000, lake: 0 },
  { key: 'mill', u: 0.5, v: 5.4, use: 'village', atMost: 40_000, lake: 0 },
  { key: 'ferry', u: 7.5, v: 0.5, use: 'village', atMost: 42_000, lake: 0 },
  { key: 'willow', u: 3.4, v: 0.35, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'north', u: 3.4, v: 5.6, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'bank', u: 5.6, v: 0.3, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'terrace', u: 7.5, v: 3.6, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'west', u: 0.6, v: 4.4, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'east', u: 6.5, v: 1.3, use: 'village', atMost: 36_000, lake: 0 },
  { key: 'inner', u: 2.4, v: 4.7, use: 'village', atMost: 30_000, lake: 0 },
  { key: 'gate', u: 1.5, v: 2.6, use: 'village', atMost: 30_000, lake: 0 },
]

/** The middle of the old town. */
export const OLD_CENTRE = warp(4.1, 3.6)

const OLD_TOWN_METRES = 800

/** Divides the blocks between main lines by local roads until each is one estate, school, park and so on. */
export function divide(faces: readonly Face[], random: Random): { blocks: Block[]; roads: LocalRoad[] } {
  const blocks: Block[] = []
  const roads: LocalRoad[] = []
  faces.forEach((face, index) => {
    const river = face.sides.find(({ arc }) => arc.class === 'river')?.arc.points
    const cut = (parcel: Parcel, depth: number): void => {
      const leaf = leafOf(parcel, depth, index, random)
      if (leaf) {
        blocks.push(leaf)
        return
      }
      const lineClass = depth < 2 ? 'tertiary' : 'residential'
      const { halves, line } = halve(parcel, CLEARANCE[lineClass], random)
      roads.push({ class: lineClass, points: river ? offTheBank(line, river) : line })
      halves.forEach((half) => cut(half, depth + 1))
    }
    cut(outline(face), 0)
  })
  return { blocks: tempered(blocks), roads }
}

function leafOf(parcel: Parcel, depth: number, face: number, random: Random): Block | undefined {
  const area = signedArea(parcel.points)
  const middle = centroid(parcel.points)
  const fromCentre = distance(middle, OLD_CENTRE)
  const anchor = ANCHORS.findIndex(({ u, v }) => contains(parcel.points, warp(u, v)))
  const block = (use: Use) => ({ face, parcel, use, fromCentre, anchor })
  if (anchor >= 0) return area <= ANCHORS[anchor].atMost ? block(ANCHORS[anchor].use) : undefined
  if (area > wantedArea(fromCentre, random) && depth < 5) return undefined
  return block(useAt(fromCentre, area, random))
}

/** What one block of main roads holds at most, so that no community is all towers or all offices. */
const MOST: Partial<Record<Use, number>> = { tower: 2, villas: 1, school: 1, commerce: 2, office: 2, park: 1 }

/** Turns what is too much of one kind into ordinary estates, in the order in which blocks were made. */
function tempered(blocks: readonly Block[]): Block[] {
  const counts = new Map<string, number>()
  return blocks.map((block) => {
    const key = `${block.face}/${block.use}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    const tooMany = counts.get(key)! > (MOST[block.use] ?? Infinity) && block.anchor < 0
    return tooMany ? { ...block, use: block.fromCentre < OLD_TOWN_METRES ? 'courtyard' : 'slab' } : block
  })
}

/** Blocks are small in the old centre and grow outwards, square metres. */
function wantedArea(fromCentre: number, random: Random): number {
  const base = fromCentre < OLD_TOWN_METRES ? 17_000 : fromCentre < 1250 ? 34_000 : 46_000
  return base * random.between(0.75, 1.45)
}

const USES: Use[] = ['courtyard', 'slab', 'tower', 'villas', 'school', 'commerce', 'office', 'park']

function useAt(fromCentre: number, area: number, random: Random): Use {
  if (area < 7_000) return random.pick(['commerce', 'courtyard', 'park', 'office'])
  if (fromCentre < OLD_TOWN_METRES) return USES[random.weighted([64, 10, 3, 0, 6, 9, 6, 2])]
  if (fromCentre < 1250) return USES[random.weighted([24, 48, 7, 0, 7, 5, 5, 2])]
  return USES[random.weighted([6, 51, 18, 5, 8, 4, 4, 3])]
}

/** Cuts a parcel in two across its longer direction, not quite in the middle. */
function halve(parcel: Parcel, clearance: number, random: Random): { halves: Parcel[]; line: Point[] } {
  const axis = longAxis(parcel.points)
  const spans = parcel.points.map((point) => dot(point, axis))
  const [low, high] = [Math.min(...spans), Math.max(...spans)]
  const origin = scale(axis, low + (high - low) * random.between(0.42, 0.58))
  const first = clip(parcel, origin, axis, clearance)
  const second = clip(parcel, origin, scale(axis, -1), clearance)
  const ends = first.points.filter((point) => Math.abs(dot(subtract(point, origin), axis)) < 1e-6)
  return { halves: [first, second], line: [ends[0], ends[ends.length - 1]] }
}

/** Direction of the longer side of the smallest box around the points that has a side along one of theirs. */
function longAxis(points: readonly Point[]): Point {
  let best = { area: Infinity, axis: [1, 0] as Point }
  points.forEach((point, k) => {
    const side = subtract(points[(k + 1) % points.length], point)
    if (Math.hypot(...side) < 20) return
    const axis = unit(side)
    const span = (direction: Point) => {
      const values = points.map((each) => dot(each, direction))
      return Math.max(...values) - Math.min(...values)
    }
    const [length, depth] = [span(axis), span(left(axis))]
    if (length * depth < best.area) best = { area: length * depth, axis: length >= depth ? axis : left(axis) }
  })
  return best.axis
}

/** Takes the part of a local road that lies on the river's bank off its end. */
function offTheBank(line: Point[], river: readonly Point[]): Point[] {
  const free = CLEARANCE.river - 10
  const pull = (end: Point, other: Point): Point => {
    const length = distance(end, other)
    for (let metres = 0; metres < length; metres += 2) {
      const point: Point = [
        end[0] + ((other[0] - end[0]) * metres) / length,
        end[1] + ((other[1] - end[1]) * metres) / length,
      ]
      if (distanceToLine(point, river) >= free) return point
    }
    return end
  }
  return [pull(line[0], line[1]), pull(line[1], line[0])]
}

/** Direction of the side that runs most nearly west to east, radians in (−45°, 45°], long sides first. */
export function eastwardAngle(points: readonly Point[]): number {
  let best = { weight: -1, angle: 0 }
  points.forEach((point, k) => {
    const side = subtract(points[(k + 1) % points.length], point)
    const flat: Point = side[0] < 0 ? [-side[0], -side[1]] : side
    const length = Math.hypot(...flat)
    const angle = Math.atan2(cross([1, 0], flat), flat[0])
    if (Math.abs(angle) > Math.PI / 4) return
    const weight = length * Math.cos(angle) ** 4
    if (weight > best.weight) best = { weight, angle }
  })
  return best.angle
}
