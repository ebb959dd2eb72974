import { add, along, contains, left, rectangle, scale, subtract, unit, type Point } from './plane'
import type { Random } from '../random'

export type BuildingKind =
  | 'slab'
  | 'tower'
  | 'courtyard'
  | 'villa'
  | 'house'
  | 'school'
  | 'shop'
  | 'office'
  | 'hospital'
  | 'factory'
  | 'hall'

/** A building on its lot, metres. */
export interface Footprint {
  at: Point
  corners: Point[]
  kind: BuildingKind
  storeys: number
  households: number
}

/** How buildings of one kind stand in rows on a lot; lengths in metres. */
interface Pattern {
  kind: BuildingKind
  lengths: number[]
  depth: number
  gap: number
  rowGap: number
  storeys: [number, number]
  /** Households on one storey of a building, by its length. */
  perStorey: (length: number) => number
  /** Storeys that are shops or offices and hold no household. */
  below: number
  /** Share of places left empty for trees, paths and courts. */
  empty: number
}

const staircases = (width: number) => (length: number) => 2 * Math.max(1, Math.round(length / width))
const none = () => 0

const PATTERNS: Record<string, Pattern> = {
  slab: {
    kind: 'slab',
    lengths: [42, 56, 56, 70],
    depth: 12.5,
    gap: 9,
    rowGap: 17,
    storeys: [5, 6],
    perStorey: staircases(15),
    below: 0,
    empty: 0.08,
  },
  tower: {
    kind: 'tower',
    lengths: [32, 32, 44],
    depth: 16,
    gap: 18,
    rowGap: 35,
    storeys: [16, 30],
    perStorey: (length) => (length > 40 ? 6 : 4),
    below: 1,
    empty: 0.08,
  },
  courtyard: {
    kind: 'courtyard',
    lengths: [26, 38, 50],
    depth: 11,
    gap: 6,
    rowGap: 10,
    storeys: [3, 6],
    perStorey: staircases(13),
    below: 0,
    empty: 0.05,
  },
  villas: {
    kind: 'villa',
    lengths: [20, 28],
    depth: 13,
    gap: 9,
    rowGap: 15,
    storeys: [3, 3],
    perStorey: (length) => (length > 24 ? 1 : 0.67),
    below: 0,
    empty: 0.1,
  },
  village: {
    kind: 'house',
    lengths: [10, 12, 14],
    depth: 12,
    gap: 3,
    rowGap: 6,
    storeys: [2, 4],
    perStorey: () => 0.9,
    below: 0,
    empty: 0.1,
  },
  school: {
    kind: 'school',
    lengths: [58, 72],
    depth: 15,
    gap: 18,
    rowGap: 24,
    storeys: [4, 5],
    perStorey: none,
    below: 0,
    empty: 0,
  },
  commerce: {
    kind: 'shop',
    lengths: [46, 64],
    depth: 34,
    gap: 16,
    rowGap: 18,
    storeys: [3, 6],
    perStorey: none,
    below: 0,
    empty: 0.1,
  },
  office: {
    kind: 'office',
    lengths: [36, 48],
    depth: 22,
    gap: 22,
    rowGap: 30,
    storeys: [6, 16],
    perStorey: none,
    below: 0,
    empty: 0.1,
  },
  hospital: {
    kind: 'hospital',
    lengths: [64, 80],
    depth: 22,
    gap: 18,
    rowGap: 26,
    storeys: [5, 12],
    perStorey: none,
    below: 0,
    empty: 0,
  },
  factory: {
    kind: 'factory',
    lengths: [90, 110],
    depth: 36,
    gap: 20,
    rowGap: 22,
    storeys: [1, 2],
    perStorey: none,
    below: 0,
    empty: 0.15,
  },
  stadium: {
    kind: 'hall',
    lengths: [66],
    depth: 34,
    gap: 30,
    rowGap: 30,
    storeys: [2, 2],
    perStorey: none,
    below: 0,
    empty: 0,
  },
}

/**
 * Rows of buildings on a convex lot, parallel to `angle` (radians), at most `limit`, each whole inside the lot.
 * Cost: proportional to the number of places tried times the lot's corners.
 */
export function layOut(
  lot: readonly Point[],
  use: string,
  angle: number,
  limit: number,
  random: Random,
): Footprint[] {
  const pattern = PATTERNS[use]
  const turned = lot.map((point) => turn(point, -angle))
  const south = Math.min(...turned.map((point) => point[1]))
  const north = Math.max(...turned.map((point) => point[1]))
  const pitch = pattern.depth + pattern.rowGap
  const rows = Math.floor((north - south + pattern.rowGap) / pitch)
  const slack = (north - south + pattern.rowGap - rows * pitch) / Math.max(1, rows)
  const storeys = random.integer(...pattern.storeys)
  const result: Footprint[] = []
  for (let row = 0; row < rows; row++) {
    const y = south + slack / 2 + pattern.depth / 2 + row * (pitch + slack)
    for (const { x, length } of fillRow(turned, y, pattern, random)) {
      if (result.length >= limit || random.chance(pattern.empty)) continue
      const at = turn([x, y], angle)
      const own = Math.max(pattern.storeys[0], storeys - (random.chance(0.3) ? random.integer(0, 2) : 0))
      const households = Math.round((own - pattern.below) * pattern.perStorey(length))
      result.push({
        at,
        corners: rectangle(at, length, pattern.depth, angle),
        kind: pattern.kind,
        storeys: own,
        households,
      })
    }
  }
  return result
}

function turn([x, y]: Point, angle: number): Point {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  return [x * cosine - y * sine, x * sine + y * cosine]
}

/** Places in one row: lengths drawn until the free width is full, the rest shared among the gaps. */
function fillRow(lot: readonly Point[], y: number, pattern: Pattern, random: Random) {
  const [lowA, highA] = width(lot, y - pattern.depth / 2)
  const [lowB, highB] = width(lot, y + pattern.depth / 2)
  const [low, high] = [Math.max(lowA, lowB), Math.min(highA, highB)]
  const lengths: number[] = []
  let left = high - low + pattern.gap
  const shortest = Math.min(...pattern.lengths)
  while (left >= shortest + pattern.gap) {
    const fitting = pattern.lengths.filter((length) => length + pattern.gap <= left)
    const length = random.pick(fitting)
    lengths.push(length)
    left -= length + pattern.gap
  }
  const more = Math.min(left / Math.max(1, lengths.length), pattern.gap)
  let x = low + (left - more * lengths.length) / 2 + more / 2
  return lengths.map((length) => {
    const place = { x: x + length / 2, length }
    x += length + pattern.gap + more
    return place
  })
}

/** A row of two-storey shops along the sides of a lot that `fronts` says lie on a main road. */
export function shopRow(
  lot: readonly Point[],
  fronts: readonly [Point, Point][],
  setBackMetres: number,
): Footprint[] {
  return fronts.flatMap(([from, to]) => {
    const side = subtract(to, from)
    const length = Math.min(58, Math.hypot(...side) - 14)
    if (length < 24) return []
    const at = add(along(from, to, 0.5), scale(left(unit(side)), setBackMetres + 7))
    const corners = rectangle(at, length, 12, Math.atan2(side[1], side[0]))
    if (!corners.every((corner) => contains(lot, corner))) return []
    return [{ at, corners, kind: 'shop', storeys: 2, households: 0 }]
  })
}

/** West and east end of a convex polygon at height y. */
function width(points: readonly Point[], y: number): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  points.forEach((a, k) => {
    const b = points[(k + 1) % points.length]
    if (a[1] > y === b[1] > y) return
    const x = a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])
    low = Math.min(low, x)
    high = Math.max(high, x)
  })
  return [low, high]
}
