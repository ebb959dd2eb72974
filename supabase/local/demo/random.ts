/** A seeded stream of numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform whole number in [low, high]. */
  integer(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One item, all equally likely. */
  pick<T>(items: readonly T[]): T
  /** The index of a weight, each as likely as its share of the sum. */
  weighted(weights: readonly number[]): number
  /** Normal deviate with mean 0 and deviation 1 (Box and Muller, 1958). */
  normal(): number
  /** A new array in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** An independent stream for a named purpose, so that a change in one part leaves the others as they were. */
  fork(purpose: string): Random
}

/** Makes the stream of a seed: mulberry32 over a hash of the seed's text. */
export function createRandom(seed: string): Random {
  let state = hashText(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number) => low + next() * (high - low)
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => items[integer(0, items.length - 1)],
    weighted: (weights) => weightedIndex(weights, next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => shuffled(items, integer),
    fork: (purpose) => createRandom(`${seed}/${purpose}`),
  }
}

function weightedIndex(weights: readonly number[], share: number): number {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0)
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index]
    if (left < 0) return index
  }
  return weights.length - 1
}

function shuffled<T>(items: readonly T[], integer: (low: number, high: number) => number): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = integer(0, last)
    const moved = result[last]
    result[last] = result[other]
    result[other] = moved
  }
  return result
}

/** FNV-1a over the UTF-16 units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
