import type { Draft } from '../model/draft'
import { gridId, type BuildingPlace } from '../model/ids'
import { deviationOf, type Figures } from '../model/figures'
import type { Ground } from '../model/ground'
import type { GridKey } from '../../lib/ids'

/** A grid that buildings could be given to, with what that would do to both sides. */
export interface Offer {
  key: GridKey
  /** Households of the grid now and after. */
  before: number
  after: number
  /** Deviation after, as a share of the target; null for a dedicated grid. */
  deviation: number | null
  /** Length of the border that the buildings share with it, metres. */
  borderMetres: number
}

/** What is offered: grids of which level and target, and, for a level above the buildings' own, in which of them a building is. */
export interface OfferRule {
  level: number
  target: number
  keyAt?: (place: BuildingPlace) => number
}

/**
 * Returns the grids that some buildings could go to: the one that they are meant for first, then those next to them. No grid
 * holds buildings of several communities. Linear in the edges.
 */
export function offersOf(
  ground: Ground,
  draft: Draft,
  figures: Figures,
  { places, target }: { places: readonly BuildingPlace[]; target: number | null },
  rule: OfferRule,
): Offer[] {
  const { community } = ground.input.buildings
  const [home, ...others] = new Set(places.map((place) => community[place]))
  if (others.length > 0) return []
  const isHere =
    target !== null && draft.grids.get(gridId({ level: rule.level, key: target }))?.community === home
  const wished = isHere ? effectOn(ground, draft, figures, places, target, rule) : null
  const near = offersFor(ground, draft, figures, places, rule)
  return wished ? [wished, ...near.filter((offer) => offer.key !== wished.key)] : near
}

/**
 * Returns the grids of the same community next to some buildings, the longest common border first; of buildings in several
 * grids those grids as well, for the others to come to. Linear in the edges.
 */
export function offersFor(
  ground: Ground,
  draft: Draft,
  figures: Figures,
  places: readonly BuildingPlace[],
  { level, target, keyAt }: OfferRule,
): Offer[] {
  const { instance, cells } = ground
  const moving = new Set(places.map((place) => ground.vertexOf[place]))
  const keyOf = keyAt ?? ((place: BuildingPlace) => draft.assignment[place])
  const own = new Set(places.map(keyOf))
  const borders = new Map<number, number>()
  for (let edge = 0; edge < instance.edgeLengths.length; edge++) {
    const [one, other] = [instance.edges[2 * edge], instance.edges[2 * edge + 1]]
    if (moving.has(one) === moving.has(other)) continue
    const key = keyOf(cells.inputIndex[moving.has(one) ? other : one])
    if (key >= 0 && (own.size > 1 || !own.has(key)))
      borders.set(key, (borders.get(key) ?? 0) + instance.edgeLengths[edge])
  }
  const deviationAt = (key: number, households: number) =>
    deviationOf(draft.grids.get(gridId({ level, key })), households, target)
  const offers = [...borders].map(([key, borderMetres]) => {
    const before = figures.get(gridId({ level, key }))?.households ?? 0
    const coming = places.filter((place) => keyOf(place) !== key)
    const after = before + sumOf(ground, coming)
    return { key, before, after, deviation: deviationAt(key, after), borderMetres }
  })
  return offers.sort((one, other) => other.borderMetres - one.borderMetres || one.key - other.key)
}

/** Returns what giving the buildings to one grid would do to it; null where the grid is not there. */
function effectOn(
  ground: Ground,
  draft: Draft,
  figures: Figures,
  places: readonly BuildingPlace[],
  key: GridKey,
  { level, target, keyAt }: OfferRule,
): Offer | null {
  const figure = figures.get(gridId({ level, key }))
  const keyOf = keyAt ?? ((place: BuildingPlace) => draft.assignment[place])
  const coming = places.filter((place) => keyOf(place) !== key)
  if (!figure || coming.length === 0) return null
  const after = figure.households + sumOf(ground, coming)
  const deviation = deviationOf(draft.grids.get(gridId({ level, key })), after, target)
  return { key, before: figure.households, after, deviation, borderMetres: 0 }
}

/** Returns what losing the buildings would do to the grids they are in, the greatest loss first. */
export function sourcesOf(
  ground: Ground,
  draft: Draft,
  figures: Figures,
  places: readonly BuildingPlace[],
  { level, target, keyAt }: OfferRule,
): Offer[] {
  const byGrid = new Map<number, number[]>()
  for (const place of places) {
    const key = keyAt ? keyAt(place) : draft.assignment[place]
    if (key >= 0) byGrid.set(key, [...(byGrid.get(key) ?? []), place])
  }
  const deviationAt = (key: number, households: number) =>
    deviationOf(draft.grids.get(gridId({ level, key })), households, target)
  const losses = [...byGrid].map(([key, leaving]) => {
    const before = figures.get(gridId({ level, key }))?.households ?? 0
    const after = before - sumOf(ground, leaving)
    return { key, before, after, deviation: deviationAt(key, after), borderMetres: 0 }
  })
  return losses.sort(
    (one, other) => other.before - other.after - (one.before - one.after) || one.key - other.key,
  )
}

function sumOf(ground: Ground, places: readonly BuildingPlace[]): number {
  return places.reduce((sum, place) => sum + ground.input.buildings.households[place], 0)
}
