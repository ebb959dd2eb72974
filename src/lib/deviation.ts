import type { Palette } from './theme'

/** Far under, under, within tolerance, over, far over the target. */
export type DeviationClass = 0 | 1 | 2 | 3 | 4

/** 440 / 400 − 1 is a little more than 0.1 in floating point; a limit takes in what only rounding puts past it. */
export const rounding = 1e-9

/**
 * Returns the four limits between the five classes of deviation, as shares of the target, ascending. The inner two
 * are the tolerance; the outer two are 20 %, or twice the tolerance where that is more.
 */
export function deviationBreaks(toleranceShare: number): [number, number, number, number] {
  const near = toleranceShare + rounding
  const far = Math.max(0.2, 2 * toleranceShare) + rounding
  return [-far, -near, near, far]
}

/** Returns by what share households lie over (positive) or under a target; null where none is asked. */
export function deviationFrom(households: number, target: number | null): number | null {
  return target === null ? null : households / target - 1
}

/** Returns whether a deviation (a share of the target) lies within the tolerance, its limits included; without a target it does. */
export function isWithin(deviation: number | null, toleranceShare: number): boolean {
  return deviation === null || Math.abs(deviation) <= toleranceShare + rounding
}

/** Returns the class of a deviation (a share of the target); the limits of the tolerance belong to the middle, as does what has no target. */
export function deviationClass(deviation: number | null, toleranceShare: number): DeviationClass {
  if (deviation === null) return 2
  const [farUnder, under, over, farOver] = deviationBreaks(toleranceShare)
  if (deviation < farUnder) return 0
  if (deviation < under) return 1
  if (deviation <= over) return 2
  return deviation <= farOver ? 3 : 4
}

/** Returns the colour of a deviation, the same on map, table and chart. */
export function deviationColour(colours: Palette, deviation: number | null, toleranceShare: number): string {
  return colours.deviation[deviationClass(deviation, toleranceShare)]
}
