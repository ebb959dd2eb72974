import { pointKey } from './exact'

/** Straight edges between grid points: x1, y1, x2, y2 for each, with a bit set that survives cutting and merging. */
export interface Linework {
  coordinates: number[] | Int32Array
  tags: number[] | Uint8Array
}

/** Noded linework: `source` is the edge of the input that a piece came from, the first one where several became one. */
export interface NodedLinework {
  coordinates: Int32Array
  tags: Uint8Array
  source: Int32Array
}

/** Linework of which each edge knows the one it came from. */
export type Sourced = Linework & { source: number[] | Int32Array }

/** Drops edges without length and joins equal ones; `fresh`, where given, is moved along in place. */
export function mergeEdges(lines: Sourced, fresh: Uint8Array | undefined): NodedLinework {
  const vertices = new Map<number, number>()
  const edges = new Map<number, number>()
  const coordinates: number[] = []
  const tags: number[] = []
  const source: number[] = []
  const vertexOf = (x: number, y: number): number => {
    const key = pointKey(x, y)
    let vertex = vertices.get(key)
    if (vertex === undefined) vertices.set(key, (vertex = vertices.size))
    return vertex
  }
  const c = lines.coordinates
  for (let s = 0; s < lines.tags.length; s++) {
    const a = vertexOf(c[4 * s], c[4 * s + 1])
    const b = vertexOf(c[4 * s + 2], c[4 * s + 3])
    if (a === b) continue
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b)
    const known = edges.get(key)
    if (known !== undefined) {
      tags[known] |= lines.tags[s]
      if (lines.source[s] < source[known]) {
        source[known] = lines.source[s]
        for (let at = 0; at < 4; at++) coordinates[4 * known + at] = c[4 * s + at]
      }
      continue
    }
    edges.set(key, tags.length)
    if (fresh) fresh[tags.length] = fresh[s]
    coordinates.push(c[4 * s], c[4 * s + 1], c[4 * s + 2], c[4 * s + 3])
    tags.push(lines.tags[s])
    source.push(lines.source[s])
  }
  return {
    coordinates: Int32Array.from(coordinates),
    tags: Uint8Array.from(tags),
    source: Int32Array.from(source),
  }
}
