import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyHistory,
  type History,
  isUnsaved,
  markSaved,
  record,
  redo,
  undo,
} from '../../../src/lib/history'
import { runs } from '../../support/runs'

type Act = { kind: 'edit'; value: number } | { kind: 'undo' } | { kind: 'redo' } | { kind: 'save' }
const acts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('edit' as const), value: fc.integer() }),
    fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'save' as const) }),
  ),
  { maxLength: 60 },
)

/** The plainest model of undo: every state that was, and where we are in it. */
function play(list: Act[], limit: number) {
  let history: History<number> = emptyHistory()
  let value = 0
  let saved = 0
  for (const act of list) {
    if (act.kind === 'edit') {
      history = record(history, { before: value, after: act.value, label: 'edit' }, limit)
      value = act.value
    } else if (act.kind === 'save') {
      history = markSaved(history)
      saved = value
    } else {
      const step = (act.kind === 'undo' ? undo : redo)(history)
      if (step) ({ history, value } = step)
    }
  }
  return { history, value, saved }
}

describe('history', () => {
  it('returns to the start by undoing all, and to the end by redoing all', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { history, value } = play(list, 1000)
        let back = { history, value }
        for (let step = undo(back.history); step; step = undo(back.history)) back = step
        expect(back.history.position).toBe(0)
        expect(back.value).toBe(0)
        for (let at = 0; at < history.position; at++) back = redo(back.history) ?? back
        expect(back.value).toBe(value)
      }),
      runs(),
    )
  })

  it('says saved only when the value is the saved one', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 8 }), (list, limit) => {
        const { history, value, saved } = play(list, limit)
        if (!isUnsaved(history)) expect(value).toBe(saved)
      }),
      runs(),
    )
  })

  it('keeps no more than its limit and forgets what was undone when something new is done', () => {
    const { history } = play(
      [1, 2, 3, 4].map((value) => ({ kind: 'edit', value })),
      3,
    )
    expect(history.patches.map(({ after }) => after)).toEqual([2, 3, 4])
    const undone = undo(history)
    const changed = record(undone!.history, { before: 3, after: 9, label: 'edit' })
    expect(redo(changed)).toBeNull()
    expect(changed.patches.at(-1)?.after).toBe(9)
  })
})
