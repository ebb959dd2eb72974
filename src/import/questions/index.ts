import type { SourceTable } from '../table'
import type { ImportSettings } from '../types'
import { answerTo } from './answers'
import { askColumns } from './columns'
import { askDateOrder, askNumberFormat } from './forms'
import { askKind } from './kind'
import { askStates } from './states'
import { askText } from './text'
import type { Asker, Question } from './types'

/** Everything that may be unclear about a file. A new kind of doubt is a function of its own, added here. */
const askers: Asker[] = [askText, askKind, askColumns, askNumberFormat, askDateOrder, askStates]

/**
 * Returns what is unclear about a file under these settings and has not been answered, the most fundamental first. What was
 * answered with none of the options has not been answered.
 */
export function openQuestions(table: SourceTable, settings: ImportSettings): Question[] {
  return askers.flatMap((ask) => ask(table, settings)).filter((question) => !isAnswered(question, settings))
}

function isAnswered({ code, subject, options }: Question, settings: ImportSettings): boolean {
  const answer = answerTo(settings, code, subject)
  return answer !== undefined && (options.length === 0 || options.includes(answer))
}
