import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTable } from '../../../src/import/tables/open'
import { countCategories, proposeCategories, proposeSettings } from '../../../src/import/guesses/settings'
import { sharedPath } from '../../support/shared'
import { linesOf, readTable, type ReadResult } from './help'
import type { ImportSettings } from '../../../src/import/types'

const shared = sharedPath('data')

async function readShared(path: string, district: string, changes: Partial<ImportSettings> = {}) {
  const table = await openTable(new Blob([readFileSync(join(shared!, path))]), path)
  const proposed = proposeSettings(table, district, changes.kind)
  const column = proposed.kind === 'incidents' ? proposed.mapping.category : undefined
  const categories = column ? proposeCategories((await countCategories(table, column)).keys()) : {}
  return { settings: proposed, result: await readTable(table, { ...proposed, categories, ...changes }) }
}

function reasons({ refused }: ReadResult): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { reason } of refused) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

/** Real public data, which the repository does not ship: read where it lies beside the checkout. */
function onRealFiles() {
  test('9,546 Singapore blocks with 989,921 households; 12 doubtful', async () => {
    const { settings, result } = await readShared('singapore-hdb/blocks.csv', '999902')
    expect(settings.kind).toBe('buildings')
    expect(settings.mapping).toEqual({
      source: 'building_id',
      lng: 'lng',
      lat: 'lat',
      households: 'households',
      storeys: 'floors',
      compoundSource: 'compound_key',
      compound: 'compound',
      community: 'subzone',
      street: 'planning_area',
      name: 'block',
      address: 'street',
      doubtful: 'geocode_flag',
    })
    expect(result.accepted).toHaveLength(9546)
    expect(result.accepted.reduce((sum, { payload }) => sum + Number(payload.households), 0)).toBe(989_921)
    expect(result.accepted.filter(({ doubts }) => doubts.length > 0)).toHaveLength(12)
  })

  test('332 Singapore subzones', async () => {
    const { settings, result } = await readShared('singapore-hdb/subzones.geojson', '999902')
    expect([settings.kind, settings.level]).toEqual(['areas', 'community'])
    expect(settings.mapping).toEqual({ name: 'subzone', source: 'subzone_code', parentName: 'planning_area' })
    expect([result.accepted.length, result.refused]).toEqual([332, []])
  })

  test('20,000 New York requests, 180 without a position', async () => {
    const { settings, result } = await readShared('nyc-311/incidents.csv', '999903')
    expect(settings.kind).toBe('incidents')
    expect(settings.mapping).toMatchObject({ community: 'zip', street: 'borough', description: 'descriptor' })
    expect([result.read, result.accepted.length, reasons(result)]).toEqual([
      20_000,
      19_820,
      { 'no-position': 180 },
    ])
  })

  test.each([
    ['410802', 9, 57],
    ['410305', 11, 76],
  ])('streets and communities of %s', async (district, streets, communities) => {
    expect((await readShared('china-areas/streets.csv', district)).result.accepted).toHaveLength(streets)
    const { settings, result } = await readShared('china-areas/communities.csv', district)
    expect(settings.kind).toBe('areas')
    expect(result.accepted).toHaveLength(communities)
    expect(result.read).toBe(result.accepted.length + result.refused.length)
  })

  test('the boundary of a district as shipped in GCJ-02 lands within a few metres of the converted one', async () => {
    const { settings, result } = await readShared('china-areas/districts-gcj02-as-shipped.geojson', '410802')
    expect([settings.coordinates, settings.level]).toEqual(['gcj02', 'district'])
    const { result: converted } = await readShared('china-areas/districts-wgs84.geojson', '410802')
    const first = ({ accepted }: ReadResult) => accepted[0].geometry as GeoJSON.MultiPolygon
    const [lng, lat] = first(result).coordinates[0][0][0]
    const distances = first(converted)
      .coordinates.flat(2)
      .map(([x, y]) => Math.hypot((x - lng) * 91e3, (y - lat) * 111e3))
    expect(Math.min(...distances)).toBeLessThan(5)
  })

  test('roads, water and land use of Shanghai as base map, main roads and rivers as barriers', async () => {
    const roads = (await readShared('shanghai-basemap/roads_lines.geojson', '999904')).result
    expect([roads.read, reasons(roads), roads.accepted.length]).toEqual([
      1671,
      { 'geometry-invalid': 1 },
      1078,
    ])
    const water = await readShared('shanghai-basemap/water.geojson', '999904')
    expect(water.settings.kind).toBe('base-map')
    expect(Object.keys(reasons(water.result))).toEqual(['outline-of-area', 'no-name'])
    const land = (await readShared('shanghai-basemap/landuse.geojson', '999904')).result
    expect(linesOf(land) + land.refused.length).toBe(327)
    const barriers = (
      await readShared('shanghai-basemap/roads_lines.geojson', '999904', { kind: 'barriers' })
    ).result
    expect(linesOf(barriers)).toBe(182)
    const rivers = (await readShared('shanghai-basemap/water.geojson', '999904', { kind: 'barriers' })).result
    expect(rivers.accepted.every(({ payload }) => payload.kind === 'river')).toBe(true)
    expect(rivers.accepted.some(({ payload }) => payload.name === '黄浦江')).toBe(true)
  })
}

if (shared) describe('real files are understood without a word from anybody', onRealFiles)
else test('not tried, since ../shared/data is not here: real files', () => expect(shared).toBeUndefined())
