import { describe, expect, test } from 'vitest'
import { type CaseChunk, STILL_OPEN } from '../../../src/lib/incidents/case-columns'
import type { CaseFilter } from '../../../src/workers/analysis-counts'
import { AnalysisEngine, type Selection } from '../../../src/workers/analysis-engine'

const SQUARE = [[[[113, 35], [113.04, 35], [113.04, 35.03], [113, 35.03], [113, 35]]]] // prettier-ignore
const FIRST_DAY = 20_000
const DAYS = 30

/** A case a day all over the square, and five a day in one place. */
function chunk(): CaseChunk {
  const rows = Array.from({ length: DAYS * 6 }, (_, at) => ({ day: Math.floor(at / 6), part: at % 6, at }))
  return {
    firstDay: FIRST_DAY,
    dayStarts: Uint32Array.from({ length: DAYS + 1 }, (_, day) => day * 6),
    x: Int32Array.from(rows, ({ part, at }) => (part ? 11_301_000 + part : 11_300_000 + ((at * 613) % 4000))),
    y: Int32Array.from(rows, ({ part, at }) => (part ? 3_501_000 + part : 3_500_000 + ((at * 331) % 3000))),
    hour: Uint8Array.from(rows, ({ part }) => part),
    hours: new Uint16Array(rows.length).fill(STILL_OPEN),
    category: new Uint32Array(rows.length).fill(4),
    community: new Uint32Array(rows.length).fill(9),
  }
}

function engine(): AnalysisEngine {
  const made = new AnalysisEngine()
  made.setGround({ communities: [{ id: 9, polygons: SQUARE as never }] })
  made.put('2026-01-01', chunk())
  made.join(['2026-01-01'], [4])
  return made
}

const selection = (from: number, until: number): Selection => ({
  window: { question: 'reported', from: (FIRST_DAY + from) * 24, until: (FIRST_DAY + until) * 24 },
  filter: { categories: null, communities: null, hours: null, inside: null },
  versus: null,
  isDifference: false,
  bandwidth: 200,
  per: 'area',
})

describe('the engine of the heat map', () => {
  test('has the same density after moving as when asked at once', () => {
    const [moving, fresh] = [engine(), engine()]
    for (let day = 0; day < 10; day++) moving.look(selection(day, day + 10))
    fresh.look(selection(9, 19))
    for (const [lng, lat] of [
      [113.01, 35.01],
      [113.03, 35.02],
      [113.0005, 35.0005],
    ])
      // prettier-ignore
      expect(moving.valueAt(lng, lat)).toBeCloseTo(fresh.valueAt(lng, lat)!, 2)
  })

  test('has the same density at a place whichever area is counted', () => {
    const own = engine()
    own.look(selection(0, DAYS))
    const density = own.valueAt(113.01, 35.01)
    const window = selection(0, DAYS)
    const { total } = own.look({ ...window, filter: { ...window.filter, communities: [8] } })
    expect(total).toBe(0)
    expect(own.valueAt(113.01, 35.01)).toBeCloseTo(density ?? 0, 2)
    own.look({ ...selection(0, 5), filter: { ...window.filter, communities: [8] } })
    const here = own.valueAt(113.01, 35.01)
    own.look(selection(0, 5))
    expect(own.valueAt(113.01, 35.01)).toBeCloseTo(here ?? 0, 2)
  })

  test('paints a place in the same colour whatever the view', () => {
    const own = engine()
    own.look(selection(0, DAYS))
    const scale = { limits: [5, 50, 500], nothing: [9, 9, 9, 99], edge: [0, 0, 0, 0], colours: [[1, 0, 0, 255], [2, 0, 0, 255], [3, 0, 0, 255]] } as const // prettier-ignore
    const colourAt = (half: number) => {
      const [width, height] = [201, 201]
      const view = { west: 113.01 - half, east: 113.01 + half, south: 35.01 - half, north: 35.01 + half }
      const picture = own.picture({ ...view, width, height }, scale)
      return picture[(100 * width + 100) * 4]
    }
    expect(new Set([0.1, 0.02, 0.004].map(colourAt)).size).toBe(1)
    expect(colourAt(0.02)).toBeGreaterThan(0)
  })

  test('tells cases per 1,000 households as summed case by case and home by home, and nothing where few live', () => {
    const own = engine()
    const homes = Array.from({ length: 400 }, (_, at) => ({
      x: 1_130_000 + ((at * 37) % 200),
      y: 350_000 + ((at * 53) % 300),
      count: 5 + (at % 30),
    }))
    own.setHouseholds({
      cellsPerDegree: 10_000,
      community: homes.map(() => 9),
      x: homes.map(({ x }) => x),
      y: homes.map(({ y }) => y),
      households: homes.map(({ count }) => count),
    })
    own.look({ ...selection(0, DAYS), per: 'households' })

    const { x, y } = chunk()
    const cases = Array.from(x, (east, at) => ({
      lng: (east + 0.5) / 1e5,
      lat: (y[at] + 0.5) / 1e5,
      count: 1,
    }))
    const living = homes.map((home) => ({
      lng: (home.x + 0.5) / 1e4,
      lat: (home.y + 0.5) / 1e4,
      count: home.count,
    }))
    /** Metres by the arc of a sphere's degree at 35° north, and kernels by their formula. */
    const near = (places: typeof cases, lng: number, lat: number) =>
      places.reduce((sum, place) => {
        const [east, north] = [(place.lng - lng) * 91_272, (place.lat - lat) * 110_941]
        return (
          sum +
          (place.count * Math.exp(-(east ** 2 + north ** 2) / (2 * 200 ** 2))) / (2 * Math.PI * 200 ** 2)
        )
      }, 0)
    for (const [lng, lat] of [
      [113.01, 35.01],
      [113.012, 35.02],
      [113.0005, 35.0007],
    ]) {
      const rate = (1000 * near(cases, lng, lat)) / near(living, lng, lat)
      expect(rate).toBeGreaterThan(0.5)
      expect(Math.abs(own.valueAt(lng, lat)! / rate - 1)).toBeLessThan(0.02)
    }
    // In the east of the square nobody lives.
    expect(own.valueAt(113.035, 35.015)).toBeNaN()
    const scale = {
      limits: [1e-9],
      colours: [[1, 0, 0, 255]],
      nothing: [0, 7, 0, 99],
      edge: [0, 0, 0, 0],
    } as const
    const painted = (lng: number) => {
      const view = { west: lng, east: lng + 0.001, south: 35.015, north: 35.016, width: 16, height: 16 }
      const picture = own.picture(view, scale)
      return new Set(Array.from({ length: 256 }, (_, at) => [...picture.slice(at * 4, at * 4 + 4)].join()))
    }
    expect(painted(113.035)).toEqual(new Set(['0,7,0,99', '0,0,0,0']))
    expect(painted(113.01)).toEqual(new Set(['1,0,0,255']))
    // Without them the map is as before.
    own.look(selection(0, DAYS))
    expect(own.valueAt(113.035, 35.015)).not.toBeNaN()
  })

  test('counts inside of a border drawn by hand, with the households there, by community and by the grids of the day', () => {
    const own = engine()
    const ring = (west: number, east: number) => [[[west, 35], [east, 35], [east, 35.03], [west, 35.03], [west, 35]]] // prettier-ignore
    own.setGrids('then', [
      { id: 1, community: 9, rings: ring(113, 113.012) },
      { id: 2, community: 9, rings: ring(113.012, 113.04) },
    ])
    own.setHouseholds({
      cellsPerDegree: 10_000,
      community: [9, 9, 9],
      x: [1_130_100, 1_130_130, 1_130_300],
      y: [350_100, 350_100, 350_100],
      households: [70, 20, 500],
    })
    const { filter, ...rest } = selection(0, DAYS)
    // A triangle around the place where five a day are, and others by chance.
    const inside = [[113.005, 35.005], [113.02, 35.008], [113.008, 35.02]] // prettier-ignore
    const { x, y } = chunk()
    const side = ([ax, ay]: number[], [bx, by]: number[], px: number, py: number) =>
      (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    const within = Array.from(x, (east, at) => {
      const [px, py] = [(east + 0.5) / 1e5, (y[at] + 0.5) / 1e5]
      return inside.every((corner, place) => side(corner, inside[(place + 1) % 3], px, py) > 0)
    })
    const all = within.filter(Boolean).length
    const west = within.filter((is, at) => is && x[at] + 0.5 < 11_301_200).length
    expect(all).toBeGreaterThanOrEqual(DAYS * 5)

    const whole = own.look({ ...rest, filter })
    const density = own.valueAt(113.01, 35.01)
    const answer = own.look({ ...rest, filter: { ...filter, inside } })
    expect([answer.total, [...answer.byCommunity], [...answer.byGrid]]).toEqual([
      all,
      [all],
      [west, all - west],
    ])
    expect(answer.byDay.reduce((sum, count) => sum + count, 0)).toBe(all)
    expect(answer.gridsName).toBe('then')
    expect(answer.living).toEqual({ total: 90, byCommunity: new Map([[9, 90]]), byGrid: new Map([[0, 70], [1, 20]]) }) // prettier-ignore
    expect(whole.total).toBe(DAYS * 6)
    expect(whole.living).toBeNull()
    // The map is that of the district.
    expect(own.valueAt(113.01, 35.01)).toBeCloseTo(density ?? 0, 5)
    // Other grids, other counts of the same cases.
    own.setGrids('now', [{ id: 3, community: 9, rings: ring(113, 113.04) }])
    expect(own.look({ ...rest, filter: { ...filter, inside } })).toMatchObject({ gridsName: 'now', byGrid: new Int32Array([all]) }) // prettier-ignore
  })

  test('finds the place where more happens, and nothing before the first case', () => {
    const own = engine()
    const [spot] = own.spots(selection(0, DAYS))
    expect(Math.hypot(spot.lng - 113.01, spot.lat - 35.01)).toBeLessThan(0.005)
    expect(spot.community).toBe(9)
    expect(own.spots(selection(-40, -10))).toEqual([])
    expect(own.valueAt(112, 35)).toBeNull()
    // The cells that hang together lie around it; by area there are too few to say anything.
    expect(spot.unit).toBeNull()
    expect(spot.ground.every(([[ring]]) => ring.length === 5)).toBe(true)
    expect(own.spots(selection(0, DAYS), 'community')).toEqual([])
  })

  test('finds the grids around which more happens, of the day that is counted by', () => {
    const own = engine()
    const step = 0.005
    const ring = (x: number, y: number) => {
      const [west, south] = [113 + x * step, 35 + y * step]
      return [[[west, south], [west + step, south], [west + step, south + step], [west, south + step], [west, south]]] // prettier-ignore
    }
    own.setGrids(
      'now',
      Array.from({ length: 48 }, (_, at) => ({ id: 100 + at, community: 9, rings: ring(at % 8, Math.floor(at / 8)) })), // prettier-ignore
    )
    const found = own.spots(selection(0, DAYS), 'grid')
    expect(found.length).toBeGreaterThan(0)
    const [most] = found
    expect(Math.hypot(most.lng - 113.01, most.lat - 35.01)).toBeLessThan(0.01)
    expect(most.unit).toBeGreaterThanOrEqual(100)
    expect(most.ground).toEqual([[ring((most.unit! - 100) % 8, Math.floor((most.unit! - 100) / 8))]])
  })

  test('finds the compounds around which more happens: those across a street stand together', () => {
    const own = engine()
    const [step, street] = [0.005, 0.0004]
    const ring = (x: number, y: number) => {
      const [west, south] = [112.998 + x * step + street / 2, 34.998 + y * step + street / 2]
      const [east, north] = [west + step - street, south + step - street]
      return [[[west, south], [east, south], [east, north], [west, north], [west, south]]] // prettier-ignore
    }
    expect(own.spots(selection(0, DAYS), 'compound')).toEqual([])
    own.setCompounds(
      Array.from({ length: 48 }, (_, at) => ({ id: 500 + at, community: 9, rings: ring(at % 8, Math.floor(at / 8)) })), // prettier-ignore
    )
    const found = own.spots(selection(0, DAYS), 'compound')
    expect(found.length).toBeGreaterThan(0)
    expect(Math.hypot(found[0].lng - 113.01, found[0].lat - 35.01)).toBeLessThan(0.01)
    expect(found.every(({ unit }) => unit! >= 500)).toBe(true)
    // What lies in the streets between is in no compound.
    const inside = own.look(selection(0, DAYS)).total
    expect(found.reduce((sum, { cases }) => sum + cases, 0)).toBeLessThanOrEqual(inside)
    expect(own.spots(selection(-40, -10), 'compound')).toEqual([])
  })

  test('compares with other days, categories or another area, and each side keeps its own filter', () => {
    const own = engine()
    const first = selection(0, 10)
    const all: CaseFilter = { categories: null, communities: null, hours: null, inside: null }
    const look = (
      filter: Partial<typeof all & { categories: number[] | null; communities: number[] | null }>,
    ) =>
      own.look({
        ...first,
        versus: { window: first.window, filter: { ...all, ...filter } },
        isDifference: !('communities' in filter),
      })
    const alone = own.look(first).total
    expect([look({}).total, look({}).versus?.total]).toEqual([alone, alone])
    expect(own.valueAt(113.01, 35.01)).toBeCloseTo(0, 5)
    expect([look({ categories: [5] }).total, look({ categories: [5] }).versus?.total]).toEqual([alone, 0])
    expect(own.valueAt(113.01, 35.01)).toBeGreaterThan(1)
    // The map is of the whole district: another area is compared in numbers.
    const other = look({ communities: [8] })
    expect([other.total, other.versus?.total]).toEqual([alone, 0])
    const shown = own.valueAt(113.01, 35.01)
    own.look(first)
    expect(shown).toBeCloseTo(own.valueAt(113.01, 35.01) ?? 0, 5)
  })

  test('marks what differs by more than chance between two windows, tells both counts there, and nothing where chance does', () => {
    const own = new AnalysisEngine()
    own.setGround({ communities: [{ id: 9, polygons: SQUARE as never }] })
    const { hour, ...rest } = chunk()
    // Five a day in one place, but only in the last ten days; before, all over the square as the sixth.
    const spread = (part: number, at: number) => part === 0 || at < 20 * 6
    const x = rest.x.map((east, at) => (spread(hour[at], at) ? 11_300_000 + ((at * 613) % 4000) : east))
    const y = rest.y.map((north, at) => (spread(hour[at], at) ? 3_500_000 + ((at * 331) % 3000) : north))
    own.put('2026-01-01', { ...rest, hour, x, y })
    own.join(['2026-01-01'], [4])
    const versus = (from: number, until: number) => {
      const { window, filter } = selection(from, until)
      return { window, filter }
    }
    own.look({ ...selection(20, 30), versus: versus(0, 20), isDifference: true })
    const grown = own.comparedAt(113.01002, 35.01002)
    expect(grown).toMatchObject({ kind: 1, reachMetres: 200 })
    expect(grown!.first).toBeGreaterThanOrEqual(50)
    // Twice as long, and far fewer around: both are told as they were counted.
    expect(grown!.second).toBeLessThan(5)
    expect(own.comparedAt(113.03, 35.005)).toMatchObject({ kind: 0 })
    expect(own.comparedAt(112, 35)).toBeNull()

    // Marked: in full, with a line around. Beside it: pale.
    const scale = { limits: [0.001], colours: [[1, 0, 0, 200], [2, 0, 0, 200]], nothing: [0, 7, 0, 99], edge: [0, 0, 9, 255] } as const // prettier-ignore
    const view = { west: 113, east: 113.04, south: 35, north: 35.03, width: 400, height: 300 }
    const picture = own.picture(view, scale)
    const colourAt = (lng: number, lat: number) => {
      const at = (Math.round((35.03 - lat) * 1e4) * 400 + Math.round((lng - 113) * 1e4)) * 4
      return [...picture.slice(at, at + 4)]
    }
    expect(colourAt(113.01, 35.01)).toEqual([1, 0, 0, 200])
    expect(colourAt(113.03, 35.005)[3]).toBe(70)
    const edges = Array.from({ length: 400 * 300 }, (_, at) => picture[at * 4 + 2] === 9).filter(Boolean)
    expect(edges.length).toBeGreaterThan(50)

    // The same rate in periods of different length: nothing is marked.
    const flat = engine()
    flat.look({ ...selection(20, 30), versus: versus(0, 20), isDifference: true })
    expect(flat.comparedAt(113.01002, 35.01002)).toMatchObject({ kind: 0 })
    // No difference is shown, none is told.
    flat.look(selection(20, 30))
    expect(flat.comparedAt(113.01002, 35.01002)).toBeNull()
  })
})
