import type { Draft } from './draft'
import type { Figures } from './figures'
import type { Ground } from './ground'

/** A broken rule. Hard ones keep a plan from being submitted; soft ones are for the eye. */
export interface PlanFault {
  code:
    | 'unassigned'
    | 'in-pieces'
    | 'other-community'
    | 'empty-grid'
    | 'no-cell'
    | 'out-of-tolerance'
    | 'compound-cut'
    | 'data'
  isHard: boolean
  level: number
  /** Key of the grid at fault. */
  key: number | null
  /** Place of the building at fault, in the planning input. */
  building: number | null
  /** Deviation as a share, or how many. */
  amount: number
  /** For faults of the data: the code of the cells' problem. */
  problem?: string
}

/** Returns the broken rules of a draft, hard ones first. Linear in buildings and grids. */
export function planFaults(ground: Ground, draft: Draft, figures: Figures, tolerance: number): PlanFault[] {
  const faults = [...buildingFaults(ground, draft), ...gridFaults(figures, tolerance)]
  return faults.sort(
    (one, other) => Number(other.isHard) - Number(one.isHard) || one.code.localeCompare(other.code),
  )
}

function buildingFaults(ground: Ground, draft: Draft): PlanFault[] {
  const faults: PlanFault[] = []
  const fault = (building: number, code: PlanFault['code'], isHard: boolean, problem?: string) =>
    faults.push({ code, isHard, level: 0, key: null, building, amount: 1, ...(problem && { problem }) })
  draft.assignment.forEach((key, place) => {
    if (key < 0) fault(place, ground.vertexOf[place] < 0 ? 'no-cell' : 'unassigned', true)
  })
  for (const { code, buildings } of ground.problems)
    if (code === 'community-mismatch')
      for (const place of buildings) fault(place, 'other-community', true, code)
    else if (code === 'island' || code === 'communities-overlap')
      fault(buildings[0] ?? 0, 'data', false, code)
  return faults
}

function gridFaults(figures: Figures, tolerance: number): PlanFault[] {
  const faults: PlanFault[] = []
  for (const { level, key, buildings, fragments, communities, deviation, cutCompounds } of figures.values()) {
    const fault = (code: PlanFault['code'], isHard: boolean, amount: number) =>
      faults.push({ code, isHard, level, key, building: null, amount })
    if (buildings === 0) fault('empty-grid', true, 0)
    if (fragments > 1) fault('in-pieces', true, fragments)
    if (communities > 1) fault('other-community', true, communities)
    if (buildings > 0 && Math.abs(deviation) > tolerance + 1e-9) fault('out-of-tolerance', false, deviation)
    if (cutCompounds > 0) fault('compound-cut', false, cutCompounds)
  }
  return faults
}
