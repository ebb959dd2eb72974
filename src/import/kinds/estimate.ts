import type { BuildingUse } from './uses'

/** How households are estimated where nobody has counted them. A person may change every number. */
export interface EstimateRule {
  /** Floor area that one household takes, its share of stairs and corridors included. */
  squareMetresPerHousehold: number
  /** Storeys of a building of which neither these nor a height are known. */
  storeys: number
  metresPerStorey: number
  /** Share of the floor area that is lived in where shops or offices are in the house as well, from 0 to 1. */
  mixedShare: number
  /** The same where nobody says what the building is for. */
  unknownShare: number
}

/** A first proposal, to be replaced by what is known of a place. Flats of about 90 m² take about 110 m² of a house. */
export const defaultEstimate: EstimateRule = {
  squareMetresPerHousehold: 110,
  storeys: 6,
  metresPerStorey: 3,
  mixedShare: 0.7,
  unknownShare: 1,
}

/** What each number of the rule may be. */
export const estimateLimits: Record<keyof EstimateRule, readonly [least: number, most: number]> = {
  squareMetresPerHousehold: [10, 1000],
  storeys: [1, 100],
  metresPerStorey: [2, 10],
  mixedShare: [0, 1],
  unknownShare: [0, 1],
}

/** What is known of a building. */
export interface BuildingFacts {
  /** Ground that it stands on. */
  footprintSquareMetres?: number
  /** All floors together, which needs no storeys. */
  floorSquareMetres?: number
  storeys?: number
  heightMetres?: number
  use: BuildingUse
}

/** An estimate and how it came about: `480 m² × 6 × 0.7 ÷ 110`. */
export interface Estimate {
  households: number
  how: string
}

const LARGEST_SHED_SQUARE_METRES = 20
const MOST_HOUSEHOLDS = 20_000

/**
 * Returns the households that a building probably has: floor area that is lived in, by the area that one takes. Sheds and what is
 * not lived in have none, a dwelling has one at least. Undefined where neither footprint nor floor area is known.
 */
export function estimateHouseholds(facts: BuildingFacts, rule: EstimateRule): Estimate | undefined {
  const { footprintSquareMetres: ground, floorSquareMetres: floors, use } = facts
  if (floors === undefined && ground === undefined) return undefined
  const share = { residential: 1, mixed: rule.mixedShare, unknown: rule.unknownShare, other: 0 }[use]
  const storeys = facts.storeys ?? storeysOfHeight(facts.heightMetres, rule) ?? rule.storeys
  const area = floors ?? ground! * storeys
  const isShed = (ground ?? floors!) < LARGEST_SHED_SQUARE_METRES
  const lived = isShed ? 0 : (area * share) / rule.squareMetresPerHousehold
  const households = lived === 0 ? 0 : Math.min(MOST_HOUSEHOLDS, Math.max(1, Math.round(lived)))
  const size = floors === undefined ? `${Math.round(ground!)} m² × ${storeys}` : `${Math.round(floors)} m²`
  return { households, how: `${size} × ${share} ÷ ${rule.squareMetresPerHousehold}` }
}

function storeysOfHeight(metres: number | undefined, { metresPerStorey }: EstimateRule): number | undefined {
  return metres !== undefined && metres > 0 ? Math.max(1, Math.round(metres / metresPerStorey)) : undefined
}

/** Returns the rule that `per-household=110,storeys=6,…` changes; undefined where it is written otherwise or beyond the limits. */
export function readEstimateRule(
  text: string,
  rule: EstimateRule = defaultEstimate,
): EstimateRule | undefined {
  const changed = { ...rule }
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const found = /^\s*([a-z-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part)
    const key = found && ruleNames.get(found[1])
    if (!found || !key) return undefined
    const value = Number(found[2])
    const [least, most] = estimateLimits[key]
    if (value < least || value > most) return undefined
    changed[key] = value
  }
  return changed
}

/** Returns the rule as it is written on the command line. */
export function estimateRuleText(rule: EstimateRule): string {
  return [...ruleNames].map(([name, key]) => `${name}=${rule[key]}`).join(',')
}

const ruleNames = new Map<string, keyof EstimateRule>([
  ['per-household', 'squareMetresPerHousehold'],
  ['storeys', 'storeys'],
  ['storey-height', 'metresPerStorey'],
  ['mixed', 'mixedShare'],
  ['unknown', 'unknownShare'],
])
