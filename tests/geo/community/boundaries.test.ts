import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { communityBoundaries } from '../../../geo/community/boundaries'
import { frameAround, toMetres } from '../../../geo/planar/frame'
import { ringContains } from '../../../geo/planar/ring'
import { at } from '../districts'
import { expectTiling } from '../invariants'
import { runs } from '../../support/runs'

const member = (x: number, y: number, community: number) => ({ position: at(x, y), community })

describe('communityBoundaries', () => {
  it('stays about a buffer away from a single building', () => {
    const [{ areaSquareMetres, polsbyPopper }] = communityBoundaries([member(0, 0, 0)], 60)
    expect(areaSquareMetres).toBeGreaterThan(Math.PI * 60 ** 2)
    expect(areaSquareMetres).toBeLessThan(Math.PI * 100 ** 2)
    expect(polsbyPopper).toBeGreaterThan(0.7)
  })

  it('draws a border halfway between two communities', () => {
    const rows = [0, 50, 100, 150, 200]
    const boundaries = communityBoundaries([
      ...rows.map((y) => member(0, y, 3)),
      ...rows.map((y) => member(100, y, 7)),
    ])
    expect(boundaries.map(({ grid }) => grid)).toEqual([3, 7])
    expectTiling(boundaries)
    const frame = { lng: at(50, 100)[0], lat: at(50, 100)[1] }
    const right = boundaries[0].polygons.flat(2).map((position) => toMetres(frame, position)[0])
    expect(Math.max(...right)).toBeLessThan(1)
  })

  it('leaves no hole where buildings stand around a square', () => {
    const around = Array.from({ length: 40 }, (_, step) => (step * 2 * Math.PI) / 40)
    const circle = around.map((angle) => member(600 * Math.cos(angle), 600 * Math.sin(angle), 0))
    expect(communityBoundaries(circle)[0].polygons.map((rings) => rings.length)).toEqual([1])
  })

  it('refuses a buffer that is none, and has nothing to say about nobody', () => {
    expect(() => communityBoundaries([member(0, 0, 0)], 0)).toThrow('bad-buffer')
    expect(communityBoundaries([])).toEqual([])
  })

  it('contains every building, and the cells can be built on it', () => {
    const place = fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      fc.nat({ max: 3 }),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(place, { minLength: 1, maxLength: 25, selector: ([x, y]) => `${x} ${y}` }),
        (places) => {
          const members = places.map(([x, y, community]) => member(30 * x, 30 * y, community))
          const boundaries = communityBoundaries(members)
          expectTiling(boundaries)
          const frame = frameAround(members.map(({ position }) => position))
          for (const { position, community } of members) {
            const [x, y] = toMetres(frame, position)
            const rings = boundaries.find(({ grid }) => grid === community)?.polygons.flat() ?? []
            const inside = rings.filter(
              (positions) =>
                ringContains(
                  positions.slice(0, -1).flatMap((corner) => toMetres(frame, corner)),
                  x,
                  y,
                ) > 0,
            )
            expect(inside.length % 2).toBe(1)
          }
          const numbers = boundaries.map(({ grid }) => grid)
          const { problems } = buildCells({
            communities: boundaries.map(({ polygons }) => polygons),
            buildings: members.map(({ position, community }) => ({
              position,
              community: numbers.indexOf(community),
              households: 1,
              compound: -1,
            })),
            barriers: [],
            crossings: [],
          })
          expect(problems.filter(({ code }) => code !== 'duplicate-position')).toEqual([])
        },
      ),
      runs(60),
    )
  })
})
