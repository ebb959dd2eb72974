import type { FeatureCollection, Position } from 'geojson'
import { describe, expect, test } from 'vitest'
import { toWgs84 } from '../../../../src/import/coordinates'
import type { NamedBlob } from '../../../../src/import/formats'
import { readTable } from '../help'
import { proposeSettings } from '../../../../src/import/guesses/settings'
import { openTable } from '../../../../src/import/tables/open'
import type { SourceTable } from '../../../../src/import/tables/source-table'
import type { SourceRow } from '../../../../src/import/types'
import { hasGdal, ogr2ogr } from '../../../support/gdal'
import { resources } from '../../../support/resources'

/** GDAL is the second opinion: whatever it makes of these features has to be read as what they are. */
const [lng, lat] = [113.2, 35.2]
const names = ['幸福里1号楼', '幸福里2号楼', '镕基家园，三号 "楼"']
const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
]
const shapes: Record<string, (i: number) => GeoJSON.Geometry> = {
  points: (i) => ({ type: 'Point', coordinates: [lng + i * 0.0004, lat + i * 0.0003] }),
  areas: (i) => ({
    type: 'MultiPolygon',
    coordinates: [
      [square(lng + i * 0.01, lat, 0.004), square(lng + i * 0.01 + 0.001, lat + 0.001, 0.001).reverse()],
      [square(lng + i * 0.01, lat + 0.006, 0.001)],
    ],
  }),
  lines: (i) => ({
    type: 'MultiLineString',
    coordinates: [
      [
        [lng, lat + i * 0.001],
        [lng + 0.01, lat + i * 0.001],
      ],
      [
        [lng, lat + 0.1],
        [lng + 0.01, lat + 0.1 + i * 0.001],
      ],
    ],
  }),
}

function collectionOf(shape: string): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: names.map((name, i) => ({
      type: 'Feature',
      properties: { 楼名: name, 户数: 40 + i, 面积: 1234.5 + i, 备注: i === 1 ? null : '无电梯' },
      geometry: shapes[shape](i),
    })),
  }
}

async function open(files: NamedBlob[]): Promise<SourceTable> {
  const [file, ...parts] = files
  return openTable(file.blob, file.name, { parts }, resources)
}

async function rowsOf(table: SourceTable): Promise<SourceRow[]> {
  const all: SourceRow[] = []
  for await (const { rows } of table.rows()) all.push(...rows)
  return all
}

/** Rings begin where a program likes: as sets of positions, by part, they are the same. */
function partsOf(geometry: GeoJSON.Geometry, system = 'wgs84'): string[] {
  if (geometry.type === 'GeometryCollection') throw new Error('no collection was written')
  const lists: Position[][] = []
  const visit = (value: unknown): void => {
    const list = value as Position[]
    if (typeof list[0] === 'number') lists.push([list as unknown as Position])
    else if (typeof list[0][0] === 'number') lists.push(list)
    else list.forEach(visit)
  }
  visit(geometry.coordinates)
  return lists
    .map((list) =>
      [
        ...new Set(
          list.map((one) =>
            toWgs84(one, system)
              .map((n) => n.toFixed(5))
              .join(' '),
          ),
        ),
      ]
        .sort()
        .join('|'),
    )
    .sort()
}

async function expectEqual(files: NamedBlob[], shape: string) {
  const table = await open(files)
  const { coordinates } = proposeSettings(table, '410802', 'base-map')
  // An index in the file changes the order.
  const rows = (await rowsOf(table)).sort((a, b) => Number(a.cells.户数) - Number(b.cells.户数))
  const expected = collectionOf(shape).features
  expect(rows).toHaveLength(expected.length)
  rows.forEach(({ cells, geometry, broken }, i) => {
    expect(broken).toBeUndefined()
    for (const [name, value] of Object.entries(expected[i].properties!))
      expect(cells[name] ?? '').toBe(value === null ? '' : String(value))
    const near = (text: string) => text.split(/[ |]/).map(Number)
    const [ours, theirs] = [partsOf(geometry!, coordinates), partsOf(expected[i].geometry)]
    expect(ours).toHaveLength(theirs.length)
    ours.forEach((part, k) =>
      near(part).forEach((number, n) => expect(Math.abs(number - near(theirs[k])[n])).toBeLessThan(0.000021)),
    )
  })
  return table
}

const systems = [
  'EPSG:4326',
  'EPSG:4490',
  'EPSG:4547',
  'EPSG:4526',
  'EPSG:4508',
  'EPSG:4497',
  'EPSG:32649',
  'EPSG:3857',
]

/** Every format writes every shape in one system, and one shape in each of the others. */
const cases = systems.flatMap((system, i) =>
  Object.keys(shapes).flatMap((shape, k) =>
    system === 'EPSG:4526' || i % 3 === k ? [[shape, system] as const] : [],
  ),
)

function againstGdal() {
  test.each(cases)(
    '%s in %s: Shapefile in UTF-8 and in GBK, its parts or a zip file; GeoPackage, FlatGeobuf, GeoJSON',
    async (shape, system) => {
      const text = JSON.stringify(collectionOf(shape))
      const to = ['-t_srs', system]
      const files = ogr2ogr(text, 'out.shp', '-lco', 'ENCODING=GBK', ...to)
      expect((await expectEqual(files, shape)).encoding).toBe('gb18030')
      expect(
        (await expectEqual(ogr2ogr(text, 'out.shz', '-lco', 'ENCODING=UTF-8', ...to), shape)).encoding,
      ).toBe('utf-8')
      await expectEqual(ogr2ogr(text, 'out.gpkg', ...to), shape)
      await expectEqual(ogr2ogr(text, 'out.fgb', ...to), shape)
      if (system !== 'EPSG:4326')
        await expectEqual(ogr2ogr(text, 'out.geojson', ...to, '-lco', 'COORDINATE_PRECISION=9'), shape)
    },
  )

  test.each(Object.keys(shapes))('%s as KML', async (shape) => {
    await expectEqual(ogr2ogr(JSON.stringify(collectionOf(shape)), 'out.kml', '-f', 'KML'), shape)
  })

  test('a feature a line', async () => {
    await expectEqual(
      ogr2ogr(JSON.stringify(collectionOf('areas')), 'out.geojsonl', '-f', 'GeoJSONSeq'),
      'areas',
    )
  })

  test('a workbook of rows', async () => {
    const features = collectionOf('points')
    const [file] = ogr2ogr(JSON.stringify(features), 'out.xlsx', '-f', 'XLSX')
    const table = await open([file])
    expect((await rowsOf(table)).map(({ cells }) => [cells.楼名, cells.户数, cells.面积])).toEqual(
      features.features.map(({ properties }) => [
        String(properties!.楼名),
        String(properties!.户数),
        String(properties!.面积),
      ]),
    )
  })

  test('a Shapefile with GBK names and neither .cpg nor language byte', async () => {
    const files = ogr2ogr(JSON.stringify(collectionOf('points')), 'out.shp', '-lco', 'ENCODING=GBK')
    const kept = await Promise.all(
      files
        .filter(({ name }) => !name.endsWith('.cpg'))
        .map(async ({ name, blob }) => {
          const bytes = new Uint8Array(await blob.arrayBuffer())
          if (name.endsWith('.dbf')) bytes[29] = 0
          return { name, blob: new Blob([bytes]) }
        }),
    )
    const table = await expectEqual(kept, 'points')
    expect(table.encoding).toBe('gb18030')
  })

  test('buildings of a Shapefile in CGCS2000 are taken where they stand', async () => {
    const files = ogr2ogr(
      JSON.stringify(collectionOf('points')),
      'out.shp',
      '-lco',
      'ENCODING=UTF-8',
      '-t_srs',
      'EPSG:4526',
    )
    const table = await open(files)
    const settings = proposeSettings(table, '410802', 'buildings')
    const { accepted, refused } = await readTable(table, settings)
    expect(refused).toEqual([])
    expect(accepted.map(({ payload }) => payload.households)).toEqual([40, 41, 42])
    const { coordinates } = accepted[2].geometry as GeoJSON.Point
    expect(coordinates[0]).toBeCloseTo(113.2008, 5)
    expect(coordinates[1]).toBeCloseTo(35.2006, 5)
  })
}

if (hasGdal() || process.env.CI) describe('what GDAL writes is read as what it was', againstGdal)
else test('not tried, since gdal-bin is not installed', () => expect(hasGdal()).toBe(false))
