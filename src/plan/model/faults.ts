import {
  type CellProblemCode,
  type GroundRules,
  type RuleFaultCode,
  stripSquareMetres,
} from '../../../geo/index'
import type { Draft } from './draft'
import type { Figures } from './figures'
import { type BuildingPlace, type GridId, gridId } from './ids'
import type { Ground } from './ground'
import type { AreaId, GridKey } from '../../lib/ids'

/** What the ground of a plan breaks, whoever stands on it. */
export type GroundFaultCode = 'gap' | 'grid-outside-community' | 'grid-without-buildings'

/** A broken rule. Hard ones keep a plan from being submitted; soft ones are for the eye. */
export interface PlanFault {
  code: RuleFaultCode | CellProblemCode | GroundFaultCode | 'no-cell' | 'grid-without-parent'
  isHard: boolean
  level: number
  /** Key of the grid at fault. */
  key: GridKey | null
  /** Place of the building at fault, in the planning input. */
  building: BuildingPlace | null
  /** Id of the community at fault, where it is neither a grid nor a building. */
  community: AreaId | null
  /** Deviation as a share, square metres of ground, or how many. */
  amount: number
}

/** Rules of leaf grids that their buildings tell. The others are told by the ground, as in the database. */
export const LEAF_RULES: ReadonlySet<RuleFaultCode> = new Set<RuleFaultCode>([
  'building-unassigned',
  'grid-out-of-tolerance',
  'building-over-tolerance',
  'compound-cut',
])

/** Rules that only a grid with a target can break, and so no dedicated one. */
export const OF_TARGET: ReadonlySet<RuleFaultCode> = new Set<RuleFaultCode>([
  'grid-out-of-tolerance',
  'building-over-tolerance',
])

/** Rules that upper grids are held to as well; none of them keeps a plan from being submitted. */
export const SOFT_ABOVE: ReadonlySet<RuleFaultCode> = new Set<RuleFaultCode>([
  'grid-out-of-tolerance',
  'grid-in-pieces',
  'grid-crosses-barrier',
  'building-over-tolerance',
])

const HARD_PROBLEMS: readonly CellProblemCode[] = ['community-mismatch']
const SOFT_PROBLEMS: readonly CellProblemCode[] = ['island', 'communities-overlap']

/** Returns what is wrong with the places themselves, whatever the plan: buildings that cannot be placed, or stand elsewhere. */
export function placeFaults(ground: Ground, draft: Draft): PlanFault[] {
  const faults: PlanFault[] = []
  const fault = (code: PlanFault['code'], isHard: boolean, building: BuildingPlace) =>
    faults.push({ code, isHard, level: 0, key: null, building, community: null, amount: 1 })
  ground.vertexOf.forEach((vertex, place) => {
    if (vertex < 0 && draft.assignment[place] < 0) fault('no-cell', true, place)
  })
  for (const { code, buildings } of ground.problems) {
    if (HARD_PROBLEMS.includes(code)) for (const place of buildings) fault(code, true, place)
    else if (SOFT_PROBLEMS.includes(code) && buildings.length) fault(code, false, buildings[0])
  }
  return faults
}

/** Returns the groups of a plan of two levels that lie under no upper grid of their community. */
export function orphanFaults({ grids }: Draft, leaf: number): PlanFault[] {
  return [...grids.values()].flatMap((grid): PlanFault[] => {
    const { level, parent, community } = grid
    if (level < 2 || level > leaf) return []
    const above = parent === null ? undefined : grids.get(gridId({ level: level - 1, key: parent }))
    return above?.community === community ? [] : [gridFault('grid-without-parent', true, grid, 1)]
  })
}

/** Returns the buildings that are in a grid of another community than their own. Linear in the buildings. */
export function assignmentFaults({ input }: Ground, { assignment, grids }: Draft, leaf: number): PlanFault[] {
  const communityOf = communityOfGrids(grids, leaf)
  const { community, households } = input.buildings
  const faults: PlanFault[] = []
  assignment.forEach((key, place) => {
    if (key < 0 || communityOf.get(key) === community[place]) return
    const fault = gridFault('building-in-other-community', true, { level: leaf, key }, households[place])
    faults.push({ ...fault, building: place })
  })
  return faults
}

/**
 * Returns the grids that hold nothing: an upper one without a group, one without ground; and, to be noted, those with ground
 * and no building, as a park may be, as long as nobody says what they are for.
 */
export function emptyFaults({ grids }: Draft, figures: Figures, leaf: number): PlanFault[] {
  const parents = new Set<string>()
  for (const { level, parent } of grids.values())
    if (parent !== null) parents.add(gridId({ level: level - 1, key: parent }))
  return [...grids].flatMap(([id, grid]): PlanFault[] => {
    if (grid.level < leaf) return parents.has(id) ? [] : [gridFault('grid-empty', true, grid, 0)]
    const figure = figures.get(id)
    if (figure?.buildings || (figure?.polygon && grid.kind)) return []
    return [gridFault(figure?.polygon ? 'grid-without-buildings' : 'grid-empty', !figure?.polygon, grid, 0)]
  })
}

/** Returns what the ground of a plan breaks: grids in pieces or beyond their community, and ground in no grid. */
export function groundFaults(
  { input, communityOf: numberOf }: Ground,
  rules: GroundRules,
  { grids }: Draft,
  figures: Figures,
  leaf: number,
): PlanFault[] {
  const communityOf = communityOfGrids(grids, leaf)
  const number = (key: GridKey) => numberOf.get(communityOf.get(key) ?? -1) ?? -1
  const apart = rules.apart().map(({ code, grid, building, amount }) => {
    return { ...gridFault(code, true, { level: leaf, key: grid }, amount), building }
  })
  // A group has the ground of its grids, and lies outside of its community as far as they do.
  const outside = new Map<GridId, number>()
  for (let level = leaf; level >= 1; level--)
    for (const [id, grid] of grids) {
      if (grid.level !== level) continue
      const amount = level === leaf ? rules.beyond(grid.key, number(grid.key)) : (outside.get(id) ?? 0)
      outside.set(id, amount)
      if (grid.parent === null) continue
      const above = gridId({ level: level - 1, key: grid.parent })
      outside.set(above, (outside.get(above) ?? 0) + amount)
    }
  const beyond = [...outside].flatMap(([id, amount]): PlanFault[] => {
    const grid = grids.get(id)
    if (!grid || amount <= stripSquareMetres(figures.get(id)?.polygon?.perimeterMetres ?? 0)) return []
    return [gridFault('grid-outside-community', true, grid, amount)]
  })
  const inhabited = new Set(input.buildings.community)
  const gaps = [...rules.gaps(number)].flatMap((amount, at): PlanFault[] => {
    const { id } = input.communities[at]
    if (amount === 0 || !inhabited.has(id)) return []
    return [{ code: 'gap', isHard: true, level: leaf, key: null, building: null, community: id, amount }]
  })
  return [...apart, ...beyond, ...gaps]
}

function communityOfGrids(grids: Draft['grids'], leaf: number): Map<number, number> {
  const all = new Map<number, number>()
  for (const { level, key, community } of grids.values()) if (level === leaf) all.set(key, community)
  return all
}

function gridFault(
  code: PlanFault['code'],
  isHard: boolean,
  { level, key }: { level: number; key: GridKey },
  amount: number,
): PlanFault {
  return { code, isHard, level, key, building: null, community: null, amount }
}

/** Returns what tells a fault from the others of a plan, whatever its amount. */
export function faultName({ code, level, key, building, community }: PlanFault): string {
  return [code, level, key, building, community].join(' ')
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
