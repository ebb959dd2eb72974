-- Two tables grow without end. What a page asks of them reads what it shows, not the whole history; and no function that is
-- called once a row is one that PostgreSQL cannot write out in the query.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(30);

insert into public.incidents (district_id, number, category_id, community_id, position, address, description, state, urgent, handler_id, reported_at,
  accepted_at, filed_at, resolved_at, closed_at, due_at, clock_due_at)
select tests.area_id('990201'), 'old' || n, c.id, tests.area_id(case n % 3 when 0 then '990201001002' else '990201001001' end),
  story.place(case n % 3 when 0 then 113.015 else 113.002 end, 35.001 + (n % 997) * 0.000008), '路 ' || n, '说明' || case when n % 4999 = 0 then '鑫源' else '' end,
  s.state, n % 50 = 0, case when n % 100 = 0 then story.person('陈管理') end, at, at, at, at + interval '1 hour',
  case when s.state = 'closed' then at + interval '2 hours' end, at + interval '3 days', at + interval '3 days'
from generate_series(1, 20000) n
cross join lateral (select now() - interval '1 day' - (20000 - n) * interval '78 minutes' as at) t
cross join lateral (select (case when n % 500 = 0 then 'filed' when n % 25 = 0 then 'rejected' else 'closed' end)::public.incident_state as state) s
join (select id, row_number() over (order by code) as place from public.categories where district_id is null and length(code) = 4) c on c.place = 1 + n % 48;
analyze public.incidents;
set local enable_seqscan = off;

create function story.reads(statement text) returns bigint language plpgsql as $$
declare
  before bigint := 0;
  after bigint := 0;
begin
  select sum(pg_stat_get_xact_tuples_fetched(t) + pg_stat_get_xact_tuples_returned(t)) into before
  from unnest(array['public.incidents', 'public.incident_events']::regclass[]) t;
  execute statement;
  select sum(pg_stat_get_xact_tuples_fetched(t) + pg_stat_get_xact_tuples_returned(t)) into after
  from unnest(array['public.incidents', 'public.incident_events']::regclass[]) t;
  return after - before;
end $$;
comment on function story.reads is 'Rows of the growing tables that a statement fetches.';
create function story.page(filter text) returns text language sql as $$
  select format('select public.incidents_page(tests.area_id(''990201''), %L)', filter)
$$;

select tests.as('dispatcher');
select cmp_ok(story.reads(story.page(format('{%s"states":%s,"order":"%s"}', f.part, s.states, o.name))), '<', 2500::bigint,
  format('%s %s, %s: a tenth of the history at most', f.part, s.states, o.name))
from (values (''), ('"categories":["0101"],'), ('"urgent":true,'), ('"text":"鑫源",')) f (part)
cross join (values ('[]'), ('["reported","filed","in_progress"]'), ('["closed"]')) s (states)
cross join (values ('deadline'), ('newest')) o (name);
select cmp_ok(story.reads(story.page('{"overdue":true,"states":["closed"]}')), '<', 500::bigint, 'what has ended is not overdue');
select cmp_ok(story.reads('select public.wall_statistics(tests.area_id(''990201''), 30)'), '<', 6000::bigint, 'a wall reads its period');
select cmp_ok(story.reads(format('select public.incident_detail(%s)', (select max(i.id) from public.incidents i))), '<', 50::bigint, 'one case');
select max(i.change_id) - 10 as seen from public.incidents i \gset
select cmp_ok(story.reads(format('select public.incident_changes(tests.area_id(''990201''), %s)', :seen)), '<', 100::bigint, 'what changed');

-- A call with a column of a case inside a query over cases. Those of a page's own rows are named here.
select tests.as_owner();
select is_empty($$
  with bodies as (
    select p.oid, p.proname, regexp_replace(p.prosrc, '--[^\n]*', '', 'g') as body
    from pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosrc ~ 'public\.(incidents|incident_events)\s+(as\s+)?[ie]\M'
  ), calls as (
    select b.proname as caller, m[1] as called
    from bodies b cross join lateral regexp_matches(b.body, 'private\.(\w+)\((?:[^()]|\([^()]*\))*?\m[ie]\.\w+', 'g') m
  )
  select distinct c.caller, c.called from calls c
  join pg_proc f on f.proname = c.called and f.pronamespace = 'private'::regnamespace
  where (f.proconfig is not null or f.prosecdef or f.prolang <> (select l.oid from pg_language l where l.lanname = 'sql') or f.provolatile = 'v')
    and (c.caller, c.called) not in (
      ('incidents_page', 'incident_summary'), ('indicator_rows', 'incident_summary'), ('incident_changes', 'incident_summary'), ('readable_incident', 'can'),
      ('text_condition', 'words_condition'), ('search_incidents', 'words_condition'),
      -- Once an event of the one case that is open.
      ('incident_history', 'clock_due_at'), ('incident_history', 'clock_of_state'), ('incident_history', 'actor_said'), ('deferral_asked', 'actor_said'),
      -- Of the one case that is asked for.
      ('begin_change', 'of_my_department'), ('read_incident_contact', 'of_my_department'), ('readable_incident', 'of_my_department'),
      -- The cases of a page of signs, the open cases when a department's rules change, and those of a calendar when it is looked at.
      ('sign_rows', 'incident_summary'), ('save_department', 'department_for'), ('is_provisional_count', 'calendar_of'), ('is_provisional_count', 'is_provisional'),
      -- The open cases of a calendar, once when it is changed.
      ('open_deadlines', 'calendar_of'), ('open_deadlines', 'clock_due_at'), ('open_deadlines', 'clock_of_state'),
      -- Working time has one definition; asked of what was handled in a period, on no wall.
      ('handling_hours', 'working_seconds_between'))
$$, 'no function that cannot be written out is called once a case');

-- A page asks for the summary of each of its cases. What that asks in turn keeps its plan; a function in SQL has none to keep.
select is_empty($$
  select f.proname from pg_proc p
  cross join lateral regexp_matches(p.prosrc, 'private\.(\w+)\(', 'g') m
  join pg_proc f on f.proname = m[1] and f.pronamespace = 'private'::regnamespace
  join pg_language l on l.oid = f.prolang and l.lanname = 'sql'
  where p.oid = 'private.incident_summary'::regproc and f.proconfig is not null
$$, 'no function is planned anew for each case of a page');

select * from finish();
rollback;
