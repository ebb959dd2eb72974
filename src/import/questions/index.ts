import type { SourceTable } from '../table'
import type { ImportSettings } from '../types'
import { answerTo } from './answers'
import { askCoordinates } from './coordinates'
import { askKind } from './kind'
import { askLayer } from './layer'
import type { Asker, Question, Surroundings } from './types'

/** Everything that may be unclear about a file. A new kind of doubt is a function of its own, added here. */
const askers: Asker[] = [askLayer, askKind, askCoordinates]

/** Returns what is unclear about a file under these settings and has not been answered, the most fundamental first. */
export function openQuestions(
  table: SourceTable,
  settings: ImportSettings,
  surroundings: Surroundings = {},
): Question[] {
  return askers
    .flatMap((ask) => ask(table, settings, surroundings))
    .filter(({ code, subject }) => answerTo(settings, code, subject) === undefined)
}
