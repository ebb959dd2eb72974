/** The engine's own randomness, so that a plan never depends on a platform's. State of sfc32 (Chris Doty-Humphrey, PractRand). */
export type Random = Int32Array

/** Mixes whole numbers into one 32-bit number (the finaliser of MurmurHash3). */
export function mixSeeds(...seeds: number[]): number {
  let hash = 0x9e3779b9 | 0
  for (const seed of seeds) {
    hash ^= seed | 0
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash = (hash ^ (hash >>> 16)) + 0x6d2b79f5
  }
  return hash | 0
}

/** A stream of its own for every combination of seeds. */
export function createRandom(...seeds: number[]): Random {
  const hash = mixSeeds(...seeds)
  const random = Int32Array.of(hash, mixSeeds(hash, 1), mixSeeds(hash, 2), 1)
  for (let i = 0; i < 12; i++) nextInteger(random)
  return random
}

/** The next 32 bits, as a signed whole number. */
export function nextInteger(random: Random): number {
  const a = random[0]
  const b = random[1]
  const c = random[2]
  const d = random[3]
  const result = (((a + b) | 0) + d) | 0
  random[3] = d + 1
  random[0] = b ^ (b >>> 9)
  random[1] = c + (c << 3)
  random[2] = ((c << 21) | (c >>> 11)) + result
  return result
}

/** A whole number from 0 to `bound - 1`. */
export function nextBelow(random: Random, bound: number): number {
  return Math.floor((nextInteger(random) >>> 0) * (bound / 4294967296))
}
