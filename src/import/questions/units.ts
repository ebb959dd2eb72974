import { answerFlag } from './answers'
import type { Asker } from './types'

/** Asks whether rows of one building are its parts, whose households are to be added up, or houses of their own. */
export const askUnits: Asker = ({ parts }, { kind, addsUnits, mapping }) => {
  if (kind !== 'buildings' || !parts) return []
  const isByName = parts.hasOwnIds && mapping.source !== undefined
  if (addsUnits && !isByName) return []
  const proposal = isByName ? 'add-by-name' : 'add'
  return [
    {
      code: 'units',
      subject: '',
      detail: `${parts.rows} → ${parts.buildings}; ${parts.examples.join('; ')}`,
      proposal,
      options: [proposal, 'apart'],
      flag: isByName
        ? answerFlag('units', '', proposal)
        : `--add-units, or ${answerFlag('units', '', 'apart')}`,
    },
  ]
}
