import { combine, parseDbf, parseShp } from 'shpjs'
import { expect, test } from 'vitest'
import { buildingRows, planGeoJson } from '../../../../src/plan/files/export'
import { planShapefiles } from '../../../../src/plan/files/shapefiles'
import { drawnPlan, smallGround } from '../small-district'

const words = {
  codes: new Map([['1-1', '990101001001001']]),
  communityName: (id: number) => `社区${id - 10}`,
}

test('a plan becomes shapefiles of its grids and buildings that another program reads', async () => {
  const live = await drawnPlan(smallGround())
  const files = planShapefiles(live, words, new Date('2026-03-05T00:00:00Z'))
  const read = (name: string) =>
    combine([
      parseShp(Buffer.from(files[`${name}.shp`])),
      parseDbf(Buffer.from(files[`${name}.dbf`]), Buffer.from(files[`${name}.cpg`])),
    ]).features.map(({ properties }) => properties as Record<string, unknown>)
  const grids = read('grids_level_1')
  const buildings = read('buildings')
  expect(grids).toHaveLength(live.draft.grids.size)
  expect(buildings).toHaveLength(live.ground.input.buildings.id.length)
  expect(new Set(grids.map(({ community }) => community))).toEqual(new Set(['社区1', '社区2']))
  for (const grid of grids) {
    const own = buildings.filter((building) => building.grid === grid.code)
    expect(own.length).toBe(grid.buildings)
    expect(own.reduce((sum, { households }) => sum + Number(households), 0)).toBe(grid.households)
  }
})

test('the grids of a draft are named by the numbers on the map, in order, so that buildings find them', async () => {
  const live = await drawnPlan(smallGround())
  const rows = buildingRows(live, { ...words, codes: new Map() })
  const numbers = rows.map(({ grid }) => grid)
  for (const number of numbers) expect(number).toMatch(/^\d{3}$/)
  const grids = planGeoJson(live, { ...words, codes: new Map() }).features
  expect(new Set(grids.map(({ properties }) => String(properties?.code)))).toEqual(new Set(numbers))
  expect(numbers).toEqual([...numbers].sort())
})
