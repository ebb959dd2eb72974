/**
 * Decisions on the integer grid. Coordinates are integers below 2^25, so differences are below 2^26, products below 2^52
 * and every sign below is exact in plain doubles.
 */
import { EXTENT_UNITS } from './frame'

/** Twice the signed area of the triangle a, b, c: positive when c lies left of a → b. */
export function orient(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/** One number for a grid point: equal exactly when the points are equal. */
export function pointKey(x: number, y: number): number {
  return (x + EXTENT_UNITS) * (2 * EXTENT_UNITS) + (y + EXTENT_UNITS)
}

/** Whether the segment a–b passes through the unit square about the grid point p, away from its own ends. */
export function passesThroughPixel(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
): boolean {
  if ((px === ax && py === ay) || (px === bx && py === by)) return false
  if (px < Math.min(ax, bx) || px > Math.max(ax, bx) || py < Math.min(ay, by) || py > Math.max(ay, by))
    return false
  // A unit diagonal only grazes the squares about the two other corners; taking both would make it the other diagonal.
  if (Math.abs(bx - ax) <= 1 && Math.abs(by - ay) <= 1) return false
  return 2 * Math.abs(orient(ax, ay, bx, by, px, py)) <= Math.abs(bx - ax) + Math.abs(by - ay)
}

/** The crossing of the open segments a–b and c–d rounded to the grid; nothing when they don't cross properly. */
export function crossing(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): [number, number] | undefined {
  const a = orient(cx, cy, dx, dy, ax, ay)
  const b = orient(cx, cy, dx, dy, bx, by)
  if (!((a > 0 && b < 0) || (a < 0 && b > 0))) return undefined
  const c = orient(ax, ay, bx, by, cx, cy)
  const d = orient(ax, ay, bx, by, dx, dy)
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return undefined
  const share = a / (a - b)
  return [Math.round(ax + share * (bx - ax)) + 0, Math.round(ay + share * (by - ay)) + 0]
}

/** Orders directions counter-clockwise from east; zero for the same direction. */
export function compareAngle(ax: number, ay: number, bx: number, by: number): number {
  const upperA = ay > 0 || (ay === 0 && ax > 0) ? 0 : 1
  const upperB = by > 0 || (by === 0 && bx > 0) ? 0 : 1
  if (upperA !== upperB) return upperA - upperB
  return by * ax - ay * bx > 0 ? -1 : by * ax - ay * bx < 0 ? 1 : 0
}

/** Distance of the point p from the segment a–b, in the unit of the coordinates. */
export function distanceToSegment(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length))
  return Math.hypot(px - ax - along * dx, py - ay - along * dy)
}
