-- A city: 30 streets, 300 communities of a hundredth of a degree, 2,466 grids in force, 30,000 buildings, staff, visits,
-- and one account for each role. Everything is computed from its number, so that two runs are alike.
create schema bench;

insert into public.areas (kind, code, name, district_id, path)
values ('district', '990100', '基准区', 0, '');
insert into public.areas (kind, code, name, parent_id, district_id, path)
select 'street', '990100' || lpad(n::text, 3, '0'), '第' || n || '街道', (select id from public.areas where code = '990100'), 0, ''
from generate_series(1, 30) n;
insert into public.areas (kind, code, name, parent_id, district_id, path, boundary)
select 'community', street.code || lpad(n::text, 3, '0'), '社区' || street.code || n, street.id, 0, '',
  extensions.st_multi(extensions.st_makeenvelope(113 + (n - 1) * 0.01, 35 + row * 0.01, 113 + n * 0.01, 35 + (row + 1) * 0.01, 4326))
from public.areas street
cross join lateral (select right(street.code, 3)::integer as row) place
cross join generate_series(1, 10) n
where street.kind = 'street' and street.code like '990100%';

create table bench.communities as
select a.id, a.district_id, right(s.code, 3)::integer as row, right(a.code, 3)::integer as col, row_number() over (order by a.code) - 1 as place
from public.areas a join public.areas s on s.id = a.parent_id
where a.kind = 'community' and a.code like '990100%';
create unique index on bench.communities (place);

insert into public.buildings (district_id, community_id, source_id, address, households, position)
select c.district_id, c.id, c.place || '-' || n, '学府路 ' || c.place || ' 号 ' || n || ' 幢', 20 + (c.place * 7 + n * 13) % 60,
  extensions.st_setsrid(extensions.st_makepoint(113 + (c.col - 1) * 0.01 + 0.0005 + (n % 10) * 0.001,
    35 + c.row * 0.01 + 0.0005 + (n / 10) * 0.001), 4326)
from bench.communities c, generate_series(0, 99) n;

insert into public.schemes (district_id, code, name, name_en) select id, 'bench', '基准', 'Bench' from public.areas where code = '990100';
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) select id, 1, '网格', 'Grid', 400 from public.schemes where code = 'bench';
insert into public.scheme_posts (scheme_id, level, code, name, name_en) select id, 1, 'manager', '网格员', 'Manager' from public.schemes where code = 'bench';

-- Eight grids a community, nine in the first 66: strips from west to east.
create function bench.add_plan(name text, state public.plan_state) returns bigint language plpgsql as $$
declare
  made bigint;
begin
  insert into public.plans (district_id, area_id, scheme_id, name, state, published_at)
  select a.id, a.id, s.id, add_plan.name, add_plan.state, case when add_plan.state = 'published' then now() end
  from public.areas a, public.schemes s where a.code = '990100' and s.code = 'bench' returning id into made;
  insert into public.plan_communities (plan_id, community_id, district_id, in_force)
  select made, c.id, c.district_id,
    case when add_plan.state = 'published' then daterange(current_date, null) else 'empty' end from bench.communities c;
  insert into public.grids (district_id, plan_id, community_id, level, key, code, polygon)
  select c.district_id, made, c.id, 1, (c.place * 10 + n)::integer,
    case when add_plan.state = 'published' then (select a.code from public.areas a where a.id = c.id) || lpad(n::text, 3, '0') end,
    extensions.st_multi(extensions.st_makeenvelope(113 + (c.col - 1) * 0.01 + (n - 1) * 0.01 / strips, 35 + c.row * 0.01,
      113 + (c.col - 1) * 0.01 + n * 0.01 / strips, 35 + (c.row + 1) * 0.01, 4326))
  from bench.communities c
  cross join lateral (select case when c.place < 66 then 9 else 8 end as strips) s
  cross join lateral generate_series(1, strips) n;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select distinct on (b.id) made, b.id, g.id, b.district_id
  from public.buildings b
  join public.grids g on g.plan_id = made and g.community_id = b.community_id and extensions.st_covers(g.polygon, b.position)
  order by b.id, g.key;
  update public.grids g set households = held.households
  from (select gb.grid_id, sum(b.households) as households from public.grid_buildings gb join public.buildings b on b.id = gb.building_id
    where gb.plan_id = made group by 1) held
  where g.id = held.grid_id;
  return made;
end $$;
select bench.add_plan('现行', 'published');

insert into public.people (district_id, name, source_id) select id, '网格员' || n, 'p' || n from public.areas, generate_series(0, 2399) n where code = '990100';
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, p.id, post.id, g.id, '2020-01-01'
from (select g.*, row_number() over (order by g.id) - 1 as place from public.grids g) g
join public.people p on p.source_id = 'p' || g.place and p.district_id = g.district_id
join public.scheme_posts post on post.code = 'manager'
join public.schemes s on s.id = post.scheme_id and s.code = 'bench';
insert into public.visits (district_id, building_id, visited_on, households)
select b.district_id, b.id, current_date - n, 5 from public.buildings b, generate_series(1, 9, 3) n;

insert into auth.users (id, email) values (md5('bench')::uuid, 'bench@gridward.cn');
insert into public.memberships (user_id, role, area_id)
select md5('bench')::uuid, role, id from public.areas, unnest('{dispatcher,planner}'::public.member_role[]) role where code = '990100';
analyze;
