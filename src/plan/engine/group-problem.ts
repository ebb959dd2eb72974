import { contractInstance, type Instance } from '../../../geo/index'
import { keyAt } from '../model/levels/chain'
import type { GridFacts } from '../model/draft'
import { groupsUnder } from '../model/groups'
import type { PlanView } from '../model/plan-view'
import { instanceWithin } from './wish'

/** Grids as vertices for the engine, which puts them together to grids of the level above without cutting one. */
export interface GroupProblem {
  instance: Instance
  /** Key of the group behind each vertex. */
  groups: number[]
  /** Key of the upper grid that each lies in now. */
  existing: Int32Array
  /** Vertices of groups that are locked. */
  locked: number[]
}

/** Returns the groups of some grids of an upper level (the lowest one where none is named) as a problem for the engine. Linear in buildings and edges. */
export function groupProblem(
  live: PlanView,
  uppers: readonly number[],
  level: number = live.leaf - 1,
): GroupProblem {
  const { draft, leaf } = live
  const isInhabited = (group: GridFacts) =>
    live.leavesOf(group).some((key) => live.coverage.buildingsOfGrid(key).length > 0)
  const groups = groupsUnder(live, uppers, level).filter(isInhabited)
  const number = new Map(groups.map(({ key }, at) => [key, at]))
  const part = live.coverage.assignment().map((key) => {
    const group = key < 0 ? null : keyAt(draft.grids, { level: leaf, key }, level + 1)
    return group === null ? -1 : (number.get(group) ?? -1)
  })
  return {
    instance: contractInstance(instanceWithin(live, level), part),
    groups: groups.map(({ key }) => key),
    existing: Int32Array.from(groups, ({ parent }) => parent ?? -1),
    locked: groups.flatMap(({ locked }, at) => (locked ? [at] : [])),
  }
}
