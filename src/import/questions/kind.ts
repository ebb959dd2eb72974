import { isNamed, rankKinds } from '../kinds/rank'
import { profileOf } from '../guesses/fits'
import { dropColumns, guessColumns } from '../guesses/guess'
import type { SourceTable } from '../tables/source-table'
import { importKinds, type ImportKind } from '../types'
import { answerTo } from './answers'
import type { Asker } from './types'

/** Two kinds that are this close are as likely as each other. */
const LEAST_LEAD = 1

/** Asks what a file is where the likeliest kind lacks a column it cannot do without, or another kind is as likely. */
export const askKind: Asker = (table, settings) => {
  if (answerTo(settings, 'kind') !== undefined) return []
  const [first, second] = rankKinds(table)
  const isRivalled =
    second.missing === 0 &&
    (first.score - second.score < LEAST_LEAD || mayBeEither(first.kind, second.kind, table))
  // What is called boundaries and has lines only may be either.
  const isCalledElse = first.kind === 'base-map' && isNamed('areas', table)
  const isRepeated = first.kind === 'areas' && !table.hasGeometry && namesAreasAgain(table)
  const isUnclear = isCalledElse || isRepeated || (first.kind === 'areas' && mayListPersons(table))
  if (first.missing === 0 && !isRivalled && first.isDistinct && !isUnclear) return []
  const options = importKinds.filter((kind) => table.hasGeometry || csvKinds.has(kind))
  const isLikely = first.missing === 0 && first.isDistinct && !isUnclear
  const proposal = isLikely ? first.kind : ''
  const detail = table.columns.join(', ')
  return [
    {
      code: 'kind',
      subject: '',
      detail,
      proposal,
      options,
      flag: 'KIND before the file, such as buildings FILE',
    },
  ]
}

/** One row in so many that names an area once more: such a list is one of things that stand in areas. */
const MOST_AGAIN = 0.2

/** A list of people names the areas they live in: without codes nothing tells it from a list of areas with somebody for each. */
function mayListPersons(table: SourceTable): boolean {
  if (table.hasGeometry || isNamed('areas', table) || guessColumns('areas', table).mapping.code) return false
  return dropColumns('areas', table).some(
    ({ column, topic }) => topic !== 'political' && profileOf(table, column).filled > 0,
  )
}

function namesAreasAgain(table: SourceTable): boolean {
  const { code, name } = guessColumns('areas', table).mapping
  if (code !== undefined || name === undefined) return false
  const { words, filled } = profileOf(table, name)
  return words !== undefined && filled - words.size > filled * MOST_AGAIN
}

/** Footprints beside roads and water are a map to look at, or the buildings of the district: no column tells. */
function mayBeEither(first: ImportKind, second: ImportKind, table: SourceTable): boolean {
  const isPair = new Set([first, second, 'base-map', 'buildings']).size === 2
  return isPair && table.otherThings !== undefined && table.otherThings.size > 0 && !countsHouseholds(table)
}

function countsHouseholds(table: SourceTable): boolean {
  const { mapping, unsure } = guessColumns('buildings', table)
  return mapping.households !== undefined || unsure.has('households')
}

/** CSV has no lines and areas. */
const csvKinds = new Set<string>(['areas', 'buildings', 'service-points', 'incidents', 'grids'])
