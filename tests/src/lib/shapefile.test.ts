import fc from 'fast-check'
import type { Feature, MultiPolygon, Point } from 'geojson'
import { combine, parseDbf, parseShp } from 'shpjs'
import { describe, expect, it } from 'vitest'
import { type DbfColumn, type Layer, writeLayer } from '../../../src/lib/shapefile'
import { type DbfRow, utf8Within } from '../../../src/lib/shapefile/dbf'
import { runs } from '../../support/runs'

const columns: DbfColumn[] = [
  { name: 'code', kind: 'text', width: 20 },
  { name: 'name', kind: 'text', width: 60 },
  { name: 'households', kind: 'number', width: 9 },
  { name: 'deviation', kind: 'number', width: 9, decimals: 4 },
]
const day = new Date('2026-03-05T00:00:00Z')

/** Reads a layer with another program than the one that wrote it. */
function read(layer: Omit<Layer, 'columns' | 'name'>) {
  const files = writeLayer({ name: 'grids', columns, ...layer }, day)
  const buffer = (name: string) => Buffer.from(files[`grids.${name}`])
  const shapes = parseShp(buffer('shp'))
  return combine([shapes, parseDbf(buffer('dbf'), buffer('cpg'))]).features
}

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]
const area = (coordinates: MultiPolygon['coordinates'], name: string): Feature<MultiPolygon, DbfRow> => ({
  type: 'Feature',
  properties: { code: '999901001001001', name, households: 412, deviation: 0.03 },
  geometry: { type: 'MultiPolygon', coordinates },
})

describe('a shapefile', () => {
  it('gives areas back with a hole, a second part, and words in Chinese', () => {
    const hole = square(113.02, 35.02, 0.01).toReversed()
    const [found] = read({
      features: [area([[square(113, 35, 0.1), hole], [square(114, 35, 0.1)]], '临澜街道一号网格')],
    })
    expect(found.properties).toEqual({
      code: '999901001001001',
      name: '临澜街道一号网格',
      households: 412,
      deviation: 0.03,
    })
    const { coordinates } = found.geometry as MultiPolygon
    expect(coordinates.map((rings) => rings.length).sort()).toEqual([1, 2])
    expect(coordinates.flat(3).toSorted((a, b) => a - b)).toEqual(
      [square(113, 35, 0.1), hole, square(114, 35, 0.1)].flat(2).toSorted((a, b) => a - b),
    )
  })

  it('gives any points back as they were, to the last bit', () => {
    const position = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 20 }), (positions) => {
        const features = positions.map((coordinates, at): Feature<Point, DbfRow> => ({
          type: 'Feature',
          properties: { code: String(at), name: '', households: at, deviation: null },
          geometry: { type: 'Point', coordinates },
        }))
        const found = read({ features })
        expect(found.map(({ geometry }) => (geometry as Point).coordinates)).toEqual(positions)
        expect(found.map(({ properties }) => (properties as { households: number }).households)).toEqual(
          positions.map((_, at) => at),
        )
      }),
      runs(),
    )
  })

  it('has column names of at most ten characters and says its coordinates and encoding', () => {
    const files = writeLayer({ name: 'grids', columns, features: [] }, day)
    expect(Object.keys(files).sort()).toEqual(
      ['cpg', 'dbf', 'prj', 'shp', 'shx'].map((end) => `grids.${end}`),
    )
    expect(new TextDecoder().decode(files['grids.cpg'])).toBe('UTF-8')
    expect(new TextDecoder().decode(files['grids.prj'])).toContain('WGS_1984')
  })

  it('cuts a long text without cutting a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
        const bytes = utf8Within(text, width)
        expect(bytes.length).toBeLessThanOrEqual(width)
        expect(text.startsWith(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).toBe(true)
      }),
      runs(),
    )
  })
})
