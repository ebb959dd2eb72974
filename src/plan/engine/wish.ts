import { type Instance, type PartitionProblem, type Preset, type Rest, rests } from '../../../geo/index'
import { ancestors, keyAt } from '../model/levels/chain'
import { isKept } from '../model/draft'
import { lockedPairs } from '../model/locks/border-locks'
import { gridId, type Vertex } from '../model/ids'
import type { PlanView } from '../model/plan-view'
import { partOf } from '../edits/new-grids'
import type { GridKey } from '../../lib/ids'

/** What is asked of the engine at the leaf level. */
export interface LeafWish {
  preset: Preset
  seed: number
  /** What becomes of households that no number of grids divides. */
  rest?: Rest
  only?: readonly number[]
  /** All grids, beginning from those there are: few buildings change their grid. */
  isGentle?: boolean
  targetHouseholds?: number
}

/** A question to the engine about some vertices of the ground, in the order of its own. */
export interface LeafQuestion {
  vertices: readonly Vertex[]
  instance: Instance
  problem: PartitionProblem
}

/** Returns the vertices in dedicated grids: their households are not divided by any target. Linear in the buildings. */
export function dedicatedVertices({
  ground,
  draft,
  leaf,
}: Pick<PlanView, 'ground' | 'draft' | 'leaf'>): Set<number> {
  const keys = new Set(
    [...draft.grids.values()].flatMap(({ level, key, kind }) => (level === leaf && kind ? [key] : [])),
  )
  if (keys.size === 0) return new Set()
  const vertices = [...ground.cells.inputIndex.keys()]
  return new Set(vertices.filter((vertex) => keys.has(draft.assignment[ground.cells.inputIndex[vertex]])))
}

/** Grids that are locked or dedicated, pinned buildings and locked borders of a plan, as the engine wants them; a locked upper grid locks what is under it. */
export function locksOf(live: PlanView): NonNullable<PartitionProblem['locks']> {
  const { draft, leaf, ground } = live
  const grids = [...draft.grids.values()].flatMap((grid) => {
    if (grid.level !== leaf) return []
    return isKept(grid) || ancestors(draft.grids, grid).some(({ locked }) => locked) ? [grid.key] : []
  })
  const buildings: number[] = []
  ground.cells.inputIndex.forEach((place, vertex) => {
    if (draft.pinned[place] && draft.assignment[place] >= 0) buildings.push(vertex)
  })
  const borders = lockedPairs(live)
  return {
    ...(grids.length && { grids }),
    ...(buildings.length && { buildings }),
    ...(borders.length && { borders }),
  }
}

/** The problem of a one-level plan, or of some leaf grids of any plan: grids chosen by hand are open though their upper grid is locked. */
function leafProblem(live: PlanView, wish: LeafWish): PartitionProblem {
  const { draft, leaf, rule } = live
  const all = locksOf(live)
  const isOpen = (key: GridKey) =>
    wish.only?.includes(key) && !isKept(draft.grids.get(gridId({ level: leaf, key })))
  const grids = all.grids?.filter((key) => !isOpen(key))
  const locks = { ...all, ...(grids && { grids }) }
  const isLocked = Object.keys(locks).length > 0
  return {
    targetHouseholds: wish.targetHouseholds ?? rule.targets[leaf - 1],
    tolerance: rule.tolerance,
    preset: wish.preset,
    seed: wish.seed,
    ...(wish.rest && { weights: rests[wish.rest] }),
    ...((wish.only ?? (isLocked || wish.isGentle)) && { existing: live.coverage.assignment(), locks }),
    ...(wish.only && { only: [...wish.only] }),
  }
}

/** Returns the instance for grids of a level that are there: they stay inside the grids of the level above as inside communities. */
export function instanceWithin({ ground, draft, coverage, leaf }: PlanView, level: number): Instance {
  if (level < 2) return ground.instance
  const numbers = new Map<string, number>()
  const community = ground.instance.community.map((own, vertex) => {
    const upper = keyAt(draft.grids, { level: leaf, key: coverage.gridOfBuilding(vertex) }, level - 1)
    const name = `${own} ${upper ?? ''}`
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
  return { ...ground.instance, community }
}

/**
 * Returns the question of a one-level plan, or of some leaf grids of any plan. The latter is cut out of the ground, with
 * what else their compounds hold: a few grids are solved sooner than the engine has looked at a whole district.
 */
export function leafQuestion(live: PlanView, wish: LeafWish): LeafQuestion {
  const whole = (wish.only ?? wish.isGentle) ? instanceWithin(live, live.leaf) : live.ground.instance
  const problem = leafProblem(live, wish)
  const all = [...live.coverage.homeFace.keys()]
  if (!wish.only) return { vertices: all, instance: whole, problem }
  const asked = new Set(wish.only)
  const touched = new Set<number>()
  for (const vertex of all)
    if (asked.has(live.coverage.gridOfBuilding(vertex))) touched.add(whole.compound[vertex])
  const vertices = all.filter((vertex) => touched.has(whole.compound[vertex]))
  return { vertices, instance: partOf(whole, vertices), problem: problemOf(problem, vertices) }
}

/**
 * Returns the question that draws some leaf grids anew, as if they had never been: their ground goes to whatever grids come of
 * it. Grids that a lock holds are left out.
 */
export function freshQuestion(live: PlanView, wish: LeafWish & { only: readonly number[] }): LeafQuestion {
  const asked = new Set(wish.only)
  const vertices = freeVertices(live).filter((vertex) => asked.has(live.coverage.gridOfBuilding(vertex)))
  const { rule, leaf } = live
  const problem: PartitionProblem = {
    targetHouseholds: wish.targetHouseholds ?? rule.targets[leaf - 1],
    tolerance: rule.tolerance,
    preset: wish.preset,
    seed: wish.seed,
    ...(wish.rest && { weights: rests[wish.rest] }),
  }
  return { vertices, instance: partOf(instanceWithin(live, leaf), vertices), problem }
}

/** A problem about a part of its vertices: what is locked to something outside stays where it is. */
function problemOf(
  { existing, locks, ...problem }: PartitionProblem,
  vertices: readonly Vertex[],
): PartitionProblem {
  const numbers = new Map(vertices.map((vertex, number) => [vertex, number]))
  const numberOf = (vertex: Vertex) => numbers.get(vertex) ?? []
  const own = existing && Int32Array.from(vertices, (vertex) => existing[vertex])
  const kept = new Set(own)
  const pairs = (locks?.borders ?? []).map(([one, other]) => [numberOf(one), numberOf(other)].flat())
  const borders = pairs.flatMap(([one, other]) =>
    other === undefined ? [] : [[one, other] as [number, number]],
  )
  const ends = pairs.flatMap((pair) => (pair.length === 1 ? pair : []))
  const grids = locks?.grids?.filter((key) => kept.has(key))
  const buildings = [...(locks?.buildings ?? []).flatMap(numberOf), ...ends]
  return { ...problem, existing: own, locks: { grids, buildings, borders } }
}

/** Returns the vertices that a plan is drawn anew with, on all levels: all that no lock holds. */
export function freeVertices(live: PlanView): number[] {
  const { coverage } = live
  const { grids = [], buildings = [], borders = [] } = locksOf(live)
  const locked = new Set([...buildings, ...borders.flat()])
  const kept = new Set([...grids, ...[...locked].map((vertex) => coverage.gridOfBuilding(vertex))])
  return [...coverage.homeFace.keys()].filter((vertex) => !kept.has(coverage.gridOfBuilding(vertex)))
}

/** Returns values given per chosen vertex as values per vertex of the whole; −1 elsewhere. */
export function spread(count: number, chosen: readonly number[], values: ArrayLike<number>): Int32Array {
  const all = new Int32Array(count).fill(-1)
  chosen.forEach((vertex, at) => (all[vertex] = values[at]))
  return all
}
