import errors from '../../../src/locales/en/errors'
import words from '../../../src/locales/en/import'
import type { Question } from '../../../src/import/questions/types'
import { DataError } from '../../../src/lib/errors'

/** Returns what a reason code of a refused row means. */
export function reasonWords(code: string): string {
  return (words.reason as Record<string, string>)[code] ?? code
}

/** Returns what a doubt code means. */
export function doubtWords(code: string): string {
  return (words.doubt as Record<string, string>)[code] ?? code
}

/** What to do where no row can find a community. */
export const communitiesMissing = words.communitiesMissing

/** Returns what a dropped column looks like. */
export function topicWords(code: string): string {
  return (words.topic as Record<string, string>)[code] ?? code
}

/** Returns a question as a sentence. */
export function questionWords({ code, subject }: Question): string {
  return words.question[code].replace('{subject}', subject)
}

/** Returns what an option means, in brackets, where its own word does not say it. */
export function optionWords({ code }: Question, option: string): string {
  const answers = (words.answer as Record<string, Record<string, string>>)[code]
  return answers && Object.hasOwn(answers, option) ? ` (${answers[option]})` : ''
}

/** Returns a failure as one sentence. */
export function failureWords(failure: unknown): string {
  if (!(failure instanceof DataError)) throw failure
  const said = (errors as Record<string, string>)[failure.code] ?? failure.code
  if (said.includes('{detail}'))
    return said.replace('{detail}', typeof failure.detail === 'string' ? failure.detail : '…')
  const detail =
    failure.detail === undefined || failure.detail === ''
      ? ''
      : ` (${typeof failure.detail === 'string' ? failure.detail : JSON.stringify(failure.detail)})`
  return said + detail
}
