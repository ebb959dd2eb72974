/** Moving the border between grids. All lines and points are in units; buildings go with the ground they stand on. */
import { pointKey } from '../planar/exact'
import { bordersAt, borderKind, followBorder } from './chains'
import type { Coverage } from './coverage'
import { addLine, type Reroute, settleGrids } from './reroute'
import { draftEdit } from './transaction'
import type { EditFault, Patch, Point } from './types'

/**
 * The patch that moves a vertex of a border, a junction of several grids included. The border on each side of it is drawn
 * straight from the new place to where it is `reachUnits` away from the old one, or to the next vertex.
 */
export function moveVertex(coverage: Coverage, vertex: Point, to: Point, reachUnits = 0): Patch | EditFault {
  const borders = bordersAt(coverage, vertex)
  if (borders.length < 2) return { code: 'not-on-border', at: vertex }
  if (borders.some(({ kind }) => kind === 'fixed')) return { code: 'fixed-border', at: vertex }
  const passed = new Set([pointKey(...vertex)])
  const chains = borders.map(({ id }) => followBorder(coverage, vertex, id, reachUnits, passed))
  const ends = chains.map(({ points }) => points[points.length - 1])
  const removed = chains.flatMap(({ edges }) => edges)
  return replaceEdges(coverage, removed, [
    [ends[0], to, ends[1]],
    ...ends.slice(2).map((end): Point[] => [end, to]),
  ])
}

/** The patch that gives a border edge a new vertex at `to`. */
export function insertVertex(
  coverage: Coverage,
  edgeId: number,
  to: Point,
  reachUnits = 0,
): Patch | EditFault {
  const edge = coverage.edge(edgeId)
  const [start, end]: [Point, Point] = [
    [edge.x1, edge.y1],
    [edge.x2, edge.y2],
  ]
  const kind = borderKind(coverage, edge)
  if (kind !== 'movable') return { code: kind === 'fixed' ? 'fixed-border' : 'not-on-border', at: start }
  const passed = new Set([pointKey(...start), pointKey(...end)])
  const before = onwards(coverage, start, edgeId, reachUnits, passed)
  const after = onwards(coverage, end, edgeId, reachUnits, passed)
  return replaceEdges(coverage, [edgeId, ...before.edges, ...after.edges], [[before.end, to, after.end]])
}

function onwards(
  coverage: Coverage,
  from: Point,
  edgeId: number,
  reachUnits: number,
  passed: Set<number>,
): { edges: number[]; end: Point } {
  const borders = bordersAt(coverage, from)
  const next = borders.find(({ id }) => id !== edgeId)
  if (reachUnits <= 0 || borders.length !== 2 || next?.kind !== 'movable') return { edges: [], end: from }
  const { edges, points } = followBorder(coverage, from, next.id, reachUnits, passed)
  return { edges, end: points[points.length - 1] }
}

function replaceEdges(coverage: Coverage, removed: number[], lines: Point[][]): Patch | EditFault {
  const sides = removed.map((id) => coverage.edge(id)).flatMap(({ left, right }) => [left, right])
  const reroute: Reroute = {
    grids: new Set(sides.map((face) => coverage.gridOf(face))),
    removed: new Set(removed),
    walls: new Set(),
  }
  return draftEdit(coverage, (draft) => {
    for (const line of lines) {
      const carving = addLine(draft, reroute, line)
      if ('code' in carving) return carving
      const [start, end] = [carving.line[0], carving.line[carving.line.length - 1]]
      const whole =
        pointKey(...start) === pointKey(...line[0]) && pointKey(...end) === pointKey(...line[line.length - 1])
      if (!whole) return { code: 'crosses-border', at: start }
    }
    return settleGrids(draft, reroute, lines[0][1] ?? lines[0][0])
  })
}
