import { randomUUID } from 'node:crypto'
import type { Category } from '../../../src/data/categories'
import type { Database } from '../../../src/lib/database'
import { INCIDENT_STATES } from '../../../src/lib/incidents/incident-state'
import { dataOf, serviceClient } from './clients'
import type { TestDistrict } from './district'

/** Degrees north of the district of the figures: no other test has it. */
export const SOUTH = 41.5

type NewCase = Database['public']['Tables']['incidents']['Insert']

const DAY_MS = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()

/** The codes of the grids in force from west to east, two in each community. */
export const GRID_CODES = ({ communityCodes: [west, east] }: TestDistrict) => [
  `${west}001`,
  `${west}002`,
  `${east}001`,
  `${east}002`,
]

/**
 * Fills a district with a plan in force of four strips, staff on three of them (one off duty), visits, and some hundred
 * cases of every state: old and new, late, without a limit, hidden at their grid. `more` says what else is of the nth. Returns the plan.
 */
export async function makeFigures(
  district: TestDistrict,
  categories: readonly Category[],
  more: (n: number) => Partial<NewCase> = () => ({}),
): Promise<number> {
  const { plan, grids, post } = await makePlan(district)
  await makeStaff(district, grids, post)
  await makeVisits(district)
  const service = serviceClient()
  dataOf(
    await service
      .from('incidents')
      .insert(casesOf(district, categories, more))
      .select('id'),
  )
  return plan
}

async function makePlan(district: TestDistrict) {
  const service = serviceClient()
  const { districtId: district_id, communityIds } = district
  const scheme = dataOf(
    await service
      .from('schemes')
      .insert({ district_id, code: 'figures', name: '图', name_en: 'F' })
      .select('id')
      .single(),
  ).id
  dataOf(
    await service
      .from('scheme_levels')
      .insert({ scheme_id: scheme, level: 1, name: '网格', name_en: 'Grid', target_households: 100 })
      .select('level'),
  )
  const post = dataOf(
    await service
      .from('scheme_posts')
      .insert({ scheme_id: scheme, level: 1, code: 'manager', name: '网格员', name_en: 'Manager' })
      .select('id')
      .single(),
  ).id
  const plan = dataOf(
    await service
      .from('plans')
      .insert({
        district_id,
        area_id: district_id,
        scheme_id: scheme,
        name: '现行',
        state: 'published',
        published_at: ago(300),
      })
      .select('id')
      .single(),
  ).id
  dataOf(
    await service
      .from('plan_communities')
      .insert(
        communityIds.map((community_id) => ({
          plan_id: plan,
          community_id,
          district_id,
          in_force: '[2020-01-01,)',
        })),
      )
      .select('plan_id'),
  )
  const codes = GRID_CODES(district)
  const strips = codes.map((code, index) => ({
    district_id,
    plan_id: plan,
    community_id: communityIds[index < 2 ? 0 : 1],
    level: 1,
    key: index + 1,
    code,
    polygon: strip(index),
  }))
  const grids = dataOf(await service.from('grids').insert(strips).select('id, key')).sort(
    (a, b) => a.key - b.key,
  )
  const issued = strips.map(({ code, community_id }, index) => ({
    code,
    community_id,
    district_id,
    number: (index % 2) + 1,
  }))
  dataOf(await service.from('grid_codes').insert(issued).select('code'))
  return { plan, grids: grids.map(({ id }) => id), post }
}

function strip(index: number): string {
  const [west, east, north] = [113 + index * 0.005, 113.005 + index * 0.005, SOUTH + 0.01].map((one) =>
    one.toFixed(4),
  )
  return `SRID=4326;MULTIPOLYGON(((${west} ${SOUTH}, ${east} ${SOUTH}, ${east} ${north}, ${west} ${north}, ${west} ${SOUTH})))`
}

async function makeStaff(
  { districtId: district_id }: TestDistrict,
  grids: number[],
  post: number,
): Promise<void> {
  const service = serviceClient()
  const rows = [true, false, true].map((on_duty, index) => ({
    district_id,
    name: `员${index}`,
    source_id: `f${index}`,
    on_duty,
  }))
  const people = dataOf(await service.from('people').insert(rows).select('id, source_id'))
  const held = people.map(({ id, source_id: source }) => ({
    district_id,
    person_id: id,
    post_id: post,
    grid_id: grids[Number(source.slice(1))],
    since: '2026-01-01',
  }))
  dataOf(await service.from('assignments').insert(held).select('id'))
}

async function makeVisits({ districtId: district_id, communityIds }: TestDistrict): Promise<void> {
  const service = serviceClient()
  const rows = communityIds.flatMap((community_id, side) =>
    [40, 60].map((households, index) => ({
      district_id,
      community_id,
      source_id: `${side}-${index}`,
      households,
      position: `SRID=4326;POINT(${113.002 + side * 0.01} ${SOUTH + 0.002 + index * 0.002})`,
    })),
  )
  const buildings = dataOf(await service.from('buildings').insert(rows).select('id, households'))
  const visits = buildings.flatMap(({ id, households }, index) =>
    [
      [2, 1],
      [5, households - 10],
      [6, 25],
      [45, households],
    ]
      .slice(index % 2)
      .map(([days, called]) => ({
        district_id,
        building_id: id,
        visited_on: ago(days).slice(0, 10),
        households: called,
      })),
  )
  dataOf(await service.from('visits').insert(visits).select('id'))
}

/** Cases, one of them on the border of two grids, spread over all states, both communities, the last 75 days, and six categories of which one stands at its grid. */
function casesOf(
  { districtId: district_id, communityIds }: TestDistrict,
  categories: readonly Category[],
  more: (n: number) => Partial<NewCase>,
) {
  const kinds = ['0101', '0102', '0201', '0401', '1001', '1101'].map(
    (code) => categories.find((one) => one.code === code)?.id ?? 0,
  )
  return Array.from({ length: 150 }, (_, n) => {
    const state = INCIDENT_STATES[n % INCIDENT_STATES.length]
    const age = (n * 7) % 75
    const isFiled = !['reported', 'verifying', 'accepted', 'rejected', 'duplicate', 'cancelled'].includes(
      state,
    )
    const isHandled = state === 'closed' || state === 'resolved'
    const due = isFiled && n % 4 > 0 ? ago(age - 3.3) : null
    return {
      district_id,
      client_key: randomUUID(),
      number: `figures-${n}`,
      category_id: kinds[n % kinds.length],
      community_id: communityIds[n % 3 === 0 ? 1 : 0],
      position: `SRID=4326;POINT(${((n % 3 === 0 ? 113.0101 : 113.0001) + ((n * 13) % 98) * 0.0001).toFixed(4)} ${SOUTH + 0.0051})`,
      state,
      urgent: n % 5 === 0,
      urged: n % 11 === 0 && !['closed', 'rejected'].includes(state),
      reported_at: ago(age + 0.01),
      accepted_at: isFiled ? ago(age) : null,
      filed_at: isFiled ? ago(age) : null,
      due_at: due,
      clock_due_at: isFiled ? due : ago(age - 1.3),
      resolved_at: isHandled ? ago(age - (n % 5)) : null,
      closed_at: state === 'closed' ? ago(age - (n % 5) - 0.2) : null,
      ...more(n),
    }
  })
}
