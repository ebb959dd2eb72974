-- A district of one street with two communities, west and east, four buildings of 100 households in a row in each, staff for
-- every role, a scheme of 200 households, and functions that let a test read as a story. Included by the tests of plans.
select tests.create_district();
select tests.create_staff();
create schema story;

insert into public.buildings (district_id, community_id, source_id, households, position)
select a.district_id, a.id, right(a.code, 1) || '-' || n, 100,
  extensions.st_setsrid(extensions.st_makepoint(extensions.st_xmin(a.boundary) + 0.0025 * n - 0.00125, 35.005), 4326)
from public.areas a, generate_series(1, 4) n where a.kind = 'community';

insert into public.schemes (district_id, code, name, name_en, tolerance)
select id, 'two-hundred', '两百户', 'Two hundred', 0.1 from public.areas where code = '990101';
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select id, 1, '网格', 'Grid', 200 from public.schemes where code = 'two-hundred';
insert into public.scheme_posts (scheme_id, level, code, name, name_en)
select id, 1, 'manager', '网格管理员', 'Manager' from public.schemes where code = 'two-hundred';

create function story.scheme() returns bigint language sql as $$ select id from public.schemes where code = 'two-hundred' $$;

create function story.strip(community text, first integer, last integer) returns jsonb language sql as $$
  select extensions.st_asgeojson(extensions.st_makeenvelope(extensions.st_xmin(a.boundary) + 0.0025 * (first - 1), 35,
    extensions.st_xmin(a.boundary) + 0.0025 * last, 35.01, 4326), 12)::jsonb
  from public.areas a where a.code = community
$$;
comment on function story.strip is 'The part of a community under its first to last building, as GeoJSON.';

create function story.changes(cuts jsonb) returns jsonb language sql as $$
  with grid as (
    select row_number() over () as key, c ->> 0 as community, (c ->> 1)::integer as first, (c ->> 2)::integer as last
    from jsonb_array_elements(cuts) c
  ), held as (
    select b.id as building, min(grid.key) as key from grid
    join public.buildings b on b.community_id = tests.area_id(grid.community)
      and split_part(b.source_id, '-', 2)::integer between grid.first and grid.last
    group by b.id
  )
  select jsonb_build_object(
    'grids', (select jsonb_agg(jsonb_build_object('level', 1, 'key', key, 'community', tests.area_id(community),
      'polygon', story.strip(community, first, last))) from grid),
    'assignment', (select jsonb_build_object('building', jsonb_agg(building order by building), 'grid', jsonb_agg(key order by building)) from held))
$$;
comment on function story.changes is 'What save_plan() takes, for strips [[community, first building, last building], …] numbered from 1.';

create function story.drawn(name text, area text, cuts jsonb, based_on bigint default null) returns bigint language plpgsql as $$
declare
  plan bigint := public.start_plan(tests.area_id(area), story.scheme(), name, based_on);
begin
  perform public.save_plan(plan, 1, story.changes(cuts));
  return plan;
end $$;

create function story.plan(name text) returns bigint language sql security definer as $$
  select p.id from public.plans p where p.name = plan.name
$$;
create function story.detail_of(statement text) returns jsonb language plpgsql as $$
declare
  words text;
begin
  execute statement;
  return null;
exception when raise_exception then
  get stacked diagnostics words = pg_exception_detail;
  return words::jsonb;
end $$;
comment on function story.detail_of is 'The detail of the error that a statement raises.';

grant usage on schema story to authenticated;
grant execute on all functions in schema story to authenticated;
