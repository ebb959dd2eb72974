import { contract } from './contract'
import { day, id, list, number, optional, orNull, shape, text, truth, uuid, whole } from './shapes'

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
  id,
  name: text,
  role: id,
  community: id,
  compound: orNull(shape({ id, name: text })),
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
  { area: id, day: optional(day) },
  shape({ day, roles: list(volunteerRole), volunteers: list(volunteer) }),
)

export const roleContent = shape({ name: text, nameEn: text, duties: text, retired: truth })

export const saveVolunteerRole = contract(
  'save_volunteer_role',
  { district: id, role: orNull(id), content: roleContent, client_key: clientKey },
  shape({ id }),
)

/** Days as `YYYY-MM-DD`, judged by the database. */
export const volunteerContent = shape({
  name: text,
  role: orNull(id),
  compound: orNull(id),
  since: text,
  until: text,
})

export const saveVolunteer = contract(
  'save_volunteer',
  { community: id, volunteer: orNull(id), content: volunteerContent, client_key: clientKey },
  shape({ id }),
)

export const certifyVolunteer = contract(
  'certify_volunteer',
  { volunteer: id, client_key: clientKey },
  shape({ certificate: text, certifiedOn: day }),
)

/** `hours` in decimal digits, judged by the database. */
export const recordService = contract(
  'record_service',
  { volunteer: id, content: shape({ on: text, hours: text, what: text }), client_key: clientKey },
  shape({ id }),
)

/** What a certificate and a record of service are printed from. */
export const volunteerRecord = contract(
  'volunteer_record',
  { volunteer: id },
  shape({
    id,
    name: text,
    role: text,
    roleEn: text,
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
