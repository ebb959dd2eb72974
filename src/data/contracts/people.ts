import * as v from 'valibot'
import { contract } from './contract'
import {
  areaId,
  assignmentId,
  day,
  departmentId,
  id,
  list,
  moment,
  optional,
  orNull,
  personId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

const clientKey = optional(uuid)

/** Days on which somebody is away, the last included; without a last one until further notice. */
export const absence = shape({ id, firstDay: day, lastDay: orNull(day), substitute: orNull(personId) })

/** A post that somebody holds; `until`: the first day no longer. */
const heldPost = shape({
  assignment: assignmentId,
  post: text,
  postEn: text,
  grid: orNull(text),
  gridName: orNull(text),
  area: orNull(areaId),
  since: day,
  until: orNull(day),
})

export const person = shape({
  id: personId,
  /** The work number, or what an import knew them by. */
  sourceId: text,
  name: text,
  organisation: text,
  workTelephone: text,
  department: orNull(departmentId),
  area: orNull(areaId),
  onDuty: truth,
  leftOn: orNull(day),
  hasAccount: truth,
  isAway: truth,
  /** Who does the work while they are away; null where nobody does. */
  standIn: orNull(shape({ person: personId, name: text })),
  absences: list(absence),
  posts: list(heldPost),
})

export const listPeople = contract(
  'list_people',
  { district: areaId, day: optional(day) },
  shape({ day, people: list(person) }),
)

const personEntries = {
  name: text,
  organisation: text,
  workTelephone: text,
  department: orNull(departmentId),
  area: orNull(areaId),
  onDuty: truth,
}

/** What is said of a person; days as `YYYY-MM-DD`, judged by the database. `sourceId` counts for somebody new only. `was`: as it was read. */
export const personContent = shape({
  ...personEntries,
  leftOn: text,
  sourceId: text,
  was: optional(shape({ ...personEntries, leftOn: orNull(day) })),
})

export const savePerson = contract(
  'save_person',
  { district: areaId, person: orNull(personId), content: personContent, client_key: clientKey },
  shape({ id }),
)

export const absenceContent = shape({
  firstDay: text,
  lastDay: text,
  substitute: orNull(personId),
  /** As it was read. */
  was: optional(shape({ firstDay: day, lastDay: orNull(day), substitute: orNull(personId) })),
})

export const saveAbsence = contract(
  'save_absence',
  { person: personId, absence: orNull(id), content: absenceContent, client_key: clientKey },
  shape({ id }),
)

export const removeAbsence = contract('remove_absence', { absence: id, client_key: clientKey }, shape({ id }))

/** A shift on a day; times as `HH:MM`. One that ends at or before it begins goes on into the next day. */
export const dutyShift = shape({
  id,
  area: areaId,
  day,
  begins: text,
  ends: text,
  person: personId,
  name: text,
  telephone: text,
  /** Whoever does it instead; the names are null where nobody does. */
  standIn: orNull(shape({ person: orNull(personId), name: orNull(text), telephone: orNull(text) })),
  isNow: truth,
})

export const dutyRoster = contract(
  'duty_roster',
  { area: areaId, first_day: day },
  shape({ now: moment, firstDay: day, shifts: list(dutyShift) }),
)

export const dutyContent = shape({
  person: personId,
  /** 1 Monday to 7 Sunday. */
  weekdays: list(whole),
  begins: text,
  ends: text,
  firstDay: text,
  lastDay: text,
})

export const saveDuty = contract(
  'save_duty',
  { area: areaId, content: dutyContent, client_key: clientKey },
  shape({ shifts: whole }),
)

export const removeDuty = contract('remove_duty', { shift: id, client_key: clientKey }, shape({ id }))

/** A row of a roster, in words as a file has them. */
export const rosterRow = shape({
  number: whole,
  source: text,
  name: text,
  telephone: text,
  organisation: text,
  department: text,
  area: text,
  post: text,
  grid: text,
  since: text,
  until: text,
})

/** What would be written of a roster, or was, and which rows not: `code` is that of a refusal, `detail` the word at fault. */
export const rosterReport = shape({
  rows: whole,
  refused: list(shape({ number: whole, code: text, detail: text })),
  people: whole,
  newPeople: whole,
  assignments: whole,
  isWritten: truth,
})

export const takeRoster = contract(
  'take_roster',
  { district: areaId, rows: v.array(rosterRow), write: truth, client_key: clientKey },
  rosterReport,
)

/** A row about an absence, in words as a file has them. */
export const absenceRow = shape({
  number: whole,
  source: text,
  name: text,
  since: text,
  until: text,
  substitute: text,
})

/** A row of a duty roster, in words as a file has them; weekdays as `1,3,5`. */
export const dutyRow = shape({
  number: whole,
  source: text,
  name: text,
  area: text,
  weekdays: text,
  begins: text,
  ends: text,
  since: text,
  until: text,
})

/** What would be written of such a file, or was, and which rows not. */
export const staffFileReport = shape({
  rows: whole,
  refused: list(shape({ number: whole, code: text, detail: text })),
  people: whole,
  added: whole,
  changed: whole,
  isWritten: truth,
})

export const takeAbsences = contract(
  'take_absences',
  { district: areaId, rows: v.array(absenceRow), write: truth, client_key: clientKey },
  staffFileReport,
)

export const takeDuty = contract(
  'take_duty',
  { district: areaId, rows: v.array(dutyRow), write: truth, client_key: clientKey },
  staffFileReport,
)

/** Shifts as they were laid down: days of the week that are alike. */
export const dutyLine = shape({
  /** The work number. */
  source: text,
  name: text,
  area: areaId,
  weekdays: list(whole),
  begins: text,
  ends: text,
  firstDay: day,
  lastDay: orNull(day),
})

export const listDuty = contract('list_duty', { area: areaId }, list(dutyLine))
