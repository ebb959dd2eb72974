/** The edges of an area sorted into horizontal slabs: point in area, distance to the border, and clipping without looking at every edge. */
import { distanceToSegment, orient } from './exact'

/** Edges flat as x1, y1, x2, y2; inside is even-odd. */
export class SlabIndex {
  private readonly south: number
  private readonly height: number
  private readonly slabs: number[][]

  constructor(private readonly edges: ArrayLike<number>) {
    let [south, north] = [Infinity, -Infinity]
    for (let at = 1; at < edges.length; at += 2) {
      south = Math.min(south, edges[at])
      north = Math.max(north, edges[at])
    }
    const count = Math.max(1, Math.min(4096, Math.ceil(edges.length / 8)))
    this.south = edges.length > 0 ? south : 0
    this.height = edges.length > 0 ? Math.max(1, (north - south) / count) : 1
    this.slabs = Array.from({ length: count }, () => [])
    for (let at = 0; at < edges.length; at += 4) {
      const last = this.slabOf(Math.max(edges[at + 1], edges[at + 3]))
      for (let slab = this.slabOf(Math.min(edges[at + 1], edges[at + 3])); slab <= last; slab++)
        this.slabs[slab].push(at)
    }
  }

  private slabOf(y: number): number {
    return Math.max(0, Math.min(this.slabs.length - 1, Math.floor((y - this.south) / this.height)))
  }

  /** Whether a point is inside, even-odd; on the border either answer. */
  contains(x: number, y: number): boolean {
    let inside = false
    const { edges } = this
    for (const at of this.slabs[this.slabOf(y)]) {
      const [ay, by] = [edges[at + 1], edges[at + 3]]
      if (ay > y !== by > y && orient(edges[at], ay, edges[at + 2], by, x, y) > 0 === by > ay)
        inside = !inside
    }
    return inside
  }

  /** Whether any border lies closer to the point than `distance`. */
  borderWithin(distance: number, x: number, y: number): boolean {
    const { edges } = this
    for (let slab = this.slabOf(y - distance); slab <= this.slabOf(y + distance); slab++)
      for (const at of this.slabs[slab])
        if (distanceToSegment(x, y, edges[at], edges[at + 1], edges[at + 2], edges[at + 3]) < distance)
          return true
    return false
  }

  /** Whether the segment a–b crosses an edge. */
  crosses(ax: number, ay: number, bx: number, by: number): boolean {
    return this.crossings(ax, ay, bx, by).length > 0
  }

  /** The parts of the segment a–b inside the area, rounded to the grid, appended to `out` as x1, y1, x2, y2. */
  clip(ax: number, ay: number, bx: number, by: number, out: number[]): void {
    const cuts = [0, ...this.meetings(ax, ay, bx, by), 1]
    // The end itself: computed, it may fall on the other side of a half, and the next segment would not meet this one.
    const x = (share: number): number => (share === 1 ? bx : ax + share * (bx - ax))
    const y = (share: number): number => (share === 1 ? by : ay + share * (by - ay))
    for (let at = 0; at + 1 < cuts.length; at++) {
      const middle = (cuts[at] + cuts[at + 1]) / 2
      if (!this.contains(x(middle), y(middle))) continue
      const piece = [x(cuts[at]), y(cuts[at]), x(cuts[at + 1]), y(cuts[at + 1])].map(
        (value) => Math.round(value) + 0,
      )
      if (piece[0] !== piece[2] || piece[1] !== piece[3]) out.push(...piece)
    }
  }

  /** Shares of the way along a–b at which it crosses the border or passes within a unit of a vertex of it, in order. */
  private meetings(ax: number, ay: number, bx: number, by: number): number[] {
    const { edges } = this
    const shares = this.crossings(ax, ay, bx, by)
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const reach = Math.sqrt(length)
    for (let slab = this.slabOf(Math.min(ay, by) - 1); slab <= this.slabOf(Math.max(ay, by) + 1); slab++)
      for (const at of this.slabs[slab])
        for (const end of [at, at + 2]) {
          if (Math.abs(orient(ax, ay, bx, by, edges[end], edges[end + 1])) > reach) continue
          const share = ((edges[end] - ax) * (bx - ax) + (edges[end + 1] - ay) * (by - ay)) / length
          if (share > 0 && share < 1) shares.push(share)
        }
    return [...new Set(shares)].sort((a, b) => a - b)
  }

  /** Shares of the way along a–b at which it crosses the border. */
  private crossings(ax: number, ay: number, bx: number, by: number): number[] {
    const { edges } = this
    const [west, east] = ax < bx ? [ax, bx] : [bx, ax]
    const found = new Set<number>()
    for (let slab = this.slabOf(Math.min(ay, by)); slab <= this.slabOf(Math.max(ay, by)); slab++)
      for (const at of this.slabs[slab]) {
        if (Math.max(edges[at], edges[at + 2]) < west || Math.min(edges[at], edges[at + 2]) > east) continue
        const from = orient(ax, ay, bx, by, edges[at], edges[at + 1])
        const to = orient(ax, ay, bx, by, edges[at + 2], edges[at + 3])
        if (from > 0 === to > 0) continue
        const start = orient(edges[at], edges[at + 1], edges[at + 2], edges[at + 3], ax, ay)
        const end = orient(edges[at], edges[at + 1], edges[at + 2], edges[at + 3], bx, by)
        const share = start / (start - end)
        if (share > 0 && share < 1) found.add(share)
      }
    return [...found]
  }
}
