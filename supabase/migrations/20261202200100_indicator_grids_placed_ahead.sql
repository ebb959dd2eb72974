-- On which grids the cases lie was asked of all of them in the statement that publishes: some eight seconds of 20,000 cases on
-- an embedded database, while everybody waited. The check that goes before publishing now does it, some communities at a time;
-- figures go by what is in force, so nothing shows until the plan is published, and what was not done ahead publishing does.

create table private.plan_placings (
  plan_id bigint not null,
  community_id bigint not null,
  district_id bigint not null,
  constraint plan_placings_pkey primary key (plan_id, community_id),
  constraint plan_placings_covered_fkey foreign key (plan_id, community_id) references public.plan_communities (plan_id, community_id) on delete cascade,
  constraint plan_placings_plan_fkey foreign key (plan_id, district_id) references public.plans (id, district_id) on delete cascade
);
comment on table private.plan_placings is
  'The communities whose cases are counted on the grids of a plan that is not, or no longer, in force there, and that may yet be.';

create view private.counted_coverage with (security_invoker = true) as
select pc.plan_id, pc.community_id from public.plan_communities pc
where not isempty(pc.in_force)
union
select k.plan_id, k.community_id from private.plan_placings k;
comment on view private.counted_coverage is 'Plans and communities whose cases are counted by their grids: in force at some time, or placed ahead.';

-- Whoever places holds off whoever reads facts, and the other way round, so that no case reported meanwhile is on no grid.
create or replace function private.place_facts(communities bigint[]) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
begin
  perform pg_advisory_xact_lock(4220, d.id::integer)
  from (select distinct a.district_id as id from public.areas a where a.id = any (communities) order by 1) d;
  delete from private.case_tallies t where t.kind = 'grid' and t.area_id = any (communities);
  update private.case_facts f set grid_ids = lies.grid_ids
  from (
    select known.id, coalesce(array_agg(found.grid_id order by found.grid_id) filter (where found.grid_id is not null), '{}') as grid_ids
    from private.case_facts known
    left join (
      select distinct on (f.id, g.plan_id) f.id, g.id as grid_id
      from private.counted_coverage pc
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id
      join private.case_facts f on f.community_id = pc.community_id and extensions.st_dwithin(g.polygon, f.position, private.border_slack_degrees())
      where pc.community_id = any (communities)
      order by f.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, f.position), g.key) found on found.id = known.id
    where known.community_id = any (communities) group by known.id
  ) lies
  where f.id = lies.id and f.community_id = any (communities) and f.grid_ids is distinct from lies.grid_ids;
  perform private.count_tallies('grid', communities);
end $$;

create function private.place_ahead(chosen public.plans, cases integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  next bigint[];
  missing bigint;
begin
  perform pg_advisory_xact_lock(4220, chosen.district_id::integer);
  select coalesce(array_agg(sized.community_id) filter (where sized.before < place_ahead.cases and sized.turn <= 100), '{}'), count(*)
  into next, missing from (
    select pc.community_id, sum(coalesce(known.cases, 0)) over (order by pc.community_id) - coalesce(known.cases, 0) as before,
      row_number() over (order by pc.community_id) as turn
    from public.plan_communities pc
    left join lateral (
      select sum(t.came_in) as cases from private.case_tallies t
      where t.district_id = chosen.district_id and t.kind = 'community' and t.category_id = 0 and t.area_id = pc.community_id) known on true
    where pc.plan_id = chosen.id
      and not exists (select from private.counted_coverage c where c.plan_id = pc.plan_id and c.community_id = pc.community_id)
  ) sized;
  if missing > 0 then
    insert into private.plan_placings (plan_id, community_id, district_id) select chosen.id, c, chosen.district_id from unnest(next) c;
    perform private.place_facts(next);
  end if;
  return missing = cardinality(next);
end $$;
comment on function private.place_ahead is
  'Says on which grids of a plan the cases of its next communities lie, of as many as have some thousand cases; whether that was all. Security definer: nobody else writes facts.';

create or replace function private.facts_of_plans() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched bigint[];
begin
  if tg_op = 'INSERT' then
    touched := array(select distinct a.community_id from added a where not isempty(a.in_force));
  elsif tg_op = 'DELETE' then
    touched := array(select distinct r.community_id from removed r where not isempty(r.in_force));
  else
    touched := array(select distinct a.community_id from added a join removed r on r.plan_id = a.plan_id and r.community_id = a.community_id
      where a.redraw_since is distinct from r.redraw_since
        or isempty(a.in_force) <> isempty(r.in_force)
          and not exists (select from private.plan_placings k where k.plan_id = a.plan_id and k.community_id = a.community_id));
  end if;
  if cardinality(touched) > 0 then
    perform private.place_facts(touched);
  end if;
  return null;
end $$;
comment on function private.facts_of_plans is
  'Keeps the grids of cases in step with what is in force, where they are not placed already. Security definer: nobody else writes facts.';

-- What is drawn anew is placed anew; until then nobody reads what was placed.
create function private.forget_placings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.plan_placings k where k.plan_id = new.id;
  return null;
end $$;
comment on function private.forget_placings is 'A plan that is a draft again may change its grids. Security definer: the table is nobody''s.';
create trigger plans_placings after update of state on public.plans
  for each row when (new.state = 'draft' and old.state <> 'draft') execute function private.forget_placings();

create or replace function private.read_facts_due() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  batch record;
begin
  -- The first row reads those of all others, which then find themselves gone: by their key, since a search for any row left would
  -- pass all that the transaction has removed, once for each.
  if not exists (select from private.facts_due d where d.district_id = new.district_id and d.id = new.id) then
    return null;
  end if;
  perform pg_advisory_xact_lock_shared(4220, new.district_id::integer);
  for batch in
    with taken as (delete from private.facts_due d where d.district_id = new.district_id returning d.id, d.recurrence)
    select t.recurrence, array_agg(t.id order by t.id) as ids from taken t group by 1 order by 1
  loop
    perform private.refresh_facts(new.district_id, batch.ids, batch.recurrence);
  end loop;
  return null;
end $$;

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
    select w.id, m.sign, m.at at time zone c.time_zone as local
    from wanted w cross join calendar c cross join lateral (values (-1, w.filed_at), (1, w.resolved_at)) m (sign, at)
    where w.handled_seconds is null and w.filed_at is not null and w.resolved_at is not null
  ), days as materialized (
    select d.day, private.working_seconds_at(c.calendar_id, d.day::timestamp at time zone c.time_zone) as before,
      private.working_seconds_at(c.calendar_id, (d.day + 1)::timestamp at time zone c.time_zone) as after
    from (select distinct m.local::date as day from moments m) d cross join calendar c
  ), spans as materialized (
    select (s.value ->> 0)::time as starts, (s.value ->> 1)::time as ends from calendar c cross join lateral jsonb_array_elements(c.hours) s
  ), worked as materialized (
    select m.id, sum(m.sign * (d.before + case when d.after = d.before then 0 else coalesce((
      select sum(extract(epoch from least(m.local::time, s.ends) - s.starts)) from spans s where s.starts < m.local::time), 0) end))::bigint as seconds
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

create or replace function private.put_in_force(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans;
  zone text;
  today date;
  digits smallint;
  kept integer;
  issued integer;
  unplaced jsonb;
begin
  select * into chosen from public.plans p where p.id = put_in_force.plan;
  select s.code_digits into digits from public.schemes s where s.id = chosen.scheme_id;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  today := private.local_date(chosen.district_id, now());
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  perform private.refuse_before_scheduled(chosen.id, put_in_force.effective);
  perform private.register_codes(chosen.id);
  perform private.write_lineage(chosen.id);
  kept := private.keep_codes(chosen.id, digits);
  issued := private.issue_codes(chosen.id, digits);
  unplaced := private.move_people(chosen.id, put_in_force.effective);
  update public.grid_codes c set retired_at = greatest(c.issued_at, now(), put_in_force.effective::timestamp at time zone zone)
  where c.retired_at is null
    and c.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
    and not exists (select 1 from public.grids g where g.plan_id = chosen.id and g.code = c.code);
  -- Replaced on its first day it is never in force, and stays counted rather than have all its cases counted anew.
  insert into private.plan_placings (plan_id, community_id, district_id)
  select former.plan_id, former.community_id, former.district_id
  from private.replaced(chosen.id) r join public.plan_communities former on former.plan_id = r.plan_id and former.community_id = r.community_id
  where lower(former.in_force) >= put_in_force.effective
  on conflict do nothing;
  update public.plan_communities former set in_force = former.in_force * daterange(null, put_in_force.effective)
  from private.replaced(chosen.id) r where former.plan_id = r.plan_id and former.community_id = r.community_id;
  update public.plan_communities pc set in_force = daterange(put_in_force.effective, null) where pc.plan_id = chosen.id;
  update public.plans p set state = 'superseded', superseded_at = now()
  where p.state = 'published' and p.district_id = chosen.district_id and p.id <> chosen.id
    and not exists (
      select from public.plan_communities pc
      where pc.plan_id = p.id and not isempty(pc.in_force) and (upper_inf(pc.in_force) or upper(pc.in_force) > today));
  update public.plans p set state = 'published', published_at = now(), effective_from = put_in_force.effective,
    submitted_at = coalesce(p.submitted_at, now()), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return jsonb_build_object('plan', private.plan_as_json(chosen), 'kept', kept, 'issued', issued, 'unplaced', unplaced);
end $$;

create or replace function public.check_plan(plan bigint, at_most integer default 40) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  chosen constant public.plans := private.plan_for(check_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted}');
  stamp constant text := private.check_stamp(chosen);
  held private.plan_checks;
  next bigint[];
  total integer;
  is_placed boolean := true;
begin
  select count(*) into total from public.plan_communities pc where pc.plan_id = chosen.id;
  select * into held from private.plan_checks k where k.plan_id = chosen.id;
  if held.stamp is distinct from stamp then
    held := row(chosen.id, chosen.district_id, stamp, '{}', '{}', false);
  end if;
  if not held.is_done then
    next := array(
      select pc.community_id from public.plan_communities pc join public.areas a on a.id = pc.community_id
      where pc.plan_id = chosen.id and pc.community_id <> all (held.checked) order by a.code limit least(greatest(at_most, 1), 1000));
    if cardinality(next) > 0 then
      held.faults := held.faults || array(select f::public.plan_fault from private.tiling_faults_of(chosen.id, next) f);
      held.checked := held.checked || next;
    else
      held.faults := held.faults || array(
        select f::public.plan_fault from (
          select * from private.assignment_faults(chosen.id)
          union all select * from private.position_faults(chosen.id)
          union all select * from private.contiguity_faults(chosen.id)) f);
      held.is_done := true;
    end if;
    insert into private.plan_checks as k select (held).* on conflict (plan_id) do update
    set stamp = excluded.stamp, checked = excluded.checked, faults = excluded.faults, is_done = excluded.is_done;
    is_placed := chosen.state = 'draft' or not held.is_done or cardinality(held.faults) > 0;
  elsif chosen.state = 'submitted' and cardinality(held.faults) = 0 then
    is_placed := private.place_ahead(chosen, 1000);
  end if;
  return jsonb_build_object('checked', cardinality(held.checked), 'of', total, 'isDone', held.is_done and is_placed,
    'faults', case when held.is_done and is_placed then private.faults_as_json(held.faults) end);
end $$;
comment on function public.check_plan is
  'Checks the next communities of a draft or of a submitted plan, then places the cases of a submitted one on its grids, so that publishing need not: { checked, of, isDone, faults }, to be asked again until isDone; faults, as of plan_faults, then, else null. What was found counts for submit_plan and publish_plan while nothing has changed; a change begins anew. Errors: plan-unknown, not-allowed, plan-in-other-state. Security definer: asks for the role itself.';

create or replace function public.withdraw_publication(plan bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(withdraw_publication.plan, '{reviewer,leader,admin}', '{published}');
  today date := private.local_date(chosen.district_id, now());
begin
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  if chosen.effective_from <= today then
    raise exception 'plan-in-force' using errcode = 'P0001', detail = json_build_object('from', chosen.effective_from)::text;
  end if;
  if exists (select from public.plan_communities pc where pc.plan_id = chosen.id and not upper_inf(pc.in_force)) then
    raise exception 'plan-scheduled-later' using errcode = 'P0001', detail = (
      select json_build_object('plan', p.id, 'name', p.name, 'from', p.effective_from)
      from public.plan_communities pc
      join public.plan_communities next on next.community_id = pc.community_id and lower(next.in_force) = upper(pc.in_force)
      join public.plans p on p.id = next.plan_id
      where pc.plan_id = chosen.id limit 1)::text;
  end if;
  delete from public.assignments a using public.grids g where g.id = a.grid_id and g.plan_id = chosen.id;
  update public.assignments a set until = null
  from public.grid_lineage l join public.grids mine on mine.id = l.to_grid
  where mine.plan_id = chosen.id and a.grid_id = l.from_grid and a.until = chosen.effective_from;
  update public.grid_codes c set retired_at = null
  where c.retired_at > now() and exists (
    select from public.plan_communities former
    join public.plan_communities pc on pc.plan_id = chosen.id and pc.community_id = former.community_id
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    where upper(former.in_force) = chosen.effective_from and g.code = c.code);
  update public.grid_codes c set retired_at = now() where c.issued_by = chosen.id;
  delete from public.grid_lineage l using public.grids mine where mine.id = l.to_grid and mine.plan_id = chosen.id;
  update public.grids g set code = null where g.plan_id = chosen.id;
  -- It may well be published again: its cases stay counted.
  insert into private.plan_placings (plan_id, community_id, district_id)
  select pc.plan_id, pc.community_id, pc.district_id from public.plan_communities pc where pc.plan_id = chosen.id on conflict do nothing;
  update public.plan_communities pc set in_force = 'empty' where pc.plan_id = chosen.id;
  update public.plan_communities former set in_force = daterange(lower(former.in_force), null)
  from public.plan_communities pc
  where pc.plan_id = chosen.id and former.community_id = pc.community_id and upper(former.in_force) = chosen.effective_from;
  update public.plans p set state = 'submitted', published_at = null, effective_from = null, changed_at = now(),
    changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
