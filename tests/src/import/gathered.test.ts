import { expect, test } from 'vitest'
import { outcomeOf, refusalsOf } from './help'

const utf8 = (text: string) => new TextEncoder().encode(text)
const row = (i: number) =>
  `b-${i}x,${i % 7 === 3 ? '' : 40},东社区,${113.2 + (i % 60) / 5000},${35.2 + Math.floor(i / 60) / 50000}`

test('many rows are handed on in the order of the file, each once, and what is far from all others is refused', async () => {
  const rows = Array.from({ length: 3500 }, (_, i) => row(i))
  rows[1999] = rows[1999].replace(/,[^,]*,[^,]*$/, ',121.4,31.2')
  const { read, accepted, refused, job } = await outcomeOf(
    utf8(['编号,户数,社区,经度,纬度', ...rows].join('\n')),
    '楼栋.csv',
  )
  expect(read).toBe(3500)
  expect(accepted.length + refused.length).toBe(3500)
  expect(refusalsOf(refused).filter((one) => one.startsWith('2001 '))).toEqual([
    expect.stringMatching(/^2001 far-from-others/),
  ])
  expect(refused).toHaveLength(3500 / 7 + 1)
  const numbers: number[] = []
  for (let chunk = job.chunk(0); chunk.length > 0; chunk = job.chunk(numbers.length))
    numbers.push(...chunk.map(({ number }) => number))
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(job.chunk(1234)[0].number).toBe(1236)
})

test('rows that are all alike are numbered in one go', async () => {
  const lines = Array.from({ length: 6000 }, (_, i) => `${i + 1},40,东社区,113.2,35.2`)
  const { accepted } = await outcomeOf(utf8(['序号,户数,社区,经度,纬度', ...lines].join('\n')), '楼栋.csv', {
    kind: 'buildings',
  })
  expect(accepted).toHaveLength(6000)
  expect(new Set(accepted.map(({ source }) => source)).size).toBe(6000)
}, 60_000)
