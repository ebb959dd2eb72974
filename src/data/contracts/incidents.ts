import * as v from 'valibot'
import { contract } from './contract'
import { closingReason, incidentClock, incidentState, memberRole } from './enums'
import { place } from './places'
import {
  areaId,
  buildingId,
  categoryId,
  day,
  departmentId,
  id,
  incidentId,
  list,
  moment,
  number,
  optional,
  orNull,
  personId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

const summaryEntries = {
  id: incidentId,
  number: text,
  categoryId: categoryId,
  communityId: areaId,
  lng: number,
  lat: number,
  /** A welfare or mediation case shown at its grid, without address and words. */
  atGrid: truth,
  /** Code of the grid in force, or null. */
  grid: orNull(text),
  address: text,
  description: text,
  /** The department that it went to, or null. */
  department: orNull(departmentId),
  source: text,
  state: incidentState,
  urgent: truth,
  urged: truth,
  handler: orNull(shape({ id: personId, name: text })),
  reportedAt: moment,
  filedAt: orNull(moment),
  resolvedAt: orNull(moment),
  closedAt: orNull(moment),
  dueAt: orNull(moment),
  clockDueAt: orNull(moment),
  /** The next deadline; past means overdue. Null when nothing more is due. */
  deadlineAt: orNull(moment),
  deferredUntil: orNull(moment),
  deferrals: whole,
  returns: whole,
  reworks: whole,
  reopenings: whole,
  satisfied: orNull(truth),
  changeId: id,
  /** Why it was closed; null while it is not, and where it was closed before reasons were asked for. */
  closingReason: orNull(closingReason),
  /** When somebody has to be on the spot, and was; null where the category has no such clock, or it was not recorded. */
  arrivalDueAt: orNull(moment),
  arrivedAt: orNull(moment),
  /** When whoever asked has to have a first answer, and had. */
  answerDueAt: orNull(moment),
  answeredAt: orNull(moment),
  /** How often its clock stood still for a third party, and whether it does now. */
  waits: whole,
  isWaiting: truth,
  /** The next deadline lies beyond the days whose holidays are announced, so it may still move. */
  isProvisional: truth,
}

/** An incident as lists, maps and walls show it. */
export const incidentSummary = shape(summaryEntries)

/** Which incidents are meant. Left out is not asked for; two digits of a category stand for its whole class. */
export const incidentFilter = shape({
  states: optional(list(incidentState)),
  overdue: optional(truth),
  categories: optional(list(text)),
  grid: optional(text),
  text: optional(text),
  urged: optional(truth),
  urgent: optional(truth),
  handler: optional(personId),
  department: optional(departmentId),
  /** Closed for one of these; `unstated`: closed before reasons were asked for. */
  reasons: optional(list(v.union([closingReason, v.literal('unstated')]))),
  /** Reported at or after `from` and before `to`. */
  from: optional(moment),
  to: optional(moment),
  /** Whatever is open still belongs too, whenever it was reported. */
  orOpen: optional(truth),
  order: optional(v.picklist(['deadline', 'newest'])),
})

/** Where the next page begins: deadline, moment of the report and id of the last case. */
export const pageCursor = v.tuple([text, text, incidentId])

/** How many cases there are in each state that has some. */
const stateCounts = v.record(incidentState, optional(whole))

/** What changed since a cursor, each incident once as it is now, and the cursor to ask with next. */
export const incidentChanges = contract(
  'incident_changes',
  { area: areaId, after: optional(id), page_size: optional(whole) },
  shape({
    incidents: list(incidentSummary),
    gone: optional(list(incidentId)),
    cursor: id,
    more: truth,
    now: moment,
  }),
)

export const incidentsPage = contract(
  'incidents_page',
  {
    area: areaId,
    filter: optional(incidentFilter),
    cursor: optional(pageCursor),
    page_size: optional(whole),
  },
  shape({
    incidents: list(incidentSummary),
    next: orNull(pageCursor),
    /** On the first page only. */
    states: optional(stateCounts),
    overdue: optional(whole),
    isCapped: optional(truth),
    now: moment,
  }),
)

/** `points`: records as `unpackPoints` reads them. */
export const incidentMap = contract(
  'incident_map',
  { area: areaId, filter: optional(incidentFilter) },
  shape({ count: whole, points: text, now: moment }),
)

const numbered = shape({ id: incidentId, number: text })

export const reportIncident = contract(
  'report_incident',
  {
    client_key: uuid,
    lng: number,
    lat: number,
    category_id: categoryId,
    description: optional(text),
    address: optional(text),
    urgent: optional(truth),
    /** Whom to call about it, with consent. */
    contact: optional(shape({ name: text, telephone: text, consent: truth })),
    source: optional(text),
  },
  shape({ id: incidentId, number: text, communityId: areaId, state: incidentState }),
)

const saidPlace = shape({ lng: number, lat: number, address: text, community: optional(areaId) })

/** What an event keeps beside its note. */
export const eventDetail = shape({
  clockDueAt: optional(moment),
  handler: optional(personId),
  handlerName: optional(text),
  until: optional(text),
  duplicateOf: optional(text),
  satisfied: optional(truth),
  reason: optional(closingReason),
  /** A third party is waited for. */
  waiting: optional(truth),
  /** Where it was said to be before, and is now. */
  fromPlace: optional(saidPlace),
  toPlace: optional(saidPlace),
  /** How many letters were blacked out, in how many places. */
  letters: optional(whole),
  places: optional(whole),
  /** When a clock was due that somebody stopped, and whether it had run out. */
  dueAt: optional(orNull(moment)),
  late: optional(orNull(truth)),
  /** Ids of categories, where the category was changed. */
  from: optional(id),
  to: optional(id),
  /** Names of departments; one that is left out is none. */
  fromDepartment: optional(text),
  toDepartment: optional(text),
})

/** One row of a history. Times are those of the state that ended with it. */
export const incidentEvent = shape({
  id,
  at: moment,
  kind: v.picklist([
    'transition',
    'urge',
    'note',
    'category',
    'handler',
    'satisfaction',
    'arrival',
    'answer',
    'place',
    'redaction',
    'deferral_asked',
  ]),
  from: orNull(incidentState),
  to: orNull(incidentState),
  /** Who did it; empty where it is not told, or where the account is nobody's on the roster: then the role it acted in. */
  actor: text,
  actorRole: orNull(memberRole),
  note: text,
  detail: eventDetail,
  /** The clock that ran until then, when it was due, and whether it had run out. */
  clock: orNull(incidentClock),
  dueAt: orNull(moment),
  late: truth,
  elapsedSeconds: orNull(number),
  workingSeconds: orNull(number),
})

/** A step that the signed-in person may take now. */
export const incidentStep = shape({
  to: incidentState,
  clock: orNull(incidentClock),
  noteRequired: truth,
})

/** What may be done with a case beside its steps. */
const permissions = shape({
  note: truth,
  urge: truth,
  changeCategory: truth,
  answer: truth,
  readContact: truth,
  arrive: truth,
  answerFirst: truth,
  askDeferral: truth,
  correctPlace: truth,
  redact: truth,
})

/** One incident with everything that the signed-in person may know of it and do with it. */
export const incidentDetail = contract(
  'incident_detail',
  { incident_id: incidentId },
  shape({
    ...summaryEntries,
    place,
    clock: orNull(incidentClock),
    /** The clock that runs out next. */
    nextClock: orNull(incidentClock),
    ofDepartment: orNull(shape({ id: departmentId, name: text, nameEn: text })),
    /** The deadline for handling may still move: the holidays until then are not announced. */
    isDueProvisional: truth,
    stateSince: orNull(moment),
    /** Working time until the next deadline; negative when it has passed, null when nothing is due. */
    workingSecondsLeft: orNull(number),
    original: orNull(numbered),
    history: list(incidentEvent),
    steps: list(incidentStep),
    /** Who asked to put it off, while nobody has answered. */
    deferralAsked: orNull(
      shape({ until: text, waiting: truth, by: text, byRole: orNull(memberRole), note: text, isMine: truth }),
    ),
    may: permissions,
    now: moment,
  }),
)

/** What some steps need beside a note. `until` is a date, `duplicateOf` a case number, `handler` a person. */
export const stepOptions = shape({
  handler: optional(personId),
  until: optional(text),
  duplicateOf: optional(text),
  reason: optional(closingReason),
})

/** The key of an intent: what is sent again under it is done once. */
const clientKey = optional(uuid)

export const moveIncident = contract(
  'move_incident',
  {
    incident_id: incidentId,
    expected: incidentState,
    to_state: incidentState,
    note: optional(text),
    options: optional(stepOptions),
    client_key: clientKey,
  },
  shape({
    id: incidentId,
    number: text,
    state: incidentState,
    dueAt: orNull(moment),
    clockDueAt: orNull(moment),
  }),
)

export const urgeIncident = contract(
  'urge_incident',
  { incident_id: incidentId, note: optional(text), client_key: clientKey },
  numbered,
)

export const noteIncident = contract(
  'note_incident',
  { incident_id: incidentId, note: text, client_key: clientKey },
  numbered,
)

export const answerSatisfaction = contract(
  'answer_satisfaction',
  { incident_id: incidentId, satisfied: truth, note: optional(text), client_key: clientKey },
  numbered,
)

export const changeCategory = contract(
  'change_category',
  { incident_id: incidentId, category_id: categoryId, note: optional(text), client_key: clientKey },
  shape({ id: incidentId, number: text, dueAt: orNull(moment) }),
)

/** `until` is a date, judged by the database: what is none is refused with `deferral-needs-a-date`. */
export const askDeferral = contract(
  'ask_deferral',
  { incident_id: incidentId, until: text, note: text, waiting: optional(truth), client_key: clientKey },
  numbered,
)

export const stopClock = contract(
  'stop_clock',
  { incident_id: incidentId, clock: incidentClock, note: optional(text), client_key: clientKey },
  shape({ id: incidentId, number: text, at: moment }),
)

export const correctPlace = contract(
  'correct_place',
  {
    incident_id: incidentId,
    lng: number,
    lat: number,
    address: optional(text),
    note: optional(text),
    client_key: clientKey,
  },
  shape({ id: incidentId, number: text, communityId: areaId }),
)

export const redactIncident = contract(
  'redact_incident',
  { incident_id: incidentId, words: text, note: optional(text), client_key: clientKey },
  shape({ id: incidentId, number: text, places: whole }),
)

export const readIncidentContact = contract(
  'read_incident_contact',
  { incident_id: incidentId },
  orNull(shape({ name: text, telephone: text })),
)

/** Somebody on duty to whom an incident can be dispatched; `open`: cases in hand. */
export const dispatchCandidates = contract(
  'dispatch_candidates',
  { incident_id: incidentId },
  list(
    shape({
      id,
      name: text,
      organisation: text,
      postName: text,
      postNameEn: text,
      /** Null for somebody of the case's department who holds no post there. */
      grid: orNull(text),
      ownGrid: truth,
      /** Cases in hand. */
      open: whole,
    }),
  ),
)

export const buildingVisits = contract(
  'building_visits',
  { area: areaId, since: day },
  shape({
    building: list(buildingId),
    /** Households called on, each time counted. */
    households: list(whole),
    /** Communities whose visits one sees; of the grids of others nothing is known. */
    communities: list(areaId),
  }),
)

export const incidentSquares = contract(
  'incident_squares',
  { area: areaId, since: moment },
  shape({
    lng: list(number),
    lat: list(number),
    incidents: list(whole),
    /** Communities whose cases one sees; of the grids of others nothing is known. */
    communities: list(areaId),
  }),
)
