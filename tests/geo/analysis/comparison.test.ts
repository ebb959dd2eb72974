import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cellAt,
  cellsWithin,
  compareCells,
  compareCounts,
  type Places,
  rasterAround,
  valuesOf,
} from '../../../geo/index'
import { binomialAtLeast, negativeBinomialAtLeast } from '../../../geo/analysis/chance/tails'
import reference from '../../reference/chance.json'
import { runs } from '../../support/runs'
import { poisson, stream } from './draws'

describe('tails', () => {
  it("of the negative binomial and Poisson are R's, however small", () => {
    for (const { count, mean, dispersion, atLeast } of reference.negativeBinomial)
      expect(closeTo(negativeBinomialAtLeast(count, mean, mean * dispersion), atLeast)).toBe(true)
  })

  it("of the binomial are R's", () => {
    for (const { count, trials, chance, atLeast } of reference.binomial)
      expect(closeTo(binomialAtLeast(count, trials, chance), atLeast)).toBe(true)
  })

  it('fall with the count and rise with the mean', () => {
    const positive = fc.double({ min: 0.01, max: 80, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), positive, positive, (count, mean, more) => {
        const chance = negativeBinomialAtLeast(count, mean, mean * 1.5)
        expect(negativeBinomialAtLeast(count + 1, mean, mean * 1.5)).toBeLessThanOrEqual(chance)
        expect(negativeBinomialAtLeast(count, mean + more, (mean + more) * 1.5)).toBeGreaterThanOrEqual(
          chance - 1e-12,
        )
      }),
      runs(),
    )
  })

  it('of nothing expected are those of nothing', () => {
    expect(negativeBinomialAtLeast(0, 0, 0)).toBe(1)
    expect(negativeBinomialAtLeast(1, 0, 0)).toBe(0)
    expect(binomialAtLeast(3, 2, 0.5)).toBe(0)
  })
})

/** Equal to nine digits, or both as good as nothing: R gives up below 1e-300. */
function closeTo(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 1e-9 * expected + 1e-300
}

describe('two counts', () => {
  const { first, second, exposures, p, adjusted } = reference.comparison
  const compared = compareCounts(first, second, [exposures[0], exposures[1]])

  it("have R's p, given their sum, and its share of false discoveries", () => {
    p.forEach((expected, unit) => {
      if (expected === null) return expect(compared.p[unit]).toBeNaN()
      expect(closeTo(compared.p[unit], expected)).toBe(true)
      expect(closeTo(compared.q[unit], adjusted[unit] as number)).toBe(true)
    })
  })

  it('turn round with their sides', () => {
    const count = fc.integer({ min: 0, max: 60 })
    const pairs = fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 400 }), (list, days) => {
        const [a, b] = [list.map(([one]) => one), list.map(([, other]) => other)]
        const [one, other] = [compareCounts(a, b, [30, days]), compareCounts(b, a, [days, 30])]
        one.kind.forEach((kind, unit) => expect(other.kind[unit]).toBe(-kind + 0))
      }),
      runs(),
    )
  })

  it('of one rate differ in no more of many maps than stated', () => {
    const MAPS = 400
    let maps = 0
    for (let seed = 0; seed < MAPS; seed++) {
      const next = stream(seed)
      const level = Array.from({ length: 80 }, () => 1 + next() * 20)
      const one = level.map((mean) => poisson(next, mean))
      const other = level.map((mean) => poisson(next, 3 * mean))
      if (compareCounts(one, other, [30, 90]).kind.some((kind) => kind !== 0)) maps++
    }
    expect(maps).toBeLessThanOrEqual(MAPS * 0.05 + 3 * Math.sqrt(MAPS * 0.05 * 0.95))
  })
})

describe('the cells of two maps', () => {
  const raster = rasterAround({ lng: 113.2, lat: 35.2 }, { x: [0, 2999], y: [0, 1999] }, 50, 0)
  const share = valuesOf(raster).fill(1)
  const units = cellsWithin(raster, share, 200)

  function side({ x, y }: Places): Float32Array {
    const cases = valuesOf(raster)
    for (let at = 0; at < x.length; at++) cases[cellAt(raster, x[at], y[at])]++
    return cases
  }

  function even(next: () => number, count: number): { x: number[]; y: number[] } {
    const inside = (span: number) => Array.from({ length: count }, () => 60 + next() * (span - 120))
    return { x: inside(3000), y: inside(2000) }
  }

  it('mark what grew at a planted place, with the cases behind it, and little elsewhere', () => {
    const next = stream(5)
    const [before, after] = [even(next, 1800), even(next, 600)]
    for (let more = 0; more < 60; more++) {
      after.x.push(2200 + (next() - 0.5) * 250)
      after.y.push(700 + (next() - 0.5) * 250)
    }
    const compared = compareCells(units, side(after), side(before), [30, 90])
    const planted = units.cells.indexOf(cellAt(raster, 2200, 700))
    expect(compared.kind[planted]).toBe(1)
    expect(compared.firstCases[planted]).toBeGreaterThan(40)
    const [x, y] = [
      (cell: number) => (cell % raster.columns) * 50 + 25,
      (cell: number) => Math.floor(cell / raster.columns) * 50 + 25,
    ]
    const far = Array.from(units.cells).filter(
      (cell, unit) => compared.kind[unit] !== 0 && Math.hypot(x(cell) - 2200, y(cell) - 700) > 450,
    )
    expect(far.length).toBeLessThanOrEqual(0.05 * compared.kind.filter((kind) => kind !== 0).length)
  })

  it('of one rate mark cells in no more of many maps than stated', () => {
    const MAPS = 60
    let maps = 0
    for (let seed = 0; seed < MAPS; seed++) {
      const next = stream(700 + seed)
      const compared = compareCells(
        units,
        side(even(next, poisson(next, 500))),
        side(even(next, poisson(next, 500))),
        [30, 30],
      )
      if (compared.kind.some((kind) => kind !== 0)) maps++
    }
    expect(maps).toBeLessThanOrEqual(MAPS * 0.05 + 3 * Math.sqrt(MAPS * 0.05 * 0.95))
  })

  it('are compared by where they are if the exposures are all cases of each side', () => {
    const next = stream(9)
    const many = even(next, 2000)
    const few = { x: many.x.filter((_, at) => at % 10 === 0), y: many.y.filter((_, at) => at % 10 === 0) }
    const compared = compareCells(units, side(many), side(few), [2000, 200])
    expect(compared.kind.every((kind) => kind === 0)).toBe(true)
  })
})
