import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { refusedCsv } from '../../../../src/import/report/report'
import { runs } from '../../../support/runs'
import { outcomeOf } from '../help'

// Kind 8: what was refused is saved as CSV, mended and brought back, and is then as if it had never been wrong.

const head = ['楼栋编号', '楼栋名称', '户数', '层数', '社区', '经度', '纬度', '地址']
const address = fc.oneof(
  fc.constantFrom('-3层', '+1-2号', '@家', '=1+1', "'=x", '"引"', 'a,b', '两\n行', '－5', '＝SUM(A1)', ''),
  fc.string({ unit: fc.constantFrom(...'=+-@\'",;1东a '), maxLength: 8 }),
)

/** Ways to spoil a row so that it is refused: column and what then stands there. */
const faults = fc.constantFrom<[number, string]>(
  [2, ''],
  [2, '很多'],
  [2, '-4'],
  [2, '4.5'],
  [5, ''],
  [5, '=RIGHT(A1)'],
  [6, '不详'],
  [6, '1+1'],
)

test('rows that were refused are accepted once they are mended, each as it would have been', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(address, fc.option(faults, { nil: undefined, freq: 2 })), {
        minLength: 5,
        maxLength: 9,
      }),
      fc.constantFrom('\n', '\r\n'),
      async (list, newline) => {
        const right = list.map(([text], i) => [
          `b-${i}x`,
          `${i}号楼`,
          String(40 + i),
          '6',
          '东社区',
          `113.2${i}`,
          '35.2',
          text,
        ])
        const given = right.map((cells, i) => {
          const fault = list[i][1]
          return fault && i > 0 ? cells.with(fault[0], fault[1]) : cells
        })
        const wrong = given.flatMap((cells, i) => (cells === right[i] ? [] : [i]))
        fc.pre(wrong.length > 0 && wrong.length * 2 < list.length)
        const file = (rows: string[][]) => Papa.unparse([head, ...rows], { newline })
        const whole = await outcomeOf(file(right), '楼栋.csv')
        const spoiled = await outcomeOf(file(given), '楼栋.csv')
        expect([spoiled.questions, spoiled.accepted.length, spoiled.refused.length]).toEqual([
          [],
          list.length - wrong.length,
          wrong.length,
        ])
        const lines = spoiled.refused.map(({ line }) => line!)
        const saved = refusedCsv(
          spoiled.refused.map(({ number, line, refusal, detail }) => ({
            number,
            line: line!,
            lines: 1,
            source: '',
            reason: refusal!,
            detail: detail!,
            doubts: [],
          })),
          (reason) => reason,
          await spoiled.job.cellsOf(lines, 'buildings'),
        )
        // Somebody opens it and writes the right value where the wrong one stands.
        const { data } = Papa.parse<string[]>(saved.replace(/^\uFEFF/, ''), { skipEmptyLines: true })
        for (const cell of data.flat()) expect(cell).not.toMatch(/^[=@＝＠]/)
        const mended = data.map((cells, row) => {
          if (row === 0) return cells
          const column = list[wrong[row - 1]][1]![0]
          return cells.with(4 + column, right[wrong[row - 1]][column])
        })
        const back = await outcomeOf(Papa.unparse(mended), '退回.csv', { kind: 'buildings' })
        expect([back.questions, back.refused]).toEqual([[], []])
        const plain = (rows: typeof back.accepted) =>
          rows.map(({ source, payload, geometry }) => ({ source, payload, geometry }))
        const ids = new Set(wrong.map((i) => `b-${i}x`))
        expect(plain(back.accepted)).toEqual(plain(whole.accepted.filter(({ source }) => ids.has(source!))))
      },
    ),
    runs(2000),
  )
})
