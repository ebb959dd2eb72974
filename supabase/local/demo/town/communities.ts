import type { Point } from './plane'
import type { Face, Lattice } from './roads'

/** How many communities the district has; blocks of the pattern are joined until it is so many. */
export const COMMUNITIES = 44

/** A set of blocks that make one community, and its border: a counter-clockwise ring of the blocks' own points. */
export interface CommunityShape {
  street: number
  faces: number[]
  ring: Point[]
}

/** Street by row of the lattice (from the south) and column: nine areas that follow river and avenues. */
const STREET_OF = ['00011222', '00011222', '33445566', '33445566', '77775888', '77777888']

const streetOf = (face: Face) => Number(STREET_OF[face.row][face.column])

/**
 * Blocks joined to communities: those with the fewest households first, with the smallest neighbour of their street
 * across a road that is no barrier. `households[k]` are those of block k.
 */
export function joinFaces({ faces }: Lattice, households: readonly number[]): CommunityShape[] {
  const groups = faces.map((face, index) => ({ street: streetOf(face), members: [index] }))
  const size = (members: number[]) => members.reduce((sum, index) => sum + households[index], 0)
  while (groups.length > COMMUNITIES) {
    const bySize = [...groups].sort((a, b) => size(a.members) - size(b.members))
    for (const small of bySize) {
      const others = groups
        .filter((other) => other !== small && other.street === small.street)
        .map((other) => ({ other, shared: sharedLength(faces, small.members, other.members) }))
        .filter(({ shared }) => shared > 0)
        .sort((a, b) => size(a.other.members) - size(b.other.members))
      if (others.length === 0) continue
      others[0].other.members.push(...small.members)
      groups.splice(groups.indexOf(small), 1)
      break
    }
  }
  return groups
    .map(({ street, members }) => ({
      street,
      faces: members,
      ring: border(members.map((index) => faces[index])),
    }))
    .sort((a, b) => a.street - b.street)
}

function sharedLength(faces: readonly Face[], some: number[], others: number[]): number {
  const passable = new Set(
    some
      .flatMap((index) => faces[index].sides)
      .filter(({ arc }) => arc.class === 'secondary')
      .map(({ arc }) => arc),
  )
  return others.flatMap((index) => faces[index].sides).filter(({ arc }) => passable.has(arc)).length
}

/** The outer ring of joined blocks: their sides less those that two of them share, end to end. */
export function border(faces: readonly Face[]): Point[] {
  const uses = new Map<object, number>()
  const sides = faces.flatMap((face) => face.sides)
  for (const { arc } of sides) uses.set(arc, (uses.get(arc) ?? 0) + 1)
  const runs = sides
    .filter(({ arc }) => uses.get(arc) === 1)
    .map(({ arc, reversed }) => (reversed ? [...arc.points].reverse() : arc.points))
  const key = (point: Point) => `${Math.round(point[0] * 100)},${Math.round(point[1] * 100)}`
  const startingAt = new Map(runs.map((run) => [key(run[0]), run]))
  const ring: Point[] = []
  for (
    let run = runs[0];
    ring.length === 0 || run !== runs[0];
    run = startingAt.get(key(run[run.length - 1]))!
  ) {
    ring.push(...run.slice(0, -1))
  }
  return ring
}
