import * as v from 'valibot'
import { contract } from './contract'
import { anything, areaId, id, list, moment, optional, orNull, shape, text, uuid } from './shapes'

/** A change or a reading that was logged. */
export const auditEntry = shape({
  id,
  at: moment,
  actor: orNull(uuid),
  /** Empty where nobody was signed in: the command line, the system itself. */
  actorName: text,
  action: text,
  subject: text,
  subjectId: text,
  called: text,
  changes: list(shape({ field: text, was: orNull(anything), isNow: orNull(anything) })),
})

/** Days as YYYY-MM-DD in the district's calendar. */
export const auditFilter = v.object({
  from: optional(text),
  to: optional(text),
  subject: optional(text),
  action: optional(text),
  actor: optional(text),
  text: optional(text),
})

export const auditPage = contract(
  'audit_page',
  { district: areaId, filter: optional(auditFilter), before: optional(orNull(id)) },
  shape({ entries: list(auditEntry), next: orNull(id), subjects: orNull(list(text)) }),
)
