import { profileOf } from '../guesses/fits'
import { groupColumns } from '../rows/filled-down'
import { answerFlag } from './answers'
import type { Asker } from './types'

const MOST_SHOWN = 3

/**
 * Asks whether what stands in the first row of a group holds for the rows below it, as where cells were merged before a table was
 * saved as text. Where communities have boundaries, places tell where a thing belongs, and nobody has to say.
 */
export const askBlankBelow: Asker = (table, settings, { communities = [] } = {}) => {
  const isKnownByPlace = settings.kind !== 'areas' && communities.length > 0
  const { name, address, lng, lat } = settings.mapping
  const columns = isKnownByPlace && settings.kind !== 'buildings' ? [] : groupColumns(settings)
  const ofBuildings = new Set([name, address, lng, lat])
  return columns.flatMap((column) => {
    const isOfBuilding = ofBuildings.has(column)
    // Without parts a house may have no name and no address; a place tells no part of it.
    if (isOfBuilding ? !table.parts : isKnownByPlace) return []
    const { isGrouped, filled, values } = profileOf(table, column)
    if (!isGrouped) return []
    return [
      {
        code: 'blank-below' as const,
        subject: column,
        detail: `${values.slice(0, MOST_SHOWN).join(', ')} (${filled})`,
        proposal: 'fill',
        options: ['fill', 'leave'],
        flag: answerFlag('blank-below', column, 'fill'),
      },
    ]
  })
}
