import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// A column without a name, as R and others write: before the others, or behind them.

const names = ['楼栋', '户数', '社区', '街道', '经度', '纬度']
const row = (i: number, households = 40 + i) => [
  `${i}号楼`,
  String(households),
  '东社区',
  '南街道',
  `113.20${i}`,
  '35.2',
]
const text = (header: string[], rows: string[][], delimiter = ',') =>
  [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(delimiter)).join('\n')

describe('a header that is one name short', () => {
  test('reads each value under its own name, wherever the column without one stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 8 }),
        fc.boolean(),
        fc.constantFrom(',', '\t', ';'),
        fc.constantFrom<(i: number) => string>(
          (i) => String(i + 1),
          (i) => `r${i}`,
          (i) => String(i),
        ),
        async (count, isBefore, delimiter, nameOf) => {
          const rows = Array.from({ length: count }, (_, i) =>
            isBefore ? [nameOf(i), ...row(i)] : [...row(i), `说明${i}`],
          )
          const { read, accepted, refused, questions } = await outcomeOf(
            text(names, rows, delimiter),
            '楼栋.csv',
          )
          expect([questions, read, refusalsOf(refused)]).toEqual([[], count, []])
          expect(valuesOf(accepted, 'name')).toEqual(rows.map((_, i) => `${i}号楼`))
          expect(sumOf(accepted)).toBe(rows.reduce((sum, _, i) => sum + 40 + i, 0))
        },
      ),
      runs(30),
    )
  })

  test('costs a row that has another number of cells than the others', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => [String(i + 1), ...row(i)])
    rows[5] = rows[5].slice(1)
    const { accepted, refused } = await outcomeOf(text(names, rows), '楼栋.csv')
    expect([accepted.length, refusalsOf(refused)]).toEqual([11, ['7 row-unreadable']])
  })

  test('stays as it is where some rows only are longer', async () => {
    const rows = [row(1), row(2), ['x', ...row(3)], row(4)]
    const { accepted, refused } = await outcomeOf(text(names, rows), '楼栋.csv')
    expect([accepted.length, refusalsOf(refused)]).toEqual([3, ['4 row-unreadable']])
  })

  test('of areas goes by the numbers of the rows', async () => {
    const rows = ['东社区', '西社区', '河社区'].map((name, i) => [String(i + 1), name, '南街道'])
    const { accepted } = await outcomeOf(text(['社区', '街道'], rows), '社区.csv')
    expect(valuesOf(accepted, 'name')).toEqual(['东社区', '西社区', '河社区'])
  })
})
