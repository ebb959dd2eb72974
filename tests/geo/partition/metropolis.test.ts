import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedRise, portableLog } from '../../../geo/partition/moves/metropolis'
import { createRandom, nextBelow, nextInteger } from '../../../geo/partition/random'
import { runs } from '../../support/runs'

describe('randomness', () => {
  it('is the same everywhere: the first numbers of a stream', () => {
    const random = createRandom(1, 2, 3)
    expect(Array.from({ length: 4 }, () => nextInteger(random))).toMatchInlineSnapshot(`
      [
        -1502994402,
        -496134602,
        306938474,
        1346818143,
      ]
    `)
  })

  it('stays below its bound, and reaches all of it', () => {
    const random = createRandom(7)
    const seen = new Set(Array.from({ length: 400 }, () => nextBelow(random, 10)))
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('differs from seed to seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        fc.pre(a !== b)
        expect(nextInteger(createRandom(a))).not.toBe(nextInteger(createRandom(b)))
      }),
      runs(),
    )
  })
})

describe('the Metropolis test', () => {
  it('knows logarithms', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), (value) => {
        expect(portableLog(value)).toBeCloseTo(Math.log(value), 12)
      }),
      runs(),
    )
  })

  it('lets a rise of one temperature pass in one of e cases', () => {
    const random = createRandom(3)
    const passed = Array.from({ length: 20_000 }, () => allowedRise(random, 2) >= 2).filter(Boolean).length
    expect(passed / 20_000).toBeCloseTo(Math.exp(-1), 2)
  })
})
