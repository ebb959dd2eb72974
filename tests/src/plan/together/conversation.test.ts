import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf, threadsOf } from '../../../../src/plan/together/conversation'
import { runs } from '../../../support/runs'

const said = (id: number, replyTo: number | null = null, settledAt: string | null = null) => ({
  id,
  replyTo,
  at: `2026-03-0${id}T08:00:00+08:00`,
  settledAt,
})

describe('threadsOf', () => {
  it('numbers remarks in order and puts answers under theirs', () => {
    const threads = threadsOf([said(1), said(2), said(3, 1), said(4, 2), said(5, 1)])
    expect(threads.map(({ number, replies }) => [number, replies.map(({ id }) => id)])).toEqual([
      [1, [3, 5]],
      [2, [4]],
    ])
  })

  it('is open until it is settled', () => {
    expect(threadsOf([said(1), said(2, null, '2026-03-05')]).map(({ isOpen }) => isOpen)).toEqual([
      true,
      false,
    ])
  })

  it('loses nothing that was said', () => {
    const remarks = fc
      .array(fc.nat(9), { maxLength: 9 })
      .map((parents) => parents.map((parent, index) => said(index + 1, index > 0 && parent % 2 ? 1 : null)))
    fc.assert(
      fc.property(remarks, (all) => {
        const threads = threadsOf(all)
        expect(threads.flatMap(({ remark, replies }) => [remark, ...replies])).toHaveLength(all.length)
      }),
      runs(),
    )
  })
})

describe('linesOf', () => {
  it('tells said and done in order of time, whatever zone a moment is written in', () => {
    const steps = [
      { at: '2026-03-01T00:00:00Z', state: 'draft' },
      { at: '2026-03-02T09:00:00+08:00', state: 'submitted' },
    ]
    const lines = linesOf([said(1), said(2), said(3)], steps)
    expect(lines.map((line) => (line.kind === 'step' ? line.step.state : line.remark.id))).toEqual([
      1,
      'draft',
      2,
      'submitted',
      3,
    ])
  })
})
