import { offer } from '../../../composables/useFiles'
import type { Person, RosterRow } from '../../../data/setup/people'
import { writeCsv } from '../../../import/csv/records'
import { refusedTopic } from '../../../import/privacy/refused'
import { withoutGuard } from '../../../import/report/guard'
import { openTable } from '../../../import/tables/open'

/** What a row of a roster says, in the order of the columns of an export. */
export const FIELDS = [
  'source',
  'name',
  'telephone',
  'organisation',
  'department',
  'area',
  'post',
  'grid',
  'since',
  'until',
] as const
export type Field = (typeof FIELDS)[number]

/** Titles by which a column is known, beside those of the export in both languages. */
const KNOWN: Record<Field, RegExp> = {
  source: /^(工号|编号|人员编号|work ?number|number|id)$/i,
  name: /^(姓名|名字|name)$/i,
  telephone: /^(工作电话|办公电话|联系电话|电话|手机|(work )?(tele)?phone)$/i,
  organisation: /^(单位|所在单位|organi[sz]ation)$/i,
  department: /^(部门|所属部门|department)$/i,
  area: /^(辖区|社区|街道|所属社区|所属街道|area|community)$/i,
  post: /^(岗位|职务|post)$/i,
  grid: /^(网格|网格编码|网格编号|grid( code)?)$/i,
  since: /^(开始日期|任职日期|任职起|since|from)$/i,
  until: /^(结束日期|离任日期|任职止|until|to)$/i,
}

/** A file with a roster: its columns, what each was taken for, and those that are not kept. */
export interface RosterFile {
  name: string
  columns: string[]
  /** The column of each field; null where none is. */
  mapping: Record<Field, string | null>
  /** Columns of what the product refuses to hold; they are left out. */
  refused: string[]
  rows: { line: number; cells: Record<string, string> }[]
}

/** Reads a file by the readers of the import. Throws DataError for what is none, or cannot be read. */
export async function readRosterFile(file: File): Promise<RosterFile> {
  const table = await openTable(file, file.name)
  // A name and a work telephone are what a roster of staff is about; everything else that is refused is refused here, too.
  const isRefused = (column: string) => ![undefined, 'person'].includes(refusedTopic(column))
  const refused = table.columns.filter(isRefused)
  const columns = table.columns.filter((column) => !refused.includes(column))
  const taken = new Set<string>()
  const mapping = Object.fromEntries(
    FIELDS.map((field) => {
      const found = columns.find((column) => !taken.has(column) && KNOWN[field].test(column.trim()))
      if (found) taken.add(found)
      return [field, found ?? null]
    }),
  ) as RosterFile['mapping']
  const rows: RosterFile['rows'] = []
  for await (const chunk of table.rows()) {
    for (const { line, cells } of chunk.rows) {
      if (Object.values(cells).some((cell) => cell.trim())) rows.push({ line, cells })
    }
  }
  return { name: file.name, columns, mapping, refused, rows }
}

/** Days as people write them, as `YYYY-MM-DD`; what is none stays as it is, for the database to refuse. */
function dayOf(word: string): string {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?(?:\.0+)?Z?)?$/.exec(
    word.trim(),
  )
  return parts ? `${parts[1]}-${parts[2].padStart(2, '0')}-${parts[3].padStart(2, '0')}` : word.trim()
}

/** Returns the rows as the database takes them; the number of a row is its line in the file. */
export function rosterRows({ rows, mapping }: RosterFile): RosterRow[] {
  return rows.map(({ line, cells }) => {
    const said = (field: Field) => withoutGuard(mapping[field] ? (cells[mapping[field]] ?? '') : '').trim()
    const words = Object.fromEntries(FIELDS.map((field) => [field, said(field)])) as Record<Field, string>
    return { ...words, number: line, since: dayOf(words.since), until: dayOf(words.until) }
  })
}

interface Names {
  officeOf: (id: number | null) => string
  areaOf: (id: number | null) => string
}
interface Words extends Names {
  t: (key: string) => string
}

/**
 * Returns what departments and areas are called in a roster, in whatever language the page is: by the names that the database reads
 * it by; an area by its code where another has its name.
 */
export function rosterNames(
  departments: readonly { id: number; name: string }[],
  areas: readonly { id: number; name: string; code: string }[],
): Names {
  const offices = new Map(departments.map(({ id, name }) => [id, name]))
  const known = new Map(areas.map((area) => [area.id, area]))
  const taken = new Map<string, number>()
  for (const { name } of areas) taken.set(name, (taken.get(name) ?? 0) + 1)
  return {
    officeOf: (id) => (id === null ? '' : (offices.get(id) ?? '')),
    areaOf: (id) => {
      const area = id === null ? undefined : known.get(id)
      return !area ? '' : taken.get(area.name) === 1 ? area.name : area.code
    },
  }
}

/**
 * Returns the staff as a roster that can be read again: a row for each post, or one for somebody without. Whoever holds a post of
 * an area has a row for the person before, since the area of such a row is that of the post.
 */
function rosterOf(people: readonly Person[], { officeOf, areaOf }: Words): string[][] {
  return people.flatMap((one) => {
    const needsOwnRow = !one.posts.length || one.posts.some(({ area }) => area !== null)
    return [...(needsOwnRow ? [null] : []), ...one.posts].map((post) => [
      one.sourceId,
      one.name,
      one.workTelephone,
      one.organisation,
      officeOf(one.department),
      areaOf(post?.area ?? one.area),
      post?.post ?? '',
      post?.grid ?? '',
      post?.since ?? '',
      post?.until ?? '',
    ])
  })
}

/** Returns the staff as a file that can be read again as a roster. */
export async function rosterBlob(
  people: readonly Person[],
  words: Words,
  kind: 'xlsx' | 'csv',
): Promise<Blob> {
  const titles = FIELDS.map((field) => words.t(`setup.roster.fields.${field}`))
  const rows = rosterOf(people, words)
  if (kind === 'csv') return new Blob([writeCsv(titles, rows)], { type: 'text/csv;charset=utf-8' })
  const { default: writeExcelFile } = await import('write-excel-file/browser')
  return writeExcelFile([titles, ...rows].map((row) => row.map((value) => ({ value })))).toBlob()
}

/** Hands the staff out as a file that can be read again as a roster. */
export async function exportPeople(
  people: readonly Person[],
  words: Words,
  kind: 'xlsx' | 'csv',
): Promise<void> {
  offer(await rosterBlob(people, words, kind), `${words.t('setup.parts.people')}.${kind}`)
}
