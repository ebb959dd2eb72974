import type { CellProblemCode, RuleFaultCode } from '../../../geo/index'
import { type Draft, gridId } from './draft'
import type { Ground } from './ground'

/** A broken rule. Hard ones keep a plan from being submitted; soft ones are for the eye. */
export interface PlanFault {
  code: RuleFaultCode | CellProblemCode | 'no-cell' | 'grid-without-parent'
  isHard: boolean
  level: number
  /** Key of the grid at fault. */
  key: number | null
  /** Place of the building at fault, in the planning input. */
  building: number | null
  /** Deviation as a share, or how many. */
  amount: number
}

/** Rules that upper grids are held to as well; of the others only the leaf grids are told. */
export const UPPER_RULES: ReadonlySet<RuleFaultCode> = new Set<RuleFaultCode>([
  'grid-out-of-tolerance',
  'grid-in-pieces',
  'grid-crosses-barrier',
  'building-in-other-community',
  'building-over-tolerance',
])

const HARD_PROBLEMS: readonly CellProblemCode[] = ['community-mismatch']
const SOFT_PROBLEMS: readonly CellProblemCode[] = ['island', 'communities-overlap']

/** Returns what is wrong with the places themselves, whatever the plan: buildings that cannot be placed, or stand elsewhere. */
export function placeFaults(ground: Ground, draft: Draft): PlanFault[] {
  const faults: PlanFault[] = []
  const fault = (code: PlanFault['code'], isHard: boolean, building: number) =>
    faults.push({ code, isHard, level: 0, key: null, building, amount: 1 })
  ground.vertexOf.forEach((vertex, place) => {
    if (vertex < 0 && draft.assignment[place] < 0) fault('no-cell', true, place)
  })
  for (const { code, buildings } of ground.problems) {
    if (HARD_PROBLEMS.includes(code)) for (const place of buildings) fault(code, true, place)
    else if (SOFT_PROBLEMS.includes(code) && buildings.length) fault(code, false, buildings[0])
  }
  return faults
}

/** Returns the groups of a plan of two levels that lie under no upper grid. */
export function orphanFaults({ grids }: Draft, leaf: number): PlanFault[] {
  if (leaf < 2) return []
  return [...grids.values()].flatMap(({ level, key, parent }): PlanFault[] => {
    if (level < leaf || (parent !== null && grids.has(gridId({ level: level - 1, key: parent })))) return []
    return [{ code: 'grid-without-parent', isHard: true, level, key, building: null, amount: 1 }]
  })
}

/** Returns what tells a fault from the others of a plan, whatever its amount. */
export function faultName({ code, level, key, building }: PlanFault): string {
  return [code, level, key, building].join(' ')
}

/** Returns faults in the order in which they are mended: hard ones, then the greatest. */
export function inOrder(faults: readonly PlanFault[]): PlanFault[] {
  return [...faults].sort(
    (one, other) =>
      Number(other.isHard) - Number(one.isHard) ||
      other.code.localeCompare(one.code) ||
      Math.abs(other.amount) - Math.abs(one.amount),
  )
}
