/** Carving: a line becomes edges of the coverage, and the faces that it crosses fall into pieces. */
import { type Subdivision, subdivide } from '../planar/faces'
import type { Coverage } from './coverage'
import { type Stretch, threadLine } from './thread'
import {
  BORDER_EDGE,
  type Change,
  type CoverageEdge,
  type CoverageFace,
  type EditFault,
  type Patch,
  type Point,
} from './types'

export interface Carving {
  patch: Patch
  /** The line from its first to its last meeting. */
  line: Point[]
  /** Edges on the line. */
  walls: Set<number>
  /** What became of the edges that were cut. */
  pieces: Map<number, number[]>
}

/** Trimming a line's ends moves them to the grid, so that they may have to be trimmed once more. */
const MOST_TRIMS = 5

/**
 * The patch that makes the line part of the coverage. Only what lies between its first and last meeting with faces inside
 * counts; ends that stop within a face are left off. The face with the building keeps its number.
 */
export function carveLine(
  coverage: Coverage,
  line: Point[],
  inside: (face: number) => boolean,
  trims = MOST_TRIMS,
): Carving | EditFault {
  const points = withoutRepeats(line)
  if (points.length < 2) return { code: 'does-not-divide', at: line[0] ?? [0, 0] }
  const thread = threadLine(coverage, points)
  if ('code' in thread) return thread
  const flags = thread.stretches.map((stretch) => isInside(coverage, stretch, inside))
  if (!flags.includes(true)) return { code: 'does-not-divide', at: points[0] }
  const kept = thread.stretches.slice(flags.indexOf(true), flags.lastIndexOf(true) + 1)
  const stray = kept.find((stretch) => stretch.along < 0 && !isInside(coverage, stretch, inside))
  if (stray) return strayFault(coverage, kept[0], stray)
  const part = joinStretches(kept)
  const whole = samePoint(part[0], points[0]) && samePoint(part[part.length - 1], points[points.length - 1])
  if (!whole && trims === 0) return { code: 'does-not-divide', at: points[0] }
  if (!whole) return carveLine(coverage, part, inside, trims - 1)
  const carving = divideFaces(coverage, kept, thread.cuts)
  return 'code' in carving ? carving : { ...carving, line: part }
}

/** The parts of a line that run through faces inside, each from border to border. */
export function partsInside(
  coverage: Coverage,
  line: Point[],
  inside: (face: number) => boolean,
): Point[][] | EditFault {
  const points = withoutRepeats(line)
  if (points.length < 2) return { code: 'does-not-divide', at: line[0] ?? [0, 0] }
  const thread = threadLine(coverage, points)
  if ('code' in thread) return thread
  const groups: Stretch[][] = [[]]
  for (const stretch of thread.stretches)
    if (isInside(coverage, stretch, inside)) groups[groups.length - 1].push(stretch)
    else groups.push([])
  return groups.filter((group) => group.length > 0).map(joinStretches)
}

function withoutRepeats(line: Point[]): Point[] {
  return line.filter((point, at) => at === 0 || !samePoint(point, line[at - 1]))
}

function samePoint([ax, ay]: Point, [bx, by]: Point): boolean {
  return ax === bx && ay === by
}

function joinStretches(stretches: Stretch[]): Point[] {
  return [stretches[0].points[0], ...stretches.flatMap(({ points }) => points.slice(1))]
}

function isInside(coverage: Coverage, { face, along }: Stretch, inside: (face: number) => boolean): boolean {
  const faces = along < 0 ? [face] : [coverage.edge(along).left, coverage.edge(along).right]
  return faces.every((side) => side >= 0 && inside(side))
}

function strayFault(coverage: Coverage, first: Stretch, stray: Stretch): EditFault {
  const within = coverage.face(first.along < 0 ? first.face : coverage.edge(first.along).left)
  const outside = stray.face < 0 || coverage.face(stray.face).community !== within.community
  return { code: outside ? 'leaves-community' : 'crosses-border', at: stray.points[0] }
}

function divideFaces(
  coverage: Coverage,
  kept: Stretch[],
  cuts: Map<number, Point[]>,
): Omit<Carving, 'line'> | EditFault {
  const draft = new Draft(coverage, cuts)
  const byFace = new Map<number, Stretch[]>()
  for (const stretch of kept) {
    if (stretch.along >= 0) draft.addWall(stretch)
    else byFace.set(stretch.face, [...(byFace.get(stretch.face) ?? []), stretch])
  }
  for (const [face, stretches] of byFace) {
    const fault = draft.divide(face, stretches)
    if (fault) return fault
  }
  return draft.finish()
}

function edgeKey(x1: number, y1: number, x2: number, y2: number): string {
  return `${x1},${y1},${x2},${y2}`
}

/** The coverage as it will be, as far as it changes. */
class Draft {
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

  private boundary(face: number): number[] {
    return [...this.coverage.edgesOfFace(face)].flatMap((id) => this.pieces.get(id) ?? [id])
  }

  private edge(id: number): CoverageEdge {
    return this.edges.get(id) ?? this.coverage.edge(id)
  }

  /** Cuts one face along stretches between points of its boundary. */
  divide(face: number, stretches: Stretch[]): EditFault | undefined {
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
    if (!numbers) return { code: 'through-building', at: stretches[0].points[0] }
    this.relabel(face, plane, ids, numbers)
    return undefined
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

  finish(): Omit<Carving, 'line'> {
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
