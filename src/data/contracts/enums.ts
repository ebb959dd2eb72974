import * as v from 'valibot'
import type { Enum } from '../../lib/database'
import { CLOSING_REASONS, INCIDENT_STATES } from '../../lib/incidents/incident-state'

/** One of the labels of an enum of the database; every label is named, and none that there is not. */
function oneOf<Label extends string>(labels: Record<Label, true>): v.PicklistSchema<Label[], undefined> {
  return v.picklist(Object.keys(labels) as Label[])
}

export const areaKind = oneOf<Enum<'area_kind'>>({ district: true, street: true, community: true })
export const barrierKind = oneOf<Enum<'barrier_kind'>>({
  main_road: true,
  river: true,
  rail: true,
  wall: true,
})
export const baseLayer = oneOf<Enum<'base_layer'>>({
  road: true,
  rail: true,
  water: true,
  green: true,
  land: true,
  building: true,
  place: true,
})
export const importKind = oneOf<Enum<'import_kind'>>({
  areas: true,
  buildings: true,
  barriers: true,
  crossings: true,
  'base-map': true,
  'service-points': true,
  incidents: true,
  grids: true,
})
export const importState = oneOf<Enum<'import_state'>>({
  staging: true,
  checked: true,
  writing: true,
  committed: true,
})
export const incidentClock = oneOf<Enum<'incident_clock'>>({
  acceptance: true,
  verification: true,
  filing: true,
  dispatch: true,
  handling: true,
  check: true,
  arrival: true,
  first_answer: true,
})
export const deadlineUnit = oneOf<Enum<'deadline_unit'>>({
  urgent_hours: true,
  working_hours: true,
  working_days: true,
  calendar_days: true,
})
export const closingReason = v.picklist(CLOSING_REASONS)
export const incidentState = v.picklist(INCIDENT_STATES)
export const memberRole = oneOf<Enum<'member_role'>>({
  admin: true,
  planner: true,
  reviewer: true,
  leader: true,
  dispatcher: true,
  worker: true,
  viewer: true,
  display: true,
  handler: true,
  checker: true,
})
export const planState = oneOf<Enum<'plan_state'>>({
  draft: true,
  submitted: true,
  published: true,
  superseded: true,
})
