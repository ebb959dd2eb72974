import type { Client } from '../../lib/supabase'
import { ask, type AnswerOf, type Shape } from '../contracts/contract'
import * as agreed from '../contracts/people'
import type { AreaId, PersonId } from '../../lib/ids'
import { asRead } from '../as-read'

/** Somebody of the staff, on a day. */
export type Person = Shape<typeof agreed.person>
type PersonContent = Omit<Shape<typeof agreed.personContent>, 'was'>
/** What is written of a person who is there. */
const PERSON_FIELDS = [
  'name',
  'organisation',
  'workTelephone',
  'department',
  'area',
  'onDuty',
  'leftOn',
] as const
export type Absence = Shape<typeof agreed.absence>
type AbsenceContent = Omit<Shape<typeof agreed.absenceContent>, 'was'>
/** A shift of the duty roster on a day. */
export type DutyShift = Shape<typeof agreed.dutyShift>
type DutyContent = Shape<typeof agreed.dutyContent>
export type RosterRow = Shape<typeof agreed.rosterRow>
export type RosterReport = Shape<typeof agreed.rosterReport>
export type AbsenceRow = Shape<typeof agreed.absenceRow>
export type DutyRow = Shape<typeof agreed.dutyRow>
export type StaffFileReport = Shape<typeof agreed.staffFileReport>
/** Shifts of the duty roster as they were laid down. */
export type DutyLine = Shape<typeof agreed.dutyLine>

/** Returns the staff of a district on a day (ISO date; today without one). Throws `not-allowed`. */
export async function listPeople(
  client: Client,
  districtId: AreaId,
  day?: string,
): Promise<AnswerOf<typeof agreed.listPeople>> {
  return ask(client, agreed.listPeople, { district: districtId, day })
}

/** Adds somebody (`read` null) or changes what was read of them; `key` is that of the intent. Returns the id. Throws `changed-since` … */
export async function savePerson(
  client: Client,
  districtId: AreaId,
  { read, content, key }: { read: Person | null; content: PersonContent; key?: string },
): Promise<number> {
  const said = read ? { ...content, was: asRead(read, ...PERSON_FIELDS) } : content
  const values = { district: districtId, person: read?.id ?? null, content: said, client_key: key }
  return (await ask(client, agreed.savePerson, values)).id
}

/** Says when somebody is away (`read` null), or changes what was said. Throws `changed-since`, `dates-reversed`, `absence-overlaps`, `substitute-chain-closed` { name } … */
export async function saveAbsence(
  client: Client,
  personId: PersonId,
  { read, content, key }: { read: Absence | null; content: AbsenceContent; key?: string },
): Promise<void> {
  const said = read ? { ...content, was: asRead(read, 'firstDay', 'lastDay', 'substitute') } : content
  const values = { person: personId, absence: read?.id ?? null, content: said, client_key: key }
  await ask(client, agreed.saveAbsence, values)
}

/** Takes back an absence that was entered by mistake. */
export async function removeAbsence(client: Client, id: number, key?: string): Promise<void> {
  await ask(client, agreed.removeAbsence, { absence: id, client_key: key })
}

/** Returns the duty roster of an area for the seven days from a day, with the night that leads into them. */
export async function readDutyRoster(client: Client, areaId: AreaId, firstDay: string): Promise<DutyShift[]> {
  return (await ask(client, agreed.dutyRoster, { area: areaId, first_day: firstDay })).shifts
}

/** Puts somebody on the weekly duty roster of an area. Throws `time-malformed`, `dates-reversed` … */
export async function saveDuty(
  client: Client,
  areaId: AreaId,
  { content, key }: { content: DutyContent; key?: string },
): Promise<void> {
  await ask(client, agreed.saveDuty, { area: areaId, content, client_key: key })
}

/** Takes a shift off the weekly duty roster. */
export async function removeDuty(client: Client, id: number, key?: string): Promise<void> {
  await ask(client, agreed.removeDuty, { shift: id, client_key: key })
}

/** Looks at the rows of a roster, or with `write` takes those that are right. Throws `roster-malformed`, `not-allowed`. */
export async function takeRoster(
  client: Client,
  districtId: AreaId,
  { rows, write, key }: { rows: RosterRow[]; write: boolean; key?: string },
): Promise<RosterReport> {
  return ask(client, agreed.takeRoster, { district: districtId, rows, write, client_key: key })
}

/** Looks at absences out of a file, or with `write` takes those that are right. Throws `roster-malformed`, `not-allowed`. */
export async function takeAbsences(
  client: Client,
  districtId: AreaId,
  { rows, write, key }: { rows: AbsenceRow[]; write: boolean; key?: string },
): Promise<StaffFileReport> {
  return ask(client, agreed.takeAbsences, { district: districtId, rows, write, client_key: key })
}

/** Looks at a duty roster out of a file, or with `write` takes what is right of it. Throws `roster-malformed`, `not-allowed`. */
export async function takeDuty(
  client: Client,
  districtId: AreaId,
  { rows, write, key }: { rows: DutyRow[]; write: boolean; key?: string },
): Promise<StaffFileReport> {
  return ask(client, agreed.takeDuty, { district: districtId, rows, write, client_key: key })
}

/** Returns the weekly duty roster of an area and those below it as it was laid down. Throws `not-allowed`. */
export async function listDuty(client: Client, areaId: AreaId): Promise<DutyLine[]> {
  return ask(client, agreed.listDuty, { area: areaId })
}
