create type public.plan_state as enum ('draft', 'submitted', 'published', 'superseded');

create table public.plans (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint plans_district_fkey references public.areas (id) on delete cascade,
  area_id bigint not null constraint plans_area_fkey references public.areas (id) on delete cascade,
  scheme_id bigint not null constraint plans_scheme_fkey references public.schemes (id),
  name text not null constraint plans_name_not_blank check (btrim(name) <> ''),
  state public.plan_state not null default 'draft',
  version integer not null default 1,
  based_on bigint constraint plans_based_on_fkey references public.plans (id) on delete set null,
  effective_from date,
  engine jsonb not null default '{}',
  borders jsonb not null default '[]',
  created_by uuid,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  submitted_at timestamptz,
  published_at timestamptz,
  superseded_at timestamptz
);
comment on table public.plans is 'One drawing of grids under a scheme: draft → submitted → published → superseded.';
comment on column public.plans.version is 'Grows with every save; a save against an older version is refused.';
comment on column public.plans.engine is 'Preset, seed and steps by which the engine drew it, so that it can be made again.';
comment on column public.plans.borders is 'Border edits beyond the buildings'' own cells, in order (see docs/geometry.md).';
create index plans_area_idx on public.plans (area_id, state);
create index plans_district_idx on public.plans (district_id, state);

create table public.plan_communities (
  plan_id bigint not null constraint plan_communities_plan_fkey references public.plans (id) on delete cascade,
  community_id bigint not null constraint plan_communities_community_fkey references public.areas (id) on delete cascade,
  district_id bigint not null constraint plan_communities_district_fkey references public.areas (id) on delete cascade,
  in_force boolean not null default false,
  constraint plan_communities_pkey primary key (plan_id, community_id)
);
comment on table public.plan_communities is 'The communities that a plan covers, and whether it is the one in force there.';
create unique index plan_communities_one_in_force on public.plan_communities (community_id) where in_force;

create table public.grids (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint grids_district_fkey references public.areas (id) on delete cascade,
  plan_id bigint not null constraint grids_plan_fkey references public.plans (id) on delete cascade,
  community_id bigint not null constraint grids_community_fkey references public.areas (id) on delete cascade,
  level smallint not null,
  key integer not null,
  parent_id bigint constraint grids_parent_fkey references public.grids (id) on delete set null deferrable initially deferred,
  code text,
  name text not null default '',
  locked boolean not null default false,
  households integer not null default 0,
  polygon extensions.geometry(MultiPolygon, 4326) not null constraint grids_polygon_valid check (extensions.st_isvalid(polygon)),
  constraint grids_key_unique unique (plan_id, level, key),
  constraint grids_code_unique unique (plan_id, code)
);
comment on table public.grids is 'The unit that people are responsible for: part of exactly one community.';
comment on column public.grids.key is 'The number by which a draft knows the grid; the code comes with publishing.';
comment on column public.grids.households is 'Households when the plan was last saved, so that old plans keep their figures.';
create index grids_community_idx on public.grids (community_id);
create index grids_polygon_idx on public.grids using gist (polygon);

create table public.grid_buildings (
  plan_id bigint not null constraint grid_buildings_plan_fkey references public.plans (id) on delete cascade,
  building_id bigint not null constraint grid_buildings_building_fkey references public.buildings (id) on delete cascade,
  grid_id bigint not null constraint grid_buildings_grid_fkey references public.grids (id) on delete cascade,
  district_id bigint not null constraint grid_buildings_district_fkey references public.areas (id) on delete cascade,
  constraint grid_buildings_pkey primary key (plan_id, building_id)
);
comment on table public.grid_buildings is 'Which leaf grid a building lies in, for each plan.';
create index grid_buildings_grid_idx on public.grid_buildings (grid_id);

create table public.grid_codes (
  code text primary key,
  community_id bigint not null constraint grid_codes_community_fkey references public.areas (id) on delete cascade,
  district_id bigint not null constraint grid_codes_district_fkey references public.areas (id) on delete cascade,
  number integer not null,
  issued_by bigint constraint grid_codes_issued_by_fkey references public.plans (id) on delete set null,
  issued_at timestamptz not null default now(),
  retired_at timestamptz
);
comment on table public.grid_codes is 'Every code ever issued; a code is never used again.';
create index grid_codes_community_idx on public.grid_codes (community_id, number);

create table public.grid_lineage (
  from_grid bigint not null constraint grid_lineage_from_fkey references public.grids (id) on delete cascade,
  to_grid bigint not null constraint grid_lineage_to_fkey references public.grids (id) on delete cascade,
  district_id bigint not null constraint grid_lineage_district_fkey references public.areas (id) on delete cascade,
  buildings integer not null,
  households integer not null,
  constraint grid_lineage_pkey primary key (from_grid, to_grid)
);
comment on table public.grid_lineage is 'Which grid became which, by the buildings and households they share.';
create index grid_lineage_to_idx on public.grid_lineage (to_grid);

create table public.plan_edits (
  plan_id bigint not null constraint plan_edits_plan_fkey references public.plans (id) on delete cascade,
  number integer not null,
  district_id bigint not null constraint plan_edits_district_fkey references public.areas (id) on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  sentence jsonb not null,
  patch jsonb not null,
  undone boolean not null default false,
  constraint plan_edits_pkey primary key (plan_id, number)
);
comment on table public.plan_edits is 'The planner''s history: each edit as a sentence and a patch (what was, what is), so that undo survives a reload.';

create table public.plan_remarks (
  id bigint generated always as identity primary key,
  plan_id bigint not null constraint plan_remarks_plan_fkey references public.plans (id) on delete cascade,
  district_id bigint not null constraint plan_remarks_district_fkey references public.areas (id) on delete cascade,
  position extensions.geometry(Point, 4326),
  body text not null constraint plan_remarks_body_not_blank check (btrim(body) <> ''),
  author uuid not null,
  at timestamptz not null default now(),
  settled_at timestamptz
);
comment on table public.plan_remarks is 'Comments on a plan; a reviewer''s remark may stand on the map.';
create index plan_remarks_plan_idx on public.plan_remarks (plan_id);

create table public.plan_editors (
  plan_id bigint not null constraint plan_editors_plan_fkey references public.plans (id) on delete cascade,
  user_id uuid not null,
  district_id bigint not null constraint plan_editors_district_fkey references public.areas (id) on delete cascade,
  name text not null,
  seen_at timestamptz not null default now(),
  constraint plan_editors_pkey primary key (plan_id, user_id)
);
comment on table public.plan_editors is 'Who has the draft open; a row older than a minute counts as gone.';
