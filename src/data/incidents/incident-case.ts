import type { IncidentState } from '../../lib/incidents/incident-state'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import * as agreed from '../contracts/incidents'
import type { CategoryId, IncidentId } from '../../lib/ids'

/** One row of a history. Times are those of the state that ended with it. */
export type IncidentEvent = Shape<typeof agreed.incidentEvent>

/** What may be done with a case beside its steps. */
export type CasePermission = keyof IncidentCase['may']

/** One incident with everything that the signed-in person may know of it and do with it. */
export type IncidentCase = AnswerOf<typeof agreed.incidentDetail>

/** Returns one incident; throws `incident-not-found`. */
export async function readIncident(client: Client, id: IncidentId): Promise<IncidentCase> {
  return ask(client, agreed.incidentDetail, { incident_id: id })
}

/** What some steps need beside a note. `until` is a date, `duplicateOf` a case number, `handler` a person, `reason` why it is closed. */
export type StepOptions = Shape<typeof agreed.stepOptions>

/** A step as it is sent: from the state that was on the screen to the next one. */
export interface Move {
  id: IncidentId
  expected: IncidentState
  to: IncidentState
  note: string
  options: StepOptions
}

/**
 * Takes a step; throws `incident-moved-meanwhile` with `{ state, by, at }`, `step-not-allowed`, `note-required` … `key` is
 * that of the intent, here and below: what is sent again under it with the same content is done once, other content is
 * refused with `sent-otherwise` and `{ call, at, answer }`.
 */
export async function moveIncident(
  client: Client,
  { id, expected, to, note, options }: Move,
  key?: string,
): Promise<void> {
  await ask(client, agreed.moveIncident, {
    incident_id: id,
    expected,
    to_state: to,
    note,
    options: options,
    client_key: key,
  })
}

/** Urges an open incident; throws `not-allowed`, `incident-ended`. */
export async function urgeIncident(
  client: Client,
  id: IncidentId,
  note: string,
  key?: string,
): Promise<void> {
  await ask(client, agreed.urgeIncident, { incident_id: id, note, client_key: key })
}

/** Adds a note to the history; throws `not-allowed`, `note-required`. */
export async function noteIncident(
  client: Client,
  id: IncidentId,
  note: string,
  key?: string,
): Promise<void> {
  await ask(client, agreed.noteIncident, { incident_id: id, note, client_key: key })
}

/** Records whether the resident was satisfied after closing; throws `not-allowed`, `incident-not-closed`. */
export async function answerSatisfaction(
  client: Client,
  id: IncidentId,
  { satisfied, note }: { satisfied: boolean; note: string },
  key?: string,
): Promise<void> {
  await ask(client, agreed.answerSatisfaction, { incident_id: id, satisfied, note, client_key: key })
}

/** Puts an open incident under another category; throws `not-allowed`, `incident-ended`, `category-unknown`. */
export async function changeCategory(
  client: Client,
  id: IncidentId,
  { categoryId, note }: { categoryId: CategoryId; note: string },
  key?: string,
): Promise<void> {
  const parameters = { incident_id: id, category_id: categoryId, note, client_key: key }
  await ask(client, agreed.changeCategory, parameters)
}

/** Asks to put an incident off until the end of a day, or to stop its clock for a third party; another grants it. Throws `deferral-needs-a-date`. */
export async function askDeferral(
  client: Client,
  id: IncidentId,
  { until, note, waiting }: { until: string; note: string; waiting: boolean },
  key?: string,
): Promise<void> {
  await ask(client, agreed.askDeferral, { incident_id: id, until, note, waiting, client_key: key })
}

/** Records that somebody is on the spot, or that whoever asked has a first answer; throws `clock-not-running`. */
export async function stopClock(
  client: Client,
  id: IncidentId,
  { clock, note }: { clock: 'arrival' | 'first_answer'; note: string },
  key?: string,
): Promise<void> {
  await ask(client, agreed.stopClock, { incident_id: id, clock, note, client_key: key })
}

/** Corrects where an incident is; throws `outside-every-community`, `not-allowed`, `note-required`. */
export async function correctPlace(
  client: Client,
  id: IncidentId,
  { lng, lat, address, note }: { lng: number; lat: number; address: string; note: string },
  key?: string,
): Promise<void> {
  const parameters = { incident_id: id, lng, lat, address, note, client_key: key }
  await ask(client, agreed.correctPlace, parameters)
}

/** Blacks out words about a person wherever an incident has them, in its history too; throws `words-not-found`. */
export async function redactIncident(
  client: Client,
  id: IncidentId,
  { words, note }: { words: string; note: string },
  key?: string,
): Promise<void> {
  await ask(client, agreed.redactIncident, { incident_id: id, words, note, client_key: key })
}

/** Returns whom to call about a request, or null; the reading is logged. Throws `not-allowed`. */
export async function readIncidentContact(
  client: Client,
  id: IncidentId,
): Promise<{ name: string; telephone: string } | null> {
  return ask(client, agreed.readIncidentContact, { incident_id: id })
}

/** Somebody on duty to whom an incident can be dispatched. */
export type DispatchCandidate = AnswerOf<typeof agreed.dispatchCandidates>[number]

/** Returns who is on duty in the community of an incident: its own grid first, then by cases in hand. */
export async function listDispatchCandidates(client: Client, id: IncidentId): Promise<DispatchCandidate[]> {
  return ask(client, agreed.dispatchCandidates, { incident_id: id })
}
