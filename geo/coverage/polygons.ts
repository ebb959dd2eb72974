import polylabel from 'polylabel'
import type { Cells } from '../cells/types'
import type { Coverage } from './coverage'
import { type Area, ringsOfEdges } from '../planar/dissolve'
import { type Frame, fromUnits, type LngLat, type MultiPolygonRings, UNITS_PER_METRE } from '../planar/frame'
import { doubledArea } from '../planar/ring'

export interface GridPolygon {
  /** The number that the assignment uses. */
  grid: number
  /** Exact tiling: a border between two grids has the same positions, to the bit, in the rings of both. */
  polygons: MultiPolygonRings
  /** A point well inside the largest part, for the label. */
  labelPoint: LngLat
  areaSquareMetres: number
  perimeterMetres: number
  /** 4π · area ÷ perimeter²; 1 is a disc (Polsby and Popper 1991). */
  polsbyPopper: number
}

/**
 * The polygons of the grids, in the order of their numbers. `assignment[b]` is the grid of building b of the cells, negative
 * for none; loose faces go with their owner. Together the polygons tile the communities whose buildings are all assigned.
 */
export function gridPolygons(cells: Cells, assignment: ArrayLike<number>): GridPolygon[] {
  return polygonsOfFaces(
    cells,
    Array.from(cells.owner, (owner) => (owner < 0 ? -1 : assignment[owner])),
  )
}

/** The communities as they stand on the integer grid: what the polygons of their grids tile exactly. */
export function communityPolygons(cells: Cells): GridPolygon[] {
  return polygonsOfFaces(cells, cells.community)
}

function polygonsOfFaces(
  { frame, coordinates, faceOf }: Cells,
  gridOfFace: ArrayLike<number>,
): GridPolygon[] {
  const edges = new Map<number, number[]>()
  for (let half = 0; half < faceOf.length; half++) {
    const grid = faceOf[half] < 0 ? -1 : gridOfFace[faceOf[half]]
    const other = faceOf[half ^ 1] < 0 ? -1 : gridOfFace[faceOf[half ^ 1]]
    if (grid < 0 || grid === other) continue
    let list = edges.get(grid)
    if (!list) edges.set(grid, (list = []))
    const [from, to] = [2 * half, 2 * (half ^ 1)]
    list.push(coordinates[from], coordinates[from + 1], coordinates[to], coordinates[to + 1])
  }
  return [...edges.keys()]
    .sort((a, b) => a - b)
    .map((grid) => describeGrid(frame, grid, edges.get(grid) ?? []))
}

/** The polygon of one grid from its directed border edges, the grid on their left. */
export function describeGrid(frame: Frame, grid: number, edges: number[]): GridPolygon {
  const areas = ringsOfEdges(edges)
  let perimeterUnits = 0
  for (let at = 0; at < edges.length; at += 4)
    perimeterUnits += Math.hypot(edges[at + 2] - edges[at], edges[at + 3] - edges[at + 1])
  const doubledUnits = areas
    .flatMap(({ outer, holes }) => [outer, ...holes])
    .reduce((sum, ring) => sum + doubledArea(ring), 0)
  return {
    grid,
    polygons: areas.map(({ outer, holes }) => [outer, ...holes].map((ring) => closedRing(frame, ring))),
    labelPoint: labelPoint(frame, areas[0]),
    areaSquareMetres: doubledUnits / 2 / UNITS_PER_METRE ** 2,
    perimeterMetres: perimeterUnits / UNITS_PER_METRE,
    polsbyPopper: (2 * Math.PI * doubledUnits) / perimeterUnits ** 2,
  }
}

function closedRing(frame: Frame, ring: number[]): LngLat[] {
  const positions: LngLat[] = []
  for (let at = 0; at < ring.length; at += 2) positions.push(fromUnits(frame, ring[at], ring[at + 1]))
  positions.push([...positions[0]])
  return positions
}

/** To what the place of a label is found, units: two metres, and finer where that is wider than the area. */
const LABEL_PRECISIONS = [2 * UNITS_PER_METRE, 10, 0.5, 0.02]

/** Pole of inaccessibility of the area (polylabel). */
function labelPoint(frame: Frame, { outer, holes }: Area): LngLat {
  const rings = [outer, ...holes].map((ring) => {
    const points: [number, number][] = []
    for (let at = 0; at <= ring.length; at += 2)
      points.push([ring[at % ring.length], ring[(at + 1) % ring.length]])
    return points
  })
  let pole = polylabel(rings, LABEL_PRECISIONS[0])
  for (const precision of LABEL_PRECISIONS.slice(1))
    if (pole.distance <= 1) pole = polylabel(rings, precision)
  const [x, y] = pole
  return pole.distance > 1 ? fromUnits(frame, Math.round(x), Math.round(y)) : fromUnits(frame, x, y)
}

/** The polygon of one grid of an editable coverage, or of all unassigned ground for −1; nothing where there is none. Linear in the edges of the grid. */
export function coveragePolygon(coverage: Coverage, grid: number): GridPolygon | undefined {
  return unionPolygon(coverage, grid, new Set([grid]))
}

/** The polygon of some faces as one, numbered −1; nothing where there is none. Linear in their edges. */
export function polygonOfFaces(coverage: Coverage, faces: ReadonlySet<number>): GridPolygon | undefined {
  const edges: number[] = []
  for (const face of faces)
    for (const id of coverage.edgesOfFace(face)) {
      const { x1, y1, x2, y2, left, right } = coverage.edge(id)
      const isLeft = left === face
      if (faces.has(isLeft ? right : left)) continue
      edges.push(...(isLeft ? [x1, y1, x2, y2] : [x2, y2, x1, y1]))
    }
  return edges.length > 0 ? describeGrid(coverage.frame, -1, edges) : undefined
}

/** The polygon of several grids as one, numbered `number`: an upper grid over its groups. Linear in their edges. */
export function unionPolygon(
  coverage: Coverage,
  number: number,
  grids: ReadonlySet<number>,
): GridPolygon | undefined {
  const edges: number[] = []
  for (const grid of grids)
    for (const face of coverage.facesOfGrid(grid))
      for (const id of coverage.edgesOfFace(face)) {
        const { x1, y1, x2, y2, left, right } = coverage.edge(id)
        const isLeft = left === face
        const other = isLeft ? right : left
        if (other >= 0 && grids.has(coverage.gridOf(other))) continue
        edges.push(...(isLeft ? [x1, y1, x2, y2] : [x2, y2, x1, y1]))
      }
  return edges.length > 0 ? describeGrid(coverage.frame, number, edges) : undefined
}
