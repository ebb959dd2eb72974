import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createDistrict, readTarget } from '../../../src/data/imports/imports'
import { bring, newDistrict } from '../support/bringing'
import { serviceClient } from '../support/clients'

const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))

function onRealFiles() {
  const file = (path: string) => [readFileSync(shared + path), basename(path)] as const

  test('Singapore: 332 subzones, 9,546 blocks with 989,921 households', { timeout: 600_000 }, async () => {
    const code = await newDistrict()
    const client = serviceClient()
    const areas = await bring(client, code, ...file('singapore-hdb/subzones.geojson'))
    expect(areas).toMatchObject({
      read: 332,
      accepted: 332,
      communities: { new: 332 },
      streets: { new: 55 },
    })
    const blocks = await bring(client, code, ...file('singapore-hdb/blocks.csv'))
    expect(blocks).toMatchObject({ read: 9546, accepted: 9546, households: 989_921 })
    expect(blocks.doubts['geocode-doubtful']).toBe(12)
    const again = await bring(client, code, ...file('singapore-hdb/blocks.csv'))
    expect(again.rows).toEqual({ new: 0, changed: 0, unchanged: 9546 })
  })

  test(
    'New York: 19,820 requests in areas made of borough and zip, 180 refused',
    { timeout: 600_000 },
    async () => {
      const code = await newDistrict()
      const summary = await bring(serviceClient(), code, ...file('nyc-311/incidents.csv'), {
        utcOffset: '-05:00',
      })
      expect(summary).toMatchObject({
        read: 20_000,
        accepted: 19_820,
        refused: 180,
        reasons: { 'no-position': 180 },
        streets: { new: 5 },
      })
    },
  )

  test(
    'Shanghai and Jiaozuo: base map, barriers, a mended district, streets and communities by code',
    { timeout: 600_000 },
    async () => {
      const code = await newDistrict()
      const client = serviceClient()
      const roads = await bring(client, code, ...file('shanghai-basemap/roads_lines.geojson'))
      expect(roads).toMatchObject({ read: 1671, accepted: 1670, refused: 1, rows: { new: 1078 } })
      const barriers = await bring(client, code, ...file('shanghai-basemap/roads_lines.geojson'), {
        kind: 'barriers',
      })
      expect(barriers).toMatchObject({ read: 1671, accepted: 182, reasons: { 'not-a-barrier': 1489 } })
      const rivers = await bring(client, code, ...file('shanghai-basemap/water.geojson'), {
        kind: 'barriers',
      })
      expect(rivers.rows.new).toBeGreaterThan(0)
      const green = await bring(client, code, ...file('shanghai-basemap/landuse.geojson'))
      expect(green.accepted + green.refused).toBe(327)

      if (!(await readTarget(client, '410802')))
        await createDistrict(client, { code: '410802', name: '解放区' })
      const district = await bring(
        client,
        '410802',
        ...file('china-areas/districts-gcj02-as-shipped.geojson'),
      )
      expect(district).toMatchObject({ read: 4, accepted: 1, reasons: { 'other-district': 3 } })
      expect(await bring(client, '410802', ...file('china-areas/streets.csv'))).toMatchObject({ accepted: 9 })
      expect(await bring(client, '410802', ...file('china-areas/communities.csv'))).toMatchObject({
        accepted: 57,
      })
    },
  )
}

if (existsSync(shared)) describe('real files', onRealFiles)
else test('not tried, since ../shared/data is not here: real files', () => expect(shared).toMatch(/data\/$/))
