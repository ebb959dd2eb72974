import { falseDiscoveryShares } from '../chance/false-discovery'
import { giStar } from './gi-star'
import type { Neighbours } from './neighbours'
import { permutationP } from './permutations'

export interface HotSpotOptions {
  /** The same seed gives the same p. */
  seed: number
  /** The share of the units named hot or cold that may be so by chance (0.05). */
  falseDiscoveryShare?: number
  /** How often values are drawn anew at most (99,999), to leave room below share / units. */
  permutations?: number
  /** Draws on both sides after which a unit is left (50). */
  enough?: number
}

export interface HotSpots {
  /** Gi*, standardised. */
  z: Float64Array
  /** How rarely by chance, both sides. */
  p: Float64Array
  /** The smallest share of false discoveries at which a unit is one. */
  q: Float64Array
  /** 1 hot, -1 cold, 0 neither. */
  kind: Int8Array
}

/**
 * Returns where values are higher or lower around a unit than chance explains: Gi* over each unit and its neighbours, p by
 * conditional permutation, false discoveries held to a share. Values must be comparable between units (rates, or counts of cells of one
 * size). Cost: about units × 500 draws, and the permutations for what is rare.
 */
export function hotSpots(
  values: ArrayLike<number>,
  neighbours: Neighbours,
  options: HotSpotOptions,
): HotSpots {
  const { seed, falseDiscoveryShare = 0.05, permutations = 99_999, enough = 50 } = options
  const z = giStar(values, neighbours)
  const p = permutationP(values, neighbours, { seed, permutations, enough })
  const q = falseDiscoveryShares(p)
  const kind = Int8Array.from(q, (share, unit) => (share <= falseDiscoveryShare ? Math.sign(z[unit]) : 0))
  return { z, p, q, kind }
}
