import { nearestBorder, type Point, toUnits } from '../../../geo/index'
import type { GridFigure } from './figures'
import type { PlanView } from './plan-view'
import type { GridKey } from '../../lib/ids'
import type { BuildingPlace } from './ids'

const UNITS_PER_METRE = 100

/**
 * Returns corners at which the borders of a leaf grid can be moved, in the order around it, each at least `apartMetres`
 * from the one before. Linear in the corners of the grid.
 */
export function movableCorners(
  { coverage }: PlanView,
  { polygon }: GridFigure,
  apartMetres: number,
): Point[] {
  const corners: Point[] = []
  for (const position of polygon?.polygons.flat(2) ?? []) {
    const at = toUnits(coverage.frame, position)
    const last = corners[corners.length - 1] as Point | undefined
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < apartMetres * UNITS_PER_METRE) continue
    if (nearestBorder(coverage, at, 1)?.vertex) corners.push(at)
  }
  return corners
}

/** Returns the places of the buildings of a leaf grid that stand next to other grids of their community, in the order around its middle. */
export function rimPlaces(live: PlanView, key: GridKey): BuildingPlace[] {
  const { input, instance, cells, vertexOf } = live.ground
  const places = new Set(live.placesOf(key))
  const rim = new Set<number>()
  for (let edge = 0; edge < instance.edgeLengths.length; edge++) {
    const [one, other] = [instance.edges[2 * edge], instance.edges[2 * edge + 1]].map(
      (vertex) => cells.inputIndex[vertex],
    )
    if (places.has(one) !== places.has(other)) rim.add(places.has(one) ? one : other)
  }
  const standing = [...places].filter((place) => vertexOf[place] >= 0)
  const { lng, lat } = input.buildings
  const mean = (of: readonly number[]) =>
    standing.reduce((sum, place) => sum + of[place], 0) / standing.length
  const [middleLng, middleLat] = [mean(lng), mean(lat)]
  const angle = (place: BuildingPlace) => Math.atan2(lat[place] - middleLat, lng[place] - middleLng)
  return [...rim].sort((one, other) => angle(one) - angle(other) || one - other)
}
