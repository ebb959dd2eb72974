import type { Instance } from '../graph/instance'

/** Neighbours of each building: those of building b are `items[offsets[b] .. offsets[b + 1]]`. */
export interface Neighbours {
  offsets: Int32Array
  items: Int32Array
}

/** Neighbour lists of flat pairs. */
export function neighboursOf(count: number, pairs: Int32Array): Neighbours {
  const offsets = new Int32Array(count + 1)
  for (const building of pairs) offsets[building + 1]++
  for (let building = 0; building < count; building++) offsets[building + 1] += offsets[building]
  const cursor = offsets.slice()
  const items = new Int32Array(pairs.length)
  for (let at = 0; at < pairs.length; at += 2) {
    items[cursor[pairs[at]]++] = pairs[at + 1]
    items[cursor[pairs[at + 1]]++] = pairs[at]
  }
  return { offsets, items }
}

/** Connected parts of some buildings, the one with most households first (then most buildings, then the lowest number). */
export function walkableParts(
  { offsets, items }: Neighbours,
  buildings: Iterable<number>,
  households: ArrayLike<number>,
): number[][] {
  const left = new Set(buildings)
  const parts: number[][] = []
  for (const start of left) {
    left.delete(start)
    const part = [start]
    for (const building of part)
      for (let at = offsets[building]; at < offsets[building + 1]; at++)
        if (left.delete(items[at])) part.push(items[at])
    parts.push(part)
  }
  const size = (part: number[]): number => part.reduce((sum, building) => sum + households[building], 0)
  return parts.sort((a, b) => size(b) - size(a) || b.length - a.length || Math.min(...a) - Math.min(...b))
}

/** Mean distance of the households of some buildings from their centre, metres; 0 where nobody lives. */
export function meanWalkMetres(instance: Instance, buildings: readonly number[]): number {
  let [total, x, y] = [0, 0, 0]
  for (const building of buildings) {
    total += instance.households[building]
    x += instance.households[building] * instance.x[building]
    y += instance.households[building] * instance.y[building]
  }
  if (total === 0) return 0
  const walk = buildings.reduce(
    (sum, building) =>
      sum +
      instance.households[building] *
        Math.hypot(instance.x[building] - x / total, instance.y[building] - y / total),
    0,
  )
  return walk / total
}
