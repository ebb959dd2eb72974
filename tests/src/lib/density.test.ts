import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MultiPolygonRings } from '../../../geo/index'
import { type CellCounts, DENSITY_LIMITS, densityOfCells } from '../../../src/lib/density'
import { runs } from '../../support/runs'

const lattice = { origin: [113.2, 35.2] as const, lngPerCell: 0.00055, latPerCell: 0.00045 }
const west = Math.floor(113.2 / lattice.lngPerCell)
const south = Math.floor(35.2 / lattice.latPerCell)
type Cell = readonly [number, number, number]
const cell = fc.tuple(
  fc.integer({ min: 0, max: 120 }),
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 1, max: 9 }),
)
const ground = [[[[113, 35], [113.5, 35], [113.5, 35.5], [113, 35.5], [113, 35]]]] as MultiPolygonRings // prettier-ignore
const counts = (cells: readonly Cell[], days = 30): CellCounts => ({
  ...lattice,
  days,
  cells: cells.map(([x, y, count]) => [west + x, south + y, count]),
})

/** The class of the density at the middle of a cell: the limits that it has reached. */
function classAt(of: CellCounts, [x, y]: readonly [number, number]): number {
  const [lng, lat] = [(west + x + 0.5) * lattice.lngPerCell, (south + y + 0.5) * lattice.latPerCell]
  const isIn = (rings: number[][][]) =>
    rings.flat().length > 0 && rings.reduce((inside, ring) => inside !== crosses(ring, lng, lat), false)
  return densityOfCells(of, ground).findIndex(({ polygons }) => polygons.some(isIn))
}

function crosses(ring: number[][], lng: number, lat: number): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [one, other] = [ring[at], ring[before]]
    if (
      one[1] > lat !== other[1] > lat &&
      lng < ((other[0] - one[0]) * (lat - one[1])) / (other[1] - one[1]) + one[0]
    )
      inside = !inside
  }
  return inside
}

/** Cells beyond this from a place are out of the kernel's reach. */
const MARGIN_CELLS = 14

describe('density on the wall', () => {
  it('is the same at a place in the view of the district and in that of a street, which has a margin', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 5, maxLength: 60 }), (cells) => {
        const [street, place] = [{ from: 30, to: 60 }, [45, 45] as const]
        const within = ([x]: Cell) => x >= street.from - MARGIN_CELLS && x <= street.to + MARGIN_CELLS
        expect(classAt(counts(cells.filter(within)), place)).toBe(classAt(counts(cells), place))
      }),
      runs(15),
    )
  })

  it('is in a fixed unit: twice as many in twice the time are as dense', () => {
    const cells: Cell[] = [
      [45, 45, 40],
      [48, 45, 40],
    ]
    const twice = cells.map(([x, y, count]) => [x, y, 2 * count] as const)
    expect(densityOfCells(counts(twice, 60), ground)).toEqual(densityOfCells(counts(cells, 30), ground))
  })

  it('is drawn by the same limits whatever is highest', () => {
    const limits = (cells: readonly Cell[]) => densityOfCells(counts(cells), ground).map(({ from }) => from)
    expect(limits([[1, 1, 5]])).toEqual(DENSITY_LIMITS)
    expect(limits([[1, 1, 500]])).toEqual(DENSITY_LIMITS)
    expect(densityOfCells(counts([]), ground)).toEqual([])
  })
})
