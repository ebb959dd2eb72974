import { crossing, passesThroughPixel } from '../planar/exact'
import type { Point } from './types'

/** A place where the line meets itself: neighbouring parts that fold back, others that come within half a unit. */
export function selfIntersection(line: Point[]): Point | undefined {
  for (let i = 0; i + 1 < line.length; i++)
    for (let j = i + 1; j + 1 < line.length; j++) {
      const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = [line[i], line[i + 1], line[j], line[j + 1]]
      const touches = (px: number, py: number, p: Point, q: Point): boolean =>
        passesThroughPixel(p[0], p[1], q[0], q[1], px, py)
      if (touches(ax, ay, line[j], line[j + 1]) || (ax === dx && ay === dy)) return [ax, ay]
      if (touches(dx, dy, line[i], line[i + 1])) return [dx, dy]
      if (j === i + 1) continue
      if (touches(bx, by, line[j], line[j + 1]) || (bx === dx && by === dy)) return [bx, by]
      if (touches(cx, cy, line[i], line[i + 1]) || (ax === cx && ay === cy)) return [cx, cy]
      const at = crossing(ax, ay, bx, by, cx, cy, dx, dy)
      if (at) return at
    }
  return undefined
}
