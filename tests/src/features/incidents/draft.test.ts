// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, type Ref } from 'vue'
import { holdPerson } from '../../../../src/data/person'
import { useDraft } from '../../../../src/features/incidents/report/useDraft'

const empty = () => ({ note: '', until: '' })

beforeEach(() => {
  localStorage.clear()
  holdPerson('me')
})

test('what was typed is there again after the page was closed', () => {
  useDraft('case.1', empty).draft.value.note = '等材料'
  expect(useDraft('case.1', empty).draft.value).toEqual({ note: '等材料', until: '' })
  expect(useDraft('case.2', empty).draft.value).toEqual(empty())
})

test('what was sent is forgotten', () => {
  const { draft, clear } = useDraft('case.1', empty)
  draft.value.note = '等材料'
  clear()
  expect(draft.value).toEqual(empty())
  expect(localStorage.length).toBe(0)
})

test('what cannot be read counts as nothing', () => {
  localStorage.setItem('gridward.draft.me.case.1.x', '{')
  expect(useDraft('case.1', empty).draft.value).toEqual(empty())
})

test('what one person typed is not shown to the next, and is there again for the first', () => {
  useDraft('case.1', empty).draft.value.note = '等材料'
  holdPerson('somebody else')
  const theirs = useDraft('case.1', empty)
  expect(theirs.draft.value).toEqual(empty())
  theirs.draft.value.note = '已办'
  theirs.clear()
  holdPerson('me')
  expect(useDraft('case.1', empty).draft.value.note).toBe('等材料')
})

describe('windows', () => {
  afterEach(() => void vi.useRealTimers())

  /** Opens a page: of a window that was here before, or of a new one. */
  async function openPage(window = new Map<string, string>()) {
    vi.resetModules()
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => window.get(name) ?? null,
      setItem: (name: string, value: string) => window.set(name, value),
    })
    ;(await import('../../../../src/data/person')).holdPerson('me')
    const drafts = await import('../../../../src/features/incidents/report/useDraft')
    const scope = effectScope()
    const open = (key = 'report') =>
      scope.run(() => drafts.useDraft(key, empty)) as { draft: Ref<ReturnType<typeof empty>> }
    return { ...open(), open, window, close: () => scope.stop() }
  }

  test('that are open at the same time write drafts of their own', async () => {
    const one = await openPage()
    one.draft.value.note = '路灯不亮'
    const other = await openPage()
    expect(other.draft.value.note).toBe('')
    other.draft.value.note = '井盖缺失'
    one.draft.value.until = '2026-12-01'
    one.close()
    other.close()
    expect((await openPage(other.window)).draft.value.note).toBe('井盖缺失')
    expect((await openPage(one.window)).draft.value).toEqual({ note: '路灯不亮', until: '2026-12-01' })
  })

  test('what a closed one left is taken up by the next, once', async () => {
    const one = await openPage()
    one.draft.value.note = '路灯不亮'
    one.close()
    expect((await openPage()).draft.value.note).toBe('路灯不亮')
    expect((await openPage()).draft.value.note).toBe('')
  })

  test('a crash loses nothing: a window that has not been seen for minutes is closed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const one = await openPage()
    one.draft.value.note = '路灯不亮'
    expect((await openPage()).draft.value.note).toBe('')
    vi.setSystemTime(Date.now() + 160_000)
    expect((await openPage()).draft.value.note).toBe('路灯不亮')
    one.draft.value.note = '我还在'
    expect(
      Object.values<string>({ ...localStorage }).filter((kept) => kept.includes('路灯不亮')),
    ).toHaveLength(1)
  })
})
