import type { BuildingInput, Cells } from '../../../geo/cells/types'
import { type GridPolygon, gridPolygons } from '../../../geo/coverage/polygons'
import { type Frame, toUnits } from '../../../geo/planar/frame'
import { ringContains } from '../../../geo/planar/ring'

type Positions = readonly (readonly number[])[]

/** All rings of some polygons in units, flat and not closed. */
export function unitRings(frame: Frame, polygons: readonly (readonly Positions[])[]): number[][] {
  return polygons
    .flat()
    .map((positions) => positions.slice(0, -1).flatMap((position) => toUnits(frame, position)))
}

/** The polygon of each building's cell. */
export function cellPolygons(cells: Cells): Map<number, GridPolygon> {
  const alone = Int32Array.from(cells.inputIndex, (_, vertex) => vertex)
  return new Map(gridPolygons(cells, alone).map((polygon) => [polygon.grid, polygon]))
}

/** Whether a place is in the area of the rings or on their edge, even-odd. */
export function isWithin(rings: readonly number[][], x: number, y: number): boolean {
  return rings.filter((ring) => ringContains(ring, x, y) >= 0).length % 2 === 1
}

/** Places every metre along the outlines of all buildings that lie more than `within` metres outside of the building's own cell. */
export function strays(cells: Cells, buildings: readonly BuildingInput[], within = 0.03): [number, number][] {
  const polygons = cellPolygons(cells)
  const reach = 100 * within
  return [...cells.inputIndex].flatMap((index, vertex) => {
    const rings = unitRings(cells.frame, polygons.get(vertex)?.polygons ?? [])
    const isNear = (x: number, y: number) =>
      [-reach, 0, reach].some((step) => isWithin(rings, x + step, y) || isWithin(rings, x, y + step))
    return alongOutline(cells.frame, buildings[index]).filter(([x, y]) => !isNear(x, y))
  })
}

function alongOutline(frame: Frame, { footprint }: BuildingInput): [number, number][] {
  return (footprint ?? []).flat().flatMap((positions) => {
    const corners = positions.map((position) => toUnits(frame, position))
    return corners.slice(1).flatMap(([bx, by], k): [number, number][] => {
      const [ax, ay] = corners[k]
      const steps = Math.max(1, Math.round(Math.hypot(bx - ax, by - ay) / 100))
      return Array.from({ length: steps }, (_, step) => [
        Math.round(ax + (step / steps) * (bx - ax)),
        Math.round(ay + (step / steps) * (by - ay)),
      ])
    })
  })
}
