import Flatbush from 'flatbush'
import { distanceToSegment } from '../planar/exact'
import { type Frame, type LngLat, toUnits, UNITS_PER_METRE } from '../planar/frame'
import type { Point } from './types'

/** A line to which drawn borders may snap: a road, a river, a compound's wall, a community's border. */
export interface SnapLine {
  kind: string
  path: LngLat[]
}

export interface SnapHit {
  /** Units. */
  point: Point
  /** Whether the point is a vertex of the line, or lies along it. */
  on: 'vertex' | 'edge'
  kind: string
  /** Number of the line. */
  line: number
  distanceMetres: number
}

/** A vertex is preferred to a point along an edge unless it is this much farther away, as a share of the tolerance. */
const VERTEX_PREFERENCE = 0.5

/** Finds where a pointer may snap to: made once for the lines of a district, each search takes microseconds. */
export class SnapIndex {
  private readonly segments: { from: Point; to: Point; line: number }[]
  private readonly index: Flatbush | undefined

  constructor(
    frame: Frame,
    private readonly lines: readonly SnapLine[],
  ) {
    this.segments = lines.flatMap(({ path }, line) => {
      const points = path.map((position) => toUnits(frame, position))
      return points.slice(1).map((to, at) => ({ from: points[at], to, line }))
    })
    if (this.segments.length === 0) return
    this.index = new Flatbush(this.segments.length)
    for (const { from, to } of this.segments)
      this.index.add(
        Math.min(from[0], to[0]),
        Math.min(from[1], to[1]),
        Math.max(from[0], to[0]),
        Math.max(from[1], to[1]),
      )
    this.index.finish()
  }

  /** The best place to snap to within the tolerance, or nothing; `accepts` leaves out lines by their kind. */
  find([x, y]: Point, toleranceMetres: number, accepts?: (kind: string) => boolean): SnapHit | undefined {
    const tolerance = toleranceMetres * UNITS_PER_METRE
    let best: { rank: number; hit: SnapHit } | undefined
    for (const number of this.index?.search(x - tolerance, y - tolerance, x + tolerance, y + tolerance) ??
      []) {
      const { from, to, line } = this.segments[number]
      const { kind } = this.lines[line]
      if (accepts && !accepts(kind)) continue
      for (const { point, on } of placesOn(from, to, x, y)) {
        const distance = Math.hypot(point[0] - x, point[1] - y)
        const rank = distance - (on === 'vertex' ? VERTEX_PREFERENCE * tolerance : 0)
        if (distance <= tolerance && (!best || rank < best.rank))
          best = { rank, hit: { point, on, kind, line, distanceMetres: distance / UNITS_PER_METRE } }
      }
    }
    return best?.hit
  }

  /**
   * The line drawn along a snapping line between two points on it, both included, so that a border can follow a road; the
   * shorter way where the line is closed. Nothing when either point is farther than the tolerance from it.
   */
  follow(line: number, from: Point, to: Point, toleranceMetres: number): Point[] | undefined {
    const segments = this.segments.filter((segment) => segment.line === line)
    const [start, end] = [from, to].map((point) =>
      nearestSegment(segments, point, toleranceMetres * UNITS_PER_METRE),
    )
    if (start === undefined || end === undefined) return undefined
    const [first, last] = [Math.min(start, end), Math.max(start, end)]
    const straight = segments.slice(first, last).map((segment) => segment.to)
    const around = [...segments.slice(last + 1), ...segments.slice(0, first + 1)].map(
      (segment) => segment.from,
    )
    const isClosed = samePoint(segments[0].from, segments[segments.length - 1].to)
    const forwards = start <= end ? straight : straight.reverse()
    const backwards = start <= end ? around.reverse() : around
    const ways = [forwards, ...(isClosed ? [backwards] : [])].map((way) => withoutRepeats([from, ...way, to]))
    return ways.reduce((best, way) => (pathLength(way) < pathLength(best) ? way : best))
  }
}

function placesOn(from: Point, to: Point, x: number, y: number): { point: Point; on: SnapHit['on'] }[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = dx * dx + dy * dy
  const along =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length))
  const foot: Point = [Math.round(from[0] + along * dx), Math.round(from[1] + along * dy)]
  return [
    { point: from, on: 'vertex' },
    { point: to, on: 'vertex' },
    { point: foot, on: 'edge' },
  ]
}

function nearestSegment(
  segments: readonly { from: Point; to: Point }[],
  [x, y]: Point,
  toleranceUnits: number,
): number | undefined {
  let [best, bestDistance] = [-1, Infinity]
  segments.forEach(({ from, to }, at) => {
    const distance = distanceToSegment(x, y, ...from, ...to)
    if (distance < bestDistance) [best, bestDistance] = [at, distance]
  })
  return bestDistance <= toleranceUnits ? best : undefined
}

function withoutRepeats(path: Point[]): Point[] {
  return path.filter((point, at) => at === 0 || !samePoint(point, path[at - 1]))
}

function samePoint(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

function pathLength(path: Point[]): number {
  return path.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - path[at][0], y - path[at][1]), 0)
}
