/**
 * Returns the smallest share of false discoveries at which each test is one, from its p (Benjamini and Hochberg 1995, J. R. Statist.
 * Soc. B 57(1); R's `p.adjust(p, "BH")`). What was not tested (NaN) stays so and does not count.
 */
export function falseDiscoveryShares(p: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(p.length).fill(NaN)
  const tested = Array.from({ length: p.length }, (_, at) => at).filter((at) => !Number.isNaN(p[at]))
  tested.sort((a, b) => p[b] - p[a])
  let least = 1
  tested.forEach((at, index) => {
    least = Math.min(least, (p[at] * tested.length) / (tested.length - index))
    shares[at] = least
  })
  return shares
}
