// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope, ref } from 'vue'
import type { Area } from '../../../../../src/data/areas'
import { type Grounds, useGround } from '../../../../../src/features/planner/desk/useGround'
import { DataError, toDataError } from '../../../../../src/lib/errors'
import type { PlanningInput } from '../../../../../src/plan/model/input'
import { useTopics } from '../../../../../src/stores/topics'
import { eventually } from '../../../../support/eventually'
import { storesApp } from '../../../../support/said'

const calls = vi.hoisted(() => ({
  readPlanningInput: vi.fn(),
  buildCellsAway: vi.fn(),
  listSchemes: vi.fn(),
}))
vi.mock('../../../../../src/data/client', () => ({ client: (signal?: AbortSignal) => signal }))
vi.mock('../../../../../src/data/maps/places', () => calls)
vi.mock('../../../../../src/data/plans/schemes', () => calls)
vi.mock('../../../../../src/workers/cells', () => calls)
vi.mock('../../../../../src/plan/model/ground', () => ({ groundOf: (input: unknown) => ({ input }) }))
vi.mock('../../../../../src/plan/model/input', () => ({
  hasBoundaries: ({ communities }: PlanningInput) => communities.some(({ boundary }) => boundary),
  toCellsInput: (input: unknown) => input,
}))

const west = { id: 3, districtId: 1 } as Area
const east = { id: 4, districtId: 1 } as Area
const inputOf = (id: number, boundary: unknown = {}) => ({ communities: [{ id, boundary }] })
const area = ref<Area | null>(null)
let scope: EffectScope

function open(): Grounds & { topics: ReturnType<typeof useTopics> } {
  scope = effectScope()
  return storesApp().runWithContext(() => scope.run(() => ({ ...useGround(area), topics: useTopics() })))!
}

beforeEach(() => {
  area.value = west
  for (const call of Object.values(calls)) call.mockReset()
  calls.readPlanningInput.mockImplementation((_, id: number) => Promise.resolve(inputOf(id)))
  calls.buildCellsAway.mockResolvedValue({ labels: [] })
  calls.listSchemes.mockResolvedValue([{ id: 7 }])
})
afterEach(() => scope.stop())

test('where no community has a boundary the page says what to import, and no cells are built', async () => {
  calls.readPlanningInput.mockResolvedValue(inputOf(1, null))
  const found = open()
  await eventually(() => expect(found.stage.value).toBe('failed'))
  expect(toDataError(found.failure.value).code).toBe('no-boundaries')
  expect(calls.buildCellsAway).not.toHaveBeenCalled()
})

test('what failed for a moment is read again by itself', async () => {
  calls.readPlanningInput.mockRejectedValueOnce(new DataError('no-connection'))
  const found = open()
  await eventually(() => expect(found.stage.value).toBe('failed'))
  await eventually(() => expect(found.stage.value).toBe('ready'))
  expect(found.failure.value).toBe(null)
})

test('an area that was left is read no further, and its ground is not laid under the next', async () => {
  let built: (cells: object) => void = () => undefined
  calls.buildCellsAway.mockImplementationOnce(() => new Promise((resolve) => (built = resolve)))
  const found = open()
  await eventually(() => expect(calls.buildCellsAway).toHaveBeenCalledTimes(1))
  area.value = east
  await eventually(() => expect(found.stage.value).toBe('ready'))
  built({ labels: [] })
  await Promise.resolve()
  expect(found.ground.value).toMatchObject({ input: inputOf(4) })
})

test('schemes that could not be had are no empty list', async () => {
  calls.listSchemes.mockRejectedValue(new DataError('not-allowed'))
  const found = open()
  await eventually(() => expect(found.stage.value).toBe('failed'))
  await expect(found.schemeOf(7)).rejects.toMatchObject({ code: 'not-allowed' })
})

test('a scheme is given once it is read, and one that is not there is asked for once more', async () => {
  const found = open()
  expect(await found.schemeOf(7)).toEqual({ id: 7 })
  expect(calls.listSchemes).toHaveBeenCalledTimes(1)
  calls.listSchemes.mockResolvedValue([{ id: 7 }, { id: 8 }])
  expect(await found.schemeOf(8)).toEqual({ id: 8 })
  await expect(found.schemeOf(9)).rejects.toMatchObject({ code: 'scheme-unknown' })
})

test('schemes follow what others change; that the ground was changed is said, and it is read when it is asked for', async () => {
  const found = open()
  await eventually(() => expect(found.stage.value).toBe('ready'))
  found.topics.learn({ 1: { ground: 5, settings: 1 } })
  await Promise.resolve()
  expect(found.isOutdated.value).toBe(false)
  calls.listSchemes.mockResolvedValue([{ id: 7 }, { id: 8 }])
  found.topics.learn({ 1: { ground: 6, settings: 2 }, 2: { ground: 9 } })
  await eventually(() => expect(found.schemes.value).toHaveLength(2))
  expect(found.isOutdated.value).toBe(true)
  expect(calls.readPlanningInput).toHaveBeenCalledTimes(1)
  await found.reload()
  await eventually(() => expect(found.stage.value).toBe('ready'))
  expect([found.isOutdated.value, calls.readPlanningInput.mock.calls.length]).toEqual([false, 2])
})
