import { answerFlag } from './answers'
import type { Asker } from './types'

/** Asks whether a file is taken that says of itself that it is a part: one page of an answer, or cut off. */
export const askIncomplete: Asker = ({ incomplete }) =>
  incomplete === undefined
    ? []
    : [
        {
          code: 'incomplete',
          subject: '',
          detail: incomplete,
          proposal: '',
          options: ['take'],
          flag: answerFlag('incomplete', '', 'take'),
        },
      ]
