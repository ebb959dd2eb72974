/** Where the property tests of CI begin, so that a change is judged by the same cases as the one before it. */
const CI_SEED = 20_261_127

/**
 * How often a property is tried: `usually`, and `GRIDWARD_TEST_TIMES` as often where that is set, to look for rare faults.
 * Each run begins with a seed of its own, which a failure names; in CI with always the same.
 */
export function runs(usually = 100): { numRuns: number; seed?: number } {
  const numRuns = usually * Number(process.env.GRIDWARD_TEST_TIMES ?? 1)
  return process.env.CI ? { numRuns, seed: CI_SEED } : { numRuns }
}
