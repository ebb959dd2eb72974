import { contractInstance, type Instance } from '../../../geo/index'
import { groupsUnder } from '../model/groups'
import type { PlanView } from '../model/plan-view'

/** Groups as vertices for the engine, which puts them together to upper grids without cutting one. */
export interface GroupProblem {
  instance: Instance
  /** Key of the group behind each vertex. */
  groups: number[]
  /** Key of the upper grid that each lies in now. */
  existing: Int32Array
  /** Vertices of groups that are locked. */
  locked: number[]
}

/** Returns the groups of some upper grids as a problem for the engine. Linear in buildings and edges. */
export function groupProblem(live: PlanView, uppers: readonly number[]): GroupProblem {
  const groups = groupsUnder(live, uppers).filter(({ key }) => live.coverage.buildingsOfGrid(key).length > 0)
  const number = new Map(groups.map(({ key }, at) => [key, at]))
  const part = live.coverage.assignment().map((key) => number.get(key) ?? -1)
  return {
    instance: contractInstance(live.ground.instance, part),
    groups: groups.map(({ key }) => key),
    existing: Int32Array.from(groups, ({ parent }) => parent ?? -1),
    locked: groups.flatMap(({ locked }, at) => (locked ? [at] : [])),
  }
}
