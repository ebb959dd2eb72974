-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.compounds (
  id bigint generated always as identity,
  district_id bigint not null,
  community_id bigint,
  name text not null,
  source_id text not null,
  boundary extensions.geometry(multipolygon,4326),
  constraint compounds_pkey primary key (id),
  constraint compounds_of_district unique (district_id, id),
  constraint compounds_source_unique unique (district_id, source_id),
  constraint compounds_boundary_valid check (extensions.st_isvalid(boundary)),
  constraint compounds_name_length check (length(name) <= 400),
  constraint compounds_source_id_length check (length(source_id) <= 400)
);
comment on table public.compounds is
  'Gated estates and courtyards; kept whole in one grid wherever they fit.';
create index compounds_boundary_idx on public.compounds using gist (boundary);
create index compounds_community_idx on public.compounds (community_id);
alter table public.compounds enable row level security;
grant delete, insert, select, update on public.compounds to authenticated;

alter table public.compounds add constraint compounds_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id) on delete set null (community_id);

alter table public.compounds add constraint compounds_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins add compounds" on public.compounds
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change compounds" on public.compounds
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove compounds" on public.compounds
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the compounds of their district" on public.compounds
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create table public.buildings (
  id bigint generated always as identity,
  district_id bigint not null,
  community_id bigint not null,
  compound_id bigint,
  source_id text not null,
  name text not null default ''::text,
  address text not null default ''::text,
  storeys smallint,
  households integer not null,
  "position" extensions.geometry(point,4326) not null,
  footprint extensions.geometry(multipolygon,4326),
  doubtful text,
  households_estimated boolean not null default false,
  constraint buildings_pkey primary key (id),
  constraint buildings_of_district unique (district_id, id),
  constraint buildings_source_unique unique (district_id, source_id),
  constraint buildings_address_length check (length(address) <= 1000),
  constraint buildings_doubtful_length check (length(doubtful) <= 1000),
  constraint buildings_footprint_valid check (extensions.st_isvalid(footprint)),
  constraint buildings_households_counted check (households >= 0),
  constraint buildings_name_length check (length(name) <= 400),
  constraint buildings_source_id_length check (length(source_id) <= 400),
  constraint buildings_storeys_positive check (storeys > 0)
);
comment on table public.buildings is
  'Addresses with storeys and a count of households; never persons.';
comment on column public.buildings.doubtful is
  'Why the position is in doubt (geocoding), or null.';
comment on column public.buildings.households_estimated is
  'Nobody counted the households: they are estimated from footprint, storeys and use. False from the first count on.';
create index buildings_community_idx on public.buildings (community_id) include (district_id, households);
create index buildings_compound_idx on public.buildings (compound_id);
create index buildings_estimated_idx on public.buildings using gist (footprint) where households_estimated;
create index buildings_position_idx on public.buildings using gist ("position");
alter table public.buildings enable row level security;
grant delete, insert, select, update on public.buildings to authenticated;

alter table public.buildings add constraint buildings_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.buildings add constraint buildings_compound_fkey
  foreign key (compound_id, district_id) references public.compounds(id, district_id) on delete set null (compound_id);

create policy "planners and admins add buildings" on public.buildings
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change buildings" on public.buildings
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove buildings" on public.buildings
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the buildings of their district" on public.buildings
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create type public.barrier_kind as enum ('main_road', 'river', 'rail', 'wall');

create table public.barriers (
  id bigint generated always as identity,
  district_id bigint not null,
  kind public.barrier_kind not null,
  name text not null default ''::text,
  line extensions.geometry(multilinestring,4326) not null,
  source_id text not null,
  constraint barriers_pkey primary key (id),
  constraint barriers_source_unique unique (district_id, source_id),
  constraint barriers_line_valid check (extensions.st_isvalid(line)),
  constraint barriers_name_length check (length(name) <= 400),
  constraint barriers_source_id_length check (length(source_id) <= 400)
);
comment on table public.barriers is
  'Main roads, rivers and rails: no grid crosses one.';
create index barriers_line_idx on public.barriers using gist (line);
alter table public.barriers enable row level security;
grant delete, insert, select, update on public.barriers to authenticated;

alter table public.barriers add constraint barriers_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins add barriers" on public.barriers
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change barriers" on public.barriers
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove barriers" on public.barriers
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the barriers of their district" on public.barriers
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create table public.crossings (
  id bigint generated always as identity,
  district_id bigint not null,
  name text not null default ''::text,
  line extensions.geometry(multilinestring,4326) not null,
  source_id text not null,
  constraint crossings_pkey primary key (id),
  constraint crossings_source_unique unique (district_id, source_id),
  constraint crossings_name_length check (length(name) <= 400),
  constraint crossings_source_id_length check (length(source_id) <= 400)
);
comment on table public.crossings is
  'Bridges and underpasses by which two sides of a barrier may still share a grid.';
create index crossings_line_idx on public.crossings using gist (line);
alter table public.crossings enable row level security;
grant delete, insert, select, update on public.crossings to authenticated;

alter table public.crossings add constraint crossings_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins add crossings" on public.crossings
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change crossings" on public.crossings
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove crossings" on public.crossings
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the crossings of their district" on public.crossings
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create table public.service_points (
  id bigint generated always as identity,
  district_id bigint not null,
  kind text not null,
  name text not null,
  name_en text,
  address text not null default ''::text,
  telephone text not null default ''::text,
  "position" extensions.geometry(point,4326) not null,
  source_id text not null,
  constraint service_points_pkey primary key (id),
  constraint service_points_source_unique unique (district_id, source_id),
  constraint service_points_address_length check (length(address) <= 1000),
  constraint service_points_kind_length check (length(kind) <= 400),
  constraint service_points_name_en_length check (length(name_en) <= 10000),
  constraint service_points_name_length check (length(name) <= 400),
  constraint service_points_source_id_length check (length(source_id) <= 400),
  constraint service_points_telephone_length check (length(telephone) <= 400)
);
comment on table public.service_points is
  'Where residents are served; the reach of services is measured from here.';
comment on column public.service_points.telephone is
  'Work telephone of the point, shown to the public.';
create index service_points_position_idx on public.service_points using gist ("position");
alter table public.service_points enable row level security;
grant delete, insert, select, update on public.service_points to authenticated;

alter table public.service_points add constraint service_points_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins add service_points" on public.service_points
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change service_points" on public.service_points
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove service_points" on public.service_points
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the service_points of their district" on public.service_points
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create type public.base_layer as enum ('road', 'rail', 'water', 'green', 'land', 'building', 'place');

create table public.base_features (
  id bigint generated always as identity,
  district_id bigint not null,
  layer public.base_layer not null,
  class text not null default ''::text,
  name text not null default ''::text,
  name_en text,
  geom extensions.geometry(geometry,4326) not null,
  source_id text not null,
  constraint base_features_pkey primary key (id),
  constraint base_features_source_unique unique (district_id, layer, source_id),
  constraint base_features_class_length check (length(class) <= 400),
  constraint base_features_geom_valid check (extensions.st_isvalid(geom)),
  constraint base_features_name_en_length check (length(name_en) <= 10000),
  constraint base_features_name_length check (length(name) <= 400),
  constraint base_features_source_id_length check (length(source_id) <= 400)
);
comment on table public.base_features is
  'What the offline base map draws. class: trunk, primary, secondary, local, path for roads; river, lake, canal for water; park, wood, grass for green.';
create index base_features_district_idx on public.base_features (district_id, layer);
create index base_features_geom_idx on public.base_features using gist (geom);
alter table public.base_features enable row level security;
grant delete, insert, select, update on public.base_features to authenticated;

alter table public.base_features add constraint base_features_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "planners and admins add base_features" on public.base_features
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins change base_features" on public.base_features
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners and admins remove base_features" on public.base_features
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "staff read the base_features of their district" on public.base_features
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create function private.community_at(place extensions.geometry, among bigint[] default null) returns bigint
language sql stable set search_path = '' as $$
  select a.id from public.areas a
  where a.kind = 'community' and extensions.st_dwithin(a.boundary, place, private.border_slack_degrees())
    and (among is null or a.id = any (among))
  order by extensions.st_distance(a.boundary, place), a.id limit 1
$$;
comment on function private.community_at(place extensions.geometry, among bigint[]) is
  'The community that covers a place (of `among`, where given), or from which it lies less than private.border_slack_degrees() away. On a shared border the lower id, so that the answer is always the same.';
grant execute on function private.community_at(place extensions.geometry, among bigint[]) to authenticated, service_role;

-- Asked once a row by views: its plan is kept, also within functions that plan for each call.
create function private.local_date(district bigint, moment timestamptz) returns date
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select (moment at time zone c.time_zone)::date from public.calendars c
    where c.district_id = district or c.district_id is null
    order by c.district_id nulls last limit 1);
end $$;
comment on function private.local_date(district bigint, moment timestamp with time zone) is
  'The date of a moment on the wall clocks of the district.';
grant execute on function private.local_date(district bigint, moment timestamp with time zone) to authenticated, service_role;

-- Who answers for a grid: those of its own posts, and whoever stands in for them. An assignment ends before its last day.
create function private.posts_of_grid(grid bigint) returns table (
  post_id bigint, code text, name text, name_en text, exclusive boolean, per_grid smallint, person_id bigint, on_duty boolean
)
language sql stable set search_path = '' as $$
  select post.id, post.code, post.name, post.name_en, post.exclusive, post.per_grid, coalesce(duty.doer, held.person_id), duty.doer is not null
  from public.grids g
  join public.plans p on p.id = g.plan_id
  cross join lateral (select private.local_date(g.district_id, now()) as day) today
  join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.basis = 'grid'
  left join public.assignments held on held.grid_id = g.id and held.post_id = post.id
    and held.since <= today.day and (held.until is null or held.until > today.day)
  left join lateral (select private.stand_in(held.person_id, today.day) as doer) duty on held.person_id is not null
  where g.id = posts_of_grid.grid
$$;
comment on function private.posts_of_grid(grid bigint) is
  'The posts of a grid and who does the work of each today: the holder, or whoever stands in; where nobody does, the holder, off duty. A post that nobody holds has one row without a person.';
grant execute on function private.posts_of_grid(grid bigint) to authenticated, service_role;

create function private.person_for(leaf bigint) returns jsonb
language sql stable set search_path = '' as $$
  with posts as (
    select p.*, c.steps from private.grid_chains c cross join lateral private.posts_of_grid(c.above_id) p where c.grid_id = leaf
  )
  select case when leaf is null or private.may_know_staff((select g.community_id from public.grids g where g.id = leaf)) then
    jsonb_build_object(
      'person', (
        select jsonb_build_object('id', person.id, 'name', person.name, 'organisation', person.organisation,
          'workTelephone', person.work_telephone, 'post', p.code, 'postName', p.name, 'postNameEn', p.name_en)
        from posts p join public.people person on person.id = p.person_id
        where p.on_duty
        order by p.steps, not p.exclusive, p.per_grid, p.post_id, person.id limit 1),
      'vacancies', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en) order by p.per_grid, p.post_id)
        from posts p where p.person_id is null and p.exclusive and p.steps = 0), '[]'),
      'offDuty', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en, 'name', person.name) order by p.post_id)
        from posts p join public.people person on person.id = p.person_id
        where not p.on_duty and p.steps = 0), '[]'))
    else '{"person": null, "vacancies": [], "offDuty": []}' end
$$;
comment on function private.person_for(leaf bigint) is
  'Who answers for a grid today: on duty, exclusive posts first (the post that fewest hold leads), then shared ones, then those of the grids above, the nearest first; with the exclusive posts that are vacant and those who are off duty. Nobody, and no post as vacant, for those who may not know the staff there.';
grant execute on function private.person_for(leaf bigint) to authenticated, service_role;

create function private.locate(place extensions.geometry, community bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'community', jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en),
    'street', jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name, 'nameEn', s.name_en),
    'grid', case when leaf.id is not null then
      jsonb_build_object('id', leaf.id, 'code', leaf.code, 'name', leaf.name, 'levelName', level.name, 'levelNameEn', level.name_en) end,
    'upperGrids', (
      select coalesce(jsonb_agg(jsonb_build_object('id', above.id, 'code', above.code, 'name', above.name, 'levelName', above_level.name,
        'levelNameEn', above_level.name_en) order by above.level), '[]')
      from private.grid_chains chain
      join public.grids above on above.id = chain.above_id
      join public.scheme_levels above_level on above_level.scheme_id = p.scheme_id and above_level.level = above.level
      where chain.grid_id = leaf.id and chain.steps > 0)
  ) || private.person_for(leaf.id)
  from public.areas c
  join public.areas s on s.id = c.parent_id
  left join lateral (select * from private.grid_at(c.id, place)) leaf on true
  left join public.plans p on p.id = leaf.plan_id
  left join public.scheme_levels level on level.scheme_id = p.scheme_id and level.level = leaf.level
  where c.id = community
$$;
comment on function private.locate(place extensions.geometry, community bigint) is
  'Community, street, grids in force and the person on the post, as JSON.';
grant execute on function private.locate(place extensions.geometry, community bigint) to authenticated, service_role;

create function public.locate(lng double precision, lat double precision) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(private.locate(place, private.community_at(place)), '{"community": null}'::jsonb)
  from (select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326) as place) at
  where (select auth.uid()) is null or exists (select from private.member_districts())
  union all
  select '{"community": null}'::jsonb where (select auth.uid()) is not null and not exists (select from private.member_districts())
$$;
comment on function public.locate(lng double precision, lat double precision) is
  'What a position belongs to: { community, street, grid, upperGrids (from the top), person, vacancies, offDuty }; community is null outside every community that the caller may see.';
grant execute on function public.locate(lng double precision, lat double precision) to authenticated;

create function private.given_geometry(given jsonb) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
declare
  geom extensions.geometry;
begin
  if given is null or jsonb_typeof(given) = 'null' then
    return null;
  end if;
  begin
    geom := extensions.st_setsrid(extensions.st_geomfromgeojson(given), 4326);
  exception when others then
    raise exception 'geometry-malformed' using errcode = 'P0001';
  end;
  if extensions.st_isempty(geom)
    or extensions.st_xmin(geom) < -180 or extensions.st_xmax(geom) > 180
    or extensions.st_ymin(geom) < -90 or extensions.st_ymax(geom) > 90 then
    raise exception 'geometry-malformed' using errcode = 'P0001';
  end if;
  return geom;
end $$;
comment on function private.given_geometry(given jsonb) is
  'The geometry of GeoJSON in degrees, or null where none is given. Error: geometry-malformed, also for positions that are not on the earth.';
grant execute on function private.given_geometry(given jsonb) to authenticated, service_role;

create function private.border_slack_degrees() returns double precision
language sql immutable set search_path = '' as $$ select 5e-6::double precision $$;
comment on function private.border_slack_degrees() is
  'How far outside of a border a place still belongs inside, in degrees: half a metre north to south, less east to west.';
grant execute on function private.border_slack_degrees() to authenticated, service_role;
