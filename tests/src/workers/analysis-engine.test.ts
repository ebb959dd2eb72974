import { describe, expect, test } from 'vitest'
import { type CaseChunk, STILL_OPEN } from '../../../src/lib/case-columns'
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
  made.setGround({ communities: [{ id: 9, polygons: SQUARE as never }], grids: [] })
  made.put('2026-01-01', chunk())
  made.join(['2026-01-01'], [4])
  return made
}

const selection = (from: number, until: number): Selection => ({
  window: { question: 'reported', from: (FIRST_DAY + from) * 24, until: (FIRST_DAY + until) * 24 },
  filter: { categories: null, communities: null, hours: null },
  versus: null,
  isDifference: false,
  bandwidth: 200,
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
    const scale = { limits: [5, 50, 500], colours: [[1, 0, 0, 255], [2, 0, 0, 255], [3, 0, 0, 255]] } as const // prettier-ignore
    const colourAt = (half: number) => {
      const [width, height] = [201, 201]
      const view = { west: 113.01 - half, east: 113.01 + half, south: 35.01 - half, north: 35.01 + half }
      const picture = own.picture({ ...view, width, height }, scale)
      return picture[(100 * width + 100) * 4]
    }
    expect(new Set([0.1, 0.02, 0.004].map(colourAt)).size).toBe(1)
    expect(colourAt(0.02)).toBeGreaterThan(0)
  })

  test('finds the place where more happens, and nothing before the first case', () => {
    const own = engine()
    const [spot] = own.spots(selection(0, DAYS))
    expect(Math.hypot(spot.lng - 113.01, spot.lat - 35.01)).toBeLessThan(0.005)
    expect(spot.community).toBe(9)
    expect(own.spots(selection(-40, -10))).toEqual([])
    expect(own.valueAt(112, 35)).toBeNull()
  })

  test('compares with other days, categories or another area, and each side keeps its own filter', () => {
    const own = engine()
    const first = selection(0, 10)
    const all: CaseFilter = { categories: null, communities: null, hours: null }
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
})
