import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readGeometryText } from '../../../src/import/values/geometry-text'
import { refusedCsv } from '../../../src/import/report/report'
import { runs } from '../../support/runs'
import { outcomeOf, refusalsOf, valuesOf } from './help'

const utf8 = (text: string) => new TextEncoder().encode(text)
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const list = (cells: string[], column = 'WKT') =>
  `编号,户数,社区,${column}\n${cells.map((cell, i) => `b-${i}x,40,东社区,${quoted(cell)}`).join('\n')}\n`

describe('a geometry in a cell', () => {
  const number = fc.double({ min: -180, max: 180, noNaN: true })
  const position = fc.tuple(number, number)
  const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map((list) => [...list, list[0]])
  const body = (value: unknown): string =>
    Array.isArray(value) && Array.isArray(value[0])
      ? `(${value.map((one: unknown) => (Array.isArray(one) && Array.isArray(one[0]) ? body(one) : (one as number[]).join(' '))).join(', ')})`
      : `(${(value as number[]).join(' ')})`

  test('is the one that was written, in any case, with heights and with a system', () => {
    const geometry = fc.oneof(
      position.map((coordinates) => ({ type: 'Point', coordinates })),
      fc
        .array(position, { minLength: 2, maxLength: 5 })
        .map((coordinates) => ({ type: 'LineString', coordinates })),
      fc.array(ring, { minLength: 1, maxLength: 3 }).map((coordinates) => ({ type: 'Polygon', coordinates })),
      fc
        .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
        .map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
    )
    const head = fc.constantFrom('', 'SRID=4547;', 'srid = 4490 ; ')
    fc.assert(
      fc.property(geometry, head, fc.boolean(), fc.boolean(), (one, before, isLower, hasHeight) => {
        const type = isLower ? one.type.toLowerCase() : one.type.toUpperCase()
        const plain = body(one.coordinates)
        const text = hasHeight ? plain.replace(/([-\d.e]+ [-\d.e]+)(?=[,)])/g, '$1 12.5') : plain
        const read = readGeometryText(`${before}${type}${hasHeight ? ' Z' : ''} ${text}`)
        expect(read?.geometry).toEqual({
          type: one.type,
          coordinates: JSON.parse(JSON.stringify(one.coordinates)) as unknown,
        })
        expect(read?.system).toBe(before ? `EPSG:${/\d+/.exec(before)![0]}` : '')
      }),
      runs(2000),
    )
  })

  test('is none in other text, whatever it is', () => {
    for (const text of ['', '幸福路1号', 'POINT', '(1 2)', '{}', '{"type":"x"}', '0101', 'road (north) 3'])
      expect(readGeometryText(text)).toBeUndefined()
    fc.assert(
      fc.property(fc.string(), (text) => {
        readGeometryText(text)
      }),
      runs(2000),
    )
  })
})

describe('a list whose cells are geometries', () => {
  const square = (lng: number) =>
    `POLYGON((${lng} 35.2, ${lng + 0.0002} 35.2, ${lng + 0.0002} 35.2002, ${lng} 35.2002, ${lng} 35.2))`

  test('has footprints, and what is none costs its row and can be mended', async () => {
    const cells = [
      square(113.2),
      square(113.201),
      'POLYGON((113.2',
      'CURVEPOLYGON((1 2, 3 4))',
      square(113.202),
    ]
    const { accepted, refused, settings, job, file } = await outcomeOf(utf8(list(cells)), '楼栋.csv')
    expect(settings.kind).toBe('buildings')
    expect(accepted.map(({ geometry }) => (geometry as { type: string }).type)).toEqual(
      Array(3).fill('MultiPolygon'),
    )
    expect(refusalsOf(refused)).toEqual(['4 geometry-invalid POLYGON((113.2', '5 geometry-kind CURVEPOLYGON'])
    expect(file.columns).toContain('WKT')
    const original = await job.cellsOf([4], settings.kind)
    const saved = refusedCsv(
      [{ number: 4, line: 4, lines: 1, source: '', reason: 'geometry-invalid', detail: '', doubts: [] }],
      (code) => code,
      original,
    )
    const mended = saved.replace('POLYGON((113.2', quoted(square(113.203)))
    expect((await outcomeOf(utf8(mended), '楼栋.csv')).accepted).toHaveLength(1)
  })

  test('states its system', async () => {
    const metres = (x: number) =>
      `SRID=4547;POLYGON((${x} 3897200, ${x + 20} 3897200, ${x + 20} 3897220, ${x} 3897220, ${x} 3897200))`
    const { accepted, settings } = await outcomeOf(
      utf8(list([metres(427200), metres(427240)], 'geom')),
      'x.csv',
      {
        kind: 'buildings',
      },
    )
    expect(settings.coordinates).toBe('EPSG:4547')
    const [[[[lng, lat]]]] = (accepted[0].geometry as unknown as GeoJSON.MultiPolygon).coordinates
    expect([lng.toFixed(2), lat.toFixed(2)]).toEqual(['113.20', '35.20'])
    const mixed = [metres(427200), metres(427240).replace('4547', '4548'), metres(427280)]
    expect(refusalsOf((await outcomeOf(utf8(list(mixed)), 'x.csv', { kind: 'buildings' })).refused)).toEqual([
      expect.stringMatching(/^3 geometry-invalid SRID=4548/),
    ])
  })

  test('as GeoJSON and as the binary of a database', async () => {
    const ring = [
      [113.2, 35.2],
      [113.2002, 35.2],
      [113.2002, 35.2002],
      [113.2, 35.2],
    ]
    const json = JSON.stringify({ type: 'Polygon', coordinates: [ring] })
    const view = new DataView(new ArrayBuffer(17 + ring.length * 16))
    view.setUint8(0, 1)
    view.setUint32(1, 0x20000003, true)
    view.setUint32(5, 4326, true)
    view.setUint32(9, 1, true)
    view.setUint32(13, ring.length, true)
    ring.flat().forEach((one, i) => view.setFloat64(17 + i * 8, one, true))
    const hex = [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    for (const cell of [json, hex.toUpperCase()]) {
      const { accepted, settings } = await outcomeOf(utf8(list([cell, cell.replace('', '')])), 'x.csv', {
        kind: 'buildings',
      })
      expect(settings.coordinates).toBe('wgs84')
      expect((accepted[0].geometry as unknown as GeoJSON.MultiPolygon).coordinates).toEqual([[ring]])
    }
  })

  test('of points alone is a list with positions, also of requests', async () => {
    const text = `工单号,事件类型,上报时间,位置\nw-1x,井盖,2026-03-01 08:00,SRID=4326;POINT(113.2 35.2)\nw-2x,路灯,2026-03-02 08:00,POINT Z (113.21 35.2 4)\n`
    const { accepted, settings } = await outcomeOf(utf8(text), '工单.csv')
    expect(settings.kind).toBe('incidents')
    expect(accepted.map(({ geometry }) => (geometry as unknown as GeoJSON.Point).coordinates)).toEqual([
      [113.2, 35.2],
      [113.21, 35.2],
    ])
  })
})

describe('a list in an archive', () => {
  const cells =
    '楼栋编号,名称,户数,社区,经度,纬度\n' +
    Array.from({ length: 3 }, (_, i) => `b-${i}x,${i},40,é,113.2${i},35.2`).join('\n')
  const zipped = (bytes: Uint8Array) => zipSync({ 'x.csv': bytes })

  test('is asked about like any other: how it is written', async () => {
    const bytes = Uint8Array.from([...'\u00e9'.repeat(1)].length ? utf8(cells) : [])
    const latin = Uint8Array.from(
      [...bytes].flatMap((byte, i) => (byte === 0xc3 ? [] : bytes[i - 1] === 0xc3 ? [0xe9] : [byte])),
    )
    const plain = await outcomeOf(latin, 'x.csv')
    const packed = await outcomeOf(zipped(latin), 'x.zip')
    expect(packed.questions.map(({ code }) => code)).toEqual(plain.questions.map(({ code }) => code))
    expect(packed.file).toMatchObject({ encoding: plain.file.encoding, delimiter: plain.file.delimiter })
  })

  test('takes the answers', async () => {
    const text = '编号|户数|社区|经度|纬度\nb-1x|40|东|113.2|35.2\nb-2x|41|东|113.21|35.2\n'
    const { accepted } = await outcomeOf(
      zipped(utf8(text)),
      'x.zip',
      { kind: 'buildings' },
      { delimiter: '|', encoding: 'utf-8' },
    )
    expect(valuesOf(accepted, 'households')).toEqual([40, 41])
  })
})
