import { beforeAll, describe, expect, test } from 'vitest'
import { commitImport, listReported } from '../../../src/data/imports/imports'
import { listPlans, publishPlan, submitPlan } from '../../../src/data/plans/plans'
import { serviceClient, signIn } from '../support/clients'
import { makeDistrict } from '../support/district'
import { drawPlan, type DrawnPlan, hardFaults } from '../support/drawing'
import { bringFile, buildingsOf, checkFile, fixture, newDistrict } from '../support/importing'

let memberCode = ''
beforeAll(async () => {
  const { communityCodes } = await makeDistrict()
  memberCode = communityCodes[0].slice(0, 6)
})

/** Imports a file of `tests/fixtures/import` into a district. */
const bring = (code: string, name: string) => bringFile(serviceClient(), code, fixture(name), name)

/** Draws the whole district and hands it in; the page and the database find nothing to mend. */
async function submitDrawn(code: string): Promise<DrawnPlan> {
  const planner = await signIn('planner')
  const plan = await drawPlan(planner, code)
  expect(await hardFaults(planner, plan.id)).toEqual({ stored: [], shown: [] })
  expect((await submitPlan(planner, plan.id)).state).toBe('submitted')
  return plan
}

/** The doubts of an import by code, with their details. */
async function doubtsOf(id: number): Promise<[string, string][]> {
  const rows = await listReported(serviceClient(), id)
  return rows.flatMap(({ doubts }) => doubts.map(({ code, detail }): [string, string] => [code, detail]))
}

describe('what is imported can be drawn and submitted', () => {
  test('a border that was digitised twice becomes one', async () => {
    const code = await newDistrict(memberCode)
    const text = fixture('areas-wobble.geojson')
    const { id, summary } = await checkFile(serviceClient(), code, text, 'areas.geojson')
    expect(summary).toMatchObject({
      accepted: 2,
      refused: 0,
      doubts: { 'border-settled': expect.any(Number) as number },
    })
    for (const [doubt, detail] of await doubtsOf(id)) {
      expect(doubt).toBe('border-settled')
      expect(detail).toMatch(/东社区.*西社区|西社区.*东社区/)
    }
    await commitImport(serviceClient(), id)
    expect(await bring(code, 'areas-buildings.csv')).toMatchObject({ accepted: 64, households: 2560 })
    expect(await submitDrawn(code)).toMatchObject({ grids: 6, left: 0 })
    const again = await bringFile(serviceClient(), code, text, 'areas.geojson')
    expect(again.communities).toEqual({ new: 0, changed: 0, unchanged: 2 })
  })

  test('ground that two communities claim goes to one of them, with a doubt that names both and the size', async () => {
    const code = await newDistrict(memberCode)
    const { id, summary } = await checkFile(
      serviceClient(),
      code,
      fixture('areas-overlap.geojson'),
      'areas.geojson',
    )
    expect(summary).toMatchObject({ accepted: 2, refused: 0, doubts: { 'boundaries-overlap': 1 } })
    expect(await doubtsOf(id)).toEqual([
      ['boundaries-overlap', expect.stringMatching(/东社区.*西社区.*4\.0 ha|西社区.*东社区.*4\.0 ha/)],
    ])
    await commitImport(serviceClient(), id)
    const buildings = await bring(code, 'areas-buildings.csv')
    expect(buildings).toMatchObject({
      accepted: 28,
      households: 1120,
      refused: 36,
      doubts: { 'moved-inside': 4 },
    })
    await submitDrawn(code)
  })

  test('a community without buildings needs no grid', async () => {
    const code = await newDistrict(memberCode)
    expect(await bring(code, 'empty-community.geojson')).toMatchObject({ accepted: 2 })
    expect(await bring(code, 'empty-community.csv')).toMatchObject({ accepted: 20, households: 800 })
    expect(await submitDrawn(code)).toMatchObject({ grids: 2 })
  })

  test('a community whose only building stands on the spot of another is named and not made', async () => {
    const code = await newDistrict(memberCode)
    const { id, summary } = await checkFile(serviceClient(), code, fixture('same-spot.csv'), 'same-spot.csv')
    expect(summary).toMatchObject({
      accepted: 5,
      households: 1000,
      derivedRefused: [{ reason: 'community-on-one-spot', count: 1, names: ['中社区'] }],
      doubts: { 'community-differs': 1 },
    })
    expect(await doubtsOf(id)).toEqual([['community-differs', '中社区']])
    await commitImport(serviceClient(), id)
    await submitDrawn(code)
  })

  test('a straight border of some kilometres is no gap', async () => {
    const code = await newDistrict(memberCode)
    expect(await bring(code, 'long-border.geojson')).toMatchObject({ accepted: 1 })
    expect(await bring(code, 'long-border.csv')).toMatchObject({ accepted: 60, households: 2400 })
    expect(await submitDrawn(code)).toMatchObject({ grids: 6 })
  })
})

describe('a boundary that is imported anew under a plan in force', () => {
  async function published(): Promise<{ code: string; plan: number }> {
    const code = await newDistrict(memberCode)
    await bring(code, 'boundary-before.geojson')
    await bring(code, 'boundary-buildings.csv')
    const { id } = await submitDrawn(code)
    await publishPlan(await signIn('reviewer'), id, null)
    return { code, plan: id }
  }

  test('is refused where buildings would lie in no community, and says which plan no longer tiles', async () => {
    const { code, plan } = await published()
    const { id, summary } = await checkFile(
      serviceClient(),
      code,
      fixture('boundary-redrawn.geojson'),
      'areas.geojson',
    )
    expect(summary).toMatchObject({ accepted: 0, refused: 1, reasons: { 'leaves-buildings-outside': 1 } })
    expect(summary.boundaries).toMatchObject([
      { name: '垦区社区', refused: true, buildings: 12, households: 480, plans: [{ id: plan }] },
    ])
    expect(summary.boundaries[0].buildingNames).toHaveLength(12)
    expect(Math.round(summary.boundaries[0].plans[0].bareSquareMetres / 10_000)).toBe(121)
    expect(Math.round(summary.boundaries[0].plans[0].beyondSquareMetres / 10_000)).toBe(121)
    expect((await listReported(serviceClient(), id))[0].detail).toMatch(/^12 \(480\): /)
  })

  test('is written together with its neighbour; buildings follow the ground and the plan is marked', async () => {
    const { code, plan } = await published()
    const anew = JSON.parse(fixture('boundary-redrawn.geojson')) as GeoJSON.FeatureCollection
    const [west, south, east, north] = [113.19, 35.2, 113.204, 35.23]
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]
    const { properties } = anew.features[0]
    anew.features.push({
      type: 'Feature',
      properties: { ...properties, id: 'c9', 名称: '新垦社区' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    })
    const summary = await bringFile(serviceClient(), code, JSON.stringify(anew), 'areas.geojson')
    expect(summary).toMatchObject({
      accepted: 2,
      refused: 0,
      boundaries: [{ name: '垦区社区', refused: false, buildings: 12 }],
    })
    const moved = (await buildingsOf(code)).filter(({ community }) => community === '新垦社区')
    expect(moved).toHaveLength(12)
    const planner = await signIn('planner')
    const { data: district } = await planner.from('areas').select('id').eq('code', code).single()
    const listed = (await listPlans(planner, district!.id)).find(({ id }) => id === plan)!
    expect(listed.redraw).toEqual({ communities: ['垦区社区'], buildings: 0 })
    const next = await submitDrawn(code)
    await publishPlan(await signIn('reviewer'), next.id, null)
    const after = await listPlans(planner, district!.id)
    expect(after.find(({ id }) => id === next.id)!.redraw).toEqual({ communities: [], buildings: 0 })
  })
})
