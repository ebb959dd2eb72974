import type { Places, Raster } from '../density/raster'

/** Neighbours of units in one list, the unit itself not among them: those of `i` are `neighbour[start[i] .. start[i + 1]]`. */
export interface Neighbours {
  start: Int32Array
  neighbour: Int32Array
}

/** Neighbours from a list for each unit; a unit that is named in its own list, or twice, counts once and not as its neighbour. */
export function neighbourLists(lists: readonly (readonly number[])[]): Neighbours {
  const start = new Int32Array(lists.length + 1)
  const neighbour: number[] = []
  lists.forEach((list, unit) => {
    for (const other of new Set(list)) if (other !== unit) neighbour.push(other)
    start[unit + 1] = neighbour.length
  })
  return { start, neighbour: Int32Array.from(neighbour) }
}

/** Neighbours of places: those at most so far away. Cost: places × places that are near. */
export function neighboursWithin(places: Places, distanceMetres: number): Neighbours {
  const near = new NearPlaces(places, distanceMetres)
  return neighbourLists(Array.from({ length: places.x.length }, (_, unit) => near.around(unit)))
}

/** Cells of a raster, and which of them are neighbours. */
export interface CellUnits {
  /** The number of each unit's cell in the raster. */
  cells: Int32Array
  neighbours: Neighbours
}

/**
 * Returns the cells of a raster of which at least half lies inside (`shareInside`), and as their neighbours those whose middles are
 * at most so far away. Cost: cells × cells within the distance.
 */
export function cellsWithin(raster: Raster, share: Float32Array, distanceMetres: number): CellUnits {
  const { columns, rows, cellMetres } = raster
  const unitOf = new Int32Array(share.length).fill(-1)
  const cells: number[] = []
  share.forEach((part, cell) => {
    if (part >= 0.5) unitOf[cell] = cells.push(cell) - 1
  })
  const steps = stepsWithin(distanceMetres / cellMetres)
  const lists = cells.map((cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)]
    const list: number[] = []
    for (const [x, y] of steps) {
      if (column + x < 0 || column + x >= columns || row + y < 0 || row + y >= rows) continue
      const unit = unitOf[cell + y * columns + x]
      if (unit >= 0) list.push(unit)
    }
    return list
  })
  return { cells: Int32Array.from(cells), neighbours: neighbourLists(lists) }
}

function stepsWithin(radiusCells: number): [x: number, y: number][] {
  const steps: [number, number][] = []
  const reach = Math.floor(radiusCells)
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++)
      if ((x !== 0 || y !== 0) && x * x + y * y <= radiusCells * radiusCells + 1e-9) steps.push([x, y])
  return steps
}

/** Places sorted into squares as wide as the distance, so that what is near lies in nine of them. */
export class NearPlaces {
  private readonly squares = new Map<number, number[]>()

  constructor(
    private readonly places: Places,
    private readonly distanceMetres: number,
  ) {
    for (let place = 0; place < places.x.length; place++) {
      const key = squareKey(...this.square(place))
      const list = this.squares.get(key)
      if (list) list.push(place)
      else this.squares.set(key, [place])
    }
  }

  /** The places at most so far from this one, itself among them. */
  around(place: number): number[] {
    const { x, y } = this.places
    const [column, row] = this.square(place)
    const found: number[] = []
    for (let up = row - 1; up <= row + 1; up++)
      for (let right = column - 1; right <= column + 1; right++)
        for (const other of this.squares.get(squareKey(right, up)) ?? [])
          if (Math.hypot(x[other] - x[place], y[other] - y[place]) <= this.distanceMetres) found.push(other)
    return found
  }

  private square(place: number): [number, number] {
    const side = Math.max(this.distanceMetres, 1e-3)
    return [Math.floor(this.places.x[place] / side), Math.floor(this.places.y[place] / side)]
  }
}

/** One number for a square; squares so far apart that they share it are told apart by the distance. */
function squareKey(column: number, row: number): number {
  return column * 0x2000000 + row
}
