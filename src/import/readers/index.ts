import type { ImportKind, ImportSettings, RowResult, SourceRow } from '../types'
import { readArea } from './areas'
import { readBaseFeature } from './base-map'
import { readBuilding } from './buildings'
import { readGrid } from './grids'
import { readIncident } from './incidents'
import { readBarrier, readCrossing } from './lines'
import { readServicePoint } from './points'

/** How a row of each kind is read. */
export const readers: Record<ImportKind, (row: SourceRow, settings: ImportSettings) => RowResult> = {
  areas: readArea,
  buildings: readBuilding,
  barriers: readBarrier,
  crossings: readCrossing,
  'base-map': readBaseFeature,
  'service-points': readServicePoint,
  incidents: readIncident,
  grids: readGrid,
}
