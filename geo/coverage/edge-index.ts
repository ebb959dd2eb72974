import { pointKey } from '../planar/exact'
import type { CoverageEdge } from './types'

/** Side of a square, units: a few cells wide. */
const SQUARE = 5_000
const SPARE = 4

type Segment = Pick<CoverageEdge, 'x1' | 'y1' | 'x2' | 'y2'>

/** Edges by the squares of a fixed lattice that their boxes touch; unlike a packed tree it follows every edit. */
export class EdgeIndex {
  private readonly squares = new Map<number, Set<number>>()

  add(id: number, edge: CoverageEdge): void {
    for (const key of squaresAlong(edge)) {
      const square = this.squares.get(key)
      if (square) square.add(id)
      else this.squares.set(key, new Set([id]))
    }
  }

  remove(id: number, edge: CoverageEdge): void {
    for (const key of squaresAlong(edge)) this.squares.get(key)?.delete(id)
  }

  /** Edges in the squares that a box touches: all that meet the box, and some beside it. */
  search(west: number, south: number, east: number, north: number): Set<number> {
    const found = new Set<number>()
    for (let column = Math.floor(west / SQUARE); column <= Math.floor(east / SQUARE); column++)
      for (let row = Math.floor(south / SQUARE); row <= Math.floor(north / SQUARE); row++)
        for (const id of this.squares.get(pointKey(column, row)) ?? []) found.add(id)
    return found
  }

  /** Edges in the squares that a segment passes: all within four units of it, and some beside it. */
  along(segment: Segment): Set<number> {
    const found = new Set<number>()
    for (const key of squaresAlong(segment)) for (const id of this.squares.get(key) ?? []) found.add(id)
    return found
  }
}

/** Squares that a segment passes, row by row, some units to spare. */
function* squaresAlong({ x1, y1, x2, y2 }: Segment): Generator<number> {
  const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)]
  for (let row = Math.floor((low - SPARE) / SQUARE); row <= Math.floor((high + SPARE) / SQUARE); row++) {
    const enter = Math.min(high, Math.max(low, row * SQUARE - SPARE))
    const leave = Math.min(high, Math.max(low, (row + 1) * SQUARE + SPARE))
    const at = (y: number): number => x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)
    const [a, b] = y1 === y2 ? [x1, x2] : [at(enter), at(leave)]
    for (
      let column = Math.floor((Math.min(a, b) - SPARE) / SQUARE);
      column <= Math.floor((Math.max(a, b) + SPARE) / SQUARE);
      column++
    )
      yield pointKey(column, row)
  }
}
