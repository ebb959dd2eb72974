import type { Queries } from '../../database/types'
import { createDrawingBoard, drawPlan, type DrawnPlan } from '../plans'
import type { District } from '../types'
import type { AreaKeys } from './areas'
import { dayBefore } from './staff'

/** Annealing steps: many for the plan in force, few for the two it is compared with. */
const STEPS = 400
const FEW_STEPS = 60
/** Days before now from which the former and the present plan are in force. */
const FORMER_DAYS = 900
const PRESENT_DAYS = 400

export interface Sheet {
  area: number
  scheme: number
  name: string
  drawn: DrawnPlan
  /** Communities that the plan covers, index into the district's. */
  communities: Set<number>
}

/**
 * Adds three plans: a former one of larger grids that was replaced, the one in force at 400 households, and a draft for
 * one street. Returns the key of the one in force.
 */
export async function seedPlans(
  queries: Queries,
  district: District,
  keys: AreaKeys,
  buildings: readonly number[],
  now: Date,
): Promise<number> {
  const board = createDrawingBoard(district)
  const everywhere = new Set(district.communities.keys())
  const save = (sheet: Sheet) => savePlan(queries, sheet, keys, buildings)
  const [{ scheme }] = await queries.query<{ scheme: number | string }>(
    `select id as scheme from public.schemes where code = 'jiefang-400' and district_id is null`,
  )
  const former = await save({
    area: keys.district,
    scheme: await addFormerScheme(queries, keys.district),
    name: '首版网格（500 户）',
    drawn: await drawPlan(board, { targetHouseholds: 500, seed: 11, steps: FEW_STEPS }),
    communities: everywhere,
  })
  await putInForce(queries, former, dayBefore(now, FORMER_DAYS))
  const present = await save({
    area: keys.district,
    scheme: Number(scheme),
    name: '现行网格（解放 400）',
    drawn: await drawPlan(board, { targetHouseholds: 400, seed: 7, steps: STEPS }),
    communities: everywhere,
  })
  await putInForce(queries, present, dayBefore(now, PRESENT_DAYS))
  await save({
    area: keys.streets[0],
    scheme: Number(scheme),
    name: `${district.streets[0].name}调整草案`,
    drawn: await drawPlan(board, { targetHouseholds: 400, seed: 23, steps: FEW_STEPS }),
    communities: new Set([...everywhere].filter((index) => district.communities[index].street === 0)),
  })
  await noteSteps(queries)
  return present
}

/** The district's own scheme of before: larger grids with one manager and one assistant. */
async function addFormerScheme(queries: Queries, district: number): Promise<number> {
  const [{ id }] = await queries.query<{ id: number | string }>(
    `insert into public.schemes (district_id, code, name, name_en)
     values ($1, 'former-500', '示范区 500（旧）', 'Former 500') returning id`,
    [district],
  )
  await queries.query(
    `insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) values ($1, 1, '网格', 'Grid', 500)`,
    [id],
  )
  await queries.query(
    `insert into public.scheme_posts (scheme_id, level, code, name, name_en)
     values ($1, 1, 'manager', '网格管理员', 'Grid manager'), ($1, 1, 'assistant', '网格协管员', 'Grid assistant')`,
    [id],
  )
  return Number(id)
}

export async function savePlan(
  queries: Queries,
  { area, scheme, name, drawn, communities }: Sheet,
  keys: AreaKeys,
  buildings: readonly number[],
): Promise<number> {
  const [{ plan }] = await queries.query<{ plan: number | string }>(
    'select public.start_plan($1, $2, $3) as plan',
    [area, scheme, name],
  )
  const kept = drawn.community.flatMap((community, grid) => (communities.has(community) ? [grid] : []))
  const members = buildings.flatMap((key, building) =>
    communities.has(drawn.community[drawn.grid[building]]) ? [{ key, grid: drawn.grid[building] + 1 }] : [],
  )
  const changes = {
    engine: drawn.engine,
    grids: kept.map((grid) => ({
      level: 1,
      key: grid + 1,
      community: keys.communities[drawn.community[grid]],
      polygon: { type: 'MultiPolygon', coordinates: drawn.polygons[grid] },
    })),
    assignment: { building: members.map(({ key }) => key), grid: members.map(({ grid }) => grid) },
  }
  await queries.query('select public.save_plan($1, 1, $2::text::jsonb)', [plan, JSON.stringify(changes)])
  return Number(plan)
}

/** Publishes a plan, as `publish_plan` does it for one without faults, in the morning of a day gone by. */
async function putInForce(queries: Queries, plan: number, day: string): Promise<void> {
  await queries.query('select private.put_in_force($1, $2::date)', [plan, day])
  const moment = `${day}T09:30:00+08:00`
  await queries.query(
    `update public.plans set created_at = $2::timestamptz - interval '20 days',
       submitted_at = $2::timestamptz - interval '6 days', published_at = $2::timestamptz, changed_at = $2::timestamptz
     where id = $1`,
    [plan, moment],
  )
  await queries.query(
    `update public.plans set superseded_at = $1::timestamptz where state = 'superseded' and superseded_at > $1::timestamptz`,
    [moment],
  )
}

/** Writes down the steps of all plans by their dates; triggers, which would, may be off meanwhile. */
async function noteSteps(queries: Queries): Promise<void> {
  await queries.query('delete from public.plan_steps')
  await queries.query(
    `insert into public.plan_steps (plan_id, district_id, at, state)
     select p.id, p.district_id, s.at, s.state::public.plan_state
     from public.plans p
     cross join lateral (values (p.created_at, 'draft'), (p.submitted_at, 'submitted'), (p.published_at, 'published'),
       (p.superseded_at, 'superseded')) as s (at, state)
     where s.at is not null
     order by s.at`,
  )
}
