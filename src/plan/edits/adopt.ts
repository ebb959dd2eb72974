import type { GridFacts } from '../model/draft'
import { gridId, type Vertex } from '../model/ids'
import type { PlanView } from '../model/plan-view'
import { neighbourLists } from '../model/neighbour-lists'
import type { AreaId, GridKey } from '../../lib/ids'

/** Returns the grid that a new leaf grid goes under: the one around it, else the smallest of the community; null without any. */
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
  return smallestOf(live, leaf - 1, community)
}

/** The grid of a level with fewest households in a community; null without any. */
function smallestOf({ draft, figures }: PlanView, level: number, community: AreaId): GridKey | null {
  const size = (key: GridKey) => figures.get(gridId({ level, key }))?.households ?? 0
  const all = [...draft.grids.values()].filter((grid) => grid.level === level && grid.community === community)
  return all.sort((one, other) => size(one.key) - size(other.key))[0]?.key ?? null
}

/** Returns new grids for the upper levels on which a community has none, from the top, each under the one before; `keyAt` gives a level's next key. */
export function newUppers(live: PlanView, community: AreaId, keyAt: (level: number) => GridKey): GridFacts[] {
  const made: GridFacts[] = []
  let parent: GridKey | null = null
  for (let level = 1; level < live.leaf; level++) {
    const known = smallestOf(live, level, community)
    const key: GridKey = known ?? keyAt(level)
    if (known === null) made.push({ level, key, community, parent, name: '', locked: false })
    parent = key
  }
  return made
}
