-- The figures of departments ask for nothing that another figure may do without.
create or replace function public.department_figures(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  district constant bigint := (select a.district_id from public.areas a where a.id = department_figures.area);
  within constant bigint[] := array(select c from private.communities_in(area) c);
  ordinary constant bigint[] := array(select c from unnest(within) c intersect select private.reachable(private.incident_readers()));
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(district));
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  until constant timestamptz := least((last_day + 1)::timestamp at time zone calendar.time_zone, now());
begin
  if cardinality(ordinary) = 0 and not exists (select from private.department_reach() r where r.community_id = any (within)) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if last_day < first_day or last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', calendar.name, 'departments', (
    with cases as (
      select i.id, i.department_id, i.state, i.returns, i.deadline_at, i.reported_at, i.dispatched_at,
        i.filed_at is not null and (coalesce(i.due_at >= since and i.due_at < until, false) or coalesce(i.missed_due_at >= since and i.missed_due_at < until, false)) as due,
        i.filed_at is not null and coalesce(i.resolved_at >= since and i.resolved_at < until, false) as handled_now,
        i.filed_at is not null and coalesce(i.closed_at >= since and i.closed_at < until, false) as closed_now,
        i.resolved_at < until as handled, i.closed_at < until as closed,
        i.missed_due_at is null and not private.handled_late(i.due_at, coalesce(i.resolved_at, i.closed_at)) as in_time
      from public.incidents i
      where i.district_id = district and i.department_id is not null and i.community_id = any (within)
        and (i.community_id = any (ordinary)
          or (i.department_id, i.community_id) in (select r.department_id, r.community_id from private.department_reach() r))
        and (not private.incident_ended(i.state) or i.reported_at >= since or i.closed_at >= since or i.due_at >= since or i.missed_due_at >= since or i.resolved_at >= since)
    ), checks as (
      select e.incident_id, bool_or(e.to_state = 'rework') as reworked
      from public.incident_events e
      where e.district_id = district and e.at >= since and e.at < until and e.from_state = 'resolved' and e.to_state in ('closed', 'rework')
      group by e.incident_id
    ), figures as (
      select c.department_id, count(*) filter (where coalesce(c.reported_at >= since and c.reported_at < until, false)) as reported,
        count(*) filter (where not private.incident_ended(c.state)) as open, count(*) filter (where c.deadline_at < now()) as overdue,
        private.rate(count(*) filter (where (c.due or c.handled_now) and c.handled and c.in_time), count(*) filter (where c.due or c.handled_now)) as handling,
        private.rate(count(*) filter (where (c.due or c.closed_now) and c.closed), count(*) filter (where c.due or c.closed_now)) as closure,
        private.rate(count(*) filter (where (c.due or c.closed_now) and c.closed and c.in_time), count(*) filter (where c.due or c.closed_now)) as on_time_closure,
        private.rate(count(*) filter (where coalesce(c.dispatched_at >= since and c.dispatched_at < until, false) and c.returns = 0),
          count(*) filter (where coalesce(c.dispatched_at >= since and c.dispatched_at < until, false))) as accuracy,
        private.rate(count(k.incident_id) filter (where k.reworked), count(k.incident_id)) as rework
      from cases c left join checks k on k.incident_id = c.id
      group by c.department_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'nameEn', d.name_en, 'retired', d.retired,
      'reported', coalesce(f.reported, 0), 'open', coalesce(f.open, 0), 'overdue', coalesce(f.overdue, 0),
      'onTimeHandling', coalesce(f.handling, private.rate(0, 0)), 'closureRate', coalesce(f.closure, private.rate(0, 0)),
      'onTimeClosure', coalesce(f.on_time_closure, private.rate(0, 0)), 'dispatchAccuracy', coalesce(f.accuracy, private.rate(0, 0)),
      'reworkRate', coalesce(f.rework, private.rate(0, 0))) order by d.id), '[]')
    from public.departments d left join figures f on f.department_id = d.id
    where d.district_id = district and (not d.retired or f.department_id is not null)
      and (cardinality(ordinary) > 0 or d.id in (select r.department_id from private.department_reach() r))));
end $$;
