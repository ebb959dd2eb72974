import { type Draft, gridId } from '../../lib/plan/draft'
import type { Figures } from '../../lib/plan/figures'
import type { Ground } from '../../lib/plan/ground'

/** A grid that buildings could be given to, with what that would do to both sides. */
export interface Offer {
  key: number
  /** Households of the grid now and after. */
  before: number
  after: number
  /** Deviation after, as a share of the target. */
  deviation: number
  /** Length of the border that the buildings share with it, metres. */
  borderMetres: number
}

/** Returns the leaf grids of the same community next to some buildings, the longest common border first. Linear in the edges. */
export function offersFor(
  ground: Ground,
  draft: Draft,
  figures: Figures,
  places: readonly number[],
  { leaf, target }: { leaf: number; target: number },
): Offer[] {
  const { instance, cells } = ground
  const moving = new Set(places.map((place) => ground.vertexOf[place]))
  const own = new Set(places.map((place) => draft.assignment[place]))
  const borders = new Map<number, number>()
  for (let edge = 0; edge < instance.edgeLengths.length; edge++) {
    const [one, other] = [instance.edges[2 * edge], instance.edges[2 * edge + 1]]
    if (moving.has(one) === moving.has(other)) continue
    const key = draft.assignment[cells.inputIndex[moving.has(one) ? other : one]]
    if (key >= 0 && !own.has(key)) borders.set(key, (borders.get(key) ?? 0) + instance.edgeLengths[edge])
  }
  const households = places.reduce((sum, place) => sum + ground.input.buildings.households[place], 0)
  const offers = [...borders].map(([key, borderMetres]) => {
    const before = figures.get(gridId({ level: leaf, key }))?.households ?? 0
    const after = before + households
    return { key, before, after, deviation: after / target - 1, borderMetres }
  })
  return offers.sort((one, other) => other.borderMetres - one.borderMetres || one.key - other.key)
}
