import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AreaRings, neighboursTouching } from '../../../geo/index'
import { runs } from '../../support/runs'

const listsOf = (areas: readonly AreaRings[], tolerance = 2) => {
  const { start, neighbour } = neighboursTouching(areas, tolerance)
  return areas.map((_, unit) => [...neighbour.slice(start[unit], start[unit + 1])])
}
const box = (west: number, south: number, east: number, north: number): AreaRings => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
]

it('squares of a lattice touch the eight around them, wherever it lies and however large they are', () => {
  const size = fc.double({ min: 10, max: 700, noNaN: true })
  const offset = fc.double({ min: -5000, max: 5000, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      size,
      offset,
      (columns, rows, side, from) => {
        // prettier-ignore
        const cells = Array.from({ length: columns * rows }, (_, at) => [at % columns, Math.floor(at / columns)])
        const areas = cells.map(([x, y]) => box(from + x * side, from + y * side, from + (x + 1) * side, from + (y + 1) * side)) // prettier-ignore
        const expected = cells.map(
          ([x, y], own) =>
        cells.flatMap(([otherX, otherY], at) => at !== own && Math.abs(otherX - x) <= 1 && Math.abs(otherY - y) <= 1 ? [at] : []), // prettier-ignore
        )
        expect(listsOf(areas)).toEqual(expected)
      },
    ),
    runs(),
  )
})

it('a border with more corners on one side than on the other touches, and a gap wider than allowed does not', () => {
  // A long side against two short ones, whose common corner lies in the middle of it; a metre away, and three.
  const [long, low, high] = [box(0, 0, 100, 1000), box(101, 0, 200, 470), box(101, 470, 200, 1000)]
  expect(listsOf([long, low, high])).toEqual([[1, 2], [0, 2], [0, 1]]) // prettier-ignore
  expect(listsOf([long, box(103, 0, 200, 470)])).toEqual([[], []])
})

it('an area in the hole of another touches it', () => {
  const [outer] = box(0, 0, 900, 900)
  const [inner] = box(300, 300, 600, 600)
  expect(listsOf([[outer, inner], [inner]])).toEqual([[1], [0]])
})
