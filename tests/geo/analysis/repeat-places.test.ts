import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatPlaces } from '../../../geo/index'
import { runs } from '../../support/runs'

describe('repeat places', () => {
  it('are buildings with what lies around them, the fullest first', () => {
    const x = [0, 0, 30, 500, 505, 510, 515, 900]
    const y = [0, 0, 0, 0, 0, 0, 0, 0]
    const building = [7, 7, -1, 3, 3, -1, 4, 9]
    expect(repeatPlaces({ x, y, building })).toEqual([
      { building: 3, x: 500, y: 0, cases: [3, 4, 5, 6] },
      { building: 7, x: 0, y: 0, cases: [0, 1, 2] },
    ])
    expect(repeatPlaces({ x, y, building }, { radiusMetres: 0 })).toEqual([
      { building: 7, x: 0, y: 0, cases: [0, 1] },
      { building: 3, x: 500, y: 0, cases: [3, 4] },
    ])
  })

  it('do not grow along a street: a place reaches no farther than its radius', () => {
    const x = Array.from({ length: 40 }, (_, at) => at * 30)
    const places = repeatPlaces({ x, y: x.map(() => 0) })
    for (const { x: middle, cases } of places)
      for (const at of cases) expect(Math.abs(x[at] - middle)).toBeLessThanOrEqual(50)
  })

  const place = fc.record({
    x: fc.integer({ min: 0, max: 400 }),
    y: fc.integer({ min: 0, max: 400 }),
    building: fc.integer({ min: -1, max: 3 }),
  })
  const lists = fc.array(place, { maxLength: 50 }).map((list) => ({
    x: list.map(({ x, building }) => (building < 0 ? x : building * 100)),
    y: list.map(({ y, building }) => (building < 0 ? y : 200)),
    building: list.map(({ building }) => building),
  }))

  it('share no case, come by count, and the first is the fullest there is', () => {
    fc.assert(
      fc.property(lists, (cases) => {
        const places = repeatPlaces(cases)
        const all = places.flatMap((found) => found.cases)
        expect(new Set(all).size).toBe(all.length)
        const counts = places.map((found) => found.cases.length)
        expect(counts).toEqual([...counts].sort((a, b) => b - a))
        const around = cases.x.map(
          (x, at) =>
            cases.x.filter((u, other) => Math.hypot(u - x, cases.y[other] - cases.y[at]) <= 50).length,
        )
        expect(counts[0] ?? 1).toBe(Math.max(1, ...around))
      }),
      runs(),
    )
  })

  it('leave no other place with several cases behind', () => {
    fc.assert(
      fc.property(lists, (cases) => {
        const taken = new Set(repeatPlaces(cases).flatMap((found) => found.cases))
        const rest = cases.x.map((_, at) => at).filter((at) => !taken.has(at))
        for (const at of rest)
          for (const other of rest)
            if (at !== other)
              expect(Math.hypot(cases.x[at] - cases.x[other], cases.y[at] - cases.y[other])).toBeGreaterThan(
                50,
              )
      }),
      runs(),
    )
  })
})
