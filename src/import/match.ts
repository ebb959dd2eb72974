import type { Field } from './columns'
import { profileOf } from './fits'
import type { SourceTable } from './table'
import { words, wordsWithoutBrackets } from './text'

export type Match = 'exact' | 'similar'

/** What may stand before a name without making it another thing. */
const harmless =
  /^(本|该|此|所在|所属|所|楼栋|楼|栋|建筑|房屋|小区|实际|合计|总|全部|居民|住宅|住户|常住|现有|登记|高德|百度|腾讯|天地图|火星|gcj ?02|bd ?09|wgs ?84|cgcs ?2000|amap|baidu|坐标|中心|中心点|位置|案件|事件|工单|问题|投诉|案卷|任务|市民|发生|事发|incident|case|request|complaint|service|building|block|total|number of|the)+$/

/** Fields whose column decides figures: nothing is taken for them that only might be it. */
const strict = new Set([
  'households',
  'category',
  'state',
  'reportedAt',
  'closedAt',
  'dueAt',
  'storeys',
  'code',
  'source',
])

/** Fields that are asked for where several columns may be meant. Others are left open and can be chosen. */
const asked = new Set(['households', 'category', 'reportedAt', 'lng', 'lat', 'name', 'state', 'closedAt'])

/**
 * Finds the column of a field. Exact: its name is one the field goes by. Similar: it ends in one, since in Chinese and English the
 * last word says what a thing is (StatusDate is a date). Where several are as good, or the words before change the meaning
 * (低保户数), none is taken and `rivals` names those to choose from.
 */
export function matchColumn(
  field: Field,
  columns: string[],
  match: Match,
  table: SourceTable,
): { column?: string; rivals: string[] } {
  return match === 'exact' ? exact(field, columns, table) : similar(field, columns)
}

function exact(field: Field, columns: string[], table: SourceTable) {
  const found: string[] = []
  for (const wanted of field.names)
    for (const column of columns)
      if (
        !found.includes(column) &&
        (words(column) === words(wanted) || wordsWithoutBrackets(column) === words(wanted))
      )
        found.push(column)
  const [first, second] = found
  if (field.name === 'households' && second !== undefined && !saysTheSame(first, second, table))
    return { rivals: found }
  return { column: first, rivals: [] }
}

function saysTheSame(one: string, other: string, table: SourceTable): boolean {
  return profileOf(table, one).values.join() === profileOf(table, other).values.join()
}

function similar(field: Field, columns: string[]): { column?: string; rivals: string[] } {
  const candidates = columns.flatMap((column) => {
    const rest = field.names.map((wanted) => before(column, words(wanted))).filter((one) => one !== undefined)
    if (rest.length === 0) return []
    return [{ column, isHarmless: rest.some((one) => one === '' || harmless.test(one)) }]
  })
  const sure = candidates.filter(({ isHarmless }) => isHarmless)
  if (sure.length === 1) return { column: sure[0].column, rivals: [] }
  const all = candidates.map(({ column }) => column)
  if (candidates.length === 1 && !strict.has(field.name)) return { column: all[0], rivals: [] }
  return { rivals: asked.has(field.name) ? all : [] }
}

/** What stands before the wanted name at the end of a column's name; undefined where it does not end so. */
function before(column: string, wanted: string): string | undefined {
  const isHan = /[\p{sc=Han}\p{sc=Hangul}]{2}/u.test(wanted)
  if (!isHan && wanted.length <= 3) return undefined
  for (const name of new Set([words(column), wordsWithoutBrackets(column)])) {
    if (name === wanted) return ''
    if (isHan ? name.endsWith(wanted) : name.endsWith(` ${wanted}`))
      return name.slice(0, -wanted.length).trim()
  }
  return undefined
}
