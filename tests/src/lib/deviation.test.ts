import { expect, it } from 'vitest'
import {
  deviationBreaks,
  deviationClass,
  deviationColour,
  deviationFrom,
  isWithin,
} from '../../../src/lib/deviation'
import { palette } from '../../../src/lib/theme'

it('puts the limits of the tolerance in the quiet middle', () => {
  expect([-0.3, -0.15, -0.1, 0, 0.1, 0.15, 0.3].map((share) => deviationClass(share, 0.1))).toEqual([
    0, 1, 2, 2, 2, 3, 4,
  ])
})

it('keeps five classes where the tolerance is wide', () => {
  deviationBreaks(0.25).forEach((limit, index) =>
    expect(limit).toBeCloseTo([-0.5, -0.25, 0.25, 0.5][index], 8),
  )
  expect(deviationColour(palette('dark'), 0.3, 0.25)).toBe(palette('dark').deviation[3])
})

it('counts 360 and 440 households as within 10 % of 400', () => {
  expect([360, 440].map((households) => deviationClass(households / 400 - 1, 0.1))).toEqual([2, 2])
  expect([359, 441].map((households) => deviationClass(households / 400 - 1, 0.1))).toEqual([1, 3])
  const within = [359, 360, 440, 441].map((households) => isWithin(households / 400 - 1, 0.1))
  expect(within).toEqual([false, true, true, false])
})

it('has nothing to say of what has no target', () => {
  expect([deviationFrom(440, 400), deviationFrom(440, null)]).toEqual([440 / 400 - 1, null])
  expect([isWithin(null, 0.1), deviationClass(null, 0.1)]).toEqual([true, 2])
})
