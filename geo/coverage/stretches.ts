/** A noded line put together again, and what lies to its sides. */
import { compareAngle, pointKey } from '../planar/exact'
import type { NodedLinework } from '../planar/merge'
import type { Coverage } from './coverage'
import type { EditFault, Point } from './types'

/** A stretch of the line between two meetings with edges; `face` is −1 outside. */
export interface Stretch {
  face: number
  points: Point[]
  /** Edge of the coverage along which the stretch runs; its face is then of no account. */
  along: number
}

/** Tag of pieces on the line. */
export const ON_LINE = 128

export function pointAt({ coordinates }: NodedLinework, at: number): Point {
  return [coordinates[at], coordinates[at + 1]]
}

export interface Step {
  piece: number
  to: Point
}

/** The pieces on the line, from its first point on. */
export function followLine(noded: NodedLinework, line: Point[]): Step[] | EditFault {
  const atPoint = new Map<number, Step[]>()
  let left = 0
  noded.tags.forEach((tag, piece) => {
    if (!(tag & ON_LINE)) return
    left++
    const [a, b] = [pointAt(noded, 4 * piece), pointAt(noded, 4 * piece + 2)]
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      const steps = atPoint.get(pointKey(...from))
      if (steps) steps.push({ piece, to })
      else atPoint.set(pointKey(...from), [{ piece, to }])
    }
  })
  const chain: Step[] = []
  for (let at: Point = line[0], last = -1; left > 0; left--) {
    const onward = (atPoint.get(pointKey(...at)) ?? []).filter(({ piece }) => piece !== last)
    if (onward.length !== 1) return { code: 'self-intersection', at }
    chain.push(onward[0])
    at = onward[0].to
    last = onward[0].piece
  }
  return chain
}

/** The line in stretches from meeting to meeting. */
export function cutStretches(
  coverage: Coverage,
  ids: number[],
  noded: NodedLinework,
  chain: Step[],
): Stretch[] {
  const around = new Map<number, { dx: number; dy: number; left: number }[]>()
  noded.source.forEach((source, piece) => {
    if (source >= ids.length) return
    const edge = coverage.edge(ids[source])
    const [ax, ay, bx, by] = noded.coordinates.subarray(4 * piece, 4 * piece + 4)
    spoke(around, pointKey(ax, ay), bx - ax, by - ay, edge.left)
    spoke(around, pointKey(bx, by), ax - bx, ay - by, edge.right)
  })
  const stretches: Stretch[] = []
  let open: Point[] = []
  let from = otherEnd(noded, chain[0])
  for (const { piece, to } of chain) {
    const source = noded.source[piece]
    if (open.length === 0) open = [from]
    open.push(to)
    from = to
    const along = source < ids.length ? ids[source] : -1
    if (!around.has(pointKey(...to))) continue
    const spokes = around.get(pointKey(...open[0]))
    if (spokes) stretches.push({ along, points: open, face: along < 0 ? faceTowards(spokes, open) : -1 })
    open = []
  }
  return stretches
}

function otherEnd(noded: NodedLinework, { piece, to }: Step): Point {
  const [a, b] = [pointAt(noded, 4 * piece), pointAt(noded, 4 * piece + 2)]
  return a[0] === to[0] && a[1] === to[1] ? b : a
}

function spoke(
  around: Map<number, { dx: number; dy: number; left: number }[]>,
  key: number,
  dx: number,
  dy: number,
  left: number,
): void {
  const spokes = around.get(key)
  if (spokes) spokes.push({ dx, dy, left })
  else around.set(key, [{ dx, dy, left }])
}

/** The face into which a stretch sets out: left of the edge next to it clockwise. */
function faceTowards(spokes: { dx: number; dy: number; left: number }[], [from, to]: Point[]): number {
  const sorted = [...spokes].sort((a, b) => compareAngle(a.dx, a.dy, b.dx, b.dy))
  const before = sorted.filter(({ dx, dy }) => compareAngle(dx, dy, to[0] - from[0], to[1] - from[1]) < 0)
  return (before.at(-1) ?? sorted[sorted.length - 1]).left
}
