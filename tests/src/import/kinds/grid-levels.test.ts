import { expect, test } from 'vitest'
import { levelOf } from '../../../../src/import/values/levels'
import { outcomeOf } from '../help'

test.each([
  ['片区', 1],
  ['一级网格', 1],
  ['2', 2],
  ['第三级', 3],
  ['微网格', 3],
  ['Building group', 3],
  ['', 0],
  ['—', 0],
  ['甲', null],
])('the level %s is %s', (cell, level) => expect(levelOf(cell)).toBe(level))

const code = (number: number) => `410802001001${String(number).padStart(4, '0')}`
const list = (titles: string, rows: string[]) =>
  [titles, ...rows.map((row, at) => `113.2${at},35.2${at},${row}`)].join('\n')

test.each([
  ['片区编码,网格编码,微网格编码', { code: code(3), parent: code(2), top: code(1) }],
  ['上级网格编码,网格编码', { code: code(2), parent: code(1) }],
  ['所属网格编码,微网格编码', { code: code(2), parent: code(1) }],
])('a list with the columns %s is of grids, the lowest first', async (columns, chain) => {
  const codes = columns.split(',').map((_, at) => code(at + 1))
  const given = Array.from({ length: 6 }, () => codes.join())
  const { settings, accepted, refused } = await outcomeOf(list(`经度,纬度,${columns}`, given), '网格.csv')
  expect(settings.kind).toBe('grids')
  expect(refused).toEqual([])
  for (const { payload } of accepted) expect(payload).toEqual({ ...chain, name: '' })
})

test('a building with the code of an upper grid only is refused, and a level that is none', async () => {
  const whole = Array.from({ length: 6 }, () => `${code(1)},${code(2)}`)
  const upper = list('经度,纬度,网格编码,微网格编码', [...whole, `${code(1)},`])
  expect((await outcomeOf(upper, '网格.csv')).refused.map(({ refusal }) => refusal)).toEqual(['no-code'])
  const levels = list('经度,纬度,网格编码,层级', [...whole.map(() => `${code(1)},微网格`), `${code(1)},甲`])
  const { accepted, refused } = await outcomeOf(levels, '网格.csv')
  expect(refused.map(({ refusal, detail }) => [refusal, detail])).toEqual([['level-unknown', '甲']])
  expect(accepted[0].payload).toMatchObject({ code: code(1), level: 3 })
})
