import type { LngLat } from '../../../../../geo/index'

/** Returns a line with both ends carried on straight by so many degrees of latitude. */
export function carriedOn(line: readonly LngLat[], degrees: number): LngLat[] {
  if (line.length < 2) return [...line]
  return [
    beyond(line[1], line[0], degrees),
    ...line,
    beyond(line[line.length - 2], line[line.length - 1], degrees),
  ]
}

function beyond(from: LngLat, to: LngLat, degrees: number): LngLat {
  const scale = Math.cos((to[1] * Math.PI) / 180)
  const [x, y] = [(to[0] - from[0]) * scale, to[1] - from[1]]
  const length = Math.hypot(x, y)
  if (length === 0) return to
  return [to[0] + ((x / length) * degrees) / scale, to[1] + (y / length) * degrees]
}
