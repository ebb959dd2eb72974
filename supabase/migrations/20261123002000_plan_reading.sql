-- What the planner reads: one JSON each, so that no limit on rows can cut it in silence.

-- Who changed a plan last, so that a second planner learns whose version is newer.
alter table public.plans add column changed_by uuid;

create function private.person_name(person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.user_id = person order by p.id limit 1),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = person))
$$;
comment on function private.person_name is
  'The name by which colleagues know an account: of the roster, else the local part of its address. Security definer: accounts are not readable.';
grant execute on function private.person_name to authenticated, service_role;

-- GeoJSON to the tenth of a millimetre, so that shared borders stay shared.
create function private.geojson(geom extensions.geometry) returns jsonb
language sql immutable set search_path = '' as $$
  select extensions.st_asgeojson(geom, 9, 0)::jsonb
$$;
grant execute on function private.geojson to authenticated, service_role;

create function private.lng_lat(point extensions.geometry) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_array(round(extensions.st_x(point)::numeric, 6), round(extensions.st_y(point)::numeric, 6))
$$;
grant execute on function private.lng_lat to authenticated, service_role;

create function private.communities_below(area bigint) returns setof public.areas
language sql stable set search_path = '' as $$
  select below.*
  from public.areas top
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where top.id = communities_below.area
$$;
comment on function private.communities_below is 'Communities in an area, itself included.';
grant execute on function private.communities_below to authenticated, service_role;

create function private.buildings_as_columns(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', coalesce(jsonb_agg(b.id order by b.id), '[]'),
    'lng', coalesce(jsonb_agg(extensions.st_x(b.position) order by b.id), '[]'),
    'lat', coalesce(jsonb_agg(extensions.st_y(b.position) order by b.id), '[]'),
    'households', coalesce(jsonb_agg(b.households order by b.id), '[]'),
    'community', coalesce(jsonb_agg(b.community_id order by b.id), '[]'),
    'compound', coalesce(jsonb_agg(b.compound_id order by b.id), '[]'),
    'name', coalesce(jsonb_agg(coalesce(nullif(b.name, ''), b.address) order by b.id), '[]'),
    'footprint', case when count(b.footprint) = 0 then null
      else jsonb_agg(private.geojson(b.footprint) order by b.id) end)
  from public.buildings b
  where b.community_id in (select c.id from private.communities_below(buildings_as_columns.area) c)
$$;
comment on function private.buildings_as_columns is 'Buildings of an area as parallel arrays in order of id; footprint is null when none is known.';
grant execute on function private.buildings_as_columns to authenticated, service_role;

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
comment on function public.planning_input is
  'Everything the planner and the engine need of an area: communities, buildings as parallel arrays, compounds, barriers and crossings nearby.';

create function private.grids_as_json(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', g.id, 'level', g.level, 'key', g.key, 'parent', parent.key, 'community', g.community_id, 'code', g.code,
    'name', g.name, 'locked', g.locked, 'households', g.households,
    'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.key), '[]')
  from public.grids g
  left join public.grids parent on parent.id = g.parent_id
  where g.plan_id = grids_as_json.plan
$$;
grant execute on function private.grids_as_json to authenticated, service_role;

create function private.plan_as_json(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', plan.id, 'name', plan.name, 'state', plan.state, 'version', plan.version,
    'districtId', plan.district_id, 'areaId', plan.area_id, 'areaCode', a.code, 'areaName', a.name, 'areaNameEn', a.name_en,
    'schemeId', plan.scheme_id, 'schemeName', s.name, 'schemeNameEn', s.name_en,
    'basedOn', plan.based_on, 'effectiveFrom', plan.effective_from, 'engine', plan.engine,
    'changedAt', plan.changed_at, 'changedBy', private.person_name(plan.changed_by),
    'createdAt', plan.created_at, 'submittedAt', plan.submitted_at, 'publishedAt', plan.published_at,
    'supersededAt', plan.superseded_at)
  from public.areas a, public.schemes s
  where a.id = plan.area_id and s.id = plan.scheme_id
$$;
grant execute on function private.plan_as_json to authenticated, service_role;

create function private.readable_plan(plan bigint) returns public.plans
language plpgsql stable set search_path = '' as $$
declare
  found_plan public.plans;
begin
  select * into found_plan from public.plans p where p.id = readable_plan.plan;
  if not found then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', readable_plan.plan)::text;
  end if;
  return found_plan;
end $$;
comment on function private.readable_plan is 'The plan, as far as the caller may see it; else plan-unknown.';
grant execute on function private.readable_plan to authenticated, service_role;

create function public.plan_detail(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_detail.plan);
begin
  return jsonb_build_object(
    'plan', private.plan_as_json(chosen),
    'borders', chosen.borders,
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
comment on function public.plan_detail is
  'A plan with its grids, the leaf grid (by key) of each building as parallel arrays, its history and its remarks.';

create function public.list_plans(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.plan_as_json(p) || jsonb_build_object(
    'grids', (select count(*) from public.grids g where g.plan_id = p.id),
    'inForce', (select count(*) from public.plan_communities pc where pc.plan_id = p.id and pc.in_force),
    'communities', (select count(*) from public.plan_communities pc where pc.plan_id = p.id))
    order by p.changed_at desc), '[]')
  from public.plans p where p.district_id = list_plans.district
$$;
comment on function public.list_plans is 'Plans of a district that the caller may see, the last changed first.';

create function public.list_schemes(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'code', s.code, 'isTemplate', s.district_id is null, 'name', s.name, 'nameEn', s.name_en,
    'tolerance', s.tolerance, 'codeDigits', s.code_digits, 'note', s.note, 'noteEn', s.note_en,
    'levels', (
      select jsonb_agg(jsonb_build_object('level', l.level, 'name', l.name, 'nameEn', l.name_en, 'target', l.target_households,
        'posts', (
          select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
            'perGrid', p.per_grid, 'exclusive', p.exclusive, 'allowance', p.allowance_yuan_month) order by p.id), '[]')
          from public.scheme_posts p where p.scheme_id = s.id and p.level = l.level)) order by l.level)
      from public.scheme_levels l where l.scheme_id = s.id)) order by s.district_id nulls first, s.id), '[]')
  from public.schemes s
  where s.district_id is null or s.district_id = list_schemes.district
$$;
comment on function public.list_schemes is 'The templates and the schemes of a district, with levels (upper first) and posts.';

create function public.create_scheme(district bigint, template bigint, scheme jsonb) returns bigint
language plpgsql set search_path = '' as $$
declare
  made bigint;
begin
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits)
  select create_scheme.district, t.code || '-' || (select count(*) + 1 from public.schemes s where s.district_id = create_scheme.district),
    create_scheme.scheme ->> 'name', create_scheme.scheme ->> 'name', (create_scheme.scheme ->> 'tolerance')::numeric,
    (create_scheme.scheme ->> 'codeDigits')::smallint
  from public.schemes t where t.id = create_scheme.template
  returning id into made;
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
  select made, l.level, l.name, l.name_en, coalesce(given.target::integer, l.target_households)
  from public.scheme_levels l
  left join jsonb_array_elements_text(create_scheme.scheme -> 'targets') with ordinality as given (target, level) on given.level = l.level
  where l.scheme_id = create_scheme.template;
  insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, exclusive, allowance_yuan_month)
  select made, p.level, p.code, p.name, p.name_en, p.per_grid, p.exclusive, p.allowance_yuan_month
  from public.scheme_posts p where p.scheme_id = create_scheme.template;
  return made;
end $$;
comment on function public.create_scheme is
  'Makes a scheme of the district from a template, with other figures: {name, tolerance, codeDigits, targets: [per level]}. Returns its id.';
grant execute on function public.list_schemes, public.create_scheme to authenticated, service_role;
grant execute on function public.planning_input, public.plan_detail, public.list_plans to authenticated, service_role;
