import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf, sumOf, valuesOf } from '../help'

// Marks of web pages in cells, ends of lines that few programs write, and text of four bytes a character.

const header = '楼栋,户数,社区,街道,经度,纬度'
const rowsOf = (count: number, around: (cell: string) => string = (cell) => cell) =>
  Array.from({ length: count }, (_, i) =>
    [`${i}号楼`, String(40 + i), '东社区', '南街道', `113.20${i}`, '35.2'].map(around).join(','),
  )

describe('marks of web pages', () => {
  test('around any value change none of them', async () => {
    const mark = fc.constantFrom('&nbsp;', '&#160;', '&NBSP;', '<b>', '</b>', '<br/>', '<td>', '</span>', '')
    await fc.assert(
      fc.asyncProperty(mark, mark, fc.boolean(), async (before, after, isFeature) => {
        const around = (cell: string) => `${before}${cell}${after}`
        const plain = await outcomeOf([header, ...rowsOf(4)].join('\n'), '楼栋.csv')
        const features = Array.from({ length: 4 }, (_, i) => ({
          type: 'Feature',
          properties: {
            楼栋: around(`${i}号楼`),
            户数: around(String(40 + i)),
            社区: around('东社区'),
            街道: around('南街道'),
          },
          geometry: { type: 'Point', coordinates: [Number(`113.20${i}`), 35.2] },
        }))
        const marked = isFeature
          ? await outcomeOf(JSON.stringify({ type: 'FeatureCollection', features }), '楼栋.geojson')
          : await outcomeOf([header, ...rowsOf(4, around)].join('\n'), '楼栋.csv')
        expect(marked.questions).toEqual([])
        expect(marked.accepted.map(({ payload, geometry }) => [payload, geometry])).toEqual(
          plain.accepted.map(({ payload, geometry }) => [payload, geometry]),
        )
      }),
      runs(30),
    )
  })

  test('in times, states, codes and names of columns are read over', async () => {
    const text = [
      '工单号,事件类型,上报&nbsp;时间,状态,经度,纬度',
      'w1,占道经营&nbsp;,2026-03-01&nbsp;08:05,已结案&nbsp;,113.2,35.2',
      'w2,占道经营,2026-03-01 08:05,处置中,113.21&nbsp;,35.2',
    ].join('\n')
    const { questions, accepted } = await outcomeOf(text, '事件.csv')
    expect([questions, valuesOf(accepted, 'state')]).toEqual([[], ['closed', 'in_progress']])
    expect(new Set(valuesOf(accepted, 'reportedAt'))).toEqual(new Set(['2026-03-01T00:05:00.000Z']))
    const areas = await outcomeOf(
      '统计代码,名称\n410802001001&nbsp;,A&amp;B社区\n410802001002,西社区',
      '社区.csv',
    )
    expect(valuesOf(areas.accepted, 'code')).toEqual(['410802001001', '410802001002'])
    expect(valuesOf(areas.accepted, 'name')).toEqual(['A&B社区', '西社区'])
  })
})

describe('ends of lines', () => {
  test.each(['\u2028', '\u2029', '\u0085'])('%j ends lines where nothing else does', async (end) => {
    const { read, accepted } = await outcomeOf([header, ...rowsOf(3)].join(end), '楼栋.csv')
    expect([read, sumOf(accepted), accepted.map(({ line }) => line)]).toEqual([3, 123, [2, 3, 4]])
  })

  test.each(['\u2028', '\u2029', '\u0085'])('%j in a cell ends none', async (mark) => {
    const rows = rowsOf(3, (cell) => (cell === '南街道' ? `${cell}${mark}` : cell))
    const { read, accepted } = await outcomeOf([header, ...rows].join('\n'), '楼栋.csv')
    expect([read, valuesOf(accepted, 'street')]).toEqual([3, ['南街道', '南街道', '南街道']])
  })
})

test('what old programs put at the end of a file is no row', async () => {
  const { read, accepted } = await outcomeOf([header, ...rowsOf(3), '\u001A'].join('\n'), '楼栋.csv')
  expect([read, accepted.length]).toEqual([3, 3])
})

test.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])(
  'text of four bytes a character is named (little end first: %s, with a mark: %s)',
  async (isLittle, hasMark) => {
    const text = [...`${hasMark ? '\uFEFF' : ''}${[header, ...rowsOf(3)].join('\n')}`]
    const view = new DataView(new ArrayBuffer(text.length * 4))
    text.forEach((one, i) => view.setUint32(i * 4, one.codePointAt(0)!, isLittle))
    await expect(outcomeOf(new Uint8Array(view.buffer), '楼栋.csv')).rejects.toMatchObject({
      code: 'file-encoding-unread',
      detail: 'UTF-32',
    })
  },
)
