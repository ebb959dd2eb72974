import { ancestors } from '../model/levels/chain'
import { isKept } from '../model/draft'
import { gridId, type Vertex } from '../model/ids'
import type { PlanView } from '../model/plan-view'
import { neighbourLists, type NeighbourLists } from '../model/neighbour-lists'
import type { GridKey } from '../../lib/ids'

/** What is done with the buildings that no grid holds: vertices of the ground throughout. */
export interface Filling {
  /** Grids next to them that have room, by vertex. */
  given: ReadonlyMap<number, number>
  /** Those that fit into no grid around: the engine makes new grids of them. */
  rest: readonly number[]
}

/** A filling while it is made. */
interface Work {
  live: PlanView
  near: NeighbourLists
  most: number
  households: Map<number, number>
  free: Set<number>
  given: Map<number, number>
}

/**
 * Returns how buildings without a grid (all, or those of some communities) are given to the grids next to them, as long as
 * those stay within tolerance. A piece that is large enough to be a grid is left for the engine; so is what finds no room.
 */
export function fillNear(live: PlanView, communities?: ReadonlySet<number>): Filling {
  const { coverage, ground, rule, leaf } = live
  const target = rule.targets[leaf - 1]
  const { community } = ground.input.buildings
  const left = [...coverage.homeFace.keys()].filter((vertex) => {
    const place = ground.cells.inputIndex[vertex]
    return coverage.gridOfBuilding(vertex) < 0 && (!communities || communities.has(community[place]))
  })
  const work: Work = {
    live,
    near: neighbourLists(ground.instance),
    most: target * (1 + rule.tolerance) + 1e-9,
    households: new Map(
      [...live.figures.values()].flatMap((one) => (one.level === leaf ? [[one.key, one.households]] : [])),
    ),
    free: new Set(left),
    given: new Map(),
  }
  for (const piece of piecesOf(work, left)) {
    const sum = piece.reduce((total, vertex) => total + ground.instance.households[vertex], 0)
    if (sum < target * (1 - rule.tolerance) - 1e-9) givePiece(work, piece, sum)
  }
  return { given: work.given, rest: [...work.free] }
}

function piecesOf({ near }: Work, vertices: readonly Vertex[]): number[][] {
  const left = new Set(vertices)
  const pieces: number[][] = []
  for (const start of vertices) {
    if (!left.delete(start)) continue
    const piece = [start]
    for (const vertex of piece) for (const { to } of near.of(vertex)) if (left.delete(to)) piece.push(to)
    pieces.push(piece)
  }
  return pieces
}

/** Gives a piece to one grid if it fits whole, else building by building to whichever grid has room. */
function givePiece(work: Work, piece: readonly number[], sum: number): void {
  const whole = bestGrid(work, piece, sum)
  if (whole !== null) return give(work, piece, whole)
  for (let isMoving = true; isMoving;) {
    isMoving = false
    for (const vertex of piece) {
      if (!work.free.has(vertex)) continue
      const key = bestGrid(work, [vertex], work.live.ground.instance.households[vertex])
      if (key === null) continue
      give(work, [vertex], key)
      isMoving = true
    }
  }
}

function give({ live, households, free, given }: Work, vertices: readonly Vertex[], key: GridKey): void {
  for (const vertex of vertices) {
    given.set(vertex, key)
    free.delete(vertex)
    households.set(key, (households.get(key) ?? 0) + live.ground.instance.households[vertex])
  }
}

/** The grid with room that shares the longest border with some buildings; one that holds their compound comes first. */
function bestGrid(work: Work, vertices: readonly Vertex[], sum: number): number | null {
  const { live, near, most, households, given } = work
  const { compound, community } = live.ground.instance
  const own = new Set(vertices.map((vertex) => compound[vertex]))
  const claims = new Map<number, number>()
  for (const vertex of vertices)
    for (const { to, metres } of near.of(vertex)) {
      const key = given.get(to) ?? live.coverage.gridOfBuilding(to)
      if (key < 0 || community[to] !== community[vertex] || !isOpen(live, key)) continue
      if ((households.get(key) ?? 0) + sum > most) continue
      claims.set(key, (claims.get(key) ?? 0) + metres + (own.has(compound[to]) ? 1e6 : 0))
    }
  const [best] = [...claims].sort((one, other) => other[1] - one[1] || one[0] - other[0])
  return best?.[0] ?? null
}

function isOpen({ draft, leaf }: PlanView, key: GridKey): boolean {
  const grid = draft.grids.get(gridId({ level: leaf, key }))
  if (!grid || isKept(grid)) return false
  return !ancestors(draft.grids, grid).some(({ locked }) => locked)
}
