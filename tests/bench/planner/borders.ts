import type { Page } from '@playwright/test'
import type { BenchPlan } from './host'
import { type Pixel, pixelsOf } from './planner-page'

/** South-western corner of a community near the centre, and its extent; degrees. */
const CORNER: [number, number] = [113.25497, 35.22704]
const HALF_LNG = 0.0055
const SIDE_LAT = 0.00901

/** Keys of the grids whose middle lies in one half of a community, which a main road divides. */
export function halfOfCommunity({ rings }: BenchPlan, half: 'west' | 'both'): number[] {
  const [west, south] = CORNER
  const width = half === 'west' ? HALF_LNG : 2 * HALF_LNG
  return rings.flatMap((ring, index) => {
    const [lng, lat] = middleOf(ring)
    const isHere = lng > west && lng < west + width && lat > south && lat < south + SIDE_LAT
    return isHere ? [index + 1] : []
  })
}

/** Corners inside a community that two or more of its grids share: places on borders that can be dragged. */
function sharedCorners({ rings }: BenchPlan): [number, number][] {
  const found = new Map<string, { at: [number, number]; communities: string[] }>()
  for (const ring of rings)
    for (const at of ring.slice(1)) {
      const name = at.map((degrees) => degrees.toFixed(7)).join(' ')
      const corner = found.get(name) ?? { at, communities: [] }
      corner.communities.push(communityAt(middleOf(ring)))
      found.set(name, corner)
    }
  return [...found.values()].flatMap(({ at, communities }) =>
    communities.length > 1 && new Set(communities).size === 1 && isInside(at) ? [at] : [],
  )
}

function middleOf(ring: readonly [number, number][]): [number, number] {
  const mean = (axis: 0 | 1) => ring.reduce((sum, place) => sum + place[axis], 0) / ring.length
  return [mean(0), mean(1)]
}

/** How far a place lies east and north of the corner, in communities. */
function inCommunities([lng, lat]: [number, number]): [number, number] {
  return [(lng - CORNER[0]) / (2 * HALF_LNG), (lat - CORNER[1]) / SIDE_LAT]
}

function communityAt(place: [number, number]): string {
  return inCommunities(place).map(Math.floor).join(' ')
}

function isInside(place: [number, number]): boolean {
  return inCommunities(place).every((along) => Math.abs(along - Math.round(along)) > 0.03)
}

/** Gives one place on a border after the other, far from the earlier ones, and a place a few pixels from there. */
export function createDrags(page: Page, plan: BenchPlan, random: () => number) {
  const corners = sharedCorners(plan)
  return async function next(): Promise<[from: Pixel, to: Pixel]> {
    const pixels = await pixelsOf(page, corners)
    const seen = pixels.flatMap((pixel, at) => (pixel ? [{ pixel, at }] : []))
    const { pixel, at } = seen[Math.floor(random() * seen.length)]
    const [x, y] = pixel
    const isNear = (other: Pixel | null) => other !== null && Math.hypot(other[0] - x, other[1] - y) < 40
    const kept = corners.filter((_corner, other) => other !== at && !isNear(pixels[other]))
    corners.splice(0, corners.length, ...kept)
    return [pixel, [x + 30 * random() - 15, y + 30 * random() - 15]]
  }
}
