-- Every reference of a row lies in the row's own district, and what is written is what there is: the database says so, whoever
-- writes, the owner included.
begin;
\ir plans_fixture.sql
select plan(42);

-- Every key, those of later migrations included.
select is_empty($$
  select c.conrelid::regclass, c.conname
  from pg_constraint c
  cross join lateral (select array_agg(a.attname::text) as columns from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) own
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace
    and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'district_id')
    and exists (select from pg_attribute a where a.attrelid = c.confrelid and a.attname = 'district_id')
    and not 'district_id' = any (own.columns)
    -- A part of a plan may be held by the plan, which is held by the district.
    and not ('plan_id' = any (own.columns) and exists (
      select from pg_constraint k where k.contype = 'f' and k.conrelid = c.conrelid and k.confrelid = 'public.plans'::regclass
        and (select count(*) from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
          and a.attname in ('plan_id', 'district_id')) = 2))
    -- Templates have no district: triggers see to these three (references_to_templates, staff_where_they_serve).
    and c.conname not in ('plans_scheme_fkey', 'incidents_category_fkey')
$$, 'every foreign key between rows of districts has the district in it');
select is_empty($$
  select a.attrelid::regclass, a.attname
  from pg_attribute a join pg_class t on t.oid = a.attrelid
  where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    and a.atttypid = 'bigint'::regtype and (a.attname ~ '_id$' or a.attname in ('duplicate_of', 'based_on', 'issued_by', 'reply_to', 'from_grid', 'to_grid'))
    and a.attname not in ('change_id') and not (t.relname = 'audit_log' and a.attname = 'district_id')
    -- What only triggers write repeats the keys of the rows that they watch.
    and (has_table_privilege('authenticated', t.oid, 'insert') or has_table_privilege('service_role', t.oid, 'insert'))
    and not exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = a.attrelid and a.attnum = any (k.conkey))
$$, 'every id of another row is a foreign key');
select is_empty($$
  select c.conrelid::regclass, c.conname from pg_constraint c
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not c.convalidated
$$, 'and every one was checked');

-- A second district with one of everything.
select tests.create_district('990109');
create table story.elsewhere (name text primary key, id bigint);
insert into story.elsewhere
select v.name, tests.area_id(v.code) from (values ('district', '990109'), ('street', '990109001'), ('community', '990109001001')) v (name, code);
create function story.own(place text default 'west') returns bigint language sql as $$
  select tests.area_id(case place when 'district' then '990101' when 'street' then '990101001' when 'west' then '990101001001' else '990101001002' end)
$$;
create function story.there(name text) returns bigint language sql as $$ select e.id from story.elsewhere e where e.name = there.name $$;
with made as (insert into public.compounds (district_id, name, source_id) values (story.there('district'), 'c', 'c') returning id)
insert into story.elsewhere select 'compound', id from made;
with made as (insert into public.buildings (district_id, community_id, source_id, households, position)
  values (story.there('district'), story.there('community'), 'b', 10, extensions.st_setsrid(extensions.st_makepoint(113.001, 35.001), 4326)) returning id)
insert into story.elsewhere select 'building', id from made;
with made as (insert into public.people (district_id, name, source_id, work_telephone) values (story.there('district'), '外人', 'p', '0391-1') returning id)
insert into story.elsewhere select 'person', id from made;
with made as (insert into public.schemes (district_id, code, name, name_en) values (story.there('district'), 'there', 'x', 'x') returning id)
insert into story.elsewhere select 'scheme', id from made;
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) values (story.there('scheme'), 1, 'x', 'x', 200);
with made as (insert into public.scheme_posts (scheme_id, level, code, name, name_en) values (story.there('scheme'), 1, 'manager', 'x', 'x') returning id)
insert into story.elsewhere select 'post', id from made;
with made as (insert into public.categories (district_id, code, name, name_en) values (story.there('district'), '0101', 'x', 'x') returning id)
insert into story.elsewhere select 'category', id from made;
with made as (insert into public.plans (district_id, area_id, scheme_id, name) values (story.there('district'), story.there('community'), story.there('scheme'), '外') returning id)
insert into story.elsewhere select 'plan', id from made;
insert into public.plan_communities (plan_id, community_id, district_id) values (story.there('plan'), story.there('community'), story.there('district'));
with made as (insert into public.grids (district_id, plan_id, community_id, level, key, polygon)
  values (story.there('district'), story.there('plan'), story.there('community'), 1, 1, tests.square(113, 35, 113.005, 35.01)) returning id)
insert into story.elsewhere select 'grid', id from made;

insert into public.people (district_id, name, source_id) values (story.own('district'), '自己人', 'p'), (story.own('district'), '另一人', 'q');
create function story.person(source text default 'p') returns bigint language sql as $$ select id from public.people where district_id = story.own('district') and source_id = source $$;
insert into public.plans (district_id, area_id, scheme_id, name) values (story.own('district'), story.own('street'), story.scheme(), '自');
insert into public.plan_communities (plan_id, community_id, district_id)
select story.plan('自'), story.own(w), story.own('district') from unnest('{west,east}'::text[]) w;
insert into public.grids (district_id, plan_id, community_id, level, key, polygon)
select story.own('district'), story.plan('自'), story.own('west'), 1, n, tests.square(113 + 0.005 * (n - 1), 35, 113 + 0.005 * n, 35.01) from generate_series(1, 2) n;
create function story.grid(key integer default 1) returns bigint language sql as $$ select g.id from public.grids g where g.plan_id = story.plan('自') and g.key = grid.key $$;
create function story.post() returns bigint language sql as $$ select id from public.scheme_posts where scheme_id = story.scheme() $$;
create function story.building() returns bigint language sql as $$ select min(id) from public.buildings where community_id = story.own('west') $$;
create function story.point() returns extensions.geometry language sql as $$ select extensions.st_setsrid(extensions.st_makepoint(113.001, 35.001), 4326) $$;

-- As the owner, whom no policy holds: the rows themselves are refused.
select throws_ok(statement, code, message, told) from (values
  ($$ insert into public.compounds (district_id, community_id, name, source_id) values (story.own('district'), story.there('community'), 'x', 'x') $$, '23503', null, 'no compound in a community of elsewhere'),
  ($$ insert into public.compounds (district_id, name, source_id) values (story.own('street'), 'x', 'x') $$, '23503', null, 'no street in the place of a district'),
  ($$ insert into public.people (district_id, name, source_id) values (story.own('west'), 'x', 'x') $$, '23503', null, 'nor a community'),
  ($$ insert into public.barriers (district_id, kind, line, source_id) values (story.own('street'), 'wall', extensions.st_geomfromtext('MULTILINESTRING((113 35, 113.1 35))', 4326), 'x') $$, '23503', null, 'for barriers either'),
  ($$ insert into public.buildings (district_id, community_id, source_id, households, position) values (story.own('district'), story.there('community'), 'x', 1, story.point()) $$, '23503', null, 'no building in a community of elsewhere'),
  ($$ update public.buildings set community_id = story.there('community') where id = story.building() $$, '23503', null, 'none is moved there'),
  ($$ update public.buildings set compound_id = story.there('compound') where id = story.building() $$, '23503', null, 'none lies in a compound of elsewhere'),
  ($$ update public.buildings set community_id = story.own('street') where id = story.building() $$, 'P0001', 'community-unknown', 'nor in a street as its community'),
  ($$ insert into public.plans (district_id, area_id, scheme_id, name) values (story.own('district'), story.there('community'), story.scheme(), 'x') $$, '23503', null, 'no plan for an area of elsewhere'),
  ($$ insert into public.plans (district_id, area_id, scheme_id, name) values (story.own('district'), story.own('west'), story.there('scheme'), 'x') $$, 'P0001', 'scheme-unknown', 'none under a scheme of elsewhere'),
  ($$ update public.plans set scheme_id = story.there('scheme') where id = story.plan('自') $$, 'P0001', 'scheme-unknown', 'nor later'),
  ($$ insert into public.plans (district_id, area_id, scheme_id, name, based_on) values (story.own('district'), story.own('west'), story.scheme(), 'x', story.there('plan')) $$, '23503', null, 'none based on one of elsewhere'),
  ($$ insert into public.plan_communities (plan_id, community_id, district_id) values (story.plan('自'), story.there('community'), story.own('district')) $$, '23503', null, 'no plan covers a community of elsewhere'),
  ($$ insert into public.plan_communities (plan_id, community_id, district_id) values (story.plan('自'), story.there('community'), story.there('district')) $$, '23503', null, 'whichever district the row names'),
  ($$ insert into public.grids (district_id, plan_id, community_id, level, key, polygon) values (story.own('district'), story.plan('自'), story.there('community'), 1, 9, tests.square(113, 35, 113.005, 35.01)) $$, '23503', null, 'no grid in a community that its plan does not cover'),
  ($$ insert into public.grid_buildings (plan_id, building_id, grid_id, district_id) values (story.plan('自'), story.there('building'), story.grid(), story.own('district')) $$, '23503', null, 'no building of elsewhere in a grid'),
  ($$ insert into public.grid_buildings (plan_id, building_id, grid_id, district_id) values (story.plan('自'), story.building(), story.there('grid'), story.own('district')) $$, '23503', null, 'no building in a grid of another plan'),
  ($$ insert into public.grid_lineage (from_grid, to_grid, district_id, buildings, households) values (story.there('grid'), story.grid(), story.own('district'), 1, 1) $$, '23503', null, 'no lineage from elsewhere'),
  ($$ insert into public.grid_codes (code, community_id, district_id, number, issued_by) values ('990101001001999', story.own('west'), story.own('district'), 999, story.there('plan')) $$, '23503', null, 'no code issued by a plan of elsewhere'),
  ($$ insert into public.plan_remarks (plan_id, district_id, body, author) values (story.there('plan'), story.own('district'), 'x', gen_random_uuid()) $$, '23503', null, 'no remark on a plan of elsewhere'),
  ($$ insert into public.assignments (district_id, person_id, post_id, grid_id, since) values (story.own('district'), story.there('person'), story.post(), story.grid(), '2026-01-01') $$, '23503', null, 'nobody of elsewhere on a post'),
  ($$ insert into public.assignments (district_id, person_id, post_id, grid_id, since) values (story.own('district'), story.person(), story.post(), story.there('grid'), '2026-01-01') $$, '23503', null, 'nobody on a grid of elsewhere'),
  ($$ insert into public.assignments (district_id, person_id, post_id, grid_id, since) values (story.own('district'), story.person(), story.there('post'), story.grid(), '2026-01-01') $$, 'P0001', 'post-outside-scheme', 'nobody on a post of another scheme'),
  ($$ insert into public.visits (district_id, building_id, visited_on, households) values (story.own('district'), story.there('building'), '2026-01-01', 1) $$, '23503', null, 'no visit elsewhere'),
  ($$ insert into public.visits (district_id, building_id, person_id, visited_on, households) values (story.own('district'), story.building(), story.there('person'), '2026-01-01', 1) $$, '23503', null, 'no visit by somebody of elsewhere'),
  ($$ insert into public.visits (district_id, building_id, visited_on, households) values (story.own('district'), story.building(), current_date + 2, 1) $$, 'P0001', 'visit-in-future', 'no visit of a day to come'),
  ($$ insert into public.visits (district_id, building_id, visited_on, households) values (story.own('district'), story.building(), '2026-01-01', 9999) $$, 'P0001', 'visit-of-too-many', 'nor of more households than there are'),
  ($$ insert into public.incidents (district_id, number, category_id, community_id, position) values (story.own('district'), 'x', story.there('category'), story.own('west'), story.point()) $$, 'P0001', 'category-unknown', 'no incident of a category of elsewhere'),
  ($$ insert into public.incidents (district_id, number, category_id, community_id, position) values (story.own('district'), 'x', (select min(id) from public.categories where district_id is null), story.there('community'), story.point()) $$, '23503', null, 'nor in a community of elsewhere'),
  ($$ insert into public.incidents (district_id, number, category_id, community_id, position, handler_id) values (story.own('district'), 'x', (select min(id) from public.categories where district_id is null), story.own('west'), story.point(), story.there('person')) $$, '23503', null, 'nor with a handler of elsewhere'),
  ($$ update public.areas set parent_id = story.there('street') where id = story.own('east') $$, 'P0001', 'area-parent-wrong', 'no community moves to another district'),
  ($$ insert into public.areas (kind, code, name, parent_id, district_id, path) values ('community', '990109001001', '盗', story.own('street'), 0, '') on conflict (code) do update set name = excluded.name $$, 'P0001', 'area-code-elsewhere', 'no code of elsewhere is written over'),
  ($$ update public.categories set district_id = story.own('district') where id = story.there('category') $$, 'P0001', 'district-fixed', 'no category moves to another district')
) as refusal (statement, code, message, told);

-- Visits.
insert into public.visits (district_id, building_id, person_id, visited_on, households) values (story.own('district'), story.building(), story.person(), '2026-01-01', 1);
select throws_ok($$ insert into public.visits (district_id, building_id, person_id, visited_on, households) values (story.own('district'), story.building(), story.person(), '2026-01-01', 2) $$,
  '23505', null, 'one call is not counted twice');
select lives_ok($$ insert into public.visits (district_id, building_id, person_id, visited_on, households) values (story.own('district'), story.building(), story.person('q'), '2026-01-01', 2) $$,
  'another person''s is another');

-- A plan covers its own area.
insert into public.plans (district_id, area_id, scheme_id, name) values (story.own('district'), story.own('west'), story.scheme(), '西');
select throws_ok($$ insert into public.plan_communities (plan_id, community_id, district_id) values (story.plan('西'), story.own('east'), story.own('district')) $$,
  'P0001', 'community-outside-plan', 'no plan of one community covers the next');
select throws_ok($$ update public.plans set area_id = story.own('east') where name = '西' $$, 'P0001', 'district-fixed', 'nor is it moved there');

-- What goes takes along what hangs on it, and nothing else.
select lives_ok($$ delete from public.areas where code = '990109' $$, 'a district goes as a whole');
select is((select count(*) from public.plans p where p.district_id = story.own('district')), 2::bigint, 'and leaves the others alone');

select finish();
rollback;
