import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Area } from '../../../src/data/areas'
import { startOfDay } from '../../../src/lib/time/days'
import { usePlace } from '../../../src/stores/place'
import { useSession } from '../../../src/stores/session'

const calls: { signal: AbortSignal; answer: (areas: Area[]) => void; fail: (why: Error) => void }[] = []
const zones = new Map<number | null, string>([
  [null, 'Asia/Shanghai'],
  [9, 'Asia/Urumqi'],
])
vi.mock('../../../src/data/client', () => ({ client: (signal: AbortSignal) => signal }))
vi.mock('../../../src/data/areas', () => ({
  listAreas: (signal: AbortSignal) => new Promise((answer, fail) => calls.push({ signal, answer, fail })),
  readTimeZones: () => Promise.resolve(zones),
}))

const area = (id: number, parentId: number | null) =>
  ({ id, parentId, districtId: 1, code: `99000${id}`, name: `${id}` }) as Area

beforeEach(() => {
  setActivePinia(createPinia())
  calls.length = 0
})

it('ends a call that is overtaken, and drops its answer and its failure', async () => {
  const place = usePlace()
  const first = place.load()
  const second = place.load()
  expect([calls[0].signal.aborted, calls[1].signal.aborted]).toEqual([true, false])
  calls[1].answer([area(1, null)])
  await second
  calls[0].fail(new Error('ended'))
  await first
  expect([place.areas.length, place.failure]).toEqual([1, null])

  const third = place.load()
  place.clear()
  calls[2].answer([area(1, null), area(2, 1)])
  await third
  expect([place.areas, place.isLoaded]).toEqual([[], false])
})

it('counts days by the time zone of the district that is looked at', async () => {
  const place = usePlace()
  const loading = place.load()
  calls[0].answer([area(1, null), { ...area(9, null), districtId: 9 }])
  await loading
  expect([place.timeZone, startOfDay('2026-03-01')]).toEqual(['Asia/Shanghai', '2026-02-28T16:00:00.000Z'])
  place.code = '990009'
  expect([place.timeZone, startOfDay('2026-03-01')]).toEqual(['Asia/Urumqi', '2026-02-28T18:00:00.000Z'])
})

it('allows what a role allows in its area and below, and nothing beside or above', () => {
  const place = usePlace()
  place.areas = [area(1, null), area(2, 1), area(3, 2), area(4, 1)]
  useSession().memberships = [{ role: 'dispatcher', areaId: 2 }]
  expect([1, 2, 3, 4].map((id) => place.may('dispatch', id))).toEqual([false, true, true, false])
  expect(place.may('draw', 2)).toBe(false)
})

it('knows of the own area before the others are there', () => {
  useSession().memberships = [{ role: 'planner', areaId: 7 }]
  expect([usePlace().may('draw', 7), usePlace().may('draw', 8)]).toEqual([true, false])
})
