import { describe, expect, test } from 'vitest'
import { systemOfService } from '../../../../src/import/coordinates/services'
import { doubtsOf, outcomeOf, valuesOf } from '../help'

// What is called like a field and holds something else, what could be people, and what a map service gave, is asked about.

const csv = (header: string, ...lines: string[]) => [header, ...lines].join('\n')
const asked = ({ questions }: Awaited<ReturnType<typeof outcomeOf>>) =>
  questions.map(({ code, subject }) => (subject ? `${code}:${subject}` : code))

describe('a column that is called like a field', () => {
  test.each([
    [
      'closedAt',
      '工单号,事件类型,上报时间,结案时间,经度,纬度',
      (i: number) =>
        `w${i},占道经营,2026-03-01 08:05,${['0000-00-00', '1900/1/0 0:00', '2026-03-02'][i - 1]},113.2${i},35.2`,
    ],
    [
      'reportedAt',
      '工单号,事件类型,上报时间,经度,纬度',
      (i: number) => `w${i},占道经营,08:0${i},113.2${i},35.2`,
    ],
    [
      'households',
      '楼栋,户数,社区,街道,经度,纬度',
      (i: number) => `${i}号楼,40+${i},东社区,南街道,113.2${i},35.2`,
    ],
    ['lng', '楼栋,户数,社区,街道,经度,纬度', (i: number) => `${i}号楼,40,东社区,南街道,见图${i},35.2`],
  ])('%s and holds something else is not passed over', async (field, header, line) => {
    const outcome = await outcomeOf(csv(header, ...[1, 2, 3].map(line)), '清单.csv')
    expect(asked(outcome)).toContain(`column:${field}`)
  })

  test('of positions is not asked about where shapes say where things are', async () => {
    const features = [1, 2].map((i) => ({
      type: 'Feature',
      properties: { 楼栋: `${i}号楼`, 户数: 40, x: '是' },
      geometry: { type: 'Point', coordinates: [113.2 + i / 1000, 35.2] },
    }))
    const { questions, accepted } = await outcomeOf(
      JSON.stringify({ type: 'FeatureCollection', features }),
      '楼栋.geojson',
    )
    expect([questions, accepted.length]).toEqual([[], 2])
  })

  test('may be taken, row by row, or left out', async () => {
    const lines = ['0000-00-00', '1900/1/0 0:00', '2026-03-02'].map(
      (day, i) => `w${i},占道经营,2026-03-01 08:05,${day},113.2${i},35.2`,
    )
    const text = csv('工单号,事件类型,上报时间,结案时间,经度,纬度', ...lines)
    const taken = await outcomeOf(text, '事件.csv', { 'column:closedAt': '结案时间' })
    expect(valuesOf(taken.accepted, 'state')).toEqual(['reported', 'reported', 'closed'])
    expect(doubtsOf(taken.accepted)).toEqual(['2 time-unclear', '3 time-unclear'])
    const left = await outcomeOf(text, '事件.csv', { 'column:closedAt': '' })
    expect(valuesOf(left.accepted, 'state')).toEqual(['reported', 'reported', 'reported'])
  })
})

describe('a list that names communities', () => {
  test('and people is one of people, as far as nobody says that it is one of areas', async () => {
    const text = csv('志愿者,服务时长,社区,街道', '某甲,20,东社区,南街道', '某乙,30,西社区,南街道')
    expect(asked(await outcomeOf(text, '名册.csv'))).toEqual(['kind'])
    expect((await outcomeOf(text, '社区名录.csv')).accepted).toHaveLength(2)
  })
})

test('lines without a class may be anything', async () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [113.2, 35.2],
      [113.21, 35.2],
    ],
  }
  const text = JSON.stringify({ type: 'Feature', properties: { name: '巡逻' }, geometry: line })
  expect(asked(await outcomeOf(text, '轨迹.geojson'))).toEqual(['kind'])
  expect(asked(await outcomeOf(text, '道路.geojson'))).toEqual([])
})

describe('what a map service gave', () => {
  test.each([
    [['id', 'name', 'location', 'typecode'], 'gcj02'],
    [['name', 'location', 'pname', 'adname'], 'gcj02'],
    [['adcode', 'name', 'childrenNum', 'acroutes'], 'gcj02'],
    [['uid', 'name', 'street_id', 'location'], 'bd09'],
    [['名称', 'adcode'], undefined],
    [['楼栋', '户数', '经度', '纬度'], undefined],
  ])('%j is in %s', (columns, system) => expect(systemOfService(columns)?.system).toBe(system))

  test('is asked about, with its system proposed', async () => {
    const pois = [1, 2].map((i) => ({
      id: `B0${i}x`,
      name: `社区服务站${i}`,
      type: '社区中心',
      typecode: '130000',
      location: `113.2${i},35.2`,
      pname: '河南省',
    }))
    const { questions } = await outcomeOf(JSON.stringify({ status: '1', pois }), '服务站.json')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['coordinates', 'gcj02']])
  })
})

test('an id that a spreadsheet took for a date has a doubt', async () => {
  const text = csv(
    '楼栋编号,楼栋,户数,社区,街道,经度,纬度',
    '1月2日,1号楼,40,东社区,南街道,113.2,35.2',
    '1-13,2号楼,41,东社区,南街道,113.21,35.2',
  )
  expect(doubtsOf((await outcomeOf(text, '楼栋.csv')).accepted)).toEqual(['2 code-damaged'])
})

test('a column of a Shapefile that was cut is the field that every longer name means', async () => {
  const { completedColumn } = await import('../../../../src/import/kinds/columns')
  expect(['事件类', '居民户', '案件类', '上报时'].map(completedColumn)).toEqual([
    '事件类型',
    '居民户数',
    '案件类型',
    '上报时间',
  ])
})

describe('words about the positions', () => {
  const rows = [1, 2, 3].map((i) => `${i}号楼,40,东社区,南街道,113.20${i},35.2`)
  const header = '楼栋,户数,社区,街道,经度,纬度'
  const systemsOf = async (text: string) => {
    const { settings, questions } = await outcomeOf(text, '楼栋.csv')
    return [settings.coordinates, ...questions.map(({ code }) => code)]
  }

  test.each([
    ['GCJ-02', 'gcj02'],
    ['百度BD09', 'bd09'],
    ['WGS84', 'wgs84'],
    ['EPSG:4490', 'EPSG:4490'],
    ['CGCS2000国家大地坐标', 'EPSG:4490'],
  ])('in a column beside them or above the table are believed: %s', async (said, system) => {
    expect(await systemsOf(csv(`${header},坐标系`, ...rows.map((row) => `${row},${said}`)))).toEqual([system])
    expect(await systemsOf(csv(`坐标系：${said},,,,,`, header, ...rows))).toEqual([system])
  })

  test('that differ from row to row, or contradict the numbers, are asked about', async () => {
    const mixed = rows.map((row, i) => `${row},${i === 1 ? 'GCJ-02' : 'WGS84'}`)
    expect(await systemsOf(csv(`${header},坐标类型`, ...mixed))).toEqual(['', 'coordinates'])
    const metres = rows.map((row) => row.replace(/113\.20(\d),35\.2/, '5180$100,3897000'))
    expect(await systemsOf(csv('坐标系：GCJ-02,,,,,', header, ...metres))).toContain('coordinates')
  })

  test('of something else say nothing of them', async () => {
    expect(await systemsOf(csv('高德小区楼栋表,,,,,', header, ...rows))).toEqual(['wgs84'])
    expect(await systemsOf(csv(`${header},坐标来源`, ...rows.map((row) => `${row},现场采集`)))).toEqual([
      'wgs84',
    ])
  })
})

test('numbers that a spreadsheet drew on by whole degrees are no places', async () => {
  const row = (lng: number, lat: number, i: number) => `${i}号楼,40,东社区,南街道,${lng},${lat}`
  const header = '楼栋,户数,社区,街道,经度,纬度'
  const drawn = await outcomeOf(
    csv(header, ...[0, 1, 2, 3, 4, 5].map((i) => row(113.2 + i, 35.2, i))),
    '楼栋.csv',
  )
  expect(drawn.refused.map(({ line, refusal }) => [line, refusal])).toEqual(
    [3, 4, 5, 6, 7].map((line) => [line, 'position-coarse']),
  )
  const both = await outcomeOf(
    csv(header, ...[0, 1, 2, 3, 4].map((i) => row(113.25 + i, 35.25 + i, i))),
    '楼栋.csv',
  )
  expect(both.refused).toHaveLength(4)
  const usual = await outcomeOf(
    csv(header, ...[0, 1, 2, 3, 4].map((i) => row(113.2 + i / 1000, 35.2, i))),
    '楼栋.csv',
  )
  expect(usual.refused).toEqual([])
})
