import { contract } from './contract'
import {
  areaId,
  compoundId,
  day,
  id,
  list,
  number,
  optional,
  orNull,
  shape,
  text,
  truth,
  uuid,
  volunteerId,
  whole,
} from './shapes'

const clientKey = optional(uuid)

/** A kind of voluntary service; one without a name is still to be named. */
export const volunteerRole = shape({
  id,
  place: whole,
  name: text,
  nameEn: text,
  duties: text,
  retired: truth,
  serving: whole,
})

/** Somebody who serves; `until`: the first day no longer. */
export const volunteer = shape({
  id: volunteerId,
  name: text,
  role: id,
  community: areaId,
  compound: orNull(shape({ id: compoundId, name: text })),
  since: day,
  until: orNull(day),
  certificate: orNull(text),
  certifiedOn: orNull(day),
  hours: number,
  services: whole,
  mayChange: truth,
})

export const listVolunteers = contract(
  'list_volunteers',
  { area: areaId, day: optional(day) },
  shape({ day, roles: list(volunteerRole), volunteers: list(volunteer) }),
)

const roleEntries = { name: text, nameEn: text, duties: text, retired: truth }

/** What is said of a kind of service; `was`: as it was read. */
export const roleContent = shape({ ...roleEntries, was: optional(shape(roleEntries)) })

export const saveVolunteerRole = contract(
  'save_volunteer_role',
  { district: areaId, role: orNull(id), content: roleContent, client_key: clientKey },
  shape({ id }),
)

/** Days as `YYYY-MM-DD`, judged by the database. */
export const volunteerContent = shape({
  name: text,
  role: orNull(id),
  compound: orNull(compoundId),
  since: text,
  until: text,
  /** As it was read. */
  was: optional(
    shape({
      community: areaId,
      name: text,
      role: id,
      compound: orNull(compoundId),
      since: day,
      until: orNull(day),
    }),
  ),
})

export const saveVolunteer = contract(
  'save_volunteer',
  { community: areaId, volunteer: orNull(volunteerId), content: volunteerContent, client_key: clientKey },
  shape({ id }),
)

export const certifyVolunteer = contract(
  'certify_volunteer',
  { volunteer: volunteerId, client_key: clientKey },
  shape({ certificate: text, certifiedOn: day }),
)

/** `hours` in decimal digits, judged by the database. */
export const recordService = contract(
  'record_service',
  { volunteer: volunteerId, content: shape({ on: text, hours: text, what: text }), client_key: clientKey },
  shape({ id }),
)

/** What a certificate and a record of service are printed from. */
export const volunteerRecord = contract(
  'volunteer_record',
  { volunteer: volunteerId },
  shape({
    id,
    name: text,
    role: text,
    roleEn: text,
    districtId: areaId,
    district: text,
    districtEn: orNull(text),
    street: text,
    streetEn: orNull(text),
    community: text,
    communityEn: orNull(text),
    compound: orNull(text),
    since: day,
    until: orNull(day),
    certificate: orNull(text),
    certifiedOn: orNull(day),
    services: list(shape({ id, on: day, hours: number, what: text })),
  }),
)

/** What a certificate says to anybody who has its number; null where there is none. */
export const checkCertificate = contract(
  'check_certificate',
  { number: text },
  orNull(
    shape({
      number: text,
      surname: text,
      role: text,
      roleEn: text,
      district: text,
      districtEn: orNull(text),
      community: text,
      communityEn: orNull(text),
      since: day,
      until: orNull(day),
      certifiedOn: orNull(day),
      isValid: truth,
    }),
  ),
)
