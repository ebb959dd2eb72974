import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cellsWithin,
  falseDiscoveryShares,
  giStar,
  hotSpots,
  neighbourLists,
  type Neighbours,
  neighboursWithin,
  rasterAround,
  valuesOf,
} from '../../../geo/index'
import reference from '../../reference/hot-spots.json'
import { runs } from '../../support/runs'
import { poisson, stream } from './draws'

const { areas, cells } = reference
const grid = (columns: number, rows: number, radiusCells: number): Neighbours => {
  const raster = rasterAround(
    { lng: 113.2, lat: 35.2 },
    { x: [1, columns * 100 - 1], y: [1, rows * 100 - 1] },
    100,
    0,
  )
  return cellsWithin(raster, valuesOf(raster).fill(1), radiusCells * 100).neighbours
}
const cases = [
  { name: 'areas', ...areas, lists: neighboursWithin(areas, areas.distanceMetres) },
  { name: 'cells of a raster', ...cells, lists: grid(cells.columns, cells.rows, cells.radiusCells) },
]

/** Four and a half standard errors of two p from so many draws, and a draw. */
function monteCarloError(p: number, permutations: number): number {
  const tail = Math.max(p / 2, 1 / permutations)
  return 2 * (4.5 * Math.sqrt((2 * tail * (1 - tail)) / permutations) + 1 / permutations)
}

describe.each(cases)('hot spots of $name', ({ values, lists, neighbours, z, p, folded, permutations }) => {
  const found = hotSpots(values, lists, { seed: 7, permutations, enough: Infinity })

  it('have as many neighbours', () => {
    expect(neighbours.map((_, unit) => lists.start[unit + 1] - lists.start[unit])).toEqual(neighbours)
  })

  it("have spdep's z to a millionth", () => {
    z.forEach((expected, unit) => expect(Math.abs(found.z[unit] - expected)).toBeLessThan(1e-6))
  })

  it("have localG_perm's p within its Monte-Carlo error", () => {
    // Where sums are whole numbers, localG_perm's folded p counts ties as we do on the upper side.
    folded.forEach((half, unit) => {
      const expected = lists === cases[0].lists ? p[unit] : Math.min(1, 2 * half)
      if (found.z[unit] < 0.5 && lists !== cases[0].lists) return
      expect(Math.abs(found.p[unit] - expected)).toBeLessThan(monteCarloError(expected, permutations))
    })
  })

  it('have the same p within its error when drawing ends early', () => {
    const early = hotSpots(values, lists, { seed: 8, permutations })
    early.p.forEach((value, unit) => {
      const error = monteCarloError(found.p[unit], permutations) + (4.5 * found.p[unit]) / Math.sqrt(50)
      expect(Math.abs(value - found.p[unit])).toBeLessThan(error)
    })
  })
})

describe('false discovery shares', () => {
  it("are R's p.adjust", () => {
    for (const { p, adjusted } of [areas, cells])
      falseDiscoveryShares(p).forEach((share, unit) => expect(share).toBeCloseTo(adjusted[unit], 8))
  })

  it('leave out what was not tested', () => {
    expect([...falseDiscoveryShares([0.01, NaN, 0.04])]).toEqual([0.02, NaN, 0.04])
  })

  it('are never below p, and in its order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
        const shares = falseDiscoveryShares(p)
        const order = p.map((_, at) => at).sort((a, b) => p[a] - p[b])
        order.forEach((at, index) => {
          expect(shares[at]).toBeGreaterThanOrEqual(p[at] * (1 - 1e-12))
          if (index > 0) expect(shares[at]).toBeGreaterThanOrEqual(shares[order[index - 1]])
        })
      }),
      runs(),
    )
  })
})

describe('hot spots by chance', () => {
  const DISTRICTS = 100
  /** As many as chance would have to bring, three standard deviations beyond the stated share. */
  const most = DISTRICTS * 0.05 + 3 * Math.sqrt(DISTRICTS * 0.05 * 0.95)

  function districtsWithAny(draw: (next: () => number) => number[], neighbours: Neighbours): number {
    let districts = 0
    for (let seed = 0; seed < DISTRICTS; seed++) {
      const values = draw(stream(seed))
      if (hotSpots(values, neighbours, { seed, permutations: 19_999 }).kind.some((kind) => kind !== 0))
        districts++
    }
    return districts
  }

  it('are in no more random districts of even cells than the stated share', () => {
    const draw = (next: () => number) => Array.from({ length: 300 }, () => poisson(next, 3))
    expect(districtsWithAny(draw, grid(20, 15, 1.5))).toBeLessThanOrEqual(most)
  })

  it('are in no more random districts of uneven communities, as rates', () => {
    const next = stream(99)
    const places = {
      x: Array.from({ length: 200 }, () => next() * 4000),
      y: Array.from({ length: 200 }, () => next() * 4000),
    }
    const households = places.x.map(() => 300 + next() * 1200)
    const draw = (from: () => number) => households.map((count) => poisson(from, count * 0.02) / count)
    expect(districtsWithAny(draw, neighboursWithin(places, 500))).toBeLessThanOrEqual(most)
  })

  it('leave planted spots where they are', () => {
    const neighbours = grid(30, 20, 2)
    const total = { planted: 0, found: 0, named: 0, elsewhere: 0 }
    for (let seed = 0; seed < 20; seed++) {
      const next = stream(1000 + seed)
      for (let cell = 0, list = plantedSpots(next, seed, neighbours); cell < list.length; cell++) {
        const { hot, cold, kind } = list[cell]
        const wanted = hot <= 2 ? 1 : cold <= 2 ? -1 : 0
        if (wanted !== 0) total.planted++
        if (wanted !== 0 && kind === wanted) total.found++
        if (kind !== 0) total.named++
        if (kind !== 0 && Math.min(hot, cold) > 5) total.elsewhere++
      }
    }
    expect(total.found / total.planted).toBeGreaterThan(0.9)
    expect(total.elsewhere / total.named).toBeLessThan(0.05)
  })

  /** Cells of a district with a spot of radius 3 that has more than twice the cases, and one that has a quarter. */
  function plantedSpots(next: () => number, seed: number, neighbours: Neighbours) {
    const away = Array.from({ length: 600 }, (_, cell) => {
      const [x, y] = [cell % 30, Math.floor(cell / 30)]
      return { hot: Math.hypot(x - 7, y - 8), cold: Math.hypot(x - 22, y - 12) }
    })
    const values = away.map(({ hot, cold }) => poisson(next, hot <= 3 ? 9 : cold <= 3 ? 1 : 4))
    const { kind } = hotSpots(values, neighbours, { seed, permutations: 19_999 })
    return away.map((place, cell) => ({ ...place, kind: kind[cell] }))
  }
})

describe('Gi*', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 12, maxLength: 12 })
  const ring = neighbourLists(Array.from({ length: 12 }, (_, at) => [(at + 1) % 12, (at + 11) % 12]))

  it('does not change with the unit of the values, and turns with their sign', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -5, max: 5 }),
        (list, scale, shift) => {
          const [z, moved, turned] = [
            giStar(list, ring),
            giStar(
              list.map((value) => value * scale + shift),
              ring,
            ),
            giStar(
              list.map((value) => -value),
              ring,
            ),
          ]
          z.forEach((value, unit) => {
            expect(moved[unit]).toBeCloseTo(value, 8)
            expect(turned[unit]).toBeCloseTo(-value, 8)
          })
        },
      ),
      runs(),
    )
  })

  it('is nothing where all values are equal, or all units neighbours', () => {
    expect([...giStar([4, 4, 4, 4], neighbourLists([[1], [0], [3], [2]]))]).toEqual([0, 0, 0, 0])
    expect([
      ...giStar(
        [4, 1, 2],
        neighbourLists([
          [1, 2],
          [0, 2],
          [0, 1],
        ]),
      ),
    ]).toEqual([0, 0, 0])
  })

  it('is the same for the same seed, and p is 1 where there are too few units', () => {
    fc.assert(
      fc.property(values, fc.integer(), (list, seed) => {
        expect(hotSpots(list, ring, { seed, permutations: 99 })).toEqual(
          hotSpots(list, ring, { seed, permutations: 99 }),
        )
      }),
      runs(20),
    )
    expect([...hotSpots([1, 9], neighbourLists([[1], [0]]), { seed: 1 }).p]).toEqual([1, 1])
  })
})

describe('neighbours', () => {
  it('name no unit twice, nor itself', () => {
    const { start, neighbour } = neighbourLists([[1, 1, 0], [0], []])
    expect([[...start], [...neighbour]]).toEqual([
      [0, 1, 2, 2],
      [1, 0],
    ])
  })

  it('within a distance are those that a plain search finds', () => {
    const place = fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), fc.integer({ min: 0, max: 200 }), (list, distance) => {
        const { start, neighbour } = neighboursWithin(
          { x: list.map(([x]) => x), y: list.map(([, y]) => y) },
          distance,
        )
        list.forEach(([x, y], unit) => {
          const plain = list.flatMap(([u, v], other) =>
            other !== unit && Math.hypot(u - x, v - y) <= distance ? [other] : [],
          )
          expect([...neighbour.subarray(start[unit], start[unit + 1])].sort((a, b) => a - b)).toEqual(plain)
        })
      }),
      runs(),
    )
  })
})
