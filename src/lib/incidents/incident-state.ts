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

/** Why a case was closed, in the order of the database's type. */
export const CLOSING_REASONS = ['solved', 'not_ours', 'cannot_be_done', 'nothing_found', 'withdrawn'] as const

export type ClosingReason = (typeof CLOSING_REASONS)[number]

/** Returns whether nothing more is due in a state. */
export function isEnded(state: IncidentState): boolean {
  return ENDED.has(state)
}
