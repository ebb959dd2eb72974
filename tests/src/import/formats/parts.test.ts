import { describe, expect, test } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { openDbf } from '../../../../src/import/formats/shapefile/dbf'
import { refusedTopic } from '../../../../src/import/privacy/refused'
import { readGeometryText } from '../../../../src/import/values/geometry-text'
import { outcomeOf, sumOf } from '../help'

/** Returns a table with some columns, as text of ten bytes each, and one row. */
function dbf(names: string[], cells: string[]): Uint8Array {
  const header = 32 + 32 * names.length + 1
  const bytes = new Uint8Array(header + 1 + 10 * names.length).fill(0x20, header)
  const view = new DataView(bytes.buffer)
  bytes[0] = 3
  view.setUint32(4, 1, true)
  view.setUint16(8, header, true)
  view.setUint16(10, 1 + 10 * names.length, true)
  names.forEach((name, i) => {
    bytes.set(new TextEncoder().encode(name).subarray(0, 10), 32 + 32 * i)
    bytes[32 + 32 * i + 11] = 'C'.charCodeAt(0)
    bytes[32 + 32 * i + 16] = 10
    bytes.set(new TextEncoder().encode(cells[i]), header + 1 + 10 * i)
  })
  bytes[header - 1] = 0x0d
  return bytes
}

describe('a table of a Shapefile', () => {
  test('has two columns where two have one name', () => {
    expect(openDbf(dbf(['hs', 'hs'], ['40', '71']), 'UTF-8').row(0)).toEqual({ hs: '40', 'hs (2)': '71' })
  })

  test('has names without half characters, whole where only one can be meant', () => {
    const names = ['居民户数', '社区名称', '楼栋编号', '上报时间', 'kept_as_is']
    const row = openDbf(
      dbf(
        names,
        names.map(() => '1'),
      ),
      'UTF-8',
    ).row(0)!
    expect(Object.keys(row)).toEqual(['居民户数', '社区名', '楼栋编', '上报时间', 'kept_as_is'])
  })

  test.each([
    ['居民姓', 'person'],
    ['联系电', 'person'],
    ['owner_phon', 'person'],
    ['政治面', 'political'],
    ['健康状', 'medical'],
    ['流动人', 'migrants'],
    ['居民户', undefined],
    ['配电', undefined],
    ['building_n', undefined],
  ])('that cut a name off to %s: %s', (name, topic) => expect(refusedTopic(name)).toBe(topic))
})

const list = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ 编号: `b-${i}x`, 户数: 40, 经度: 113.2 + i / 1000, 纬度: 35.2 }))

describe('JSON', () => {
  test('that a service wrapped is read, however deep', async () => {
    const answer = { code: 0, data: { total: 3, page: { list: list(3) } } }
    expect(sumOf((await outcomeOf(JSON.stringify(answer), 'a.json')).accepted)).toBe(120)
  })

  test('of several lists is asked about', async () => {
    for (const answer of [
      { fields: [{ name: 'a', type: 'b' }], rows: list(2) },
      { a: { l: list(2) }, b: { l: list(2) } },
    ]) {
      const { questions } = await outcomeOf(JSON.stringify(answer), 'a.json')
      expect(questions.map(({ code }) => code)).toContain('layer')
    }
  })
})

describe('what is no data', () => {
  const text = '楼栋,户数,经度,纬度\n1号楼,40,113.2,35.2\n2号楼,40,113.201,35.2\n'

  test.each([
    ['<table><tr><td>1,2</td></tr></table>', 'file-is-document'],
    ['MIME-Version: 1.0\nContent-Type: a; b="c"\n\n<html>', 'file-is-document'],
    ['{\\rtf1\\ansi a}', 'file-is-document'],
    [
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      'file-is-old-spreadsheet',
    ],
    ['<osm version="0.6"><node id="1" lat="35,2"/></osm>', 'file-is-osm'],
    ['Version 300\nCharset "Neutral"\nDelimiter ","\nColumns 1\n', 'file-is-drawing'],
  ])('%j is called what it is', async (content, code) => {
    await expect(outcomeOf(content, 'list.csv')).rejects.toMatchObject({ code })
  })

  test('beside a list in an archive costs nothing of it; alone it is named', async () => {
    const zip = (files: Record<string, string>) =>
      new Uint8Array(
        zipSync(Object.fromEntries(Object.entries(files).map(([name, one]) => [name, strToU8(one)]))),
      )
    const { accepted } = await outcomeOf(
      zip({ 'a.csv': text, 'b.csv': '%PDF-1.4', 'c.json': '{"a":1}' }),
      'a.zip',
    )
    expect(sumOf(accepted)).toBe(80)
    await expect(outcomeOf(zip({ 'b.csv': '%PDF-1.4' }), 'a.zip')).rejects.toMatchObject({
      code: 'file-is-document',
    })
  })
})

describe('positions one after the other in a cell', () => {
  test.each([
    ['113.2,35.2;113.3,35.2;113.3,35.3;113.2,35.2', 'MultiPolygon'],
    ['113.2,35.2;113.3,35.2;113.3,35.3', 'MultiLineString'],
    ['113.2,35.2', undefined],
    ['1,2;3', undefined],
  ])('%s: %s', (text, type) => expect(readGeometryText(text)?.type).toBe(type))
})

test('requests come in as points of any format', async () => {
  const features = [0, 1, 2].map((i) => ({
    type: 'Feature',
    properties: { 案件编号: `w-${i}x`, 小类: '违停', 上报时间: '2026-03-01 08:00' },
    geometry: { type: 'Point', coordinates: [113.2 + i / 1000, 35.2] },
  }))
  const text = JSON.stringify({ type: 'FeatureCollection', features })
  const { settings, accepted } = await outcomeOf(text, 'layer.geojson')
  expect([settings.kind, accepted.length]).toEqual(['incidents', 3])
})

test('a system of places and heights is read for its places', async () => {
  const wkt =
    'COMPD_CS["a + b",PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 114E",GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",114],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]],VERT_CS["b",VERT_DATUM["x",2005],UNIT["metre",1],AXIS["Up",UP]]]'
  const features = [0, 1].map((i) => ({
    type: 'Feature',
    properties: { 编号: `b-${i}x`, 户数: 40 },
    geometry: { type: 'Point', coordinates: [427236 + i, 3896500] },
  }))
  const text = JSON.stringify({ type: 'FeatureCollection', crs: { properties: { name: wkt } }, features })
  const { accepted } = await outcomeOf(text, 'a.geojson')
  expect((accepted[0].geometry as unknown as { coordinates: number[] }).coordinates[0]).toBeCloseTo(
    113.20103,
    4,
  )
})
