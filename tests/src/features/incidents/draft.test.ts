// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { holdPerson } from '../../../../src/data/person'
import { useDraft } from '../../../../src/features/incidents/useDraft'

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
  localStorage.setItem('gridward.draft.me.case.1', '{')
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
