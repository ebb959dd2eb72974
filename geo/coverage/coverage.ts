import { type CoverageEdge, type CoverageFace, type Patch } from './types'
import type { Cells } from '../cells/types'
import { GeoError } from '../error'
import { pointKey } from '../planar/exact'
import type { Frame } from '../planar/frame'
import { atOnce, type Steps } from '../steps'
import { EdgeIndex } from './edge-index'
import { invertPatch, sameRecord } from './patch'

/** Faces or edges that are entered between two rests. */
const RECORDS_A_STEP = 512

export type CoverageInput = Pick<
  Cells,
  'frame' | 'coordinates' | 'tags' | 'faceOf' | 'home' | 'owner' | 'block' | 'community' | 'sites'
>

/**
 * The editable coverage of a plan: a planar map in which every face belongs to one grid. Nothing but `apply` changes it, and
 * edits (see `assign`, `border`, `split`) only make patches, so undo and redo are lists of patches.
 */
export class Coverage {
  readonly frame: Frame
  /** x, y of each building's place, units. */
  readonly sites: Int32Array
  /** The face in which each building stands. */
  readonly homeFace: Int32Array
  readonly edges: ReadonlyMap<number, CoverageEdge>
  readonly faces: ReadonlyMap<number, CoverageFace>
  private readonly edgeMap = new Map<number, CoverageEdge>()
  private readonly faceMap = new Map<number, CoverageFace>()
  /** Edges at a point and around a face are few: a short list takes less to make and to walk than a set. */
  private readonly edgesAtPoint = new Map<number, number[]>()
  private readonly edgesByFace = new Map<number, number[]>()
  private readonly facesByGrid = new Map<number, Set<number>>()
  private readonly buildingGrid: Int32Array
  private readonly index = new EdgeIndex()
  private highestEdge = -1
  private highestFace = -1

  private constructor({ frame, sites }: CoverageInput) {
    this.frame = frame
    this.sites = sites
    this.homeFace = new Int32Array(sites.length / 2).fill(-1)
    this.buildingGrid = new Int32Array(this.homeFace.length).fill(-1)
    this.edges = this.edgeMap
    this.faces = this.faceMap
  }

  /** Makes a coverage, resting now and then. `assignment[b]` is the grid of building b, negative for none; loose faces go with their owner. */
  static *inSteps(cells: CoverageInput, assignment: ArrayLike<number>): Steps<Coverage> {
    const coverage = new Coverage(cells)
    for (let id = 0; id < cells.home.length; id++) {
      const owner = cells.owner[id]
      const grid = owner < 0 ? -1 : Math.max(-1, assignment[owner])
      const [home, block, community] = [cells.home[id], cells.block[id], cells.community[id]]
      coverage.setFace(id, { home, owner, block, community, grid })
      if (id % RECORDS_A_STEP === 0) yield
    }
    for (let id = 0; id < cells.tags.length; id++) {
      const [x1, y1, x2, y2] = cells.coordinates.subarray(4 * id, 4 * id + 4)
      const [left, right] = cells.faceOf.subarray(2 * id, 2 * id + 2)
      coverage.setEdge(id, { x1, y1, x2, y2, left, right, tags: cells.tags[id] })
      if (id % RECORDS_A_STEP === 0) yield
    }
    return coverage
  }

  /** Makes a coverage at once. `assignment[b]` is the grid of building b, negative for none. */
  static of(cells: CoverageInput, assignment: ArrayLike<number>): Coverage {
    return atOnce(Coverage.inSteps(cells, assignment))
  }

  /** Numbers for new edges and faces. */
  get nextEdge(): number {
    return this.highestEdge + 1
  }

  get nextFace(): number {
    return this.highestFace + 1
  }

  face(id: number): CoverageFace {
    const face = this.faceMap.get(id)
    if (!face) throw new GeoError('no-such-face', id)
    return face
  }

  edge(id: number): CoverageEdge {
    const edge = this.edgeMap.get(id)
    if (!edge) throw new GeoError('no-such-edge', id)
    return edge
  }

  /** The grid of a face; −1 for the outside as for what is unassigned. */
  gridOf(face: number): number {
    return face < 0 ? -1 : this.face(face).grid
  }

  /** The grid of each building, −1 for none. */
  assignment(): Int32Array {
    return this.buildingGrid.slice()
  }

  gridOfBuilding(building: number): number {
    return this.buildingGrid[building]
  }

  /** Grids that have ground, in the order of their numbers. */
  grids(): number[] {
    return [...this.facesByGrid.keys()].filter((grid) => grid >= 0).sort((a, b) => a - b)
  }

  facesOfGrid(grid: number): ReadonlySet<number> {
    return this.facesByGrid.get(grid) ?? new Set()
  }

  buildingsOfGrid(grid: number): number[] {
    return [...this.facesOfGrid(grid)].map((face) => this.face(face).home).filter((home) => home >= 0)
  }

  edgesOfFace(face: number): readonly number[] {
    return this.edgesByFace.get(face) ?? []
  }

  /** Edges that end at a grid point. */
  edgesAt(x: number, y: number): readonly number[] {
    return this.edgesAtPoint.get(pointKey(x, y)) ?? []
  }

  /** Edges that meet a box, and some beside it. */
  edgesNear(west: number, south: number, east: number, north: number): Set<number> {
    return this.index.search(west, south, east, north)
  }

  /** Edges within four units of a segment, and some beside it. */
  edgesAlong(segment: Pick<CoverageEdge, 'x1' | 'y1' | 'x2' | 'y2'>): Set<number> {
    return this.index.along(segment)
  }

  /** Whether everything that the patch changes is as it was when the patch was made. */
  fits({ faces, edges }: Patch): boolean {
    return (
      faces.every(({ id, was }) => sameRecord(this.faceMap.get(id), was)) &&
      edges.every(({ id, was }) => sameRecord(this.edgeMap.get(id), was))
    )
  }

  /** Makes the change. Throws `stale-patch` where the coverage is not what the patch was made for. */
  apply(patch: Patch): void {
    if (!this.fits(patch)) throw new GeoError('stale-patch')
    for (const { id, was } of patch.edges) if (was) this.removeEdge(id, was)
    for (const { id, was } of patch.faces) if (was) this.removeFace(id, was)
    for (const { id, is } of patch.faces) if (is) this.setFace(id, is)
    for (const { id, is } of patch.edges) if (is) this.setEdge(id, is)
  }

  /** Takes the change back. */
  revert(patch: Patch): void {
    this.apply(invertPatch(patch))
  }

  private setFace(id: number, face: CoverageFace): void {
    this.faceMap.set(id, face)
    this.highestFace = Math.max(this.highestFace, id)
    addTo(this.facesByGrid, face.grid, id)
    if (face.home < 0) return
    this.homeFace[face.home] = id
    this.buildingGrid[face.home] = face.grid
  }

  private removeFace(id: number, face: CoverageFace): void {
    this.faceMap.delete(id)
    removeFrom(this.facesByGrid, face.grid, id)
  }

  private setEdge(id: number, edge: CoverageEdge): void {
    this.edgeMap.set(id, edge)
    this.highestEdge = Math.max(this.highestEdge, id)
    list(this.edgesAtPoint, pointKey(edge.x1, edge.y1), id)
    list(this.edgesAtPoint, pointKey(edge.x2, edge.y2), id)
    if (edge.left >= 0) list(this.edgesByFace, edge.left, id)
    if (edge.right >= 0) list(this.edgesByFace, edge.right, id)
    this.index.add(id, edge)
  }

  private removeEdge(id: number, edge: CoverageEdge): void {
    this.edgeMap.delete(id)
    unlist(this.edgesAtPoint, pointKey(edge.x1, edge.y1), id)
    unlist(this.edgesAtPoint, pointKey(edge.x2, edge.y2), id)
    if (edge.left >= 0) unlist(this.edgesByFace, edge.left, id)
    if (edge.right >= 0) unlist(this.edgesByFace, edge.right, id)
    this.index.remove(id, edge)
  }
}

function addTo(map: Map<number, Set<number>>, key: number, id: number): void {
  const set = map.get(key)
  if (set) set.add(id)
  else map.set(key, new Set([id]))
}

function removeFrom(map: Map<number, Set<number>>, key: number, id: number): void {
  const set = map.get(key)
  set?.delete(id)
  if (set?.size === 0) map.delete(key)
}

function list(map: Map<number, number[]>, key: number, id: number): void {
  const ids = map.get(key)
  if (!ids) map.set(key, [id])
  else if (!ids.includes(id)) ids.push(id)
}

function unlist(map: Map<number, number[]>, key: number, id: number): void {
  const rest = map.get(key)?.filter((one) => one !== id)
  if (rest?.length) map.set(key, rest)
  else map.delete(key)
}

/** Whether an edge divides two grids, or a grid from the outside. */
export function isBorder(coverage: Coverage, edge: CoverageEdge): boolean {
  return coverage.gridOf(edge.left) !== coverage.gridOf(edge.right) || edge.left < 0 || edge.right < 0
}

/** Grids whose polygon or buildings a patch changes: what has to be drawn and counted anew. Ask before or after applying it. */
export function touchedGrids(coverage: Coverage, patch: Patch): Set<number> {
  const grids = new Set<number>()
  const changed = new Map(patch.faces.map(({ id, was, is }) => [id, [was, is]]))
  for (const { was, is } of patch.faces) for (const face of [was, is]) if (face) grids.add(face.grid)
  for (const { was, is } of patch.edges)
    for (const edge of [was, is])
      for (const face of edge ? [edge.left, edge.right] : [])
        if (face >= 0 && !changed.has(face)) grids.add(coverage.gridOf(face))
  grids.delete(-1)
  return grids
}
