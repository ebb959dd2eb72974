import { expect, test } from 'vitest'
import { DataError } from '../../../src/lib/errors'
import { sendOnce } from '../../../src/lib/intent-key'

/** Answers one after another, keeping the keys under which it was asked. */
function line(...answers: (number | DataError)[]) {
  const keys: string[] = []
  const send = (key: string) => {
    keys.push(key)
    const answer = answers.shift()
    return answer instanceof DataError ? Promise.reject(answer) : Promise.resolve(answer)
  }
  return { keys, send }
}

test('after a lost answer the same is sent under the same key, and once it was answered under another', async () => {
  const { keys, send } = line(new DataError('no-connection'), 7, 8)
  const wish = { name: '甲' }
  await expect(sendOnce(wish, send)).rejects.toThrow('no-connection')
  expect(await sendOnce({ ...wish }, send)).toBe(7)
  expect(await sendOnce(wish, send)).toBe(8)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('what says something else, and what was refused, has a key of its own', async () => {
  const { keys, send } = line(new DataError('took-too-long'), new DataError('not-allowed'), 9, 9)
  await expect(sendOnce('one', send)).rejects.toThrow('took-too-long')
  await expect(sendOnce('two', send)).rejects.toThrow('not-allowed')
  await sendOnce('two', send)
  await sendOnce('one', send)
  expect(new Set(keys.slice(0, 3)).size).toBe(3)
  expect(keys[3]).toBe(keys[0])
})
