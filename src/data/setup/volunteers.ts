import type { Client } from '../../lib/supabase'
import { ask, type AnswerOf, type Shape } from '../contracts/contract'
import * as agreed from '../contracts/volunteers'
import type { AreaId } from '../../lib/ids'
import { asRead } from '../as-read'

export type Volunteer = Shape<typeof agreed.volunteer>
export type VolunteerRole = Shape<typeof agreed.volunteerRole>
type RoleContent = Omit<Shape<typeof agreed.roleContent>, 'was'>
type VolunteerContent = Omit<Shape<typeof agreed.volunteerContent>, 'was'>
/** What a certificate and a record of service are printed from. */
type VolunteerRecord = AnswerOf<typeof agreed.volunteerRecord>
/** What a certificate says to anybody. */
export type Certificate = NonNullable<AnswerOf<typeof agreed.checkCertificate>>

/** Returns who serves in an area on a day (today without one), and the kinds of service of the district. */
export async function listVolunteers(
  client: Client,
  areaId: AreaId,
  day?: string,
): Promise<AnswerOf<typeof agreed.listVolunteers>> {
  return ask(client, agreed.listVolunteers, { area: areaId, day })
}

/** Changes a kind of service as it was read or adds one (`read` null); `key` is that of the intent. Throws `volunteer-role-taken`, `changed-since` … */
export async function saveVolunteerRole(
  client: Client,
  districtId: AreaId,
  { read, content, key }: { read: VolunteerRole | null; content: RoleContent; key?: string },
): Promise<void> {
  const said = read ? { ...content, was: asRead(read, 'name', 'nameEn', 'duties', 'retired') } : content
  const values = { district: districtId, role: read?.id ?? null, content: said, client_key: key }
  await ask(client, agreed.saveVolunteerRole, values)
}

/** Enters a volunteer of a community (`read` null) or changes one as it was read; returns the id. Throws `changed-since` … */
export async function saveVolunteer(
  client: Client,
  communityId: AreaId,
  { read, content, key }: { read: Volunteer | null; content: VolunteerContent; key?: string },
): Promise<number> {
  const was = read && {
    ...asRead(read, 'community', 'name', 'role', 'since', 'until'),
    compound: read.compound?.id ?? null,
  }
  const said = was ? { ...content, was } : content
  const values = { community: communityId, volunteer: read?.id ?? null, content: said, client_key: key }
  return (await ask(client, agreed.saveVolunteer, values)).id
}

/** Makes out the certificate of a volunteer, once, and returns its number. */
export async function certifyVolunteer(client: Client, id: number, key?: string): Promise<string> {
  return (await ask(client, agreed.certifyVolunteer, { volunteer: id, client_key: key })).certificate
}

/** Records what a volunteer did on a day. Throws `service-outside-term`, `hours-wrong`, `note-required`. */
export async function recordService(
  client: Client,
  id: number,
  { content, key }: { content: { on: string; hours: string; what: string }; key?: string },
): Promise<void> {
  await ask(client, agreed.recordService, { volunteer: id, content, client_key: key })
}

/** Returns a volunteer with the certificate and the record of service. */
export async function readVolunteerRecord(client: Client, id: number): Promise<VolunteerRecord> {
  return ask(client, agreed.volunteerRecord, { volunteer: id })
}

/** Returns what a certificate says, to anybody; null where there is none with this number. */
export async function checkCertificate(client: Client, number: string): Promise<Certificate | null> {
  return ask(client, agreed.checkCertificate, { number })
}
