import fc from 'fast-check'
import type { Instance } from '../../../geo/index'

/** Buildings on a grid of cells `width` wide, one metre apart times `scale`; all neighbours allowed within a community. */
export function gridInstance(households: number[], width: number, options: GridOptions = {}): Instance {
  const count = households.length
  const scale = options.scale ?? 20
  const at = (value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i))
  const x = at((i) => (i % width) * scale)
  const y = at((i) => Math.floor(i / width) * scale)
  const community = Int32Array.from({ length: count }, (_, i) => options.community?.(i) ?? 0)
  const pairs: number[] = []
  for (let i = 0; i < count; i++) {
    if ((i + 1) % width && i + 1 < count) pairs.push(i, i + 1)
    if (i + width < count) pairs.push(i, i + width)
  }
  const allEdges = Int32Array.from(pairs)
  const kept = pairs.filter((_, k) => {
    const e = k - (k % 2)
    return community[pairs[e]] === community[pairs[e + 1]] && (options.keeps?.(e / 2) ?? true)
  })
  return {
    count,
    x,
    y,
    households: Float64Array.from(households),
    compound: Int32Array.from({ length: count }, (_, i) => options.compound?.(i) ?? i),
    community,
    cellArea: at(() => scale * scale),
    cellX: x,
    cellY: y,
    cellInertia: at(() => scale ** 4 / 6),
    outerLength: at((i) => {
      const column = i % width
      const sides = [column === 0, column === width - 1 || i === count - 1, i < width, i + width >= count]
      return scale * sides.filter(Boolean).length
    }),
    edges: Int32Array.from(kept),
    edgeLengths: new Float64Array(kept.length / 2).fill(scale),
    allEdges,
    allEdgeLengths: new Float64Array(allEdges.length / 2).fill(scale),
  }
}

export interface GridOptions {
  scale?: number
  community?: (i: number) => number
  compound?: (i: number) => number
  /** Whether pair number `e` stays walkable. */
  keeps?: (e: number) => boolean
}

/** Small instances, many of them degenerate: islands, one building, all on one point, nobody at home, giants, no edges. */
export const instances: fc.Arbitrary<Instance> = fc
  .record({
    households: fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
        { weight: 1, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 400, max: 5_000_000 }) },
      ),
      { minLength: 1, maxLength: 30 },
    ),
    width: fc.integer({ min: 1, max: 6 }),
    scale: fc.constantFrom(0, 0.001, 20, 1e5),
    compoundSize: fc.integer({ min: 1, max: 9 }),
    communitySize: fc.integer({ min: 3, max: 40 }),
    removed: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ households, width, scale, compoundSize, communitySize, removed }) =>
    gridInstance(households, width, {
      scale,
      compound: (i) => Math.floor(i / compoundSize),
      community: (i) => Math.floor(i / communitySize),
      keeps: (e) => removed === 0 || (e * 7 + 3) % 6 >= removed,
    }),
  )
