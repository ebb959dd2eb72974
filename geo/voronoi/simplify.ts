import { distanceToSegment } from '../planar/exact'

/**
 * A path (flat x, y) without the corners that a line within `tolerance` can do without (Douglas and Peucker 1973); ends
 * stay, and of a closed path also the corner farthest from them. O(n²) at worst, n log n as a rule.
 */
export function simplifyPath(path: ArrayLike<number>, tolerance: number): number[] {
  const last = path.length / 2 - 1
  const kept = new Uint8Array(last + 1)
  kept[0] = kept[last] = 1
  const isClosed = path[0] === path[2 * last] && path[1] === path[2 * last + 1]
  const open: [number, number][] = [[0, last]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, to] = next
    const [distance, at] = farthest(path, from, to)
    if (at < 0 || (distance <= tolerance && !(isClosed && from === 0 && to === last))) continue
    kept[at] = 1
    open.push([from, at], [at, to])
  }
  return Array.from(kept.keys())
    .filter((corner) => kept[corner])
    .flatMap((corner) => [path[2 * corner], path[2 * corner + 1]])
}

function farthest(path: ArrayLike<number>, from: number, to: number): [distance: number, corner: number] {
  let [most, at] = [-1, -1]
  for (let corner = from + 1; corner < to; corner++) {
    const distance = distanceToSegment(
      path[2 * corner],
      path[2 * corner + 1],
      path[2 * from],
      path[2 * from + 1],
      path[2 * to],
      path[2 * to + 1],
    )
    if (distance > most) [most, at] = [distance, corner]
  }
  return [most, at]
}
