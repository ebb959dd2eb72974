import { fromUnits, type LngLat } from '../../../../geo/index'
import type { BorderLockChange, Draft, GridFacts } from '../draft'
import type { Edit } from '../../edits/edits'
import { NO_GROUND } from '../ground-patch'
import { type BorderKey, borderKey } from '../ids'
import type { PlanView } from '../plan-view'
import { borderOf } from './locks'

/** Pairs of buildings (ids) that face each other across the border of two grids of one level, each once. */
function pairsBetween(live: PlanView, one: GridFacts, other: GridFacts): [number, number][] {
  const pairs = new Map<BorderKey, [number, number]>()
  for (const { edge } of edgesBetween(live, new Set(live.leavesOf(one)), new Set(live.leavesOf(other)))) {
    const border = borderOf(live, live.coverage.edge(edge))
    if (border) pairs.set(borderKey(...border), border)
  }
  return [...pairs.values()]
}

function* edgesBetween(
  { coverage }: PlanView,
  one: ReadonlySet<number>,
  other: ReadonlySet<number>,
): Generator<{ edge: number }> {
  for (const grid of one)
    for (const face of coverage.facesOfGrid(grid))
      for (const edge of coverage.edgesOfFace(face)) {
        const { left, right } = coverage.edge(edge)
        const across = left === face ? right : left
        if (across >= 0 && other.has(coverage.gridOf(across))) yield { edge }
      }
}

function turn(pairs: readonly [number, number][], draft: Draft, values: Edit['sentence']['values']): Edit {
  const isFreeing = pairs.every((pair) => draft.lockedBorders.has(borderKey(...pair)))
  const borders = pairs
    .filter((pair) => draft.lockedBorders.has(borderKey(...pair)) === isFreeing)
    .map(([one, other]): BorderLockChange => [one, other, isFreeing ? 0 : 1])
  const sentence = { code: isFreeing ? 'unlockBorder' : 'lockBorder', values }
  return { patch: { ground: NO_GROUND, grids: [], borders }, sentence }
}

/** Returns the edit that locks the border of two grids of one level, or frees it where all of it is locked. */
export function lockBorder(live: PlanView, one: GridFacts, other: GridFacts): Edit {
  const names = [one.key, other.key].map((key) => String(key).padStart(3, '0')).join('、')
  const level: Record<string, number> = one.level < live.leaf ? { level: one.level } : {}
  return turn(pairsBetween(live, one, other), live.draft, { grids: names, ...level })
}

/** Returns the edit that locks or frees only the stretch of border that an edge belongs to. */
export function lockStretch(live: PlanView, edge: number): Edit {
  const border = borderOf(live, live.coverage.edge(edge))
  return turn(border ? [border] : [], live.draft, { grids: '' })
}

/** Returns pairs of vertices between which the engine leaves the border alone. */
export function lockedPairs({ draft, coverage, ground }: PlanView): [number, number][] {
  return [...draft.lockedBorders.values()].flatMap((pair): [number, number][] => {
    const [one, other] = pair.map((id) => ground.vertexOf[ground.placeOf.get(id) ?? -1] ?? -1)
    if (one < 0 || other < 0) return []
    const grids = [coverage.gridOfBuilding(one), coverage.gridOfBuilding(other)]
    return grids[0] >= 0 && grids[1] >= 0 && grids[0] !== grids[1] ? [[one, other]] : []
  })
}

/** Returns the locked stretches of border as lines in degrees. Linear in the edges of the grids that have any. */
export function lockedLines(live: PlanView): LngLat[][] {
  const { coverage, draft, ground } = live
  if (draft.lockedBorders.size === 0) return []
  const grids = new Set<number>()
  for (const pair of draft.lockedBorders.values())
    for (const id of pair) {
      const vertex = ground.vertexOf[ground.placeOf.get(id) ?? -1] ?? -1
      if (vertex >= 0) grids.add(coverage.gridOfBuilding(vertex))
    }
  const seen = new Set<number>()
  const lines: LngLat[][] = []
  for (const grid of grids)
    for (const face of coverage.facesOfGrid(grid))
      for (const id of coverage.edgesOfFace(face)) {
        const edge = coverage.edge(id)
        if (seen.has(id) || coverage.gridOf(edge.left) === coverage.gridOf(edge.right)) continue
        seen.add(id)
        const border = borderOf(live, edge)
        if (!border || !draft.lockedBorders.has(borderKey(...border))) continue
        const { frame } = coverage
        lines.push([fromUnits(frame, edge.x1, edge.y1), fromUnits(frame, edge.x2, edge.y2)])
      }
  return lines
}
