import { columnOf } from './references'

/** What a cell holds that a formula should have filled: nothing was reckoned, or a nought that may stand for that. */
export type FormulaState = 'uncalculated' | 'zero'

/** By row, from 1, the columns, from 0, whose formula has no result, or a nought. */
export type Formulas = Map<number, Map<number, FormulaState>>

const cell =
  /<(?:\w+:)?c\b([^>]*[^>/])>((?:(?!<\/(?:\w+:)?c>)[\s\S])*?<(?:\w+:)?f[\s/>][\s\S]*?)<\/(?:\w+:)?c>/g

/**
 * Finds the cells of a sheet whose formula left no result, as programs write them that do not reckon; text that a formula left blank is
 * one. Where every formula of a column left a nought, no program has reckoned it either: libraries write noughts until one does. `xml`
 * is that of the sheet, in which each cell says where it stands. O(length), and nothing where there is no formula.
 */
export function formulasIn(xml: string): Formulas {
  const found: Formulas = new Map()
  if (!/<(?:\w+:)?f[\s/>]/.test(xml)) return found
  const reckoned = new Set<number>()
  const zeros: { row: number; column: number }[] = []
  for (const [, attributes, content] of xml.matchAll(cell)) {
    const said = /\sr=["']([A-Z]+)(\d+)["']/.exec(attributes)
    if (!said) continue
    const [column, row] = [columnOf(said[1]), Number(said[2])]
    const value = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(content)?.[1].trim() ?? ''
    if (value === '') {
      if (!/\st=["'](str|e)["']/.test(attributes)) note(found, row, column, 'uncalculated')
    } else if (Number(value) === 0) zeros.push({ row, column })
    else reckoned.add(column)
  }
  for (const { row, column } of zeros)
    note(found, row, column, reckoned.has(column) ? 'zero' : 'uncalculated')
  return found
}

function note(found: Formulas, row: number, column: number, state: FormulaState): void {
  const columns = found.get(row)
  if (columns) columns.set(column, state)
  else found.set(row, new Map([[column, state]]))
}
