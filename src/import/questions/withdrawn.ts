import { profileOf } from '../guesses/fits'
import { isWithdrawn, mayWithdraw } from '../kinds/withdrawn'
import { answerFlag } from './answers'
import type { Asker } from './types'

const MOST_SHOWN = 5

/** Asks what to do with rows that say of themselves that they are no longer meant: deleted, pulled down, not valid. */
export const askWithdrawn: Asker = (table, { kind, mapping }) =>
  table.columns.flatMap((column) => {
    if (!mayWithdraw(kind, column) || Object.values(mapping).includes(column)) return []
    const { words, values } = profileOf(table, column)
    // Of days there may be too many to count each.
    const said: Iterable<[string, number]> = words ?? values.map((value): [string, number] => [value, 1])
    const found = [...said].filter(([word]) => isWithdrawn(kind, column, word))
    if (found.length === 0) return []
    return [
      {
        code: 'withdrawn' as const,
        subject: column,
        detail: found
          .slice(0, MOST_SHOWN)
          .map(([word, count]) => `${word} × ${count}`)
          .join('; '),
        proposal: 'leave-out',
        options: ['leave-out', 'take'],
        flag: answerFlag('withdrawn', column, 'leave-out'),
      },
    ]
  })
