import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign } from '../../../../src/plan/edits/edits'
import {
  act,
  saved,
  stepBack,
  stepForward,
  type Timeline,
  timelineOf,
  unsavedChanges,
} from '../../../../src/plan/model/history'
import { invert } from '../../../../src/plan/model/draft'
import { keptChanges, resumed, unsavedOf } from '../../../../src/plan/model/unsaved'
import { openShelf } from '../../../../src/features/planner/desk/keeping/unsaved-shelf'
import { runs } from '../../../support/runs'
import { drawnPlan, smallGround } from '../small-district'

const acts = fc.array(fc.oneof(fc.nat(127), fc.constantFrom('back', 'forward', 'save', 'reload')), {
  minLength: 1,
  maxLength: 25,
})

test('whatever was done, stored and taken back, after a reload all of it is there and can go back and forth', async () => {
  const live = await drawnPlan(smallGround())
  const shelf = openShelf()
  let reloads = 0

  /** Does one thing to the plan; a reload puts what was kept on what is stored. */
  async function once(timeline: Timeline, what: number | string) {
    if (typeof what === 'number') {
      const edit = assign(live, [what], live.draft.assignment[(what + 16) % 128])
      if (edit.patch.ground.moved.length === 0) return timeline
      live.apply(edit.patch)
      return act(timeline, edit.patch, edit.sentence, 'now')
    }
    if (what === 'save') return saved(timeline, timeline)
    if (what === 'reload') return reload(timeline)
    const step = (what === 'back' ? stepBack : stepForward)(timeline)
    if (step) live.apply(step.patch)
    return step?.timeline ?? timeline
  }

  async function reload(timeline: Timeline): Promise<Timeline> {
    const before = live.draft.assignment
    await shelf.put('plan', unsavedOf(timeline, 1))
    const kept = await openShelf().take('plan')
    expect(kept ? keptChanges(kept) : []).toEqual(unsavedChanges(timeline))
    for (const { patch } of unsavedChanges(timeline).toReversed()) live.apply(invert(patch))
    if (!kept) return timelineOf(timeline.stored)
    reloads++
    const next = resumed(timelineOf(timeline.stored), kept)
    for (const patch of next.patches) live.apply(patch)
    expect(live.draft.assignment).toEqual(before)
    expect(next.timeline).toEqual(timeline)
    return next.timeline
  }

  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      let timeline = timelineOf([])
      for (const what of [...list, 'reload']) timeline = await once(timeline, what)
      for (let step = stepBack(timeline); step; step = stepBack(timeline)) {
        live.apply(step.patch)
        timeline = step.timeline
      }
      await shelf.put('plan', null)
      expect(await shelf.take('plan')).toBeNull()
    }),
    runs(40),
  )
  expect(reloads).toBeGreaterThan(20)
})
