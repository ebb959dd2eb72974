import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import initSqlJs from 'sql.js'
import { describe, expect, test } from 'vitest'
import { ImportJob } from '../../../../src/import/job'
import { resources } from '../../../../supabase/local/import/file'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'
import { workbook, type Cell } from './workbook'

// What programs write that is right and rare.

const feature = (i: number) => ({
  type: 'Feature',
  properties: { 楼栋: `${i}号楼`, 户数: 40, 社区: '东社区', 街道: '南街道' },
  geometry: { type: 'Point', coordinates: [113.2 + i * 0.0004, 35.2] },
})

describe('JSON of several documents', () => {
  test.each([
    [
      'a sequence (RFC 8142) over several lines',
      (texts: string[]) => texts.map((text) => `\u001E${text}\n`).join(''),
    ],
    ['documents one behind the other', (texts: string[]) => texts.join('\n')],
    ['documents with commas between them', (texts: string[]) => texts.join(',\n')],
  ])('as %s is read, and one that is none costs itself', async (_, joined) => {
    const texts = [1, 2, 3].map((i) => JSON.stringify(feature(i), null, 2))
    const { accepted } = await outcomeOf(joined(texts), '楼栋.geojson')
    expect([accepted.length, sumOf(accepted)]).toEqual([3, 120])
    const broken = texts.with(1, texts[1].replace('"户数": 40', '"户数": 4 0'))
    const { accepted: others, refused } = await outcomeOf(joined(broken), '楼栋.geojson')
    expect([others.length, refusalsOf(refused).map((one) => one.split(' ').slice(0, 2).join(' '))]).toEqual([
      2,
      ['2 row-unreadable'],
    ])
  })
})

test('a zip file with a password says so', async () => {
  const bytes = new Uint8Array(zipSync({ 'a.csv': strToU8('楼栋,户数\n1号楼,40\n') }))
  bytes[6] |= 1
  await expect(outcomeOf(bytes, 'a.zip')).rejects.toMatchObject({ code: 'archive-locked' })
})

describe('a workbook', () => {
  const header = ['楼栋', '户数', '社区', '街道', '经度', '纬度']
  const house = (i: number, households: Cell = 40): Cell[] => [
    `${i}号楼`,
    households,
    '东社区',
    '南街道',
    113.2 + i * 0.0004,
    35.2,
  ]

  test.each(['chartsheet', 'dialogsheet'])('with a %s beside its tables is read', async (kind) => {
    const files = unzipSync(
      workbook([
        { name: '图', rows: [['x']] },
        { name: '楼栋', rows: [header, house(1), house(2)] },
      ]),
    )
    const relations = 'xl/_rels/workbook.xml.rels'
    files[relations] = strToU8(
      strFromU8(files[relations])
        .replace('worksheets/sheet1.xml', 'others/sheet1.xml')
        .replace('/worksheet"', `/${kind}"`),
    )
    files['xl/others/sheet1.xml'] = strToU8(
      `<${kind} xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
    )
    delete files['xl/worksheets/sheet1.xml']
    const { file, accepted } = await outcomeOf(new Uint8Array(zipSync(files)), '楼栋.xlsx')
    expect([file.layers, sumOf(accepted)]).toEqual([['楼栋'], 80])
  })

  test('says of rows that it does not show that they are hidden', async () => {
    const files = unzipSync(workbook([{ rows: [header, house(1), house(2), house(3)] }]))
    const sheet = 'xl/worksheets/sheet1.xml'
    files[sheet] = strToU8(strFromU8(files[sheet]).replace('<row r="3"', '<row r="3" hidden="1"'))
    const { accepted } = await outcomeOf(new Uint8Array(zipSync(files)), '楼栋.xlsx')
    expect([sumOf(accepted), doubtsOf(accepted)]).toEqual([120, ['3 row-hidden']])
  })

  test('has the numbers that it shows, not those of its reckoning', async () => {
    const { accepted } = await outcomeOf(
      workbook([{ rows: [header, house(1, 39.99999999999999), house(2, 40.00000000000001), house(3, 41)] }]),
      '楼栋.xlsx',
    )
    expect(valuesOf(accepted, 'households')).toEqual([40, 40, 41])
  })

  test('has lost the last digits of long codes that are numbers in it', async () => {
    const code = (value: string): Cell => ({ xml: `<c{r}><v>${value}</v></c>` })
    const list = (...codes: string[]) =>
      workbook([
        {
          rows: [
            ['网格编码', '网格名称', '经度', '纬度'],
            ...codes.map((one, i): Cell[] => [code(one), `${i}`, 113.2 + i / 1000, 35.2]),
          ],
        },
      ])
    const lost = await outcomeOf(
      list('4.1080200100100122E+17', '410802001001001340', '4108020010010010'),
      '网格.xlsx',
    )
    expect(lost.refused.map(({ refusal }) => refusal)).toEqual([
      'code-damaged',
      'code-damaged',
      'code-damaged',
    ])
    const kept = await outcomeOf(
      list('410802001001001', '4.10802001001002E14', '410802001001003.0'),
      '网格.xlsx',
    )
    expect(valuesOf(kept.accepted, 'code')).toEqual(['410802001001001', '410802001001002', '410802001001003'])
  })
})

describe('a GeoPackage', () => {
  const tables = [
    'create table gpkg_spatial_ref_sys(srs_name text, srs_id integer, organization text, organization_coordsys_id integer, definition text)',
    "insert into gpkg_spatial_ref_sys values('WGS 84', 4326, 'EPSG', 4326, '')",
    'create table gpkg_contents(table_name text, data_type text, srs_id integer)',
    'create table gpkg_geometry_columns(table_name text, column_name text, srs_id integer)',
    'create table "Houses"("The Geom" blob, 楼栋 text, 户数 integer)',
  ]
  const made = async (...more: string[]) => {
    const { Database } = await initSqlJs()
    const database = new Database()
    for (const statement of [...tables, ...more]) database.run(statement)
    const view = new DataView(new ArrayBuffer(29))
    ;[0x47, 0x50, 0, 1].forEach((byte, i) => view.setUint8(i, byte))
    view.setInt32(4, 4326, true)
    view.setUint8(8, 1)
    view.setUint32(9, 1, true)
    view.setFloat64(13, 113.2, true)
    view.setFloat64(21, 35.2, true)
    database.run('insert into "Houses" values(?, ?, ?)', [new Uint8Array(view.buffer), '1号楼', 40])
    return new Blob([new Uint8Array(database.export())])
  }

  test('may list its tables and columns in any case', async () => {
    const job = new ImportJob(resources)
    const file = await job.open(
      await made(
        "insert into gpkg_contents values('HOUSES', 'Features', 4326)",
        "insert into gpkg_geometry_columns values('houses', 'the geom', 4326)",
      ),
      '楼栋.gpkg',
    )
    expect([file.hasGeometry, file.geometryTypes, file.columns]).toEqual([
      true,
      { Point: 1 },
      ['楼栋', '户数'],
    ])
  })

  test('that lists no layer names the tables in it', async () => {
    const job = new ImportJob(resources)
    await expect(job.open(await made(), '楼栋.gpkg')).rejects.toMatchObject({
      code: 'file-no-layers',
      detail: 'Houses',
    })
  })
})
