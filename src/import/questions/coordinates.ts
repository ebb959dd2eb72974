import { proposeSystemOf } from '../coordinates'
import type { Asker } from './types'

/** Asks for the coordinate system where neither the file nor its numbers are sure of it. */
export const askCoordinates: Asker = (table, settings, { district } = {}) => {
  const { isCertain, system, options, detail } = proposeSystemOf(table, settings.mapping, district)
  if (isCertain) return []
  return [
    { code: 'coordinates', subject: '', detail, proposal: system, options, flag: '--coordinates SYSTEM' },
  ]
}
