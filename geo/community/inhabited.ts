/** Boundaries of communities in which their own buildings really stand. */
import type { GridPolygon } from '../coverage/polygons'
import type { LngLat } from '../planar/frame'
import { ringContains } from '../planar/ring'
import { communityBoundaries, type CommunityMember } from './boundaries'

export interface InhabitedBoundaries {
  boundaries: GridPolygon[]
  /** Communities that get no boundary, since all their buildings stand on the very spots of another's. */
  unplaced: number[]
}

/**
 * A boundary for each community, as `communityBoundaries` draws them, of which each holds one of its own buildings at least. Two
 * buildings on one spot can't be parted: a community that has no other place is left out, and its ground goes to the one
 * around it. Draws again for each round of such communities.
 */
export function inhabitedBoundaries(members: CommunityMember[], bufferMetres?: number): InhabitedBoundaries {
  const unplaced: number[] = []
  let placed = members
  for (;;) {
    const boundaries = communityBoundaries(placed, bufferMetres)
    const empty = emptyOnes(boundaries, placed)
    if (empty.size === 0 || empty.size === boundaries.length)
      return { boundaries, unplaced: unplaced.sort((a, b) => a - b) }
    unplaced.push(...empty)
    placed = placed.filter(({ community }) => !empty.has(community))
  }
}

function emptyOnes(boundaries: GridPolygon[], members: CommunityMember[]): Set<number> {
  const polygonsOf = new Map(
    boundaries.map(({ grid, polygons }) => [grid, polygons.map((rings) => rings.map((ring) => ring.flat()))]),
  )
  const empty = new Set(members.map(({ community }) => community))
  for (const { community, position } of members)
    if (empty.has(community) && isInside(polygonsOf.get(community) ?? [], position)) empty.delete(community)
  return empty
}

/** Whether a position lies in one of the polygons, by even and odd crossings; a border counts. */
function isInside(polygons: number[][][], [lng, lat]: LngLat): boolean {
  return polygons.some(([outer, ...holes]) => {
    if (ringContains(outer, lng, lat) < 0) return false
    return holes.every((hole) => ringContains(hole, lng, lat) <= 0)
  })
}
