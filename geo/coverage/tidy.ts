import type { Coverage } from './coverage'
import { connectedParts } from './parts'
import type { Transaction } from './transaction'

/**
 * Gives loose ground that an edit cut off from its grid's buildings to the neighbour with the longest common border in the
 * same community. A grid without any building keeps what was drawn for it; unassigned ground stays so. Closed grids neither
 * give nor take.
 */
export function tidyLooseParts(
  draft: Transaction,
  grids: Iterable<number>,
  closed: ReadonlySet<number> = new Set(),
): void {
  const { coverage } = draft
  for (const grid of grids) {
    if (grid < 0 || closed.has(grid)) continue
    const parts = connectedParts(coverage, coverage.facesOfGrid(grid), ({ left, right }) => {
      return coverage.gridOf(left) === grid && coverage.gridOf(right) === grid
    })
    const hasHome = (part: number[]): boolean => part.some((face) => coverage.face(face).home >= 0)
    if (parts.length < 2 || !parts.some(hasHome)) continue
    for (const part of parts) {
      if (hasHome(part)) continue
      const heir = longestNeighbour(coverage, part, closed)
      if (heir >= 0) draft.assign(part.map((face) => [face, heir] as const))
    }
  }
}

function longestNeighbour(coverage: Coverage, part: number[], closed: ReadonlySet<number>): number {
  const { community, grid } = coverage.face(part[0])
  const lengths = new Map<number, number>()
  for (const face of part)
    for (const id of coverage.edgesOfFace(face)) {
      const { x1, y1, x2, y2, left, right } = coverage.edge(id)
      const other = left === face ? right : left
      const heir = coverage.gridOf(other)
      if (heir < 0 || heir === grid || closed.has(heir) || coverage.face(other).community !== community)
        continue
      lengths.set(heir, (lengths.get(heir) ?? 0) + Math.hypot(x2 - x1, y2 - y1))
    }
  let best = -1
  for (const [heir, length] of lengths) {
    const bestLength = lengths.get(best) ?? 0
    if (length > bestLength || (length === bestLength && heir < best)) best = heir
  }
  return best
}
