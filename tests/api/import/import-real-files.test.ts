import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'
import { createDistrict, readTarget } from '../../../src/data/imports/imports'
import { readIndicatorTable, type UnitKind } from '../../../src/data/indicators'
import { bring, newDistrict } from '../support/bringing'
import { dataOf, serviceClient, signIn } from '../support/clients'

const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))

const [NEW_YORK_MS, BEIJING_MS, DAY_MS] = [-5, 8, 24].map((hours) => hours * 3_600_000)
interface Request {
  borough: string
  zip: string
  opened: number
  closed: number
}
type UnitOf = (one: Request, at: number) => string

/**
 * The requests of the file that have a place, read by hand: no cell of it has a comma or a quote. One names no zip: it goes with the
 * request that lies nearest.
 */
function requestsOf(text: string): Request[] {
  const [head, ...lines] = text.trim().split('\n')
  const columns = head.trim().split(',')
  const placed = lines
    .map((line) => {
      const cells = line.trim().split(',')
      return Object.fromEntries(columns.map((column, at) => [column, cells[at]]))
    })
    .filter(({ lng }) => lng !== '')
  const nearest = (one: (typeof placed)[number]) => {
    const away = ({ lng, lat }: typeof one) =>
      Math.hypot((Number(lng) - Number(one.lng)) * Math.cos(0.71), Number(lat) - Number(one.lat))
    return placed.filter(({ zip }) => zip).reduce((best, other) => (away(other) < away(best) ? other : best))
  }
  return placed.map((one) => {
    const moment = (local: string) => (local ? Date.parse(`${local}Z`) - NEW_YORK_MS : NaN)
    const { borough, zip } = one.zip ? one : nearest(one)
    return { borough, zip, opened: moment(one.opened_at), closed: moment(one.closed_at) }
  })
}

/** By what the file says which unit a request is of; hours and weekdays are those of the district's clock. */
const UNITS: Partial<Record<UnitKind, UnitOf>> = {
  district: () => '',
  street: ({ borough }) => borough,
  community: ({ borough, zip }) => `${borough} ${zip}`,
  hour: (_, at) => String(new Date(at + BEIJING_MS).getUTCHours()),
  weekday: (_, at) => String(((new Date(at + BEIJING_MS).getUTCDay() + 6) % 7) + 1),
}

/** Expects the indicators of what was imported to be those of a plain count over the lines of the file. */
async function expectRegistry(code: string, text: string): Promise<void> {
  const client = serviceClient()
  const requests = requestsOf(text)
  const district = dataOf(await client.from('areas').select('id').eq('code', code).single()).id
  const leader = await signIn('leader')
  const { data: who } = await leader.auth.getUser()
  dataOf(
    await client
      .from('memberships')
      .insert({ user_id: who.user!.id, role: 'leader', area_id: district })
      .select('role'),
  )
  const streets = new Map(
    (await readIndicatorTable(leader, district, ['cameIn'], 'street', { firstDay: '2015-12-01', lastDay: '2015-12-31' })).units.map(({ id, name }) => [id, name]), // prettier-ignore
  )
  for (const [firstDay, lastDay] of [
    ['2015-12-01', '2016-01-31'],
    ['2015-12-16', '2015-12-22'],
    ['2015-12-25', '2015-12-25'],
  ]) {
    const since = Date.parse(`${firstDay}T00:00:00Z`) - BEIJING_MS
    const until = Date.parse(`${lastDay}T00:00:00Z`) - BEIJING_MS + DAY_MS
    for (const [unit, of] of Object.entries(UNITS) as [UnitKind, UnitOf][]) {
      const { units } = await readIndicatorTable(leader, district, ['cameIn', 'closedCases'], unit, { firstDay, lastDay }) // prettier-ignore
      const shown = new Map(
        units.map(({ code: own, name, parent, values }) => {
          const key = { district: '', street: name, community: `${streets.get(parent ?? '')} ${name}` }
          return [key[unit as keyof typeof key] ?? own, values]
        }),
      )
      for (const [indicator, momentOf] of [
        ['cameIn', ({ opened }: Request) => opened],
        ['closedCases', ({ closed }: Request) => closed],
      ] as const) {
        const counted = new Map<string, number>()
        for (const one of requests) {
          const at = momentOf(one)
          if (at >= since && at < until) counted.set(of(one, at), (counted.get(of(one, at)) ?? 0) + 1)
        }
        expect(counted.size).toBeGreaterThan(0)
        for (const key of new Set([...counted.keys(), ...shown.keys()]))
          expect(shown.get(key)?.[indicator]?.[0] ?? 0, `${indicator} ${unit} ${key} ${firstDay}`).toBe(counted.get(key) ?? 0) // prettier-ignore
      }
    }
  }
}

function onRealFiles() {
  const file = (path: string) => [readFileSync(shared + path), basename(path)] as const

  test('Singapore: 332 subzones, 9,546 blocks with 989,921 households', { timeout: 600_000 }, async () => {
    const code = await newDistrict()
    const client = serviceClient()
    const areas = await bring(client, code, ...file('singapore-hdb/subzones.geojson'))
    expect(areas).toMatchObject({
      read: 332,
      accepted: 332,
      communities: { new: 332 },
      streets: { new: 55 },
    })
    const blocks = await bring(client, code, ...file('singapore-hdb/blocks.csv'))
    expect(blocks).toMatchObject({ read: 9546, accepted: 9546, households: 989_921 })
    expect(blocks.doubts['geocode-doubtful']).toBe(12)
    const again = await bring(client, code, ...file('singapore-hdb/blocks.csv'))
    expect(again.rows).toEqual({ new: 0, changed: 0, unchanged: 9546 })
  })

  // PGlite takes an eighth of the lines: what takes minutes there is no other for having more of them.
  const newYork = inject('api').backend === 'local' ? { every: 8, read: 2500 } : { every: 1, read: 20_000 }
  test(
    `New York: ${newYork.read} requests in areas made of borough and zip, those without a place refused`,
    { timeout: 600_000 },
    async () => {
      const code = await newDistrict()
      const [content, name] = file('nyc-311/incidents.csv')
      const [head, ...lines] = content.toString('utf8').trim().split('\n')
      const text = [head, ...lines.filter((_, at) => at % newYork.every === 0)].join('\n')
      const placed = requestsOf(text).length
      if (newYork.every === 1) expect(placed).toBe(19_820)
      const summary = await bring(serviceClient(), code, text, name, { utcOffset: '-05:00' })
      expect(summary).toMatchObject({
        read: newYork.read,
        accepted: placed,
        refused: newYork.read - placed,
        reasons: { 'no-position': newYork.read - placed },
        streets: { new: 5 },
      })
      await expectRegistry(code, text)
    },
  )

  test(
    'Shanghai and Jiaozuo: base map, barriers, a mended district, streets and communities by code',
    { timeout: 600_000 },
    async () => {
      const code = await newDistrict()
      const client = serviceClient()
      const roads = await bring(client, code, ...file('shanghai-basemap/roads_lines.geojson'))
      expect(roads).toMatchObject({ read: 1671, accepted: 1670, refused: 1, rows: { new: 1078 } })
      const barriers = await bring(client, code, ...file('shanghai-basemap/roads_lines.geojson'), {
        kind: 'barriers',
      })
      expect(barriers).toMatchObject({ read: 1671, accepted: 182, reasons: { 'not-a-barrier': 1489 } })
      const rivers = await bring(client, code, ...file('shanghai-basemap/water.geojson'), {
        kind: 'barriers',
      })
      expect(rivers.rows.new).toBeGreaterThan(0)
      const green = await bring(client, code, ...file('shanghai-basemap/landuse.geojson'))
      expect(green.accepted + green.refused).toBe(327)

      if (!(await readTarget(client, '410802')))
        await createDistrict(client, { code: '410802', name: '解放区' })
      const district = await bring(
        client,
        '410802',
        ...file('china-areas/districts-gcj02-as-shipped.geojson'),
      )
      expect(district).toMatchObject({ read: 4, accepted: 1, reasons: { 'other-district': 3 } })
      expect(await bring(client, '410802', ...file('china-areas/streets.csv'))).toMatchObject({ accepted: 9 })
      expect(await bring(client, '410802', ...file('china-areas/communities.csv'))).toMatchObject({
        accepted: 57,
      })
    },
  )
}

if (existsSync(shared)) describe('real files', onRealFiles)
else test('not tried, since ../shared/data is not here: real files', () => expect(shared).toMatch(/data\/$/))
