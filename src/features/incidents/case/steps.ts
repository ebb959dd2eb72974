import type { CasePermission } from '../../../data/incidents/incident-case'
import type { ClosingReason, IncidentState } from '../../../lib/incidents/incident-state'

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
export type CaseAction = { kind: 'step'; to: IncidentState; noteRequired: boolean } | { kind: BesideKind }

/** What can be done beside the steps, the more usual first. */
export const BESIDE_KINDS = [
  'arrival',
  'firstAnswer',
  'askDeferral',
  'urge',
  'answer',
  'category',
  'place',
  'note',
  'redact',
] as const
export type BesideKind = (typeof BESIDE_KINDS)[number]

/** The permission that each of them needs. */
export const PERMISSION_OF: Readonly<Record<BesideKind, CasePermission>> = {
  arrival: 'arrive',
  firstAnswer: 'answerFirst',
  askDeferral: 'askDeferral',
  urge: 'urge',
  answer: 'answer',
  category: 'changeCategory',
  place: 'correctPlace',
  note: 'note',
  redact: 'redact',
}

/** Returns the name of an act, under which the key of its intent is kept. */
export function actOf(action: CaseAction): string {
  return action.kind === 'step' ? `step ${action.to}` : action.kind
}

/** An act that was sent: the key of the intent, and the state in which the case was then. */
export interface SentAct {
  key: string
  state: IncidentState
}

/** What is typed for an action; only what the action asks for is sent. */
export interface ActionDraft {
  note: string
  until: string
  duplicateOf: string
  handler: number | null
  categoryId: number | null
  satisfied: boolean
  reason: ClosingReason | null
  /** A third party is waited for. */
  waiting: boolean
  /** Where it is, when its place is corrected. */
  position: { lng: number; lat: number } | null
  address: string | null
  /** The words that are to be blacked out. */
  words: string
  /** Acts that were sent and got no answer yet, by name. */
  sent: Record<string, SentAct>
}

/** Returns a draft with nothing in it. */
export function emptyDraft(): ActionDraft {
  return {
    note: '',
    until: '',
    duplicateOf: '',
    handler: null,
    categoryId: null,
    satisfied: true,
    reason: null,
    waiting: false,
    position: null,
    address: null,
    words: '',
    sent: {},
  }
}

/** Returns whether everything that the action asks for is there. */
export function isComplete(action: CaseAction, draft: ActionDraft): boolean {
  const hasNote = draft.note.trim() !== ''
  switch (action.kind) {
    case 'note':
      return hasNote
    case 'category':
      return draft.categoryId !== null
    case 'askDeferral':
      return hasNote && draft.until !== ''
    case 'place':
      return draft.position !== null
    case 'redact':
      return draft.words.trim() !== ''
    case 'step':
      if (action.noteRequired && !hasNote) return false
      if (action.to === 'closed') return draft.reason !== null
      return action.to !== 'duplicate' || draft.duplicateOf.trim() !== ''
    case 'arrival':
    case 'firstAnswer':
    case 'urge':
    case 'answer':
      return true
  }
}
