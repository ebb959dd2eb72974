import { profileOf } from '../guesses/fits'
import { words } from '../values/text'
import { answerFlag } from './answers'
import type { Asker } from './types'

const names = new Set(
  '区县|区|县|所属区县|所在区县|所属区|所在区|县区|县市区|区市县|行政区|行政区县|区县名称|所属行政区|区划名称|所在县区'
    .split('|')
    .map(words),
)
const MOST_DISTRICTS = 30

/** Asks which rows are of the district that the file goes into, where a column names several districts: the others are refused. */
export const askDistrict: Asker = (table, { mapping }) =>
  table.columns.flatMap((column) => {
    if (!names.has(words(column)) || Object.values(mapping).includes(column)) return []
    const found = profileOf(table, column).words
    if (!found || found.size < 2 || found.size > MOST_DISTRICTS) return []
    return [
      {
        code: 'district' as const,
        subject: column,
        detail: [...found].map(([word, count]) => `${word} × ${count}`).join('; '),
        proposal: '',
        options: [...found.keys()],
        flag: answerFlag('district', column, [...found.keys()][0]),
      },
    ]
  })
