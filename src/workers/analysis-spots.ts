import { type Frame, hotSpots, type MultiPolygonRings, neighboursTouching, toMetres } from '../../geo/index'
import { LEAST_HOUSEHOLDS } from '../lib/density'
import type { Denominator } from './analysis-households'
import { degreesOf } from './analysis-places'

/** By what hot spots are looked for: cells of one size, or areas. */
export type SpotUnit = 'cell' | 'community' | 'grid' | 'compound'

/** A place where more happened than chance explains. */
export interface HotSpot {
  lng: number
  lat: number
  cases: number
  areaSquareKilometres: number
  /** How many times as dense as on average; of areas by households, how many times as often for each household. */
  times: number
  /** The community in which most of it lies. */
  community: number
  /** The id of the area that it is; null of cells, which hang together. */
  unit: number | null
  /** Its ground in degrees. */
  ground: MultiPolygonRings[]
}

/** An area that cases are counted in. */
export interface SpotArea {
  id: number
  community: number
  polygons: MultiPolygonRings
  cases: number
  households: number
}

/** Borders that were drawn apart by less touch. */
const TOUCH_METRES = 2
/** Compounds don't touch: those across a street are each other's neighbours. */
export const STREET_METRES = 60
/** Of fewer areas nothing stands out: a permutation of them is soon one that was. */
const LEAST_AREAS = 8

/**
 * Returns the areas around which rates are higher than chance explains, those with most cases first: Gi* of cases per square kilometre
 * or household over each area and those that it touches, at most 5 % of what is found by chance. Areas in which hardly anybody lives
 * have no rate by households and are left out; of fewer than eight areas none is found.
 */
export function hotAreas(
  areas: readonly SpotArea[],
  per: Denominator,
  frame: Frame,
  touchMetres = TOUCH_METRES,
): HotSpot[] {
  const told = areas.flatMap((area) => {
    const polygons = area.polygons.map((rings) => rings.map((ring) => ring.map((at) => toMetres(frame, at))))
    const squareMetres = polygons.reduce((sum, rings) => sum + areaOf(rings), 0)
    const exposure = per === 'area' ? squareMetres / 1e6 : area.households
    return exposure > (per === 'area' ? 0 : LEAST_HOUSEHOLDS - 1)
      ? [{ area, polygons, squareMetres, exposure }]
      : []
  })
  const sum = told.reduce((all, { area }) => all + area.cases, 0)
  if (told.length < LEAST_AREAS || sum === 0) return []
  const mean = sum / told.reduce((all, { exposure }) => all + exposure, 0)
  const rates = told.map(({ area, exposure }) => area.cases / exposure)
  const neighbours = neighboursTouching(told.map(({ polygons }) => polygons.flat()), touchMetres) // prettier-ignore
  const { kind } = hotSpots(rates, neighbours, { seed: 1, permutations: 9_999 })
  return told
    .flatMap(({ area, polygons, squareMetres }, at): HotSpot[] => {
      if (kind[at] !== 1) return []
      const corners = polygons[0][0]
      const middle = (axis: number) => corners.reduce((all, corner) => all + corner[axis], 0) / corners.length
      const [lng, lat] = degreesOf(frame, middle(0), middle(1))
      return [
        {
          lng,
          lat,
          cases: area.cases,
          areaSquareKilometres: squareMetres / 1e6,
          times: rates[at] / mean,
          community: area.community,
          unit: area.id,
          ground: [area.polygons],
        },
      ]
    })
    .sort((one, other) => other.cases - one.cases)
}

/** Square metres of a polygon: its first ring less the others. */
function areaOf(rings: readonly (readonly (readonly number[])[])[]): number {
  const own = rings.map((ring) =>
    Math.abs(
      ring.reduce((sum, [x, y], at) => {
        const [nextX, nextY] = ring[(at + 1) % ring.length]
        return sum + (x * nextY - nextX * y) / 2
      }, 0),
    ),
  )
  return own.reduce((sum, area, at) => sum + (at === 0 ? area : -area), 0)
}
