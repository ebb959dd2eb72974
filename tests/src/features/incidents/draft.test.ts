// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { useDraft } from '../../../../src/features/incidents/useDraft'

const empty = () => ({ note: '', until: '' })

beforeEach(() => localStorage.clear())

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
  localStorage.setItem('gridward.draft.case.1', '{')
  expect(useDraft('case.1', empty).draft.value).toEqual(empty())
})
