import type { Queries } from '../../database/types'
import { createRandom } from '../random'
import type { AreaKeys } from './areas'
import { dayBefore } from './staff'

/** Offices of the demo district and the classes of cases that go to them; a category goes before its class. */
const DEPARTMENTS: readonly { name: string; nameEn: string; codes: readonly string[] }[] = [
  { name: '城市管理局', nameEn: 'City Management Bureau', codes: ['01', '02', '08'] },
  { name: '公安交警大队', nameEn: 'Traffic Police', codes: ['03', '0704'] },
  { name: '住房和城乡建设局', nameEn: 'Housing and Construction Bureau', codes: ['05', '06', '0701'] },
  { name: '应急管理局', nameEn: 'Emergency Management Bureau', codes: ['04', '12'] },
  { name: '民政局', nameEn: 'Civil Affairs Bureau', codes: ['10', '11'] },
  { name: '卫生健康委员会', nameEn: 'Health Commission', codes: ['09'] },
]

/** Adds departments with what goes to them, before there are cases. */
export async function seedDepartments(queries: Queries, keys: AreaKeys): Promise<void> {
  const telephone = (place: number) => `100-0001-${String(place + 1).padStart(4, '0')}`
  await queries.query(insertDepartments, [
    keys.district,
    JSON.stringify(DEPARTMENTS.map((one, place) => ({ ...one, telephone: telephone(place) }))),
  ])
}

const insertDepartments = `
  with given as (
    select d.name, d."nameEn" as name_en, d.telephone, d.codes
    from jsonb_to_recordset($2::text::jsonb) d (name text, "nameEn" text, telephone text, codes jsonb)
  ), made as (
    insert into public.departments (district_id, name, name_en, telephone)
    select $1, g.name, g.name_en, g.telephone from given g returning id, name
  )
  insert into public.department_categories (district_id, department_id, category_code)
  select $1, made.id, code from given g join made on made.name = g.name cross join jsonb_array_elements_text(g.codes) code
  where exists (select from public.categories c where c.code = code and c.district_id is null)`

const SURNAMES = [...'王李张刘陈杨赵黄周吴']
const GIVEN = ['建华', '志强', '海燕', '国平', '秀英', '文静', '永军', '春梅']

/** Adds the people of departments, absences with substitutes, and a duty roster for nights and weekends. */
export async function seedOffices(queries: Queries, seed: string, keys: AreaKeys, now: Date): Promise<void> {
  const random = createRandom(`${seed}/offices`)
  const people = DEPARTMENTS.flatMap(({ name }, office) =>
    Array.from({ length: 4 }, (_, place) => ({
      source: `D${office + 1}${String(place + 1).padStart(2, '0')}`,
      name: random.pick(SURNAMES) + random.pick(GIVEN),
      telephone: `100-0002-${String(office * 4 + place + 1).padStart(4, '0')}`,
      department: name,
    })),
  )
  await queries.query(insertPeople, [keys.district, JSON.stringify(people)])
  await queries.query(placePeople, [keys.district])
  await queries.query(insertAbsences, [keys.district, firstDayAway(now), dayBefore(now, -4)])
  await queries.query(insertShifts, [keys.district, dayBefore(now, 60)])
}

const insertPeople = `
  insert into public.people (district_id, source_id, name, organisation, work_telephone, department_id)
  select $1, p.source, p.name, p.department, p.telephone, d.id
  from jsonb_to_recordset($2::text::jsonb) p (source text, name text, telephone text, department text)
  join public.departments d on d.district_id = $1 and d.name = p.department`

const placePeople = `
  update public.people p set area_id = a.id
  from public.areas a where p.district_id = $1 and a.district_id = $1 and a.kind = 'community' and a.name = p.organisation`

/** The day (`YYYY-MM-DD`) from which people are away. */
export const firstDayAway = (now: Date) => dayBefore(now, 3)

/** One in twenty is away this week; a colleague of the same office stands in for every second one. */
const insertAbsences = `
  insert into public.absences (district_id, person_id, first_day, last_day, substitute_id)
  select away.district_id, away.id, $2::date, $3::date, case when away.place % 2 = 0 then (
    select other.id from public.people other
    where other.district_id = $1 and other.organisation = away.organisation and other.on_duty and other.id % 20 <> 7
    order by other.id limit 1) end
  from (
    select p.id, p.district_id, p.organisation, row_number() over (order by p.id) as place
    from public.people p where p.district_id = $1 and p.on_duty and p.id % 20 = 7
  ) away`

/** Evenings into the night on every day, and the weekend's days, for each street of the district. */
const insertShifts = `
  insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day)
  select $1, street.id, staff.id, hours.weekday, hours.begins::time, hours.ends::time, $2::date
  from public.areas street
  cross join (
    select d as weekday, '18:00' as begins, '08:00' as ends, d as turn from generate_series(1, 7) d
    union all select d, '08:00', '18:00', d + 3 from generate_series(6, 7) d
  ) hours
  join lateral (
    select p.id from public.people p join public.areas home on home.id = p.area_id
    where home.parent_id = street.id order by p.id offset hours.turn limit 1
  ) staff on true
  where street.district_id = $1 and street.kind = 'street'`
