-- Columns hold what the rows hold, for each role and area; welfare and mediation only for who handles them.
begin;
-- Versions are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(19);

create function story.plane(bytes bytea, place integer, cases integer, at integer) returns bigint language sql immutable as $$
  select get_byte(bytes, place * cases + at)::bigint
$$;
create function story.unspread(code bigint) returns integer language sql immutable as $$
  select coalesce(sum((code >> 2 * k & 1) << k), 0)::integer from generate_series(0, 15) k
$$;
-- As docs/analysis.md describes the columns.
create function story.decoded(columns jsonb) returns table (community bigint, category bigint, day date, hour integer, hours integer, x integer, y integer) language plpgsql as $$
declare
  bytes constant bytea := decode(columns ->> 'columns', 'base64');
  runs constant bytea := decode(columns ->> 'runs', 'base64');
  n constant integer := columns ->> 'cases';
  many constant integer := jsonb_array_length(columns -> 'communities');
  cells constant integer := (columns ->> 'days')::integer * many;
  at integer := 0;
  code bigint;
begin
  if n = 0 then return; end if;
  for cell in 0 .. cells - 1 loop
    code := 0;
    for step in 1 .. (story.plane(runs, 0, cells, cell) << 16) + (story.plane(runs, 1, cells, cell) << 8) + story.plane(runs, 2, cells, cell) loop
      code := code + (story.plane(bytes, 5, n, at) << 24) + (story.plane(bytes, 6, n, at) << 16) + (story.plane(bytes, 7, n, at) << 8) + story.plane(bytes, 8, n, at);
      community := columns -> 'communities' -> (cell % many) ->> 0;
      category := columns -> 'categories' ->> ((story.plane(bytes, 3, n, at) << 8) + story.plane(bytes, 4, n, at))::integer;
      day := (columns ->> 'firstDay')::date + cell / many;
      hour := story.plane(bytes, 0, n, at);
      hours := (story.plane(bytes, 1, n, at) << 8) + story.plane(bytes, 2, n, at);
      x := (columns -> 'communities' -> (cell % many) ->> 1)::integer + story.unspread(code);
      y := (columns -> 'communities' -> (cell % many) ->> 2)::integer + story.unspread(code >> 1);
      at := at + 1;
      return next;
    end loop;
  end loop;
end $$;
create function story.all_columns(area text) returns table (community bigint, category bigint, day date, hour integer, hours integer, x integer, y integer) language sql as $$
  select d.* from jsonb_array_elements(public.incident_column_chunks(tests.area_id(area)) -> 'chunks') k
  cross join lateral story.decoded(public.incident_columns(tests.area_id(area), (k ->> 'month')::date)) d
$$;
create function story.rows(area text, without_hidden boolean) returns table (community bigint, category bigint, day date, hour integer, hours integer, x integer, y integer) language sql security definer as $$
  select i.community_id, i.category_id, l.local::date, extract(hour from l.local)::integer,
    case when e.ended is null then 65535 else (extract(epoch from date_trunc('hour', e.ended at time zone 'Asia/Shanghai') - date_trunc('hour', l.local)) / 3600)::integer end,
    floor(extensions.st_x(i.position) * 100000)::integer, floor(extensions.st_y(i.position) * 100000)::integer
  from public.incidents i
  join public.categories c on c.id = i.category_id
  cross join lateral (select i.reported_at at time zone 'Asia/Shanghai' as local) l
  cross join lateral (select case when i.state = 'self_handled' then i.reported_at else i.closed_at end as ended) e
  where i.district_id = tests.area_id('990201') and i.community_id in (select private.communities_in(tests.area_id(area)))
    and i.state not in ('rejected', 'duplicate', 'cancelled') and not (without_hidden and c.grid_only)
$$;
create function story.differences(area text, without_hidden boolean default false) returns bigint language sql as $$
  select (select count(*) from (select * from story.all_columns(area) except all select * from story.rows(area, without_hidden)) more)
    + (select count(*) from (select * from story.rows(area, without_hidden) except all select * from story.all_columns(area)) less)
$$;

select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, closed_at)
select tests.area_id('990201'), 'column' || n, story.category((array['0101', '0201', '1001', '1101'])[1 + n % 4]),
  tests.area_id(case when n % 3 = 0 then '990201001002' else '990201001001' end),
  story.place(case when n % 3 = 0 then 113.012 else 113.001 end + n * 7 % 83 * 0.00009, 35.001 + n * 11 % 89 * 0.00008),
  (array['closed', 'filed', 'rejected', 'self_handled', 'closed', 'in_progress', 'cancelled'])[1 + n % 7]::public.incident_state,
  '2026-01-30 15:20+00'::timestamptz + n * interval '7 hours', case when n % 7 in (0, 4) then '2026-01-30 18:50+00'::timestamptz + n * interval '9 hours' end
from generate_series(1, 300) n;

-- Every role of the district, with the whole of it and a community.
create temporary table expected (role text, area text, without_hidden boolean);
insert into expected values ('admin', '990201', false), ('leader', '990201', false), ('dispatcher', '990201', false), ('worker', '990201001001', false),
  ('viewer', '990201', true), ('planner', '990201', true), ('reviewer', '990201', true), ('dispatcher', '990201001002', false), ('viewer', '990201001001', true);
grant select on expected to authenticated;
create function story.as_each() returns setof text language plpgsql as $$
declare
  one record;
begin
  for one in select * from expected loop
    perform tests.as(one.role);
    return next is(story.differences(one.area, one.without_hidden), 0::bigint, one.role || ' gets the rows of ' || one.area);
    perform tests.as_owner();
  end loop;
end $$;
select story.as_each();

select tests.as('dispatcher');
select cmp_ok((select count(*) from story.all_columns('990201')), '>', 200::bigint, 'there are cases to compare');
select is(public.incident_column_chunks(tests.area_id('990201')) -> 'leftOut', '[]', 'nothing is kept from who handles the cases');
select tests.as_owner();
-- Handles the east community, and sees no other: of the district there is only what is theirs.
select tests.as('elsewhere');
select is((select count(*) from story.all_columns('990201') c where c.community <> tests.area_id('990201001002')), 0::bigint, 'who sees one community gets no other');
select is(story.differences('990201001002'), 0::bigint, 'and all of that one');
select throws_ok(format('select public.incident_columns(%s, %L)', tests.area_id('990201001001'), '2026-02-01'), 'P0001', 'not-allowed', 'another is refused');
select tests.as_owner();
select tests.grant_role('elsewhere', 'viewer', '990201');
select tests.as('elsewhere');
select is((select count(*) from story.all_columns('990201') c join public.categories g on g.id = c.category where g.grid_only and c.community = tests.area_id('990201001001')), 0::bigint,
  'welfare and mediation come only of the community that is handled');
select cmp_ok((select count(*) from story.all_columns('990201') c join public.categories g on g.id = c.category where g.grid_only), '>', 0::bigint, 'of that one they come');
select tests.as_owner();

-- A version says whether a month changed, and nothing of how many cases there are.
select tests.as('viewer');
create temporary table before on commit drop as
  select k ->> 'month' as month, k ->> 'version' as version from jsonb_array_elements(public.incident_column_chunks(tests.area_id('990201')) -> 'chunks') k;
select is_empty($$ select b.month from before b where b.version <> public.incident_columns(tests.area_id('990201'), b.month::date) ->> 'version' $$, 'list and columns name the same versions');
select tests.as_owner();
update public.incidents set urged = true where id = (
  select min(i.id) from public.incidents i join public.categories c on c.id = i.category_id where not c.grid_only and i.number like 'column%');
select tests.as('viewer');
select is((select count(*) from before b join jsonb_array_elements(public.incident_column_chunks(tests.area_id('990201')) -> 'chunks') k on k ->> 'month' = b.month where k ->> 'version' <> b.version), 1::bigint,
  'a change gives one month another version');
select tests.as_owner();
delete from public.incidents where id = (
  select max(i.id) from public.incidents i join public.categories c on c.id = i.category_id where not c.grid_only and i.number like 'column%');
select tests.as('viewer');
select cmp_ok((select count(*) from before b join jsonb_array_elements(public.incident_column_chunks(tests.area_id('990201')) -> 'chunks') k on k ->> 'month' = b.month where k ->> 'version' <> b.version), '>=', 2::bigint,
  'and so does a case that is gone');
select tests.as_owner();

select * from finish();
rollback;
