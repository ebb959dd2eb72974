/** Carving: a line becomes edges of the coverage, and the faces that it crosses fall into pieces. */
import { CarvingDraft, type CarvingResult } from './carving-draft'
import type { Coverage } from './coverage'
import type { Stretch } from './stretches'
import { threadLine } from './thread'
import type { EditFault, Point } from './types'

export interface Carving extends CarvingResult {
  /** The line from its first to its last meeting. */
  line: Point[]
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
): CarvingResult | EditFault {
  const draft = new CarvingDraft(coverage, cuts)
  const byFace = new Map<number, Stretch[]>()
  for (const stretch of kept) {
    if (stretch.along >= 0) draft.addWall(stretch)
    else byFace.set(stretch.face, [...(byFace.get(stretch.face) ?? []), stretch])
  }
  for (const face of draft.deformed()) if (!byFace.has(face)) byFace.set(face, [])
  for (const [face, stretches] of byFace) {
    if (!draft.divide(face, stretches))
      return { code: 'through-building', at: (stretches[0] ?? kept[0]).points[0] }
  }
  return draft.finish()
}
