import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rateRatio } from '../../../geo/index'
import reference from '../../reference/ratio.json'
import { runs } from '../../support/runs'
import { poisson, stream } from './draws'

it("the ratio and its interval are those of R's poisson.test", () => {
  for (const { counts, exposures, ratio, lower, upper } of reference.tests) {
    const found = rateRatio(counts as [number, number], exposures as [number, number])!
    expect(found.ratio / ratio).toBeCloseTo(1, 9)
    expect(found.lower / lower).toBeCloseTo(1, 6)
    expect(found.upper / upper).toBeCloseTo(1, 6)
  }
})

it('the interval holds the ratio, the other way round it is the other one, and p says what the interval says', () => {
  const count = fc.integer({ min: 1, max: 400 })
  const exposure = fc.double({ min: 1, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(count, count, exposure, exposure, (first, second, own, other) => {
      fc.pre(first + second >= 5)
      const found = rateRatio([first, second], [own, other])!
      expect(found.lower).toBeLessThan(found.ratio)
      expect(found.upper).toBeGreaterThan(found.ratio)
      const turned = rateRatio([second, first], [other, own])!
      expect(turned.ratio * found.ratio).toBeCloseTo(1, 9)
      expect(turned.lower * found.upper).toBeCloseTo(1, 6)
      expect(turned.p).toBeCloseTo(found.p, 9)
      if (Math.abs(found.p - 0.05) > 1e-6) expect(found.p <= 0.05).toBe(found.lower > 1 || found.upper < 1)
    }),
    runs(),
  )
})

it('of equal rates hardly more than one in twenty is said to differ', () => {
  const draw = stream(20261201)
  const found = Array.from({ length: 2000 }, () => rateRatio([poisson(draw, 40), poisson(draw, 20)], [2, 1])!)
  expect(found.filter(({ p }) => p <= 0.05).length / found.length).toBeLessThanOrEqual(0.06)
  expect(found.filter(({ lower, upper }) => lower <= 1 && upper >= 1).length / found.length).toBeGreaterThanOrEqual(0.94) // prettier-ignore
})

it('says nothing of too few', () => {
  expect(rateRatio([3, 1], [1, 1])).toBeNull()
  expect(rateRatio([30, 0], [1, 1])).toBeNull()
  expect(rateRatio([30, 20], [1, 0])).toBeNull()
})
