import type { Position } from 'geojson'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings, SourceRow } from '../types'
import { readCoordinate } from './degrees'
import { readPair } from './pair'
import { systemInTable } from './in-table'
import { systemOfService } from './services'
import { proposeSystem, type Extent, type SystemProposal } from './proposal'

/** Returns the system that the positions of a table seem to be in, taken as the mapping says. */
export function proposeSystemOf(
  table: Pick<SourceTable, 'fileName' | 'crs' | 'hasGeometry' | 'sample' | 'columns' | 'profiles' | 'titles'>,
  mapping: ImportSettings['mapping'],
  district?: Extent,
): SystemProposal {
  const { fileName, crs, hasGeometry } = table
  const columns = hasGeometry ? [] : [mapping.lng ?? '', mapping.lat ?? ''].filter((column) => column !== '')
  const positions = samplePositions(table, mapping)
  const [inTable, service] = [systemInTable(table), systemOfService(table.columns)]
  return proposeSystem({ fileName, crs, columns, inTable, service, positions, district })
}

/** Returns a position of each row of the sample that has one, in the file's own system. */
function samplePositions(
  { sample, hasGeometry }: Pick<SourceTable, 'sample' | 'hasGeometry'>,
  mapping: ImportSettings['mapping'],
): Position[] {
  return sample.flatMap((row) => {
    const found = hasGeometry ? firstPosition(row) : positionOfColumns(row, mapping)
    return found?.every(Number.isFinite) ? [found] : []
  })
}

function firstPosition({ geometry }: SourceRow): Position | undefined {
  let first: unknown = geometry && geometry.type !== 'GeometryCollection' ? geometry.coordinates : undefined
  while (Array.isArray(first) && Array.isArray(first[0])) first = first[0]
  return Array.isArray(first) && first.length >= 2 ? (first as Position) : undefined
}

/** Returns the position that the columns of a row give; NaN for what is none, undefined where a cell is empty. */
export function positionOfColumns(
  { cells }: SourceRow,
  { lng = '', lat = '' }: ImportSettings['mapping'],
): Position | undefined {
  if (lng === lat) return readPair(cells[lng], lng) ?? undefined
  const [x, y] = [readCoordinate(cells[lng], undefined, lng), readCoordinate(cells[lat], undefined, lat)]
  return x === undefined || y === undefined ? undefined : [x, y]
}
