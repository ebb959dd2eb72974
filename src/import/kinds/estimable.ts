import type { SourceTable } from '../tables/source-table'
import type { Mapping } from '../types'

/** Tells whether the households of a file of buildings could be estimated: something tells how large these are. */
export function isEstimable(table: Pick<SourceTable, 'geometryTypes'>, mapping: Mapping): boolean {
  const { Polygon = 0, MultiPolygon = 0 } = table.geometryTypes
  return Polygon + MultiPolygon > 0 || mapping.floorArea !== undefined
}

/** Tells whether columns say that a file is one of buildings, though it counts no households. */
export function saysBuildings({ storeys, use, height, floorArea }: Mapping): boolean {
  return [storeys, use, height, floorArea].some((column) => column !== undefined)
}
