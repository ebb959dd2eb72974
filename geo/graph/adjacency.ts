import type { Instance } from './instance'

/**
 * Neighbours of every building in compressed rows: those of `v` stand in `neighbour[start[v] .. start[v + 1])`, the
 * ones that may share its grid first, up to `allowedEnd[v]`. `borderLength` is the length shared with each, metres.
 */
export interface Adjacency {
  start: Int32Array
  allowedEnd: Int32Array
  neighbour: Int32Array
  borderLength: Float64Array
}

/** Merges allowed and all neighbour pairs of an instance; pairs over a community border and repeated pairs are not allowed twice. O(n + m). */
export function buildAdjacency(instance: Instance): Adjacency {
  const { count, community } = instance
  const allowed = rowsOf(count, instance.edges, (a, b) => a !== b && community[a] === community[b])
  const all = rowsOf(count, instance.allEdges, (a, b) => a !== b)
  const start = new Int32Array(count + 1)
  const allowedEnd = new Int32Array(count)
  const neighbour = new Int32Array(allowed.target.length + all.target.length)
  const borderLength = new Float64Array(neighbour.length)
  const slot = new Int32Array(count).fill(-1)
  let size = 0
  for (let v = 0; v < count; v++) {
    start[v] = size
    for (let i = allowed.start[v]; i < allowed.start[v + 1]; i++) {
      const u = allowed.target[i]
      if (slot[u] >= start[v]) continue
      slot[u] = size
      neighbour[size++] = u
    }
    allowedEnd[v] = size
    for (let i = all.start[v]; i < all.start[v + 1]; i++) {
      const u = all.target[i]
      if (slot[u] < start[v]) {
        slot[u] = size
        neighbour[size++] = u
      }
      borderLength[slot[u]] += instance.allEdgeLengths[all.pair[i]]
    }
  }
  start[count] = size
  return { start, allowedEnd, neighbour: neighbour.slice(0, size), borderLength: borderLength.slice(0, size) }
}

function rowsOf(count: number, pairs: Int32Array, keep: (a: number, b: number) => boolean) {
  const start = new Int32Array(count + 1)
  for (let i = 0; i < pairs.length; i += 2) {
    if (!keep(pairs[i], pairs[i + 1])) continue
    start[pairs[i] + 1]++
    start[pairs[i + 1] + 1]++
  }
  for (let v = 0; v < count; v++) start[v + 1] += start[v]
  const next = start.slice(0, count)
  const target = new Int32Array(start[count])
  const pair = new Int32Array(start[count])
  for (let i = 0; i < pairs.length; i += 2) {
    const a = pairs[i]
    const b = pairs[i + 1]
    if (!keep(a, b)) continue
    target[next[a]] = b
    pair[next[a]++] = i >> 1
    target[next[b]] = a
    pair[next[b]++] = i >> 1
  }
  return { start, target, pair }
}

/**
 * Connected components over allowed neighbours of the buildings for which `member` is 1, each in order of its
 * buildings; with `label`, only buildings of the same label are connected. O(n + m).
 */
export function connectedComponents(
  adjacency: Adjacency,
  member: Uint8Array,
  label?: Int32Array,
): Int32Array[] {
  const seen = new Uint8Array(member.length)
  const queue = new Int32Array(member.length)
  const components: Int32Array[] = []
  for (let seed = 0; seed < member.length; seed++) {
    if (seen[seed] || !member[seed]) continue
    let size = 0
    queue[size++] = seed
    seen[seed] = 1
    for (let head = 0; head < size; head++) {
      const v = queue[head]
      for (let i = adjacency.start[v]; i < adjacency.allowedEnd[v]; i++) {
        const u = adjacency.neighbour[i]
        if (seen[u] || !member[u] || (label && label[u] !== label[v])) continue
        seen[u] = 1
        queue[size++] = u
      }
    }
    components.push(queue.slice(0, size).sort())
  }
  return components
}
