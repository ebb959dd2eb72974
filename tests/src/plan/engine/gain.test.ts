import { expect, test } from 'vitest'
import { standingOf } from '../../../../src/plan/engine/gain'

const target = { target: 100, tolerance: 0.1 }
const of = (households: number[], compound: number[]) => ({
  households: Float64Array.from(households),
  compound: Int32Array.from(compound),
})

test('a division stands with its grids, those within the tolerance, and the compounds that it cuts', () => {
  const instance = of([60, 50, 40, 49, 30, 30], [1, 1, 2, 3, 3, 3])
  expect(standingOf(instance, [0, 0, 1, 1, 2, 2], target)).toEqual({ grids: 3, within: 1, cut: 1 })
  // 110 is within a tenth of 100, 89 is not.
  expect(standingOf(of([110], [1]), [0], target).within).toBe(1)
  expect(standingOf(of([89], [1]), [0], target).within).toBe(0)
})

test('a compound in three grids is cut once', () => {
  expect(standingOf(of([100, 100, 100], [1, 1, 1]), [0, 1, 2], target).cut).toBe(1)
})

test('buildings of dedicated grids are measured against nothing, but their compounds may be cut', () => {
  const instance = of([100, 5], [1, 1])
  expect(standingOf(instance, [0, 1], target, (building) => building === 0)).toEqual({
    grids: 1,
    within: 1,
    cut: 1,
  })
})
