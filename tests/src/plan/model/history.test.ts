import { describe, expect, test } from 'vitest'
import type { DraftPatch } from '../../../../src/plan/model/draft'
import {
  act,
  branchHistory,
  saved,
  stepBack,
  stepForward,
  storedCount,
  timelineOf,
  unsavedChanges,
} from '../../../../src/plan/model/history'

const patch = (face: number): DraftPatch => ({
  ground: { moved: [face, 1, 2], faces: [], edges: [] },
  grids: [],
})
const sentence = { code: 'assign', values: {} }
const AT = '2026-11-23T00:00:00Z'

function after(count: number) {
  let timeline = timelineOf([])
  for (let face = 0; face < count; face++) timeline = act(timeline, patch(face), sentence, AT)
  return timeline
}

describe('the timeline of a plan', () => {
  test('stepping back gives the inverted patch, stepping forward the patch', () => {
    const back = stepBack(after(2))
    expect(back?.patch.ground.moved).toEqual([1, 2, 1])
    expect(back?.timeline.position).toBe(1)
    expect(back && stepForward(back.timeline)?.patch.ground.moved).toEqual([1, 1, 2])
  })

  test('at either end there is no step', () => {
    expect(stepBack(after(0))).toBeNull()
    expect(stepForward(after(3))).toBeNull()
  })

  test('a new edit drops what could be redone', () => {
    const back = stepBack(after(3))
    const next = act(back?.timeline ?? after(0), patch(9), sentence, AT)
    expect(next.edits.map(({ patch: { ground } }) => ground.moved[0])).toEqual([0, 1, 9])
    expect(next.edits.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('after a reload the edits that were undone can be redone', () => {
    const back = stepBack(after(3))
    const reloaded = timelineOf(back?.timeline.edits ?? [])
    expect(reloaded.position).toBe(2)
    expect(stepForward(reloaded)?.patch.ground.moved[0]).toBe(2)
  })

  test('what is unsaved are the edits since the last save', () => {
    const all = after(3)
    const stored = saved(all, all)
    expect(unsavedChanges(stored)).toEqual([])
    const next = act(stored, patch(4), sentence, AT)
    expect(unsavedChanges(next).map(({ patch: { ground } }) => ground.moved)).toEqual([[4, 1, 2]])
    expect(storedCount(next)).toBe(3)
  })

  test('a stored edit that was taken back is a change of its own, before what was done since', () => {
    const all = after(3)
    const back = stepBack(stepBack(saved(all, all))?.timeline ?? all)
    const next = act(back?.timeline ?? all, patch(9), sentence, AT)
    const changes = unsavedChanges(next)
    expect(changes.map(({ patch: { ground } }) => ground.moved)).toEqual([
      [2, 2, 1],
      [1, 2, 1],
      [9, 1, 2],
    ])
    expect(changes.map(({ sentence: { code } }) => code)).toEqual(['takeBack', 'takeBack', 'assign'])
    expect(changes[0].sentence.values).toEqual({ of: 'assign' })
    expect(storedCount(next)).toBe(1)
  })

  test('taken back and done again is as it was stored', () => {
    const all = after(2)
    const stored = saved(all, all)
    const back = stepBack(stored)
    const again = back && stepForward(back.timeline)
    expect(again && unsavedChanges(again.timeline)).toEqual([])
  })

  test('what is done while a save is under way stays unsaved', () => {
    const sent = after(2)
    const meanwhile = act(sent, patch(7), sentence, AT)
    expect(unsavedChanges(saved(meanwhile, sent))).toHaveLength(1)
  })

  test('a branch begins with what is not stored, and can take it back', () => {
    const all = after(2)
    const next = act(saved(all, all), patch(5), sentence, AT)
    const [edit, ...rest] = branchHistory(next, AT)
    expect(rest).toEqual([])
    expect(edit).toMatchObject({ number: 1, undone: false, patch: { ground: { moved: [5, 1, 2] } } })
    expect(stepBack(timelineOf([edit]))?.patch.ground.moved).toEqual([5, 2, 1])
  })
})
