import type { IncidentState } from '../../lib/incident-state'

/** The name of a step in the locale files: that of the state it leads to, unless it means more than that. */
export function stepKey(from: IncidentState | null, to: IncidentState): string {
  if (from === 'closed') return 'reopened'
  if (from === 'deferred') return 'resumed'
  if (from === 'rework') return 'reworking'
  return to
}

/** Next states from the usual one to the one that is seldom meant. */
const BY_USE: readonly IncidentState[] = [
  'accepted',
  'filed',
  'dispatched',
  'in_progress',
  'resolved',
  'closed',
  'verifying',
  'rework',
  'deferred',
  'returned',
  'self_handled',
  'duplicate',
  'rejected',
]

/** Compares steps by how usual they are, for `sort`. */
export function byUse(one: { to: IncidentState }, other: { to: IncidentState }): number {
  return BY_USE.indexOf(one.to) - BY_USE.indexOf(other.to)
}

/** Something that is done to a case: a step, or one of the things beside the steps. */
export type CaseAction =
  | { kind: 'step'; to: IncidentState; noteRequired: boolean }
  | { kind: 'note' | 'urge' | 'category' | 'answer' }

/** What is typed for an action; only what the action asks for is sent. */
export interface ActionDraft {
  note: string
  until: string
  duplicateOf: string
  handler: number | null
  categoryId: number | null
  satisfied: boolean
}

/** Returns a draft with nothing in it. */
export function emptyDraft(): ActionDraft {
  return { note: '', until: '', duplicateOf: '', handler: null, categoryId: null, satisfied: true }
}

/** Returns whether everything that the action asks for is there. */
export function isComplete(action: CaseAction, draft: ActionDraft): boolean {
  if (action.kind === 'note') return draft.note.trim() !== ''
  if (action.kind === 'category') return draft.categoryId !== null
  if (action.kind !== 'step') return true
  if (action.noteRequired && draft.note.trim() === '') return false
  if (action.to === 'deferred' && !draft.until) return false
  return action.to !== 'duplicate' || draft.duplicateOf.trim() !== ''
}
