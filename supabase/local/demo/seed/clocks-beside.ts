import type { Queries } from '../../database/types'

/**
 * Records that somebody was on the spot of emergencies, and that those who asked for welfare had a first answer, in cases
 * that got so far: after dispatch or acceptance, some later than they should. Their histories say so.
 */
export async function seedClocksBeside(queries: Queries, district: number): Promise<void> {
  await queries.query(clocks, [district])
  await queries.query(arrivals, [district])
  await queries.query(answers, [district])
}

/** Cases were added without their triggers, which set these clocks. */
const clocks = `
  update public.incidents i set arrival_due_at = due.arrival_due_at, answer_due_at = due.answer_due_at
  from public.incidents held
  join public.categories c on c.id = held.category_id and c.code ~ '^1[02]'
  cross join lateral private.clocks_beside(held.district_id, held.category_id, held.reported_at) due
  where held.district_id = $1 and i.district_id = held.district_id and i.id = held.id`

const recorded = (kind: string, at: string, due: string, note: string) => `
  insert into public.incident_events (district_id, incident_id, at, actor_name, kind, note, detail)
  select t.district_id, t.id, t.${at}, '${kind === 'arrival' ? '社区值班' : '指挥中心'}', '${kind}', '${note}',
    jsonb_build_object('dueAt', t.${due}, 'late', t.${at} > t.${due})
  from told t`

const arrivals = `
  with told as (
    update public.incidents i set arrived_at = started.at
    from (
      select e.incident_id, min(e.at) as at from public.incident_events e
      where e.district_id = $1 and e.to_state = 'in_progress' group by 1
    ) started
    where i.district_id = $1 and i.id = started.incident_id and i.arrival_due_at is not null
    returning i.district_id, i.id, i.arrived_at, i.arrival_due_at
  ) ${recorded('arrival', 'arrived_at', 'arrival_due_at', '到达现场')}`

const answers = `
  with told as (
    update public.incidents i set answered_at = i.filed_at
    where i.district_id = $1 and i.answer_due_at is not null and i.filed_at is not null
    returning i.district_id, i.id, i.answered_at, i.answer_due_at
  ) ${recorded('answer', 'answered_at', 'answer_due_at', '已电话答复')}`
