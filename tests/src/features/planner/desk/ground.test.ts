import { expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import type { Area } from '../../../../../src/data/areas'
import { useGround } from '../../../../../src/features/planner/desk/useGround'
import { toDataError } from '../../../../../src/lib/errors'
import type { PlanningInput } from '../../../../../src/plan/model/input'
import { eventually } from '../../../../support/eventually'

const calls = vi.hoisted(() => ({ readPlanningInput: vi.fn(), buildCellsAway: vi.fn() }))
vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../../src/data/maps/places', () => calls)
vi.mock('../../../../../src/data/plans/schemes', () => ({ listSchemes: () => Promise.resolve([]) }))
vi.mock('../../../../../src/workers/cells', () => calls)

test('where no community has a boundary the page says what to import, and no cells are built', async () => {
  const input = { communities: [{ id: 1, boundary: null }] } as unknown as PlanningInput
  calls.readPlanningInput.mockResolvedValue(input)
  const found = effectScope().run(() => useGround(ref({ id: 3, districtId: 1 } as Area)))
  await eventually(() => expect(found?.stage.value).toBe('failed'))
  expect(toDataError(found?.failure.value).code).toBe('no-boundaries')
  expect(calls.buildCellsAway).not.toHaveBeenCalled()
})
