import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'
import { workbook, type Cell } from './workbook'

// Files as offices hand them on: forms of two lines, workbooks of other programs, formulas that nothing reckoned.

const head: Cell[] = ['楼栋编号', '户数', '社区', '街道', '经度', '纬度']
const COUNT = 6
const row = (i: number, households: Cell = 40): Cell[] => [
  `b${i}x`,
  households,
  '东社区',
  '南街道',
  Number((113.2 + i * 0.0004).toFixed(4)),
  35.2,
]
const rows = (households?: (i: number) => Cell) =>
  Array.from({ length: COUNT }, (_, i) => row(i, households?.(i)))
const formula = (stored: string): Cell => ({ xml: `<c{r}><f>SUM(H1:I1)</f>${stored}</c>` })
const csv = (lines: Cell[][]) =>
  lines.map((line) => line.map((cell) => cell as string | number).join()).join('\n')
const refusedAs = (code: string, detail?: string) => ({ code, ...(detail !== undefined && { detail }) })

describe('what is no XLSX is called what it is', () => {
  /** A compound file that lists some streams. */
  const compound = (...streams: string[]) => {
    const bytes = new Uint8Array(12_000)
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    let at = 9000
    for (const stream of streams) {
      for (const character of stream) {
        bytes[at] = character.charCodeAt(0)
        at += 2
      }
      at += 64
    }
    return bytes
  }
  const zip = (files: Record<string, string>) =>
    new Uint8Array(
      zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
        level: 0,
      }),
    )
  const openDocument = (type: string) =>
    zip({
      mimetype: `application/vnd.oasis.opendocument.${type}`,
      'content.xml': '<x/>',
      'META-INF/manifest.xml': '<x/>',
    })

  test.each<[string, Uint8Array<ArrayBuffer>, string, string | undefined]>([
    ['a.xls', compound('Root Entry', 'Workbook'), 'file-is-old-spreadsheet', undefined],
    ['a.et', compound('Root Entry', 'Workbook'), 'file-is-other-spreadsheet', 'ET'],
    ['a.wps', compound('Root Entry', 'WordDocument'), 'file-is-document', 'WPS'],
    ['a.doc', compound('Root Entry', 'WordDocument'), 'file-is-document', 'Word'],
    ['a.xlsx', compound('EncryptionInfo', 'EncryptedPackage'), 'file-has-password', undefined],
    ['a.xlsb', zip({ 'xl/workbook.bin': 'x' }), 'file-is-other-spreadsheet', 'XLSB'],
    ['a.ods', openDocument('spreadsheet'), 'file-is-other-spreadsheet', 'ODS'],
    ['a.odt', openDocument('text'), 'file-is-document', 'OpenDocument'],
    ['a.numbers', zip({ 'Index/Document.iwa': 'x' }), 'file-is-other-spreadsheet', 'Numbers'],
    ['a.xml', strToU8('<?xml version="1.0"?><uof:UOF/>'), 'file-is-other-spreadsheet', 'UOF'],
  ])('%s', async (name, bytes, code, detail) => {
    await expect(outcomeOf(bytes, name)).rejects.toMatchObject(refusedAs(code, detail))
  })

  test('a Shapefile of solids', async () => {
    const shp = new Uint8Array(100)
    const view = new DataView(shp.buffer)
    view.setInt32(0, 9994, false)
    view.setInt32(32, 31, true)
    const parts = [{ name: '楼栋.dbf', blob: new Blob([new Uint8Array(32)]) }]
    await expect(outcomeOf(shp, '楼栋.shp', {}, { parts })).rejects.toMatchObject(
      refusedAs('file-holds-solids', '楼栋.shp'),
    )
  })
})

describe('formulas', () => {
  test('without a result, or with a nought, are said and never a count', async () => {
    const stored: Record<number, string> = { 1: '', 2: '<v/>', 3: '<v>0</v>', 4: '<v>80</v>' }
    const bytes = workbook([
      { rows: [head, ...rows((i) => (stored[i] === undefined ? 40 : formula(stored[i])))] },
    ])
    const { accepted, refused } = await outcomeOf(bytes, '楼栋.xlsx')
    expect(refusalsOf(refused)).toEqual(['3 formula-uncalculated 户数', '4 formula-uncalculated 户数'])
    expect(doubtsOf(accepted)).toEqual(['5 formula-zero'])
    expect(sumOf(accepted)).toBe(40 + 0 + 80 + 40)
  })

  test.each(['<v>0</v>', '<v/>', ''])(
    'that no program has reckoned (%s) refuse the file by their column',
    async (stored) => {
      const bytes = workbook([{ rows: [head, ...rows(() => formula(stored))] }])
      await expect(outcomeOf(bytes, '楼栋.xlsx')).rejects.toMatchObject(
        refusedAs('file-uncalculated', '户数'),
      )
    },
  )

  test('text that one left blank is blank', async () => {
    const blank: Cell = { xml: '<c{r} t="str"><f>IF(A1="","",A1)</f><v></v></c>' }
    const bytes = workbook([{ rows: [[...head, '小区'], ...rows().map((cells) => [...cells, blank])] }])
    const { accepted } = await outcomeOf(bytes, '楼栋.xlsx')
    expect([sumOf(accepted), doubtsOf(accepted)]).toEqual([240, []])
  })
})

describe('workbooks of other programs', () => {
  const plain = workbook([{ rows: [head, ...rows()] }])
  const renamed = (name: (path: string) => string) =>
    new Uint8Array(
      zipSync(Object.fromEntries(Object.entries(unzipSync(plain)).map(([path, one]) => [name(path), one]))),
    )

  test.each([
    ['backslashes in paths', (path: string) => path.replaceAll('/', '\\')],
    ['a capital letter', (path: string) => path.replace('workbook.xml', 'Workbook.xml')],
  ])('with %s', async (_, name) => {
    expect(sumOf((await outcomeOf(renamed(name), '楼栋.xlsx')).accepted)).toBe(240)
  })

  test('notes on the first sheet are passed over, and the sheet is asked for', async () => {
    const notes: Cell[][] = [['请按要求填写'], ['户数填整数']]
    const bytes = workbook([
      { name: '填表说明', rows: notes },
      { name: '数据', rows: [head, ...rows()] },
    ])
    const { questions } = await outcomeOf(bytes, '楼栋.xlsx')
    expect(questions.map(({ code, proposal, options }) => [code, proposal, options])).toEqual([
      ['layer', '数据', ['填表说明', '数据']],
    ])
  })
})

describe('heads of two lines that were not merged', () => {
  const above = ['编号', '住户情况', '', '所在社区', '坐标', '']
  const below = ['', '户数', '人口', '', '经度', '纬度']
  const lines = Array.from({ length: COUNT }, (_, i) => [
    `b${i}x`,
    40,
    100,
    '东社区',
    113.2 + i * 0.0004,
    35.2,
  ])

  test('are one head', async () => {
    const { settings, accepted } = await outcomeOf(csv([above, below, ...lines]), '楼栋.csv')
    expect(settings.mapping).toMatchObject({ source: '编号', community: '所在社区', households: '户数' })
    expect([
      sumOf(accepted),
      new Set(
        valuesOf(
          accepted.filter(({ part }) => part === 'row'),
          'community',
        ),
      ),
    ]).toEqual([240, new Set(['东社区'])])
  })

  test('below a title as well; a line of notes above a head is none', async () => {
    const title = ['楼栋情况统计表', '', '', '', '', '']
    const by = ['填报单位：南街道', '', '', '', '单位：户', '']
    expect(
      (await outcomeOf(csv([title, by, above, below, ...lines]), '楼栋.csv')).settings.mapping,
    ).toMatchObject({
      source: '编号',
    })
    const { file } = await outcomeOf(csv([title, by, ...[head, ...rows()]]), '楼栋.csv')
    expect(file.columns).toEqual(head)
  })
})

describe('rows that are none', () => {
  test.each<[Cell[], string]>([
    [['示例', 40, '示例社区', '示例街道', 113.2, 35.2], 'row-is-note'],
    [['例：b001', 40, '东社区', '南街道', 113.2, 35.2], 'row-is-note'],
    [['东社区 汇总', 480, '', '', '', ''], 'row-is-total'],
  ])('%j', async (line, reason) => {
    const { accepted, refused } = await outcomeOf(csv([head, line, ...rows()]), '楼栋.csv')
    expect([sumOf(accepted), refused.map(({ refusal }) => refusal)]).toEqual([240, [reason]])
  })

  test('a house called 例园 is a house', async () => {
    const named = rows().map((cells, i) => [i === 0 ? '例园1号楼' : cells[0], ...cells.slice(1)])
    expect((await outcomeOf(csv([head, ...named]), '楼栋.csv')).refused).toEqual([])
  })

  test('totals among areas make none', async () => {
    const text = csv([
      ['社区', '街道', '户数'],
      ['东社区', '南街道', 480],
      ['2个社区', '', 960],
      ['全街道', '', 960],
    ])
    const { accepted, refused } = await outcomeOf(text, '社区.csv')
    expect(
      valuesOf(
        accepted.filter(({ part }) => part === 'community'),
        'name',
      ),
    ).toEqual(['东社区'])
    expect(refused.map(({ refusal }) => refusal)).toEqual(['row-is-total', 'row-is-total'])
  })
})

test('names are read without the number of their list, with a doubt', async () => {
  const text = csv([
    ['社区名称', '所属街道'],
    ['1.东社区', '南街道'],
    ['2、西社区', '南街道'],
    ['（3）北社区', '南街道'],
    ['1号院社区', '南街道'],
  ])
  const { accepted } = await outcomeOf(text, '社区.csv')
  const communities = accepted.filter(({ part }) => part === 'community')
  expect(valuesOf(communities, 'name')).toEqual(['东社区', '西社区', '北社区', '1号院社区'])
  expect(doubtsOf(communities)).toEqual([2, 3, 4].map((line) => `${line} spelled-otherwise`))
})

test('银杏 beside 银杏社区 is one community, 银杏村 another', async () => {
  const names = ['银杏社区', '银杏', '银杏村', '银杏社区', '银杏', '银杏社区']
  const { accepted } = await outcomeOf(
    csv([head, ...rows().map((cells, i) => [...cells.slice(0, 2), names[i], ...cells.slice(3)])]),
    '楼栋.csv',
  )
  const named = valuesOf(
    accepted.filter(({ part }) => part === 'row'),
    'community',
  )
  expect(named).toEqual(['银杏社区', '银杏社区', '银杏村', '银杏社区', '银杏社区', '银杏社区'])
})

describe('entrances of one house', () => {
  const house = (name: (i: number) => string, extra: (i: number) => string = () => '') =>
    csv([
      ['楼栋名称', '户数', '社区', '街道', '经度', '纬度', ...(extra(0) === '' ? [] : ['门牌单元'])],
      ...Array.from({ length: COUNT }, (_, i) => [
        name(i),
        20,
        '东社区',
        '南街道',
        113.2 + (i >> 1) * 0.0004,
        35.2,
        ...(extra(0) === '' ? [] : [extra(i)]),
      ]),
    ])

  test.each<[string, string]>([
    ['behind its name', house((i) => `${(i >> 1) + 1}号楼${(i & 1) + 1}单元`)],
    [
      'in a column of another name',
      house(
        (i) => `${(i >> 1) + 1}号楼`,
        (i) => `${(i & 1) + 1}单元`,
      ),
    ],
  ])('%s are asked about, and added up where somebody says so', async (_, text) => {
    const { questions } = await outcomeOf(text, '楼栋.csv')
    expect(questions.map(({ code }) => code)).toEqual(['units'])
    const { accepted } = await outcomeOf(text, '楼栋.csv', { units: 'add' })
    const houses = accepted.filter(({ part }) => part === 'row')
    expect([valuesOf(houses, 'name'), valuesOf(houses, 'households')]).toEqual([
      ['1号楼', '2号楼', '3号楼'],
      [40, 40, 40],
    ])
  })
})

describe('rows of several sorts', () => {
  test('of several districts: it is asked which is meant, the others are refused', async () => {
    const text = csv([
      ['区县', ...head],
      ...rows().map((cells, i) => [i < 4 ? '解放区' : '中站区', ...cells]),
    ])
    const { questions } = await outcomeOf(text, '楼栋.csv')
    expect(questions.map(({ code, options }) => [code, options])).toEqual([
      ['district', ['解放区', '中站区']],
    ])
    const { refused } = await outcomeOf(text, '楼栋.csv', { 'district:区县': '解放区' })
    expect(refusalsOf(refused)).toEqual(['6 other-district 中站区', '7 other-district 中站区'])
  })

  test('in several coordinate systems: each is read in the one that it states', async () => {
    const text = csv([
      [...head, '坐标系'],
      ...rows().map((cells, i) => [...cells, i === 3 ? 'GCJ02' : 'WGS84']),
    ])
    const { accepted } = await outcomeOf(text, '楼栋.csv', { coordinates: 'wgs84' })
    const lngs = accepted
      .filter(({ part }) => part === 'row')
      .map(({ geometry }) => (geometry as unknown as GeoJSON.Point).coordinates[0])
    const moved = lngs.map((lng, i) => Math.abs(lng - (113.2 + i * 0.0004)) > 0.001)
    expect(moved).toEqual([false, false, false, true, false, false])
  })
})
