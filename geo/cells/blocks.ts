/** Blocks: the pieces into which barriers cut the communities. */
import Flatbush from 'flatbush'
import { distanceToSegment } from '../planar/exact'
import { type Subdivision, subdivide } from '../planar/faces'
import { type Frame, fromUnits, isWithinReach, straightened, toUnits, UNITS_PER_METRE } from '../planar/frame'
import { nodeLinework } from '../planar/noding'
import { doubledArea, interiorPoint } from '../planar/ring'
import { SlabIndex } from '../planar/slabs'
import { TOLERANCES } from '../tolerances'
import { BARRIER_EDGE, type CellProblem, type CellsInput, COMMUNITY_EDGE } from './types'

export interface Blocks {
  subdivision: Subdivision
  /** Community of each block; −1 for gaps between communities. */
  community: number[]
  /** Border of each block, for tests and clipping. */
  border: SlabIndex[]
  /** Barrier pieces that end inside a block: x1, y1, x2, y2. */
  deadEnds: Int32Array
  problems: CellProblem[]
  /** Blocks at a border near a point, nearest first, with the nearest point of that border. */
  nearBorders(x: number, y: number, withinUnits: number): { block: number; x: number; y: number }[]
}

const OVERLAP_UNITS = TOLERANCES.sliverSquareMetres * UNITS_PER_METRE ** 2

/** Cuts the communities at the barriers and names the pieces. */
export function cutBlocks(frame: Frame, input: Pick<CellsInput, 'communities' | 'barriers'>): Blocks {
  const rings = input.communities.map((polygons) => polygons.flat().map((ring) => pathUnits(frame, ring)))
  const barriers = input.barriers.flatMap((path) => partsWithinReach(frame, path))
  const lines = { coordinates: [] as number[], tags: [] as number[] }
  for (const ring of rings.flat()) addPath(lines, ring, COMMUNITY_EDGE, true)
  for (const path of barriers) addPath(lines, path, BARRIER_EDGE, false)
  const subdivision = subdivide(nodeLinework(lines))
  const problems: CellProblem[] = []
  const community = nameBlocks(frame, subdivision, rings, problems)
  const { loose } = subdivision
  const deadEnds = Int32Array.from(
    [...loose.coordinates].filter((_, at) => loose.tags[Math.floor(at / 4)] & BARRIER_EDGE),
  )
  const border = borders(subdivision).map((edges) => new SlabIndex(edges))
  return { subdivision, community, border, deadEnds, problems, nearBorders: borderSearch(subdivision) }
}

function pathUnits(frame: Frame, path: readonly (readonly number[])[]): number[] {
  return straightened(frame, path).flatMap((position) => toUnits(frame, position))
}

/** A barrier may come from far away: only the stretches within reach count. */
function partsWithinReach(frame: Frame, path: readonly (readonly number[])[]): number[][] {
  const parts: number[][] = [[]]
  for (const position of straightened(frame, path))
    if (isWithinReach(frame, position)) parts[parts.length - 1].push(...toUnits(frame, position))
    else parts.push([])
  return parts
}

function addPath(
  lines: { coordinates: number[]; tags: number[] },
  path: number[],
  tag: number,
  closed: boolean,
): void {
  for (let at = closed ? 0 : 2; at < path.length; at += 2) {
    const from = at === 0 ? path.length - 2 : at - 2
    lines.coordinates.push(path[from], path[from + 1], path[at], path[at + 1])
    lines.tags.push(tag)
  }
}

function nameBlocks(
  frame: Frame,
  subdivision: Subdivision,
  rings: number[][][],
  problems: CellProblem[],
): number[] {
  const outlines = rings.map((community) => {
    const lines = { coordinates: [] as number[], tags: [] as number[] }
    for (const ring of community) addPath(lines, ring, 0, true)
    return new SlabIndex(lines.coordinates)
  })
  return subdivision.rings.map((block) => {
    const [x, y] = interiorPoint(block)
    const claims = [...outlines.keys()].filter((community) => outlines[community].contains(x, y))
    if (claims.length > 1 && doubledArea(block[0]) / 2 > OVERLAP_UNITS)
      for (const community of claims.slice(1))
        problems.push({ code: 'communities-overlap', buildings: [], community, at: fromUnits(frame, x, y) })
    return claims[0] ?? -1
  })
}

function borders(subdivision: Subdivision): number[][] {
  const edges: number[][] = subdivision.rings.map(() => [])
  for (let half = 0; half < subdivision.faceOf.length; half++) {
    const face = subdivision.faceOf[half]
    const at = 4 * (half >> 1)
    if (face >= 0 && face !== subdivision.faceOf[half ^ 1])
      edges[face].push(...subdivision.coordinates.subarray(at, at + 4))
  }
  return edges
}

function borderSearch({ coordinates: c, edgeCount, faceOf }: Subdivision): Blocks['nearBorders'] {
  if (edgeCount === 0) return () => []
  const index = new Flatbush(edgeCount)
  for (let at = 0; at < 4 * edgeCount; at += 4)
    index.add(
      Math.min(c[at], c[at + 2]),
      Math.min(c[at + 1], c[at + 3]),
      Math.max(c[at], c[at + 2]),
      Math.max(c[at + 1], c[at + 3]),
    )
  index.finish()
  return (x, y, withinUnits) =>
    index
      .search(x - withinUnits, y - withinUnits, x + withinUnits, y + withinUnits)
      .map((edge) => ({
        edge,
        distance: distanceToSegment(x, y, c[4 * edge], c[4 * edge + 1], c[4 * edge + 2], c[4 * edge + 3]),
      }))
      .filter(({ distance }) => distance <= withinUnits)
      .sort((a, b) => a.distance - b.distance || a.edge - b.edge)
      .flatMap(({ edge }) => {
        const [nearX, nearY] = nearestOnEdge(c, 4 * edge, x, y)
        return [faceOf[2 * edge], faceOf[2 * edge + 1]].map((block) => ({ block, x: nearX, y: nearY }))
      })
      .filter(({ block }) => block >= 0)
}

function nearestOnEdge(c: Int32Array, at: number, x: number, y: number): [number, number] {
  const [dx, dy] = [c[at + 2] - c[at], c[at + 3] - c[at + 1]]
  const along = Math.min(1, Math.max(0, ((x - c[at]) * dx + (y - c[at + 1]) * dy) / (dx * dx + dy * dy)))
  return [Math.round(c[at] + along * dx), Math.round(c[at + 1] + along * dy)]
}
