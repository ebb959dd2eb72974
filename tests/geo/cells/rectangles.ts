import fc from 'fast-check'
import type { BuildingInput } from '../../../geo/cells/types'
import { box, building } from '../districts'

/** A building in the middle of a box, in metres. */
export function slab(west: number, south: number, east: number, north: number): BuildingInput {
  return building((west + east) / 2, (south + north) / 2, { footprint: [[box(west, south, east, north)]] })
}

/** Rectangles that fill their square of 40 m more or less, so that neighbours are at least `apart` metres away. */
export const rectangles = (apart: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 69 }), { minLength: 2, maxLength: 30 }).chain((squares) =>
    fc.tuple(
      ...squares.map((square) =>
        fc
          .tuple(...[0, 1, 2, 3].map(() => fc.double({ min: apart / 2, max: 17, noNaN: true })), fc.boolean())
          .map(([west, south, east, north, known]) => {
            const [x, y] = [40 * (square % 10), 40 * Math.floor(square / 10)]
            const whole = slab(
              x + Number(west),
              y + Number(south),
              x + 40 - Number(east),
              y + 40 - Number(north),
            )
            return known ? whole : { ...whole, footprint: undefined }
          }),
      ),
    ),
  )
