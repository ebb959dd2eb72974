import { describe, expect, test } from 'vitest'
import type { DraftPatch } from '../../../../src/lib/plan/draft'
import { act, saved, stepBack, stepForward, timelineOf, unsavedEdits } from '../../../../src/lib/plan/history'

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

  test('what is unsaved are the edits since the last save, also when an older one was undone', () => {
    const stored = saved(after(3))
    expect(unsavedEdits(stored)).toEqual([])
    expect(unsavedEdits(act(stored, patch(4), sentence, AT)).map(({ number }) => number)).toEqual([4])
    const back = stepBack(stored)
    expect(back?.timeline.savedEdits).toBe(2)
  })
})
