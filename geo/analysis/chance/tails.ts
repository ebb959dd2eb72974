/** The logarithm of the gamma function for positive numbers, to 1e-13 (Stirling's series from 10 on, the recurrence below). */
export function logGamma(x: number): number {
  let shift = 0
  let at = x
  for (; at < 10; at++) shift -= Math.log(at)
  const square = 1 / (at * at)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / at
  return shift + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series
}

/** A distribution of counts: the chance of one of them, and by how much the next one's is larger. */
interface Counts {
  mean: number
  logChance: (count: number) => number
  ratio: (count: number) => number
}

/** Where a further term changes nothing. */
const NOTHING = 1e-17

/** The chance of at least so many: summed on the side with less of it, so that small ones are exact too. */
function atLeast({ mean, logChance, ratio }: Counts, count: number): number {
  if (count <= 0) return 1
  let term = Math.exp(logChance(count))
  let sum = 0
  if (count > mean) {
    for (let at = count; term > NOTHING * sum; at++) {
      sum += term
      term *= ratio(at)
    }
    return Math.min(1, sum)
  }
  for (let at = count - 1; at >= 0 && term > NOTHING * sum; at--) {
    term /= ratio(at)
    sum += term
  }
  return Math.max(0, 1 - sum)
}

/**
 * Returns the chance of at least `count` of a negative binomial with a mean and a variance; at a variance no larger than the mean, of
 * a Poisson. Cost: about the deviation.
 */
export function negativeBinomialAtLeast(count: number, mean: number, variance: number): number {
  if (!(mean > 0)) return count <= 0 ? 1 : 0
  if (variance <= mean * (1 + 1e-9)) return poissonAtLeast(count, mean)
  const size = (mean * mean) / (variance - mean)
  const share = mean / (mean + size)
  return atLeast(
    {
      mean,
      logChance: (k) =>
        logGamma(k + size) -
        logGamma(size) -
        logGamma(k + 1) -
        size * Math.log1p(mean / size) +
        k * Math.log(share),
      ratio: (k) => ((k + size) / (k + 1)) * share,
    },
    count,
  )
}

function poissonAtLeast(count: number, mean: number): number {
  return atLeast(
    { mean, logChance: (k) => k * Math.log(mean) - mean - logGamma(k + 1), ratio: (k) => mean / (k + 1) },
    count,
  )
}

/** Returns the chance of at least `count` of `trials` that succeed with a chance each. Cost: about the deviation. */
export function binomialAtLeast(count: number, trials: number, chance: number): number {
  if (count > trials) return 0
  const odds = chance / (1 - chance)
  return atLeast(
    {
      mean: trials * chance,
      logChance: (k) =>
        logGamma(trials + 1) -
        logGamma(k + 1) -
        logGamma(trials - k + 1) +
        k * Math.log(chance) +
        (trials - k) * Math.log1p(-chance),
      ratio: (k) => ((trials - k) / (k + 1)) * odds,
    },
    count,
  )
}
