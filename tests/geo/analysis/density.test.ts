import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addPlace,
  cornersOf,
  densityOf,
  densitySurface,
  type MultiPolygonRings,
  perThousandHouseholds,
  type Places,
  placesOf,
  type Raster,
  rasterAround,
  scottBandwidthMetres,
  shareInside,
  valuesOf,
} from '../../../geo/index'
import { toLngLat, toMetres } from '../../../geo/planar/frame'
import reference from '../../reference/density.json'
import { runs } from '../../support/runs'

const frame = { lng: 113.2, lat: 35.2 }
const ringOf = (points: readonly (readonly number[])[]) =>
  [...points, points[0]].map(([x, y]) => toLngLat(frame, x, y))
const district: MultiPolygonRings = [[ringOf(reference.outside), ringOf(reference.hole)]]
const cases: Places = { x: reference.cases.map(([x]) => x), y: reference.cases.map(([, y]) => y) }

function counted(raster: Raster, { x, y }: Places): Float32Array {
  const counts = valuesOf(raster)
  for (let at = 0; at < x.length; at++) addPlace(raster, counts, x[at], y[at])
  return counts
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0)
}

describe('density over a window', () => {
  it.each(reference.surfaces)(
    'is within 1 % of the peak of density.ppp everywhere, $bandwidthMetres m over cells of $cellMetres m',
    ({ bandwidthMetres, cellMetres, step, peak, perSquareKilometre }) => {
      const raster = rasterAround(frame, cornersOf(frame, district), cellMetres, 2 * cellMetres)
      const surface = densitySurface(raster, shareInside(raster, district), bandwidthMetres)
      const density = densityOf(surface, counted(raster, cases), 30)
      let [most, compared] = [0, 0]
      perSquareKilometre.forEach((line, row) =>
        line.forEach((expected, column) => {
          if (expected === null) return
          const x = column * step - Math.round(raster.westMetres / cellMetres)
          const y = row * step - Math.round(raster.southMetres / cellMetres)
          most = Math.max(most, Math.abs(density[y * raster.columns + x] - expected))
          compared++
        }),
      )
      expect(compared).toBeGreaterThan(400)
      expect(most / peak).toBeLessThan(0.01)
    },
  )

  it('of cases as dense everywhere is as dense at the border', () => {
    const raster = rasterAround(frame, cornersOf(frame, district), 50, 100)
    const share = shareInside(raster, district)
    const surface = densitySurface(raster, share, 200)
    const density = densityOf(surface, share, 30)
    const inside = Array.from(density).filter((_, at) => share[at] > 0)
    const level = 1e6 / 50 ** 2
    for (const value of inside) expect(Math.abs(value / level - 1)).toBeLessThan(0.01)
  })

  it('is per month: twice the cases in twice the days are as dense', () => {
    const raster = rasterAround(frame, cornersOf(frame, district), 50, 100)
    const surface = densitySurface(raster, shareInside(raster, district), 200)
    const counts = counted(raster, cases)
    const once = densityOf(surface, counts, 30)
    const twice = densityOf(
      surface,
      counts.map((count) => 2 * count),
      60,
    )
    for (let at = 0; at < once.length; at += 7) expect(twice[at]).toBeCloseTo(once[at], 3)
  })

  it('refuses a bandwidth that the cells cannot hold', () => {
    const raster = rasterAround(frame, cases, 100, 200)
    expect(() => densitySurface(raster, valuesOf(raster), 80)).toThrow('bandwidth-below-cell')
  })

  it('over households is a rate, and none where next to nobody lives', () => {
    const rates = perThousandHouseholds(Float32Array.of(2, 3, 0), Float32Array.of(1000, 5, 400), 10)
    expect([...rates]).toEqual([2, NaN, 0])
  })
})

describe('places on a raster', () => {
  const place = fc.tuple(
    fc.double({ min: -700, max: 700, noNaN: true }),
    fc.double({ min: -700, max: 700, noNaN: true }),
  )

  it('keep their number, their mean and a quarter of a cell of variance', () => {
    fc.assert(
      fc.property(place, ([x, y]) => {
        const raster = rasterAround(frame, { x: [x], y: [y] }, 50, 100)
        const counts = counted(raster, { x: [x], y: [y] })
        const middles = Array.from(counts, (_, at) => raster.westMetres + ((at % raster.columns) + 0.5) * 50)
        const mean = total(middles.map((middle, at) => middle * counts[at]))
        const variance = total(middles.map((middle, at) => (middle - x) ** 2 * counts[at]))
        expect(total(counts)).toBeCloseTo(1, 5)
        expect(Math.abs(mean - x)).toBeLessThan(0.01)
        expect(variance / 2500).toBeCloseTo(0.25, 3)
      }),
      runs(),
    )
  })

  it('taken away again leave nothing, in any order', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (list) => {
        const places = { x: list.map(([x]) => x), y: list.map(([, y]) => y) }
        const raster = rasterAround(frame, places, 50, 100)
        const counts = counted(raster, places)
        for (const [x, y] of [...list].reverse()) addPlace(raster, counts, x, y, -1)
        for (const count of counts) expect(Math.abs(count)).toBeLessThan(1e-5)
      }),
      runs(50),
    )
  })
})

describe('the share of cells inside polygons', () => {
  it('adds up to their area, holes and cut-off sides included', () => {
    const corner = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }))
    fc.assert(
      fc.property(corner, corner, fc.integer({ min: 20, max: 90 }), ([x1, y1], [x2, y2], cellMetres) => {
        fc.pre(Math.abs(x1 - x2) > 300 && Math.abs(y1 - y2) > 300)
        const [west, south, east, north] = [
          Math.min(x1, x2),
          Math.min(y1, y2),
          Math.max(x1, x2),
          Math.max(y1, y2),
        ]
        const rhombus = (inset: number) => {
          const [x, y] = [(west + east) / 2, (south + north) / 2]
          return ringOf([
            [west + inset, y],
            [x, south + inset],
            [east - inset, y],
            [x, north - inset],
          ])
        }
        const polygons: MultiPolygonRings = [[rhombus(0), rhombus(100).reverse()]]
        const raster = rasterAround(frame, cornersOf(frame, polygons), cellMetres, 0)
        const area = ((east - west) * (north - south) - (east - west - 200) * (north - south - 200)) / 2
        expect(Math.abs((total(shareInside(raster, polygons)) * cellMetres ** 2) / area - 1)).toBeLessThan(
          1e-3,
        )
      }),
      runs(50),
    )
  })

  it('is 0 or 1 where no border passes', () => {
    const square: MultiPolygonRings = [
      [
        ringOf([
          [-120, -120],
          [120, -120],
          [120, 120],
          [-120, 120],
        ]),
      ],
    ]
    const raster = rasterAround(frame, { x: [-300, 300], y: [-300, 300] }, 40, 0)
    const share = shareInside(raster, square)
    expect(new Set(Array.from(share, (value) => value.toFixed(3)))).toEqual(new Set(['0.000', '1.000']))
    expect(total(share)).toBeCloseTo(36, 2)
  })
})

describe("Scott's bandwidth", () => {
  it("is spatstat's", () => {
    expect(scottBandwidthMetres(cases)).toBeCloseTo(reference.scott, 6)
  })

  it('needs two places', () => {
    expect(() => scottBandwidthMetres({ x: [1], y: [1] })).toThrow('too-few-places')
  })

  it('is in metres of the frame that places of degrees are put in', () => {
    const position = toLngLat(frame, 200, -40)
    const { x, y } = placesOf(frame, [position])
    expect([x[0], y[0]]).toEqual(toMetres(frame, position))
  })
})
