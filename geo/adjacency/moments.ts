import type { Instance } from '../graph/instance'
import type { Cells } from '../cells/types'
import { UNITS_PER_METRE } from '../planar/frame'

type CellFigures = Pick<Instance, 'cellArea' | 'cellX' | 'cellY' | 'cellInertia' | 'outerLength'>

/** Area, centroid, second moment and outer border of each building's cell, by Green's theorem along its edges (metres). */
export function measureCells({ coordinates, faceOf, owner, sites }: Cells, count: number): CellFigures {
  const doubled = new Float64Array(count)
  const firstX = new Float64Array(count)
  const firstY = new Float64Array(count)
  const second = new Float64Array(count)
  const outerLength = new Float64Array(count)
  for (let half = 0; half < faceOf.length; half++) {
    const building = faceOf[half] < 0 ? -1 : owner[faceOf[half]]
    if (building < 0) continue
    const from = 2 * half
    const to = 2 * (half ^ 1)
    const ax = (coordinates[from] - sites[2 * building]) / UNITS_PER_METRE
    const ay = (coordinates[from + 1] - sites[2 * building + 1]) / UNITS_PER_METRE
    const bx = (coordinates[to] - sites[2 * building]) / UNITS_PER_METRE
    const by = (coordinates[to + 1] - sites[2 * building + 1]) / UNITS_PER_METRE
    const cross = ax * by - ay * bx
    doubled[building] += cross
    firstX[building] += (ax + bx) * cross
    firstY[building] += (ay + by) * cross
    second[building] += (ax * ax + ax * bx + bx * bx + ay * ay + ay * by + by * by) * cross
    if (faceOf[half ^ 1] < 0) outerLength[building] += Math.hypot(bx - ax, by - ay)
  }
  const cellArea = doubled.map((value) => value / 2)
  const offsetX = firstX.map((value, building) => value / (3 * doubled[building]))
  const offsetY = firstY.map((value, building) => value / (3 * doubled[building]))
  return {
    cellArea,
    cellX: offsetX.map((value, building) => value + sites[2 * building] / UNITS_PER_METRE),
    cellY: offsetY.map((value, building) => value + sites[2 * building + 1] / UNITS_PER_METRE),
    cellInertia: second.map(
      (value, building) =>
        value / 12 - cellArea[building] * (offsetX[building] ** 2 + offsetY[building] ** 2),
    ),
    outerLength,
  }
}
