import { nextInteger, type Random } from '../random'

const tableBits = 12
const tableSize = 1 << tableBits
const ln2 = 0.6931471805599453

/**
 * Natural logarithm of a number in (0, 1] from additions and multiplications only: `Math.log` may differ in the
 * last digit between engines, and one digit is enough to make another plan.
 */
export function portableLog(value: number): number {
  let exponent = 0
  let mantissa = value
  while (mantissa < 0.70710678) {
    mantissa *= 2
    exponent++
  }
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let term = ratio
  let sum = 0
  for (let odd = 1; odd < 40; odd += 2) {
    sum += term / odd
    term *= square
  }
  return 2 * sum - exponent * ln2
}

const thresholds = Float64Array.from({ length: tableSize }, (_, i) => -portableLog((i + 0.5) / tableSize))

/** How much worse than before the next proposal may be at this temperature (Metropolis et al. 1953), in energy. */
export function allowedRise(random: Random, temperature: number): number {
  return temperature * thresholds[nextInteger(random) >>> (32 - tableBits)]
}
