import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import {
  filterOf,
  foundElsewhere,
  isNarrowed,
  narrowings,
  readReportPlace,
  readView,
  showsGroup,
  type View,
  widened,
  writeView,
} from '../../../../src/features/incidents/address'
import { INCIDENT_STATES } from '../../../../src/lib/incidents/incident-state'
import { runs } from '../../../support/runs'

const NOON = Date.parse('2026-11-23T12:34:56Z')

/** What the router makes of a query that it was given. */
function asAddress(view: View): LocationQuery {
  const entries = Object.entries(writeView(view)).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

describe('the address of the incidents page', () => {
  it('says nothing where everything is as usual', () => {
    expect(asAddress(readView({}))).toEqual({})
    expect(readView({})).toMatchObject({ states: ['open'], order: 'deadline', id: null })
  })

  it.each([
    [{ state: 'nonsense' }, { states: ['open'] }],
    [{ state: 'working,nonsense,reported' }, { states: ['working', 'reported'] }],
    [{ category: '01,1,0101,x' }, { categories: ['01', '0101'] }],
    [
      { id: '-3', days: '1e9' },
      { id: null, days: 0 },
    ],
    [{ id: ['7', '8'] }, { id: 7 }],
    [
      { overdue: '1', urgent: 'yes' },
      { isOverdue: true, isUrgent: false },
    ],
  ])('reads %j as far as it makes sense', (query, expected) => {
    expect(readView(query)).toMatchObject(expected)
  })

  it('is widened to every case: nothing narrows it, whatever did', () => {
    const narrow = readView({
      state: 'closed',
      category: '01',
      grid: '9',
      overdue: '1',
      urgent: '1',
      urged: '1',
      reason: 'solved',
      text: 'x',
      days: '7',
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-02T00:00:00Z',
      order: 'newest',
      id: '3',
    })
    expect(filterOf(widened(narrow), NOON)).toEqual({ order: 'newest' })
    expect(widened(narrow).id).toBe(3)
  })

  it.each([
    ['from', '2026-11-01T00:00:00Z'],
    ['to', '2026-11-01T00:00:00Z'],
    ['days', '7'],
    ['grid', '9'],
    ['category', '01'],
    ['text', 'x'],
    ['state', 'closed'],
    ['overdue', '1'],
    ['urgent', '1'],
    ['urged', '1'],
    ['reason', 'unstated'],
  ])('is narrowed by %s', (name, value) => {
    expect(isNarrowed(readView({ [name]: value }))).toBe(true)
    expect(isNarrowed(readView({ id: '3', order: 'newest' }))).toBe(false)
  })

  it('leads back to the view it was written for', () => {
    const views = fc.record<View>({
      states: fc.oneof(
        fc.constantFrom<string[]>(['open'], ['all']),
        fc.uniqueArray(fc.constantFrom<string>('new', 'closed', ...INCIDENT_STATES), {
          minLength: 1,
          maxLength: 4,
        }),
      ),
      categories: fc.uniqueArray(fc.constantFrom('01', '0101', '1303'), { maxLength: 3 }),
      grid: fc.constantFrom('', '410802001001001'),
      department: fc.constantFrom(0, 7),
      isOverdue: fc.boolean(),
      isUrgent: fc.boolean(),
      isUrged: fc.boolean(),
      reasons: fc.subarray(['solved', 'nothing_found', 'unstated'] as const),
      text: fc.constantFrom('', '甲路 1 号', 'a,b&c=d'),
      days: fc.constantFrom(0, 7, 30),
      from: fc.constantFrom('', '2026-11-22T16:00:00.000Z'),
      to: fc.constantFrom('', '2026-11-23T16:00:00.000Z'),
      order: fc.constantFrom('deadline', 'newest'),
      id: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 1e9 })),
    })
    fc.assert(
      fc.property(views, (view) => {
        expect(readView(asAddress(view))).toEqual(view)
      }),
      runs(),
    )
  })
})

describe('the filter of a view', () => {
  it('is exactly the span that a figure of the wall leads to', () => {
    const view = readView({
      state: 'all',
      from: '2026-11-22T16:00:00+00:00',
      to: '2026-11-24T00:00:00+08:00',
    })
    const [from, to] = ['2026-11-22T16:00:00.000Z', '2026-11-23T16:00:00.000Z']
    expect(filterOf(view, NOON)).toEqual({ order: 'deadline', from, to })
    expect(readView({ from: 'yesterday' }).from).toBe('')
  })

  it('turns groups into states and leaves out what does not narrow', () => {
    expect(filterOf(readView({ state: 'new,reported' }), NOON)).toEqual({
      order: 'deadline',
      states: ['reported', 'verifying'],
    })
    expect(filterOf(readView({ state: 'all' }), NOON)).toEqual({ order: 'deadline' })
    expect(filterOf(readView({}), NOON).states).toHaveLength(10)
  })

  it('counts days from the whole hour, so that it stays the same within it', () => {
    const view = readView({ days: '7' })
    expect(filterOf(view, NOON).from).toBe('2026-11-16T12:00:00.000Z')
    expect(filterOf(view, NOON + 60_000)).toEqual(filterOf(view, NOON))
  })

  it('knows which groups it shows and how much it narrows', () => {
    expect(showsGroup(readView({ state: 'reported,verifying' }), 'new')).toBe(true)
    expect(showsGroup(readView({ state: 'reported' }), 'new')).toBe(false)
    expect(showsGroup(readView({ state: 'all' }), 'closed')).toBe(true)
    expect(narrowings(readView({ category: '01,02', grid: '1', days: '7', text: 'x' }))).toBe(4)
  })
})

describe('what words find in states that are not shown', () => {
  it('is told where a closed case is looked for under what is to be done', () => {
    expect(foundElsewhere(readView({ text: '90123' }), { closed: 1, filed: 2 })).toBe(1)
    expect(foundElsewhere(readView({ text: '90123', state: 'closed' }), { closed: 1, filed: 2 })).toBe(2)
    expect(foundElsewhere(readView({ text: '90123', state: 'all' }), { closed: 1 })).toBe(0)
    expect(foundElsewhere(readView({ text: '90123' }), {})).toBe(0)
  })
})

describe('the place of a report', () => {
  it('is read from the address of a notice board', () => {
    expect(readReportPlace({ report: '113.25,35.2' })).toEqual({ lng: 113.25, lat: 35.2 })
  })

  it.each(['', '113', '113,', 'a,b', '113,95', '181,35', '1,2,3'])('is none in %j', (report) => {
    expect(readReportPlace({ report })).toBeNull()
  })
})
