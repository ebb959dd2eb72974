// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { PlanHead, PlanState } from '../../../../../src/data/plans/plans'
import { usePresence } from '../../../../../src/features/planner/desk/keeping/usePresence'
import { usePlan } from '../../../../../src/stores/plan'
import { useSession } from '../../../../../src/stores/session'
import { asPlanner } from '../../../stores/plan-sheet'

const calls = vi.hoisted(() => ({ announceEditor: vi.fn() }))
vi.mock('../../../../../src/data/plans/plans', () => calls)
vi.mock('../../../../../src/data/client', () => ({ client: () => 'client' }))

let scope: EffectScope
const answered = vi.fn()
const answer = (state: PlanState, version = 3) =>
  calls.announceEditor.mockResolvedValue({ state, version, others: [] })

async function look(state: PlanState) {
  usePlan().head = { id: 4, version: 3, state } as PlanHead
  const presence = scope.run(() => usePresence(answered))
  await vi.advanceTimersByTimeAsync(0)
  if (!presence) throw new Error('the scope is gone')
  return presence
}

beforeEach(() => {
  vi.useFakeTimers()
  asPlanner()
  scope = effectScope()
  calls.announceEditor.mockReset()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('what a page learns of a plan that is open elsewhere', () => {
  it.each([
    ['draft', 'submitted'],
    ['submitted', 'draft'],
    ['submitted', 'published'],
  ] as const)('is that it went from %s to %s', async (from, to) => {
    answer(from)
    const { stateThere } = await look(from)
    expect(stateThere.value).toBeNull()
    answer(to)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(stateThere.value).toBe(to)
  })

  it('is a newer version of the draft, which is no step', async () => {
    answer('draft', 5)
    const { isBehind, stateThere } = await look('draft')
    expect([isBehind.value, stateThere.value]).toEqual([true, null])
  })

  it('is who else edits, as long as it is a draft', async () => {
    calls.announceEditor.mockResolvedValue({
      state: 'draft',
      version: 3,
      others: [{ name: '王', seenAt: '' }],
    })
    const { others } = await look('draft')
    expect(others.value).toEqual(['王'])
    usePlan().head = { id: 4, version: 3, state: 'published' } as PlanHead
    await vi.advanceTimersByTimeAsync(0)
    expect(others.value).toEqual([])
  })

  it('is nothing for who has signed out: nobody is announced', async () => {
    useSession().memberships = []
    await look('draft')
    expect(calls.announceEditor).not.toHaveBeenCalled()
  })

  it('is that the database can be reached', async () => {
    answer('draft')
    await look('draft')
    answered.mockReset()
    calls.announceEditor.mockRejectedValueOnce(new Error('gone'))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(answered).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(answered).toHaveBeenCalledOnce()
  })

  it('is nothing of a plan that is published', async () => {
    await look('published')
    expect(calls.announceEditor).not.toHaveBeenCalled()
  })
})
