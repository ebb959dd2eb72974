import { client } from '../../../data/client'
import { type AbsenceRow, type Person, type StaffFileReport, takeAbsences } from '../../../data/setup/people'
import { readStaffFile, saidOf, staffBlob, type StaffFile, type StaffFileKind } from './staff-file'

/** What a row about an absence says, in the order of the columns of an export. */
const FIELDS = ['source', 'name', 'since', 'until', 'substitute'] as const
type Field = (typeof FIELDS)[number]

const KNOWN: Record<Field, RegExp> = {
  source: /^(工号|编号|人员编号|work ?number|number|id)$/i,
  name: /^(姓名|名字|缺勤人|请假人|name|person)$/i,
  since: /^(第一天|开始日期|起始日期|请假开始|缺勤开始|first day|since|from)$/i,
  until: /^(最后一天|结束日期|截止日期|请假结束|缺勤结束|last day|until|to)$/i,
  substitute: /^(代班人?|代班人工号|代理人|替班人?|substitute|stand-?in)$/i,
}

/** Reads absences out of a file. Throws DataError for what is none. */
export function readAbsenceFile(file: File, sheet?: string): Promise<StaffFile<Field>> {
  return readStaffFile(file, KNOWN, sheet)
}

/** Returns the rows as the database takes them. */
export function absenceRows(file: StaffFile<Field>): AbsenceRow[] {
  return saidOf(file, FIELDS, ['since', 'until'])
}

/** Days on which people are away. */
export const absenceKind: StaffFileKind = {
  words: 'absenceFile',
  fields: FIELDS,
  read: readAbsenceFile,
  isEnough: ({ source, name, since }) => (source !== null || name !== null) && since !== null,
  take: (file, district, asked) => takeAbsences(client(), district, { rows: absenceRows(file), ...asked }),
  counts: (report) => {
    const { people, added, changed } = report as StaffFileReport
    return { people, added, changed }
  },
}

/** Returns the absences of people as a file that can be read again; whoever stands in is named by work number. */
export function absenceBlob(
  people: readonly Person[],
  everybody: readonly Person[],
  t: (key: string) => string,
  kind: 'xlsx' | 'csv',
): Promise<Blob> {
  const numbers = new Map(everybody.map(({ id, sourceId }) => [id, sourceId]))
  const rows = people.flatMap((one) =>
    one.absences.map(({ firstDay, lastDay, substitute }) => [
      one.sourceId,
      one.name,
      firstDay,
      lastDay ?? '',
      substitute === null ? '' : (numbers.get(substitute) ?? ''),
    ]),
  )
  return staffBlob(
    FIELDS.map((field) => t(`setup.absenceFile.fields.${field}`)),
    rows,
    kind,
  )
}
