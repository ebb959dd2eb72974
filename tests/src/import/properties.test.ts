import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownSystems } from '../../../src/import/coordinates/systems'
import { proposeSystem } from '../../../src/import/coordinates/proposal'
import { toWgs84 } from '../../../src/import/coordinates'
import { refusedCsv } from '../../../src/import/report/report'
import { deriveCommunities } from '../../../src/import/rows/derive'
import { holdable } from '../../../src/import/rows/stage'
import { openTable } from '../../../src/import/tables/open'
import type { AcceptedRow } from '../../../src/import/types'
import { maskPersonal } from '../../../src/import/privacy/personal'
import { readImportOptions } from '../../../supabase/local/import/options'
import { runs } from '../../support/runs'
import { collection, labelled, outcomeOf, sumOf, valuesOf } from './help'

const place = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
const at = ([x, y]: readonly [number, number]): [number, number] => [113.2 + x / 10_000, 35.2 + y / 10_000]

/** Whether a position lies in a ring (even and odd crossings). */
function isInside(ring: number[][], [x, y]: readonly number[]): boolean {
  return (
    ring.filter(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length]
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax
    }).length %
      2 ===
    1
  )
}

describe('what the import accepts can be drawn on', () => {
  test('each row stands in the community that it names, and in no other that is drawn', () => {
    const named = fc.tuple(place, fc.constantFrom('东', '西', '南', '北'))
    fc.assert(
      fc.property(
        fc.uniqueArray(named, { selector: ([one]) => one.join(), minLength: 2, maxLength: 12 }),
        (rows) => {
          const accepted = rows.map(([one, community], i): AcceptedRow => ({
            line: i + 2,
            lines: 1,
            part: 'row',
            source: String(i),
            payload: { households: 40, community, street: '街' },
            geometry: { type: 'Point', coordinates: at(one) },
            doubts: [],
          }))
          const target = { code: '410802', name: '区', streets: 0, communities: 0, bounded: 0 }
          const areas = deriveCommunities(labelled(accepted), target).filter(
            ({ part }) => part === 'community',
          )
          expect(areas.map(({ name }) => name).sort()).toEqual(
            [...new Set(rows.map(([, name]) => name))].sort(),
          )
          for (const [one, community] of rows) {
            const around = areas.filter(({ geometry }) =>
              geometry?.coordinates.some(
                ([outer, ...holes]) =>
                  isInside(outer, at(one)) && !holes.some((hole) => isInside(hole, at(one))),
              ),
            )
            expect(around.map(({ name }) => name)).toEqual([community])
          }
        },
      ),
      runs(2000),
    )
  })
})

describe('one bad row is a refused row', () => {
  const good = (i: number): [Record<string, unknown>, unknown] => [
    { 编号: `ok-${i}z`, 户数: 40, 社区: '东社区' },
    { type: 'Point', coordinates: at([i, i]) },
  ]
  test('whatever a feature is, the others are taken', async () => {
    const geometry = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        type: fc.constantFrom(
          'Point',
          'Polygon',
          'MultiPolygon',
          'Circle',
          'point',
          'GeometryCollection',
          '',
        ),
        coordinates: fc.jsonValue({ maxDepth: 4 }),
      }),
    )
    const odd = fc.tuple(
      fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), fc.jsonValue({ maxDepth: 2 })),
      geometry,
    )
    await fc.assert(
      fc.asyncProperty(odd, fc.integer({ min: 0, max: 6 }), async (feature, where) => {
        const features = Array.from({ length: 6 }, (_, i) => good(i))
        features.splice(where, 0, feature as [Record<string, unknown>, unknown])
        const { read, accepted, refused } = await outcomeOf(collection(...features), 'x.geojson', {
          kind: 'buildings',
          coordinates: 'wgs84',
          'not-buildings': 'leave-out',
        })
        if (read === 0) return // a question about columns that the odd feature brought
        expect(accepted.length + refused.length).toBe(read)
        const ids = accepted.map(({ source }) => source)
        for (let i = 0; i < 6; i++) expect(ids).toContain(`ok-${i}z`)
      }),
      runs(2000),
    )
  })

  test('what is staged is text that a database holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (one, other) => {
        const broken = one + '\uD83D' + other + '\u0000'
        const rows = holdable([
          { number: 1, source: broken, payload: { name: broken }, doubts: [{ code: 'x', detail: broken }] },
        ])
        const text = JSON.stringify(rows)
        expect(text).not.toMatch(/\\u00(0[0-8bcef]|1[0-9a-f]|7f)|\\ud[89a-f]/i)
        expect(holdable(rows)).toBe(rows)
      }),
      runs(2000),
    )
  })
})

test('numbers that count the rows of two lists never make one thing of two', async () => {
  const spot = fc.uniqueArray(place, { selector: (one) => one.join(), minLength: 2, maxLength: 8 })
  const counting = fc.constantFrom('序号', 'fid', 'NO.', '编号', 'OBJECTID', '行号', 'S/N')
  await fc.assert(
    fc.asyncProperty(spot, counting, fc.integer({ min: 1, max: 7 }), async (places, name, half) => {
      const list = (some: [number, number][]) =>
        `${name},户数,社区,经度,纬度\n${some.map((one, i) => [i + 1, 40, '东社区', ...at(one)].join()).join('\n')}\n`
      const split = Math.min(half, places.length - 1)
      const read = async (some: [number, number][]) =>
        (await outcomeOf(list(some), 'x.csv', { kind: 'buildings' })).accepted.map(({ source }) => source)
      const [a, b] = [await read(places.slice(0, split)), await read(places.slice(split))]
      expect(a.length + b.length).toBe(places.length)
      expect(new Set([...a, ...b]).size).toBe(places.length)
    }),
    runs(2000),
  )
})

test('metres are never taken for a system that nobody named, and a named one is read as it is', () => {
  const zones = knownSystems.filter(({ zone }) => zone)
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.double({ min: -1.2, max: 1.2, noNaN: true }),
      fc.double({ min: 2_000_000, max: 5_500_000, noNaN: true }),
      ({ code, zone, definition }, east, north) => {
        const falseEasting = Number(/\+x_0=(\d+)/.exec(definition)?.[1] ?? 500_000)
        const positions = [0, 50, 100].map((more) => [falseEasting + east * 80_000 + more, north + more])
        const clues = { fileName: 'x.csv', columns: ['X', 'Y'], positions }
        expect(proposeSystem({ ...clues, crs: '' }).isCertain).toBe(false)
        const [lng, lat] = toWgs84(positions[0], `EPSG:${code}`)
        expect(Math.abs(lng - zone!.centralMeridian)).toBeLessThan(3)
        expect(Math.abs(lat)).toBeLessThan(90)
      },
    ),
    runs(2000),
  )
})

test('refused rows that were saved are read back as they were', async () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'=+-@\'"，,;\t a1.户东'), maxLength: 10 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }).map(String),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
      const reported = rows.map((_, i) => ({
        number: i + 2,
        line: i + 2,
        lines: 1,
        source: '',
        reason: 'no-households',
        detail: '',
        doubts: [],
      }))
      const cells = Object.fromEntries(rows.map(([one, other], i) => [i + 2, [one, other, 'x']]))
      const saved = refusedCsv(reported, (code) => code, { columns: ['甲', '乙', '丙'], cells })
      const table = await openTable(new Blob([saved]), 'refused.csv')
      const read: string[][] = []
      for await (const { rows: chunk } of table.rows())
        for (const row of chunk) read.push([row.cells['甲'], row.cells['乙']])
      expect(table.columns).toEqual(['甲', '乙', '丙'])
      // An address of mail is masked wherever it stands.
      expect(read).toEqual(rows.map((both) => both.map((one) => maskPersonal(one.trim()))))
    }),
    runs(2000),
  )
})

describe('words', () => {
  test('what a file is can be answered, and only with a kind that there is', () => {
    const read = (kind: string) => readImportOptions(['x.csv', '--answer', `kind=${kind}`], {})
    expect(read('buildings').kind).toBe('buildings')
    expect(readImportOptions(['areas', 'x.csv'], {}).kind).toBe('areas')
    expect(readImportOptions(['x.csv'], {}).kind).toBeUndefined()
    for (const none of ['building', 'Buildings', '', 'constructor']) expect(() => read(none)).toThrow()
  })

  test('units that are added up lose no household', async () => {
    const unit = fc.tuple(fc.constantFrom('甲楼', '乙楼', '丙楼'), fc.integer({ min: 0, max: 900 }))
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 9 }), async (units) => {
        const lines = units.map(([name, households], i) => [name, households, '东社区', ...at([i, i])].join())
        const { accepted } = await outcomeOf(
          `楼栋,户数,社区,经度,纬度\n${lines.join('\n')}\n`,
          'x.csv',
          { kind: 'buildings' },
          {},
          { addsUnits: true },
        )
        expect(sumOf(accepted)).toBe(units.reduce((sum, [, households]) => sum + households, 0))
        expect([...valuesOf(accepted, 'name')].sort()).toEqual(
          [...new Set(units.map(([name]) => name))].sort(),
        )
      }),
      runs(2000),
    )
  })

  test('a flag that is not known is an error', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}(-[a-z]{1,8})?$/)
    const known =
      /^(district|code|name|name-en|members-of|map|layer|coordinates|level|areas-from|no-derive|barrier-classes|category|utc-offset|answer|encoding|delimiter|header-line|other-categories|add-units|estimate|estimate-rule|refused|yes|url|email|password|data|no-demo)$/
    fc.assert(
      fc.property(word, (flag) => {
        fc.pre(!known.test(flag))
        expect(() => readImportOptions(['x.csv', `--${flag}`], {})).toThrow()
      }),
      runs(2000),
    )
  })
})
