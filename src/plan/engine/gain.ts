import type { Instance } from '../../../geo/index'
import { isWithin } from '../../lib/deviation'

/** A division in a few figures, while the engine is at it. */
export interface Standing {
  grids: number
  within: number
  /** Compounds that lie in more than one grid. */
  cut: number
}

/** Returns how a division stands: `grid` has a number for each building of the instance. Buildings of dedicated grids have no target to be measured against: `isMeasured` leaves them out. O(n). */
export function standingOf(
  { households, compound }: Pick<Instance, 'households' | 'compound'>,
  grid: ArrayLike<number>,
  { target, tolerance }: { target: number; tolerance: number },
  isMeasured: (building: number) => boolean = () => true,
): Standing {
  const sums = new Map<number, number>()
  const first = new Map<number, number>()
  const cut = new Set<number>()
  for (let building = 0; building < grid.length; building++) {
    const [number, whole] = [grid[building], compound[building]]
    if (isMeasured(building)) sums.set(number, (sums.get(number) ?? 0) + households[building])
    const known = first.get(whole)
    if (known === undefined) first.set(whole, number)
    else if (known !== number) cut.add(whole)
  }
  let within = 0
  for (const sum of sums.values()) if (isWithin(sum / target - 1, tolerance)) within++
  return { grids: sums.size, within, cut: cut.size }
}
