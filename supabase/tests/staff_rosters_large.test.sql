-- A roster of 20,000 rows with every kind of error fifty times: each is named with its row, nothing is changed by it, the others are written.
begin;
\ir incidents_fixture.sql
select plan(11);
select tests.area_id('990201') as district \gset
create temporary table told (name text primary key, answer jsonb, took interval);
grant all on told to authenticated;

-- A thousand grids, and posts that are shared with a span or held in a community.
set local session_replication_role = replica;
insert into public.grids (district_id, plan_id, community_id, level, key, code, name, polygon)
select g.district_id, g.plan_id, g.community_id, 1, n, '990201001001' || lpad(n::text, 4, '0'), '网格' || n, g.polygon
from public.grids g, generate_series(1001, 2000) n where g.code = '990201001001001';
insert into public.scheme_posts (scheme_id, level, code, name, name_en, exclusive, per_grid, basis, span)
select s.id, 1, v.code, v.name, v.code, false, 9, v.basis, v.span
from public.schemes s, (values ('station', '站务', 'community', null::smallint), ('police', '民警', 'grid', 2)) v (code, name, basis, span) where s.code = 'halves';
set local session_replication_role = origin;
update public.areas set name = '同名社区' where code in ('990201001001', '990201001002');

-- Fifty blocks of 400 rows, each with every error at its beginning.
create temporary table given as
select 2 + n as number, n / 400 as block, n % 400 as place, 'R' || n as source, '人' || n as name, '0391-' || n as telephone, '' as organisation, '' as department, '' as area,
  '' as post, '' as grid, '' as since, '' as until, null::text as wrong
from generate_series(0, 19999) n;
create function story.plant(at integer, wrong text, content jsonb) returns void language sql as $$
  update given g set wrong = plant.wrong, source = coalesce(content ->> 'source', g.source), name = coalesce(content ->> 'name', g.name),
    telephone = coalesce(content ->> 'telephone', g.telephone), organisation = coalesce(content ->> 'organisation', ''),
    department = coalesce(content ->> 'department', ''), area = coalesce(content ->> 'area', ''), post = coalesce(content ->> 'post', ''),
    grid = coalesce(content ->> 'grid', '990201001001' || (1001 + g.block * 4 + (content ->> 'own')::integer), ''),
    since = coalesce(content ->> 'since', ''), until = coalesce(content ->> 'until', '')
  where g.place = plant.at
$$;
create function story.as_before(at integer, wrong text, content jsonb) returns void language sql as $$
  select story.plant(at, wrong, content);
  update given g set source = b.source, name = coalesce(content ->> 'name', b.name), telephone = b.telephone from given b where g.place = at and b.number = g.number - 1
$$;
select story.plant(0, 'name-required', '{"name": "  "}'), story.plant(1, 'text-too-long', jsonb_build_object('name', repeat('长', 101))),
  story.plant(2, 'text-too-long', jsonb_build_object('organisation', repeat('长', 401))), story.plant(4, 'telephone-malformed', '{"telephone": "见门口"}'),
  story.plant(5, 'department-unknown', '{"department": "没有局"}'), story.plant(6, 'area-unknown', '{"area": "没有村"}'),
  story.plant(7, 'date-malformed', '{"post": "街道干部", "own": 0, "since": "2026-02-30"}'), story.plant(8, 'date-malformed', '{"post": "街道干部", "own": 0, "until": "明天"}'),
  story.plant(9, 'dates-reversed', '{"post": "街道干部", "own": 0, "since": "2026-03-02", "until": "2026-03-01"}'),
  story.plant(10, 'grid-unknown', '{"post": "街道干部", "grid": "990201001001999"}'), story.plant(11, 'post-missing', '{"own": 0}'),
  story.plant(12, 'post-unknown', '{"post": "院长", "own": 0}'), story.plant(13, 'post-without-grid', '{"post": "网格管理员"}'),
  story.plant(14, 'post-outside-scheme', '{"post": "站务", "own": 0}'), story.plant(15, 'post-held-elsewhere', '{"post": "站务", "area": "990201001"}'),
  story.plant(16, null, '{"post": "网格管理员", "own": 0, "since": "2026-01-01"}'), story.as_before(17, 'person-on-exclusive-post', '{"post": "网格管理员", "own": 1, "since": "2026-02-01"}'),
  story.plant(18, null, '{}'), story.as_before(19, 'number-of-another', '{"name": "别人"}'),
  story.plant(20, null, '{}'), story.as_before(21, 'row-repeated', '{}'),
  story.plant(22, null, '{"post": "民警", "own": 0}'), story.as_before(23, null, '{"post": "民警", "own": 1}'), story.as_before(24, 'span-exceeded', '{"post": "民警", "own": 2}'),
  story.plant(25, 'post-full', '{"post": "网格管理员", "grid": "990201001001001"}'),
  story.plant(26, 'person-on-exclusive-post', '{"source": "陈管理", "name": "陈管理", "post": "网格管理员", "own": 3}'),
  story.plant(27, 'area-ambiguous', '{"area": "同名社区"}');
update given set source = repeat('9', 401) || number, wrong = 'text-too-long' where place = 3;
update given set post = '街道干部', grid = '990201001001' || (1001 + number % 1000) where place between 100 and 200;
create temporary table sent as select jsonb_agg(to_jsonb(g) - '{block,place,wrong}'::text[] order by g.number) as rows from given g;
grant select on sent to authenticated;
create function story.state() returns text language sql security definer as $$
  select concat(md5((select string_agg(p::text, '|' order by p.id) from public.people p)), md5((select string_agg(a::text, '|' order by a.id) from public.assignments a)))
$$;
create function story.take(name text, write boolean) returns void language plpgsql as $$
declare
  began constant timestamptz := clock_timestamp();
begin
  insert into pg_temp.told values (take.name, public.take_roster(tests.area_id('990201'), (select s.rows from pg_temp.sent s), take.write), null);
  update pg_temp.told t set took = clock_timestamp() - began where t.name = take.name;
end $$;
select story.state() as before \gset

select tests.as('planner');
select story.take('looked', false);
select tests.as_owner();
select is((select (t.answer ->> 'rows')::bigint from told t), 20000::bigint, 'all rows are read');
select is((select count(*) from given g where g.wrong is not null), 1150::bigint, 'twenty-three errors in each block');
select is_empty($$ select g.number, g.wrong, g.source, r.code, r.detail from (select * from given where wrong is not null) g
  full join (select r.* from told t, jsonb_to_recordset(t.answer -> 'refused') r (number integer, code text, detail text)) r on r.number = g.number
  where r.code is distinct from g.wrong order by 1 limit 20 $$, 'each error is named with its row, and nothing else is');
select is((select count(distinct g.wrong) from given g), 19::bigint, 'of every kind');
select is_empty($$ select distinct m[1] from regexp_matches(pg_get_functiondef('private.read_roster'::regproc), '''([a-z]+(?:-[a-z]+)+)''', 'g') m
  where m[1] not in (select g.wrong from given g where g.wrong is not null) $$, 'no kind that the function knows is left out');
select is_empty($$ select r.code, r.detail from told t, jsonb_to_recordset(t.answer -> 'refused') r (code text, detail text)
  where r.code in ('text-too-long', 'telephone-malformed', 'department-unknown', 'area-unknown', 'area-ambiguous', 'date-malformed', 'dates-reversed', 'grid-unknown', 'post-missing', 'post-unknown',
    'post-without-grid', 'post-outside-scheme', 'post-held-elsewhere', 'number-of-another') and r.detail = '' $$, 'with the word at fault, where there is one');
select is(story.state(), :'before', 'nothing is changed by looking');
select cmp_ok((select t.took from told t), '<', interval '60 seconds', 'in a time that somebody waits for');

select tests.as('planner');
select story.take('written', true);
select tests.as_owner();
select is((select t.answer -> 'refused' from told t where t.name = 'written'), (select t.answer -> 'refused' from told t where t.name = 'looked'), 'the same rows are refused when it is written');
select is((select count(*) from public.people p where p.district_id = :district and p.source_id ~ '^R'), (select count(distinct g.source) from given g where g.wrong is null), 'everybody else is there');
select is((select count(*) from public.assignments a join public.people p on p.id = a.person_id where p.source_id ~ '^R'), (select count(*) from given g where g.wrong is null and g.post <> ''),
  'on their posts');
select diag((select string_agg(concat(t.name, ' ', t.took), ', ') from told t));
select * from finish();
rollback;
