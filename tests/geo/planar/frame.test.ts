import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameAround, fromUnits, straightened, toLngLat, toMetres, toUnits } from '../../../geo/planar/frame'
import { doubledArea } from '../../../geo/planar/ring'
import { runs } from '../../support/runs'

const frame = { lng: 113.23, lat: 35.24 }
const units = fc.integer({ min: -5_000_000, max: 5_000_000 })

describe('frame', () => {
  it('measures what PostGIS measures on the spheroid', () => {
    // select st_distance('POINT(113.23 35.24)'::geography, p::geography) for the two points, PostGIS 3.3.2
    expect(Math.hypot(...toMetres(frame, [113.23, 35.34]))).toBeCloseTo(11094.58947, 4)
    expect(Math.hypot(...toMetres(frame, [113.33, 35.24]))).toBeCloseTo(9102.08191, 1)
  })

  it('keeps areas', () => {
    // select st_area('POLYGON((113.1 35.1,113.3 35.1,113.3 35.3,113.1 35.3,113.1 35.1))'::geography), whose sides are geodesics
    const sides = [...Array(400).keys()].map((step): [number, number] => {
      const along = (step % 100) / 500
      return [
        [113.1 + along, 35.1],
        [113.3, 35.1 + along],
        [113.3 - along, 35.3],
        [113.1, 35.3 - along],
      ][Math.floor(step / 100)] as [number, number]
    })
    const area = doubledArea(sides.flatMap((position) => toMetres(frame, position))) / 2
    expect(area / 404127473.01).toBeCloseTo(1, 5)
  })

  it('gives the units back for every position it makes', () => {
    fc.assert(
      fc.property(units, units, (x, y) => {
        expect(toUnits(frame, fromUnits(frame, x, y))).toEqual([x, y])
      }),
      runs(),
    )
  })

  it('turns back to the metre it came from', () => {
    fc.assert(
      fc.property(units, units, (x, y) => {
        const [east, north] = toMetres(frame, toLngLat(frame, x / 100, y / 100))
        expect(east).toBeCloseTo(x / 100, 5)
        expect(north).toBeCloseTo(y / 100, 5)
      }),
      runs(),
    )
  })

  it('refuses nothing to stand on, and what is out of reach', () => {
    expect(() => frameAround([])).toThrow('no-positions')
    expect(() => toUnits(frame, [120, 35])).toThrow('extent-too-large')
    expect(() => toUnits(frame, [Number.NaN, 35])).toThrow('extent-too-large')
  })

  it('keeps edges straight in longitude and latitude, whichever way they run, at any latitude', () => {
    const degrees = fc.double({ min: -0.2, max: 0.2, noNaN: true })
    fc.assert(
      fc.property(
        fc.integer({ min: -60, max: 70 }),
        degrees,
        degrees,
        degrees,
        degrees,
        (lat, a, b, c, d) => {
          const there = { lng: 12, lat }
          const ends = [
            [12 + a, lat + b],
            [12 + c, lat + d],
          ]
          const path = straightened(there, ends)
          expect(straightened(there, [...ends].reverse())).toEqual([...path].reverse())
          for (let at = 1; at < path.length; at++) {
            const [from, to] = [path[at - 1], path[at]]
            const [x, y] = toMetres(there, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
            const [[x1, y1], [x2, y2]] = [toMetres(there, from), toMetres(there, to)]
            expect(Math.hypot(x - (x1 + x2) / 2, y - (y1 + y2) / 2)).toBeLessThan(0.005)
          }
        },
      ),
      runs(),
    )
  })

  it('adds nothing to an edge along a parallel, and something to a diagonal of five kilometres', () => {
    expect(
      straightened(frame, [
        [113.2, 35.2],
        [113.26, 35.2],
      ]),
    ).toHaveLength(2)
    expect(
      straightened(frame, [
        [113.2, 35.2],
        [113.25, 35.25],
      ]).length,
    ).toBeGreaterThan(5)
  })
})
