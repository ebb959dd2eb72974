import { beforeAll, describe, expect, test } from 'vitest'
import { listCategories } from '../../src/data/categories'
import {
  type FigureOptions,
  readIndicatorRows,
  readIndicatorTable,
  type UnitKind,
} from '../../src/data/indicators'
import { INCIDENT_STATES, isEnded } from '../../src/lib/incidents/incident-state'
import { allows } from '../../src/lib/rights'
import type { Client } from '../../src/lib/supabase'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { GRID_CODES, makeFigures, SOUTH } from './support/figures'
import { areaRoles } from './support/roles'

/** Signs in as each role and compares the registry's figures with a plain count over the raw rows, by every unit. */
const ZONE_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** From west to east; a case on neither is in no compound. */
const COMPOUNDS = [[113.002, 113.00605], [113.01205, 113.016]] as const // prettier-ignore
const SOURCES = ['desk', 'field', 'resident', 'hotline'] as const
const REASONS = ['solved', 'not_ours', null, 'solved', 'withdrawn'] as const

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
  const ofCase = await makeUnits(district)
  await makeFigures(district, categories, ofCase)
  raw = await readRaw()
  now = Date.now()
  for (const role of areaRoles) clients.set(role, await signIn(role))
}, 60_000)

/** Makes two departments and two compounds, and returns what else is of the nth case: who handles it, whence it came, how it went. */
async function makeUnits({ districtId: district_id, communityIds }: TestDistrict) {
  const service = serviceClient()
  const departments = dataOf(
    await service.from('departments').insert([{ district_id, name: '城管局' }, { district_id, name: '住建局' }]).select('id'), // prettier-ignore
  )
  const boundary = (west: number, east: number) =>
    `SRID=4326;MULTIPOLYGON(((${[[west, 0], [east, 0], [east, 1], [west, 1], [west, 0]].map(([x, y]) => `${x} ${SOUTH + y * 0.01}`).join()})))` // prettier-ignore
  dataOf(
    await service
      .from('compounds')
      .insert(
        COMPOUNDS.map(([west, east], at) => ({
          district_id,
          community_id: communityIds[at],
          name: `院${at}`,
          source_id: `yard-${at}`,
          boundary: boundary(west, east),
        })),
      )
      .select('id'),
  )
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  return (n: number) => {
    const age = (n * 7) % 75
    const state = INCIDENT_STATES[n % INCIDENT_STATES.length]
    const round = Math.floor(n / INCIDENT_STATES.length)
    return {
      source: SOURCES[n % SOURCES.length],
      department_id: [departments[0].id, departments[1].id, null][(n % 7) % 3],
      reported_at: ago(age + 0.01 + (n % 24) / 24),
      dispatched_at: n % 2 === 0 ? ago(age + 0.005) : null,
      returns: n % 6 === 0 ? 1 : 0,
      deferrals: n % 8 === 3 ? 1 : 0,
      arrival_due_at: n % 3 === 1 ? ago(age - 0.2) : null,
      arrived_at: n % 9 === 1 ? ago(age - 0.1) : n % 9 === 4 ? ago(age - 0.3) : null,
      ...(state === 'accepted' && { accepted_at: ago(age) }),
      ...(state === 'closed' && { satisfied: [true, false, null][round % 3], closing_reason: REASONS[round % REASONS.length] }), // prettier-ignore
    }
  }
}

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
  const closed = cases.filter((one) => within(one.closed_at))
  const happened = ({ state }: Case) => !['rejected', 'duplicate', 'cancelled'].includes(state)
  const hasLate = (at: string | null, until: string | null) => at !== null && ms(at) <= ms(until)
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
    dispatchAccuracy: () =>
      rate(
        cases.filter((one) => within(one.dispatched_at)),
        (one) => one.returns === 0,
      ),
    deferralRate: () => rate(dueToHandle, (one) => one.deferrals > 0),
    satisfaction: () =>
      rate(
        closed.filter((one) => one.satisfied !== null),
        (one) => one.satisfied === true,
      ),
    solved: () =>
      rate(
        closed.filter((one) => one.closing_reason !== null),
        (one) => one.closing_reason === 'solved',
      ),
    recurrence: () => rate(closed, hasRecurred),
    arrivalInTime: () =>
      rate(
        cases.filter((one) => within(one.arrival_due_at) && happened(one)),
        (one) => hasLate(one.arrived_at, one.arrival_due_at),
      ),
    overdueShare: () => rate(open, (one) => ms(one.deadline_at) < now),
    openCases: () => [open.length, null],
    overdueOpen: () => [open.filter((one) => ms(one.deadline_at) < now).length, null],
  }
  return figures[indicator]()
}
const INDICATORS = ['cameIn', 'happened', 'filedCases', 'closedCases', 'closingDue', 'closureRate', 'onTimeClosure', 'onTimeHandling', 'filingRate', 'dispatchAccuracy', 'deferralRate', 'satisfaction', 'solved', 'recurrence', 'arrivalInTime', 'openCases', 'overdueOpen', 'overdueShare'] // prettier-ignore

/** Whether the same happened again within 50 m and 30 days after a case was closed. */
function hasRecurred(one: Case): boolean {
  const since = ms(one.closed_at)
  return raw.some(
    (again) =>
      again.id !== one.id &&
      again.category_id === one.category_id &&
      ms(again.reported_at) > since &&
      ms(again.reported_at) <= since + 30 * DAY_MS &&
      !['rejected', 'duplicate', 'cancelled'].includes(again.state) &&
      // A ten-thousandth of a degree is 8.4 m there.
      Math.abs(lng(again) - lng(one)) < 0.00055,
  )
}

/** The moment by whose hour and weekday a case is counted in an indicator: of what falls due or is done, the first. */
function momentOf(indicator: string, one: Case): number {
  const first = (...moments: (string | null)[]) => Math.min(...moments.flatMap((at) => (at ? [ms(at)] : [])))
  switch (indicator) {
    case 'filedCases':
      return ms(one.filed_at)
    case 'filingRate':
      return ms(one.accepted_at)
    case 'dispatchAccuracy':
      return ms(one.dispatched_at)
    case 'onTimeHandling':
    case 'deferralRate':
      return first(one.due_at, one.missed_due_at, one.resolved_at)
    case 'closingDue':
    case 'closureRate':
    case 'onTimeClosure':
      return first(one.due_at, one.missed_due_at, one.closed_at)
    case 'closedCases':
    case 'satisfaction':
    case 'solved':
    case 'recurrence':
      return ms(one.closed_at)
    case 'arrivalInTime':
      return ms(one.arrival_due_at)
    default:
      return ms(one.reported_at)
  }
}
const clockOf = (moment: number) => new Date(moment + ZONE_MS)

/** Which unit a case belongs to, as its code; null: none. */
const UNITS: Record<UnitKind, (one: Case, indicator: string) => string | null> = {
  district: () => 'district',
  street: () => 'street',
  community: (one) => `${district.communityIds.indexOf(one.community_id)}`,
  class: (one) => codes.get(one.category_id)!.slice(0, 2),
  category: (one) => codes.get(one.category_id)!,
  grid: (one) => GRID_CODES(district)[Math.max(0, Math.ceil((lng(one) - 113) / 0.005 - 1e-6) - 1)],
  compound: (one) => {
    const at = COMPOUNDS.findIndex(([west, east]) => lng(one) > west && lng(one) < east)
    return at < 0 ? null : `yard-${at}`
  },
  department: (one) => (one.department_id === null ? null : String(one.department_id)),
  source: (one) => one.source,
  hour: (one, indicator) => inClock(momentOf(indicator, one), (at) => at.getUTCHours()),
  weekday: (one, indicator) => inClock(momentOf(indicator, one), (at) => ((at.getUTCDay() + 6) % 7) + 1),
}
function inClock(moment: number, part: (at: Date) => number): string | null {
  return Number.isFinite(moment) ? String(part(clockOf(moment))) : null
}
/** Asked with every set of options; the others with the first one only. */
const OFTEN: readonly UnitKind[] = ['district', 'community', 'class', 'category', 'grid']
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
    for (const [which, options] of (HANDLERS.has(role) ? WHOLE : OPEN).entries())
      for (const unit of Object.keys(UNITS) as UnitKind[]) {
        // What options do is the same by every unit that is counted as these are.
        if (which > 0 && !OFTEN.includes(unit)) continue
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
        const keyOf = (code: string, id: string) =>
          unit === 'district' || unit === 'street' ? unit : unit === 'community' ? `${district.communityIds.indexOf(Number(id))}` : code // prettier-ignore
        const given = new Map(table.units.map(({ id, code, values }) => [keyOf(code, id), values]))
        for (const indicator of INDICATORS) {
          const groups = new Map<string, Case[]>()
          for (const one of asked) {
            const group = UNITS[unit](one, indicator)
            if (group !== null) groups.set(group, [...(groups.get(group) ?? []), one])
          }
          for (const group of new Set([...groups.keys(), ...given.keys()])) {
            const counted = plain(indicator, groups.get(group) ?? [], since, until, options)
            const zero = counted[1] === null ? [0, null] : [0, 0]
            expect(given.get(group)?.[indicator] ?? zero, `${unit} ${group} ${indicator}`).toEqual(counted)
          }
        }
      }
  })
})

test('each indicator that is compared has something to be told wrongly: above the line and below it', () => {
  for (const indicator of INDICATORS) {
    const [above, below] = plain(indicator, raw, now - 75 * DAY_MS, now, {})
    expect(above, indicator).toBeGreaterThan(0)
    if (below !== null) expect(below, indicator).toBeGreaterThan(above)
  }
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
