import type { Editions } from '../../../data/assessment'

type Change = Editions['editions'][number]['changed'][number]

/** How lists, rows and figures of what was published are called. */
export interface ChangeWords {
  /** The name of a row of a list, by its code. */
  rowOf: (list: string, code: string) => string
  /** The name of a figure: an indicator, or what else a row has. */
  figureOf: (key: string) => string
  /** The whole area, and the weights of the whole assessment. */
  wholeOf: (list: string) => string
  fraction: (above: number, below: number) => string
  number: (value: number) => string
}

/** What changed in words: of what, which figure, what it was and what it is. */
export type ChangeInWords = Record<'key' | 'of' | 'figure' | 'was' | 'is', string>

/** Lists whose figures stand in it at once, without rows. */
const WITHOUT_ROWS = new Set(['total', 'weights'])

/** Returns a change of an edition in words; its path says the list, the code of the row and the figure. */
export function changeOf({ path, was, is }: Change, words: ChangeWords): ChangeInWords {
  const [list = '', ...rest] = path.split(' ')
  const hasRow = !WITHOUT_ROWS.has(list)
  const figure = rest.at(-1) ?? ''
  return {
    key: path,
    of: hasRow ? words.rowOf(list, rest[0] ?? '') : words.wholeOf(list),
    figure: words.figureOf(figure),
    was: valueWords(was, words),
    is: valueWords(is, words),
  }
}

function valueWords(value: unknown, words: ChangeWords): string {
  if (typeof value === 'number') return words.number(value)
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return '–'
  const [above, below] = value as (number | null)[]
  if (value.length === 2 && typeof above === 'number')
    return typeof below === 'number' ? words.fraction(above, below) : words.number(above)
  return value.map((one) => (typeof one === 'number' ? words.number(one) : '–')).join(' → ')
}
