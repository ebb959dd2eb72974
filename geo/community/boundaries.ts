/** Boundaries for communities that come without: drawn around their buildings. */
import { buildCells } from '../cells/build'
import type { BuildingInput } from '../cells/types'
import { type GridPolygon, gridPolygons } from '../coverage/polygons'
import { GeoError } from '../error'
import { frameAround, type LngLat, toLngLat, toMetres } from '../planar/frame'

export interface CommunityMember {
  position: LngLat
  /** 0-based number of the community. */
  community: number
}

/** How far a boundary stays from the outermost buildings, metres, where nothing else is said. */
export const BUFFER_METRES = 60

/**
 * A boundary for each community with buildings, in the order of their numbers: the ground that is nearer to its buildings than
 * to those of any other, up to about `bufferMetres` from the outermost ones. Neighbours share the very same vertices, and
 * ground that buildings enclose belongs to one of them. A community whose buildings lie apart gets several polygons.
 *
 * Empty ground is held by places of its own, set on a square lattice where no building is within two buffers, so that one
 * Voronoi diagram cuts everything. About n log n in the buildings plus the lattice.
 */
export function communityBoundaries(members: CommunityMember[], bufferMetres = BUFFER_METRES): GridPolygon[] {
  if (!(bufferMetres > 0)) throw new GeoError('bad-buffer', bufferMetres)
  if (members.length === 0) return []
  const frame = frameAround(members.map(({ position }) => position))
  const places = members.map(({ position }) => toMetres(frame, position))
  const lattice = new Lattice(places, bufferMetres)
  const buildings = [...places, ...lattice.emptyPlaces()].map(([x, y]): BuildingInput => ({
    position: toLngLat(frame, x, y),
    households: 0,
    compound: -1,
    community: -1,
  }))
  const outline = lattice.outline().map(([x, y]) => toLngLat(frame, x, y))
  const { cells } = buildCells({ buildings, communities: [[[outline]]], barriers: [], crossings: [] })
  return gridPolygons(
    cells,
    cells.inputIndex.map((index) => members[index]?.community ?? -1),
  )
}

/** In buffers: empty places stay this far from buildings, and are set no farther than that. */
const FREE = 2
const FAR = 4

/** Squares of one buffer's side over the buildings and a margin. */
class Lattice {
  private readonly west: number
  private readonly south: number
  private readonly columns: number
  private readonly rows: number

  constructor(
    private readonly places: [number, number][],
    private readonly side: number,
  ) {
    const margin = (FAR + 2) * side
    const extent = (axis: 0 | 1): [number, number] =>
      places.reduce(([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [
        Infinity,
        -Infinity,
      ] as [number, number])
    const [[west, east], [south, north]] = [extent(0), extent(1)]
    this.west = west - margin
    this.south = south - margin
    this.columns = Math.ceil((east + margin - this.west) / side)
    this.rows = Math.ceil((north + margin - this.south) / side)
  }

  /** The rectangle that holds everything, closed. */
  outline(): [number, number][] {
    const [east, north] = [this.west + this.columns * this.side, this.south + this.rows * this.side]
    return [
      [this.west, this.south],
      [east, this.south],
      [east, north],
      [this.west, north],
      [this.west, this.south],
    ]
  }

  /** Middles of the squares around the built-up ground that one can reach from outside without coming near a building. */
  emptyPlaces(): [number, number][] {
    const outside = this.floodFromEdge(this.near(FREE))
    const wanted = this.near(FAR)
    const places: [number, number][] = []
    for (let square = 0; square < outside.length; square++)
      if (outside[square] && wanted[square]) places.push(this.middle(square))
    return places
  }

  private middle(square: number): [number, number] {
    return [
      this.west + ((square % this.columns) + 0.5) * this.side,
      this.south + (Math.floor(square / this.columns) + 0.5) * this.side,
    ]
  }

  private near(buffers: number): Uint8Array {
    const near = new Uint8Array(this.columns * this.rows)
    for (const [x, y] of this.places) {
      const column = Math.floor((x - this.west) / this.side)
      const row = Math.floor((y - this.south) / this.side)
      for (let up = row - buffers - 1; up <= row + buffers + 1; up++)
        for (let right = column - buffers - 1; right <= column + buffers + 1; right++) {
          const square = up * this.columns + right
          const [middleX, middleY] = this.middle(square)
          if (Math.hypot(middleX - x, middleY - y) < buffers * this.side) near[square] = 1
        }
    }
    return near
  }

  private floodFromEdge(walls: Uint8Array): Uint8Array {
    const reached = new Uint8Array(walls.length)
    const open = [0]
    reached[0] = 1
    for (let square = open.pop(); square !== undefined; square = open.pop()) {
      const column = square % this.columns
      const neighbours = [square - this.columns, square + this.columns]
      if (column > 0) neighbours.push(square - 1)
      if (column < this.columns - 1) neighbours.push(square + 1)
      for (const next of neighbours)
        if (next >= 0 && next < walls.length && !walls[next] && !reached[next]) {
          reached[next] = 1
          open.push(next)
        }
    }
    return reached
  }
}
