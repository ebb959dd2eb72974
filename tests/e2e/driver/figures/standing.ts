import type { LngLat } from '../hand'
import type { StoredFacts } from '../planner'
import { sharedBorders } from '../planner-map'

/** Farther from a border than any building's circle reaches on a map looked at closely, metres. */
const QUIET_METRES = 14

/** A building of a plan as the database has it. */
export interface Standing {
  id: number
  at: LngLat
  grid: number
  community: number
  compound: number | null
  households: number
}

/** The buildings of a stored plan. */
export function standing({ detail, buildings }: StoredFacts): Standing[] {
  const gridOf = new Map(detail.assignment.building.map((id, at) => [id, detail.assignment.grid[at]]))
  return buildings.id.map((id, at) => ({
    id,
    at: [buildings.lng[at], buildings.lat[at]],
    grid: gridOf.get(id) ?? -1,
    community: buildings.community[at],
    compound: buildings.compound[at],
    households: buildings.households[at],
  }))
}

/** Metres east and north of a place; good for a few streets. */
export function metresFrom([lng, lat]: LngLat, at: LngLat): [number, number] {
  const metresPerDegree = 111_320
  return [(at[0] - lng) * Math.cos((lat * Math.PI) / 180) * metresPerDegree, (at[1] - lat) * metresPerDegree]
}

/** Pairs of buildings on both sides of a border between grids of one community, the nearest first. */
export function pairsAcross(all: readonly Standing[]): [Standing, Standing][] {
  const pairs = all.flatMap((one) =>
    all.flatMap((other) => {
      if (one.community !== other.community || one.grid === other.grid || one.grid < 0 || other.grid < 0)
        return []
      return [{ pair: [one, other] as [Standing, Standing], metres: metresBetween(one, other) }]
    }),
  )
  return pairs.sort((a, b) => a.metres - b.metres).map(({ pair }) => pair)
}

/** A line from north to south through the widest gap between the buildings of a grid, from border to border, degrees. */
export function lineThrough(all: readonly Standing[], [polygon]: number[][][][]): [LngLat, LngLat] {
  const lngs = all.map(({ at }) => at[0]).sort((a, b) => a - b)
  const gaps = lngs.slice(1).map((lng, at) => ({ width: lng - lngs[at], middle: (lng + lngs[at]) / 2 }))
  const [{ middle }] = gaps.sort((a, b) => b.width - a.width)
  const lats = polygon[0].slice(1).flatMap(([lng, lat], at) => {
    const [fromLng, fromLat] = polygon[0][at]
    return fromLng < middle === lng < middle
      ? []
      : [fromLat + ((middle - fromLng) / (lng - fromLng)) * (lat - fromLat)]
  })
  return [
    [middle, Math.max(...lats)],
    [middle, Math.min(...lats)],
  ]
}

/** Metres between two buildings. */
export function metresBetween(one: Standing, other: Standing): number {
  return Math.hypot(...metresFrom(one.at, other.at))
}

/** The place half way between two buildings. */
export function middleOf({ from, to }: { from: Standing; to: Standing }): LngLat {
  return [(from.at[0] + to.at[0]) / 2, (from.at[1] + to.at[1]) / 2]
}

/** The grid of every building, by id. */
export function gridsById(facts: StoredFacts): Map<number, number> {
  return new Map(standing(facts).map(({ id, grid }) => [id, grid]))
}

export const idsOf = (buildings: readonly Standing[]) => new Set(buildings.map(({ id }) => id))
export const gridsOf = (buildings: readonly Standing[]) => new Set(buildings.map(({ grid }) => grid))
export const communitiesOf = (buildings: readonly Standing[]) =>
  new Set(buildings.map(({ community }) => community))
export const householdsOf = (buildings: readonly Standing[]) =>
  buildings.reduce((sum, { households }) => sum + households, 0)

/** The buildings of an estate of a few, all in one community. */
export function smallEstate(all: readonly Standing[]): Standing[] {
  const compounds = [...new Set(all.map(({ compound }) => compound))].filter((compound) => compound !== null)
  const estates = compounds.map((compound) => all.filter((one) => one.compound === compound))
  const found = estates.find((one) => one.length > 2 && one.length < 9 && communitiesOf(one).size === 1)
  if (!found) throw new Error('There is no estate of a few buildings.')
  return found
}

/** The community of some grids with the one that is farthest from 400 households. */
export function unevenCommunity({ detail }: StoredFacts): number {
  const distance = (households: number) => Math.abs(households - 400)
  const ofSome = detail.grids.filter(
    ({ community }) => detail.grids.filter((grid) => grid.community === community).length > 2,
  )
  return ofSome.sort((one, other) => distance(other.households) - distance(one.households))[0].community
}

/** A border between two grids of a community with no building near its middle, and the two buildings that face each other there. */
export function quietBorder(facts: StoredFacts, community: number) {
  const all = standing(facts)
  const near = (grid: number, at: LngLat) =>
    all
      .filter((one) => one.grid === grid)
      .sort((a, b) => Math.hypot(...metresFrom(at, a.at)) - Math.hypot(...metresFrom(at, b.at)))
  const borders = sharedBorders(facts.detail.grids.filter((grid) => grid.community === community))
  for (const { grids, middle } of borders) {
    const beside = grids.map((grid) => near(grid, middle)[0])
    if (beside.some(({ at }) => Math.hypot(...metresFrom(middle, at)) < QUIET_METRES)) continue
    const pieces = borders.filter((other) => other.grids.join() === grids.join()).map((piece) => piece.middle)
    return { middle, beside, pieces }
  }
  throw new Error('There is no border away from buildings.')
}

/** A building of a grid, other than one, that stands beside a grid which is not one of these. */
export function atEdge(facts: StoredFacts, grid: number, but: readonly Standing[]): Standing {
  const found = pairsAcross(standing(facts)).find(
    ([one, other]) =>
      one.grid === grid && but.every(({ id, grid: taken }) => id !== one.id && taken !== other.grid),
  )
  if (!found) throw new Error(`Grid ${grid} has no other neighbour.`)
  return found[0]
}

/** The groups of a plan of two levels. */
export const groupsIn = ({ detail }: StoredFacts) => detail.grids.filter(({ level }) => level === 2)

/** A border between groups of two areas, where the one on this side has siblings, and the area beyond. */
export function borderOfAreas(facts: StoredFacts) {
  const groups = new Map(groupsIn(facts).map((group) => [group.key, group]))
  const siblings = (parent: number | null) =>
    groupsIn(facts).filter((group) => group.parent === parent).length
  for (const { grids, middle } of sharedBorders(groupsIn(facts)))
    for (const [key, beyond] of [grids, grids.toReversed()]) {
      const [group, other] = [groups.get(key), groups.get(beyond)]
      if (!group || !other || other.parent === null || group.parent === other.parent) continue
      if (siblings(group.parent) > 3) return { middle, group, to: other.parent }
    }
  throw new Error('No two areas of a community have a border.')
}
