import type { Bounds } from '../bounds'

/** Points in Web Mercator, from 0 to 1 in both directions. */
export interface Projected {
  x: Float64Array
  y: Float64Array
}

/** Points that stand close together, or one alone. */
export interface Cluster {
  /** Degrees: the mean of the points. */
  lng: number
  lat: number
  count: number
  /** Index of one of the points: the point, where it is alone. */
  index: number
  /** How many are marked. */
  marked: number
}

const TILE_PIXELS = 512
/** From this zoom on, only what is a few steps apart shares a cell. */
const DEEPEST_ZOOM = 17
const DEEPEST_CELL = 1e-7

/** Returns positions in Web Mercator. Linear. */
export function project(positions: readonly { lng: number; lat: number }[]): Projected {
  const x = new Float64Array(positions.length)
  const y = new Float64Array(positions.length)
  positions.forEach(({ lng, lat }, index) => {
    x[index] = (lng + 180) / 360
    y[index] = mercator(lat)
  })
  return { x, y }
}

function mercator(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}

function latitude(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
}

/** Returns the width of a cell in Web Mercator at a zoom; from the deepest on, four metres at the equator. */
function cellSize(zoom: number, cellPixels: number): number {
  return zoom >= DEEPEST_ZOOM ? DEEPEST_CELL : cellPixels / (TILE_PIXELS * 2 ** zoom)
}

interface Cell {
  count: number
  x: number
  y: number
  index: number
  marked: number
}

/**
 * Returns the points within bounds, those of one cell of a fixed raster of `cellPixels` as one cluster. The raster
 * belongs to the world and the integer zoom, so clusters stay where they are while the map is moved or data arrives.
 * Linear in the points.
 */
export function clusterPoints(
  { x, y }: Projected,
  isMarked: (index: number) => boolean,
  { zoom, bounds, cellPixels = 56 }: { zoom: number; bounds: Bounds; cellPixels?: number },
): Cluster[] {
  const size = cellSize(Math.floor(zoom), cellPixels)
  const [west, east] = [(bounds[0] + 180) / 360 - size, (bounds[2] + 180) / 360 + size]
  const [north, south] = [mercator(bounds[3]) - size, mercator(bounds[1]) + size]
  const cells = new Map<number, Cell>()
  const columns = Math.ceil(1 / size)
  for (let index = 0; index < x.length; index++) {
    if (x[index] < west || x[index] > east || y[index] < north || y[index] > south) continue
    const key = Math.floor(y[index] / size) * columns + Math.floor(x[index] / size)
    const cell = cells.get(key)
    const mark = isMarked(index) ? 1 : 0
    if (!cell) cells.set(key, { count: 1, x: x[index], y: y[index], index, marked: mark })
    else {
      cell.count++
      cell.x += x[index]
      cell.y += y[index]
      cell.marked += mark
    }
  }
  return [...cells.values()].map(({ count, x, y, index, marked }) => ({
    lng: (x / count) * 360 - 180,
    lat: latitude(y / count),
    count,
    index,
    marked,
  }))
}
