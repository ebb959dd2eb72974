import { describe, expect, it } from 'vitest'
import { filterOf, narrowings, readView, writeView } from '../../../src/features/incidents/address'

const NOW_MS = Date.parse('2026-11-23T04:30:00Z')

describe('the address of the list of incidents', () => {
  it('is empty for the view that everybody starts with', () => {
    expect(Object.values(writeView(readView({}))).filter(Boolean)).toEqual([])
  })

  it('says the same view after it was read and written', () => {
    const query = { state: 'all', category: '01,0203', overdue: '1', days: '30', id: '17', order: 'newest' }
    const view = readView(query)
    expect(readView(JSON.parse(JSON.stringify(writeView(view))) as Record<string, string>)).toEqual(view)
  })

  it('leads from a figure of the wall to exactly its span', () => {
    const view = readView({
      state: 'all',
      from: '2026-11-22T16:00:00+00:00',
      to: '2026-11-24T00:00:00+08:00',
    })
    expect(filterOf(view, NOW_MS)).toEqual({
      order: 'deadline',
      from: '2026-11-22T16:00:00.000Z',
      to: '2026-11-23T16:00:00.000Z',
    })
    expect(narrowings(view)).toBe(1)
  })

  it('leaves out what is said wrongly', () => {
    const view = readView({ state: 'nonsense', category: 'x', from: 'yesterday', days: '-3', id: '1e9' })
    expect(view).toEqual(readView({}))
  })
})
