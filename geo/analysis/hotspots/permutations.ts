import { createRandom, nextBelow, type Random } from '../../partition/random'
import { sumsAround } from './gi-star'
import type { Neighbours } from './neighbours'

export interface PermutationOptions {
  seed: number
  /** How often at most; the smallest p is 2 / (permutations + 1). */
  permutations: number
  /** A unit is left once so many draws lay on both sides of it: what is far from rare need not be known better. */
  enough: number
}

/** How many draws lay at or above a unit's sum, and at or below. */
interface Tally {
  above: Int32Array
  below: Int32Array
  draws: Int32Array
}

/**
 * Returns for each unit how rarely as many or as few as around it (two-sided) come about when its place and its neighbours' are filled with
 * values drawn from all other units: the conditional permutation of Anselin 1995 (Geogr. Anal. 27(2)) as spdep's `localG_perm`
 * draws it. Drawing ends early by Besag and Clifford 1991 (Biometrika 78(2)), which keeps p true. Units with as many neighbours need not
 * be drawn for one by one: all draws are stretches of one stream of values, new in each round. Needs three units.
 */
export function permutationP(
  values: ArrayLike<number>,
  neighbours: Neighbours,
  { seed, permutations, enough }: PermutationOptions,
): Float64Array {
  const count = values.length
  const p = new Float64Array(count).fill(1)
  if (count < 3) return p
  const random = createRandom(seed, 0x6715)
  const sums = sumsAround(values, neighbours)
  const tally = { above: new Int32Array(count), below: new Int32Array(count), draws: new Int32Array(count) }
  const stream = new Stream(values, neighbours)
  let active = Array.from({ length: count }, (_, unit) => unit)
  for (let round = 0; round < permutations && active.length; round++) {
    stream.draw(random, active.length)
    for (const unit of active) note(tally, unit, stream.sumFor(random, unit), sums[unit], stream.tolerance)
    active = active.filter((unit) => Math.min(tally.above[unit], tally.below[unit]) < enough)
  }
  return p.map((_, unit) => pOf(tally, unit, enough))
}

function note(
  { above, below, draws }: Tally,
  unit: number,
  drawn: number,
  sum: number,
  tolerance: number,
): void {
  draws[unit]++
  if (drawn >= sum - tolerance) above[unit]++
  if (drawn <= sum + tolerance) below[unit]++
}

function pOf({ above, below, draws }: Tally, unit: number, enough: number): number {
  const rarer = Math.min(above[unit], below[unit])
  const tail = rarer >= enough ? rarer / draws[unit] : (rarer + 1) / (draws[unit] + 1)
  return Math.min(1, 2 * tail)
}

/** Room after the last stretch, for values of the unit itself that are passed over. */
const SPARE = 64

/** Values drawn at random, with sums, and where in it each unit's own value was drawn. */
class Stream {
  /** Sums of stretches are differences of sums: what is closer than this is equal. */
  readonly tolerance: number
  private readonly widest: number
  private readonly first: Int32Array
  private following = new Int32Array(0)
  private sums = new Float64Array(0)
  private length = 0

  constructor(
    private readonly values: ArrayLike<number>,
    private readonly neighbours: Neighbours,
  ) {
    this.first = new Int32Array(values.length).fill(-1)
    const { start } = neighbours
    let [widest, largest] = [0, 0]
    for (let unit = 0; unit < values.length; unit++) {
      widest = Math.max(widest, start[unit + 1] - start[unit] + 1)
      largest = Math.max(largest, Math.abs(values[unit]))
    }
    this.widest = widest
    this.tolerance = 1e-9 * largest
  }

  /** Draws a new stream, long enough for stretches of so many units to be different ones. */
  draw(random: Random, units: number): void {
    const { widest, values } = this
    this.length = Math.min(units * widest, Math.max(512, 4 * widest, units))
    const whole = this.length + 4 * widest + SPARE
    if (this.following.length < whole) {
      this.following = new Int32Array(whole)
      this.sums = new Float64Array(whole + 1)
    }
    this.first.fill(-1)
    const { following, sums, first } = this
    let sum = 0
    sums[whole] = 0
    for (let at = whole - 1; at >= 0; at--) {
      const unit = nextBelow(random, values.length)
      following[at] = first[unit]
      first[unit] = at
      sum += values[unit]
      sums[at] = sum
    }
  }

  /** The sum of a stretch as long as a unit's neighbourhood, its own value passed over. */
  sumFor(random: Random, unit: number): number {
    const { start } = this.neighbours
    const from = nextBelow(random, this.length + 1)
    let end = from + start[unit + 1] - start[unit] + 1
    let own = 0
    for (let at = this.first[unit]; at >= 0 && at < end; at = this.following[at])
      if (at >= from) {
        own++
        end++
      }
    return this.sums[from] - this.sums[end] - own * this.values[unit]
  }
}
