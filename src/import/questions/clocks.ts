import { clocksOf, NO_CLOCK } from '../guesses/clocks'
import { profileOf } from '../guesses/fits'
import { answerFlag } from './answers'
import type { Asker } from './types'

const MOST_SHOWN = 3

/** Asks which column tells the time of day where a column that is needed has days only, and several columns, or one of another name, have times. */
export const askClocks: Asker = (table, settings) =>
  clocksOf(table, settings).open.map(({ day, rivals }) => ({
    code: 'clock' as const,
    subject: day,
    detail: [day, ...rivals]
      .map((column) => `${column}: ${profileOf(table, column).values.slice(0, MOST_SHOWN).join(', ')}`)
      .join('; '),
    proposal: rivals.length === 1 ? rivals[0] : '',
    options: [...rivals, NO_CLOCK],
    flag: answerFlag('clock', day, rivals[0]),
  }))
