import { clean } from './text'

const squareMetres: [RegExp, number][] = [
  [/万\s*(平方米|平米|平|㎡|m2|m²)/i, 10_000],
  [/(平方千米|平方公里|km2|km²)/i, 1_000_000],
  [/(公顷|\bha\b|hectares?)/i, 10_000],
  [/亩|畝/, 2000 / 3],
  [/(平方英尺|sq\.? ?ft|square feet|ft2|ft²)/i, 0.09290304],
]
const metres: [RegExp, number][] = [
  [/(厘米|公分|\bcm\b)/i, 0.01],
  [/(英尺|\bft\b|\bfeet\b)/i, 0.3048],
]
const lone = /\s*(平方米|平米|平|㎡|m2|m²|sq\.? ?m|米|m)$/i

/**
 * Returns by what a number has to be multiplied to be in square metres (`area`) or metres (`length`), as the text beside it says: a
 * name of a column such as 建筑面积(万㎡), or a cell such as 0.5万㎡. 1 where it says nothing.
 */
export function factorOf(text: string, quantity: 'area' | 'length'): number {
  const plain = clean(text)
  return (quantity === 'area' ? squareMetres : metres).find(([pattern]) => pattern.test(plain))?.[1] ?? 1
}

/** Returns the text of a measure without its unit. */
export function withoutUnit(text: string): string {
  let plain = clean(text)
  for (const [pattern] of [...squareMetres, ...metres])
    plain = plain.replace(new RegExp(`\\s*${pattern.source}$`, 'i'), '')
  return plain.replace(lone, '').trim()
}

const manyfold: [RegExp, number][] = [
  [/[(（/]\s*(?:单位:?)?\s*十\s*[户戶]\s*[)）]?$/, 10],
  [/[(（/]\s*(?:单位:?)?\s*百\s*[户戶]?\s*[)）]?$/, 100],
  [/[(（/]\s*(?:单位:?)?\s*千\s*[户戶]?\s*[)）]?$|\((?:in )?(?:thousands?|'?000s?)\)$/i, 1000],
  [/[(（/]\s*(?:单位:?)?\s*[万萬]\s*[户戶]?\s*[)）]?$/, 10_000],
]
const unitOfTable = /单位\s*[:：]?\s*([十百千万萬])\s*[户戶]/

/** Returns by what the counts of a column have to be multiplied, as its name says, 户数（百户）, or a line above the table, 单位：万户. */
export function countFactor(column: string, titles: readonly string[] = []): number {
  const plain = clean(column)
  const own = manyfold.find(([pattern]) => pattern.test(plain))?.[1]
  if (own !== undefined || /[(（/]\s*[户戶]/.test(plain)) return own ?? 1
  const said = titles.map((title) => unitOfTable.exec(clean(title))?.[1]).find((one) => one !== undefined)
  return said === undefined ? 1 : 10 ** ('十百千万'.indexOf(said.replace('萬', '万')) + 1)
}
