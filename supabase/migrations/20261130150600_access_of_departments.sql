-- A handler sees the cases of a department and acts on them as a worker does in the own communities; the department is asked
-- wherever the area is. What lists and follows cases asks one scope, what reads and changes one case asks one question.

create policy "handlers of departments read its cases" on public.incidents
  for select to authenticated using ((department_id, community_id) in (select r.department_id, r.community_id from private.department_reach() r));
create policy "handlers of departments read the history of its cases" on public.incident_events
  for select to authenticated using (district_id in (select private.my_districts()) and exists (
    select 1 from public.incidents i where i.district_id = incident_events.district_id and i.id = incident_events.incident_id
      and (i.department_id, i.community_id) in (select r.department_id, r.community_id from private.department_reach() r)));
create policy "handlers of departments see the photos of its cases" on public.attachments
  for select to authenticated using (district_id in (select private.my_districts()) and exists (
    select 1 from public.incidents i where i.district_id = attachments.district_id and i.id = attachments.incident_id
      and (i.department_id, i.community_id) in (select r.department_id, r.community_id from private.department_reach() r)));

create function private.of_my_department(department bigint, community bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.department_reach() r where r.department_id = department and r.community_id = community)
$$;
comment on function private.of_my_department is
  'Whether a case of a department in a community is of those that the signed-in person handles. Security definer: reads memberships.';
grant execute on function private.of_my_department to authenticated, service_role;

create function private.handles_case(roles public.member_role[], held public.incidents) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.can(roles, held.community_id)
    or ('worker' = any (roles) and private.of_my_department(held.department_id, held.community_id));
end $$;
comment on function private.handles_case is
  'Whether the signed-in person holds one of the roles where a case is; a handler of its department counts as a worker.';

create function private.case_scope(area bigint, out district bigint, out seen bigint[], out handled bigint[])
language plpgsql stable set search_path = '' as $$
declare
  within constant bigint[] := array(select c from private.communities_in(area) c);
  ordinary constant bigint[] := array(select c from unnest(within) c intersect select private.reachable(private.wall_readers()));
  departmental constant bigint[] := array(
    select c from unnest(within) c intersect select r.community_id from private.department_reach() r except select unnest(ordinary));
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := ordinary || departmental;
  handled := array(select c from unnest(within) c intersect select private.reachable(private.incident_handlers())) || departmental;
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
end $$;
comment on function private.case_scope is
  'private.incident_scope for lists of cases: with the communities where one sees those of a department only, all of which one sees whole. private.community_condition keeps the others out.';

create function private.departmental(seen bigint[]) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c from unnest(seen) c where (select auth.uid()) is not null except select private.reachable(private.wall_readers()))
$$;
comment on function private.departmental is
  'Of the communities of a scope those in which the signed-in person sees the cases of departments only.';

create or replace function private.community_condition(district bigint, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when limited.communities <> '{}' then format('(i.community_id = any (%L::bigint[])%s)',
      array(select unnest(seen) except select unnest(limited.communities)),
      coalesce((select string_agg(format(' or (i.department_id = %s and i.community_id = any (%L::bigint[]))', r.department_id, r.communities), '')
        from (select r.department_id, array_agg(r.community_id) as communities from private.department_reach() r
          where r.community_id = any (limited.communities) group by r.department_id) r), ''))
    when cardinality(seen) = 1 then format('i.community_id = %s', seen[1])
    when cardinality(seen) < (select count(*) from public.areas a where a.district_id = district and a.kind = 'community')
      then format('i.community_id = any (%L::bigint[])', seen)
  end
  from (select private.departmental(seen) as communities) limited
$$;
comment on function private.community_condition is
  'SQL: the case lies in one of the communities; where one sees those of departments only, that it is of one of them. Null where all of the district are seen.';

create function private.in_scope(i public.incidents, seen bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (seen)
    and (not i.community_id = any (private.departmental(seen)) or private.of_my_department(i.department_id, i.community_id));
end $$;
comment on function private.in_scope is 'Whether a case is one of those of a scope (private.case_scope).';

create function private.left_department(i public.incidents, seen bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (seen) and private.of_my_department(i.former_department_id, i.community_id);
end $$;
comment on function private.left_department is 'Whether a case went from a department of the signed-in person to another.';

-- The same change in each function that asked for the area alone.
do $$
declare
  wanted record;
  was text;
  becomes text;
begin
  for wanted in select * from (values
    ('public.incidents_page', 'private\.incident_scope\(area\)', 'private.case_scope(area)'),
    ('public.incident_map', 'private\.incident_scope\(area\)', 'private.case_scope(area)'),
    ('public.incident_changes', 'private\.incident_scope\(area\)', 'private.case_scope(area)'),
    ('public.incident_changes', 'not \(p\.i\)\.community_id = any \(scope\.seen\) and private\.was_within\(\(p\.i\)\.district_id, \(p\.i\)\.id, scope\.seen\)',
      'not private.in_scope(p.i, scope.seen) and (private.left_department(p.i, scope.seen) or private.was_within((p.i).district_id, (p.i).id, scope.seen))'),
    ('public.incident_changes', '\(where \(p\.i\)\.community_id = any \(scope\.seen\)\)', '(where private.in_scope(p.i, scope.seen))'),
    ('private.incident_conditions', 'private\.period_condition\(filter\)\)', E'case when filter ->> ''department'' is not null then format(''i.department_id = %s'', (filter ->> ''department'')::bigint) end,\n    private.period_condition(filter))'),
    ('private.refuse_hidden_filters', 'array\(select private\.reachable\(private\.incident_readers\(\)\)\)', '(array(select private.reachable(private.incident_readers())) || private.departmental(seen))'),
    ('private.is_tallied', '\{grid,handler', '{department,grid,handler'),
    ('private.incident_counts', 'when private\.is_tallied\(filter\)', 'when private.is_tallied(filter) and private.departmental(seen) = ''{}'''),
    ('private.readable_incident', 'i\.community_id in \(select private\.reachable\(private\.incident_readers\(\)\)\)',
      '(i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id))'),
    ('private.begin_change', 'i\.community_id in \(select private\.reachable\(private\.incident_readers\(\)\)\)',
      '(i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id))'),
    ('private.begin_change', 'private\.can\(roles, held\.community_id\)', 'private.handles_case(roles, held)'),
    ('public.read_incident_contact', 'i\.community_id in \(select private\.reachable\(private\.incident_readers\(\)\)\)',
      '(i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id))'),
    ('public.read_incident_contact', 'private\.can\(''\{dispatcher,worker\}'', held\.community_id\)', 'private.handles_case(''{dispatcher,worker}'', held)'),
    ('private.step_for', 'private\.can\(step\.roles, held\.community_id\)', 'private.handles_case(step.roles, held)'),
    ('private.incident_steps', 'held\.community_id in \(select private\.reachable\(t\.roles\)\)', 'private.handles_case(t.roles, held)'),
    ('private.case_permissions', '\(m\.handles and m\.open and held\.filed_at is null\)',
      '(private.can(private.incident_handlers(), held.community_id) and m.open and held.filed_at is null)'),
    ('private.case_permissions', 'private\.can\(private\.incident_handlers\(\), held\.community_id\) as handles', 'private.handles_case(private.incident_handlers(), held) as handles'),
    ('private.case_permissions', 'private\.can\(''\{admin,dispatcher,worker\}'', held\.community_id\) as works', 'private.handles_case(''{admin,dispatcher,worker}'', held) as works'),
    ('private.case_permissions', '''readContact'', private\.can\(''\{dispatcher,worker\}'', held\.community_id\)', '''readContact'', private.handles_case(''{dispatcher,worker}'', held)'),
    ('public.incident_detail', 'private\.can\(private\.incident_handlers\(\), held\.community_id\)', 'private.handles_case(private.incident_handlers(), held)'),
    ('public.incident_detail', '''nextClock'', private\.next_clock\(held\),', '''nextClock'', private.next_clock(held), ''department'', (select jsonb_build_object(''id'', d.id, ''name'', d.name, ''nameEn'', d.name_en) from public.departments d where d.id = held.department_id),'),
    ('private.handler_for', 'if not person\.on_duty then', 'if private.stand_in(chosen, private.local_date(held.district_id, now())) is distinct from chosen then')
  ) w (name, pattern, replacement) loop
    was := pg_get_functiondef((select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname || '.' || p.proname = wanted.name));
    becomes := regexp_replace(was, wanted.pattern, wanted.replacement, 'g');
    if becomes = was then
      raise exception 'nothing to change in % at %', wanted.name, wanted.pattern;
    end if;
    execute becomes;
  end loop;
end $$;

-- Whoever is away is not asked; who is of the case's department is, after those of its grid.
create or replace function public.dispatch_candidates(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  own constant bigint := (select g.id from private.grid_at(held.community_id, held.position) g);
  today constant date := private.local_date(held.district_id, now());
begin
  if not private.handles_case(private.incident_handlers(), held) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'organisation', c.organisation, 'postName', c.post_name,
      'postNameEn', c.post_name_en, 'grid', c.grid, 'ownGrid', c.own, 'open', c.open)
      order by c.own desc, case when c.own then c.rank end, c.of_department desc, c.open, c.id)
    from (
      select distinct on (p.id) p.id, p.name, coalesce(office.name, p.organisation) as organisation, coalesce(post.name, '') as post_name,
        coalesce(post.name_en, '') as post_name_en, g.code as grid, coalesce(g.id = own, false) as own,
        (not post.exclusive)::integer * 100 + post.per_grid as rank, coalesce(p.department_id = held.department_id, false) as of_department,
        (select count(*) from public.incidents i where i.district_id = held.district_id
          and i.handler_id = p.id and i.state in ('dispatched', 'in_progress', 'rework')) as open
      from public.people p
      left join public.departments office on office.id = p.department_id
      left join (
        public.assignments a
        join public.grids g on g.id = a.grid_id
        join private.coverage_in_force covered on covered.plan_id = g.plan_id and covered.community_id = g.community_id
        join public.scheme_posts post on post.id = a.post_id
      ) on a.person_id = p.id and covered.community_id = held.community_id and a.since <= today and (a.until is null or a.until > today)
      where p.district_id = held.district_id and (a.id is not null or p.department_id = held.department_id)
        and private.stand_in(p.id, today) = p.id
      order by p.id, coalesce(g.id = own, false) desc, not post.exclusive, post.per_grid, g.id
    ) c), '[]');
end $$;
comment on function public.dispatch_candidates is
  'Who is on duty for an incident: those of its own grid first, in the order in which they answer for it, then those of its department, then the others of the community by how many open cases they have. Security definer: counts cases beyond what the caller handles.';

create function public.assign_department(incident_id bigint, department bigint, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'assign_department', jsonb_build_array(incident_id, department, note));
  held public.incidents;
  chosen public.departments;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,dispatcher}');
  perform private.refuse_ended(held);
  select * into chosen from public.departments d where d.id = department and d.district_id = held.district_id and not d.retired;
  if department is not null and chosen.id is null then
    raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', department)::text;
  end if;
  if chosen.id is distinct from held.department_id then
    perform private.add_incident_event(held, 'handler', null, note, jsonb_strip_nulls(jsonb_build_object(
      'fromDepartment', (select d.name from public.departments d where d.id = held.department_id), 'toDepartment', chosen.name)), private.next_moment(held));
    update public.incidents i set department_id = chosen.id, former_department_id = held.department_id
    where i.district_id = held.district_id and i.id = held.id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.assign_department is
  'Puts an open case to a department, or to none (null); it stays there whatever the rules. Returns { id, number }. Errors: incident-not-found, not-allowed, incident-ended, department-unknown, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.assign_department to authenticated;

create function public.department_figures(area bigint, first_day date, last_day date) returns jsonb
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
        i.filed_at is not null and (private.within_period(i.due_at, since, until) or private.within_period(i.missed_due_at, since, until)) as due,
        i.filed_at is not null and private.within_period(i.resolved_at, since, until) as handled_now,
        i.filed_at is not null and private.within_period(i.closed_at, since, until) as closed_now,
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
      select c.department_id, count(*) filter (where private.within_period(c.reported_at, since, until)) as reported,
        count(*) filter (where not private.incident_ended(c.state)) as open, count(*) filter (where c.deadline_at < now()) as overdue,
        private.rate(count(*) filter (where (c.due or c.handled_now) and c.handled and c.in_time), count(*) filter (where c.due or c.handled_now)) as handling,
        private.rate(count(*) filter (where (c.due or c.closed_now) and c.closed), count(*) filter (where c.due or c.closed_now)) as closure,
        private.rate(count(*) filter (where (c.due or c.closed_now) and c.closed and c.in_time), count(*) filter (where c.due or c.closed_now)) as on_time_closure,
        private.rate(count(*) filter (where private.within_period(c.dispatched_at, since, until) and c.returns = 0),
          count(*) filter (where private.within_period(c.dispatched_at, since, until))) as accuracy,
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
comment on function public.department_figures is
  'The figures of each department in an area over a period of days, by the same definitions as indicators(): { now, firstDay, lastDay, calendar, departments: [{ id, name, nameEn, retired, reported, open, overdue, onTimeHandling, closureRate, onTimeClosure, dispatchAccuracy, reworkRate }] }, rates as { numerator, denominator }. open and overdue are of now. A handler sees the own departments. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.department_figures to authenticated;
