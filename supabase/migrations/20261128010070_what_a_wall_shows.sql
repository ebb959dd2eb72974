-- The base map of a wall answers everybody who holds a role in the district; the tables behind it are for its staff. Plans answer
-- staff only, and who serves where is told to those who may know it, instead of looking vacant to the others.

create or replace function public.base_map(area bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  with chosen as (
    select a.district_id from public.areas a
    where a.id = base_map.area and a.district_id in (select private.my_districts())
  ), drawn as (
    select f.layer::text, f.class, f.name, f.name_en, f.geom, f.id
    from public.base_features f where f.district_id = (select district_id from chosen)
    union all
    select 'building', '', '', null, b.footprint, b.id
    from public.buildings b where b.district_id = (select district_id from chosen) and b.footprint is not null
  )
  select private.collection(jsonb_agg(private.feature(d.layer || d.id, d.geom, jsonb_strip_nulls(jsonb_build_object(
    'layer', d.layer, 'class', nullif(d.class, ''), 'name', nullif(d.name, ''), 'nameEn', d.name_en)))))
  from drawn d
$$;
comment on function public.base_map is
  'The base map of the district that an area lies in: features with layer (road, rail, water, green, land, building, place), class, name and nameEn. Footprints of buildings are among them. Security definer: a wall sees footprints, not buildings.';

create or replace function private.person_for(leaf bigint, upper bigint) returns jsonb
language sql stable set search_path = '' as $$
  with posts as (
    select p.*, false as above from private.posts_of_grid(leaf) p
    union all
    select p.*, true from private.posts_of_grid(upper) p
  )
  select case when leaf is null or private.may_know_staff((select g.community_id from public.grids g where g.id = leaf)) then
    jsonb_build_object(
      'person', (
        select jsonb_build_object('id', person.id, 'name', person.name, 'organisation', person.organisation,
          'workTelephone', person.work_telephone, 'post', p.code, 'postName', p.name, 'postNameEn', p.name_en)
        from posts p join public.people person on person.id = p.person_id
        where p.on_duty
        order by p.above, not p.exclusive, p.per_grid, p.post_id, person.id limit 1),
      'vacancies', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en) order by p.per_grid, p.post_id)
        from posts p where p.person_id is null and p.exclusive and not p.above), '[]'),
      'offDuty', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en, 'name', person.name) order by p.post_id)
        from posts p join public.people person on person.id = p.person_id
        where not p.on_duty and not p.above), '[]'))
    else '{"person": null, "vacancies": [], "offDuty": []}' end
$$;
comment on function private.person_for is
  'Who answers for a grid today: on duty, exclusive posts first (the post that fewest hold leads), then shared ones, then those of the upper grid; with the exclusive posts that are vacant and those who are off duty. Nobody, and no post as vacant, for those who may not know the staff there.';

create or replace function public.planning_input(area bigint) returns jsonb
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
comment on function public.planning_input is
  'Everything the planner and the engine need of an area: communities, buildings as parallel arrays, compounds, barriers and crossings nearby. Errors: area-unknown, not-allowed.';

create or replace function private.readable_plan(plan bigint) returns public.plans
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
comment on function private.readable_plan is
  'The plan, as far as the caller may see it; else plan-unknown. Of a plan in force a viewer sees the grids on the map and no more.';

create or replace function public.list_plans(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.plan_as_json(p) || jsonb_build_object(
    'grids', (select count(*) from public.grids g where g.plan_id = p.id),
    'inForce', (select count(*) from public.plan_communities pc where pc.plan_id = p.id and pc.in_force),
    'communities', (select count(*) from public.plan_communities pc where pc.plan_id = p.id))
    order by p.changed_at desc), '[]')
  from public.plans p
  where p.district_id = list_plans.district
    and (p.district_id in (select private.staff_districts()) or (select auth.uid()) is null)
$$;
comment on function public.list_plans is 'Plans of a district that the caller may see, the last changed first; none for a viewer.';

create or replace function public.plan_faults(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.readable_plan(plan_faults.plan);
  return (
    select coalesce(jsonb_agg(to_jsonb(fault) || jsonb_build_object('amount', round(fault.amount::numeric, 2))
      order by fault.code, fault.level, fault.key, fault.building), '[]')
    from (
      select * from private.assignment_faults(plan_faults.plan)
      union all select * from private.tiling_faults(plan_faults.plan)
      union all select * from private.position_faults(plan_faults.plan)
      union all select * from private.contiguity_faults(plan_faults.plan)
    ) fault);
end $$;
comment on function public.plan_faults is
  'Hard faults of a plan as it is stored: [{code, level, key, community, building, amount}]. Empty: it may be submitted. Error: plan-unknown, so that a plan that may not be read never looks faultless.';
