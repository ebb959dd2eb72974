import { createRandom } from './random'
import type { DemoBuilding } from './types'

export interface DemoVisit {
  /** Index into the buildings. */
  building: number
  /** Days before now. */
  daysAgo: number
  /** Households that were called on. */
  households: number
}

const MONTHS = 12
const DAYS_A_MONTH = 30.4
/** Days of a month on which calls are made: short of it by one, so that no two months share a day. */
const DAYS_OF_CALLS = DAYS_A_MONTH - 1

/** Calls on the households of buildings over twelve months: most months, some buildings, a part of the households. */
export function createVisits(
  seed: string,
  buildings: readonly DemoBuilding[],
  communities: number,
): DemoVisit[] {
  const random = createRandom(`${seed}/visits`)
  const diligence = Array.from({ length: communities }, () => random.between(0.5, 0.92))
  const visits: DemoVisit[] = []
  for (let month = MONTHS - 1; month >= 0; month--) {
    buildings.forEach(({ households, community }, building) => {
      if (households === 0 || !random.chance(diligence[community])) return
      visits.push({
        building,
        daysAgo: Math.floor(month * DAYS_A_MONTH + random.next() * DAYS_OF_CALLS),
        households: Math.max(1, Math.round(households * random.between(0.35, 1))),
      })
    })
  }
  return visits
}
