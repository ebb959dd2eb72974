import { isEstimable } from '../kinds/estimable'
import { defaultEstimate, estimateRuleText } from '../kinds/estimate'
import { guessColumns } from '../guesses/guess'
import { answerFlag } from './answers'
import type { Asker } from './types'

/** Asks whether households are estimated where no column counts them: an estimate is no count, and nobody takes it for one unasked. */
export const askEstimate: Asker = (table, settings) => {
  const { kind, mapping, estimate } = settings
  if (
    kind !== 'buildings' ||
    mapping.households ||
    estimate ||
    guessColumns(kind, table).unsure.has('households')
  )
    return []
  if (!isEstimable(table, mapping)) return []
  const used = ['storeys', 'height', 'floorArea', 'use'].flatMap((field) => mapping[field] ?? [])
  return [
    {
      code: 'estimate',
      subject: '',
      detail: [...used, estimateRuleText(defaultEstimate)].join(' · '),
      proposal: '',
      options: ['estimate', 'refuse'],
      flag: `--estimate, or --estimate-rule ${estimateRuleText(defaultEstimate)}`,
    },
  ]
}

/** Asks what to do with roads and water in a file of buildings: they are neither taken for buildings nor refused one by one. */
export const askOtherThings: Asker = ({ otherThings }, { kind }) => {
  if (kind !== 'buildings' || !otherThings || otherThings.size === 0) return []
  const sorts = [...otherThings].map(
    ([sort, { count, names }]) => `${sort} × ${count}${names.length > 0 ? ` (${names.join(', ')})` : ''}`,
  )
  return [
    {
      code: 'not-buildings',
      subject: '',
      detail: sorts.join('; '),
      proposal: 'leave-out',
      options: ['leave-out', 'take'],
      flag: answerFlag('not-buildings', '', 'leave-out'),
    },
  ]
}
