/** Planar geometry of the demo town, in metres east and north of its centre. */
export type Point = readonly [number, number]

/** A polygon, counter-clockwise, not closed; `clearances[k]` is what to keep free along the side from point k to k + 1, metres. */
export interface Parcel {
  points: Point[]
  clearances: number[]
}

export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]]
export const subtract = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]]
export const scale = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor]
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1]
export const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0]
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const along = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]
/** Turned a quarter to the left. */
export const left = (a: Point): Point => [-a[1], a[0]]
export const unit = (a: Point): Point => scale(a, 1 / Math.hypot(a[0], a[1]))

/** Area in square metres, positive when counter-clockwise (shoelace). */
export function signedArea(points: readonly Point[]): number {
  let twice = 0
  for (let k = 0; k < points.length; k++) twice += cross(points[k], points[(k + 1) % points.length])
  return twice / 2
}

/** Centre of gravity of a polygon. */
export function centroid(points: readonly Point[]): Point {
  let x = 0
  let y = 0
  for (let k = 0; k < points.length; k++) {
    const a = points[k]
    const b = points[(k + 1) % points.length]
    const weight = cross(a, b)
    x += (a[0] + b[0]) * weight
    y += (a[1] + b[1]) * weight
  }
  const six = 6 * signedArea(points)
  return [x / six, y / six]
}

/** Whether a point is inside a polygon (ray casting). */
export function contains(points: readonly Point[], [x, y]: Point): boolean {
  let inside = false
  for (let k = 0, last = points.length - 1; k < points.length; last = k++) {
    const [ax, ay] = points[k]
    const [bx, by] = points[last]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** Distance of a point to a polyline, metres. Written without intermediate points: it is called millions of times. */
export function distanceToLine([x, y]: Point, line: readonly Point[]): number {
  let least = Infinity
  for (let k = 0; k + 1 < line.length; k++) {
    const [fromX, fromY] = line[k]
    const sideX = line[k + 1][0] - fromX
    const sideY = line[k + 1][1] - fromY
    const share = ((x - fromX) * sideX + (y - fromY) * sideY) / (sideX * sideX + sideY * sideY)
    const kept = share < 0 ? 0 : share > 1 ? 1 : share
    const awayX = x - fromX - kept * sideX
    const awayY = y - fromY - kept * sideY
    least = Math.min(least, awayX * awayX + awayY * awayY)
  }
  return Math.sqrt(least)
}

/** The part of a parcel on the side of `normal` from `origin`; the cut gets `clearance` (Sutherland and Hodgman, 1974). */
export function clip(parcel: Parcel, origin: Point, normal: Point, clearance: number): Parcel {
  const points: Point[] = []
  const clearances: number[] = []
  const { points: all } = parcel
  for (let k = 0; k < all.length; k++) {
    const here = all[k]
    const there = all[(k + 1) % all.length]
    const heightHere = dot(subtract(here, origin), normal)
    const heightThere = dot(subtract(there, origin), normal)
    if (heightHere >= 0) {
      points.push(here)
      clearances.push(parcel.clearances[k])
    }
    if (heightHere >= 0 === heightThere >= 0) continue
    points.push(along(here, there, heightHere / (heightHere - heightThere)))
    clearances.push(heightHere >= 0 ? clearance : parcel.clearances[k])
  }
  return { points, clearances }
}

/** The convex polygon that keeps every side's clearance and `more` metres; empty when nothing is left. */
export function inset(parcel: Parcel, more = 0): Point[] {
  let result: Parcel = { points: boundingBox(parcel.points), clearances: [0, 0, 0, 0] }
  for (let k = 0; k < parcel.points.length; k++) {
    const from = parcel.points[k]
    const to = parcel.points[(k + 1) % parcel.points.length]
    if (distance(from, to) < 0.01) continue
    const normal = left(unit(subtract(to, from)))
    result = clip(result, add(from, scale(normal, parcel.clearances[k] + more)), normal, 0)
  }
  return result.points
}

/** Corners of the upright box around points, counter-clockwise. */
export function boundingBox(points: readonly Point[]): Point[] {
  const xs = points.map((point) => point[0])
  const ys = points.map((point) => point[1])
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const [south, north] = [Math.min(...ys), Math.max(...ys)]
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
}

/** Corners of a rectangle, counter-clockwise, turned by an angle in radians. */
export function rectangle(at: Point, length: number, depth: number, angle: number): Point[] {
  const across = scale([Math.cos(angle), Math.sin(angle)], length / 2)
  const up = scale([-Math.sin(angle), Math.cos(angle)], depth / 2)
  const corner = (i: number, j: number) => add(at, add(scale(across, i), scale(up, j)))
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

/** A polyline moved to its left by metres (to its right when negative), mitred at the bends. */
export function offsetLine(line: readonly Point[], metres: number): Point[] {
  return line.map((point, k) => {
    const before = unit(subtract(line[Math.max(1, k)], line[Math.max(0, k - 1)]))
    const after = unit(subtract(line[Math.min(line.length - 1, k + 1)], line[Math.min(line.length - 2, k)]))
    const middle = unit(add(left(before), left(after)))
    return add(point, scale(middle, metres / Math.max(0.5, dot(middle, left(before)))))
  })
}

/** The band of a polyline: everything within `halfWidth` metres, as a counter-clockwise ring. */
export function band(line: readonly Point[], halfWidth: number): Point[] {
  return [...offsetLine(line, -halfWidth), ...offsetLine(line, halfWidth).reverse()]
}

/** A closed curve through a polygon's rounded corners (Chaikin, 1974), `rounds` times smoothed. */
export function rounded(points: readonly Point[], rounds: number): Point[] {
  let result = [...points]
  for (let round = 0; round < rounds; round++) {
    result = result.flatMap((point, k) => {
      const following = result[(k + 1) % result.length]
      return [along(point, following, 0.25), along(point, following, 0.75)]
    })
  }
  return result
}
