import { isZone } from '../dates/zones'
import { maskPersonal } from '../privacy/personal'
import type { SourceTable } from '../tables/source-table'
import type { ImportSettings } from '../types'
import { answerTo } from './answers'
import { askBlankBelow } from './blank-below'
import { askColumns } from './columns'
import { askClocks } from './clocks'
import { askCoordinates } from './coordinates'
import { askDateOrder, askNumberFormat } from './forms'
import { askDamagedCodes } from './damaged-codes'
import { askDistrict } from './district'
import { askEstimate, askOtherThings } from './buildings'
import { askKind } from './kind'
import { askIncomplete } from './incomplete'
import { askLayer } from './layer'
import { askStates } from './states'
import { askUnits } from './units'
import { askText } from './text'
import { askTimeZone } from './time-zone'
import { askWithdrawn } from './withdrawn'
import type { Asker, Question, Surroundings } from './types'

/** Everything that may be unclear about a file. A new kind of doubt is a function of its own, added here. */
const askers: Asker[] = [
  askLayer,
  askIncomplete,
  askText,
  askKind,
  askOtherThings,
  askWithdrawn,
  askDistrict,
  askColumns,
  askEstimate,
  askUnits,
  askDamagedCodes,
  askBlankBelow,
  askCoordinates,
  askClocks,
  askTimeZone,
  askNumberFormat,
  askDateOrder,
  askStates,
]

/**
 * Returns what is unclear about a file under these settings and has not been answered, the most fundamental first. What was
 * answered with none of the options has not been answered; coordinates may be answered with any system that is read, and the zone of
 * times with any that is known.
 */
export function openQuestions(
  table: SourceTable,
  settings: ImportSettings,
  surroundings: Surroundings = {},
): Question[] {
  return askers
    .flatMap((ask) => ask(table, settings, surroundings))
    .filter((question) => !isAnswered(question, settings))
    .map((question) => ({ ...question, detail: maskPersonal(question.detail) }))
}

function isAnswered({ code, subject, options }: Question, settings: ImportSettings): boolean {
  const answer = answerTo(settings, code, subject)
  if (code === 'time-zone') return answer !== undefined && isZone(answer)
  return answer !== undefined && (options.length === 0 || code === 'coordinates' || options.includes(answer))
}
