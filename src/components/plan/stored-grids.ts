import type { Feature, FeatureCollection } from 'geojson'
import type { StoredGrid } from '../../data/plans/plans'
import { numberOf } from '../../plan/model/draft'
import { deviationOf } from '../../plan/model/figures'
import { gridsPart } from '../../map/parts/grids'
import type { MapPart } from '../../map/part'

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

/** How the grids of a stored plan are shown. */
export interface StoredView {
  grids: readonly StoredGrid[]
  balance: { target: number; tolerance: number }
  /** The second line of a grid's label; no labels without it. */
  label?: (grid: StoredGrid) => string
}

function leavesOf(grids: readonly StoredGrid[]): StoredGrid[] {
  const leaf = grids.reduce((level, grid) => Math.max(level, grid.level), 1)
  return grids.filter(({ level }) => level === leaf)
}

/** Returns the leaf grids of a stored plan as areas. */
export function storedOutlines(grids: readonly StoredGrid[]): FeatureCollection {
  return collection(
    leavesOf(grids).map(({ polygon }) => ({ type: 'Feature', properties: {}, geometry: polygon })),
  )
}

/** Returns the leaf grids of a stored plan, coloured by deviation from its own target. */
export function storedGridsPart({ grids, balance, label }: StoredView): MapPart {
  const leaves = leavesOf(grids)
  const areas = leaves.map(({ key, kind, households, polygon }): Feature => {
    const deviation = deviationOf({ kind }, households, balance.target)
    return { type: 'Feature', properties: { id: key, households, deviation }, geometry: polygon }
  })
  const labels = leaves.flatMap((grid): Feature[] => {
    if (!label) return []
    const properties = { id: grid.key, label: `${numberOf(grid)}\n${label(grid)}` }
    return [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: grid.label } }]
  })
  return gridsPart(collection(areas), collection(labels), balance.tolerance)
}
