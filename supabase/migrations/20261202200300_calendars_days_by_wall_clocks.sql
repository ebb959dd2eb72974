-- Where the clocks are put forward or back, a day has 23 or 25 hours: a deadline of seven days from six o'clock fell at five or at
-- seven, and working time of such a day was counted by its clocks, not by what had passed.

create or replace function private.deadline(calendar bigint, since timestamptz, amount numeric, unit public.deadline_unit) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := case when unit = 'calendar_days' then (select c.time_zone from public.calendars c where c.id = calendar) end;
begin
  return case unit
    when 'urgent_hours' then since + make_interval(secs => (amount * 3600)::double precision)
    when 'calendar_days' then ((since at time zone zone) + make_interval(days => trunc(amount)::integer)) at time zone zone
      + make_interval(secs => ((amount - trunc(amount)) * 86400)::double precision)
    when 'working_hours' then private.add_working_seconds(calendar, since, (amount * 3600)::bigint)
    when 'working_days' then private.add_working_seconds(calendar, since, (amount * private.working_day_seconds(calendar))::bigint)
  end;
end $$;
comment on function private.deadline is
  'When a deadline falls. Urgent hours run always, and calendar days, which end at the same time by the wall clocks; working hours and days only in working time, a working day being the working time of one day.';

create or replace function private.read_facts(district bigint, ids bigint[]) returns void
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
begin
  insert into private.case_facts as known (district_id, id, community_id, street_id, category_id, source, position, cell_x, cell_y, compound_id, grid_ids,
    reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, missed_due_at, arrival_due_at, answer_due_at, checks, reworks,
    happened, refused, responded, in_time, deferred, returned, satisfied, reason, arrived_in_time, answered_in_time, handled_seconds)
  with wanted as materialized (
    select i.id, i.community_id, i.position, i.filed_at, i.resolved_at, old.id is not null and old.community_id = i.community_id and old.position operator(extensions.=) i.position as stays,
      old.compound_id, old.grid_ids,
      case when old.filed_at = i.filed_at and old.resolved_at = i.resolved_at then old.handled_seconds end as handled_seconds
    from public.incidents i
    left join private.case_facts old on old.district_id = district and old.id = i.id
    where i.district_id = district and i.id = any (ids)
  ), lies as materialized (
    select found.id, array_agg(found.grid_id order by found.grid_id) as grid_ids
    from (
      select distinct on (w.id, g.plan_id) w.id, g.id as grid_id
      from wanted w
      join private.counted_coverage pc on pc.community_id = w.community_id
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id and extensions.st_dwithin(g.polygon, w.position, private.border_slack_degrees())
      where not w.stays
      order by w.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, w.position), g.key) found
    group by 1
  ), within as materialized (
    select w.id, min(c.id) as compound_id
    from wanted w join public.compounds c on c.district_id = district and c.boundary operator(extensions.&&) w.position and extensions.st_covers(c.boundary, w.position)
    where not w.stays group by 1
  ), calendar as materialized (
    select c.*, z.calendar_id from private.district_calendars z join public.calendars c on c.id = z.calendar_id where z.district_id = district
  ), moments as materialized (
    select w.id, m.sign, m.at, m.at at time zone c.time_zone as local
    from wanted w cross join calendar c cross join lateral (values (-1, w.filed_at), (1, w.resolved_at)) m (sign, at)
    where w.handled_seconds is null and w.filed_at is not null and w.resolved_at is not null
  ), days as materialized (
    select d.day, private.working_seconds_at(c.calendar_id, d.day::timestamp at time zone c.time_zone) as before,
      private.working_seconds_at(c.calendar_id, (d.day + 1)::timestamp at time zone c.time_zone) as after, c.calendar_id,
      (d.day + 1)::timestamp at time zone c.time_zone - d.day::timestamp at time zone c.time_zone <> interval '24 hours' as shifts
    from (select distinct m.local::date as day from moments m) d cross join calendar c
  ), spans as materialized (
    select (s.value ->> 0)::time as starts, (s.value ->> 1)::time as ends from calendar c cross join lateral jsonb_array_elements(c.hours) s
  ), worked as materialized (
    select m.id, sum(m.sign * case when d.shifts then private.working_seconds_at(d.calendar_id, m.at) else d.before + case when d.after = d.before then 0 else coalesce((
      select sum(extract(epoch from least(m.local::time, s.ends) - s.starts)) from spans s where s.starts < m.local::time), 0) end end)::bigint as seconds
    from moments m join days d on d.day = m.local::date group by 1
  )
  select i.district_id, i.id, i.community_id, a.parent_id, i.category_id, i.source, i.position,
    floor(extensions.st_x(i.position) * 1000), floor(extensions.st_y(i.position) * 1000),
    case when w.stays then w.compound_id else c.compound_id end, coalesce(case when w.stays then w.grid_ids else g.grid_ids end, '{}'),
    i.reported_at, i.accepted_at, i.filed_at, i.dispatched_at, i.resolved_at, i.closed_at, i.due_at, i.missed_due_at, i.arrival_due_at, i.answer_due_at,
    coalesce(history.checks, '{}'), coalesce(history.reworks, '{}'),
    i.state not in ('rejected', 'duplicate', 'cancelled'), i.state = 'rejected',
    coalesce(history.first_step_in_time, false) and (i.accepted_at is not null or i.state = 'self_handled'),
    i.missed_due_at is null and not coalesce(coalesce(i.resolved_at, i.closed_at) > i.due_at, false),
    i.deferrals > 0, i.returns > 0, i.satisfied, i.closing_reason,
    coalesce(i.arrived_at <= i.arrival_due_at, false), coalesce(i.answered_at <= i.answer_due_at, false),
    case when i.filed_at is not null and i.resolved_at is not null then coalesce(w.handled_seconds, worked.seconds) end
  from wanted w
  join public.incidents i on i.district_id = district and i.id = w.id
  join public.areas a on a.id = i.community_id
  left join lies g on g.id = w.id
  left join within c on c.id = w.id
  left join worked on worked.id = w.id
  left join lateral (
    select array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state in ('closed', 'rework')) as checks,
      array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state = 'rework') as reworks,
      (array_agg(e.at <= coalesce((e.detail ->> 'clockDueAt')::timestamptz, 'infinity') order by e.at, e.id) filter (where e.from_state = 'reported'))[1] as first_step_in_time
    from public.incident_events e
    where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition') history on true
  on conflict (district_id, id) do update set
    community_id = excluded.community_id, street_id = excluded.street_id, category_id = excluded.category_id, source = excluded.source,
    position = excluded.position, cell_x = excluded.cell_x, cell_y = excluded.cell_y, compound_id = excluded.compound_id, grid_ids = excluded.grid_ids,
    reported_at = excluded.reported_at, accepted_at = excluded.accepted_at, filed_at = excluded.filed_at, dispatched_at = excluded.dispatched_at,
    resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, due_at = excluded.due_at, missed_due_at = excluded.missed_due_at,
    arrival_due_at = excluded.arrival_due_at, answer_due_at = excluded.answer_due_at, checks = excluded.checks, reworks = excluded.reworks,
    happened = excluded.happened, refused = excluded.refused, responded = excluded.responded, in_time = excluded.in_time,
    deferred = excluded.deferred, returned = excluded.returned, satisfied = excluded.satisfied, reason = excluded.reason,
    arrived_in_time = excluded.arrived_in_time, answered_in_time = excluded.answered_in_time, handled_seconds = excluded.handled_seconds;
end $$;
