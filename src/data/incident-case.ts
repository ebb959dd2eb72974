import { answer, toDataError } from '../lib/errors'
import type { Json } from '../lib/database'
import type { IncidentState } from '../lib/incident-state'
import type { Client } from '../lib/supabase'
import type { IncidentClock } from './categories'
import type { IncidentSummary } from './incident-changes'
import type { Place } from './locating'

/** A step that the signed-in person may take now. */
export interface IncidentStep {
  to: IncidentState
  clock: IncidentClock | null
  noteRequired: boolean
}

/** What an event keeps beside its note. */
export interface EventDetail {
  clockDueAt?: string
  handler?: number
  handlerName?: string
  until?: string
  duplicateOf?: string
  satisfied?: boolean
  /** Ids of categories, where the category was changed. */
  from?: number
  to?: number
}

/** One row of a history. Times are those of the state that ended with it. */
export interface IncidentEvent {
  id: number
  at: string
  kind: 'transition' | 'urge' | 'note' | 'category' | 'handler' | 'satisfaction'
  from: IncidentState | null
  to: IncidentState | null
  actor: string
  note: string
  detail: EventDetail
  /** The clock that ran until then, when it was due, and whether it had run out. */
  clock: IncidentClock | null
  dueAt: string | null
  late: boolean
  elapsedSeconds: number | null
  workingSeconds: number | null
}

/** One incident with everything that the signed-in person may know of it and do with it. */
export interface IncidentCase extends IncidentSummary {
  place: Place
  clock: IncidentClock | null
  stateSince: string | null
  /** Working time until the next deadline; negative when it has passed, null when nothing is due. */
  workingSecondsLeft: number | null
  original: { id: number; number: string } | null
  history: IncidentEvent[]
  steps: IncidentStep[]
  may: { note: boolean; urge: boolean; changeCategory: boolean; answer: boolean; readContact: boolean }
}

/** Returns one incident; throws `incident-not-found`. */
export async function readIncident(client: Client, id: number): Promise<IncidentCase> {
  return answer(await client.rpc('incident_detail', { incident_id: id })) as unknown as IncidentCase
}

/** What some steps need beside a note. `until` is a date, `duplicateOf` a case number, `handler` a person. */
export interface StepOptions {
  handler?: number
  until?: string
  duplicateOf?: string
}

/** A step as it is sent: from the state that was on the screen to the next one. */
export interface Move {
  id: number
  expected: IncidentState
  to: IncidentState
  note: string
  options: StepOptions
}

/** Takes a step; throws `incident-moved-meanwhile` with `{ state, by, at }`, `step-not-allowed`, `note-required` … */
export async function moveIncident(client: Client, { id, expected, to, note, options }: Move): Promise<void> {
  answer(
    await client.rpc('move_incident', {
      incident_id: id,
      expected,
      to_state: to,
      note,
      options: options as unknown as Json,
    }),
  )
}

/** Throws the failure of a call that answers with nothing. */
function done({ error }: { error: unknown }): void {
  if (error) throw toDataError(error)
}

/** Urges an open incident; throws `not-allowed`, `incident-ended`. */
export async function urgeIncident(client: Client, id: number, note: string): Promise<void> {
  done(await client.rpc('urge_incident', { incident_id: id, note }))
}

/** Adds a note to the history; throws `not-allowed`, `note-required`. */
export async function noteIncident(client: Client, id: number, note: string): Promise<void> {
  done(await client.rpc('note_incident', { incident_id: id, note }))
}

/** Records whether the resident was satisfied after closing; throws `not-allowed`, `incident-not-closed`. */
export async function answerSatisfaction(
  client: Client,
  id: number,
  satisfied: boolean,
  note: string,
): Promise<void> {
  done(await client.rpc('answer_satisfaction', { incident_id: id, satisfied, note }))
}

/** Puts an open incident under another category; throws `not-allowed`, `incident-ended`, `category-unknown`. */
export async function changeCategory(
  client: Client,
  id: number,
  categoryId: number,
  note: string,
): Promise<void> {
  done(await client.rpc('change_category', { incident_id: id, category_id: categoryId, note }))
}

/** Returns whom to call about a request, or null; the reading is logged. Throws `not-allowed`. */
export async function readIncidentContact(
  client: Client,
  id: number,
): Promise<{ name: string; telephone: string } | null> {
  const contact = answer(await client.rpc('read_incident_contact', { incident_id: id }))
  return contact as unknown as { name: string; telephone: string } | null
}

/** Somebody on duty to whom an incident can be dispatched. */
export interface DispatchCandidate {
  id: number
  name: string
  organisation: string
  postName: string
  postNameEn: string
  grid: string
  ownGrid: boolean
  /** Cases in hand. */
  open: number
}

/** Returns who is on duty in the community of an incident: its own grid first, then by cases in hand. */
export async function listDispatchCandidates(client: Client, id: number): Promise<DispatchCandidate[]> {
  return answer(
    await client.rpc('dispatch_candidates', { incident_id: id }),
  ) as unknown as DispatchCandidate[]
}
