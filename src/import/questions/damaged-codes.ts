import { areFew } from '../guesses/few'
import { profileOf } from '../guesses/fits'
import { readCode } from '../values/codes'
import { answerFlag } from './answers'
import type { Asker } from './types'

const MOST_SHOWN = 5

/** Asks whether areas go by their names where a spreadsheet has rounded their codes: which digits are lost, nobody can tell. */
export const askDamagedCodes: Asker = (table, { kind, mapping }) => {
  const column = mapping.code
  if (kind !== 'areas' || !column) return []
  const { values } = profileOf(table, column)
  const damaged = values.filter((value) => readCode(value).isDamaged)
  if (damaged.length === 0 || areFew(damaged.length, values.length)) return []
  return [
    {
      code: 'damaged-codes',
      subject: column,
      detail: [...new Set(damaged)].slice(0, MOST_SHOWN).join('; '),
      proposal: '',
      options: ['names', 'refuse'],
      flag: answerFlag('damaged-codes', column, 'names'),
    },
  ]
}
