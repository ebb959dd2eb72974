import { describe, expect, test } from 'vitest'
import { readTime } from '../../../../src/import/dates'
import { countFactor } from '../../../../src/import/values/units'
import { readCoordinate } from '../../../../src/import/coordinates'
import { deriveCommunities } from '../../../../src/import/rows/derive'
import { doubtsOf, labelled, open, outcomeOf, readTable, refusalsOf, sumOf, valuesOf } from '../help'

// What was taken without a word and meant something else.

const table = (header: string, ...rows: string[]) => [header, ...rows].join('\n')
const plain = '楼栋编号,户数,社区,街道,经度,纬度'

describe('degrees, minutes and seconds packed into one number', () => {
  const at = (degrees: number, minutes: number, seconds: number) => degrees + minutes / 60 + seconds / 3600
  test.each<[string, string, number]>([
    ['经度(度分秒)', '113.1200', at(113, 12, 0)],
    ['经度(度分秒)', '113.12', at(113, 12, 0)],
    ['经度(度分秒)', '113.1', at(113, 10, 0)],
    ['经度(度分秒)', '113.120345', at(113, 12, 3.45)],
    ['经度（度.分秒）', '-76.3559', -at(76, 35, 59)],
    ['经度(度分秒)', '1131203.5', at(113, 12, 3.5)],
    ['Longitude DMS', '1131203', at(113, 12, 3)],
    ['经度(度分秒)', '113°12′03″', at(113, 12, 3)],
    ['经度(度分秒)', '113.7500', Number.NaN],
    ['经度(度分秒)', '113.1299', Number.NaN],
    ['经度', '113.1200', 113.12],
    ['经度（度）', '113.1200', 113.12],
  ])('%s %s', (column, text, value) => {
    const read = readCoordinate(text, 'point', column)!
    if (Number.isNaN(value)) expect(read).toBeNaN()
    else expect(read).toBeCloseTo(value, 9)
  })

  test('are where they are, and one that is none costs its row', async () => {
    const text = table(
      '楼栋编号,户数,社区,街道,经度(度分秒),纬度(度分秒)',
      ...['113.1200,35.1200', '113.1203,35.1200', '113.1206,35.12', '113.7500,35.1200'].map(
        (place, i) => `b${i}x,40,东社区,南街道,${place}`,
      ),
    )
    const { accepted, refused } = await outcomeOf(text, '楼栋.csv')
    const places = accepted
      .filter(({ part }) => part === 'row')
      .map(({ geometry }) =>
        (geometry as unknown as GeoJSON.Point).coordinates.map((one) => one.toFixed(5)).join(),
      )
    expect(places).toEqual(['113.20000,35.20000', '113.20083,35.20000', '113.20167,35.20000'])
    expect(refusalsOf(refused)).toEqual(['5 not-a-number 113.7500'])
  })
})

describe('counts in hundreds and thousands', () => {
  test.each([
    ['户数（百户）', [], 100],
    ['户数/万户', [], 10_000],
    ['户数(单位:千户)', [], 1000],
    ['户数 (thousands)', [], 1000],
    ['户数', ['单位：百户'], 100],
    ['户数', ['2026年 单位：万户 制表：统计科'], 10_000],
    ['户数（户）', ['单位：百户'], 1],
    ['户数', ['单位：户'], 1],
    ['户数', ['三百户以上的楼栋'], 1],
    ['百户网格户数', [], 1],
  ])('%s under %j', (column, titles, factor) => expect(countFactor(column, titles)).toBe(factor))

  test('are that many, about', async () => {
    const text = table(
      plain.replace('户数', '户数（百户）'),
      'b0x,12,东社区,南街道,113.2,35.2',
      'b1x,1.5,东社区,南街道,113.2004,35.2',
    )
    const { accepted, questions } = await outcomeOf(text, '楼栋.csv')
    expect([questions, sumOf(accepted), doubtsOf(accepted)]).toEqual([
      [],
      1350,
      ['2 count-approximate', '3 count-approximate'],
    ])
  })

  test('as a line above the table says', async () => {
    const text = table(
      '楼栋户数表,,,,,',
      ',,,,,单位：百户',
      plain,
      'b0x,2,东社区,南街道,113.2,35.2',
      'b1x,3,东社区,南街道,113.2004,35.2',
    )
    expect(sumOf((await outcomeOf(text, '楼栋.csv')).accepted)).toBe(500)
  })
})

describe('totals that stand behind the name of what they are of', () => {
  test.each([
    ['北街道,河社区小计,40'],
    ['北街道,河社区小计（2栋）,40'],
    ['北街道,共1个,'],
    ['北街道,合计（3个）,40'],
    ['北街道,共 2 个社区,'],
  ])('%s is no community', async (row) => {
    const text = table('街道,社区,户数', '南街道,东社区,40', '南街道,西社区,50', '北街道,河社区,40', row)
    const { accepted, refused } = await outcomeOf(text, '社区名录.csv', { kind: 'areas' })
    expect(
      accepted.flatMap(({ part, payload }) =>
        part === 'community' ? [(payload as { name: string }).name] : [],
      ),
    ).toEqual(['东社区', '西社区', '河社区'])
    expect(refused.map(({ line, refusal }) => [line, refusal])).toEqual([[5, 'row-is-total']])
  })

  test('words of a request that end so are no total', async () => {
    const text = table(
      '工单号,事件类型,描述,上报时间,经度,纬度',
      'w1x,占道经营,工资少发合计,2026-03-01 08:05,113.2,35.2',
      'w2x,占道经营,电费合计,2026-03-01 08:06,113.21,35.2',
    )
    expect((await outcomeOf(text, '事件.csv')).refused).toEqual([])
  })
})

describe('rows that say that they are no longer meant', () => {
  const marked = (column: string, ...marks: string[]) =>
    table(
      `${plain},${column}`,
      ...marks.map(
        (mark, i) => `b${i}x,${40 + i},东社区,南街道,${(113.2 + i * 0.0004).toFixed(4)},35.2,${mark}`,
      ),
    )
  test.each([
    ['状态', ['正常', '已拆除', '作废'], '已拆除 × 1; 作废 × 1'],
    ['备注', ['未拆除', '2023年底已拆除', '现已注销'], '2023年底已拆除 × 1; 现已注销 × 1'],
    ['是否重复', ['否', '是', '重复'], '是 × 1; 重复 × 1'],
    ['是否删除', ['否', '是', '是'], '是 × 2'],
    ['is_deleted', ['0', '1', '1'], '1 × 2'],
    ['del_flag', ['0', '1', '1'], '1 × 2'],
    ['是否有效', ['是', '否', '否'], '否 × 2'],
    ['房屋状态', ['在用', '已拆迁', '灭失'], '已拆迁 × 1; 灭失 × 1'],
    ['拆除年份', ['', '2020', '2021年'], '2020 × 1; 2021年 × 1'],
    ['失效日期', ['9999-12-31', '2024-01-01', '2025/1/1'], '2024-01-01 × 1; 2025/1/1 × 1'],
    ['valid_to', ['2099-12-31', '2024-01-01', '2024-01-01'], '2024-01-01 × 2'],
    ['status', ['active', 'demolished', 'Retired'], 'demolished × 1; Retired × 1'],
  ])('in %s are asked about', async (column, marks, detail) => {
    const text = marked(column, ...marks)
    const { questions } = await outcomeOf(text, '楼栋.csv')
    expect(questions.map((one) => [one.code, one.subject, one.detail, one.proposal])).toEqual([
      ['withdrawn', column, detail, 'leave-out'],
    ])
    const key = `withdrawn:${column}`
    const left = await outcomeOf(text, '楼栋.csv', { [key]: 'leave-out' })
    expect([left.read, sumOf(left.accepted), left.refused.map(({ refusal }) => refusal)]).toEqual([
      3,
      40,
      ['row-withdrawn', 'row-withdrawn'],
    ])
    expect(sumOf((await outcomeOf(text, '楼栋.csv', { [key]: 'take' })).accepted)).toBe(123)
  })

  test.each([
    ['状态', ['正常', '在建', '空置']],
    ['是否删除', ['否', '否', '']],
    ['备注', ['未拆除', '拆除违建三处', '旁边一栋已拆除']],
    ['是否重复', ['不重复', '否', '']],
    ['是否有效', ['是', '是', '1']],
    ['拆除日期', ['', '2099-12-31', '']],
    ['失效日期', ['9999-12-31', '', '1900-01-00']],
  ])('in %s are none', async (column, marks) =>
    expect((await outcomeOf(marked(column, ...marks), '楼栋.csv')).questions).toEqual([]),
  )

  test('the state of a request says how far it came', async () => {
    const text = table(
      '工单号,事件类型,状态,上报时间,经度,纬度',
      'w1x,占道经营,作废,2026-03-01 08:05,113.2,35.2',
    )
    expect((await outcomeOf(text, '事件.csv')).questions.map(({ code }) => code)).not.toContain('withdrawn')
  })
})

test.each([
  ['令和8年3月1日 08:05', '2026-03-01T00:05:00.000Z'],
  ['令和元年5月1日', '2019-04-30T16:00:00.000Z'],
  ['平成31年4月1日', '2019-03-31T16:00:00.000Z'],
  ['Ｒ８．３．１', '2026-02-28T16:00:00.000Z'],
  ['R08/03/01', '2026-02-28T16:00:00.000Z'],
  ['农历2026年1月13日', null],
  ['2026年正月十三', null],
  ['R2-0301', null],
])('%s is a day of its era', (text, instant) => expect(readTime(text, '+08:00')).toBe(instant))

describe('the zone that a file states beside its times', () => {
  test.each([
    ['上报时间(UTC)', '2026-03-01T08:05:00.000Z'],
    ['上报时间（UTC+9）', '2026-02-28T23:05:00.000Z'],
    ['created_at_utc', '2026-03-01T08:05:00.000Z'],
    ['上报时间（北京时间）', '2026-03-01T00:05:00.000Z'],
    ['上报时间', '2026-03-01T00:05:00.000Z'],
  ])('%s', async (column, instant) => {
    const text = table(`工单号,事件类型,${column},经度,纬度`, 'w1x,占道经营,2026-03-01 08:05,113.2,35.2')
    const { accepted } = await outcomeOf(text, '事件.csv', { kind: 'incidents', 'column:reportedAt': column })
    expect(valuesOf(accepted, 'reportedAt')).toEqual([instant])
  })

  test('in a column is that of each row', async () => {
    const zones = ['UTC', '+09:00', 'Asia/Tokyo', '', '火星']
    const text = table(
      '工单号,事件类型,上报时间,时区,经度,纬度',
      ...zones.map((zone, i) => `w${i}x,占道经营,2026-03-01 08:05,${zone},113.2${i},35.2`),
    )
    const { accepted, refused } = await outcomeOf(text, '事件.csv')
    expect(valuesOf(accepted, 'reportedAt')).toEqual([
      '2026-03-01T08:05:00.000Z',
      '2026-02-28T23:05:00.000Z',
      '2026-02-28T23:05:00.000Z',
      '2026-03-01T00:05:00.000Z',
    ])
    expect(refused.map(({ line, refusal }) => [line, refusal])).toEqual([[6, 'not-a-time']])
  })
})

test('a row that names two communities is a doubt', async () => {
  const names = ['东社区/西社区', '东社区、西社区', '东社区', '和平社区', '东、西社区']
  const text = table(
    plain,
    ...names.map((name, i) => `b${i}x,40,${name},南街道,${(113.2 + i * 0.0004).toFixed(4)},35.2`),
  )
  expect(doubtsOf((await outcomeOf(text, '楼栋.csv')).accepted)).toEqual([
    '2 several-in-one',
    '3 several-in-one',
  ])
})

test('numbers of doors are no address: rows of one house are asked about, and added up', async () => {
  const doors = ['1,101', '1,102', '2,201', '2,202']
  const text = table(
    '楼栋,单元,门牌,户数,社区,街道,经度,纬度',
    ...['1号楼', '2号楼'].flatMap((house) =>
      doors.map((door) => `${house},${door},1,东社区,南街道,113.2,35.2`),
    ),
  )
  const { questions } = await outcomeOf(text, '楼栋.csv')
  expect(questions.map(({ code, detail }) => [code, detail])).toEqual([
    ['units', '8 → 2; 1号楼: 1 + 1 + 1 + …; 2号楼: 1 + 1 + 1 + …'],
  ])
  const added = (await outcomeOf(text, '楼栋.csv', { units: 'add' })).accepted.filter(
    ({ part }) => part === 'row',
  )
  expect([added.length, sumOf(added)]).toEqual([2, 8])
})

test('an address that is called one may be a number alone, in a file of one row too', async () => {
  const row = 'b0x,40,东社区,南街道,113.2,35.2,1'
  const { accepted } = await outcomeOf(table(`${plain},地址`, row), '楼栋.csv')
  expect(valuesOf(accepted, 'address')).toEqual(['1'])
})

test.each(['其他', '其它社区', '未详', '待核实', 'Other', '#DIV/0!', '?'])(
  'what stands for no community becomes none: %s',
  async (word) => {
    const text = table(
      plain,
      ...['东社区', '东社区', word, '西社区', '西社区'].map(
        (name, i) => `b${i}x,40,${name},南街道,${113.2 + i / 1000},35.2`,
      ),
    )
    const { table: read, settings } = await open(text, '楼栋.csv')
    const { accepted } = await readTable(read, settings)
    const target = { code: '999902', name: '南区', streets: 0, communities: 0, bounded: 0 }
    const made = deriveCommunities(labelled(accepted), target).filter(({ part }) => part === 'community')
    expect(made.map(({ name }) => name).sort()).toEqual(['东社区', '西社区'])
    expect(accepted).toHaveLength(5)
  },
)
