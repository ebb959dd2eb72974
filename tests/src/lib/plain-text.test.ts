import { expect, it } from 'vitest'
import { plainAnswer, plainText } from '../../../src/lib/plain-text'

it('takes away what turns the reading direction around, and nothing else', () => {
  expect(plainText('\u202e007 网格\u202c')).toBe('007 网格')
  expect(plainText('\u2067a\u2069\u200fb\u061c')).toBe('ab')
  for (const text of ['شارع ٥', 'רחוב 7', '👩‍👧', 'a\u200db', 'نمی\u200cخواهم', '甲路\n1 号'])
    expect(plainText(text)).toBe(text)
})

it('does so in every text of an answer, however deep', () => {
  const answer = {
    name: '\u202eb',
    list: [{ text: 'a\u2066' }, '\u202dc', null, 3],
    line: [[1, 2]],
    no: null,
  }
  expect(plainAnswer(answer)).toEqual({
    name: 'b',
    list: [{ text: 'a' }, 'c', null, 3],
    line: [[1, 2]],
    no: null,
  })
  expect(plainAnswer(null)).toBe(null)
  expect(plainAnswer('\u202ea')).toBe('a')
})
