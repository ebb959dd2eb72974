import { expect, test } from 'vitest'
import { frameAround } from '../../../geo/index'
import { hotAreas, type SpotArea } from '../../../src/workers/analysis-spots'

const [WEST, SOUTH, STEP] = [113, 35, 0.003]
/** Ten by ten areas; `casesOf` says how many cases lie in which. */
function areasOf(casesOf: (x: number, y: number) => number, householdsOf = () => 400): SpotArea[] {
  return Array.from({ length: 100 }, (_, id) => {
    const [x, y] = [id % 10, Math.floor(id / 10)]
    const [west, south] = [WEST + x * STEP, SOUTH + y * STEP]
    const ring = [[west, south], [west + STEP, south], [west + STEP, south + STEP], [west, south + STEP], [west, south]] // prettier-ignore
    return { id, community: 9, polygons: [[ring]] as SpotArea['polygons'], cases: casesOf(x, y), households: householdsOf() } // prettier-ignore
  })
}
const frame = frameAround([
  [WEST, SOUTH],
  [WEST + 10 * STEP, SOUTH + 10 * STEP],
])
/** The same numbers at each start. */
function draws(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

test('areas around which a spot was planted are found, by ground and by households, with their numbers', () => {
  const draw = draws(7)
  const isPlanted = (x: number, y: number) => Math.hypot(x - 6, y - 3) <= 1
  const areas = areasOf((x, y) => (isPlanted(x, y) ? 30 : 2 + Math.floor(draw() * 4)))
  for (const per of ['area', 'households'] as const) {
    const found = hotAreas(areas, per, frame)
    expect(
      found.map(({ unit }) => unit),
      per,
    ).toContain(36)
    expect(found.every(({ unit }) => Math.hypot((unit! % 10) - 6, Math.floor(unit! / 10) - 3) <= 2.3)).toBe(
      true,
    )
    const [spot] = found.filter(({ unit }) => unit === 36)
    expect(spot.cases).toBe(30)
    expect(Math.hypot(spot.lng - (WEST + 6.5 * STEP), spot.lat - (SOUTH + 3.5 * STEP))).toBeLessThan(0.001)
    // 0.003 degrees are about 273 m by 333 m there.
    expect(spot.areaSquareKilometres).toBeCloseTo(0.091, 2)
    expect(spot.times).toBeGreaterThan(4)
  }
})

test('of maps without pattern no more than one in twenty shows any, and areas where nobody lives have no rate', () => {
  const draw = draws(11)
  const maps = Array.from({ length: 60 }, () => areasOf(() => Math.floor(draw() * 8)))
  const shown = maps.filter((areas) => hotAreas(areas, 'area', frame).length > 0)
  expect(shown.length).toBeLessThanOrEqual(6)
  expect(hotAreas(areasOf((x) => (x > 7 ? 50 : 1), () => 3), 'households', frame)).toEqual([]) // prettier-ignore
  expect(hotAreas(areasOf(() => 5).slice(0, 7), 'area', frame)).toEqual([])
})
