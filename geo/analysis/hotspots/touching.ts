import { type Neighbours, neighbourLists } from './neighbours'

/** An area in metres: the rings of all its parts, holes included, closed or not. */
export type AreaRings = readonly (readonly (readonly number[])[])[]

const SQUARE_METRES = 100

type Edge = [unit: number, ax: number, ay: number, bx: number, by: number]

/**
 * Returns as neighbours of areas those whose borders touch (queen contiguity): a corner of one is at most `toleranceMetres` from the
 * border of the other, so that borders of which one has more corners than the other still touch. An area that touches none has
 * none. Cost: corners × edges that are near.
 */
export function neighboursTouching(areas: readonly AreaRings[], toleranceMetres: number): Neighbours {
  const edges: Edge[] = areas.flatMap((rings, unit) =>
    rings.flatMap((ring) =>
      ring.map(([ax, ay], at): Edge => {
        const [bx, by] = ring[(at + 1) % ring.length]
        return [unit, ax, ay, bx, by]
      }),
    ),
  )
  const squares = new EdgeSquares(edges, toleranceMetres)
  const lists = areas.map(() => new Set<number>())
  for (const [unit, x, y] of edges)
    for (const edge of squares.around(x, y)) {
      const [other] = edge
      if (other === unit || lists[unit].has(other) || distanceTo(edge, x, y) > toleranceMetres) continue
      lists[unit].add(other)
      lists[other].add(unit)
    }
  return neighbourLists(lists.map((list) => [...list].sort((one, other) => one - other)))
}

function distanceTo([, ax, ay, bx, by]: Edge, x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** Edges by the squares of 100 m that they cross: those near a place lie in its own. */
class EdgeSquares {
  private readonly squares = new Map<string, Edge[]>()

  constructor(edges: readonly Edge[], toleranceMetres: number) {
    for (const edge of edges) {
      const [, ax, ay, bx, by] = edge
      // Part after part, so that a long edge does not lie in all squares of its frame.
      const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / SQUARE_METRES))
      for (let part = 0; part < parts; part++) {
        const at = (share: number): [number, number] => [ax + (bx - ax) * share, ay + (by - ay) * share]
        this.add(edge, at(part / parts), at((part + 1) / parts), toleranceMetres)
      }
    }
  }

  around(x: number, y: number): readonly Edge[] {
    return this.squares.get(keyOf(squareOf(x), squareOf(y))) ?? []
  }

  private add(edge: Edge, [ax, ay]: [number, number], [bx, by]: [number, number], margin: number): void {
    for (let x = squareOf(Math.min(ax, bx) - margin); x <= squareOf(Math.max(ax, bx) + margin); x++)
      for (let y = squareOf(Math.min(ay, by) - margin); y <= squareOf(Math.max(ay, by) + margin); y++) {
        const key = keyOf(x, y)
        const list = this.squares.get(key)
        if (!list) this.squares.set(key, [edge])
        else if (list.at(-1) !== edge) list.push(edge)
      }
  }
}

const squareOf = (metres: number) => Math.floor(metres / SQUARE_METRES)
const keyOf = (x: number, y: number) => `${x} ${y}`
