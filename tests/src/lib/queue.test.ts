import { expect, test } from 'vitest'
import { Queue, QueueFull } from '../../../src/lib/queue'

/** Work that ends when it is told to, and the names of what has begun. */
function works() {
  const begun: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name)
      ends.set(name, (error) => (error ? reject(error) : resolve(name)))
    })
  return { begun, work, end: (name: string, error?: Error) => ends.get(name)?.(error) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('what was asked first is begun first, whatever became of what was before it', async () => {
  const { begun, work, end } = works()
  const queue = new Queue()
  const answers = [queue.run(work('a')), queue.run(work('b')), queue.run(work('c'))]
  await settled()
  expect(begun).toEqual(['a'])
  end('a', new Error('not well'))
  await expect(answers[0]).rejects.toThrow('not well')
  await settled()
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await settled()
  end('c')
  expect(await Promise.all(answers.slice(1))).toEqual(['b', 'c'])
  const later = queue.run(work('d'))
  await settled()
  end('d')
  expect(await later).toBe('d')
})

test('two at once, and of those that wait no more than it takes', async () => {
  const { begun, work, end } = works()
  const queue = new Queue({ atOnce: 2, mostWaiting: 1 })
  const answers = ['a', 'b', 'c'].map((name) => queue.run(work(name)))
  await settled()
  expect(begun).toEqual(['a', 'b'])
  await expect(queue.run(work('d'))).rejects.toBeInstanceOf(QueueFull)
  end('b')
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  end('a')
  end('c')
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'])
  expect(begun).not.toContain('d')
})
