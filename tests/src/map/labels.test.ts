import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Label, largestSize, placeLabels, widthOfWord } from '../../../src/map/labels'

const sheet = [100, 60] as const
const label = (x: number, y: number, word = '甲楼', sizeMillimetres = 3): Label => ({
  at: [x, y],
  word,
  sizeMillimetres,
})

describe('labels on paper', () => {
  it('are as wide as their signs', () => {
    expect(widthOfWord('甲楼')).toBe(2)
    expect(widthOfWord('12')).toBeCloseTo(1.2)
  })

  it('stand above their dot where there is room', () => {
    const [place] = placeLabels([label(50, 30)], sheet)
    expect(place?.x).toBe(50)
    expect(place?.baseline).toBeLessThan(30)
  })

  it('go below a dot at the upper rim, and beside one where above and below are taken', () => {
    expect(placeLabels([label(50, 1)], sheet)[0]?.baseline).toBeGreaterThan(1)
    const [place] = placeLabels([label(50, 30)], sheet, [
      [40, 20, 50.5, 28.3],
      [40, 31.7, 50.5, 40],
    ])
    expect(place?.x).toBeGreaterThan(50)
  })

  it('are left out where every place is taken, the later ones first', () => {
    const crowd = Array.from({ length: 9 }, () => label(50, 30))
    const places = placeLabels(crowd, sheet)
    expect(places.map((place) => place !== null)).toEqual([true, true, ...Array<boolean>(7).fill(false)])
  })

  it('are left out where the sheet ends', () => {
    expect(placeLabels([label(-20, 30)], sheet)).toEqual([null])
  })

  it('never overlap or leave the sheet', () => {
    const positions = fc.array(fc.tuple(fc.integer({ max: 100, min: 0 }), fc.integer({ max: 60, min: 0 })))
    fc.assert(
      fc.property(positions, (all) => {
        const labels = all.map(([x, y]) => label(x, y))
        const placed = placeLabels(labels, sheet).flatMap((place) => place ?? [])
        placed.forEach((one, at) => {
          expect(one.x).toBeGreaterThanOrEqual(3)
          expect(one.x).toBeLessThanOrEqual(97)
          expect(one.baseline).toBeLessThanOrEqual(60)
          for (const other of placed.slice(at + 1))
            expect(
              Math.abs(one.x - other.x) >= 6 - 1e-9 || Math.abs(one.baseline - other.baseline) >= 3,
            ).toBe(true)
        })
      }),
    )
  })

  it('are as large as they can be without leaving more out', () => {
    expect(largestSize([5, 4, 3], (size) => (size > 4 ? 8 : 9), 3.5)).toBe(4)
    expect(largestSize([5, 4, 3], (size) => 12 - size, 3)).toBe(3)
  })

  it('are larger where that leaves out a few of many that could hardly be read', () => {
    expect(largestSize([3.6, 3, 2.4], (size) => Math.round(50 - 2 * size), 3.3)).toBe(3.6)
    expect(largestSize([3.6, 3, 2.4], (size) => Math.round(50 - 10 * size), 3.3)).toBe(2.4)
  })
})
