import type { Feature, FeatureCollection } from 'geojson'
import type { GridInForce } from '../../data/plans/in-force'
import { deviationFrom } from '../../lib/deviation'
import { numberOf } from '../../plan/model/draft'
import type { MapPart } from '../../map/part'
import { gridsPart } from '../../map/parts/grids'
import { upperGridsPart } from '../../map/parts/planner'

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

/** Returns the grids that hold the buildings as areas, coloured by deviation from the target of their own plan. `words`: the second line of a label. */
export function gridsInForcePart(
  grids: readonly GridInForce[],
  words: (grid: GridInForce) => string,
): MapPart {
  const leaves = grids.filter(({ isLeaf }) => isLeaf)
  const areas = leaves.map(({ id, households, target, polygon }): Feature => ({
    type: 'Feature',
    properties: { id, households, deviation: deviationFrom(households, target) },
    geometry: polygon,
  }))
  const labels = leaves.map((grid): Feature => ({
    type: 'Feature',
    properties: { id: grid.id, label: `${numberOf(grid)}\n${words(grid)}` },
    geometry: { type: 'Point', coordinates: grid.label },
  }))
  return gridsPart(collection(areas), collection(labels), toleranceOf(leaves))
}

/** Returns the grids above those that hold the buildings as outlines, the higher the stronger. */
export function uppersInForceParts(grids: readonly GridInForce[]): MapPart[] {
  return uppersOf(grids).map(({ level, shown }) =>
    upperGridsPart(
      collection(
        shown.map(({ id, polygon }): Feature => ({ type: 'Feature', properties: { id }, geometry: polygon })),
      ),
      level,
    ),
  )
}

/** Returns the levels of borders that are on the map, the lowest first. */
export function bordersInForce(grids: readonly GridInForce[]): ('leaf' | 'middle' | 'top')[] {
  return [
    'leaf',
    ...uppersOf(grids).map(({ level }) => (level === 1 ? ('top' as const) : ('middle' as const))),
  ]
}

function uppersOf(grids: readonly GridInForce[]) {
  return [2, 1].flatMap((level) => {
    const shown = grids.filter((grid) => grid.level === level && !grid.isLeaf)
    return shown.length ? [{ level, shown }] : []
  })
}

/** Returns the tolerance by which a map of several plans is coloured: the strictest of theirs. */
export function toleranceOf(grids: readonly GridInForce[]): number {
  return grids.reduce((least, { tolerance }) => Math.min(least, tolerance), 1)
}
