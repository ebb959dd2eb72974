import type { FeatureCollection } from 'geojson'
import { type FileContents, gridColumns } from './columns'

/** Returns the grids of all levels as GeoJSON, with the columns of every format under the names that `titleOf` gives them. */
export function gridsGeoJson({ grids }: FileContents, titleOf: (key: string) => string): FeatureCollection {
  const features = grids.map(({ row, geometry }) => ({
    type: 'Feature' as const,
    properties: Object.fromEntries(gridColumns.map(({ key }) => [titleOf(key), row[key]])),
    geometry,
  }))
  return { type: 'FeatureCollection', features }
}
