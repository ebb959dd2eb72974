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
import type { Database } from '../../src/lib/database'
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

type Case = Awaited<ReturnType<typeof readRaw>>[number] & { history: Step[] }
/** A step of a case as its history has it. */
interface Step {
  at: number
  from: string | null
  to: string | null
  dueAt: number | null
}
let district: TestDistrict
let raw: Case[]
let codes: Map<number, string>
let working: (since: number, until: number) => number
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
  const cases = await readRaw()
  await makeHistory(cases)
  const histories = await readHistories()
  raw = cases.map((one) => ({ ...one, history: histories.get(one.id) ?? [] }))
  working = await readWorkingTime(district.districtId)
  now = Date.now()
  for (const role of areaRoles) clients.set(role, await signIn(role))
}, 240_000)

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
      answer_due_at: n % 3 !== 0 ? ago(age - 0.15) : null,
      answered_at: n % 5 === 1 ? ago(age - 0.4) : n % 5 < 4 ? ago(age - 0.01) : null,
      arrived_at: n % 9 === 1 ? ago(age - 0.1) : n % 9 === 4 ? ago(age - 0.3) : null,
      ...(state === 'accepted' && { accepted_at: ago(age) }),
      ...(state === 'closed' && { satisfied: [true, false, null][round % 3], closing_reason: REASONS[round % REASONS.length] }), // prettier-ignore
    }
  }
}

/**
 * Writes what only the history says: the first step of a case, before its clock ran out or after, and checks; every third
 * case that was checked was sent back before, some of them closed before that.
 */
async function makeHistory(cases: Awaited<ReturnType<typeof readRaw>>): Promise<void> {
  type Event = Database['public']['Tables']['incident_events']['Insert']
  const events = cases.flatMap((one, n): Event[] => {
    const base = { district_id: one.district_id, incident_id: one.id, actor_name: '', kind: 'transition' }
    const later = (moment: string, days: number) => new Date(ms(moment) + days * DAY_MS).toISOString()
    const due = { clockDueAt: later(one.reported_at, 0.02) }
    const to = one.accepted_at ? 'accepted' : one.state
    const first = to === 'reported' ? [] : [{ ...base, from_state: 'reported' as const, to_state: to, at: later(one.reported_at, n % 3 === 0 ? 0.5 : 0.01), detail: n % 7 === 0 ? {} : due }] // prettier-ignore
    if (!one.resolved_at) return first
    const check = (days: number, next: 'closed' | 'rework') => ({ ...base, from_state: 'resolved' as const, to_state: next, at: later(one.resolved_at!, days), detail: {} }) // prettier-ignore
    const back = n % 3 === 0 ? [check(-1.3, 'rework')] : []
    return [...first, ...(n % 2 === 0 ? [check(-9.6, 'closed')] : []), ...back, ...(one.closed_at ? [check(0.2, 'closed')] : [])] // prettier-ignore
  })
  dataOf(await serviceClient().from('incident_events').insert(events).select('id'))
}

async function readHistories(): Promise<Map<number, Step[]>> {
  const histories = new Map<number, Step[]>()
  for (let from = 0; ; from += 1000) {
    const rows = dataOf(
      await serviceClient().from('incident_events').select('incident_id, at, from_state, to_state, detail').eq('district_id', district.districtId).eq('kind', 'transition').order('at').order('id').range(from, from + 999), // prettier-ignore
    )
    for (const row of rows) {
      const { clockDueAt } = row.detail as { clockDueAt?: string }
      const step = { at: ms(row.at), from: row.from_state, to: row.to_state, dueAt: clockDueAt ? ms(clockDueAt) : null } // prettier-ignore
      histories.set(row.incident_id, [...(histories.get(row.incident_id) ?? []), step])
    }
    if (rows.length < 1000) return histories
  }
}

/** Returns what tells the working seconds between two moments, span by span of each day of the calendar. */
async function readWorkingTime(of: number): Promise<(since: number, until: number) => number> {
  const service = serviceClient()
  const calendars = dataOf(
    await service.from('calendars').select('*').or(`district_id.eq.${of},district_id.is.null`),
  )
  const calendar = calendars.sort((one, other) => (one.district_id ?? Infinity) - (other.district_id ?? Infinity))[0] // prettier-ignore
  const exceptions = dataOf(
    await service.from('calendar_exceptions').select('*').eq('calendar_id', calendar.id),
  )
  const worked = new Map(exceptions.map((one) => [one.day, one.worked]))
  const hours = calendar.hours as [string, string][]
  const clockMs = (time: string) => Date.parse(`1970-01-01T${time.length === 5 ? `${time}:00` : time}Z`)
  return (since, until) => {
    let total = 0
    for (let day = Date.parse(dayOf(since)); day <= Date.parse(dayOf(until)); day += DAY_MS) {
      const isWorked = worked.get(new Date(day).toISOString().slice(0, 10)) ?? calendar.weekdays.includes(new Date(day).getUTCDay() || 7) // prettier-ignore
      for (const [start, end] of isWorked ? hours : [])
        total += Math.max(0, Math.min(until + ZONE_MS, day + clockMs(end)) - Math.max(since + ZONE_MS, day + clockMs(start))) // prettier-ignore
    }
    return Math.round(total / 1000)
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
  const checksOf = ({ history }: Case) => history.filter(({ from, to }) => from === 'resolved' && (to === 'closed' || to === 'rework')) // prettier-ignore
  const isIn = ({ at }: Step) => at >= since && at < until
  const handled = cases.filter((one) => one.filed_at && within(one.resolved_at))
  const seconds = handled.map((one) => working(ms(one.filed_at), ms(one.resolved_at)))
  const hours = (total: number) => Math.round(total / 36) / 100
  const sum = (list: number[]) => list.reduce((total, own) => total + own, 0)
  const responded = (one: Case) => {
    const first = one.history.find(({ from }) => from === 'reported')
    return first !== undefined && first.at <= (first.dueAt ?? Infinity) && (one.accepted_at !== null || one.state === 'self_handled') // prettier-ignore
  }
  const unreasonable = ['not_ours', 'nothing_found', 'withdrawn']
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
        closed.filter(({ closing_reason: reason }) => reason !== null && !(options.lessUnreasonable && unreasonable.includes(reason))), // prettier-ignore
        (one) => one.closing_reason === 'solved',
      ),
    recurrence: () => rate(closed, hasRecurred),
    arrivalInTime: () =>
      rate(
        cases.filter((one) => within(one.arrival_due_at) && happened(one)),
        (one) => hasLate(one.arrived_at, one.arrival_due_at),
      ),
    firstAnswerInTime: () =>
      rate(
        cases.filter((one) => within(one.answer_due_at) && happened(one)),
        (one) => hasLate(one.answered_at, one.answer_due_at),
      ),
    response: () =>
      rate(
        reported.filter(({ state }) => !(options.lessUnreasonable && state === 'rejected')),
        responded,
      ),
    reworkRate: () =>
      rate(
        cases.filter((one) => checksOf(one).some(isIn)),
        (one) => checksOf(one).some((step) => step.to === 'rework' && isIn(step)),
      ),
    handlingHours: () => [hours(sum(seconds)), handled.length],
    // The nearest rank; nothing is told of none.
    handlingHoursP90: () => [hours(seconds.sort((one, other) => one - other)[Math.max(0, Math.ceil(0.9 * seconds.length) - 1)] ?? 0), handled.length], // prettier-ignore
    overdueShare: () => rate(open, (one) => ms(one.deadline_at) < now),
    openCases: () => [open.length, null],
    overdueOpen: () => [open.filter((one) => ms(one.deadline_at) < now).length, null],
  }
  return figures[indicator]()
}
const INDICATORS = ['cameIn', 'happened', 'filedCases', 'closedCases', 'closingDue', 'closureRate', 'onTimeClosure', 'onTimeHandling', 'filingRate', 'dispatchAccuracy', 'deferralRate', 'satisfaction', 'solved', 'recurrence', 'arrivalInTime', 'firstAnswerInTime', 'response', 'reworkRate', 'handlingHours', 'handlingHoursP90', 'openCases', 'overdueOpen', 'overdueShare'] // prettier-ignore

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
    case 'firstAnswerInTime':
      return ms(one.answer_due_at)
    case 'handlingHours':
    case 'handlingHoursP90':
      return one.filed_at ? ms(one.resolved_at) : NaN
    case 'reworkRate':
      return Math.min(...one.history.flatMap(({ at, from, to }) => from === 'resolved' && (to === 'closed' || to === 'rework') ? [at] : [])) // prettier-ignore
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
const WHOLE: FigureOptions[] = [
  {},
  { lessDeferred: true, lessUnreasonable: true },
  { categories: ['01', '1001'] },
]
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
    if (below !== null && !indicator.startsWith('handlingHours'))
      expect(below, indicator).toBeGreaterThan(above)
  }
})

test.each([
  ['onTimeClosure', 'community'],
  ['reworkRate', 'hour'],
  ['reworkRate', 'weekday'],
  ['firstAnswerInTime', 'hour'],
] as const)('the cases behind %s by %s are as many as it says', async (indicator, unit) => {
  const period = { firstDay: dayOf(now - 74 * DAY_MS), lastDay: dayOf(now) }
  const client = clients.get('admin')!
  const { units } = await readIndicatorTable(client, district.districtId, [indicator], unit, period)
  const counted = units.filter(({ values }) => values[indicator]?.[0] > 0)
  expect(counted.length).toBeGreaterThan(0)
  for (const { id, values } of counted.slice(0, 4)) {
    const asked = { areaId: district.districtId, indicator, unit, unitId: id, ...period }
    const [above, below] = values[indicator]
    const count = async (part: 'numerator' | 'denominator' | 'rest') =>
      (await readIndicatorRows(client, asked, part)).incidents.length
    expect(await count('denominator')).toBe(below)
    expect(await count('numerator')).toBe(above)
    expect(await count('rest')).toBe(below! - above)
  }
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
