import type { Feature, FeatureCollection } from 'geojson'
import { mapPositions, positionOfColumns, toWgs84 } from '../coordinates'
import { isPossible } from '../values/geometry'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'

/** Returns where the first rows of a file lie in the system of some settings, to look at before anything is decided. */
export function lookAt(
  { sample, hasGeometry }: Pick<SourceTable, 'sample' | 'hasGeometry'>,
  { mapping, coordinates }: Pick<ImportSettings, 'mapping' | 'coordinates'>,
): FeatureCollection {
  const features = sample.flatMap((row): Feature[] => {
    const position = hasGeometry ? undefined : positionOfColumns(row, mapping)
    const geometry = row.geometry ?? (position && { type: 'Point' as const, coordinates: position })
    if (!geometry || coordinates === '') return []
    let isSound = true
    const moved = mapPositions(geometry, (one) => {
      const found = toWgs84(one, coordinates)
      isSound &&= isPossible(found)
      return found
    })
    return isSound
      ? [{ type: 'Feature', properties: { line: row.line, derived: false }, geometry: moved }]
      : []
  })
  return { type: 'FeatureCollection', features }
}
