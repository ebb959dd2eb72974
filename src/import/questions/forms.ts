import { fieldsOf } from '../kinds/columns'
import { numbersOf } from '../guesses/forms'
import { areFew } from '../guesses/few'
import { profileOf } from '../guesses/fits'
import { answerFlag } from './answers'
import type { Asker, Question } from './types'

const MOST_SHOWN = 5

/** Asks how numbers are written where a column leaves it open. */
export const askNumberFormat: Asker = (table, settings) =>
  mapped(settings, ['count']).flatMap((column): Question[] => {
    const { format, isSure, unclear } = numbersOf(table, column, 'count')
    if (isSure) return []
    const detail = unclear.slice(0, MOST_SHOWN).join('; ')
    const flag = answerFlag('number-format', column, format)
    return [
      { code: 'number-format', subject: column, detail, proposal: format, options: ['point', 'comma'], flag },
    ]
  })

/** Asks which comes first, the day or the month, where no date of a column proves it. */
export const askDateOrder: Asker = (table, settings) => {
  const columns = mapped(settings, ['time'])
  const proved = columns.map((column) => profileOf(table, column).dateMarks.order).find((order) => order)
  return columns.flatMap((column): Question[] => {
    const { dateMarks, values, filled } = profileOf(table, column)
    const isContradictory = dateMarks.firstIsDay > 0 && dateMarks.secondIsDay > 0
    if (!isContradictory && areFew(dateMarks.ambiguous, filled)) return []
    // Where each date proves its own order nobody has to say anything.
    if (dateMarks.order || dateMarks.ambiguous === 0) return []
    const detail = values
      .filter((value) => /^\d{1,2}[/.-]\d/.test(value))
      .slice(0, MOST_SHOWN)
      .join('; ')
    const proposal = isContradictory ? '' : (proved ?? '')
    const flag = answerFlag('date-order', column, proposal || 'dmy')
    return [{ code: 'date-order', subject: column, detail, proposal, options: ['dmy', 'mdy'], flag }]
  })
}

function mapped(settings: Parameters<Asker>[1], types: string[]): string[] {
  const fields = fieldsOf[settings.kind].filter(({ type }) => types.includes(type))
  return [...new Set(fields.flatMap(({ name }) => settings.mapping[name] ?? []))]
}
