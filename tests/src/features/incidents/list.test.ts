// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope, nextTick, ref } from 'vue'
import { setClient } from '../../../../src/data/client'
import type { IncidentFilter } from '../../../../src/data/incidents/incident-map'
import { useIncidents } from '../../../../src/features/incidents/useIncidents'
import { incidentSaid } from '../../../support/said'

type Reply = { data: unknown; error: unknown }
type Parameters = { filter?: IncidentFilter; cursor?: unknown; after?: number }
const answer = vi.fn<(name: string, parameters: Parameters) => Promise<Reply>>()
const signals: AbortSignal[] = []
let scope: EffectScope
const area = ref(1)
const filter = ref<IncidentFilter>({})
const lost = { data: null, error: { message: 'no-connection' } }
const settle = () => vi.advanceTimersByTimeAsync(0)

const row = (id: number, address: string) => incidentSaid({ id, address })

/** What the database says of an area and filter; the address of a case names both. */
function says(name: string, { filter: asked, cursor }: Parameters): Reply {
  const of = `${area.value} ${asked?.text ?? ''}`
  const now = new Date().toISOString()
  const data = {
    incident_changes: { incidents: [], cursor: 5, more: false, now },
    incident_map: { points: '', count: 0, now },
    incidents_page: cursor
      ? { incidents: [row(1, of)], next: null, now }
      : {
          incidents: [row(3, of), row(2, of)],
          next: ['infinity', now, 2],
          states: { reported: 3 },
          overdue: 0,
          now,
        },
  }
  return { data: data[name as keyof typeof data], error: null }
}

function start() {
  scope = effectScope()
  const settings = {
    areaId: () => area.value,
    filter: () => filter.value,
    codes: () => new Map([[1, '0101']]),
    changed: () => undefined,
  }
  return scope.run(() => useIncidents(settings)) as ReturnType<typeof useIncidents>
}

beforeEach(() => {
  vi.useFakeTimers()
  area.value = 1
  filter.value = {}
  signals.length = 0
  answer.mockReset().mockImplementation((name, parameters) => Promise.resolve(says(name, parameters)))
  setClient({
    rpc: (name: string, parameters: Parameters) => ({
      abortSignal: (signal: AbortSignal) => (signals.push(signal), answer(name, parameters)),
    }),
  } as never)
})
afterEach(() => {
  scope.stop()
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

describe('a list of incidents', () => {
  it.each([
    ['a filter', () => (filter.value = { text: '井盖' })],
    ['an area', () => (area.value = 2)],
  ])('shows nothing of the former under %s that is chosen while the line is down', async (_what, choose) => {
    const list = start()
    await settle()
    expect([list.rows.value.length, list.counts.value?.states.reported]).toEqual([2, 3])
    answer.mockResolvedValue(lost)
    choose()
    await nextTick()
    expect([list.rows.value, list.counts.value, list.points.value]).toEqual([[], null, []])
    expect(list.isLoading.value).toBe(true)
    await settle()
    expect([list.rows.value, list.counts.value, list.isLoading.value]).toEqual([[], null, false])
    expect(list.failure.value).toMatchObject({ code: 'no-connection' })
    answer.mockImplementation((name, parameters) => Promise.resolve(says(name, parameters)))
    await vi.advanceTimersByTimeAsync(16_000)
    expect(list.rows.value[0].address).toBe(`${area.value} ${filter.value.text ?? ''}`)
  })

  it('keeps what it knows while the same list cannot be renewed', async () => {
    const list = start()
    await settle()
    answer.mockResolvedValue(lost)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(list.isLost.value).toBe(true)
    expect(list.rows.value.length).toBe(2)
  })

  it('says so when it is never answered', async () => {
    answer.mockReturnValue(new Promise(() => undefined))
    const list = start()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(list.isLoading.value).toBe(false)
    expect(list.failure.value).toMatchObject({ code: 'took-too-long' })
    expect(signals[0].aborted).toBe(true)
  })

  it('shows nothing more once the right is taken away, and says why', async () => {
    const list = start()
    await settle()
    answer.mockResolvedValue({ data: null, error: { code: 'P0001', message: 'not-allowed' } })
    await vi.advanceTimersByTimeAsync(4_000)
    expect([list.rows.value, list.points.value, list.counts.value]).toEqual([[], [], null])
    expect(list.failure.value).toMatchObject({ code: 'not-allowed' })
  })

  it('drops the answer to a filter that was left', async () => {
    const list = start()
    await settle()
    const late: (() => void)[] = []
    answer.mockImplementation((name, parameters) => {
      const said = says(name, parameters)
      return parameters.filter?.text === 'slow'
        ? new Promise((resolve) => late.push(() => resolve(said)))
        : Promise.resolve(said)
    })
    filter.value = { text: 'slow' }
    await settle()
    filter.value = { text: 'quick' }
    await settle()
    expect(list.rows.value[0].address).toBe('1 quick')
    for (const come of late) come()
    await settle()
    expect(list.rows.value[0].address).toBe('1 quick')
  })

  it('says that its next page failed, and reads it when it is asked to', async () => {
    const list = start()
    await settle()
    answer.mockImplementation((name, parameters) =>
      Promise.resolve(parameters.cursor ? lost : says(name, parameters)),
    )
    await list.loadMore()
    expect(list.moreFailure.value).toMatchObject({ code: 'no-connection' })
    expect([list.rows.value.length, list.next.value !== null]).toEqual([2, true])
    await list.loadMore()
    expect(list.moreFailure.value).not.toBe(null)
    answer.mockImplementation((name, parameters) => Promise.resolve(says(name, parameters)))
    await list.loadMore(true)
    expect([list.moreFailure.value, list.rows.value.length, list.next.value]).toEqual([null, 3, null])
  })
})
