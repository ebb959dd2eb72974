import { offer } from '../../../composables/useFiles'
import { client } from '../../../data/client'
import { type Person, type RosterReport, type RosterRow, takeRoster } from '../../../data/setup/people'
import { readStaffFile, saidOf, staffBlob, type StaffFile, type StaffFileKind } from './staff-file'

/** What a row of a roster says, in the order of the columns of an export. */
const FIELDS = [
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
type Field = (typeof FIELDS)[number]

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

/** A file with a roster. */
export type RosterFile = StaffFile<Field>

/** Reads a file by the readers of the import. Throws DataError for what is none, or cannot be read. */
export function readRosterFile(file: File, sheet?: string): Promise<RosterFile> {
  return readStaffFile(file, KNOWN, sheet)
}

/** Returns the rows as the database takes them; the number of a row is its line in the file. */
export function rosterRows(file: RosterFile): RosterRow[] {
  return saidOf(file, FIELDS, ['since', 'until'])
}

/** A roster of people and the posts that they hold. */
export const rosterKind: StaffFileKind = {
  words: 'roster',
  fields: FIELDS,
  read: readRosterFile,
  isEnough: ({ name }) => name !== null,
  take: (file, district, asked) => takeRoster(client(), district, { rows: rosterRows(file), ...asked }),
  counts: (report) => {
    const { people, newPeople, assignments } = report as RosterReport
    return { people, newPeople, assignments }
  },
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
  return staffBlob(titles, rosterOf(people, words), kind)
}

/** Hands the staff out as a file that can be read again as a roster. */
export async function exportPeople(
  people: readonly Person[],
  words: Words,
  kind: 'xlsx' | 'csv',
): Promise<void> {
  offer(await rosterBlob(people, words, kind), `${words.t('setup.parts.people')}.${kind}`)
}
