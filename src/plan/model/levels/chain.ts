import { changedGrids, type Draft, type GridChange, type GridFacts } from '../draft'
import { type GridId, gridId, type GridPlace } from '../ids'
import type { GridKey } from '../../../lib/ids'

type Grids = Draft['grids']

/** Returns the grids above a grid, its parent first; none above one whose parent is missing. At most one a level. */
export function ancestors(grids: Grids, { level, parent }: Pick<GridFacts, 'level' | 'parent'>): GridFacts[] {
  const above = parent === null ? undefined : grids.get(gridId({ level: level - 1, key: parent }))
  return above ? [above, ...ancestors(grids, above)] : []
}

/** Returns the key of the grid of a level that a grid lies in: its own at its own level; null where a parent is missing on the way. */
export function keyAt(grids: Grids, { level, key }: GridPlace, at: number): GridKey | null {
  let found: GridKey | null = key
  for (let now = level; now > at && found !== null; now--)
    found = grids.get(gridId({ level: now, key: found }))?.parent ?? null
  return found
}

/** Returns the keys of the grids of a level under a grid: its own at its own level. Linear in the grids. */
export function keysUnder(grids: Grids, { level, key }: GridPlace, at: number): GridKey[] {
  let under = [key]
  for (let now = level + 1; now <= at; now++) {
    const above = new Set(under)
    under = []
    for (const grid of grids.values())
      if (grid.level === now && grid.parent !== null && above.has(grid.parent)) under.push(grid.key)
  }
  return under
}

/** Returns the grids above a grid that a change takes it out of, and those that it brings it under; not those it stays in. */
export function ancestorsChanged(
  before: Grids,
  after: Grids,
  change: GridChange,
): { left: GridFacts[]; entered: GridFacts[] } {
  const was = change.before ? ancestors(before, change.before) : []
  const is = change.after ? ancestors(after, change.after) : []
  const without = (all: readonly GridFacts[], others: readonly GridFacts[]) => {
    const stays = new Set(others.map(gridId))
    return all.filter((grid) => !stays.has(gridId(grid)))
  }
  return { left: without(was, is), entered: without(is, was) }
}

/**
 * Returns the changes that take away the grids which others leave without a grid under them, level by level upwards. Linear in
 * the grids.
 */
export function childless(grids: Grids, changes: readonly GridChange[]): GridChange[] {
  const after = changedGrids(grids, changes)
  const children = new Map<GridId, number>()
  const parentOf = ({ level, parent }: GridFacts) =>
    parent === null ? null : gridId({ level: level - 1, key: parent })
  for (const grid of after.values()) {
    const parent = parentOf(grid)
    if (parent) children.set(parent, (children.get(parent) ?? 0) + 1)
  }
  const gone: GridChange[] = []
  const seen = new Set<GridId>()
  const leave = (was: GridFacts) => {
    const id = parentOf(was)
    const parent = id && after.get(id)
    if (!parent || children.get(id) || seen.has(id)) return
    seen.add(id)
    gone.push({ before: parent, after: null })
    const above = parentOf(parent)
    if (above) children.set(above, (children.get(above) ?? 1) - 1)
    leave(parent)
  }
  for (const { before, after: is } of changes)
    if (before && (!is || before.parent !== is.parent)) leave(before)
  return gone
}
