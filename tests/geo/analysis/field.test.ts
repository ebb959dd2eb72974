import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  densityBands,
  densityField,
  type DensityField,
  type MultiPolygonRings,
  refinedDensity,
} from '../../../geo/index'
import { toMetres } from '../../../geo/planar/frame'
import { runs } from '../../support/runs'

const options = { bandwidthMetres: 200, cellMetres: 50 }
/** Far beyond the reach of all kernels. */
const square = (west: number, south: number, east: number, north: number) => [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]] // prettier-ignore
const ground = square(113.1, 35.1, 113.35, 35.34) as MultiPolygonRings
const position = fc.tuple(
  fc.double({ min: 113.2, max: 113.25, noNaN: true }),
  fc.double({ min: 35.2, max: 35.24, noNaN: true }),
)
const positions = fc.array(position, { minLength: 1, maxLength: 30 })

function total({ perSquareKilometre, cellMetres }: DensityField): number {
  return perSquareKilometre.reduce((sum, density) => sum + density, 0) * (cellMetres / 1000) ** 2
}

function highest({ perSquareKilometre }: DensityField): number {
  return perSquareKilometre.reduce((most, density) => Math.max(most, density), 0)
}

/** Whether a point lies in an odd number of rings: inside, whatever the grouping into polygons. */
function covers(polygons: number[][][][], [x, y]: readonly number[]): boolean {
  let inside = false
  for (const ring of polygons.flat()) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [one, other] = [ring[at], ring[before]]
      if (
        one[1] > y !== other[1] > y &&
        x < ((other[0] - one[0]) * (y - one[1])) / (other[1] - one[1]) + one[0]
      )
        inside = !inside
    }
  }
  return inside
}

describe('kernel density', () => {
  it('has none without positions', () => {
    expect(densityField([], ground, options)).toBeNull()
  })

  it('adds up to the number of positions', () => {
    fc.assert(
      fc.property(positions, (list) => {
        expect(total(densityField(list, ground, options)!)).toBeCloseTo(list.length, 2)
      }),
      runs(25),
    )
  })

  it('is twice as high where everything happens twice', () => {
    fc.assert(
      fc.property(positions, (list) => {
        expect(highest(densityField([...list, ...list], ground, options)!)).toBeCloseTo(
          2 * highest(densityField(list, ground, options)!),
          2,
        )
      }),
      runs(15),
    )
  })

  it('of one point peaks at the point with the height of the Gaussian', () => {
    const field = densityField([[113.22, 35.22]], ground, { bandwidthMetres: 250, cellMetres: 25 })!
    const peak = 1e6 / (2 * Math.PI * 250 * 250)
    expect(highest(field) / peak).toBeGreaterThan(0.98)
    expect(highest(field) / peak).toBeLessThan(1.03)
    const at = field.perSquareKilometre.indexOf(highest(field))
    const x = field.westMetres + ((at % field.columns) + 0.5) * 25
    const y = field.southMetres + (Math.floor(at / field.columns) + 0.5) * 25
    const [east, north] = toMetres(field.frame, [113.22, 35.22])
    expect(Math.hypot(x - east, y - north)).toBeLessThan(25)
  })
})

describe('at the border', () => {
  const half = square(113.1, 35.1, 113.22, 35.34) as MultiPolygonRings
  /** Cases a hundred metres apart, as many everywhere on the ground. */
  const even = Array.from({ length: 40 * 40 }, (_, at) => [113.22 - 0.0011 * ((at % 40) + 0.5), 35.2 + 0.0009 * Math.floor(at / 40)] as const) // prettier-ignore
  const at = (field: DensityField, lng: number, lat: number) => {
    const [east, north] = toMetres(field.frame, [lng, lat])
    const [column, row] = [east - field.westMetres, north - field.southMetres].map((metres) => Math.floor(metres / field.cellMetres)) // prettier-ignore
    return field.perSquareKilometre[row * field.columns + column]
  }

  it('what is as dense as inside is shown as dense: nothing is known of beyond, not that nothing is there', () => {
    const field = densityField(even, half, options)!
    const [inside, border] = [at(field, 113.2, 35.218), at(field, 113.2195, 35.218)]
    expect(inside).toBeGreaterThan(90)
    expect(Math.abs(border / inside - 1)).toBeLessThan(0.02)
  })

  it('ends there on the map, not at the side of a cell: a slanted border is a line, not stairs', () => {
    const slanted = [[[[113.1, 35.1], [113.205, 35.1], [113.225, 35.34], [113.1, 35.34], [113.1, 35.1]]]] as MultiPolygonRings // prettier-ignore
    const [band] = densityBands(refinedDensity(densityField(even, slanted, options)!), [10])
    for (let lat = 35.205; lat < 35.23; lat += 0.0007) {
      const border = 113.205 + (0.02 * (lat - 35.1)) / 0.24
      const metres = 1 / 91_000
      expect(covers(band.polygons, [border - 15 * metres, lat])).toBe(true)
      expect(covers(band.polygons, [border + 15 * metres, lat])).toBe(false)
    }
  })

  it('nothing is shown beyond it', () => {
    expect(at(densityField(even, half, options)!, 113.2235, 35.218)).toBe(0)
  })
})

describe('on smaller cells', () => {
  it('a density is as it was at the middles of the larger ones, and no higher anywhere', () => {
    fc.assert(
      fc.property(positions, (list) => {
        const field = densityField(list, ground, options)!
        const fine = refinedDensity(field, 5 * Math.max(field.columns, field.rows))
        expect(fine.cellMetres).toBe(options.cellMetres / 5)
        field.perSquareKilometre.forEach((density, at) => {
          const [column, row] = [at % field.columns, Math.floor(at / field.columns)]
          expect(fine.perSquareKilometre[(5 * row + 2) * fine.columns + 5 * column + 2]).toBeCloseTo(
            density,
            3,
          )
        })
        expect(highest(fine)).toBeCloseTo(highest(field), 3)
      }),
      runs(10),
    )
  })
})

describe('density bands', () => {
  it('do not overlap, and the lowest of them all lie where density begins', () => {
    fc.assert(
      fc.property(positions, position, (list, probe) => {
        const bands = densityBands(densityField(list, ground, options)!, [1, 2, 4, 8])
        const holding = bands.filter(({ polygons }) => covers(polygons, probe))
        expect(holding.length).toBeLessThanOrEqual(1)
      }),
      runs(40),
    )
  })

  it('have a point of one cluster in the highest band and its rim in a lower one', () => {
    const list = Array.from({ length: 20 }, () => [113.22, 35.22] as const)
    const field = densityField(list, ground, options)!
    const bands = densityBands(field, [1, 5, 20])
    expect(covers(bands[2].polygons, [113.2201, 35.2201])).toBe(true)
    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [1, 5],
      [5, 20],
      [20, null],
    ])
    expect(bands[0].polygons[0]).toHaveLength(2)
  })
})
