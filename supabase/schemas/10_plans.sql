-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create type public.plan_state as enum ('draft', 'submitted', 'published', 'superseded');

create table public.plans (
  id bigint generated always as identity,
  district_id bigint not null,
  area_id bigint not null,
  scheme_id bigint not null,
  name text not null,
  state public.plan_state not null default 'draft'::public.plan_state,
  version integer not null default 1,
  based_on bigint,
  effective_from date,
  engine jsonb not null default '{}'::jsonb,
  borders jsonb not null default '[]'::jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  submitted_at timestamptz,
  published_at timestamptz,
  superseded_at timestamptz,
  changed_by uuid,
  locks jsonb not null default '{"borders": [], "buildings": []}'::jsonb,
  constraint plans_pkey primary key (id),
  constraint plans_of_district unique (district_id, id),
  constraint plans_effective_from_bounded check (effective_from >= '1900-01-01'::date and effective_from <= '2099-12-31'::date),
  constraint plans_locks_shape check (not jsonb_typeof(locks -> 'buildings'::text) is distinct from 'array'::text and not jsonb_typeof(locks -> 'borders'::text) is distinct from 'array'::text),
  constraint plans_name_length check (length(name) <= 400),
  constraint plans_name_not_blank check (btrim(name) <> ''::text)
);
comment on table public.plans is
  'One drawing of grids under a scheme: draft → submitted → published → superseded.';
comment on column public.plans.version is
  'Grows with every save; a save against an older version is refused.';
comment on column public.plans.engine is
  'Preset, seed and steps by which the engine drew it, so that it can be made again.';
comment on column public.plans.borders is
  'Border edits beyond the buildings'' own cells, in order (see docs/geometry.md); null in a branch for another area until it is saved: its ground is numbered otherwise.';
comment on column public.plans.locks is
  'Pinned buildings and locked stretches of border by ids of buildings: {buildings: [id], borders: [[id, id]]}. Locked grids say so themselves.';
create index plans_area_idx on public.plans (area_id, state);
create index plans_based_on_idx on public.plans (based_on) where based_on is not null;
create index plans_district_idx on public.plans (district_id, state);
create index plans_scheme_idx on public.plans (scheme_id);
alter table public.plans enable row level security;
grant delete, select on public.plans to authenticated;
grant insert (district_id, area_id, scheme_id, name, based_on, engine, borders, created_by, changed_by, locks), update (scheme_id, name, version, engine, borders, changed_at, changed_by, locks) on public.plans to authenticated;

alter table public.plans add constraint plans_area_fkey
  foreign key (area_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.plans add constraint plans_based_on_fkey
  foreign key (based_on, district_id) references public.plans(id, district_id) on delete set null (based_on);

alter table public.plans add constraint plans_scheme_fkey
  foreign key (scheme_id) references public.schemes(id);

create policy "members read plans in force, staff those that they may see" on public.plans
  for select to authenticated
  using (state = 'published'::public.plan_state and (district_id in (select private.member_districts())) or state = 'superseded'::public.plan_state and (district_id in (select private.staff_districts())) or (area_id in (select private.reachable('{planner,reviewer,leader,admin}'::public.member_role[]))));

create policy "planners change drafts" on public.plans
  for update to authenticated
  using (state = 'draft'::public.plan_state and (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))))
  with check (state = 'draft'::public.plan_state and (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))) and (changed_by is null or changed_by = ((select auth.uid()))));

create policy "planners discard drafts" on public.plans
  for delete to authenticated
  using (state = 'draft'::public.plan_state and (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create function private.visible_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p
  where (p.state in ('published', 'superseded') and p.district_id in (select private.staff_districts()))
     or p.area_id in (select private.reachable('{planner,reviewer,leader,admin}'))
$$;
comment on function private.visible_plans() is
  'Plans the signed-in person may read. Security definer: the policies of the plan tables call it.';
grant execute on function private.visible_plans() to authenticated, service_role;

create policy "planners start drafts" on public.plans
  for insert to authenticated
  with check (state = 'draft'::public.plan_state and (area_id in (select private.reachable('{planner,admin}'::public.member_role[]))) and not ((select auth.uid())) is distinct from created_by and not ((select auth.uid())) is distinct from changed_by and (based_on is null or (based_on in (select private.visible_plans()))));

create table public.plan_communities (
  plan_id bigint not null,
  community_id bigint not null,
  district_id bigint not null,
  redraw_since timestamptz,
  in_force daterange not null default 'empty'::daterange,
  constraint plan_communities_pkey primary key (plan_id, community_id),
  constraint plan_communities_one_in_force exclude using gist (int8range(community_id, community_id, '[]'::text) with &&, in_force with &&) deferrable
);
comment on table public.plan_communities is
  'The communities that a plan covers, and whether it is the one in force there.';
comment on column public.plan_communities.redraw_since is
  'Since when the grids of a plan in force no longer tile the community, because its boundary was imported anew; null while they do.';
comment on column public.plan_communities.in_force is
  'The days on which the plan is in force in the community, by the district''s calendar; empty: never. Days to come count: it comes into force by itself.';
create index plan_communities_in_force_idx on public.plan_communities (community_id) where not isempty(in_force);
alter table public.plan_communities enable row level security;
grant delete, select on public.plan_communities to authenticated;
grant insert (plan_id, community_id, district_id) on public.plan_communities to authenticated;

alter table public.plan_communities add constraint plan_communities_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.plan_communities add constraint plan_communities_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create policy "members read what plans cover that they are shown" on public.plan_communities
  for select to authenticated
  using ((plan_id in (select private.shown_plans())));

create function private.editable_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p
  where p.state = 'draft' and p.area_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.editable_plans() is
  'Drafts the signed-in person may change. Security definer: the policies of the plan tables call it.';
grant execute on function private.editable_plans() to authenticated, service_role;

create policy "planners add their communities to drafts" on public.plan_communities
  for insert to authenticated
  with check ((plan_id in (select private.editable_plans())) and (community_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners remove plan_communities from drafts" on public.plan_communities
  for delete to authenticated
  using ((plan_id in (select private.editable_plans())));

create table public.grids (
  id bigint generated always as identity,
  district_id bigint not null,
  plan_id bigint not null,
  community_id bigint not null,
  level smallint not null,
  key integer not null,
  parent_id bigint,
  code text,
  name text not null default ''::text,
  locked boolean not null default false,
  households integer not null default 0,
  polygon extensions.geometry(multipolygon,4326) not null,
  kind text not null default 'residential'::text,
  constraint grids_pkey primary key (id),
  constraint grids_code_unique unique (plan_id, code),
  constraint grids_key_unique unique (plan_id, level, key),
  constraint grids_of_district unique (district_id, id),
  constraint grids_of_plan unique (plan_id, id),
  constraint grids_code_length check (length(code) <= 400),
  constraint grids_kind_known check (kind = any (array['residential'::text, 'market'::text, 'park'::text, 'school'::text, 'hospital'::text, 'estate'::text])),
  constraint grids_name_length check (length(name) <= 400),
  constraint grids_polygon_valid check (extensions.st_isvalid(polygon))
);
comment on table public.grids is
  'The unit that people are responsible for: part of exactly one community.';
comment on column public.grids.key is
  'The number by which a draft knows the grid; the code comes with publishing.';
comment on column public.grids.households is
  'Households when the plan was last saved, so that old plans keep their figures.';
comment on column public.grids.kind is
  'residential (综合网格), or what a dedicated grid (专属网格) is for: no household target is asked of it.';
create index grids_community_idx on public.grids (community_id);
create index grids_of_plan_community_idx on public.grids (plan_id, community_id);
create index grids_parent_idx on public.grids (plan_id, parent_id) where parent_id is not null;
create index grids_polygon_idx on public.grids using gist (polygon);
alter table public.grids enable row level security;
grant delete, select on public.grids to authenticated;
grant insert (district_id, plan_id, community_id, level, key, parent_id, name, locked, households, polygon, kind), update (community_id, parent_id, name, locked, households, polygon, kind) on public.grids to authenticated;

-- A function in SQL is planned anew in each statement that calls it; asked once a row by another function, that is once a row.
create function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language plpgsql stable set search_path = '' as $$
declare
  nearest public.grids;
begin
  select g.* into nearest from private.coverage_in_force covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community
    and extensions.st_dwithin(g.polygon, place, private.border_slack_degrees())
  order by g.level desc, extensions.st_distance(g.polygon, place), g.key limit 1;
  return nearest;
end $$;
comment on function private.grid_at(community bigint, place extensions.geometry) is
  'The leaf grid in force that covers a place of the community; on its border, or just outside of it, the nearest.';
grant execute on function private.grid_at(community bigint, place extensions.geometry) to authenticated, service_role;

alter table public.assignments add constraint assignments_grid_fkey
  foreign key (grid_id, district_id) references public.grids(id, district_id) on delete cascade;

alter table public.grids add constraint grids_community_fkey
  foreign key (community_id, plan_id) references public.plan_communities(community_id, plan_id) on delete cascade;

alter table public.grids add constraint grids_parent_fkey
  foreign key (parent_id, plan_id) references public.grids(id, plan_id) on delete set null (parent_id) deferrable initially deferred;

alter table public.grids add constraint grids_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create policy "members read grids of plans that they are shown" on public.grids
  for select to authenticated
  using ((plan_id in (select private.shown_plans())));

create policy "planners add grids to drafts" on public.grids
  for insert to authenticated
  with check ((plan_id in (select private.editable_plans())));

create policy "planners change grids of drafts" on public.grids
  for update to authenticated
  using ((plan_id in (select private.editable_plans())))
  with check ((plan_id in (select private.editable_plans())));

create policy "planners remove grids from drafts" on public.grids
  for delete to authenticated
  using ((plan_id in (select private.editable_plans())));

create table public.grid_buildings (
  plan_id bigint not null,
  building_id bigint not null,
  grid_id bigint not null,
  district_id bigint not null,
  constraint grid_buildings_pkey primary key (plan_id, building_id)
);
comment on table public.grid_buildings is
  'Which leaf grid a building lies in, for each plan.';
create index grid_buildings_building_idx on public.grid_buildings (district_id, building_id);
create index grid_buildings_grid_idx on public.grid_buildings (grid_id);
alter table public.grid_buildings enable row level security;
grant delete, insert, select on public.grid_buildings to authenticated;
grant update (grid_id) on public.grid_buildings to authenticated;

alter table public.grid_buildings add constraint grid_buildings_building_fkey
  foreign key (building_id, district_id) references public.buildings(id, district_id) on delete cascade;

alter table public.grid_buildings add constraint grid_buildings_grid_fkey
  foreign key (grid_id, plan_id) references public.grids(id, plan_id) on delete cascade;

alter table public.grid_buildings add constraint grid_buildings_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create policy "members read grid_buildings of plans they see" on public.grid_buildings
  for select to authenticated
  using ((plan_id in (select private.visible_plans())));

create policy "planners add grid_buildings to drafts" on public.grid_buildings
  for insert to authenticated
  with check ((plan_id in (select private.editable_plans())));

create policy "planners change grid_buildings of drafts" on public.grid_buildings
  for update to authenticated
  using ((plan_id in (select private.editable_plans())))
  with check ((plan_id in (select private.editable_plans())));

create policy "planners remove grid_buildings from drafts" on public.grid_buildings
  for delete to authenticated
  using ((plan_id in (select private.editable_plans())));

create table public.grid_codes (
  code text not null,
  community_id bigint not null,
  district_id bigint not null,
  number integer not null,
  issued_by bigint,
  issued_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint grid_codes_pkey primary key (code),
  constraint grid_codes_code_length check (length(code) <= 400)
);
comment on table public.grid_codes is
  'Every code ever issued; a code is never used again.';
create index grid_codes_community_idx on public.grid_codes (community_id, number);
create index grid_codes_issued_idx on public.grid_codes (issued_by) where issued_by is not null;
alter table public.grid_codes enable row level security;
grant select on public.grid_codes to authenticated;

alter table public.grid_codes add constraint grid_codes_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.grid_codes add constraint grid_codes_issued_by_fkey
  foreign key (issued_by, district_id) references public.plans(id, district_id) on delete set null (issued_by);

create policy "staff read the grid_codes of their district" on public.grid_codes
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create table public.grid_lineage (
  from_grid bigint not null,
  to_grid bigint not null,
  district_id bigint not null,
  buildings integer not null,
  households integer not null,
  constraint grid_lineage_pkey primary key (from_grid, to_grid)
);
comment on table public.grid_lineage is
  'Which grid became which, by the buildings and households they share.';
create index grid_lineage_to_idx on public.grid_lineage (to_grid);
alter table public.grid_lineage enable row level security;
grant select on public.grid_lineage to authenticated;

alter table public.grid_lineage add constraint grid_lineage_from_fkey
  foreign key (from_grid, district_id) references public.grids(id, district_id) on delete cascade;

alter table public.grid_lineage add constraint grid_lineage_to_fkey
  foreign key (to_grid, district_id) references public.grids(id, district_id) on delete cascade;

create policy "staff read the grid_lineage of their district" on public.grid_lineage
  for select to authenticated
  using ((district_id in (select private.staff_districts())));

create table public.plan_edits (
  plan_id bigint not null,
  number integer not null,
  district_id bigint not null,
  at timestamptz not null default now(),
  actor uuid,
  sentence jsonb not null,
  patch jsonb not null,
  undone boolean not null default false,
  constraint plan_edits_pkey primary key (plan_id, number)
);
comment on table public.plan_edits is
  'The planner''s history: each edit as a sentence and a patch (what was, what is), so that undo survives a reload.';
alter table public.plan_edits enable row level security;
grant delete, insert, select on public.plan_edits to authenticated;

alter table public.plan_edits add constraint plan_edits_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create policy "planners add their edits to drafts" on public.plan_edits
  for insert to authenticated
  with check ((plan_id in (select private.editable_plans())) and actor = ((select auth.uid())));

create policy "planners remove plan_edits from drafts" on public.plan_edits
  for delete to authenticated
  using ((plan_id in (select private.editable_plans())));

create table public.plan_remarks (
  id bigint generated always as identity,
  plan_id bigint not null,
  district_id bigint not null,
  "position" extensions.geometry(point,4326),
  body text not null,
  author uuid not null,
  at timestamptz not null default now(),
  settled_at timestamptz,
  reply_to bigint,
  grid_level smallint,
  grid_key integer,
  settled_by uuid,
  constraint plan_remarks_pkey primary key (id),
  constraint plan_remarks_of_plan unique (plan_id, id),
  constraint plan_remarks_body_length check (length(body) <= 10000),
  constraint plan_remarks_body_not_blank check (btrim(body) <> ''::text),
  constraint plan_remarks_grid_whole check ((grid_level is null) = (grid_key is null))
);
comment on table public.plan_remarks is
  'Comments on a plan; a reviewer''s remark may stand on the map.';
comment on column public.plan_remarks."position" is
  'Where the remark stands; of a remark on a grid a point inside it, which stays when the grid goes.';
comment on column public.plan_remarks.reply_to is
  'The remark that this one answers; answers are not answered.';
create index plan_remarks_plan_idx on public.plan_remarks (plan_id);
create index plan_remarks_reply_idx on public.plan_remarks (reply_to);
alter table public.plan_remarks enable row level security;
grant select on public.plan_remarks to authenticated;
grant insert (plan_id, district_id, "position", body, author, reply_to, grid_level, grid_key), update (settled_at, settled_by) on public.plan_remarks to authenticated;

alter table public.plan_remarks add constraint plan_remarks_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

alter table public.plan_remarks add constraint plan_remarks_reply_fkey
  foreign key (reply_to, plan_id) references public.plan_remarks(id, plan_id) on delete cascade;

create table public.plan_editors (
  plan_id bigint not null,
  user_id uuid not null,
  district_id bigint not null,
  name text not null,
  seen_at timestamptz not null default now(),
  constraint plan_editors_pkey primary key (plan_id, user_id),
  constraint plan_editors_name_length check (length(name) <= 400)
);
comment on table public.plan_editors is
  'Who has the draft open; a row older than a minute counts as gone.';
alter table public.plan_editors enable row level security;
grant delete, insert, select on public.plan_editors to authenticated;
grant update (seen_at) on public.plan_editors to authenticated;

alter table public.plan_editors add constraint plan_editors_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create function private.person_name(person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.user_id = person order by p.id limit 1),
    (select a.name from public.accounts a where a.user_id = person),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = person))
$$;
comment on function private.person_name(person uuid) is
  'The name by which colleagues know an account: of the roster, else its own, else the local part of its address. Security definer: accounts are not readable.';
grant execute on function private.person_name(person uuid) to authenticated, service_role;

create policy "planners announce themselves" on public.plan_editors
  for insert to authenticated
  with check (user_id = ((select auth.uid())) and (plan_id in (select private.editable_plans())) and name = coalesce(private.person_name((select auth.uid())), ''::text));

create policy "planners renew their own presence" on public.plan_editors
  for update to authenticated
  using (user_id = ((select auth.uid())));

create policy "planners take their presence back" on public.plan_editors
  for delete to authenticated
  using (user_id = ((select auth.uid())));

create policy "those who see a plan see who edits it" on public.plan_editors
  for select to authenticated
  using ((plan_id in (select private.visible_plans())));

-- GeoJSON to the tenth of a millimetre, so that shared borders stay shared.
create function private.geojson(geom extensions.geometry) returns jsonb
language sql immutable set search_path = '' as $$
  select extensions.st_asgeojson(geom, 9, 0)::jsonb
$$;
grant execute on function private.geojson(geom extensions.geometry) to authenticated, service_role;

create function private.lng_lat(point extensions.geometry) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_array(round(extensions.st_x(point)::numeric, 6), round(extensions.st_y(point)::numeric, 6))
$$;
grant execute on function private.lng_lat(point extensions.geometry) to authenticated, service_role;

create function private.communities_below(area bigint) returns setof public.areas
language sql stable set search_path = '' as $$
  select below.*
  from public.areas top
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where top.id = communities_below.area
$$;
comment on function private.communities_below(area bigint) is
  'Communities in an area, itself included.';
grant execute on function private.communities_below(area bigint) to authenticated, service_role;

-- Buildings that have a name are found by their address as well.
create function private.buildings_as_columns(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', coalesce(jsonb_agg(b.id order by b.id), '[]'),
    'lng', coalesce(jsonb_agg(extensions.st_x(b.position) order by b.id), '[]'),
    'lat', coalesce(jsonb_agg(extensions.st_y(b.position) order by b.id), '[]'),
    'households', coalesce(jsonb_agg(b.households order by b.id), '[]'),
    'estimated', case when bool_or(b.households_estimated) then jsonb_agg(b.households_estimated order by b.id) end,
    'community', coalesce(jsonb_agg(b.community_id order by b.id), '[]'),
    'compound', coalesce(jsonb_agg(b.compound_id order by b.id), '[]'),
    'name', coalesce(jsonb_agg(coalesce(nullif(b.name, ''), b.address) order by b.id), '[]'),
    'address', case when bool_or(b.name <> '' and b.address <> '') then jsonb_agg(b.address order by b.id) end,
    'footprint', case when count(b.footprint) = 0 then null
      else jsonb_agg(private.geojson(b.footprint) order by b.id) end)
  from public.buildings b
  where b.community_id in (select c.id from private.communities_below(buildings_as_columns.area) c)
$$;
comment on function private.buildings_as_columns(area bigint) is
  'Buildings of an area as parallel arrays in order of id; footprint is null when none is known, estimated when all households were counted, address where it says nothing beside name.';
grant execute on function private.buildings_as_columns(area bigint) to authenticated, service_role;

create function public.planning_input(area bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.areas;
  reach extensions.geometry;
begin
  select * into chosen from public.areas a where a.id = planning_input.area;
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', planning_input.area)::text;
  end if;
  if chosen.district_id not in (select private.staff_districts()) and (select auth.uid()) is not null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', chosen.id)::text;
  end if;
  select extensions.st_expand(extensions.st_setsrid(extensions.st_extent(c.boundary)::extensions.geometry, 4326), 0.002)
    into reach from private.communities_below(chosen.id) c;
  return jsonb_build_object(
    'area', jsonb_build_object('id', chosen.id, 'code', chosen.code, 'kind', chosen.kind, 'name', chosen.name,
      'nameEn', chosen.name_en, 'districtId', chosen.district_id),
    'communities', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en,
        'street', c.parent_id, 'boundary', private.geojson(c.boundary)) order by c.code), '[]')
      from private.communities_below(chosen.id) c),
    'buildings', private.buildings_as_columns(chosen.id),
    'compounds', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'community', c.community_id,
        'boundary', private.geojson(c.boundary)) order by c.id), '[]')
      from public.compounds c where c.community_id in (select below.id from private.communities_below(chosen.id) below)),
    'barriers', (
      select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'kind', b.kind, 'name', b.name,
        'line', private.geojson(b.line)) order by b.id), '[]')
      from public.barriers b
      where b.district_id = chosen.district_id and b.line operator(extensions.&&) reach),
    'crossings', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'line', private.geojson(c.line)) order by c.id), '[]')
      from public.crossings c
      where c.district_id = chosen.district_id and c.line operator(extensions.&&) reach));
end $$;
comment on function public.planning_input(area bigint) is
  'Everything the planner and the engine need of an area: communities, buildings as parallel arrays, compounds, barriers and crossings nearby. Errors: area-unknown, not-allowed.';
grant execute on function public.planning_input(area bigint) to authenticated;

create function private.grids_as_json(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', g.id, 'level', g.level, 'key', g.key, 'parent', parent.key, 'community', g.community_id, 'code', g.code,
    'name', g.name, 'locked', g.locked, 'kind', nullif(g.kind, 'residential'), 'households', g.households,
    'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.key), '[]')
  from public.grids g
  left join public.grids parent on parent.id = g.parent_id
  where g.plan_id = grids_as_json.plan
$$;
grant execute on function private.grids_as_json(plan bigint) to authenticated, service_role;

create function private.plan_as_json(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', plan.id, 'name', plan.name, 'state', private.plan_state(plan), 'version', plan.version,
    'districtId', plan.district_id, 'areaId', plan.area_id, 'areaCode', a.code, 'areaName', a.name, 'areaNameEn', a.name_en,
    'schemeId', plan.scheme_id, 'schemeName', s.name, 'schemeNameEn', s.name_en,
    'basedOn', plan.based_on, 'effectiveFrom', plan.effective_from, 'engine', plan.engine,
    'changedAt', plan.changed_at, 'changedBy', private.person_name(plan.changed_by),
    'createdAt', plan.created_at, 'submittedAt', plan.submitted_at, 'publishedAt', plan.published_at,
    'supersededAt', coalesce(plan.superseded_at, private.plan_ended(plan)::timestamptz),
    'pending', coalesce(plan.state = 'published' and plan.effective_from > private.local_date(plan.district_id, now()), false),
    'redraw', private.plan_redraw(plan))
  from public.areas a, public.schemes s
  where a.id = plan.area_id and s.id = plan.scheme_id
$$;
grant execute on function private.plan_as_json(plan public.plans) to authenticated, service_role;

create function private.readable_plan(plan bigint) returns public.plans
language plpgsql stable set search_path = '' as $$
declare
  found_plan public.plans;
begin
  select * into found_plan from public.plans p where p.id = readable_plan.plan;
  if not found or (found_plan.district_id not in (select private.staff_districts()) and (select auth.uid()) is not null) then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', readable_plan.plan)::text;
  end if;
  return found_plan;
end $$;
comment on function private.readable_plan(plan bigint) is
  'The plan, as far as the caller may see it; else plan-unknown. Of a plan in force a viewer sees the grids on the map and no more.';
grant execute on function private.readable_plan(plan bigint) to authenticated, service_role;

create function public.plan_detail(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_detail.plan);
begin
  return jsonb_build_object(
    'plan', private.plan_as_json(chosen),
    'borders', chosen.borders,
    'locks', chosen.locks,
    'communities', (select coalesce(jsonb_agg(pc.community_id order by pc.community_id), '[]')
      from public.plan_communities pc where pc.plan_id = chosen.id),
    'grids', private.grids_as_json(chosen.id),
    'assignment', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(gb.building_id order by gb.building_id), '[]'),
        'grid', coalesce(jsonb_agg(g.key order by gb.building_id), '[]'))
      from public.grid_buildings gb join public.grids g on g.id = gb.grid_id where gb.plan_id = chosen.id),
    'edits', (
      select coalesce(jsonb_agg(jsonb_build_object('number', e.number, 'at', e.at, 'by', private.person_name(e.actor),
        'sentence', e.sentence, 'patch', e.patch, 'undone', e.undone) order by e.number), '[]')
      from public.plan_edits e where e.plan_id = chosen.id),
    'remarks', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'position', private.geojson(r.position), 'body', r.body,
        'by', private.person_name(r.author), 'at', r.at, 'settledAt', r.settled_at) order by r.id), '[]')
      from public.plan_remarks r where r.plan_id = chosen.id));
end $$;
comment on function public.plan_detail(plan bigint) is
  'A plan with its grids, its locks, the leaf grid (by key) of each building as parallel arrays, its history and its remarks.';
grant execute on function public.plan_detail(plan bigint) to authenticated;

create function public.list_plans(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.plan_as_json(p) || jsonb_build_object(
    'grids', drawn.grids, 'leafGrids', drawn.leaves, 'households', drawn.households, 'within', drawn.within,
    'inForce', (select count(*) from private.coverage_in_force covered where covered.plan_id = p.id),
    'communities', (select count(*) from public.plan_communities pc where pc.plan_id = p.id))
    order by p.changed_at desc), '[]')
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  cross join lateral (
    select count(*) as grids, count(*) filter (where g.level = leaf.level) as leaves,
      coalesce(sum(g.households) filter (where g.level = leaf.level), 0) as households,
      count(*) filter (where g.level = leaf.level and (g.kind <> 'residential' or abs(g.households - leaf.target_households) <= s.tolerance * leaf.target_households)) as within
    from (select l.level, l.target_households from public.scheme_levels l where l.scheme_id = p.scheme_id order by l.level desc limit 1) leaf
    join public.grids g on g.plan_id = p.id
  ) drawn
  where p.district_id = list_plans.district
    and (p.district_id in (select private.staff_districts()) or (select auth.uid()) is null)
$$;
comment on function public.list_plans(district bigint) is
  'Plans of a district that the caller may see, the last changed first; none for a viewer. leafGrids, households, within: of the lowest level, within the tolerance of its target; a dedicated grid has none and counts as within.';
grant execute on function public.list_plans(district bigint) to authenticated;

create function public.list_schemes(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'code', s.code, 'isTemplate', s.district_id is null, 'name', s.name, 'nameEn', s.name_en,
    'tolerance', s.tolerance, 'codeDigits', s.code_digits,
    'shares', jsonb_build_object('incidents', s.incidents_share, 'visits', s.visits_share, 'area', s.area_share),
    'note', s.note, 'noteEn', s.note_en,
    'use', case when s.district_id in (select private.reachable('{planner,admin}')) then
      (select jsonb_build_object('plans', held.plans, 'drafts', held.drafts) from private.scheme_use(s.id) held) end,
    'levels', (
      select jsonb_agg(jsonb_build_object('level', l.level, 'name', l.name, 'nameEn', l.name_en, 'target', l.target_households,
        'posts', (
          select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
            'perGrid', p.per_grid, 'exclusive', p.exclusive, 'allowance', p.allowance_yuan_month, 'basis', p.basis,
            'basisHouseholds', p.basis_households, 'span', p.span, 'voluntary', p.voluntary, 'payPer', p.pay_per) order by p.id), '[]')
          from public.scheme_posts p where p.scheme_id = s.id and p.level = l.level)) order by l.level)
      from public.scheme_levels l where l.scheme_id = s.id)) order by s.district_id nulls first, s.id), '[]')
  from public.schemes s
  where s.district_id is null or s.district_id = list_schemes.district
$$;
comment on function public.list_schemes(district bigint) is
  'The templates and the schemes of a district, with levels (upper first) and posts; `use` says how many plans use a scheme that the caller may change, else null.';
grant execute on function public.list_schemes(district bigint) to authenticated;

create function public.create_scheme(district bigint, rule jsonb, client_key uuid default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'create_scheme', jsonb_build_array(district, rule));
  made bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  perform private.check_levels(rule);
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits,
    incidents_share, visits_share, area_share)
  select create_scheme.district, 'own-' || coalesce(max(substring(s.code from '^own-(\d+)$')::integer), 0) + 1, btrim(rule ->> 'name'),
    coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')), (rule ->> 'tolerance')::numeric, (rule ->> 'codeDigits')::smallint,
    private.given_share(rule, 'incidents'), private.given_share(rule, 'visits'), private.given_share(rule, 'area')
  from public.schemes s where s.district_id = create_scheme.district
  returning id into made;
  perform private.write_levels(made, rule);
  return (private.end_intent(client_key, jsonb_build_object('id', made)) ->> 'id')::bigint;
end $$;
comment on function public.create_scheme(district bigint, rule jsonb, client_key uuid) is
  'Makes a scheme of the district: {name, nameEn, tolerance, codeDigits, shares: {incidents, visits, area} in percent, levels: [{name, nameEn, target, posts: [{code, name, nameEn, perGrid, exclusive, allowance, basis, basisHouseholds, span, voluntary, payPer}]}]}, upper level first; a blank English name becomes the Chinese one. Returns its id; the same again under client_key is done once. Errors: scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong, sent-otherwise.';
grant execute on function public.create_scheme(district bigint, rule jsonb, client_key uuid) to authenticated;

create function private.locks_within(locks jsonb, plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with held as (
    select b.id
    from public.plan_communities pc
    join public.buildings b on b.community_id = pc.community_id
    where pc.plan_id = locks_within.plan
  )
  select jsonb_build_object(
    'buildings', (
      select coalesce(jsonb_agg(given.building order by given.at), '[]')
      from jsonb_array_elements(locks_within.locks -> 'buildings') with ordinality as given (building, at)
      where given.building::bigint in (select held.id from held)),
    'borders', (
      select coalesce(jsonb_agg(given.pair order by given.at), '[]')
      from jsonb_array_elements(locks_within.locks -> 'borders') with ordinality as given (pair, at)
      where (given.pair ->> 0)::bigint in (select held.id from held) and (given.pair ->> 1)::bigint in (select held.id from held)))
$$;
comment on function private.locks_within(locks jsonb, plan bigint) is
  'The locks as far as they lie in the communities of a plan.';
grant execute on function private.locks_within(locks jsonb, plan bigint) to authenticated, service_role;

create function private.check_plan_communities() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select w.community_id into stranger
  from written w
  join public.plans p on p.id = w.plan_id
  join public.areas top on top.id = p.area_id
  join public.areas a on a.id = w.community_id
  where not a.path operator(extensions.<@) top.path limit 1;
  if found then
    perform private.refuse_reference('community-outside-plan', jsonb_build_object('community', stranger));
  end if;
  return null;
end $$;
comment on function private.check_plan_communities() is
  'Refuses communities outside the area of their plan. Security definer: the rule holds whatever the writer may see.';

create function private.require_reach(roles public.member_role[], communities bigint[]) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select c into stranger from unnest(communities) c where c not in (select private.reachable(roles)) limit 1;
  if found then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', roles)::text;
  end if;
end $$;
comment on function private.require_reach(roles public.member_role[], communities bigint[]) is
  'Raises not-allowed unless the signed-in person holds one of the roles in every one of the communities. Security definer: reads memberships.';
grant execute on function private.require_reach(roles public.member_role[], communities bigint[]) to authenticated, service_role;

create function private.keep_locks_within() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.locks := private.locks_within(new.locks, new.id);
  return new;
end $$;
comment on function private.keep_locks_within() is
  'Leaves in the locks of a plan what lies in its communities. Security definer: the rule holds whatever the writer may see.';

create trigger zz_nothing_missing before insert or update on public.grid_buildings for each row when (new.plan_id is null or new.building_id is null or new.grid_id is null or new.district_id is null) execute function private.refuse_missing();

create trigger grid_codes_in_communities after insert on public.grid_codes referencing new table as written for each statement execute function private.check_communities();

create trigger grid_codes_stay_in_communities after update on public.grid_codes referencing new table as written for each statement execute function private.check_communities();

create trigger zz_nothing_missing before insert or update on public.grid_codes for each row when (new.code is null or new.community_id is null or new.district_id is null or new.number is null or new.issued_at is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.grid_lineage for each row when (new.from_grid is null or new.to_grid is null or new.district_id is null or new.buildings is null or new.households is null) execute function private.refuse_missing();

create trigger grids_on_levels_of_scheme after insert on public.grids referencing new table as drawn for each statement execute function private.check_grid_levels();

create trigger zz_nothing_missing before insert or update on public.grids for each row when (new.district_id is null or new.plan_id is null or new.community_id is null or new.level is null or new.key is null or new.name is null or new.locked is null or new.households is null or new.polygon is null) execute function private.refuse_missing();

create trigger plan_communities_in_area after insert on public.plan_communities referencing new table as written for each statement execute function private.check_plan_communities();

create trigger plan_communities_in_communities after insert on public.plan_communities referencing new table as written for each statement execute function private.check_communities();

create trigger plan_communities_stay_in_area after update on public.plan_communities referencing new table as written for each statement execute function private.check_plan_communities();

create trigger plan_communities_stay_in_communities after update on public.plan_communities referencing new table as written for each statement execute function private.check_communities();

create trigger plan_communities_topic_delete after delete on public.plan_communities referencing old table as changed for each statement execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');

create trigger plan_communities_topic_insert after insert on public.plan_communities referencing new table as changed for each statement execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');

create trigger plan_communities_topic_update after update on public.plan_communities referencing new table as changed for each statement execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');

create trigger zz_nothing_missing before insert or update on public.plan_communities for each row when (new.plan_id is null or new.community_id is null or new.district_id is null or new.in_force is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.plan_editors for each row when (new.plan_id is null or new.user_id is null or new.district_id is null or new.name is null or new.seen_at is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.plan_edits for each row when (new.plan_id is null or new.number is null or new.district_id is null or new.at is null or new.sentence is null or new.patch is null or new.undone is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.plan_remarks for each row when (new.plan_id is null or new.district_id is null or new.body is null or new.author is null or new.at is null) execute function private.refuse_missing();

create trigger plans_audit after insert or delete or update on public.plans for each row execute function private.audit();

create trigger plans_keep_area after update of area_id, district_id on public.plans for each row when (old.area_id is distinct from new.area_id or old.district_id is distinct from new.district_id) execute function private.keep_district();

create trigger plans_keep_posts after update of scheme_id on public.plans for each row when (old.scheme_id is distinct from new.scheme_id) execute function private.keep_posts();

create trigger plans_locks_within before insert or update of locks on public.plans for each row when (new.locks <> '{"borders": [], "buildings": []}'::jsonb and jsonb_typeof(new.locks -> 'buildings'::text) = 'array'::text and jsonb_typeof(new.locks -> 'borders'::text) = 'array'::text) execute function private.keep_locks_within();

create trigger plans_scheme_of_district before insert or update of scheme_id, district_id on public.plans for each row execute function private.check_plan_scheme();

create trigger plans_topic_delete after delete on public.plans referencing old table as changed for each statement execute function private.note_topic('drafts', 'c.district_id', 'true');

create trigger plans_topic_insert after insert on public.plans referencing new table as changed for each statement execute function private.note_topic('drafts', 'c.district_id', 'true');

create trigger plans_topic_update after update on public.plans referencing new table as changed for each statement execute function private.note_topic('drafts', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.plans for each row when (new.district_id is null or new.area_id is null or new.scheme_id is null or new.name is null or new.state is null or new.version is null or new.engine is null or new.borders is null or new.created_at is null or new.changed_at is null or new.locks is null) execute function private.refuse_missing();
