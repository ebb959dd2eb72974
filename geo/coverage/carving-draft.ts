import { orient, pointKey } from '../planar/exact'
import { type Subdivision, subdivide } from '../planar/faces'
import type { Coverage } from './coverage'
import type { Stretch } from './stretches'
import {
  BORDER_EDGE,
  type Change,
  type CoverageEdge,
  type CoverageFace,
  type Patch,
  type Point,
} from './types'

/** What a carving changes. */
export interface CarvingResult {
  patch: Patch
  /** Edges on the line. */
  walls: Set<number>
  /** What became of the edges that were cut. */
  pieces: Map<number, number[]>
}

function edgeKey(x1: number, y1: number, x2: number, y2: number): string {
  return `${x1},${y1},${x2},${y2}`
}

/** The coverage as a carving will leave it, as far as it changes. */
export class CarvingDraft {
  private readonly edges = new Map<number, CoverageEdge>()
  private readonly faces: Change<CoverageFace>[] = []
  private readonly pieces = new Map<number, number[]>()
  private readonly walls = new Set<number>()
  private readonly byKey = new Map<string, number>()
  private nextEdge: number
  private nextFace: number

  constructor(
    private readonly coverage: Coverage,
    cuts: Map<number, Point[]>,
  ) {
    this.nextEdge = coverage.nextEdge
    this.nextFace = coverage.nextFace
    for (const [id, points] of cuts) {
      const edge = coverage.edge(id)
      const ids: number[] = []
      for (let at = 0; at + 1 < points.length; at++) ids.push(this.addEdge(points[at], points[at + 1], edge))
      this.pieces.set(id, ids)
    }
  }

  private addEdge(
    [x1, y1]: Point,
    [x2, y2]: Point,
    like: Pick<CoverageEdge, 'left' | 'right' | 'tags'>,
  ): number {
    const id = this.nextEdge++
    this.edges.set(id, { x1, y1, x2, y2, left: like.left, right: like.right, tags: like.tags })
    this.byKey.set(edgeKey(x1, y1, x2, y2), id)
    return id
  }

  /** A stretch along an edge: the edge, or the piece of it between the ends. */
  addWall({ along, points: [[ax, ay], [bx, by]] }: Stretch): void {
    const piece = this.byKey.get(edgeKey(ax, ay, bx, by)) ?? this.byKey.get(edgeKey(bx, by, ax, ay))
    this.walls.add(piece ?? along)
  }

  /** Faces that a cut has drawn together to a point (a strip of a centimetre beside the line), or bent over their building. */
  deformed(): number[] {
    const beside = [...this.pieces.keys()].flatMap((id) => [this.edge(id).left, this.edge(id).right])
    return [...new Set(beside)].filter((face) => face >= 0 && (this.isPinched(face) || this.losesHome(face)))
  }

  /** Whether a face passes a point more than once. */
  private isPinched(face: number): boolean {
    const ends = new Map<number, number>()
    for (const id of this.boundary(face)) {
      const { x1, y1, x2, y2 } = this.edge(id)
      for (const key of [pointKey(x1, y1), pointKey(x2, y2)]) ends.set(key, (ends.get(key) ?? 0) + 1)
    }
    return [...ends.values()].some((count) => count > 2)
  }

  /** Whether a cut edge has moved over the place of the face's building. */
  private losesHome(face: number): boolean {
    const { home } = this.coverage.face(face)
    if (home < 0) return false
    const [x, y] = this.coverage.sites.subarray(2 * home, 2 * home + 2)
    let inside = false
    for (const id of this.boundary(face)) {
      const { x1, y1, x2, y2 } = this.edge(id)
      const side = orient(x1, y1, x2, y2, x, y)
      if (side === 0 && (x - x1) * (x - x2) <= 0 && (y - y1) * (y - y2) <= 0) return true
      if (y1 > y !== y2 > y && side > 0 === y2 > y1) inside = !inside
    }
    return !inside
  }

  private boundary(face: number): number[] {
    return [...this.coverage.edgesOfFace(face)].flatMap((id) => this.pieces.get(id) ?? [id])
  }

  private edge(id: number): CoverageEdge {
    return this.edges.get(id) ?? this.coverage.edge(id)
  }

  /** Cuts one face along stretches between points of its boundary, and where it is pinched; false where its building is in the way. */
  divide(face: number, stretches: Stretch[]): boolean {
    const boundary = this.boundary(face)
    const ids = new Map<string, number>()
    const coordinates: number[] = []
    for (const id of boundary) {
      const { x1, y1, x2, y2 } = this.edge(id)
      ids.set(edgeKey(x1, y1, x2, y2), id)
      coordinates.push(x1, y1, x2, y2)
    }
    for (const { points } of stretches)
      for (let at = 0; at + 1 < points.length; at++) coordinates.push(...points[at], ...points[at + 1])
    const plane = subdivide({ coordinates, tags: new Array<number>(coordinates.length / 4).fill(0) })
    const parts = this.partsOf(face, plane, ids)
    const numbers = this.numberParts(face, plane, parts)
    if (numbers) this.relabel(face, plane, ids, numbers)
    return numbers !== undefined
  }

  /** Faces of the plane that are parts of the face: those on its side of a boundary edge. */
  private partsOf(face: number, plane: Subdivision, ids: Map<string, number>): number[] {
    const parts = new Set<number>()
    for (let edge = 0; edge < plane.edgeCount; edge++) {
      const [x1, y1, x2, y2] = plane.coordinates.subarray(4 * edge, 4 * edge + 4)
      const id = ids.get(edgeKey(x1, y1, x2, y2))
      if (id !== undefined) parts.add(plane.faceOf[2 * edge + (this.edge(id).left === face ? 0 : 1)])
    }
    return [...parts].sort((a, b) => a - b)
  }

  private numberParts(face: number, plane: Subdivision, parts: number[]): Map<number, number> | undefined {
    const record = this.coverage.face(face)
    const { sites } = this.coverage
    const main =
      record.home >= 0 ? plane.locate(sites[2 * record.home], sites[2 * record.home + 1]) : parts[0]
    if (!parts.includes(main)) return undefined
    const numbers = new Map<number, number>([[main, face]])
    for (const part of parts)
      if (part !== main) {
        numbers.set(part, this.nextFace)
        this.faces.push({ id: this.nextFace++, was: null, is: { ...record, home: -1 } })
      }
    return numbers
  }

  private relabel(
    face: number,
    plane: Subdivision,
    ids: Map<string, number>,
    numbers: Map<number, number>,
  ): void {
    for (let edge = 0; edge < plane.edgeCount; edge++) {
      const [x1, y1, x2, y2] = plane.coordinates.subarray(4 * edge, 4 * edge + 4)
      const [left, right] = [plane.faceOf[2 * edge], plane.faceOf[2 * edge + 1]].map(
        (part) => numbers.get(part) ?? -1,
      )
      const id = ids.get(edgeKey(x1, y1, x2, y2))
      if (id === undefined) {
        this.walls.add(this.addEdge([x1, y1], [x2, y2], { left, right, tags: BORDER_EDGE }))
        continue
      }
      const known = this.edge(id)
      this.edges.set(id, known.left === face ? { ...known, left } : { ...known, right })
    }
  }

  finish(): CarvingResult {
    const edges: Change<CoverageEdge>[] = [...this.pieces.keys()].map((id) => ({
      id,
      was: this.coverage.edge(id),
      is: null,
    }))
    for (const [id, edge] of this.edges) {
      const was = this.coverage.edges.get(id) ?? null
      if (!was || was.left !== edge.left || was.right !== edge.right) edges.push({ id, was, is: edge })
    }
    return { patch: { faces: this.faces, edges }, walls: this.walls, pieces: this.pieces }
  }
}
