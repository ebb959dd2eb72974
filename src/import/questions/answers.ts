import { isZone } from '../dates/zones'
import { mergesParts } from '../rows/merge'
import { defaultEstimate } from '../kinds/estimate'
import type { ImportSettings } from '../types'
import type { Question, QuestionCode } from './types'

/** Returns the key under which the answer to a question is kept: its code, or `code:subject`. */
export function keyOf({ code, subject }: Pick<Question, 'code' | 'subject'>): string {
  return subject === '' ? code : `${code}:${subject}`
}

/** Returns what was answered to a question, or undefined. */
export function answerTo(
  settings: Pick<ImportSettings, 'answers'>,
  code: QuestionCode,
  subject = '',
): string | undefined {
  const key = keyOf({ code, subject })
  return Object.hasOwn(settings.answers, key) ? settings.answers[key] : undefined
}

/** Returns the flag that answers a question for which there is no flag of its own. */
export function answerFlag(code: QuestionCode, subject: string, value: string): string {
  return `--answer "${keyOf({ code, subject })}=${value}"`
}

/**
 * Returns settings in which a question is answered. The answer is kept, and where it stands for a setting (a column, a coordinate
 * system) that is set as well. Another kind has other columns: its settings are proposed anew, not changed.
 */
export function withAnswer(settings: ImportSettings, key: string, value: string): ImportSettings {
  const answers = { ...settings.answers, [key]: value }
  const at = key.indexOf(':')
  const code = at < 0 ? key : key.slice(0, at)
  if (code === 'coordinates') return { ...settings, answers, coordinates: value }
  if (code === 'time-zone') return isZone(value) ? { ...settings, answers, utcOffset: value } : settings
  if (code === 'estimate')
    return {
      ...settings,
      answers,
      estimate: value === 'estimate' ? (settings.estimate ?? defaultEstimate) : undefined,
    }
  if (code === 'units') {
    // Where each part has an id of its own, a building is known by what else its parts have in common.
    const { source, ...mapping } = settings.mapping
    const isByName = value === 'add-by-name'
    return {
      ...settings,
      answers,
      addsUnits: value !== 'apart',
      mapping: isByName || source === undefined ? mapping : settings.mapping,
    }
  }
  if (code === 'replace' && value === 'others') {
    // Without the ids that others have already, rows are known by what they say.
    const { source: _source, ...mapping } = settings.mapping
    return { ...settings, answers, mapping }
  }
  if (code === 'state')
    return {
      ...settings,
      answers,
      states: { ...settings.states, [key.slice(at + 1)]: value as ImportSettings['states'][string] },
    }
  if (code !== 'column') return { ...settings, answers }
  const { [key.slice(at + 1)]: _before, ...mapping } = settings.mapping
  return { ...settings, answers, mapping: value ? { ...mapping, [key.slice(at + 1)]: value } : mapping }
}

/** Returns the question that is asked once grids were checked and some of them lie across barriers. */
export function acrossQuestion(detail: string): Question {
  const flag = answerFlag('across-barriers', '', 'take')
  return { code: 'across-barriers', subject: '', detail, proposal: '', options: ['take'], flag }
}

/**
 * Returns the question that is asked once a file was checked and would change what is here. That these are other things can be said
 * where an id is all that makes them the same.
 */
export function replaceQuestion(
  { kind, mapping }: Pick<ImportSettings, 'kind' | 'mapping'>,
  detail: string,
): Question {
  const mayBeOthers = mapping.source !== undefined && !mergesParts(kind) && kind !== 'areas'
  return {
    code: 'replace',
    subject: '',
    detail,
    proposal: '',
    options: mayBeOthers ? ['replace', 'others'] : ['replace'],
    flag: answerFlag('replace', '', 'replace'),
  }
}
