import { gridId, type Vertex } from '../model/ids'
import type { PlanView } from '../model/plan-view'
import { neighbourLists } from '../model/neighbour-lists'
import type { AreaId, GridKey } from '../../lib/ids'

/** Returns the upper grid that a new group goes under: the one around it, else the smallest of the community; null without any. */
export function adoptingUpper(live: PlanView, vertices: readonly Vertex[], community: AreaId): number | null {
  const { draft, leaf, coverage, ground } = live
  const near = neighbourLists(ground.instance)
  const claims = new Map<number, number>()
  for (const vertex of vertices)
    for (const { to, metres } of near.of(vertex)) {
      const grid = draft.grids.get(gridId({ level: leaf, key: coverage.gridOfBuilding(to) }))
      if (grid?.parent == null || grid.community !== community) continue
      claims.set(grid.parent, (claims.get(grid.parent) ?? 0) + metres)
    }
  const [closest] = [...claims].sort((one, other) => other[1] - one[1] || one[0] - other[0])
  if (closest) return closest[0]
  const size = (key: GridKey) => live.figures.get(gridId({ level: leaf - 1, key }))?.households ?? 0
  const uppers = [...draft.grids.values()].filter(
    (grid) => grid.level === leaf - 1 && grid.community === community,
  )
  return uppers.sort((one, other) => size(one.key) - size(other.key))[0]?.key ?? null
}
