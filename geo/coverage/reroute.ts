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
 * Gives each part between the new borders to the grid most of whose other borders it keeps (most of whose ground, where it
 * keeps none), so that every grid has a part. Buildings go with the ground they stand on.
 */
export function settleGrids(draft: Transaction, reroute: Reroute, at: Point): EditFault | undefined {
  const { coverage } = draft
  const { grids, removed, walls } = reroute
  const faces = [...grids].flatMap((grid) => [...coverage.facesOfGrid(grid)])
  const parts = connectedParts(coverage, faces, ({ left, right }, id) => {
    return !walls.has(id) && (removed.has(id) || coverage.gridOf(left) === coverage.gridOf(right))
  })
  const heirs = chooseHeirs(
    parts.map((part) => claimsOn(coverage, part, reroute)),
    grids,
  )
  if (!heirs) return { code: 'grid-vanishes', at }
  draft.assign(parts.flatMap((part, index) => part.map((face) => [face, heirs[index]] as const)))
  tidyLooseParts(draft, grids)
  return undefined
}

/** How much of a part each grid can claim: length of its other borders, else area. */
function claimsOn(coverage: Coverage, part: number[], { removed }: Reroute): Map<number, number> {
  const kept = new Map<number, number>()
  const ground = new Map<number, number>()
  for (const face of part) {
    const grid = coverage.gridOf(face)
    ground.set(grid, (ground.get(grid) ?? 0) + doubledFaceArea(coverage, face))
    for (const id of coverage.edgesOfFace(face)) {
      const { x1, y1, x2, y2, left, right } = coverage.edge(id)
      const other = left === face ? right : left
      const isBorder = other < 0 || coverage.gridOf(other) !== grid
      if (isBorder && !removed.has(id)) kept.set(grid, (kept.get(grid) ?? 0) + Math.hypot(x2 - x1, y2 - y1))
    }
  }
  return kept.size > 0 ? kept : ground
}

/** The grid with the best claim on each part; a grid left without one gets the part that costs another, with more parts, least. */
function chooseHeirs(claims: Map<number, number>[], grids: ReadonlySet<number>): number[] | undefined {
  const heirs = claims.map((claim) => [...claim].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0])
  for (const grid of grids) {
    if (heirs.includes(grid)) continue
    const loss = (part: number): number =>
      (claims[part].get(heirs[part]) ?? 0) - (claims[part].get(grid) ?? 0)
    const [best] = [...claims.keys()]
      .filter((part) => claims[part].has(grid) && heirs.filter((heir) => heir === heirs[part]).length > 1)
      .sort((a, b) => loss(a) - loss(b) || a - b)
    if (best === undefined) return undefined
    heirs[best] = grid
  }
  return heirs
}
