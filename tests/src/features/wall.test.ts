import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentSummary } from '../../../src/data/incidents/incident-changes'
import { arrivals, FEED_LENGTH, updateFeed } from '../../../src/features/wall/feed'
import { openIncidents } from '../../../src/features/wall/parts'
import type { IncidentPoint } from '../../../src/lib/incidents/incident-points'
import { runs } from '../../support/runs'

function incident(id: number, reportedAt = '2026-11-23T04:00:00Z'): IncidentSummary {
  return { id, reportedAt } as IncidentSummary
}

describe('the feed of a wall', () => {
  it('never grows beyond its length and shows each case once, whatever arrives', () => {
    const batches = fc.array(fc.array(fc.nat(40), { maxLength: 60 }), { maxLength: 20 })
    fc.assert(
      fc.property(batches, (list) => {
        let feed: IncidentSummary[] = []
        for (const ids of list)
          feed = updateFeed(
            feed,
            ids.map((id) => incident(id)),
          )
        const ids = feed.map(({ id }) => id)
        expect(ids.length).toBeLessThanOrEqual(FEED_LENGTH)
        expect(new Set(ids).size).toBe(ids.length)
        const last = list.findLast((batch) => batch.length)?.at(-1)
        expect(ids[0]).toBe(last)
      }),
      runs(),
    )
  })

  it('moves a changed case to the top', () => {
    expect(updateFeed([incident(1), incident(2)], [incident(2)]).map(({ id }) => id)).toEqual([2, 1])
  })

  it('knows which of the changed cases are new', () => {
    const changed = [incident(1, '2026-11-23T03:00:00Z'), incident(2, '2026-11-23T04:00:00Z')]
    expect(arrivals(changed, Date.parse('2026-11-23T03:59:00Z'))).toEqual([2])
  })
})

it('puts open cases on the map, overdue once their deadline has passed', () => {
  const nowMs = 10_000
  const point = (id: number, state: IncidentPoint['state'], deadlineMs: number | null) =>
    ({ id, state, deadlineMs, lng: 113, lat: 35 }) as IncidentPoint
  const points = [
    point(1, 'filed', 9_000),
    point(2, 'filed', 11_000),
    point(3, 'deferred', null),
    point(4, 'closed', 9_000),
  ]
  const { features } = openIncidents(points, new Set([2]), nowMs)
  expect(features.map(({ properties }) => properties)).toEqual([
    { id: 1, late: true, arrived: false },
    { id: 2, late: false, arrived: true },
    { id: 3, late: false, arrived: false },
  ])
})
