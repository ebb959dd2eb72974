import { beforeAll, describe, expect, test } from 'vitest'
import { listCategories } from '../../src/data/categories'
import { readIndicatorTable, type UnitKind } from '../../src/data/indicators'
import { readWallStatistics } from '../../src/data/statistics'
import { isEnded } from '../../src/lib/incidents/incident-state'
import { allows } from '../../src/lib/rights'
import type { Client } from '../../src/lib/supabase'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { GRID_CODES, makeFigures, SOUTH } from './support/figures'
import { areaRoles } from './support/roles'

/** Signs in as each role and compares posts, people, visits, balance, workload and reach with a plain count over the rows, by every unit that they have. */
const DAY_MS = 86_400_000
const dayAgo = (days: number) =>
  new Date(Date.now() + 8 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10)
/** Metres of a degree at the latitude of the district, near enough to tell 300 m from 1,900 m. */
const [METRES_EAST, METRES_NORTH] = [83_500, 111_000]

let district: TestDistrict
let rows: Awaited<ReturnType<typeof readRows>>
const clients = new Map<string, Client>()

beforeAll(async () => {
  district = await makeDistrict(SOUTH)
  const categories = await listCategories(await signIn('admin'), district.districtId)
  await makeFigures(district, categories, (n) => ({
    department_id: null,
    source: (['desk', 'field'] as const)[n % 2],
  }))
  await makeMore()
  rows = await readRows()
  for (const role of areaRoles) clients.set(role, await signIn(role))
}, 240_000)

/** Adds what buildings are part of, a service point near the western ones, and departments with people, one of whom is off duty. */
async function makeMore(): Promise<void> {
  const service = serviceClient()
  const { districtId: district_id, communityIds } = district
  const compounds = dataOf(
    await service
      .from('compounds')
      .insert(
        communityIds.map((community_id, at) => ({
          district_id,
          community_id,
          name: `院${at}`,
          source_id: `yard-${at}`,
          boundary: square(113.001 + at * 0.01),
        })),
      )
      .select('id, source_id'),
  )
  const buildings = dataOf(
    await service.from('buildings').select('id, source_id').eq('district_id', district_id),
  )
  for (const [at, { id, source_id }] of buildings.entries())
    if (at !== 1)
      dataOf(
        await service
          .from('buildings')
          .update({ compound_id: compounds.find((one) => one.source_id === `yard-${source_id[0]}`)!.id })
          .eq('id', id)
          .select('id'),
      )
  const grids = dataOf(await service.from('grids').select('id, plan_id, key').eq('district_id', district_id))
  const held = buildings.map(({ id, source_id }) => {
    const grid = grids.find(({ key }) => key === 2 * Number(source_id[0]) + 1)!
    return { district_id, plan_id: grid.plan_id, grid_id: grid.id, building_id: id }
  })
  dataOf(await service.from('grid_buildings').insert(held).select('building_id'))
  dataOf(
    await service
      .from('service_points')
      .insert({
        district_id,
        name: '站',
        source_id: 's',
        position: `SRID=4326;POINT(113.0035 ${SOUTH + 0.003})`,
        kind: 'service_centre',
      })
      .select('id'),
  )
  const departments = dataOf(
    await service
      .from('departments')
      .insert(['城管局', '住建局'].map((name) => ({ district_id, name })))
      .select('id'),
  )
  const staff = [0, 0, 0, 1].map((of, at) => ({
    district_id,
    name: `干部${at}`,
    source_id: `d${at}`,
    department_id: departments[of].id,
    on_duty: at !== 1,
  }))
  dataOf(await service.from('people').insert(staff).select('id'))
  const cases = dataOf(
    await service.from('incidents').select('id').eq('district_id', district_id).order('id'),
  )
  for (const [at, of] of departments.entries())
    dataOf(
      await service
        .from('incidents')
        .update({ department_id: of.id })
        .eq('district_id', district_id)
        .in(
          'id',
          cases.flatMap(({ id }, n) => (n % 3 === at ? [id] : [])),
        )
        .select('id'),
    )
}
function square(west: number): string {
  const corners = [
    [0, 0],
    [0.003, 0],
    [0.003, 0.009],
    [0, 0.009],
    [0, 0],
  ]
  return `SRID=4326;MULTIPOLYGON(((${corners.map(([x, y]) => `${west + x} ${SOUTH + y}`).join()})))`
}

async function readRows() {
  const of = async <T>(asked: PromiseLike<{ data: T; error: { message: string } | null }>) =>
    dataOf(await asked)
  const service = serviceClient()
  const id = district.districtId
  return {
    cases: await of(service.from('incidents').select('*').eq('district_id', id).limit(1000)),
    buildings: await of(service.from('buildings').select('*').eq('district_id', id)),
    visits: await of(service.from('visits').select('*').eq('district_id', id)),
    grids: await of(service.from('grids').select('*').eq('district_id', id)),
    held: await of(service.from('grid_buildings').select('*').eq('district_id', id)),
    people: await of(service.from('people').select('*').eq('district_id', id)),
    assigned: await of(service.from('assignments').select('*').eq('district_id', id)),
    departments: await of(service.from('departments').select('*').eq('district_id', id)),
    compounds: await of(service.from('compounds').select('*').eq('district_id', id)),
    hidden: new Set(
      (await of(service.from('categories').select('id').eq('grid_only', true))).map((one) => one.id),
    ),
  }
}

type Figure = [number, number]
const sum = (list: number[]) => list.reduce((total, one) => total + one, 0)
/** Where `makeFigures` put the nth case. */
function lngOf(number: string): number {
  const n = Number(number.replace('figures-', ''))
  return (n % 3 === 0 ? 113.0101 : 113.0001) + ((n * 13) % 98) * 0.0001
}
const keyOf = (number: string) => Math.max(0, Math.ceil((lngOf(number) - 113) / 0.005 - 1e-6) - 1) + 1

/** The figures of a unit by the words of docs/indicators.md: which communities, grids, buildings and cases are of it. */
function plain(
  of: {
    grids?: typeof rows.grids
    buildings?: typeof rows.buildings
    cases?: typeof rows.cases
    department?: number
  },
  since: string,
): Record<string, Figure> {
  const figures: Record<string, Figure> = {}
  const isOnDuty = (person: number) => rows.people.find(({ id }) => id === person)!.on_duty
  const { grids, buildings, cases, department } = of
  if (grids) {
    const peopleOf = (grid: number) =>
      rows.assigned.flatMap((one) => (one.grid_id === grid ? [one.person_id] : []))
    figures.postsFilled = [grids.filter(({ id }) => peopleOf(id).length > 0).length, grids.length]
    figures.onDuty = [grids.filter(({ id }) => peopleOf(id).some(isOnDuty)).length, grids.length]
    // A hundred households each, a tenth more or less.
    figures.balance = [
      grids.filter(({ households }) => Math.abs(households - 100) <= 10).length,
      grids.length,
    ]
  }
  if (buildings) {
    const called = ({ id, households }: (typeof buildings)[number]) =>
      Math.min(
        households,
        sum(
          rows.visits.flatMap((one) =>
            one.building_id === id && one.visited_on >= since ? [one.households] : [],
          ),
        ),
      )
    const households = sum(buildings.map((one) => one.households))
    const isNear = ({ source_id: source }: (typeof buildings)[number]) =>
      Math.hypot(
        (113.002 + Number(source[0]) * 0.01 - 113.0035) * METRES_EAST,
        (0.002 + Number(source.slice(2)) * 0.002 - 0.003) * METRES_NORTH,
      ) <= 1000
    figures.visitCoverage = [sum(buildings.map(called)), households]
    figures.serviceReach = [sum(buildings.filter(isNear).map((one) => one.households)), households]
  }
  if (cases) {
    const open = cases.filter(({ state }) => !isEnded(state))
    const people = new Set(
      department === undefined
        ? rows.assigned.flatMap((one) => (grids!.some(({ id }) => id === one.grid_id) ? [one.person_id] : []))
        : rows.people.flatMap((one) => (one.department_id === department ? [one.id] : [])),
    )
    figures.workload = [sum(open.map(({ urgent }) => (urgent ? 2 : 1))), [...people].filter(isOnDuty).length]
  }
  return figures
}

const STANDING = ['postsFilled', 'onDuty', 'balance', 'visitCoverage', 'serviceReach', 'workload']
const OF: Partial<Record<UnitKind, string[]>> = {
  district: STANDING,
  street: STANDING,
  community: STANDING,
  grid: STANDING,
  compound: ['visitCoverage', 'serviceReach'],
}

describe.each(areaRoles)('as %s', (role) => {
  const seen = () => (role === 'worker' ? [district.communityIds[0]] : district.communityIds)
  const isSeen = (one: { community_id: number }) => seen().includes(one.community_id)
  const cases = () =>
    rows.cases.filter(
      (one) => isSeen(one) && (allows(role, 'handle-cases') || !rows.hidden.has(one.category_id)),
    )
  const zero = ([, below]: Figure) => below === 0

  test.each(Object.entries(OF) as [UnitKind, string[]][])('by %s', async (unit, codes) => {
    for (const days of [4, 60]) {
      const period = { firstDay: dayAgo(days), lastDay: dayAgo(0) }
      const table = await readIndicatorTable(clients.get(role)!, district.districtId, codes, unit, period)
      const grids = rows.grids.filter(isSeen)
      const buildings = rows.buildings.filter(isSeen)
      expect(table.units.length, unit).toBeGreaterThan(0)
      for (const { id, code, values } of table.units) {
        const isOf = (one: { community_id: number }) =>
          unit !== 'community' || String(one.community_id) === id
        const own = grids.filter((one) => (unit === 'grid' ? String(one.id) === id : isOf(one)))
        const inside = buildings.filter((one) => {
          if (unit === 'grid')
            return rows.held.some((held) => held.building_id === one.id && String(held.grid_id) === id)
          return unit === 'compound' ? String(one.compound_id) === id : isOf(one)
        })
        const there = cases().filter((one) =>
          unit === 'grid' ? GRID_CODES(district)[keyOf(one.number) - 1] === code : isOf(one),
        )
        const expected = plain({ grids: own, buildings: inside, cases: there }, period.firstDay)
        for (const one of codes)
          expect(values[one] ?? [0, 0], `${unit} ${code} ${one} ${days}`).toEqual(
            zero(expected[one]) && !values[one] ? [0, 0] : expected[one],
          )
      }
    }
  })

  test('workload by department, of the whole district only', async () => {
    const period = { firstDay: dayAgo(4), lastDay: dayAgo(0) }
    const ask = (area: number) =>
      readIndicatorTable(clients.get(role)!, area, ['workload'], 'department', period)
    await expect(ask(district.communityIds[0])).rejects.toMatchObject({ code: 'indicator-not-by-unit' })
    if (role === 'worker')
      return expect(ask(district.districtId)).rejects.toMatchObject({ code: 'indicator-not-by-unit' })
    const { units } = await ask(district.districtId)
    expect(units.map(({ values }) => values.workload)).toEqual(
      units.map(
        ({ id }) =>
          plain(
            { cases: cases().filter((one) => String(one.department_id) === id), department: Number(id) },
            '',
          ).workload,
      ),
    )
    expect(units.map(({ values }) => values.workload[1])).toEqual([2, 1])
  })

  test('what a wall says is what the registry says', async () => {
    if (!allows(role, 'read-cases')) return
    const wall = await readWallStatistics(clients.get(role)!, district.districtId, 30)
    const period = { firstDay: wall.firstDay, lastDay: wall.today }
    const { units } = await readIndicatorTable(
      clients.get(role)!,
      district.districtId,
      STANDING,
      'district',
      period,
    )
    for (const one of ['postsFilled', 'onDuty', 'visitCoverage'] as const)
      expect([wall[one].numerator, wall[one].denominator], one).toEqual(units[0].values[one])
  })
})
