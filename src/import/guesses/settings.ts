import { serverDate } from '../../lib/time/clock'
import { FIRST_ZONE } from '../../lib/time/zone'
import { categoryGuesser, type KnownCategory } from '../kinds/categories'
import { defaultBarrierClasses } from '../kinds/classes'
import { proposeSystemOf, type Extent } from '../coordinates'
import { guessMapping } from './guess'
import { rankKinds } from '../kinds/rank'
import { maskPersonal } from '../privacy/personal'
import type { SourceTable } from '../tables/source-table'
import { words } from '../values/text'
import type { ImportKind, ImportSettings } from '../types'

/** Returns what the file seems to be: a first proposal, every part of which the person may change. */
export function proposeSettings(
  table: SourceTable,
  districtCode: string,
  kind?: ImportKind,
  district?: Extent,
  readAt = serverDate().toISOString(),
): ImportSettings {
  const chosen = kind ?? rankKinds(table)[0].kind
  const mapping = guessMapping(chosen, table)
  return {
    kind: chosen,
    districtCode,
    mapping,
    coordinates: proposeSystemOf(table, mapping, district).system,
    level: guessLevel(table),
    barrierClasses: defaultBarrierClasses,
    layer: guessLayer(table.fileName),
    utcOffset: FIRST_ZONE,
    categories: {},
    otherCategory: '',
    states: {},
    addsUnits: false,
    readAt,
    deriveAreas: chosen === 'buildings' || chosen === 'incidents',
    answers: kind ? { kind } : {},
  }
}

/** Returns every category word of the file with its number of rows, the most frequent first. Reads the whole file once. */
export async function countCategories(table: SourceTable, column: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const { rows } of table.rows())
    for (const { cells } of rows) {
      const word = maskPersonal((cells[column] ?? '').normalize('NFKC').trim())
      if (word) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  return new Map([...counts].sort((a, b) => b[1] - a[1]))
}

/** Returns a category code for each word that is understood; `known`: what a case may be in the district. */
export function proposeCategories(
  found: Iterable<string>,
  known?: readonly KnownCategory[],
): Record<string, string> {
  const guess = categoryGuesser(known)
  const proposed = Object.create(null) as Record<string, string>
  for (const word of found) {
    const code = guess(word)
    if (code) proposed[word] = code
  }
  return proposed
}

function guessLevel({ fileName, columns }: SourceTable): ImportSettings['level'] {
  const name = words(fileName)
  if (/district|区县|区界/.test(name) || columns.includes('adcode')) return 'district'
  return /street|街道/.test(name) ? 'street' : 'community'
}

function guessLayer(fileName: string): ImportSettings['layer'] {
  const name = words(fileName)
  if (/building|楼|建筑/.test(name)) return 'building'
  if (/water|river|水|河/.test(name)) return 'water'
  if (/green|park|绿|公园/.test(name)) return 'green'
  if (/rail|铁路|轨道/.test(name)) return 'rail'
  return /road|street|道路|路网/.test(name) ? 'road' : 'land'
}
