import type { Draft } from './draft'
import { type GridId, gridId } from './ids'
import type { PlanningInput } from './input'
import type { AreaId, GridKey } from '../../lib/ids'

/** Households that nobody has counted, by `gridId`; grids without any are not there. */
export type Estimates = ReadonlyMap<GridId, number>

/** Returns how many households of each grid, of all levels, are estimates. O(buildings); nothing where all were counted. */
export function estimatedHouseholds(
  { buildings }: Pick<PlanningInput, 'buildings'>,
  { assignment, grids }: Pick<Draft, 'assignment' | 'grids'>,
  leaf: number,
): Estimates {
  const found = new Map<GridId, number>()
  const add = (id: GridId, households: number) => found.set(id, (found.get(id) ?? 0) + households)
  buildings.estimated?.forEach((isEstimate, place) => {
    const households = isEstimate ? buildings.households[place] : 0
    let key: GridKey | null = assignment[place]
    for (let level = leaf; level > 0 && households > 0 && key !== null && key >= 0; level--) {
      const id = gridId({ level, key })
      add(id, households)
      key = grids.get(id)?.parent ?? null
    }
  })
  return found
}

/** Returns how many households of each community are estimates, of the buildings (places) that are meant: all where nothing is said. */
export function estimatesByCommunity(
  input: PlanningInput | undefined,
  isMeant: (place: number) => boolean = () => true,
): ReadonlyMap<AreaId, number> {
  const sums = new Map<AreaId, number>()
  input?.buildings.estimated?.forEach((isEstimate, place) => {
    if (!isEstimate || !isMeant(place)) return
    const community = input.buildings.community[place]
    sums.set(community, (sums.get(community) ?? 0) + input.buildings.households[place])
  })
  return sums
}
