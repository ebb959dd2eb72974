import { faceAt, type Point } from '../../../geo/index'
import type { EditAnswer } from './edits'
import type { GridFacts } from '../model/draft'
import { gridOfLeaf, groupsUnder, regroup } from '../model/groups'
import type { PlanView } from '../model/plan-view'
import type { GridKey } from '../../lib/ids'

/** Far beyond any district, units: drawn lines are thought to run on so far at their ends. */
const BEYOND_UNITS = 2 ** 24

/**
 * Returns the edit that splits an upper grid (of the level above the leaf grids, or the one given) along a line (units): each group
 * goes with most of its households.
 */
export function splitUpperByLine(
  live: PlanView,
  key: GridKey,
  line: readonly Point[],
  level: number = live.leaf - 1,
): EditAnswer {
  const groups = groupsUnder(live, [key], level)
  const sides = groups.map((group) => [group.key, sideOf(live, group, line)] as const)
  if (new Set(sides.map(([, side]) => side)).size < 2) return { code: 'no-group-beyond', at: line[0] }
  return regroup(live, new Map(sides), { code: 'splitUpper', values: { to: key, parts: 2 } }, level)
}

function sideOf(live: PlanView, group: GridFacts, line: readonly Point[]): 0 | 1 {
  const { coverage, ground } = live
  let balance = 0
  for (const leaf of live.leavesOf(group))
    for (const vertex of coverage.buildingsOfGrid(leaf)) {
      const [x, y] = coverage.sites.subarray(2 * vertex)
      const weight = 1 + ground.instance.households[vertex]
      balance += isBeyond(line, [x, y]) ? weight : -weight
    }
  return balance > 0 ? 1 : 0
}

/** Whether an odd number of crossings with the line, prolonged at both ends, lies between a point and one far away. */
function isBeyond(line: readonly Point[], from: Point): boolean {
  const long = [
    prolonged(line[1], line[0]),
    ...line.slice(1, -1),
    prolonged(line[line.length - 2], line[line.length - 1]),
  ]
  const far: Point = [BEYOND_UNITS / 3, BEYOND_UNITS * 3]
  let crossings = 0
  for (let at = 0; at + 1 < long.length; at++) if (crosses(long[at], long[at + 1], from, far)) crossings++
  return crossings % 2 === 1
}

function prolonged([ax, ay]: Point, [bx, by]: Point): Point {
  const length = Math.hypot(bx - ax, by - ay) || 1
  return [bx + ((bx - ax) / length) * BEYOND_UNITS, by + ((by - ay) / length) * BEYOND_UNITS]
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > 0
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

/** Groups that a pulled border takes along, and the upper grid that they come to. */
export interface Pull {
  groups: number[]
  to: number
}

/**
 * Returns what pulling the border of two upper grids along a path (units) does: the groups under the path change from the
 * grid that the path ends in to the other. Null where the path does not end in either. `level`: of the upper grids, the one above
 * the leaf grids where it is left out.
 */
export function pullBorder(
  live: PlanView,
  uppers: readonly [number, number],
  path: readonly Point[],
  level: number = live.leaf - 1,
): Pull | null {
  const leaves = path.map((point) => leafAt(live, point))
  const owners = leaves.map((leaf) => gridOfLeaf(live, leaf, level))
  const end = owners.findLast((owner) => owner !== null && uppers.includes(owner))
  if (end === undefined || end === null) return null
  const to = end === uppers[0] ? uppers[1] : uppers[0]
  const passed = leaves.filter((_leaf, at) => owners[at] === end)
  const groups = new Set(passed.flatMap((leaf) => gridOfLeaf(live, leaf, level + 1) ?? []))
  return { groups: [...groups], to }
}

/** Returns the leaf grid at a point (units), −1 for none. */
function leafAt({ coverage }: PlanView, point: Point): number {
  return coverage.gridOf(faceAt(coverage, point))
}
