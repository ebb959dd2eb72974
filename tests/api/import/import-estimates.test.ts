import { beforeAll, describe, expect, test } from 'vitest'
import { commitImport, listReported } from '../../../src/data/imports/imports'
import { publishPlan, submitPlan } from '../../../src/data/plans/plans'
import { readPlanEstimates } from '../../../src/data/plans/plan-outputs'
import { readPlanningInput } from '../../../src/data/maps/places'
import { defaultEstimate } from '../../../src/import/kinds/estimate'
import { dataOf, serviceClient, signIn } from '../support/clients'
import { makeDistrict } from '../support/district'
import { drawPlan, hardFaults } from '../support/drawing'
import { bringFile, checkFile, newDistrict } from '../support/importing'
import { square } from '../../support/squares'

let memberCode = ''
beforeAll(async () => {
  const { communityCodes } = await makeDistrict()
  memberCode = communityCodes[0].slice(0, 6)
})

const SIDE = 0.0002
const at = (i: number): [number, number] => [113.2 + (i % 5) * 0.0006, 35.2 + Math.floor(i / 5) * 0.0006]

/** Twenty houses on about 400 m² each, without households; roads beside them. */
function footprints(storeys = 6): string {
  const houses = Array.from({ length: 20 }, (_, i) => ({
    type: 'Feature',
    properties: {
      楼栋编号: `h${i}x`,
      用途: i === 19 ? '学校' : '住宅',
      层数: String(storeys),
      社区: '东社区',
      街道: '南街道',
    },
    geometry: square(...at(i), SIDE),
  }))
  const road = {
    type: 'Feature',
    properties: { 类型: '主干路', 名称: '幸福路' },
    geometry: { type: 'LineString', coordinates: [at(0), at(19)] },
  }
  return JSON.stringify({ type: 'FeatureCollection', features: [...houses, road] })
}

const asEstimates = {
  kind: 'buildings' as const,
  estimate: defaultEstimate,
  answers: { kind: 'buildings', 'not-buildings': 'leave-out', estimate: 'estimate' },
}

async function stored(code: string) {
  const district = dataOf(await serviceClient().from('areas').select('id').eq('code', code).single())
  return dataOf(
    await serviceClient()
      .from('buildings')
      .select('source_id, households, households_estimated, footprint')
      .eq('district_id', district.id)
      .order('source_id'),
  )
}

describe('households that nobody counted', () => {
  test('are stored as estimates, drawn with, and said to be estimates by the plan', async () => {
    const code = await newDistrict(memberCode)
    const summary = await bringFile(serviceClient(), code, footprints(), 'houses.geojson', asEstimates)
    expect(summary).toMatchObject({ read: 20, accepted: 20, doubts: { 'households-estimated': 20 } })
    const houses = await stored(code)
    expect(houses.map((one) => one.households_estimated)).toEqual(Array<boolean>(20).fill(true))
    const total = houses.reduce((sum, { households }) => sum + households, 0)
    expect(total).toBe(summary.households)
    expect(houses.filter(({ households }) => households === 0)).toHaveLength(1)
    const planner = await signIn('planner')
    const plan = await drawPlan(planner, code)
    expect(await hardFaults(planner, plan.id)).toEqual({ stored: [], shown: [] })
    expect((await submitPlan(planner, plan.id)).state).toBe('submitted')
    await publishPlan(await signIn('reviewer'), plan.id, null)
    const estimates = await readPlanEstimates(planner, plan.id)
    expect(estimates.reduce((sum, { households }) => sum + households, 0)).toBe(total)
    const district = dataOf(await planner.from('areas').select('id').eq('code', code).single())
    const { buildings } = await readPlanningInput(planner, district.id)
    expect(buildings.estimated).toEqual(Array<boolean>(20).fill(true))
    expect(
      (await bringFile(serviceClient(), code, footprints(), 'houses.geojson', asEstimates)).rows,
    ).toEqual({
      new: 0,
      changed: 0,
      unchanged: 20,
    })
  })

  test('are replaced by the first count on their ground, and no estimate replaces a count', async () => {
    const code = await newDistrict(memberCode)
    await bringFile(serviceClient(), code, footprints(), 'houses.geojson', asEstimates)
    const counts = [0, 1, 2].map((i) => {
      const [lng, lat] = at(i)
      return `c-${i}a,${30 + i},东社区,南街道,${lng + SIDE / 2},${lat + SIDE / 2}`
    })
    const text = `楼栋编号,户数,社区,街道,经度,纬度\n${counts.join('\n')}\nnew-z,9,东社区,南街道,${at(0)[0] + 0.0004},${at(0)[1]}\n`
    const { id, summary } = await checkFile(serviceClient(), code, text, 'counts.csv')
    expect(summary).toMatchObject({ rows: { new: 1, changed: 3 }, doubts: { 'estimate-replaced': 3 } })
    expect(summary.replaces).toMatchObject({ moved: { count: 0 }, households: { count: 3, is: 93 } })
    await commitImport(serviceClient(), id)
    const after = await stored(code)
    expect(after).toHaveLength(21)
    const [h0] = after.filter(({ source_id }) => source_id === 'h0x')
    expect([h0.households, h0.households_estimated, h0.footprint !== null]).toEqual([30, false, true])
    const again = await checkFile(serviceClient(), code, footprints(9), 'houses.geojson', asEstimates)
    expect(again.summary.doubts).toMatchObject({ 'count-kept': 3, 'households-estimated': 17 })
    await commitImport(serviceClient(), again.id)
    const last = await stored(code)
    expect(last.find(({ source_id }) => source_id === 'h0x')).toMatchObject({
      households: 30,
      households_estimated: false,
    })
    expect((await listReported(serviceClient(), again.id)).filter(({ reason }) => reason !== null)).toEqual(
      [],
    )
  })

  test('a count of the same number makes an estimate a count', async () => {
    const code = await newDistrict(memberCode)
    await bringFile(serviceClient(), code, footprints(), 'houses.geojson', asEstimates)
    const houses = JSON.parse(footprints()) as GeoJSON.FeatureCollection
    const known = new Map((await stored(code)).map(({ source_id, households }) => [source_id, households]))
    for (const { properties } of houses.features)
      if (properties!.楼栋编号) properties!.户数 = known.get(properties!.楼栋编号 as string)
    houses.features.pop()
    const summary = await bringFile(serviceClient(), code, JSON.stringify(houses), 'houses.geojson')
    expect(summary.rows).toEqual({ new: 0, changed: 20, unchanged: 0 })
    expect((await stored(code)).some((one) => one.households_estimated)).toBe(false)
  })
})

test('what was checked before the district changed is checked anew', async () => {
  const code = await newDistrict(memberCode)
  const row = (name: string) => `楼栋编号,户数,社区,街道,经度,纬度\n${name},40,东社区,南街道,113.2,35.2\n`
  const first = await checkFile(serviceClient(), code, row('a1'), 'a.csv')
  const second = await checkFile(serviceClient(), code, row('b1'), 'b.csv')
  await commitImport(serviceClient(), first.id)
  await expect(commitImport(serviceClient(), second.id)).rejects.toMatchObject({ code: 'import-outdated' })
  expect((await stored(code)).map(({ source_id }) => source_id)).toEqual(['a1'])
  expect((await bringFile(serviceClient(), code, row('b1'), 'b.csv')).rows.new).toBe(1)
})
