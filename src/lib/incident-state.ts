/** States of an incident in the order of the database's type, which packed points refer to by ordinal. */
export const INCIDENT_STATES = [
  'reported',
  'verifying',
  'accepted',
  'filed',
  'dispatched',
  'in_progress',
  'returned',
  'deferred',
  'resolved',
  'rework',
  'closed',
  'rejected',
  'duplicate',
  'self_handled',
  'cancelled',
] as const

export type IncidentState = (typeof INCIDENT_STATES)[number]

const ENDED: ReadonlySet<IncidentState> = new Set([
  'closed',
  'rejected',
  'duplicate',
  'self_handled',
  'cancelled',
])

const NOT_HAPPENED: ReadonlySet<IncidentState> = new Set(['rejected', 'duplicate', 'cancelled'])

/** Returns whether a case counts among what happened: not if it was refused, repeated or withdrawn. */
export function isHappened(state: IncidentState): boolean {
  return !NOT_HAPPENED.has(state)
}

/** Returns whether nothing more is due in a state. */
export function isEnded(state: IncidentState): boolean {
  return ENDED.has(state)
}
