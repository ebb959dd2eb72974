/** Owners: loose faces are given to the building with the longest common border, so that grids tile the community. */
import type { Cells } from './types'

type Faces = Omit<Cells, 'owner' | 'inputIndex'>

/**
 * Owner of each face: who stands in it, else who has part of its footprint in it (`claimed`), else along borders inside
 * the block, then across barriers, then by distance. −1 where a community has no building.
 */
export function findOwners(cells: Faces, claimed: Int32Array): Int32Array {
  const owner = cells.home.map((building, face) => (building >= 0 ? building : claimed[face]))
  const borders = looseBorders(cells)
  spread(borders, owner, (a, b) => cells.block[a] === cells.block[b])
  spread(borders, owner, (a, b) => cells.community[a] === cells.community[b])
  for (let face = 0; face < owner.length; face++)
    if (owner[face] < 0) owner[face] = nearestBuilding(cells, face)
  return owner
}

type Borders = Map<number, { face: number; length: number }[]>

function looseBorders({ coordinates: c, faceOf, home }: Faces): Borders {
  const borders: Borders = new Map()
  for (let half = 0; half < faceOf.length; half++) {
    const [face, other] = [faceOf[half], faceOf[half ^ 1]]
    if (face < 0 || other < 0 || home[face] >= 0) continue
    const at = 4 * (half >> 1)
    const entry = { face: other, length: Math.hypot(c[at + 2] - c[at], c[at + 3] - c[at + 1]) }
    const list = borders.get(face)
    if (list) list.push(entry)
    else borders.set(face, [entry])
  }
  return borders
}

function spread(
  borders: Borders,
  owner: Int32Array,
  mayJoin: (face: number, other: number) => boolean,
): void {
  for (let open = [...borders.keys()].filter((face) => owner[face] < 0); open.length > 0;) {
    const chosen = open.map((face) =>
      longest(borders.get(face) ?? [], owner, (other) => mayJoin(face, other)),
    )
    open.forEach((face, at) => (owner[face] = chosen[at]))
    const rest = open.filter((face) => owner[face] < 0)
    if (rest.length === open.length) return
    open = rest
  }
}

function longest(
  borders: { face: number; length: number }[],
  owner: Int32Array,
  mayJoin: (other: number) => boolean,
): number {
  const lengths = new Map<number, number>()
  for (const { face, length } of borders)
    if (owner[face] >= 0 && mayJoin(face)) lengths.set(owner[face], (lengths.get(owner[face]) ?? 0) + length)
  let best = -1
  for (const [building, length] of lengths) if (best < 0 || length > (lengths.get(best) ?? 0)) best = building
  return best
}

function nearestBuilding({ coordinates: c, faceOf, home, community, sites }: Faces, face: number): number {
  const edge = faceOf.indexOf(face) >> 1
  let [best, bestDistance] = [-1, Infinity]
  for (let other = 0; other < home.length; other++) {
    const building = home[other]
    if (building < 0 || community[other] !== community[face]) continue
    const distance = Math.hypot(sites[2 * building] - c[4 * edge], sites[2 * building + 1] - c[4 * edge + 1])
    if (distance < bestDistance) [best, bestDistance] = [building, distance]
  }
  return best
}
