-- A boundary imported anew is settled anew with what stands on it: before anything is written it says which plans in force no
-- longer tile and which buildings lie outside; afterwards those plans are marked, and buildings follow the ground.

alter table public.plan_communities add column redraw_since timestamptz;
comment on column public.plan_communities.redraw_since is
  'Since when the grids of a plan in force no longer tile the community, because its boundary was imported anew; null while they do.';

alter table public.imports add column boundaries jsonb not null default '[]';
comment on column public.imports.boundaries is 'What new boundaries would do to plans in force and to buildings; see private.boundary_effects().';

create or replace function private.community_around(import bigint, district bigint, place extensions.geometry, within_metres double precision) returns text
language plpgsql stable set search_path = '' as $$
declare
  reach extensions.geometry := case when within_metres = 0 then place
    else extensions.st_buffer(place::extensions.geography, within_metres)::extensions.geometry end;
  found text;
begin
  select r.code into found from public.import_rows r
  where r.import_id = import and r.part = 'community' and r.refusal is null and extensions.st_intersects(r.geom, reach)
  order by extensions.st_distance(r.geom, place), r.code limit 1;
  if found is null then
    select a.code into found from public.areas a
    where a.district_id = district and a.kind = 'community' and extensions.st_intersects(a.boundary, reach)
      and not exists (
        select from public.import_rows r
        where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null and r.code = a.code)
    order by extensions.st_distance(a.boundary, place), a.id limit 1;
  end if;
  return found;
end $$;
comment on function private.community_around is
  'Code of the community at a place, or of the nearest within some metres, with the boundaries as they would be after the import; null where there is none.';

create function private.refuse_left_buildings(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with leaving as materialized (
    select r.number, b.households, coalesce(nullif(b.name, ''), b.source_id) as name
    from public.import_rows r
    join public.areas a on a.code = r.code and a.district_id = district
    join public.buildings b on b.community_id = a.id
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null
      and not extensions.st_intersects(b.position, extensions.st_force2d(r.geom))
      and private.community_around(import, district, b.position, private.near_community_metres()) is null
  )
  update public.import_rows r set refusal = 'leaves-buildings-outside', detail = l.words
  from (
    select l.number, count(*) || ' (' || sum(l.households) || '): ' || array_to_string((array_agg(l.name order by l.name))[1:10], ', ')
      || case when count(*) > 10 then ' …' else '' end as words
    from leaving l group by l.number) l
  where r.import_id = import and r.number = l.number
$$;
comment on function private.refuse_left_buildings is
  'Refuses a boundary that leaves buildings in no community: leaves-buildings-outside, with how many, their households and names. Nobody could publish a plan there.';

create function private.boundary_effects(import bigint, district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with anew as materialized (
    select r.number, r.code, r.payload ->> 'name' as name, r.refusal, r.geom, a.id as community
    from public.import_rows r
    join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.geom is not null
      and (r.outcome = 'changed' or r.refusal in ('leaves-buildings-outside', 'boundaries-overlap'))
      and extensions.st_asbinary(a.boundary) is distinct from extensions.st_asbinary(r.geom)
  ), drawn as materialized (
    select n.number, p.id, p.name, extensions.st_union(g.polygon) as ground
    from anew n
    join public.plan_communities pc on pc.community_id = n.community and pc.in_force
    join public.plans p on p.id = pc.plan_id
    join public.grids g on g.plan_id = p.id and g.community_id = n.community and g.level = 1
    group by n.number, p.id
  ), outside as materialized (
    select n.number, b.households, coalesce(nullif(b.name, ''), b.source_id) as name
    from anew n join public.buildings b on b.community_id = n.community and not extensions.st_intersects(b.position, extensions.st_force2d(n.geom))
  ), told as (
    select n.number, n.code, n.name, n.refusal is not null as refused,
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name,
          'bareSquareMetres', round(private.square_metres(extensions.st_difference(n.geom, d.ground, 1e-9))),
          'beyondSquareMetres', round(private.square_metres(extensions.st_difference(d.ground, n.geom, 1e-9)))) order by d.id), '[]')
        from drawn d where d.number = n.number) as plans,
      count(o.name) as buildings, coalesce(sum(o.households), 0) as households,
      coalesce(to_jsonb((array_agg(o.name order by o.name) filter (where o.name is not null))[1:20]), '[]') as names
    from anew n left join outside o on o.number = n.number
    group by n.number, n.code, n.name, n.refusal, n.geom
  )
  select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', t.name, 'refused', t.refused, 'plans', t.plans,
    'buildings', t.buildings, 'households', t.households, 'buildingNames', t.names) order by t.number), '[]')
  from told t where t.plans <> '[]' or t.buildings > 0
$$;
comment on function private.boundary_effects is
  'What boundaries that are imported anew do: [{ code, name, refused, plans: [{ id, name, bareSquareMetres (without a grid), beyondSquareMetres (grids outside) }], buildings, households (outside of the new boundary), buildingNames (the first 20) }].';

create function private.move_buildings_with_boundaries(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  moved bigint[];
begin
  with anew as materialized (
    select a.id, a.boundary from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.outcome = 'changed' and r.geom is not null
  ), strays as materialized (
    select b.id, b.community_id, private.community_around(import, district, b.position, 0) as inside,
      extensions.st_dwithin(b.position::extensions.geography, n.boundary::extensions.geography, private.near_community_metres()) as near_own,
      b.position
    from anew n join public.buildings b on b.community_id = n.id and not extensions.st_intersects(b.position, extensions.st_force2d(n.boundary))
  ), homes as (
    select s.id, home.id as home from strays s
    join public.areas home on home.district_id = district
      and home.code = case when s.inside is not null then s.inside
        when not s.near_own then private.community_around(import, district, s.position, private.near_community_metres()) end
    where home.id <> s.community_id
  ), followed as (
    update public.buildings b set community_id = homes.home from homes where b.id = homes.id
    returning b.id, b.compound_id
  )
  select array_agg(f.compound_id) into moved from followed f where f.compound_id is not null;
  update public.compounds c set community_id = (
    select case when count(distinct b.community_id) = 1 then min(b.community_id) end from public.buildings b where b.compound_id = c.id)
  where c.id = any (moved);
  perform private.mark_redraws(import, district);
end $$;
comment on function private.move_buildings_with_boundaries is
  'After boundaries changed, buildings belong to the community on whose ground they stand; those within 50 m of their own stay. Marks the plans in force that no longer tile.';

create function private.mark_redraws(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with anew as materialized (
    select a.id, a.boundary from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.outcome = 'changed' and r.geom is not null
  ), judged as materialized (
    select pc.plan_id, pc.community_id,
      private.square_metres(extensions.st_symdifference(n.boundary, extensions.st_union(g.polygon), 1e-9)) > private.border_strip_square_metres(n.boundary)
      or exists (
        select from public.grid_buildings gb join public.grids own on own.id = gb.grid_id join public.buildings b on b.id = gb.building_id
        where gb.plan_id = pc.plan_id and own.community_id = pc.community_id and b.community_id <> own.community_id) as broken
    from anew n
    join public.plan_communities pc on pc.community_id = n.id and pc.in_force
    join public.grids g on g.plan_id = pc.plan_id and g.community_id = n.id and g.level = 1
    group by pc.plan_id, pc.community_id, n.boundary
  )
  update public.plan_communities pc set redraw_since = case when j.broken then coalesce(pc.redraw_since, now()) end
  from judged j where pc.plan_id = j.plan_id and pc.community_id = j.community_id
$$;

create function private.plan_redraw(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select case when plan.state = 'published' then jsonb_build_object(
    'communities', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]')
      from public.plan_communities pc join public.areas a on a.id = pc.community_id
      where pc.plan_id = plan.id and pc.in_force and pc.redraw_since is not null),
    'buildings', (
      select count(*) from public.plan_communities pc join public.buildings b on b.community_id = pc.community_id
      where pc.plan_id = plan.id and pc.in_force
        and not exists (select from public.grid_buildings gb where gb.plan_id = plan.id and gb.building_id = b.id))) end
$$;
comment on function private.plan_redraw is
  'Why a plan in force has to be drawn anew: { communities (names of those whose boundary was imported anew and is no longer tiled), buildings (that came since and lie in none of its grids) }; null for a plan that is not published.';
grant execute on function private.plan_redraw to authenticated, service_role;

create or replace function private.plan_as_json(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', plan.id, 'name', plan.name, 'state', plan.state, 'version', plan.version,
    'districtId', plan.district_id, 'areaId', plan.area_id, 'areaCode', a.code, 'areaName', a.name, 'areaNameEn', a.name_en,
    'schemeId', plan.scheme_id, 'schemeName', s.name, 'schemeNameEn', s.name_en,
    'basedOn', plan.based_on, 'effectiveFrom', plan.effective_from, 'engine', plan.engine,
    'changedAt', plan.changed_at, 'changedBy', private.person_name(plan.changed_by),
    'createdAt', plan.created_at, 'submittedAt', plan.submitted_at, 'publishedAt', plan.published_at,
    'supersededAt', plan.superseded_at, 'redraw', private.plan_redraw(plan))
  from public.areas a, public.schemes s
  where a.id = plan.area_id and s.id = plan.scheme_id
$$;
