import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentSummary } from '../../../src/data/incidents/incident-changes'
import {
  compareIncidents,
  isLate,
  matchesFilter,
  mergeIncidents,
} from '../../../src/data/incidents/incident-filter'
import type { IncidentFilter } from '../../../src/data/incidents/incident-map'
import { runs } from '../../support/runs'

const NOW = Date.parse('2026-11-23T04:00:00Z')

function incident(changes: Partial<IncidentSummary> = {}): IncidentSummary {
  return {
    id: 1,
    number: '41080220261123000' + String(changes.id ?? 1),
    categoryId: 5,
    communityId: 3,
    lng: 113,
    lat: 35,
    atGrid: false,
    grid: '410802001001001',
    address: '甲路 1 号',
    description: '垃圾 Rubbish',
    source: 'desk',
    state: 'filed',
    urgent: false,
    urged: false,
    handler: null,
    reportedAt: '2026-11-22T00:00:00Z',
    filedAt: null,
    resolvedAt: null,
    closedAt: null,
    dueAt: null,
    clockDueAt: null,
    deadlineAt: '2026-11-23T03:00:00Z',
    deferredUntil: null,
    deferrals: 0,
    returns: 0,
    reworks: 0,
    reopenings: 0,
    satisfied: null,
    changeId: 1,
    closingReason: null,
    arrivalDueAt: null,
    arrivedAt: null,
    answerDueAt: null,
    answeredAt: null,
    waits: 0,
    isWaiting: false,
    isProvisional: false,
    department: null,
    ...changes,
  }
}

const codes = new Map([[5, '0101']])

describe('whether a change belongs to a list', () => {
  it.each<[IncidentFilter, boolean]>([
    [{}, true],
    [{ states: ['filed', 'accepted'] }, true],
    [{ states: ['closed'] }, false],
    [{ overdue: true }, true],
    [{ categories: ['01'] }, true],
    [{ categories: ['0102', '0101'] }, true],
    [{ categories: ['02'] }, false],
    [{ grid: '410802001001001' }, true],
    [{ grid: '410802001001002' }, false],
    [{ text: 'RUBBISH' }, true],
    [{ text: ' 甲路 ' }, true],
    [{ text: '乙路' }, false],
    [{ text: 'ｒｕｂｂｉｓｈ' }, true],
    [{ text: '垃圾　甲路' }, true],
    [{ text: '甲路1号' }, true],
    [{ text: '垃圾 乙路' }, false],
    [{ urgent: true }, false],
    [{ handler: 1 }, false],
    [{ from: '2026-11-22T00:00:00Z' }, true],
    [{ to: '2026-11-22T00:00:00Z' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matchesFilter(incident(), filter, codes, NOW)).toBe(expected)
  })

  it('is late only after its deadline', () => {
    expect(isLate(incident(), NOW)).toBe(true)
    expect(isLate(incident({ deadlineAt: '2026-11-23T05:00:00Z' }), NOW)).toBe(false)
    expect(isLate(incident({ deadlineAt: null }), NOW)).toBe(false)
  })
})

describe('a list that changes are put into', () => {
  const settings = {
    belongs: (one: IncidentSummary) => one.state === 'filed',
    order: 'deadline' as const,
    hasMore: false,
  }

  it('takes out what no longer belongs and moves what is due sooner to the front', () => {
    const rows = [incident({ id: 1 }), incident({ id: 2, deadlineAt: '2026-11-24T00:00:00Z' })]
    const changed = [
      incident({ id: 1, state: 'closed' }),
      incident({ id: 3, deadlineAt: '2026-11-23T00:00:00Z' }),
    ]
    expect(mergeIncidents(rows, changed, settings).map(({ id }) => id)).toEqual([3, 2])
  })

  it('puts nothing behind its last row when it goes on', () => {
    const rows = [incident({ id: 1 })]
    const later = [incident({ id: 2, deadlineAt: '2026-12-01T00:00:00Z' })]
    expect(mergeIncidents(rows, later, { ...settings, hasMore: true })).toEqual(rows)
    expect(mergeIncidents(rows, later, settings)).toHaveLength(2)
  })

  it('is the sorted list of everything, whatever comes in which order', () => {
    const some = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 30 }),
        state: fc.constantFrom('filed' as const, 'closed' as const),
        deadlineAt: fc.constantFrom(null, '2026-11-20T00:00:00Z', '2026-11-25T00:00:00Z'),
        reportedAt: fc.constantFrom('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'),
      }),
    )
    fc.assert(
      fc.property(
        fc.array(some),
        fc.constantFrom('deadline' as const, 'newest' as const),
        (batches, order) => {
          const latest = new Map<number, IncidentSummary>()
          let rows: IncidentSummary[] = []
          for (const batch of batches) {
            const unique = new Map(batch.map((one) => [one.id, incident(one)]))
            for (const one of unique.values()) latest.set(one.id, one)
            rows = mergeIncidents(rows, [...unique.values()], { ...settings, order })
          }
          const expected = [...latest.values()].filter(settings.belongs)
          expect(rows).toEqual(expected.sort((one, other) => compareIncidents(one, other, order)))
        },
      ),
      runs(),
    )
  })
})
