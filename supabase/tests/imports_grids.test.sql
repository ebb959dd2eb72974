-- Grids that exist already come in as they are: matched, tiled, with their codes, in force from their day; and what cannot be settled
-- without the district is refused with its name.
begin;
set local client_min_messages = warning;
\ir plans_fixture.sql
select plan(41);

create function story.shape(wkt_box double precision[]) returns jsonb language sql as $$
  select extensions.st_asgeojson(extensions.st_makeenvelope(wkt_box[1], wkt_box[2], wkt_box[3], wkt_box[4], 4326), 12)::jsonb
$$;
create function story.grid(number integer, code text, box double precision[], name text default '') returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'line', number, 'source', coalesce(nullif(code, ''), number::text), 'geometry', story.shape(box),
    'payload', jsonb_build_object('code', code, 'name', name))
$$;
create function story.coded(number integer, building text, code text) returns jsonb language sql security definer as $$
  select jsonb_build_object('number', number, 'line', number, 'source', building, 'payload', jsonb_build_object('code', code, 'name', ''),
    'geometry', extensions.st_asgeojson(b.position, 12)::jsonb)
  from public.buildings b where b.source_id = building
$$;
create function story.checked(rows jsonb) returns bigint language plpgsql as $$
declare
  made bigint := public.start_import('990101', 'grids', '现有网格.geojson');
begin
  perform public.stage_import_rows(made, rows::json);
  while (public.check_import(made, 3) ->> 'remaining')::integer > 0 loop null; end loop;
  return made;
end $$;
create function story.summary(import bigint) returns jsonb language sql security definer as $$ select i.summary from public.imports i where i.id = import $$;
create function story.refusals(import bigint) returns text language sql security definer as $$
  select string_agg(r.number || ' ' || r.refusal, ', ' order by r.number) from public.import_rows r where r.import_id = import and r.refusal is not null
$$;
create function story.in_force() returns text language sql as $$
  select string_agg((g ->> 'code') || ':' || (g ->> 'households'), ' ' order by g ->> 'code')
  from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g
$$;
grant execute on all functions in schema story to authenticated;

-- Polygons that nearly tile the west community: 3 m short of one another, 4 m over its border.
select tests.as('admin');
create temporary table held as select story.checked(jsonb_build_array(
  story.grid(1, '990101001001007', '{112.99996, 35, 113.00498, 35.01}', '西格'),
  story.grid(2, '990101001001012', '{113.00502, 35, 113.01, 35.01}', '东格'))) as import;
grant select on held to authenticated;
select is(story.refusals((select import from held)), null, 'carelessness in drawing is no reason to refuse');
select is(story.summary((select import from held)) #>> '{grids,grids}', '2', 'the check says how many grids there would be');
select is(story.summary((select import from held)) #> '{grids,without}', '["east"]', 'and which communities get none');
select ok((story.summary((select import from held)) #>> '{grids,gapSquareMetres}')::float between 2000 and 6000, 'how much ground was missing');
select ok((story.summary((select import from held)) #>> '{grids,outsideSquareMetres}')::float between 2000 and 6000, 'and how much lay outside');
select is(story.summary((select import from held)) #>> '{doubts,grid-mended}', '1', 'and it is said of the grid that got it');
select public.set_import_plan((select import from held), '{"name": "旧网格", "from": "2020-01-01"}');
create temporary table written as select public.write_import((select import from held)) as answer;
select is((select answer ->> 'remaining' from written), '0', 'they are written at once');
select is(story.in_force(), '990101001001007:200 990101001001012:200', 'and in force with their codes and households');
select is(public.plan_faults((select (answer #>> '{summary,plan}')::bigint from written)), '[]', 'a plan without faults');
select is((select p.name || ' ' || p.effective_from || ' ' || p.state from public.plans p where p.id = (select (answer #>> '{summary,plan}')::bigint from written)),
  '旧网格 2020-01-01 published', 'with its name and date');
select is((select string_agg(g.name, ' ' order by g.code) from public.grids g where g.plan_id = (select (answer #>> '{summary,plan}')::bigint from written)), '西格 东格', 'and their names');
select is((select array_agg(c.code order by c.code) from public.grid_codes c where c.retired_at is null), '{990101001001007,990101001001012}', 'the codes are taken');
select is(public.in_force(tests.area_id('990101'), '2019-12-31') ->> 'covered', '0', 'before its day nothing was in force');
select tests.as_owner();
select is((select round(extensions.st_area(extensions.st_symdifference(a.boundary, extensions.st_union(g.polygon), 1e-9)::extensions.geography))
  from public.areas a join public.grids g on g.community_id = a.id where a.code = '990101001001' group by a.boundary), 0::double precision, 'the ground of both is the community');

-- One street redrawn afterwards: codes go on from the highest.
select tests.as('planner');
select story.drawn('改', '990101001001', '[["990101001001",1,2],["990101001001",3,3],["990101001001",4,4]]');
select public.submit_plan(story.plan('改'));
select tests.as('reviewer');
select public.publish_plan(story.plan('改'));
select is(story.in_force(), '990101001001007:200 990101001001013:100 990101001001014:100', 'a redrawing keeps the code of what stays and goes on from the highest number');

-- A code on each building of the east community; one building has none.
select tests.as('admin');
create temporary table coded as select story.checked(jsonb_build_array(
  story.coded(1, '2-1', '99010100100205'), story.coded(2, '2-2', '99010100100205'), story.coded(3, '2-4', '99010100100206'))) as import;
grant select on coded to authenticated;
select is(story.refusals((select import from coded)), null, 'codes on buildings are taken');
select is(story.summary((select import from coded)) #>> '{grids,grids}', '2', 'as the grids they name');
select is(public.write_import((select import from coded)) ->> 'remaining', '0', 'and written');
select is((select string_agg(g ->> 'code' || ':' || (g ->> 'households'), ' ' order by g ->> 'code') from jsonb_array_elements(public.grids_in_force(tests.area_id('990101001002'))) g),
  '99010100100205:300 99010100100206:100', 'a building without one belongs to the nearest ground; fourteen digits stay fourteen');
select is((select s.code_digits from public.plans p join public.schemes s on s.id = p.scheme_id where p.area_id = tests.area_id('990101001002') and p.published_at is not null), 14::smallint,
  'under a scheme of the district with as many digits');
select is((select public.plan_faults(p.id) from public.plans p where p.area_id = tests.area_id('990101001002') and p.published_at is not null), '[]', 'its ground tiles the community');

-- What only the district can settle.
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{113, 35, 113.004, 35.01}'), story.grid(2, '990101001001002', '{113.007, 35, 113.01, 35.01}')))),
  '1 grids-leave-gap, 2 grids-leave-gap', 'ground where somebody lives and that no grid has');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{113, 35, 113.007, 35.01}'), story.grid(2, '990101001001002', '{113.003, 35, 113.01, 35.01}')))),
  '1 grids-overlap, 2 grids-overlap', 'and that two have');
select matches((select r.detail from public.import_rows r where r.refusal = 'grids-overlap' limit 1), 'west 990101001001001, 990101001001002 \d+ m² 113\.\d+, 35\.\d+', 'with names, size and place');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{113, 35, 113.004, 35.01}'), story.grid(2, '990101001001002', '{113.0043, 35, 113.01, 35.01}')))),
  null, 'a wide strip where nobody lives is given to a neighbour');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{113.005, 35, 113.015, 35.01}')))), '1 grid-in-several-communities', 'a grid over two communities');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{114, 35, 114.01, 35.01}')))), '1 outside-every-community', 'one that lies elsewhere');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '12', '{113, 35, 113.01, 35.01}')))), '1 code-malformed', 'a code that is none');
select is(story.refusals(story.checked(jsonb_build_array(
  story.grid(1, '990101001001001', '{113, 35, 113.005, 35.01}'), story.grid(2, '990101001001002', '{113.005, 35, 113.01, 35.01}'), story.grid(3, '99010100100203', '{113.01, 35, 113.02, 35.01}')))),
  '3 code-digits-differ', 'codes of two lengths');
select is(story.refusals(story.checked(jsonb_build_array(jsonb_build_object('number', 1, 'line', 1, 'source', 'x', 'payload', '{"code": "990101001001001"}'::jsonb,
  'geometry', '{"type": "Point", "coordinates": [113.0001, 35.0001]}'::jsonb)))), '1 building-unknown', 'a code on no building');

-- By a planner it is for somebody else to publish.
select tests.as('planner');
create temporary table planned as select public.write_import(story.checked(jsonb_build_array(
  story.grid(1, '990101001002101', '{113.01, 35, 113.015, 35.01}'), story.grid(2, '990101001002102', '{113.015, 35, 113.02, 35.01}')))) as answer;
grant select on planned to authenticated;
select is((select p.state::text from public.plans p where p.id = (select (answer #>> '{summary,plan}')::bigint from planned)), 'submitted', 'a planner hands them in');
select tests.as('reviewer');
select is(public.publish_plan((select (answer #>> '{summary,plan}')::bigint from planned)) ->> 'issued', '0', 'a reviewer publishes them');
select is((select string_agg(g ->> 'code', ' ' order by g ->> 'code') from jsonb_array_elements(public.grids_in_force(tests.area_id('990101001002'))) g),
  '990101001002101 990101001002102', 'with the codes they came with');
select tests.as('worker');
select throws_ok($$ select public.start_import('990101', 'grids', 'x') $$, 'P0001', 'unknown-district', 'a worker imports no grids');

-- Random drawings of the west community, each line a little off: whatever comes in is in force, and nothing else.
select tests.as_owner();
delete from public.grid_codes where code like '990101001001%';
create function story.random_round(seed double precision) returns text language plpgsql as $$
declare
  cuts double precision[];
  rows jsonb := '[]';
  jitter double precision;
  import bigint;
  plan bigint;
begin
  perform setseed(seed);
  select array[0.0] || array_agg(c order by c) || array[0.01] into cuts
  from (select distinct (floor(random() * 3) * 0.0025 + 0.0025 + (random() - 0.5) * 0.002) as c from generate_series(1, 3)) x
  where true;
  for n in 1 .. cardinality(cuts) - 1 loop
    jitter := (random() - 0.5) * 0.0001;
    rows := rows || jsonb_build_array(story.grid(n, '9901010010010' || lpad((n * 7 + (seed * 100)::integer)::text, 2, '0'),
      array[113 + cuts[n] + jitter, 35 - random() * 0.00005, 113 + cuts[n + 1] + (random() - 0.5) * 0.0001, 35.01 + random() * 0.00005]));
  end loop;
  import := story.checked(rows);
  if story.refusals(import) is not null then
    return 'refused ' || story.refusals(import);
  end if;
  plan := (public.write_import(import) #>> '{summary,plan}')::bigint;
  -- A grid in which nobody lives comes in as well.
  return case when exists (select from jsonb_array_elements(public.plan_faults(plan)) f where f ->> 'code' <> 'grid-empty') then 'faults ' || public.plan_faults(plan)::text
    when (select array_agg(r ->> 'source' order by r ->> 'source') from jsonb_array_elements(rows) r)
      is distinct from (select array_agg(g ->> 'code' order by g ->> 'code') from jsonb_array_elements(public.grids_in_force(tests.area_id('990101001001'))) g) then 'codes differ'
    when (select sum((g ->> 'households')::integer) from jsonb_array_elements(public.grids_in_force(tests.area_id('990101001001'))) g) <> 400 then 'households differ'
    else 'as given' end;
end $$;
grant execute on function story.random_round to authenticated;
select tests.as('admin');
select is(story.random_round(0.01), 'as given', 'random drawing 1');
select is(story.random_round(0.17), 'as given', 'random drawing 2');
select is(story.random_round(0.33), 'as given', 'random drawing 3');
select is(story.random_round(0.51), 'as given', 'random drawing 4');

-- A grid with people on both sides of a river is named before it is put in force; a bridge makes it one.
select tests.as_owner();
insert into public.barriers (district_id, source_id, kind, name, line)
select a.district_id, 'river-x', 'river', '河', extensions.st_multi(case when max(extensions.st_x(b.position)) - min(extensions.st_x(b.position)) > 0.0001
    then extensions.st_setsrid(extensions.st_makeline(extensions.st_makepoint(avg(extensions.st_x(b.position)), 34.99), extensions.st_makepoint(avg(extensions.st_x(b.position)), 35.02)), 4326)
    else extensions.st_setsrid(extensions.st_makeline(extensions.st_makepoint(112.999, avg(extensions.st_y(b.position))), extensions.st_makepoint(113.005, avg(extensions.st_y(b.position)))), 4326) end)
from public.buildings b join public.areas a on a.id = b.community_id
where a.code = '990101001001' and extensions.st_x(b.position) < 113.005 group by a.district_id;
select tests.as('admin');
create temporary table split as select story.checked(jsonb_build_array(
  story.grid(1, '990101001001007', '{113, 35, 113.005, 35.01}'), story.grid(2, '990101001001012', '{113.005, 35, 113.01, 35.01}'))) as import;
grant select on split to authenticated;
select is(story.summary((select import from split)) #>> '{grids,across}', '1', 'a grid across a river is counted');
select is(story.summary((select import from split)) #> '{grids,acrossNames}', '["west 990101001001007"]', 'and named');
select tests.as_owner();
insert into public.crossings (district_id, source_id, name, line)
select b.district_id, 'bridge-x', '桥', extensions.st_multi(extensions.st_setsrid(extensions.st_makeline(
    extensions.st_makepoint(113.0001, 35.0049), extensions.st_makepoint(113.0049, 35.0051)), 4326))
from public.barriers b where b.source_id = 'river-x';
select tests.as('admin');
select is(story.summary(story.checked(jsonb_build_array(story.grid(1, '990101001001007', '{113, 35, 113.005, 35.01}'),
  story.grid(2, '990101001001012', '{113.005, 35, 113.01, 35.01}')))) #>> '{grids,across}', '0', 'with a bridge it is none');

select * from finish();
rollback;
