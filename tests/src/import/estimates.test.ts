import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  defaultEstimate,
  estimateHouseholds,
  estimateRuleText,
  readEstimateRule,
} from '../../../src/import/kinds/estimate'
import { useOf } from '../../../src/import/kinds/uses'
import { squareMetresOf } from '../../../src/import/values/area'
import { runs } from '../../support/runs'
import { square } from '../../support/squares'
import { collection, doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from './help'

const metresNorth = (metres: number) => metres / 111_320
const metresEast = (metres: number) => metresNorth(metres) / Math.cos((35.2 * Math.PI) / 180)

/** A footprint of so many metres, the i-th of a row. */
const footprint = (i: number, width = 30, depth = 12) =>
  square(113.2 + i * 0.001, 35.2, metresNorth(depth), metresEast(width))

const footprints = collection(
  [{ building: 'apartments', 'building:levels': '6', 社区: '东社区' }, footprint(0)],
  [{ building: 'yes', height: '18', 社区: '东社区' }, footprint(1)],
  [{ building: 'retail', 'building:levels': '2', 社区: '东社区' }, footprint(2)],
  [{ building: 'garage', 社区: '东社区' }, footprint(3, 6, 3)],
  [
    { highway: 'residential', name: '幸福路' },
    {
      type: 'LineString',
      coordinates: [
        [113.2, 35.2],
        [113.21, 35.2],
      ],
    },
  ],
  [{ natural: 'water', name: '东湖' }, footprint(9, 200, 200)],
)

describe('buildings that nobody has counted', () => {
  test('are a map or buildings; as buildings it is asked whether to estimate, and what to do with roads and water', async () => {
    expect((await outcomeOf(footprints, 'osm.geojson')).questions.map(({ code }) => code)).toContain('kind')
    const { questions } = await outcomeOf(footprints, 'osm.geojson', { kind: 'buildings' })
    expect(questions.map(({ code, detail }) => [code, detail])).toEqual([
      ['not-buildings', 'road × 1 (幸福路); water × 1 (东湖)'],
      ['estimate', expect.stringContaining('per-household=110')],
    ])
  })

  test('are estimated from footprint, storeys or height, and use; each says how', async () => {
    const answers = { kind: 'buildings', 'not-buildings': 'leave-out', estimate: 'estimate' }
    const { read, accepted, refused } = await outcomeOf(footprints, 'osm.geojson', answers)
    expect([read, refused]).toEqual([4, []])
    // 360 m² on six storeys, and on 18 m of height, at 110 m² each.
    expect(valuesOf(accepted, 'households')).toEqual([20, 20, 0, 0])
    expect(valuesOf(accepted, 'householdsEstimated')).toEqual([true, true, true, true])
    expect((accepted[0].doubts as { detail: string }[])[0].detail).toBe('360 m² × 6 × 1 ÷ 110')
    expect(doubtsOf(accepted)).toHaveLength(4)
  })

  test('are refused where there is nothing to estimate from, and a count is never estimated over', async () => {
    const text = '编号,户数,层数,社区,经度,纬度\na1,40,6,东社区,113.2,35.2\nb2,,6,东社区,113.201,35.2\n'
    const { accepted, refused } = await outcomeOf(text, 'x.csv', { estimate: 'estimate' })
    expect([sumOf(accepted), valuesOf(accepted, 'householdsEstimated')]).toEqual([40, [undefined]])
    expect(refusalsOf(refused)).toEqual(['3 no-households m²'])
  })

  test('features that are said to be buildings stay, lines are refused', async () => {
    const answers = { kind: 'buildings', 'not-buildings': 'take', estimate: 'estimate' }
    const { read, accepted, refused } = await outcomeOf(footprints, 'osm.geojson', answers)
    expect([read, accepted.length, refusalsOf(refused)]).toEqual([6, 5, ['5 geometry-kind MultiLineString']])
  })
})

test.each([
  ['住宅楼', 'residential'],
  ['apartments', 'residential'],
  ['非住宅', 'other'],
  ['商住楼', 'mixed'],
  ['住宅/商业', 'mixed'],
  ['幼儿园', 'other'],
  ['yes', 'unknown'],
  ['아파트', 'residential'],
  ['3号楼', undefined],
])('%s is %s', (word, use) => expect(useOf(word)).toBe(use))

test('more floor gives no fewer households, what is not lived in none, and a dwelling one at least', () => {
  const measure = fc.double({ min: 21, max: 20_000, noNaN: true })
  const storeys = fc.integer({ min: 1, max: 60 })
  fc.assert(
    fc.property(measure, storeys, fc.integer({ min: 10, max: 1000 }), (ground, floors, each) => {
      const rule = { ...defaultEstimate, squareMetresPerHousehold: each }
      const of = (facts: Partial<Parameters<typeof estimateHouseholds>[0]>) =>
        estimateHouseholds(
          { footprintSquareMetres: ground, storeys: floors, use: 'residential', ...facts },
          rule,
        )!.households
      expect(of({})).toBeGreaterThanOrEqual(1)
      expect(of({ storeys: floors + 1 })).toBeGreaterThanOrEqual(of({}))
      expect(of({ use: 'mixed' })).toBeLessThanOrEqual(of({}))
      expect(of({ use: 'other' })).toBe(0)
      expect(of({ floorSquareMetres: ground * floors })).toBe(of({}))
      expect(estimateHouseholds({ storeys: floors, use: 'residential' }, rule)).toBeUndefined()
    }),
    runs(2000),
  )
})

test('the rule is written on the command line as it is said, and nothing beyond its limits', () => {
  expect(readEstimateRule(estimateRuleText(defaultEstimate))).toEqual(defaultEstimate)
  expect(readEstimateRule('per-household=90,mixed=0.5')).toEqual({
    ...defaultEstimate,
    squareMetresPerHousehold: 90,
    mixedShare: 0.5,
  })
  for (const wrong of ['per-household=0', 'mixed=2', 'rooms=3', 'per-household', 'storeys=many'])
    expect(readEstimateRule(wrong)).toBeUndefined()
})

test('ground is measured in square metres, holes left out', () => {
  const area = squareMetresOf(footprint(0, 100, 50))!
  expect(Math.abs(area - 5000)).toBeLessThan(5)
  const [[outer], [hole]] = [footprint(0, 100, 50).coordinates[0], footprint(0, 10, 10).coordinates[0]]
  expect(Math.abs(squareMetresOf({ type: 'Polygon', coordinates: [outer, hole] })! - 4900)).toBeLessThan(5)
  expect(squareMetresOf({ type: 'Point', coordinates: [113.2, 35.2] })).toBeUndefined()
})
