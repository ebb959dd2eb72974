import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnapIndex } from '../../../geo/coverage/snap'
import type { Point } from '../../../geo/coverage/types'
import { distanceToSegment } from '../../../geo/planar/exact'
import { fromUnits } from '../../../geo/planar/frame'
import { runs } from '../../support/runs'

const frame = { lng: 113.23, lat: 35.24 }
const path = (...points: Point[]) => points.map(([x, y]) => fromUnits(frame, x, y))

describe('SnapIndex', () => {
  const index = new SnapIndex(frame, [
    { kind: 'road', path: path([0, 0], [10_000, 0], [10_000, 10_000]) },
    { kind: 'wall', path: path([2000, 300], [4000, 300], [4000, 2300], [2000, 2300], [2000, 300]) },
  ])

  it('prefers a vertex to a nearer edge, and the nearest kind that is accepted', () => {
    expect(index.find([9700, 60], 5)).toEqual({
      point: [10_000, 0],
      on: 'vertex',
      kind: 'road',
      line: 0,
      distanceMetres: Math.hypot(300, 60) / 100,
    })
    expect(index.find([6000, 160], 5)).toMatchObject({ point: [6000, 0], on: 'edge', kind: 'road' })
    expect(index.find([3000, 200], 5)).toMatchObject({ point: [3000, 300], kind: 'wall' })
    expect(index.find([3000, 200], 5, (kind) => kind === 'road')).toMatchObject({
      point: [3000, 0],
      kind: 'road',
    })
  })

  it('finds nothing beyond the tolerance, and nothing among no lines', () => {
    expect(index.find([6000, 600], 5)).toBeUndefined()
    expect(new SnapIndex(frame, []).find([0, 0], 100)).toBeUndefined()
  })

  it('follows a line between two points on it, round the shorter side where it is closed', () => {
    expect(index.follow(0, [5000, 0], [10_000, 7000], 1)).toEqual([
      [5000, 0],
      [10_000, 0],
      [10_000, 7000],
    ])
    expect(index.follow(0, [10_000, 7000], [5000, 0], 1)).toEqual([
      [10_000, 7000],
      [10_000, 0],
      [5000, 0],
    ])
    expect(index.follow(1, [2100, 300], [2000, 500], 1)).toEqual([
      [2100, 300],
      [2000, 300],
      [2000, 500],
    ])
    expect(index.follow(1, [2000, 500], [2100, 300], 1)).toEqual([
      [2000, 500],
      [2000, 300],
      [2100, 300],
    ])
    expect(index.follow(0, [5000, 500], [10_000, 7000], 1)).toBeUndefined()
  })

  it('never misses a line within the tolerance', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }))
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), point, (points, pointer) => {
        const hit = new SnapIndex(frame, [{ kind: 'road', path: path(...points) }]).find(pointer, 20)
        const nearest = Math.min(
          ...points.slice(1).map((to, at) => distanceToSegment(...pointer, ...points[at], ...to)),
        )
        if (nearest < 1999) expect(hit).toBeDefined()
        if (nearest > 2001) expect(hit).toBeUndefined()
        if (hit) expect(hit.distanceMetres).toBeLessThanOrEqual(20)
      }),
      runs(),
    )
  })
})
