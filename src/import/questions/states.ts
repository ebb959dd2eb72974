import { readTime } from '../dates'
import { areFew } from '../guesses/few'
import { profileOf } from '../guesses/fits'
import { maskPersonal } from '../privacy/personal'
import { likelyState, stateOf } from '../kinds/states'
import { importedStates } from '../types'
import { answerFlag } from './answers'
import type { Asker, Question } from './types'

/** Asks what words of state mean that are not known by themselves: `未结案` contains what it denies. */
export const askStates: Asker = (table, settings) => {
  const column = settings.kind === 'incidents' ? settings.mapping.state : undefined
  if (!column) return []
  const { words, filled } = profileOf(table, column)
  if (!words) return [notWords(column)]
  const unknown = new Map<string, number>()
  for (const [word, count] of words) {
    const plain = maskPersonal(word.normalize('NFKC').trim())
    // A day or a number that strayed here is no state, and costs its row a doubt.
    if (areFew(count, filled) && !isWord(plain)) continue
    if (stateOf(plain) === undefined) unknown.set(plain, (unknown.get(plain) ?? 0) + count)
  }
  if (unknown.size > MOST_STATES) return [notWords(column)]
  return [...unknown].map(([word, count]): Question => {
    const proposal = likelyState(word)
    const flag = answerFlag('state', word, proposal || 'reported')
    return {
      code: 'state',
      subject: word,
      detail: `${column} × ${count}`,
      proposal,
      options: [...importedStates],
      flag,
    }
  })
}

function isWord(text: string): boolean {
  return /\p{L}/u.test(text) && typeof readTime(text, '+08:00', 'dmy') !== 'string'
}

/** A column of states has few words; one with more is something else. */
const MOST_STATES = 30

function notWords(column: string): Question {
  return {
    code: 'column',
    subject: 'state',
    detail: column,
    proposal: '',
    options: [column, ''],
    flag: '--map state=',
  }
}
