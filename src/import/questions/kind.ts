import { rankKinds } from '../kinds'
import { importKinds } from '../types'
import { answerTo } from './answers'
import type { Asker } from './types'

/** Two kinds that are this close are as likely as each other. */
const LEAST_LEAD = 1

/** Asks what a file is where the likeliest kind lacks a column it cannot do without, or another kind is as likely. */
export const askKind: Asker = (table, settings) => {
  if (answerTo(settings, 'kind') !== undefined) return []
  const [first, second] = rankKinds(table)
  const isRivalled = second.missing === 0 && first.score - second.score < LEAST_LEAD
  if (first.missing === 0 && !isRivalled && first.isToldApart) return []
  const options = importKinds.filter((kind) => table.hasGeometry || csvKinds.has(kind))
  const proposal = first.missing === 0 && first.isToldApart ? first.kind : ''
  const detail = table.columns.join(', ')
  return [
    {
      code: 'kind',
      subject: '',
      detail,
      proposal,
      options,
      flag: 'KIND before the file, such as buildings FILE',
    },
  ]
}

/** CSV has no lines and areas. */
const csvKinds = new Set<string>(['areas', 'buildings', 'service-points', 'incidents'])
