import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlabIndex } from '../../../geo/planar/slabs'
import { runs } from '../../support/runs'

it('clips two segments that meet to the same grid point, also where it lies between two', () => {
  const area = new SlabIndex(
    [
      [-9000, -9000, 9000, -9000],
      [9000, -9000, 9000, 9000],
      [9000, 9000, -9000, 9000],
      [-9000, 9000, -9000, -9000],
    ].flat(),
  )
  const real = fc.double({ min: -8000, max: 8000, noNaN: true })
  const half = fc.integer({ min: -8000, max: 8000 }).map((whole) => whole + 0.5)
  fc.assert(
    fc.property(real, real, half, half, real, real, (ax, ay, bx, by, cx, cy) => {
      const [first, second]: number[][] = [[], []]
      area.clip(ax, ay, bx, by, first)
      area.clip(bx, by, cx, cy, second)
      if (first.length === 4 && second.length === 4) expect(first.slice(2)).toEqual(second.slice(0, 2))
    }),
    runs(2000),
  )
})
