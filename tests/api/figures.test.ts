import { beforeAll, describe, expect, test } from 'vitest'
import { listCategories } from '../../src/data/categories'
import { readGridLife } from '../../src/data/plans/grid-life'
import { readIncidentPoints } from '../../src/data/incidents/incident-map'
import { readIncidentPage } from '../../src/data/incidents/incidents'
import { incidentSquares } from '../../src/data/plans/plan-incidents'
import { buildingVisits } from '../../src/data/plans/plan-visits'
import { planIncidents, plansInForce } from '../../src/data/plans/plan-outputs'
import { readColumnChunks, readColumns, readHouseholdCells } from '../../src/data/incidents/columns'
import { readCommunityMap } from '../../src/data/maps/basemap'
import { readWallStatistics } from '../../src/data/statistics'
import { AnalysisEngine, type Ground } from '../../src/workers/analysis-engine'
import { INCIDENT_STATES, isEnded, type IncidentState } from '../../src/lib/incidents/incident-state'
import { allows } from '../../src/lib/rights'
import type { Client } from '../../src/lib/supabase'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { GRID_CODES, makeFigures, SOUTH } from './support/figures'
import { areaRoles, type TestRole } from './support/roles'

/**
 * Signs in as each role and compares every figure that the database gives with a count over the raw rows, by the
 * definitions of docs/indicators.md written once more.
 */
const ROLES = areaRoles.filter((role) => allows(role, 'read-cases'))
/** A viewer sees what a wall shows, and nothing of grids. */
const STAFF = ROLES.filter((role) => role !== 'viewer')
/** What came in and did not happen. */
const NOT_HAPPENED: ReadonlySet<IncidentState> = new Set(['rejected', 'duplicate', 'cancelled'])
const DAY_MS = 86_400_000

let district: TestDistrict
let plan: number
let raw: Awaited<ReturnType<typeof readRaw>>
let hiddenIds: ReadonlySet<number>
const clients = new Map<TestRole, Client>()

async function readRaw() {
  const service = serviceClient()
  const rows = await service.from('incidents').select('*').eq('district_id', district.districtId).limit(1000)
  const buildings = await service.from('buildings').select('*').eq('district_id', district.districtId)
  const visits = await service.from('visits').select('*').eq('district_id', district.districtId)
  return { incidents: dataOf(rows), buildings: dataOf(buildings), visits: dataOf(visits) }
}

beforeAll(async () => {
  district = await makeDistrict(SOUTH)
  const categories = await listCategories(await signIn('admin'), district.districtId)
  plan = await makeFigures(district, categories)
  raw = await readRaw()
  hiddenIds = new Set(categories.filter(({ isGridOnly }) => isGridOnly).map(({ id }) => id))
  for (const role of ROLES) clients.set(role, await signIn(role))
}, 240_000)

const clientOf = (role: TestRole) => clients.get(role) as Client
/** The worker serves in the west; everybody else sees both communities. */
const seenBy = (role: TestRole) =>
  new Set(role === 'worker' ? [district.communityIds[0]] : district.communityIds)
/** Welfare and mediation are counted one by one by those who handle them; by grid they are left out for everybody. */
const HANDLERS: ReadonlySet<TestRole> = new Set(ROLES.filter((role) => allows(role, 'handle-cases')))
const isProtected = (one: (typeof raw.incidents)[number]) => hiddenIds.has(one.category_id)
const casesSeenBy = (role: TestRole) =>
  raw.incidents.filter(
    (one) => seenBy(role).has(one.community_id) && (HANDLERS.has(role) || !isProtected(one)),
  )
const ms = (moment: string | null) => (moment === null ? NaN : Date.parse(moment))

describe.each(ROLES)('as %s', (role) => {
  test('the wall', async () => {
    const wall = await readWallStatistics(clientOf(role), district.districtId, 30)
    const [now, since, midnight] = [wall.now, wall.since, wall.midnight].map(ms)
    const cases = casesSeenBy(role)
    const open = cases.filter(({ state }) => !isEnded(state))
    const isOverdue = (one: (typeof cases)[number]) => ms(one.deadline_at) < now
    expect(wall.open).toEqual({
      total: open.length,
      overdue: open.filter(isOverdue).length,
      urgent: open.filter(({ urgent }) => urgent).length,
      urged: open.filter(({ urged }) => urged).length,
      unaccepted: open.filter(({ state }) => state === 'reported' || state === 'verifying').length,
    })
    // What is not counted one by one comes out of rounded cells, each less than five away.
    const today = cases.filter((one) => ms(one.reported_at) >= midnight).length
    if (HANDLERS.has(role)) expect(wall.reportedToday).toBe(today)
    else expect(wall.reportedToday).toBeGreaterThanOrEqual(today)

    const cameIn = cases.filter((one) => ms(one.reported_at) >= since)
    const sum = (rows: { cases: number }[]) => rows.reduce((total, row) => total + row.cases, 0)
    expect(cameIn.length).toBeGreaterThan(5)
    expect(wall.byDay).toHaveLength(30)
    const total = HANDLERS.has(role) ? cameIn.length : sum(wall.byDay)
    expect([sum(wall.byDay), sum(wall.byClass), sum(wall.byCommunity)]).toEqual(Array(3).fill(total))
    expect(total).toBeGreaterThanOrEqual(cameIn.length)
    expect(wall.byDay.at(-1)?.cases).toBe(wall.reportedToday)
    expect(wall.byCommunity.reduce((total, { overdue }) => total + overdue, 0)).toBe(wall.open.overdue)

    const within = (moment: string | null) => ms(moment) >= since && ms(moment) < now
    const due = cases.filter(
      (one) => one.filed_at && [one.due_at, one.missed_due_at, one.closed_at].some(within),
    )
    const inTime = due.filter(
      (one) => one.closed_at && !one.missed_due_at && !(ms(one.resolved_at) > ms(one.due_at)),
    )
    expect(due.length).toBeGreaterThan(inTime.length)
    if (HANDLERS.has(role))
      expect(wall.onTimeClosure).toEqual({ numerator: inTime.length, denominator: due.length })
    else expect(wall.onTimeClosure.denominator).toBeGreaterThanOrEqual(due.length)

    const buildings = raw.buildings.filter((one) => seenBy(role).has(one.community_id))
    const calledOn = (building: number) =>
      raw.visits
        .filter(
          (one) =>
            one.building_id === building && one.visited_on >= wall.firstDay && one.visited_on <= wall.today,
        )
        .reduce((total, { households }) => total + households, 0)
    expect(wall.visitCoverage).toEqual({
      numerator: buildings.reduce(
        (total, { id, households }) => total + Math.min(calledOn(id), households),
        0,
      ),
      denominator: buildings.reduce((total, { households }) => total + households, 0),
    })
    // Four grids, two a community: three are assigned, of which one is off duty, both of these in the west.
    const of = role === 'worker' ? 2 : 4
    expect(wall.postsFilled).toEqual({ numerator: role === 'worker' ? 2 : 3, denominator: of })
    expect(wall.onDuty).toEqual({ numerator: role === 'worker' ? 1 : 2, denominator: of })
  })

  test('the map of a wall shows the cases that its figures count', async () => {
    const wall = await readWallStatistics(clientOf(role), district.districtId, 30)
    const points = await readIncidentPoints(clientOf(role), district.districtId, {
      from: wall.since,
      orOpen: true,
    })
    const open = points.filter(({ state }) => !isEnded(state))
    const late = open.filter(({ deadlineMs }) => deadlineMs !== null && deadlineMs < ms(wall.now) - 60_000)
    expect([open.length, late.length]).toEqual([wall.open.total, wall.open.overdue])
    expect(open.some(({ isEarlier }) => isEarlier)).toBe(true)
    expect(points.filter(({ isEarlier }) => !isEarlier)).toHaveLength(
      casesSeenBy(role).filter((one) => ms(one.reported_at) >= ms(wall.since)).length,
    )
  })

  test.each([
    ['nothing', {}],
    ['a class', { categories: ['01'] }],
    ['a period', { from: new Date(Date.now() - 40 * DAY_MS).toISOString() }],
    ['what is urgent', { urgent: true }],
  ])(
    'the counts of a list narrowed by %s',
    async (_, filter: { categories?: string[]; from?: string; urgent?: boolean }) => {
      const { counts } = await readIncidentPage(clientOf(role), district.districtId, filter)
      const codes = new Map(
        (await listCategories(clientOf(role), district.districtId)).map(({ id, code }) => [id, code]),
      )
      const cases = casesSeenBy(role).filter(
        (one) =>
          (!filter.categories || codes.get(one.category_id)?.startsWith(filter.categories[0])) &&
          (!filter.from || ms(one.reported_at) >= ms(filter.from)) &&
          (!filter.urgent || one.urgent),
      )
      const count = (state: IncidentState) => cases.filter((one) => one.state === state).length
      const states = INCIDENT_STATES.flatMap((state) => (count(state) ? [[state, count(state)]] : []))
      expect(counts).toEqual({
        states: Object.fromEntries(states) as Record<string, number>,
        overdue: cases.filter((one) => ms(one.deadline_at) < Date.now()).length,
        isCapped: false,
      })
    },
  )
})

describe.each(ROLES)('as %s', (role) => {
  test('the heat map: cases and households inside a border, as the rows have them', async () => {
    const [client, area] = [clientOf(role), district.districtId]
    const engine = new AnalysisEngine()
    const { communities, chunks } = await readColumnChunks(client, area)
    expect(new Set(communities)).toEqual(seenBy(role))
    const ground = (await readCommunityMap(client, area)).features.filter(({ properties }) =>
      communities.includes(properties.id),
    )
    engine.setGround({
      communities: ground.map(({ properties: { id }, geometry }) => ({
        id,
        polygons: geometry.coordinates as Ground['communities'][number]['polygons'],
      })),
    })
    for (const chunk of chunks) engine.put(chunk.month, await readColumns(client, area, chunk))
    const categories = [...new Set(raw.incidents.map((one) => one.category_id))]
    engine.join(
      chunks.map(({ month }) => month),
      categories,
    )
    // Who sees no buildings is not told where people live either.
    const isTold = allows(role, 'read-places')
    const asked = readHouseholdCells(client, area)
    if (!isTold) await expect(asked).rejects.toMatchObject({ code: 'not-allowed' })
    const cells = isTold ? await asked : null
    if (cells) engine.setHouseholds(cells)
    // The western community, and all that is west of it.
    const inside = [[112, 40], [113.01, 40], [113.01, 43], [112, 43]] // prettier-ignore
    const days = 4000
    const until = Math.ceil(Date.now() / DAY_MS + 2) * 24
    const { total, living } = engine.look({
      window: { question: 'reported', from: until - days * 24, until },
      filter: { categories: null, communities: null, hours: null, inside },
      versus: null,
      isDifference: false,
      bandwidth: 200,
      per: 'area',
    })
    const west = district.communityIds[0]
    const happened = casesSeenBy(role).filter(({ state }) => !NOT_HAPPENED.has(state))
    const homes = raw.buildings.filter((one) => seenBy(role).has(one.community_id))
    const sum = (buildings: typeof homes) => buildings.reduce((all, { households }) => all + households, 0)
    expect(total).toBe(happened.filter((one) => one.community_id === west).length)
    if (!cells) return
    expect(living?.total).toBe(sum(homes.filter((one) => one.community_id === west)))
    expect(cells.households.reduce((all, own) => all + own, 0)).toBe(sum(homes))
  })
})

describe.each(STAFF)('as %s', (role) => {
  test('what happened on each grid, in the plan, on its page and in the planner', async () => {
    const since = new Date(Date.now() - 365 * DAY_MS).toISOString()
    const happened = casesSeenBy(role).filter(
      (one) => !NOT_HAPPENED.has(one.state) && ms(one.reported_at) >= ms(since) && !isProtected(one),
    )
    const byPlan = await planIncidents(clientOf(role), plan, since)
    const squares = await incidentSquares(clientOf(role), district.districtId, since)
    expect([...byPlan.values()].reduce((total, cases) => total + cases, 0)).toBe(happened.length)
    expect(squares.incidents.reduce((total, cases) => total + cases, 0)).toBe(happened.length)
    expect(new Set(squares.communities)).toEqual(seenBy(role))

    for (const [index, code] of GRID_CODES(district).entries()) {
      const community = district.communityIds[index < 2 ? 0 : 1]
      const life = await readGridLife(clientOf(role), { code }, since)
      const months = life.versions[0].incidents?.reduce((total, { incidents }) => total + incidents, 0)
      expect(months ?? null, code).toBe(byPlan.get(`1-${index + 1}`) ?? null)
      expect(months === undefined, code).toBe(!seenBy(role).has(community))
      // A case on a border belongs to the first of its grids.
      const [west, east] = [1_130_000 + index * 50, 1_130_050 + index * 50]
      const inSquares = squares.lng.reduce(
        (total, lng, at) =>
          Math.round(lng * 10_000) > west && Math.round(lng * 10_000) <= east
            ? total + squares.incidents[at]
            : total,
        0,
      )
      expect(inSquares, code).toBe(months ?? 0)
    }
  })
})

test.each(STAFF)('as %s: how many households were called on in each building', async (role) => {
  const since = new Date(Date.now() - 365 * DAY_MS).toISOString().slice(0, 10)
  const { building, households, communities } = await buildingVisits(
    clientOf(role),
    district.districtId,
    since,
  )
  const calledOn = (id: number) =>
    raw.visits
      .filter((one) => one.building_id === id && one.visited_on >= since)
      .reduce((total, one) => total + one.households, 0)
  const expected = raw.buildings
    .filter((one) => seenBy(role).has(one.community_id) && calledOn(one.id) > 0)
    .map(({ id }) => [id, calledOn(id)] as const)
  expect(expected.length).toBeGreaterThan(0)
  expect(new Map(building.map((id, at) => [id, households[at]]))).toEqual(new Map(expected))
  expect(new Set(communities)).toEqual(seenBy(role))
})

test('a viewer sees what a wall shows, and nothing of grids', async () => {
  const viewer = clientOf('viewer')
  await expect(planIncidents(viewer, plan, '2026-01-01')).rejects.toThrow('plan-unknown')
  expect(await incidentSquares(viewer, district.districtId, '2026-01-01')).toMatchObject({
    communities: [],
    incidents: [],
  })
  expect((await buildingVisits(viewer, district.districtId, '2020-01-01')).building).toEqual([])
})

test('a stranger gets no figure at all', async () => {
  const stranger = await signIn('stranger')
  await expect(readWallStatistics(stranger, district.districtId, 30)).rejects.toThrow('not-allowed')
  await expect(planIncidents(stranger, plan, '2026-01-01')).rejects.toThrow('plan-unknown')
  expect((await incidentSquares(stranger, district.districtId, '2026-01-01')).incidents).toEqual([])
})

test('the plan in force is the one that is so in most communities', async () => {
  expect([...(await plansInForce(clientOf('planner'), { id: plan }))]).toEqual([])
})
