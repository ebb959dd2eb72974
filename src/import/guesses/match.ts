import type { Field } from '../kinds/columns'
import { isClockColumn } from './clocks'
import { columnFits, profileOf } from './fits'
import type { SourceTable } from '../tables/source-table'
import { words, wordsWithoutBrackets } from '../values/text'

export type Match = 'exact' | 'similar'

/** What may stand before a name without making it another thing. */
const harmless =
  /^(本|该|此|所在|所属|所|楼栋|楼|栋|建筑|房屋|小区|实际|合计|总|全部|居民|住宅|住户|常住|现有|登记|高德|百度|腾讯|天地图|火星|gcj ?02|bd ?09|wgs ?84|cgcs ?2000|amap|baidu|坐标|中心|中心点|位置|案件|事件|工单|问题|投诉|案卷|任务|市民|发生|事发|当前|目前|最新|current|latest|incident|case|request|complaint|service|building|block|total|number of|the)+$/

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
  'micro',
  'area',
  'parent',
  'level',
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
  columns: Iterable<string>,
  match: Match,
  table: SourceTable,
  mayBe: (column: string) => boolean,
): { column?: string; rivals: string[] } {
  const isClock = (column: string) => field.type === 'time' && isClockColumn(table, column)
  const called = namedColumns(field, [...columns], match)
  // What is called like a time and holds times of day goes with a column of days, where there is one.
  const days = called.filter(({ column }) => !isClock(column))
  const all = days.length > 0 || hasDays(field, table) ? days : called
  const named = all.filter(({ column }) => mayBe(column))
  if (match === 'similar') return similar(field, named)
  // A column that is called so and holds something else is not passed over in silence.
  const isWanted = asked.has(field.name) && !(table.hasGeometry && field.type === 'degrees')
  const isOdd = named.length === 0 && isWanted
  const odd = all.filter(({ column }) => profileOf(table, column).filled > 0).map(({ column }) => column)
  return isOdd && odd.length > 0 ? { rivals: [...new Set(odd)] } : exact(field, named, table)
}

/** Some column is called like the time of a field and holds days or times. */
function hasDays(field: Field, table: SourceTable): boolean {
  if (field.type !== 'time') return false
  return (['exact', 'similar'] as const).some((match) =>
    namedColumns(field, table.columns, match).some(({ column }) => columnFits(field, column, table)),
  )
}

/** A name of a field as `words` writes it. */
interface PlainName {
  name: string
  /** What ends in it may be meant; of short western words only the word itself. */
  endsNames: boolean
  /** What has to stand before it in a longer name. */
  gap: '' | ' '
}

const plainNames = new WeakMap<Field, PlainName[]>()

function namesOf(field: Field): PlainName[] {
  let names = plainNames.get(field)
  if (!names) plainNames.set(field, (names = field.names.map(plainName)))
  return names
}

function plainName(written: string): PlainName {
  const name = words(written)
  const isHan = /[\p{sc=Han}\p{sc=Hangul}]{2}/u.test(name)
  return { name, endsNames: isHan || name.length > 3, gap: isHan ? '' : ' ' }
}

/** A column whose name is, or ends in, one that the field goes by. */
interface Named {
  column: string
  /** Nothing before the name changes what it means. */
  isHarmless: boolean
}

function namedColumns(field: Field, columns: string[], match: Match): Named[] {
  if (match === 'exact')
    return namesOf(field).flatMap(({ name }) =>
      columns
        .filter(
          (column) =>
            words(column) === name ||
            wordsWithoutBrackets(column) === name ||
            (isBilingual(field, column) && bilingual(column)!.includes(name)),
        )
        .map((column) => ({ column, isHarmless: true })),
    )
  return columns.flatMap((column) => {
    const forms = [...new Set([words(column), wordsWithoutBrackets(column)])]
    const rest = namesOf(field)
      .map((wanted) => before(forms, wanted))
      .filter((one) => one !== undefined)
    return rest.length === 0
      ? []
      : [{ column, isHarmless: rest.some((one) => one === '' || harmless.test(one)) }]
  })
}

/** English words beside Chinese ones that mean the same there, though alone they may mean something else. */
const besideChinese: Partial<Record<string, string[]>> = {
  street: ['street', 'street name', 'street office', 'subdistrict'],
  name: ['building', 'building no', 'building name', 'block', 'name', 'no'],
  community: ['community', 'community name', 'neighborhood committee'],
  reportedAt: ['report time', 'reported', 'time reported', 'time', 'date'],
  closedAt: ['close time', 'closed', 'time closed'],
}

/** The Chinese and the western half of a name in two languages, as `words` writes them; undefined for any other name. */
function bilingual(column: string): [string, string] | undefined {
  const found =
    /^([\p{sc=Han}（）()]+)\s+([a-z][a-z ]*)$/u.exec(wordsWithoutBrackets(column)) ??
    /^([a-z][a-z ]*?)\s+([\p{sc=Han}]+)$/u.exec(wordsWithoutBrackets(column))
  if (!found) return undefined
  return /[a-z]/.test(found[1]) ? [found[2], found[1]] : [found[1], found[2]]
}

/** Both halves mean the field: 社区 ID is no name of a community. */
function isBilingual(field: Field, column: string): boolean {
  const halves = bilingual(column)
  if (!halves) return false
  const [han, western] = halves
  const names = namesOf(field).map(({ name }) => name)
  return (
    names.includes(han) && (names.includes(western) || (besideChinese[field.name] ?? []).includes(western))
  )
}

/** Columns of the very same name that say different things. */
function sameNamed(first: string, table: SourceTable): string[] {
  return table.columns.filter(
    (column) =>
      column.startsWith(`${first} (`) &&
      /^\d+\)$/.test(column.slice(first.length + 2)) &&
      !saysTheSame(first, column, table),
  )
}

function exact(field: Field, named: Named[], table: SourceTable) {
  const [first, second, ...others] = [...new Set(named.map(({ column }) => column))]
  const again = first !== undefined && asked.has(field.name) ? sameNamed(first, table) : []
  if (again.length > 0) return { rivals: [first, ...again] }
  if (field.name === 'households' && second !== undefined && !saysTheSame(first, second, table))
    return { rivals: [first, second, ...others] }
  return { column: first, rivals: [] }
}

function saysTheSame(one: string, other: string, table: SourceTable): boolean {
  return profileOf(table, one).values.join() === profileOf(table, other).values.join()
}

function similar(field: Field, named: Named[]): { column?: string; rivals: string[] } {
  const sure = named.filter(({ isHarmless }) => isHarmless)
  if (sure.length === 1) return { column: sure[0].column, rivals: [] }
  const all = named.map(({ column }) => column)
  if (named.length === 1 && !strict.has(field.name)) return { column: all[0], rivals: [] }
  return { rivals: asked.has(field.name) ? all : [] }
}

/** What stands before the wanted name at the end of a column's name, in any of its forms; undefined where it does not end so. */
function before(forms: string[], { name, endsNames, gap }: PlainName): string | undefined {
  if (!endsNames) return undefined
  for (const form of forms) {
    if (form === name) return ''
    if (form.endsWith(name) && form.endsWith(gap + name)) return form.slice(0, -name.length).trim()
  }
  return undefined
}
