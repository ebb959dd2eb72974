import { expect, test } from 'vitest'
import { inBin } from '../../../src/charts/deviation'
import { carriedOn } from '../../../src/features/planner/map/tools/carried-on'
import { classLimits } from '../../../src/map/plan-parts'

test('amounts are put into classes that can be read, about as many in each', () => {
  const values = Array.from({ length: 100 }, (_, at) => 1234 + at * 57)
  expect(classLimits(values)).toEqual([0, 2400, 3500, 4700, 5800])
  expect(classLimits([0, 0])).toEqual([0])
})

test('a bar of the histogram has the grids that it counts', () => {
  const grids = [-0.7, -0.5, -0.05, 0, 0.1, 0.100001, 0.9, null].map((deviation) => ({ deviation }))
  const bars = Array.from({ length: 12 }, (_, at) => inBin(grids, at).length)
  expect(bars.reduce((sum, count) => sum + count, 0)).toBe(grids.length - 1)
  expect(inBin(grids, 0)).toEqual([{ deviation: -0.7 }])
  expect(inBin(grids, 11)).toEqual([{ deviation: 0.9 }])
})

test('a line is carried on straight at both ends', () => {
  const [from, a, b, to] = carriedOn(
    [
      [10, 0],
      [10.001, 0],
    ],
    0.0001,
  )
  expect(from[0]).toBeCloseTo(9.9999, 9)
  expect([a[0], b[0]]).toEqual([10, 10.001])
  expect(to[0]).toBeCloseTo(10.0011, 9)
})
