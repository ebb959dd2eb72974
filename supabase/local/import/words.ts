import { describeSystem } from '../../../src/import/coordinates'
import errors from '../../../src/locales/en/errors'
import formats from '../../../src/locales/en/formats'
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

/** Returns what is called so that is no building. */
export function otherThingWords(sort: string): string {
  return (words.otherThing as Record<string, string>)[sort] ?? sort
}

/** Returns a question as a sentence. */
export function questionWords({ code, subject }: Question): string {
  return words.question[code].replace('{subject}', subject)
}

/** Returns what an option means, in brackets, where its own word does not say it. */
export function optionWords({ code }: Question, option: string): string {
  if (code === 'coordinates') return ` (${systemName(option)})`
  const answers = (words.answer as Record<string, Record<string, string>>)[code]
  return answers && Object.hasOwn(answers, option) ? ` (${answers[option]})` : ''
}

/** Returns the name of a coordinate system. */
export function systemName(system: string): string {
  const { key, parameters, isSwapped } = describeSystem(system)
  const name = filled(formats.system[key], parameters).trim()
  return isSwapped ? filled(formats.swapped, { system: name }) : name
}

/** Returns how the coordinate system of a file is known. */
export function knownByWords(by: keyof typeof formats.systemBy, detail: string): string {
  return filled(formats.systemBy[by], { detail })
}

/** What has to be said of systems whose way to WGS84 nobody has published. */
export const uncertainSystem = formats.uncertain

/** Returns that the workbook hides a sheet or columns. */
export function hiddenWords(what: 'sheet' | 'columns', names: string): string {
  return filled(what === 'sheet' ? words.hiddenSheet : words.hiddenColumns, { names })
}

/** Returns the name of a format. */
export function formatWords(format: keyof typeof formats.format): string {
  return formats.format[format]
}

function filled(text: string, parameters: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => parameters[name] ?? blank)
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
