import type { Instance } from '../graph/instance'
import { prepare } from './prepare'

/** What a number of grids would make of some households. */
export interface CountReach {
  grids: number
  /** Mean households of a grid, and its deviation from the target as a share. */
  mean: number
  deviation: number
}

export type ReachReason =
  /** Nobody lives there. */
  | 'no-households'
  /** One building is over the tolerance: it is a grid of its own. */
  | 'large-building'
  /** A part that no edge connects with the rest is too small for a grid. */
  | 'island'
  /** All of it is too small for a grid. */
  | 'too-small'
  /** Neither of the nearest numbers of grids brings the mean within the tolerance. */
  | 'not-divisible'

/** How even the grids of a community can be, whoever draws them. */
export interface CommunityReach {
  community: number
  households: number
  /** The nearest numbers of grids, fewer first; one where they are the same. For all of it, or for the part that is the reason. */
  counts: CountReach[]
  /** Households that `counts` is about. */
  divided: number
  /** The deviation that the best drawing leaves in the part where it is worst, as a share, without sign. */
  reachableDeviation: number
  /** Null where all can be within the tolerance. */
  reason: ReachReason | null
}

/** Returns what the nearest numbers of grids make of some households: at least one grid. */
export function countsFor(households: number, target: number): CountReach[] {
  const below = Math.max(1, Math.floor(households / target))
  return [below, below + 1].map((grids) => {
    const mean = households / grids
    return { grids, mean, deviation: mean / target - 1 }
  })
}

/** Returns how near to the target some households can be divided: the lesser deviation of the two nearest numbers of grids. */
export function reachableDeviation(households: number, target: number): number {
  return countsFor(households, target).reduce(
    (least, { deviation }) => Math.min(least, Math.abs(deviation)),
    Infinity,
  )
}

/**
 * Returns for each community of an instance how even its grids can be, and why no better: told from the sums of its connected
 * parts, before anything is drawn. Empty for an instance or a rule that no plan can be made of. O(n + m).
 */
export function communityReach(
  instance: Instance,
  targetHouseholds: number,
  tolerance: number,
): CommunityReach[] {
  const prepared = prepare(instance, { targetHouseholds, tolerance, preset: 'balanced', seed: 1 })
  if (prepared.status === 'infeasible') return []
  const parts = new Map<number, { households: number; isLarge: boolean }[]>()
  const add = (buildings: Int32Array, isLarge: boolean) => {
    const community = instance.community[buildings[0]]
    const households = buildings.reduce((sum, building) => sum + instance.households[building], 0)
    parts.set(community, [...(parts.get(community) ?? []), { households, isLarge }])
  }
  for (const piece of prepared.pieces) add(piece, false)
  for (const group of prepared.large) add(group, true)
  return [...parts]
    .sort(([one], [other]) => one - other)
    .map(([community, all]) => reachOf(community, all, targetHouseholds, tolerance))
}

function reachOf(
  community: number,
  parts: readonly { households: number; isLarge: boolean }[],
  target: number,
  tolerance: number,
): CommunityReach {
  const households = parts.reduce((sum, part) => sum + part.households, 0)
  const largest = Math.max(...parts.map((part) => part.households))
  const inhabited = parts.filter((part) => part.households > 0)
  const judged = inhabited
    .map((part) => {
      const deviation = part.isLarge
        ? part.households / target - 1
        : reachableDeviation(part.households, target)
      return { ...part, deviation }
    })
    .sort((one, other) => other.deviation - one.deviation)
  if (judged.length === 0)
    return { community, households, counts: [], divided: 0, reachableDeviation: 1, reason: 'no-households' }
  const [worst] = judged
  const reasonOf = (): ReachReason | null => {
    if (worst.deviation <= tolerance + 1e-9) return null
    if (worst.isLarge) return 'large-building'
    const isSmall = worst.households < target * (1 - tolerance)
    if (!isSmall) return 'not-divisible'
    return inhabited.length > 1 && worst.households < largest ? 'island' : 'too-small'
  }
  return {
    community,
    households,
    counts: worst.isLarge ? [] : countsFor(worst.households, target),
    divided: worst.households,
    reachableDeviation: worst.deviation,
    reason: reasonOf(),
  }
}
