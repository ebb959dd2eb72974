import { client } from '../../../data/client'
import { type DutyLine, type DutyRow, type StaffFileReport, takeDuty } from '../../../data/setup/people'
import { hoursOf, weekdaysOf } from './hours'
import { readStaffFile, saidOf, staffBlob, type StaffFile, type StaffFileKind } from './staff-file'

/** What a row of a duty roster says, in the order of the columns of an export. */
const FIELDS = ['source', 'name', 'area', 'weekdays', 'begins', 'ends', 'since', 'until'] as const
type Field = (typeof FIELDS)[number]

const KNOWN: Record<Field, RegExp> = {
  source: /^(工号|编号|人员编号|work ?number|number|id)$/i,
  name: /^(姓名|名字|值班人|值班人员|name|person)$/i,
  area: /^(辖区|社区|街道|值班地点|值班社区|值班街道|area|community)$/i,
  weekdays: /^(星期|周几|值班日|值班星期|(days of the )?week|weekdays?|days?)$/i,
  begins: /^(开始时间|上班时间|时段|值班时间|值班时段|begins|from|start|hours)$/i,
  ends: /^(结束时间|下班时间|ends|to|end)$/i,
  since: /^(开始日期|起始日期|生效日期|since|first day)$/i,
  until: /^(结束日期|截止日期|最后一天|until|last day)$/i,
}

/** Reads a duty roster out of a file. Throws DataError for what is none. */
export function readDutyFile(file: File, sheet?: string): Promise<StaffFile<Field>> {
  return readStaffFile(file, KNOWN, sheet)
}

/** Returns the rows as the database takes them. */
export function dutyRows(file: StaffFile<Field>): DutyRow[] {
  return saidOf(file, FIELDS, ['since', 'until']).map((row) => ({
    ...row,
    weekdays: weekdaysOf(row.weekdays),
    ...hoursOf(row.begins, row.ends),
  }))
}

/** A weekly duty roster. */
export const dutyKind: StaffFileKind = {
  words: 'dutyFile',
  fields: FIELDS,
  read: readDutyFile,
  isEnough: ({ source, name, area, weekdays, begins }) =>
    (source !== null || name !== null) && area !== null && weekdays !== null && begins !== null,
  take: (file, district, asked) => takeDuty(client(), district, { rows: dutyRows(file), ...asked }),
  counts: (report) => {
    const { people, added, changed } = report as StaffFileReport
    return { people, added, changed }
  },
}

/** Returns a duty roster as a file that can be read again as one. */
export function dutyBlob(
  lines: readonly DutyLine[],
  {
    t,
    areaOf,
    weekdayOf,
  }: {
    t: (key: string) => string
    areaOf: (id: number) => string
    weekdayOf: (day: number) => string
  },
  kind: 'xlsx' | 'csv',
): Promise<Blob> {
  const rows = lines.map((one) => [
    one.source,
    one.name,
    areaOf(one.area),
    one.weekdays.map(weekdayOf).join('、'),
    one.begins,
    one.ends,
    one.firstDay,
    one.lastDay ?? '',
  ])
  return staffBlob(
    FIELDS.map((field) => t(`setup.dutyFile.fields.${field}`)),
    rows,
    kind,
  )
}
