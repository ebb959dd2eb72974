import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesOtherColumns, notData } from '../../../../src/import/tables/not-data'
import { runs } from '../../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

const columns = ['街道', '社区', '户数']
const noRows: [string[], string][] = [
  [['合计', '', '700'], 'row-is-total'],
  [['南街道', '小 计', '700'], 'row-is-total'],
  [['南街道小计', '', '700'], 'row-is-total'],
  [['总计：', '2个', '700'], 'row-is-total'],
  [['Total', '', '700'], 'row-is-total'],
  [['共2个', '', ''], 'row-is-total'],
  [['注：数据截至2月', '', ''], 'row-is-note'],
  [['填表人：张某', '审核人：李某', ''], 'row-is-note'],
  [['数据来源: 统计局', '', ''], 'row-is-note'],
  [['街道', '社区', '户数'], 'row-is-header'],
  [['（名称）', '（名称）', '（户）'], 'row-is-header'],
]
const things = fc.array(
  fc.record({
    street: fc.constantFrom('南街道', '北街道'),
    name: fc.stringMatching(/^[东西河湖山木]{1,3}$/),
  }),
  { minLength: 1, maxLength: 12 },
)

describe('what stands in a table and is no row of it', () => {
  test.each(noRows)('%j is said to be none', (cells, reason) => {
    expect(notData(cells, columns)?.reason).toBe(reason)
  })

  test.each([
    [['南街道', '合计社', '40']],
    [['南街道', '注溪社区', '40']],
    [['单位大院', '东社区', '40']],
    [['共青团路街道', '共和社区', '40']],
    [['南街道', '街道', '40']],
    [['', '', '']],
  ])('%j is a row as others are', (cells) => expect(notData(cells, columns)).toBeUndefined())

  test('a note says no more of itself than its first word, which is no name', () => {
    expect(notData(['填表人：张某', '', ''], columns)?.detail).toBe('填表人')
  })

  test('becomes no area, wherever it stands, and costs no row', async () => {
    const list = things.map((all) => [...new Map(all.map((one) => [one.street + one.name, one])).values()])
    const odd = fc.array(fc.record({ at: fc.nat({ max: 12 }), row: fc.constantFrom(...noRows) }), {
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(list, odd, async (all, extra) => {
        const lines = all.map(({ street, name }) => `${street},${name}社区,40`)
        for (const { at, row } of extra) lines.splice(Math.min(at, lines.length), 0, row[0].join(','))
        const text = `街道,社区,户数\n${lines.join('\n')}\n`
        const { read, accepted, refused } = await outcomeOf(
          text,
          'list.csv',
          { kind: 'areas' },
          { headerLine: 1 },
        )
        expect(read).toBe(lines.length)
        expect(valuesOf(accepted, 'name')).toEqual(all.map(({ name }) => `${name}社区`))
        expect(refused.map(({ refusal }) => refusal).sort()).toEqual(extra.map(({ row }) => row[1]).sort())
      }),
      runs(300),
    )
  })

  test('names in two languages are one header, and the second is no area', async () => {
    const text = 'code,name,parent\n代码,名称,上级\n410802001001,东社区,南街道\n'
    const { accepted, refused } = await outcomeOf(text, 'areas.csv')
    expect(valuesOf(accepted, 'name')).toEqual(['东社区'])
    expect(refusalsOf(refused)).toEqual(['2 row-is-header 代码, 名称, 上级'])
  })
})

describe('a second table', () => {
  const place = (i: number) => `113.20${i}0,35.2`

  test('below the first, with other columns, is not read by the names of the first', async () => {
    const text = [
      '楼栋,户数,层数,经度,纬度',
      `1号楼,40,6,${place(1)}`,
      '楼栋,层数,户数,经度,纬度',
      `2号楼,18,72,${place(2)}`,
    ].join('\n')
    const { accepted, refused } = await outcomeOf(text, 'list.csv')
    expect(sumOf(accepted)).toBe(40)
    expect(refusalsOf(refused).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '3 row-is-header',
      '4 below-other-header',
    ])
  })

  test('with the same columns is read on', async () => {
    const text = [
      '楼栋,户数,经度,纬度',
      `1号楼,40,${place(1)}`,
      '楼栋,户数,经度,纬度',
      `2号楼,40,${place(2)}`,
    ].join('\n')
    expect(sumOf((await outcomeOf(text, 'list.csv')).accepted)).toBe(80)
    expect(namesOtherColumns(['楼栋', '户数'], ['楼栋', '户数'])).toBe(false)
  })

  test('beside the first ends with words, since only half of it would be read', async () => {
    const text = '楼栋,户数,经度,纬度,,楼栋,户数,经度,纬度\n1号楼,40,113.2,35.2,,2号楼,40,113.3,35.2\n'
    await expect(outcomeOf(text, 'list.csv')).rejects.toMatchObject({ code: 'file-tables-beside' })
  })

  test('two positions of one thing are a question, not the first', async () => {
    const text = '楼栋,户数,经度,纬度,经度,纬度\n1号楼,40,113.2,35.2,113.2061,35.1993\n'
    const { questions } = await outcomeOf(text, 'list.csv')
    expect(questions.map(({ subject }) => subject)).toEqual(['lng', 'lat'])
  })
})

const group = fc.record({
  community: fc.constantFrom('东社区', '西社区', '河社区', '湖社区'),
  street: fc.constantFrom('南街道', '北街道'),
  rows: fc.integer({ min: 2, max: 4 }),
})

/** Rows of groups, of which every further row has `below` where the first has its community and street. */
function listOf(groups: { community: string; street: string; rows: number }[], below: string): string {
  let i = 0
  const lines = groups.flatMap(({ community, street, rows }) =>
    Array.from({ length: rows }, (_, row) => {
      const said = row === 0 || below === 'said'
      i++
      return `${i}号楼,40,${said ? community : below},${said ? street : below},113.2${String(i).padStart(3, '0')},35.2`
    }),
  )
  return `楼栋,户数,社区,街道,经度,纬度\n${lines.join('\n')}\n`
}

describe('what is written once for several rows', () => {
  test('holds for all of them: as above by its word, blank cells when somebody says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(group, { minLength: 2, maxLength: 4 }),
        fc.constantFrom('同上', '〃', 'ditto'),
        async (groups, word) => {
          // Two groups of one name, one after the other, are one group.
          const apart = groups.filter(
            ({ community, street }, i) =>
              i === 0 || (community !== groups[i - 1].community && street !== groups[i - 1].street),
          )
          const belongs = ({ accepted }: Awaited<ReturnType<typeof outcomeOf>>) =>
            accepted.map(({ payload }) => [
              (payload as Record<string, unknown>).community,
              (payload as Record<string, unknown>).street,
            ])
          const written = belongs(await outcomeOf(listOf(apart, 'said'), 'list.csv'))
          expect(belongs(await outcomeOf(listOf(apart, word), 'list.csv'))).toEqual(written)
          const blank = await outcomeOf(listOf(apart, ''), 'list.csv')
          expect(blank.questions.map(({ code }) => code)).toEqual(['blank-below', 'blank-below'])
          const answers = { 'blank-below:社区': 'fill', 'blank-below:街道': 'fill' }
          expect(belongs(await outcomeOf(listOf(apart, ''), 'list.csv', answers))).toEqual(written)
        },
      ),
      runs(100),
    )
  })

  test('a row that was refused is saved with what stands above it', async () => {
    const text =
      '楼栋,户数,社区,经度,纬度\n1号楼,40,东社区,113.2,35.2\n2号楼,多,,113.201,35.2\n3号楼,40,,113.202,35.2\n'
    const { job, refused } = await outcomeOf(text, 'list.csv', { 'blank-below:社区': 'fill' })
    const { cells } = await job.cellsOf(
      refused.map(({ line }) => line!),
      'buildings',
    )
    expect(cells[3]).toContain('东社区')
  })

  test('columns that are only sometimes filled are not asked about', async () => {
    const rows = ['东社区', '东社区', '', '', '', '西社区'].map((c, i) => `${i}号楼,40,${c},113.2${i}1,35.2`)
    const { questions } = await outcomeOf(`楼栋,户数,社区,经度,纬度\n${rows.join('\n')}\n`, 'list.csv')
    expect(questions).toEqual([])
  })
})

describe('areas of several levels in one list', () => {
  test('codes that are filled with zeros are those of their level', async () => {
    const text = '统计用区划代码,名称\n410802000000,解放区\n410802001000,南街道\n410802001001,东社区\n'
    const { accepted } = await outcomeOf(text, 'areas.csv')
    expect(accepted.map(({ part, source }) => `${part} ${source}`)).toEqual([
      'district 410802',
      'street 410802001',
      'community 410802001001',
    ])
  })

  test('a street in a line of its own is one, and what stands below it is said to be put under it', async () => {
    const text = '名称\t备注\n南街道\t\n东社区\t\n北街道\t\n东社区\t\n'
    const { accepted } = await outcomeOf(text, 'areas.txt', { kind: 'areas' })
    expect(accepted.map(({ part, source }) => `${part} ${source}`)).toEqual([
      'street /南街道',
      'community 南街道/东社区',
      'street /北街道',
      'community 北街道/东社区',
    ])
    expect(doubtsOf(accepted)).toEqual(['3 parent-from-above', '5 parent-from-above'])
  })

  test('a list that names the same areas over and over is asked about', async () => {
    const rows = [1, 2, 3].map((i) => `${i},南街道,东社区,x`)
    const { questions } = await outcomeOf(`楼,街道,社区,甲\n${rows.join('\n')}\n`, 'list.csv')
    expect(questions.map(({ code }) => code)).toContain('kind')
  })
})

test('a community is one by its name, with its code or its street beside it or not, and stays apart from that of another street', async () => {
  const named = [
    '东社区,南街道',
    '410802001001 东社区,南街道',
    '东社区(410802001001),南街道',
    '南街道东社区,南街道办事处',
    '南街道社区,南街道',
    '东社区,北街道',
  ]
  const rows = named.map((names, i) => `${i}号楼,40,${names},113.2${i}1,35.2`)
  const { accepted } = await outcomeOf(`楼栋,户数,社区,街道,经度,纬度\n${rows.join('\n')}\n`, 'list.csv')
  expect(valuesOf(accepted, 'community')).toEqual([
    '东社区',
    '东社区',
    '东社区',
    '东社区',
    '南街道社区',
    '东社区',
  ])
  expect(valuesOf(accepted, 'street')).toEqual([...Array<string>(5).fill('南街道'), '北街道'])
  expect(doubtsOf(accepted)).toEqual([
    '3 spelled-otherwise',
    '4 spelled-otherwise',
    '5 spelled-otherwise',
    '5 spelled-otherwise',
  ])
})

test('places half around the world are refused, however many they are and however few rows there are', async () => {
  const near = (count: number) =>
    Array.from({ length: count }, (_, i) => `${i}号楼,40,东社区,南街道,113.20${i},35.2`)
  const far = ['a,40,东社区,南街道,0.5,35.2', 'b,40,东社区,南街道,113.2,0.5', 'c,40,东社区,南街道,-76.6,39.3']
  for (const [count, strays] of [
    [2, 1],
    [3, 1],
    [6, 3],
    [4, 2],
  ]) {
    const text = `楼栋,户数,社区,街道,经度,纬度\n${[...near(count), ...far.slice(0, strays)].join('\n')}\n`
    const { job, accepted, refused, settings } = await outcomeOf(text, 'list.csv')
    expect([accepted.length, refused.map(({ refusal }) => refusal)]).toEqual([
      count,
      Array<string>(strays).fill('far-from-others'),
    ])
    // Communities are drawn around the others.
    const target = { code: '410802', name: '区', streets: 0, communities: 0, bounded: 0 }
    expect((await job.read(settings, target, () => undefined)).derivedCommunities).toBe(1)
  }
})
