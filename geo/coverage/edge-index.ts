import type { CoverageEdge } from './types'

/** Side of a square, units: a few cells wide. */
const SQUARE = 5_000
const SPARE = 4
/** Columns and rows of the lattice on either side of the origin: `EXTENT_UNITS` ÷ `SQUARE`, rounded up. */
const REACH = 8_192

type Segment = Pick<CoverageEdge, 'x1' | 'y1' | 'x2' | 'y2'>

/** Edges by the squares of a fixed lattice that their boxes touch; unlike a packed tree it follows every edit. */
export class EdgeIndex {
  private readonly squares = new Map<number, Set<number>>()

  add(id: number, edge: CoverageEdge): void {
    visitSquares(edge, (key) => {
      const square = this.squares.get(key)
      if (square) square.add(id)
      else this.squares.set(key, new Set([id]))
    })
  }

  remove(id: number, edge: CoverageEdge): void {
    visitSquares(edge, (key) => this.squares.get(key)?.delete(id))
  }

  /** Edges in the squares that a box touches: all that meet the box, and some beside it. */
  search(west: number, south: number, east: number, north: number): Set<number> {
    const found = new Set<number>()
    for (let column = Math.floor(west / SQUARE); column <= Math.floor(east / SQUARE); column++)
      for (let row = Math.floor(south / SQUARE); row <= Math.floor(north / SQUARE); row++)
        for (const id of this.squares.get(squareKey(column, row)) ?? []) found.add(id)
    return found
  }

  /** Edges in the squares that a segment passes: all within four units of it, and some beside it. */
  along(segment: Segment): Set<number> {
    const found = new Set<number>()
    visitSquares(segment, (key) => {
      for (const id of this.squares.get(key) ?? []) found.add(id)
    })
    return found
  }
}

/** One small whole number for a square. */
function squareKey(column: number, row: number): number {
  return (column + REACH) * (2 * REACH) + (row + REACH)
}

/** Visits the squares that a segment passes, row by row, some units to spare. */
function visitSquares({ x1, y1, x2, y2 }: Segment, visit: (key: number) => void): void {
  const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)]
  const lastRow = Math.floor((high + SPARE) / SQUARE)
  for (let row = Math.floor((low - SPARE) / SQUARE); row <= lastRow; row++) {
    let [a, b] = [x1, x2]
    if (y1 !== y2) {
      const enter = Math.min(high, Math.max(low, row * SQUARE - SPARE))
      const leave = Math.min(high, Math.max(low, (row + 1) * SQUARE + SPARE))
      a = x1 + ((enter - y1) / (y2 - y1)) * (x2 - x1)
      b = x1 + ((leave - y1) / (y2 - y1)) * (x2 - x1)
    }
    const lastColumn = Math.floor((Math.max(a, b) + SPARE) / SQUARE)
    for (let column = Math.floor((Math.min(a, b) - SPARE) / SQUARE); column <= lastColumn; column++)
      visit(squareKey(column, row))
  }
}
