import { knowsColumn } from '../kinds/columns'
import type { Problem } from '../types'
import { clean, words } from '../values/text'
import { isNumberLike } from '../values/values'

const totals = '合计|小计|总计|共计|累计|总和|合并计|汇总|합계|소계|총계|계'
const isTotal = new RegExp(
  `^(?:(?:本页|本表|以上|全区|全街道|全社区)?(?:${totals})|(?:sub|grand )?totals?|sum)[:.]?$`,
  'i',
)
/** A total says of what it is: 南街道小计. */
const endsInTotal =
  /^[^,。;]{1,10}(合计|小计|总计|共计|汇总)[:.]?$|^全(区|县|市|街道|镇|乡|社区|辖区)(合计|总计)?$/
/** Further on in a row only where it is one of a place: 东社区小计, behind its street. */
const totalOfPlace =
  /^[^,。;]{0,10}(社区|村|居委会|街道|街道办|镇|乡|区|县|里|小区|园|苑|院|栋|幢|楼|网格|片区|单元)(合计|小计|总计|共计|汇总)(\([^()]{1,12}\))?[:.]?$|^(合计|小计|总计|共计)\([^()]{1,12}\)$/
const countedAlone =
  /^(共|总共|合计|总计|共计)?\s*[\d,]+\s*个(社区|街道|村|居委会|网格|小区)$|^(共|总共|合计|总计|共计)\s*[\d,]+\s*(栋|幢|条|个|户|行|项|页|人|件)(社区|街道|村|网格|小区)?$/
const counted = /^(共|总共|合计|总计)\s*[\d,]+\s*(栋|幢|条|个|户|行|项|页|人|件)/
const label =
  /^(注(?:\s*\d*)?|备注|附注|说明|填表说明|填表人|制表人|制表|填报人|审核人|复核人|负责人|经办人|制表单位|填报单位|填表单位|填表日期|填报日期|制表日期|制表时间|填表时间|打印时间|导出时间|导出人|统计时间|截止日期|数据来源|资料来源|来源|单位|notes?|sources?|remarks?|prepared by|exported (?:on|by|at))\s*[:.、]/i
/** What a database says below what it printed: `(3 rows)`, `3 rows in set (0.00 sec)`. */
const countOfRows = /^\(?\d+\s*(rows?( selected| in set.*| affected)?|records?|行记录|行|条记录)\)?\.?$/i
/** A row that shows how the form is to be filled in. */
const example =
  /^[（(【[]?(示例|样例|范例|举例|填写示例|填表示例|填写样例|示范|example|sample)[）)】\]]?\s*(\d{0,2}\s*[:：.、]|\d{0,2}$)|^例\s*\d{0,2}\s*[:：]/i
const inBrackets = /^[([][^()[\]]{1,10}[)\]]$/

/** So many cells a line of notes below a table fills at most: who filled it in, who checked it, when. */
const MOST_NOTE_CELLS = 4

/**
 * Returns why a line of a table is none of the things that the table lists: a total, a note below it, its header once more, or the
 * units of its columns; undefined for every other. Of a note only its first word is told: it may go on with a name.
 */
export function notData(cells: readonly string[], columns: readonly string[]): Problem | undefined {
  if (numbersColumns(cells)) return { reason: 'row-is-header', detail: cells.join(', ').slice(0, 80) }
  if (isCertainlyData(cells)) return undefined
  const filled = cells.flatMap((cell, i) => (cell.trim() === '' ? [] : [{ text: clean(cell), i }]))
  if (filled.length === 0) return undefined
  const tight = ({ text }: { text: string }) => text.replace(/(?<=\P{ASCII})\s+(?=\P{ASCII})/gu, '')
  const first = tight(filled[0])
  const total = filled.map(tight).find((text) => isTotal.test(text))
  const beforeNumbers = filled.findIndex(({ text }) => isNumberLike(text))
  const labels = (beforeNumbers < 0 ? filled : filled.slice(0, beforeNumbers)).map(tight)
  const other =
    labels.find((text) => totalOfPlace.test(text)) ??
    (filled.length <= 3 ? labels.find((text) => countedAlone.test(text)) : undefined)
  const isSum =
    total !== undefined ||
    other !== undefined ||
    endsInTotal.test(first) ||
    (filled.length <= 2 && counted.test(first))
  if (isSum) return { reason: 'row-is-total', detail: total ?? other ?? first }
  if (filled.every(({ text }) => marks.test(text)) && !filled.some(({ text }) => isDitto(text)))
    return { reason: 'row-is-note', detail: first.slice(0, 20) }
  const note = label.exec(first)
  if (note && filled.length <= Math.min(MOST_NOTE_CELLS, Math.max(1, columns.length - 1)))
    return { reason: 'row-is-note', detail: note[1] }
  if (filled.length === 1 && countOfRows.test(first))
    return { reason: 'row-is-note', detail: first.slice(0, 20) }
  if (example.test(first)) return { reason: 'row-is-note', detail: first.slice(0, 20) }
  if (filled.length < 2 || filled.some(({ text }) => isNumberLike(text))) return undefined
  const again = filled.filter(({ text, i }) => words(text) === words(columns[i] ?? '')).length
  const isHeader =
    (again >= 2 && again * 2 >= filled.length) ||
    filled.every(({ text }) => knowsColumn(text)) ||
    filled.every(({ text }) => inBrackets.test(text))
  return isHeader
    ? {
        reason: 'row-is-header',
        detail: filled
          .map(({ text }) => text)
          .join(', ')
          .slice(0, 80),
      }
    : undefined
}

const stems = '甲乙丙丁戊己庚辛壬癸'
/** A line that parts a table. */
const marks = /^[\p{P}\p{S}\s]+$/u

/** Tells whether a line numbers the columns below their names: 甲, 乙, 1, 2, as forms have it; or 1, 2, 3 in every one. */
function numbersColumns(cells: readonly string[]): boolean {
  if (cells.length < 3 || !/^(甲|[([]?1[)\]]?)$/.test(clean(cells[0]))) return false
  const said = cells.map((cell) => clean(cell).replace(/^[([]|[)\]]$/g, ''))
  const isStem = (cell: string, i: number) => cell !== '' && cell === stems[i]
  const letters = said.findIndex((cell, i) => !isStem(cell, i))
  if (letters < 0) return true
  return said.slice(letters).every((cell, i) => cell === String(i + 1))
}

const number = /^[+-]?\d+(\.\d+)?$/
const telling =
  /[计汇和共例全]|示范|个(?:社区|街道|村|居|网格|小区)|example|sample|합계|소계|총계|total|sum|[:：]/i

/** A quick look before the slow ones: a row with a number in it and without any word of totals and notes, as nearly all are. */
function isCertainlyData(cells: readonly string[]): boolean {
  let hasNumber = false
  for (const cell of cells) {
    if (number.test(cell)) hasNumber = true
    else if (telling.test(cell)) return false
  }
  return hasNumber
}

/** Tells whether a line names the columns of a table other than the one with these: what follows belongs to that. */
export function namesOtherColumns(cells: readonly string[], columns: readonly string[]): boolean {
  const filled = cells.flatMap((cell, i) => (cell.trim() === '' ? [] : [{ cell, i }]))
  if (filled.length < 2 || filled.every(({ cell }) => inBrackets.test(clean(cell)))) return false
  return filled.some(({ cell, i }) => knowsColumn(cell) && words(cell) !== words(columns[i] ?? ''))
}

/** What stands in a cell for "as above". */
const ditto = /^(同上|同前|上同|〃|″|”|””|ditto|do\.|as above)$/i

/** Tells whether a cell says that its value is that of the cell above. */
export function isDitto(cell: string): boolean {
  return cell !== '' && cell.length < 9 && ditto.test(cell.trim())
}
