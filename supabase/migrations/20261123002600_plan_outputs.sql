-- What a plan is used for: last year's incidents on its grids, and the notice board of each grid.

create function public.plan_incidents(plan bigint, since timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_incidents.plan);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'incidents', counted.incidents) order by g.key), '[]')
    from public.grids g
    cross join lateral (
      select count(*) as incidents
      from public.incidents i
      where i.district_id = chosen.district_id and i.community_id = g.community_id
        and i.reported_at >= plan_incidents.since and extensions.st_intersects(i.position, g.polygon)
    ) counted
    where g.plan_id = chosen.id
  );
end $$;
comment on function public.plan_incidents is
  'Incidents reported since a moment by the grids of a plan, of any date: an incident keeps its position, and its grid is looked up.';

create function private.holders_of(grid bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('post', post.name, 'postEn', post.name_en, 'name', who.name,
    'telephone', who.work_telephone) order by post.id, who.name), '[]')
  from public.assignments held
  join public.scheme_posts post on post.id = held.post_id
  join public.people who on who.id = held.person_id
  where held.grid_id = holders_of.grid and held.until is null
$$;
grant execute on function private.holders_of to authenticated, service_role;

create function public.notice_boards(plan bigint, community bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(notice_boards.plan);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'code', g.code, 'name', g.name,
      'households', g.households, 'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)),
      'polygon', private.geojson(g.polygon),
      'holders', private.holders_of(g.id) || case when g.parent_id is null then '[]' else private.holders_of(g.parent_id) end,
      'buildings', (
        select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(nullif(b.name, ''), b.address), 'lng', extensions.st_x(b.position),
          'lat', extensions.st_y(b.position), 'households', b.households) order by b.name), '[]')
        from public.grid_buildings gb join public.buildings b on b.id = gb.building_id where gb.grid_id = g.id),
      'servicePoint', (
        select jsonb_build_object('name', s.name, 'address', s.address, 'telephone', s.telephone)
        from public.service_points s where s.district_id = g.district_id
        order by s.kind <> 'community_center', s.position operator(extensions.<->) extensions.st_centroid(g.polygon) limit 1)) order by g.code, g.key), '[]')
    from public.grids g
    where g.plan_id = chosen.id and g.community_id = notice_boards.community
      and not exists (select 1 from public.grids child where child.parent_id = g.id)
  );
end $$;
comment on function public.notice_boards is
  'What stands on the public notice board of each leaf grid of a community: its ground and buildings, who serves on it with work telephones, and the nearest service point.';
grant execute on function public.plan_incidents, public.notice_boards to authenticated, service_role;
