// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope, nextTick } from 'vue'
import { setClient } from '../../../src/data/client'
import { lineState } from '../../../src/features/wall/line-state'
import { useMarks } from '../../../src/features/wall/useMarks'
import { useWall } from '../../../src/features/wall/useWall'
import { DataError } from '../../../src/lib/errors'
import { incidentSaid, statisticsSaid } from '../../support/said'

/** A database of one area, which answers or fails as told. */
let answers: Record<string, (parameters: { after?: number }) => unknown>
let failure: { code: string; message: string } | null
let scope: EffectScope | undefined
const asked = vi.fn<(name: string, parameters: { after?: number }) => void>()

const supabase = {
  rpc(name: string, parameters: { after?: number } = {}) {
    asked(name, parameters)
    const reply = async () =>
      await Promise.resolve(
        failure ? { data: null, error: failure } : { data: answers[name](parameters), error: null },
      )
    return { abortSignal: reply }
  },
}
const now = () => new Date().toISOString()
const incident = (id: number, reportedAt = now()) => incidentSaid({ id, reportedAt })
const figures = (reportedToday: number) => statisticsSaid({ now: now(), since: now(), reportedToday })
const start = () => {
  scope = effectScope()
  return scope.run(() => useWall(7, () => Date.now())) as ReturnType<typeof useWall>
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T04:00:00Z') })
  setClient(supabase as never)
  asked.mockReset()
  failure = null
  answers = {
    incident_changes: ({ after }) => ({ incidents: [], cursor: after ?? 0, more: false, now: now() }),
    incidents_page: () => ({ incidents: [incident(1, '2026-11-01T00:00:00Z')], next: null, now: now() }),
    incident_map: () => ({ points: '', count: 0, now: now() }),
    wall_statistics: () => figures(3),
  }
})
afterEach(() => {
  scope?.stop()
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

describe('how it stands', () => {
  const failures: [string, string][] = [
    ['no-connection', 'lost'],
    ['took-too-long', 'slow'],
    ['too-many-requests', 'busy'],
    ['service-unavailable', 'broken'],
    ['unexpected', 'broken'],
    ['not-allowed', 'refused'],
    ['signed-out', 'refused'],
  ]
  it.each(failures)('%s is said as %s', (code, state) => {
    expect(lineState([null, new DataError(code)], 0, 1)).toBe(state)
  })

  it('is live only as long as the last answer is young, whatever has not failed', () => {
    expect(lineState([null, null], null, 0)).toBe('connecting')
    expect(lineState([null, null], 0, 20_000)).toBe('live')
    expect(lineState([null, null], 0, 20_001)).toBe('lost')
  })
})

describe('a wall', () => {
  it('keeps what it shows while the line is down, says so, and goes on by itself', async () => {
    const wall = start()
    await vi.advanceTimersByTimeAsync(0)
    expect([wall.state.value, wall.statistics.value?.reportedToday]).toEqual(['live', 3])
    const asOf = wall.shownAsOf.value
    failure = { code: '', message: 'no-connection' }
    await vi.advanceTimersByTimeAsync(3_000)
    expect(wall.state.value).toBe('lost')
    expect(wall.statistics.value?.reportedToday).toBe(3)
    expect(wall.shownAsOf.value).toBe(asOf)
    failure = null
    answers.wall_statistics = () => figures(4)
    await vi.advanceTimersByTimeAsync(12_000)
    expect([wall.state.value, wall.statistics.value?.reportedToday]).toEqual(['live', 4])
  })

  it('says of nothing that there is none before anything was answered', async () => {
    failure = { code: '', message: 'no-connection' }
    const wall = start()
    await vi.advanceTimersByTimeAsync(3_000)
    expect([wall.state.value, wall.feed.value, wall.overdue.value]).toEqual(['lost', null, null])
    failure = null
    await vi.advanceTimersByTimeAsync(12_000)
    expect([wall.state.value, wall.feed.value?.length, wall.overdue.value?.length]).toEqual(['live', 1, 1])
  })

  it('shows nothing more once the right is taken away, and comes back with it', async () => {
    const wall = start()
    await vi.advanceTimersByTimeAsync(0)
    failure = { code: 'P0001', message: 'not-allowed' }
    await vi.advanceTimersByTimeAsync(3_000)
    expect(wall.state.value).toBe('refused')
    expect([wall.statistics.value, wall.points.value, wall.feed.value, wall.overdue.value]).toEqual([
      null,
      [],
      null,
      null,
    ])
    failure = null
    await vi.advanceTimersByTimeAsync(12_000)
    expect([wall.state.value, wall.feed.value?.length, wall.statistics.value?.reportedToday]).toEqual([
      'live',
      1,
      3,
    ])
  })

  it('marks each arrival for twelve seconds, on the map at once, whatever else arrives', async () => {
    const wall = start()
    await vi.advanceTimersByTimeAsync(0)
    const arrive = (id: number) =>
      (answers.incident_changes = ({ after = 0 }) => ({
        incidents: after < id ? [incident(id)] : [],
        cursor: id,
        more: false,
        now: now(),
      }))
    arrive(11)
    await vi.advanceTimersByTimeAsync(3_000)
    expect([...wall.arrived.value]).toEqual([11])
    expect(wall.points.value.map(({ id }) => id)).toContain(11)
    arrive(12)
    await vi.advanceTimersByTimeAsync(3_000)
    expect([...wall.arrived.value]).toEqual([11, 12])
    await vi.advanceTimersByTimeAsync(8_999)
    expect([...wall.arrived.value]).toEqual([11, 12])
    await vi.advanceTimersByTimeAsync(1)
    expect([...wall.arrived.value]).toEqual([12])
    await vi.advanceTimersByTimeAsync(3_000)
    expect([...wall.arrived.value]).toEqual([])
  })

  it('knows an arrival by the clock of the database, ten minutes behind its own', async () => {
    const behind = () => new Date(Date.now() - 600_000).toISOString()
    const wall = start()
    await vi.advanceTimersByTimeAsync(0)
    answers.incident_changes = () => ({
      incidents: [incident(11, behind())],
      cursor: 1,
      more: false,
      now: behind(),
    })
    await vi.advanceTimersByTimeAsync(3_000)
    expect([...wall.arrived.value]).toEqual([11])
  })

  it('says the age of its figures by the database, not by when they came', async () => {
    answers.wall_statistics = () => ({ ...figures(3), now: '2026-11-23T03:24:00Z' })
    const wall = start()
    await vi.advanceTimersByTimeAsync(0)
    expect(wall.figuresAt.value).toBe(Date.parse('2026-11-23T03:24:00Z'))
    expect(wall.shownAsOf.value).toBe(Date.parse('2026-11-23T03:24:00Z'))
  })
})

it('marks end with their scope', async () => {
  scope = effectScope()
  const marks = scope.run(() => useMarks(12_000)) as ReturnType<typeof useMarks>
  marks.mark([1])
  await nextTick()
  scope.stop()
  expect(marks.marked.value.size).toBe(0)
})
