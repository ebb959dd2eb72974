-- What stands in a district: compounds, buildings, barriers, crossings, service points and the base map.

create table public.compounds (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint compounds_district_fkey references public.areas (id) on delete cascade,
  community_id bigint constraint compounds_community_fkey references public.areas (id) on delete set null,
  name text not null,
  source_id text not null,
  boundary extensions.geometry(MultiPolygon, 4326) constraint compounds_boundary_valid check (extensions.st_isvalid(boundary)),
  constraint compounds_source_unique unique (district_id, source_id)
);
comment on table public.compounds is 'Gated estates and courtyards; kept whole in one grid wherever they fit.';
create index compounds_community_idx on public.compounds (community_id);

create table public.buildings (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint buildings_district_fkey references public.areas (id) on delete cascade,
  community_id bigint not null constraint buildings_community_fkey references public.areas (id) on delete cascade,
  compound_id bigint constraint buildings_compound_fkey references public.compounds (id) on delete set null,
  source_id text not null,
  name text not null default '',
  address text not null default '',
  storeys smallint constraint buildings_storeys_positive check (storeys > 0),
  households integer not null constraint buildings_households_counted check (households >= 0),
  position extensions.geometry(Point, 4326) not null,
  footprint extensions.geometry(MultiPolygon, 4326) constraint buildings_footprint_valid check (extensions.st_isvalid(footprint)),
  doubtful text,
  constraint buildings_source_unique unique (district_id, source_id)
);
comment on table public.buildings is 'Addresses with storeys and a count of households; never persons.';
comment on column public.buildings.doubtful is 'Why the position is in doubt (geocoding), or null.';
create index buildings_community_idx on public.buildings (community_id);
create index buildings_compound_idx on public.buildings (compound_id);
create index buildings_position_idx on public.buildings using gist (position);

create type public.barrier_kind as enum ('main_road', 'river', 'rail', 'wall');
create table public.barriers (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint barriers_district_fkey references public.areas (id) on delete cascade,
  kind public.barrier_kind not null,
  name text not null default '',
  line extensions.geometry(MultiLineString, 4326) not null constraint barriers_line_valid check (extensions.st_isvalid(line)),
  source_id text not null,
  constraint barriers_source_unique unique (district_id, source_id)
);
comment on table public.barriers is 'Main roads, rivers and rails: no grid crosses one.';
create index barriers_line_idx on public.barriers using gist (line);

create table public.crossings (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint crossings_district_fkey references public.areas (id) on delete cascade,
  name text not null default '',
  line extensions.geometry(MultiLineString, 4326) not null,
  source_id text not null,
  constraint crossings_source_unique unique (district_id, source_id)
);
comment on table public.crossings is 'Bridges and underpasses by which two sides of a barrier may still share a grid.';
create index crossings_line_idx on public.crossings using gist (line);

create table public.service_points (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint service_points_district_fkey references public.areas (id) on delete cascade,
  kind text not null,
  name text not null,
  name_en text,
  address text not null default '',
  telephone text not null default '',
  position extensions.geometry(Point, 4326) not null,
  source_id text not null,
  constraint service_points_source_unique unique (district_id, source_id)
);
comment on table public.service_points is 'Where residents are served; the reach of services is measured from here.';
comment on column public.service_points.telephone is 'Work telephone of the point, shown to the public.';
create index service_points_position_idx on public.service_points using gist (position);

create type public.base_layer as enum ('road', 'rail', 'water', 'green', 'land', 'building', 'place');
create table public.base_features (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint base_features_district_fkey references public.areas (id) on delete cascade,
  layer public.base_layer not null,
  class text not null default '',
  name text not null default '',
  name_en text,
  geom extensions.geometry(Geometry, 4326) not null constraint base_features_geom_valid check (extensions.st_isvalid(geom)),
  source_id text not null,
  constraint base_features_source_unique unique (district_id, layer, source_id)
);
comment on table public.base_features is 'What the offline base map draws. class: trunk, primary, secondary, local, path for roads; river, lake, canal for water; park, wood, grass for green.';
create index base_features_geom_idx on public.base_features using gist (geom);
create index base_features_district_idx on public.base_features (district_id, layer);

-- One rule for all six: members of the district read, its planners and admins write.
do $$
declare
  place text;
begin
  foreach place in array array['compounds', 'buildings', 'barriers', 'crossings', 'service_points', 'base_features'] loop
    execute format('alter table public.%I enable row level security', place);
    execute format('create policy %I on public.%I for select to authenticated using (district_id in (select private.my_districts()))',
      'members read the ' || place || ' of their district', place);
    execute format('create policy %I on public.%I for insert to authenticated with check (district_id in (select private.reachable(''{planner,admin}'')))',
      'planners and admins add ' || place, place);
    execute format('create policy %I on public.%I for update to authenticated using (district_id in (select private.reachable(''{planner,admin}'')))',
      'planners and admins change ' || place, place);
    execute format('create policy %I on public.%I for delete to authenticated using (district_id in (select private.reachable(''{planner,admin}'')))',
      'planners and admins remove ' || place, place);
    execute format('grant select, insert, update, delete on public.%I to authenticated, service_role', place);
  end loop;
end $$;
