import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { listAreas } from '../../../src/data/areas'
import { type GridInForce, readGridsInForce } from '../../../src/data/plans/in-force'
import { setImportPlan, commitImport } from '../../../src/data/imports/imports'
import { readPlan } from '../../../src/data/plans/plans'
import { serviceClient, signIn } from '../support/clients'
import { makeDistrict } from '../support/district'
import { drawPlan } from '../support/drawing'
import { bringFile, checkFile, fixture, newDistrict } from '../support/importing'

// A district that has grids already: its communities, buildings and grids are imported, and what is in force is what was given.

let memberCode = ''
beforeAll(async () => {
  const { communityCodes } = await makeDistrict()
  memberCode = communityCodes[0].slice(0, 6)
})

async function district(): Promise<{ code: string; id: number }> {
  const code = await newDistrict(memberCode)
  await bringFile(serviceClient(), code, fixture('areas-wobble.geojson'), 'areas.geojson')
  await bringFile(serviceClient(), code, fixture('areas-buildings.csv'), 'areas-buildings.csv')
  const area = (await listAreas(serviceClient())).find((each) => each.code === code)!
  return { code, id: area.id }
}

/** Grids as another system would give them out: rounded to a metre or so, each by itself. */
function givenOut(code: string, grids: readonly GridsDrawn[], digits: number, decimals: number): string {
  const round = (value: number) => Number(value.toFixed(decimals))
  const features = grids.map(({ polygon }, at) => ({
    type: 'Feature',
    properties: {
      网格编码: `${code}001001${String(at + 1).padStart(digits - 12, '0')}`,
      网格名称: `第${at + 1}网格`,
    },
    geometry: {
      type: 'MultiPolygon',
      coordinates: polygon.coordinates.map((rings) =>
        rings.map((ring) => ring.map(([lng, lat]) => [round(lng), round(lat)])),
      ),
    },
  }))
  return JSON.stringify({ type: 'FeatureCollection', features })
}
type GridsDrawn = Pick<GridInForce, 'polygon' | 'households'>

test('grids that were drawn elsewhere are in force as they were given, whatever the precision and the digits of their codes', async () => {
  const planner = await signIn('planner')
  const first = await district()
  const drawn = await drawPlan(planner, first.code)
  const { grids } = await readPlan(planner, drawn.id)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(14, 15, 16, 20), fc.constantFrom(5, 6, 7), async (digits, decimals) => {
      const { code, id } = await district()
      const text = givenOut(code, grids, digits, decimals)
      const { id: importId, summary } = await checkFile(serviceClient(), code, text, '网格.geojson', {
        kind: 'grids',
      })
      expect(summary).toMatchObject({ refused: 0, grids: { grids: grids.length, codes: grids.length } })
      await setImportPlan(serviceClient(), importId, { from: '2020-01-01', name: '旧网格' })
      await commitImport(serviceClient(), importId)
      const inForce = await readGridsInForce(serviceClient(), id)
      expect(inForce.map(({ code: own, households }) => [own, households])).toEqual(
        grids.map(({ households }, at) => [
          `${code}001001${String(at + 1).padStart(digits - 12, '0')}`,
          households,
        ]),
      )
      expect(inForce.every(({ from, planName }) => from === '2020-01-01' && planName === '旧网格')).toBe(true)
      expect(await readGridsInForce(serviceClient(), id, '2019-12-31')).toEqual([])
    }),
    { numRuns: 4, seed: 1 },
  )
})
