import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { clusterPoints, project } from '../../../src/map/parts/clusters'
import { runs } from '../../support/runs'

const WORLD = [-180, -85, 180, 85] as const
const DISTRICT = [113, 35, 113.2, 35.2] as const
const positions = fc.array(
  fc.record({
    lng: fc.double({ min: 113, max: 113.2, noNaN: true }),
    lat: fc.double({ min: 35, max: 35.2, noNaN: true }),
  }),
  { maxLength: 200 },
)
const never = () => false

describe('clusters', () => {
  it('hold every point once', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 8, max: 18 }), (points, zoom) => {
        const isOdd = (index: number) => index % 2 === 1
        const clusters = clusterPoints(project(points), isOdd, { zoom, bounds: DISTRICT })
        expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(points.length)
        expect(clusters.reduce((sum, { marked }) => sum + marked, 0)).toBe(Math.floor(points.length / 2))
      }),
      runs(),
    )
  })

  it('stay where they are when the map is moved', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 8, max: 16 }), (points, zoom) => {
        const whole = clusterPoints(project(points), never, { zoom, bounds: WORLD })
        const inside = clusterPoints(project(points), never, { zoom, bounds: DISTRICT })
        expect(new Set(inside.map(({ lng, lat, count }) => `${lng} ${lat} ${count}`))).toEqual(
          new Set(whole.map(({ lng, lat, count }) => `${lng} ${lat} ${count}`)),
        )
      }),
      runs(),
    )
  })

  it('put a lone point where it is', () => {
    const [cluster] = clusterPoints(project([{ lng: 113.1, lat: 35.1 }]), never, {
      zoom: 12,
      bounds: DISTRICT,
    })
    expect(cluster).toMatchObject({ count: 1, index: 0 })
    expect(cluster.lng).toBeCloseTo(113.1, 9)
    expect(cluster.lat).toBeCloseTo(35.1, 9)
  })

  it('fall apart close up, except where points are within some steps', () => {
    const points = [
      { lng: 113.1, lat: 35.1 },
      { lng: 113.1, lat: 35.1 },
      { lng: 113.1001, lat: 35.1 },
    ]
    const close = clusterPoints(project(points), never, { zoom: 18, bounds: DISTRICT })
    expect(close.map(({ count }) => count).sort()).toEqual([1, 2])
    expect(clusterPoints(project(points), never, { zoom: 12, bounds: DISTRICT })).toHaveLength(1)
  })

  it('leave out what is out of sight', () => {
    expect(clusterPoints(project([{ lng: 100, lat: 20 }]), never, { zoom: 12, bounds: DISTRICT })).toEqual([])
  })

  it('ask for each point in sight once, however many there are', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({
      lng: 113 + (index % 317) / 1585,
      lat: 35 + (index % 331) / 1655,
    }))
    const isMarked = vi.fn(() => false)
    const clusters = clusterPoints(project(many), isMarked, { zoom: 13, bounds: DISTRICT })
    expect(isMarked).toHaveBeenCalledTimes(many.length)
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(many.length)
  })
})
