import type { BuildingId } from '../../lib/ids'
import type { Ground } from './ground'
import type { PlanView } from './plan-view'

/** Percent of a grid's load that its cases, visits and ground make; its households make the rest. */
export interface LoadShares {
  incidents: number
  visits: number
  area: number
}

const KINDS = ['incidents', 'visits', 'area'] as const satisfies readonly (keyof LoadShares)[]

/** Whether a load is more than households. */
export function isWeighted(shares: LoadShares): boolean {
  return KINDS.some((kind) => shares[kind] > 0)
}

/**
 * The load of each building, in households: together as many as there are, so that a target keeps its meaning. `amounts` are
 * cases, households called on and square metres by building; the share of what there is none of goes to households. O(n).
 */
function loadsOf(
  households: Float64Array,
  amounts: Readonly<Record<keyof LoadShares, ArrayLike<number>>>,
  shares: LoadShares,
): Float64Array {
  const all = sum(households)
  const counted = KINDS.map((kind) => ({
    of: amounts[kind],
    share: shares[kind] / 100,
    total: sum(amounts[kind]),
  })).filter(({ share, total }) => share > 0 && total > 0)
  const own = counted.reduce((rest, { share }) => rest - share, 1)
  return households.map((here, building) =>
    counted.reduce((load, { of, share, total }) => load + (share * all * of[building]) / total, own * here),
  )
}

/** Returns households called on by place of the planning input, out of those by building. O(n). */
export function callsByPlace(
  ground: Ground,
  { building, households }: { building: readonly BuildingId[]; households: readonly number[] },
): Int32Array {
  const counts = new Int32Array(ground.input.buildings.id.length)
  building.forEach((id, at) => {
    const place = ground.placeOf.get(id)
    if (place !== undefined) counts[place] = households[at]
  })
  return counts
}

/**
 * Returns the load of each building of the ground, in households and in the order of the ground: `happened` are cases in that
 * order, `called` households called on by place of the planning input. O(n).
 */
export function groundLoads(
  { instance, cells }: Ground,
  happened: ArrayLike<number>,
  called: ArrayLike<number>,
  shares: LoadShares,
): Float64Array {
  const visits = Int32Array.from(cells.inputIndex, (place) => called[place])
  return loadsOf(instance.households, { incidents: happened, visits, area: instance.cellArea }, shares)
}

function sum(parts: ArrayLike<number>): number {
  let total = 0
  for (let at = 0; at < parts.length; at++) total += parts[at]
  return total
}

/** Returns amounts of leaf grids by key: `amountAt` has one for each place of the assignment. O(n). */
export function sumsByGrid(assignment: Int32Array, amountAt: (place: number) => number): Map<number, number> {
  const sums = new Map<number, number>()
  assignment.forEach((key, place) => {
    if (key >= 0) sums.set(key, (sums.get(key) ?? 0) + amountAt(place))
  })
  return sums
}

/** Returns a plan whose buildings weigh so much, in the order of its ground, for questions to the engine. */
export function weighted(live: PlanView, loads: Float64Array): PlanView {
  const ground = { ...live.ground, instance: { ...live.ground.instance, households: loads } }
  return {
    ground,
    rule: live.rule,
    leaf: live.leaf,
    draft: live.draft,
    figures: live.figures,
    get coverage() {
      return live.coverage
    },
    fits: (patch) => live.fits(patch),
    borders: () => live.borders(),
    leavesOf: (grid) => live.leavesOf(grid),
    placesOf: (key) => live.placesOf(key),
  }
}
