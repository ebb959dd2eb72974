import { findMisfit, positionOfColumns, proposeSystemOf, type NamedShape } from '../coordinates'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'
import type { Asker } from './types'

/**
 * Asks for the coordinate system where neither the file nor its numbers are sure of it, and where what is taken for WGS84 would fit
 * the communities that are there much better in another.
 */
export const askCoordinates: Asker = (table, settings, { district, communities = [] } = {}) => {
  const { isCertain, by, system, options, detail } = proposeSystemOf(table, settings.mapping, district)
  const question = { code: 'coordinates' as const, subject: '', options, flag: '--coordinates SYSTEM' }
  if (!isCertain) return [{ ...question, detail, proposal: system }]
  // Programs write WGS84 into every file, KML knows nothing else: what the file says of it proves nothing.
  const isPlain = by === 'custom' || (by === 'file' && ['wgs84', 'EPSG:4490'].includes(system))
  if (!isPlain || communities.length === 0) return []
  const misfit = findMisfit(namedShapes(table, settings), communities)
  if (!misfit) return []
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const compared = `WGS84: ${percent(misfit.sharePlain)} · ${misfit.system.toUpperCase()}: ${percent(misfit.shareOther)}`
  return [{ ...question, detail: compared, proposal: misfit.system }]
}

/** What the sample says of communities: buildings name theirs, areas are theirs. */
function namedShapes({ sample, hasGeometry }: SourceTable, { kind, mapping }: ImportSettings): NamedShape[] {
  const fields = kind === 'areas' ? ['name', 'code'] : ['community', 'communityCode']
  return sample.flatMap((row) => {
    const community = fields.map((field) => row.cells[mapping[field] ?? ''] ?? '').find((name) => name !== '')
    const position = hasGeometry ? undefined : positionOfColumns(row, mapping)
    const geometry = row.geometry ?? (position && { type: 'Point' as const, coordinates: position })
    return community && geometry ? [{ community, geometry }] : []
  })
}
