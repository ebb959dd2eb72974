import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { IncidentSummary } from '../../src/data/incidents/incident-changes'
import type { Place } from '../../src/data/maps/locating'
import type { WallStatistics } from '../../src/data/statistics'

/** Returns an application with the stores and the cache, in which composables run as in a page. */
export function storesApp() {
  return createApp({}).use(createPinia()).use(PiniaColada)
}

/** An incident as the database says it, with what a test is about. */
export function incidentSaid(parts: Partial<IncidentSummary> & { id: number }): IncidentSummary {
  return {
    number: String(parts.id),
    categoryId: 1,
    communityId: 3,
    lng: 113,
    lat: 35,
    atGrid: false,
    grid: null,
    address: '',
    description: '',
    source: 'hotline',
    state: 'reported',
    urgent: false,
    urged: false,
    handler: null,
    reportedAt: '2026-11-23T04:00:00Z',
    filedAt: null,
    resolvedAt: null,
    closedAt: null,
    dueAt: null,
    clockDueAt: null,
    deadlineAt: null,
    deferredUntil: null,
    deferrals: 0,
    returns: 0,
    reworks: 0,
    reopenings: 0,
    satisfied: null,
    changeId: parts.id,
    closingReason: null,
    arrivalDueAt: null,
    arrivedAt: null,
    answerDueAt: null,
    answeredAt: null,
    waits: 0,
    isWaiting: false,
    isProvisional: false,
    department: null,
    ...parts,
  }
}

const NONE = { numerator: 0, denominator: 0 }

/** The figures of a wall as the database says them, with what a test is about. */
export function statisticsSaid(parts: Partial<WallStatistics> & { now: string }): WallStatistics {
  return {
    firstDay: '2026-10-25',
    today: '2026-11-23',
    since: '2026-10-25T00:00:00+08:00',
    midnight: '2026-11-23T00:00:00+08:00',
    calendar: 'china',
    open: { total: 0, overdue: 0, urgent: 0, urged: 0, unaccepted: 0 },
    reportedToday: 0,
    reportedSameTimeLastWeek: 0,
    onTimeClosure: NONE,
    postsFilled: NONE,
    onDuty: NONE,
    visitCoverage: NONE,
    byDay: [],
    byClass: [],
    byCommunity: [],
    ...parts,
  }
}

/** A place in a community where no plan is in force, as the database says it. */
export function placeSaid(community: number, street: number): Place {
  return {
    community: { id: community, code: '1', name: '西', nameEn: null },
    street: { id: street, code: '1', name: '街', nameEn: null },
    grid: null,
    upperGrids: [],
    person: null,
    vacancies: [],
    offDuty: [],
  }
}
