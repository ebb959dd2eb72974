/** Rerouting: some stretches of border cease to divide, drawn lines divide instead, and the ground falls to the grids anew. */
import { type Carving, carveLine } from './carve'
import type { Coverage } from './coverage'
import { connectedParts, doubledFaceArea } from './parts'
import { tidyLooseParts } from './tidy'
import type { Transaction } from './transaction'
import type { EditFault, Point } from './types'

/** A border under change: edges that no longer divide, and edges that do from now on. */
export interface Reroute {
  grids: ReadonlySet<number>
  removed: Set<number>
  walls: Set<number>
}

/** Makes a line part of the coverage and of the new border. */
export function addLine(draft: Transaction, reroute: Reroute, line: Point[]): Carving | EditFault {
  const { coverage } = draft
  const carving = carveLine(coverage, line, (face) => reroute.grids.has(coverage.gridOf(face)))
  if ('code' in carving) return carving
  draft.apply(carving.patch)
  for (const [old, pieces] of carving.pieces)
    for (const edges of [reroute.removed, reroute.walls])
      if (edges.delete(old)) for (const piece of pieces) edges.add(piece)
  for (const wall of carving.walls) reroute.walls.add(wall)
  return carving
}

/**
 * Gives each part between the new borders to the grid that had most of its ground. Buildings go with the ground they stand on.
 */
export function settleGrids(
  draft: Transaction,
  { grids, removed, walls }: Reroute,
  at: Point,
): EditFault | undefined {
  const { coverage } = draft
  const faces = [...grids].flatMap((grid) => [...coverage.facesOfGrid(grid)])
  const parts = connectedParts(coverage, faces, ({ left, right }, id) => {
    return !walls.has(id) && (removed.has(id) || coverage.gridOf(left) === coverage.gridOf(right))
  })
  const heirs = parts.map((part) => formerGrid(coverage, part))
  if ([...grids].some((grid) => !heirs.includes(grid))) return { code: 'grid-vanishes', at }
  draft.assign(parts.flatMap((part, index) => part.map((face) => [face, heirs[index]] as const)))
  tidyLooseParts(draft, grids)
  return undefined
}

function formerGrid(coverage: Coverage, part: number[]): number {
  const areas = new Map<number, number>()
  for (const face of part) {
    const grid = coverage.gridOf(face)
    areas.set(grid, (areas.get(grid) ?? 0) + doubledFaceArea(coverage, face))
  }
  return [...areas].reduce((most, entry) =>
    entry[1] > most[1] || (entry[1] === most[1] && entry[0] < most[0]) ? entry : most,
  )[0]
}
