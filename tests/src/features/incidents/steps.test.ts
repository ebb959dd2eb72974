import { describe, expect, it } from 'vitest'
import { byUse, emptyDraft, isComplete, stepKey } from '../../../../src/features/incidents/case/steps'

describe('the steps of a case', () => {
  it('are named by where they lead, unless they mean more', () => {
    expect(stepKey('reported', 'accepted')).toBe('accepted')
    expect(stepKey('closed', 'filed')).toBe('reopened')
    expect(stepKey('deferred', 'in_progress')).toBe('resumed')
    expect(stepKey('rework', 'in_progress')).toBe('reworking')
  })

  it('come with the usual one first', () => {
    const steps = [{ to: 'returned' }, { to: 'deferred' }, { to: 'resolved' }] as const
    expect([...steps].sort(byUse)[0].to).toBe('resolved')
  })

  it.each([
    [{ kind: 'step', to: 'accepted', noteRequired: false }, {}, true],
    [{ kind: 'step', to: 'rejected', noteRequired: true }, { note: '  ' }, false],
    [{ kind: 'step', to: 'rejected', noteRequired: true }, { note: '无此事' }, true],
    [{ kind: 'step', to: 'deferred', noteRequired: true }, { note: '准' }, true],
    [{ kind: 'askDeferral' }, { note: '等材料' }, false],
    [{ kind: 'askDeferral' }, { note: '等材料', until: '2026-12-01' }, true],
    [{ kind: 'step', to: 'closed', noteRequired: false }, {}, false],
    [{ kind: 'step', to: 'closed', noteRequired: false }, { reason: 'solved' }, true],
    [{ kind: 'place' }, { address: '甲路' }, false],
    [{ kind: 'place' }, { position: { lng: 113, lat: 35 } }, true],
    [{ kind: 'redact' }, { words: ' ' }, false],
    [{ kind: 'redact' }, { words: '张三' }, true],
    [{ kind: 'arrival' }, {}, true],
    [{ kind: 'step', to: 'duplicate', noteRequired: false }, {}, false],
    [{ kind: 'step', to: 'duplicate', noteRequired: false }, { duplicateOf: '1' }, true],
    [{ kind: 'note' }, {}, false],
    [{ kind: 'urge' }, {}, true],
    [{ kind: 'category' }, { categoryId: 3 }, true],
    [{ kind: 'category' }, {}, false],
  ] as const)('%j with %j is complete: %s', (action, typed, expected) => {
    expect(isComplete(action, { ...emptyDraft(), ...typed })).toBe(expected)
  })
})
