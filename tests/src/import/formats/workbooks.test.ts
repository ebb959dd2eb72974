import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'
import { workbook, type Cell } from './workbook'

const header = ['楼栋', '户数', '社区', '街道', '经度', '纬度']
const house = (i: number, households: Cell = 40, community: Cell = '东社区'): Cell[] => [
  `${i}号楼`,
  households,
  community,
  '南街道',
  113.2 + i * 0.0004,
  35.2,
]
const requests = ['案件编号', '小类', '上报时间', '经度', '纬度']

describe('a workbook', () => {
  test('whose cells do not say where they stand is read in their order', async () => {
    const rows = [header, house(1), [null, ...house(2).slice(1)], house(3)]
    const { accepted } = await outcomeOf(workbook([{ rows, hasNoReferences: true }]), 'list.xlsx')
    expect(valuesOf(accepted, 'name')).toEqual(['1号楼', '', '3号楼'])
    expect(sumOf(accepted)).toBe(120)
  })

  test('that counts its days from 1904 has them on the same days, formatted as dates or not', async () => {
    const days = [46082, 46082 + 1 / 3].map((day) => day - 1462)
    const rows = [requests, ...days.map((day, i) => [`w-${i}x`, '违停', day, 113.2 + i * 0.001, 35.2])]
    const { accepted } = await outcomeOf(workbook([{ rows }], 'date1904="1"'), 'list.xlsx')
    expect(valuesOf(accepted, 'reportedAt')).toEqual(['2026-02-28T16:00:00.000Z', '2026-03-01T00:00:00.000Z'])
  })

  test('proposes no sheet that is hidden before one that is shown', async () => {
    const words = {
      name: '字典',
      state: 'hidden',
      rows: [
        ['代码', '名称'],
        ['1', '住宅'],
        ['2', '商业'],
      ],
    }
    const { questions } = await outcomeOf(
      workbook([words, { name: '楼栋', rows: [header, house(1)] }]),
      'l.xlsx',
    )
    expect(questions.map(({ code, proposal }) => `${code} ${proposal}`)).toContain('layer 楼栋')
  })

  test('a name that became a date has a doubt', async () => {
    const rows = [header, house(1), ['2026-03-01', ...house(2).slice(1)]]
    const { accepted } = await outcomeOf(workbook([{ rows }]), 'list.xlsx')
    expect(doubtsOf(accepted)).toEqual(['3 code-damaged'])
  })

  test('a place that was merged over several rows has a doubt in each', async () => {
    const rows = [header, house(1), [...house(2).slice(0, 4), null, null], house(3)]
    const { accepted } = await outcomeOf(workbook([{ rows, merges: ['E2:E3', 'F2:F3'] }]), 'list.xlsx')
    expect(doubtsOf(accepted)).toEqual(['2 position-shared', '3 position-shared'])
  })

  test('a row of two lines is one row', async () => {
    const rows = [header, house(1), [], house(2), []]
    const merges = [2, 4].flatMap((row) =>
      ['A', 'B', 'C', 'D', 'E', 'F'].map((c) => `${c}${row}:${c}${row + 1}`),
    )
    const { read, accepted } = await outcomeOf(workbook([{ rows, merges }]), 'list.xlsx')
    expect([read, accepted.length, sumOf(accepted)]).toEqual([2, 2, 80])
  })
})

describe('households that were merged over several rows', () => {
  test('are those of none of them', async () => {
    const rows = [header, house(1, 120), house(2, null), house(3, null), house(4)]
    const { accepted, refused } = await outcomeOf(workbook([{ rows, merges: ['B2:B4'] }]), 'list.xlsx')
    expect(sumOf(accepted)).toBe(40)
    expect(refusalsOf(refused)).toEqual([2, 3, 4].map((line) => `${line} count-shared 120`))
  })

  test('never come to more than was written, whatever else was merged', async () => {
    const group = fc.record({
      rows: fc.integer({ min: 1, max: 4 }),
      households: fc.integer({ min: 1, max: 200 }),
      isMerged: fc.boolean(),
      isCommunityMerged: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 1, maxLength: 5 }), async (groups) => {
        const rows: Cell[][] = [header]
        const merges: string[] = []
        let [written, alone] = [0, 0]
        groups.forEach(({ rows: count, households, isMerged, isCommunityMerged }, g) => {
          const from = rows.length + 1
          for (let i = 0; i < count; i++) {
            const isCounted = !isMerged || i === 0
            if (isCounted) written += households
            if (!isMerged || count === 1) alone += households
            rows.push(
              house(
                rows.length,
                isCounted ? households : null,
                isCommunityMerged && i > 0 ? null : `${g}社区`,
              ),
            )
          }
          const to = rows.length
          if (isMerged && count > 1) merges.push(`B${from}:B${to}`)
          if (isCommunityMerged && count > 1) merges.push(`C${from}:C${to}`)
        })
        const { read, accepted, refused } = await outcomeOf(workbook([{ rows, merges }]), 'list.xlsx', {
          kind: 'buildings',
        })
        expect(read).toBe(rows.length - 1)
        expect(accepted.length + refused.length).toBe(read)
        expect(sumOf(accepted)).toBe(alone)
        expect(sumOf(accepted)).toBeLessThanOrEqual(written)
        // A community that was merged is that of each of its rows.
        expect(valuesOf(accepted, 'community')).not.toContain('')
      }),
      runs(200),
    )
  })
})

describe('what a workbook does not show is read, and said', () => {
  const rows = [
    ['楼栋编号', '户数', '社区', '街道', '经度', '纬度'],
    ['b0x', 40, '东社区', '南街道', 113.2, 35.2],
    ['b1x', 50, '东社区', '南街道', 113.2004, 35.2],
  ]
  test.each([
    ['<col min="2" max="2" width="9" hidden="1"/>', ['户数']],
    [
      '<col min="1" max="4" width="9"/><col min="5" max="6" width="9" hidden="true" customWidth="1"/>',
      ['经度', '纬度'],
    ],
    ['<col min="3" max="3" width="0" customWidth="1"/>', ['社区']],
    ['<col min="7" max="16384" width="9" hidden="1"/>', undefined],
    ['<col min="1" max="6" width="12"/>', undefined],
  ])('columns %s', async (columns, names) => {
    const { file, accepted } = await outcomeOf(workbook([{ rows, columns }]), '楼栋.xlsx')
    expect([file.hidden, sumOf(accepted)]).toEqual([names && { isSheet: false, columns: names }, 90])
  })

  test('a sheet that is the only one with rows', async () => {
    const book = workbook([
      { name: '封面', rows: [] },
      { name: '楼栋', rows, state: 'veryHidden' },
    ])
    expect((await outcomeOf(book, '楼栋.xlsx')).file).toMatchObject({
      layer: '楼栋',
      hidden: { isSheet: true, columns: [] },
    })
  })
})

test('a row that is struck through is a doubt, a cell that is not', async () => {
  const styles =
    '<fonts count="3"><font><sz val="11"/></font><font><strike/><sz val="11"/></font><font><strike val="0"/></font></fonts><cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs>'
  const styled = (cells: Cell[], style: number): Cell[] =>
    cells.map((cell) =>
      typeof cell === 'number'
        ? { xml: `<c{r} s="${style}"><v>${cell}</v></c>` }
        : { xml: `<c{r} s="${style}" t="inlineStr"><is><t>${cell as string}</t></is></c>` },
    )
  const rows = [
    header,
    house(0),
    styled(house(1), 1),
    styled(house(2), 2),
    [...styled(house(3).slice(0, 2), 1), ...house(3).slice(2)],
  ]
  const { accepted } = await outcomeOf(workbook([{ rows }], '', styles), '楼栋.xlsx')
  expect([sumOf(accepted), doubtsOf(accepted)]).toEqual([160, ['3 row-struck']])
})
