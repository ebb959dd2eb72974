import { beforeAll, describe, expect, test } from 'vitest'
import { listCategories } from '../../src/data/categories'
import {
  type FigureOptions,
  readIndicatorRows,
  readIndicatorTable,
  type UnitKind,
} from '../../src/data/indicators'
import { isEnded } from '../../src/lib/incidents/incident-state'
import { allows } from '../../src/lib/rights'
import type { Client } from '../../src/lib/supabase'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { GRID_CODES, makeFigures, SOUTH } from './support/figures'
import { areaRoles } from './support/roles'

/** Signs in as each role and compares the registry's figures with a plain count over the raw rows, by every unit. */
const ZONE_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

type Case = Awaited<ReturnType<typeof readRaw>>[number]
let district: TestDistrict
let raw: Case[]
let codes: Map<number, string>
let now: number
const clients = new Map<string, Client>()

async function readRaw() {
  return dataOf(
    await serviceClient().from('incidents').select('*').eq('district_id', district.districtId).limit(1000),
  )
}

beforeAll(async () => {
  district = await makeDistrict(SOUTH)
  const categories = await listCategories(await signIn('admin'), district.districtId)
  codes = new Map(categories.map(({ id, code }) => [id, code]))
  await makeFigures(district, categories)
  raw = await readRaw()
  now = Date.now()
  for (const role of areaRoles) clients.set(role, await signIn(role))
}, 60_000)

const ms = (moment: string | null) => (moment === null ? NaN : Date.parse(moment))
const dayOf = (moment: number) => new Date(moment + ZONE_MS).toISOString().slice(0, 10)
/** Where `makeFigures` put the case: the hosts print positions in different ways. */
function lng({ number }: Case): number {
  const n = Number(number.replace('figures-', ''))
  return (n % 3 === 0 ? 113.0101 : 113.0001) + ((n * 13) % 98) * 0.0001
}

/** Above and below the line, by the words of docs/indicators.md. */
function plain(indicator: string, cases: Case[], since: number, until: number, options: FigureOptions) {
  const within = (moment: string | null) => ms(moment) >= since && ms(moment) < until
  const inTime = (one: Case) =>
    one.missed_due_at === null && !(ms(one.resolved_at ?? one.closed_at) > ms(one.due_at))
  const rate = (below: Case[], above: (one: Case) => boolean): [number, number] => [
    below.filter(above).length,
    below.length,
  ]
  const dueToClose = cases.filter(
    (one) =>
      one.filed_at &&
      [one.due_at, one.missed_due_at, one.closed_at].some(within) &&
      !(options.lessDeferred && one.deferrals > 0),
  )
  const dueToHandle = cases.filter(
    (one) => one.filed_at && [one.due_at, one.missed_due_at, one.resolved_at].some(within),
  )
  const reported = cases.filter((one) => within(one.reported_at))
  const open = cases.filter(({ state }) => !isEnded(state))
  const figures: Record<string, () => [number, number | null]> = {
    cameIn: () => [reported.length, null],
    happened: () => [
      reported.filter(({ state }) => !['rejected', 'duplicate', 'cancelled'].includes(state)).length,
      null,
    ],
    filedCases: () => [cases.filter((one) => within(one.filed_at)).length, null],
    closedCases: () => [cases.filter((one) => within(one.closed_at)).length, null],
    closingDue: () => [dueToClose.length, null],
    closureRate: () => rate(dueToClose, (one) => ms(one.closed_at) < until),
    onTimeClosure: () => rate(dueToClose, (one) => ms(one.closed_at) < until && inTime(one)),
    onTimeHandling: () => rate(dueToHandle, (one) => ms(one.resolved_at) < until && inTime(one)),
    filingRate: () =>
      rate(
        cases.filter((one) => within(one.accepted_at)),
        (one) => one.filed_at !== null,
      ),
    openCases: () => [open.length, null],
    overdueOpen: () => [open.filter((one) => ms(one.deadline_at) < now).length, null],
  }
  return figures[indicator]()
}
const INDICATORS = ['cameIn', 'happened', 'filedCases', 'closedCases', 'closingDue', 'closureRate', 'onTimeClosure', 'onTimeHandling', 'filingRate', 'openCases', 'overdueOpen'] // prettier-ignore

/** Which unit a case belongs to, as its code. */
const UNITS: Partial<Record<UnitKind, (one: Case) => string>> = {
  district: () => 'district',
  community: (one) => `${district.communityIds.indexOf(one.community_id)}`,
  class: (one) => codes.get(one.category_id)!.slice(0, 2),
  category: (one) => codes.get(one.category_id)!,
  grid: (one) => GRID_CODES(district)[Math.max(0, Math.ceil((lng(one) - 113) / 0.005 - 1e-6) - 1)],
}
const PERIODS: [string, number, number][] = [
  ['75 days to today', 74, 0],
  ['a part in the middle', 50, 20],
  ['one day', 9, 9],
]

/** Who handles cases counts welfare and mediation too; others have them out of rounded cells, see indicator_small_numbers.test.sql. */
const HANDLERS: ReadonlySet<string> = new Set(areaRoles.filter((role) => allows(role, 'handle-cases')))
const WHOLE: FigureOptions[] = [{}, { lessDeferred: true }, { categories: ['01', '1001'] }]
const OPEN: FigureOptions[] = [{ categories: ['01', '02', '04'] }, { categories: ['01'], lessDeferred: true }]

describe.each(areaRoles)('as %s', (role) => {
  const seen = () => raw.filter((one) => role !== 'worker' || one.community_id === district.communityIds[0])

  test.each(PERIODS)('over %s', async (_, first, last) => {
    const period = { firstDay: dayOf(now - first * DAY_MS), lastDay: dayOf(now - last * DAY_MS) }
    const since = Date.parse(`${period.firstDay}T00:00:00+08:00`)
    const until = Math.min(Date.parse(`${period.lastDay}T00:00:00+08:00`) + DAY_MS, now)
    for (const options of HANDLERS.has(role) ? WHOLE : OPEN)
      for (const [unit, unitOf] of Object.entries(UNITS) as [UnitKind, (one: Case) => string][]) {
        const table = await readIndicatorTable(
          clients.get(role)!,
          district.districtId,
          INDICATORS,
          unit,
          period,
          options,
        )
        const asked = seen().filter(
          (one) => !options.categories?.every((code) => !codes.get(one.category_id)!.startsWith(code)),
        )
        const groups = new Set(asked.map(unitOf))
        const keyOf = (code: string, id: string) =>
          unit === 'district' ? 'district' : unit === 'community' ? `${district.communityIds.indexOf(Number(id))}` : code // prettier-ignore
        const given = new Map(table.units.map(({ id, code, values }) => [keyOf(code, id), values]))
        for (const group of groups)
          for (const indicator of INDICATORS) {
            const own = asked.filter((one) => unitOf(one) === group)
            const counted = plain(indicator, own, since, until, options)
            const zero = counted[1] === null ? [0, null] : [0, 0]
            expect(given.get(group)?.[indicator] ?? zero, `${unit} ${group} ${indicator}`).toEqual(counted)
          }
      }
  })
})

test('the cases behind a figure are as many as it says, page by page', async () => {
  const period = { firstDay: dayOf(now - 74 * DAY_MS), lastDay: dayOf(now) }
  const client = clients.get('leader')!
  const [unit] = (
    await readIndicatorTable(client, district.districtId, ['onTimeClosure'], 'community', period)
  ).units
  const asked = { areaId: district.districtId, indicator: 'onTimeClosure', unit: 'community', unitId: unit.id, ...period } as const // prettier-ignore
  const [above, below] = unit.values.onTimeClosure
  const count = async (part: 'numerator' | 'denominator' | 'rest') => {
    const page = await readIndicatorRows(client, asked, part)
    return page.incidents.length
  }
  expect(await count('denominator')).toBe(below)
  expect(await count('numerator')).toBe(above)
  expect(await count('rest')).toBe(below! - above)
})

test('what cannot be asked is refused in words', async () => {
  const client = clients.get('leader')!
  const today = { firstDay: dayOf(now), lastDay: dayOf(now) }
  const ask = (indicators: string[], period = today) =>
    readIndicatorTable(client, district.districtId, indicators, 'district', period)
  await expect(ask(['luck'])).rejects.toThrow('indicator-unknown')
  await expect(ask(['cameIn'], { ...today, firstDay: '2099-01-01' })).rejects.toThrow('period-wrong')
  await expect(
    readIndicatorTable(await signIn('stranger'), district.districtId, ['cameIn'], 'district', today),
  ).rejects.toThrow('not-allowed')
})
