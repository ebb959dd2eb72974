/** Random numbers for simulated districts and series. */
import { createRandom, nextInteger } from '../../../geo/partition/random'

/** Even numbers from 0 to 1, the same for the same seed. */
export function stream(seed: number): () => number {
  const random = createRandom(seed, 0x7e57)
  return () => ((nextInteger(random) >>> 0) + 0.5) / 2 ** 32
}

/** A Poisson number of a mean: how many even numbers multiply to above e^-mean, in steps so that it does not vanish. */
export function poisson(next: () => number, mean: number): number {
  let count = 0
  for (let rest = mean; rest > 0; rest -= 50) {
    const limit = Math.exp(-Math.min(rest, 50))
    for (let product = next(); product > limit; product *= next()) count++
  }
  return count
}

/** A negative binomial number of a mean, its variance so many times as large: Poisson about a gamma number. */
export function negativeBinomial(next: () => number, mean: number, dispersion: number): number {
  if (dispersion === 1) return poisson(next, mean)
  return poisson(next, gamma(next, mean / (dispersion - 1)) * (dispersion - 1))
}

/** A gamma number of scale 1 (Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26(3)). */
function gamma(next: () => number, shape: number): number {
  if (shape < 1) return gamma(next, shape + 1) * next() ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(next()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}
