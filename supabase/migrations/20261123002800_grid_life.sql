-- The life of a grid: what it was in each plan, what it came from and became, who served on it, what happened on its ground.

create or replace function private.kin(grid bigint, forward boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', relative.code, 'plan', relative.plan_id, 'key', relative.key,
    'level', relative.level, 'name', relative.name, 'of', relative.households,
    'households', l.households, 'buildings', l.buildings) order by l.households desc, relative.code), '[]')
  from public.grid_lineage l
  join public.grids relative on relative.id = case when kin.forward then l.to_grid else l.from_grid end
  where kin.grid = case when kin.forward then l.from_grid else l.to_grid end
$$;

create function private.incidents_by_month(polygon extensions.geometry, community bigint, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('month', counted.month, 'incidents', counted.incidents) order by counted.month), '[]')
  from (
    select to_char(i.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as incidents
    from public.incidents i
    where i.community_id = incidents_by_month.community and i.reported_at >= incidents_by_month.since
      and i.district_id = (select a.district_id from public.areas a where a.id = incidents_by_month.community)
      and extensions.st_intersects(i.position, incidents_by_month.polygon)
    group by 1
  ) counted
$$;
comment on function private.incidents_by_month is
  'Incidents on a piece of ground since a moment, by month; months without any are left out.';

create function private.buildings_of_grid(grid bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(nullif(b.name, ''), b.address), 'lng', extensions.st_x(b.position),
    'lat', extensions.st_y(b.position), 'households', b.households) order by b.name, b.id), '[]')
  from private.grid_members m join public.buildings b on b.id = m.building_id
  where m.grid_id = buildings_of_grid.grid
$$;

create function private.people_of_grids(grids bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', who.name, 'post', post.name, 'postEn', post.name_en,
    'plan', g.plan_id, 'since', s.since, 'until', s.until) order by s.since, post.id, who.name), '[]')
  from public.assignments s
  join public.grids g on g.id = s.grid_id
  join public.people who on who.id = s.person_id
  join public.scheme_posts post on post.id = s.post_id
  where s.grid_id = any (people_of_grids.grids)
$$;

-- A plan ends in each community by itself: on the day on which the next one is in force there.
create function private.in_force_until(plan bigint, community bigint) returns date
language sql stable set search_path = '' as $$
  select min(later.effective_from)
  from public.plans p
  join public.plan_communities pc on pc.community_id = in_force_until.community
  join public.plans later on later.id = pc.plan_id and later.state in ('published', 'superseded')
  where p.id = in_force_until.plan and p.state in ('published', 'superseded') and later.published_at > p.published_at
$$;
comment on function private.in_force_until is 'The day on which a plan was replaced in a community; null while it is in force.';

-- A grid as one plan has it; `since`: from when its incidents are counted.
create function private.grid_version(grid public.grids, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('grid', grid.id, 'level', grid.level, 'key', grid.key, 'code', grid.code, 'name', grid.name,
    'plan', private.plan_as_json(p) - 'engine', 'target', l.target_households, 'tolerance', s.tolerance, 'levelName', l.name,
    'levelNameEn', l.name_en,
    'inForce', exists (select 1 from public.plan_communities pc
      where pc.plan_id = p.id and pc.community_id = grid.community_id and pc.in_force),
    'until', private.in_force_until(p.id, grid.community_id),
    'households', grid.households, 'polygon', private.geojson(grid.polygon),
    'neighbours', (
      select coalesce(jsonb_agg(jsonb_build_object('code', other.code, 'key', other.key, 'level', other.level,
        'label', private.lng_lat(extensions.st_pointonsurface(other.polygon)), 'polygon', private.geojson(other.polygon)) order by other.key), '[]')
      from public.grids other
      where other.plan_id = grid.plan_id and other.level = grid.level and other.id <> grid.id
        and other.polygon operator(extensions.&&) extensions.st_expand(grid.polygon, 0.0005)),
    'parent', (select jsonb_build_object('code', u.code, 'key', u.key, 'level', u.level, 'name', u.name)
      from public.grids u where u.id = grid.parent_id),
    'children', (select coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'key', c.key, 'level', c.level, 'households', c.households)
      order by c.code, c.key), '[]') from public.grids c where c.parent_id = grid.id),
    'buildings', private.buildings_of_grid(grid.id),
    'from', private.kin(grid.id, false), 'became', private.kin(grid.id, true),
    'incidents', private.incidents_by_month(grid.polygon, grid.community_id, grid_version.since))
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels l on l.scheme_id = s.id and l.level = grid.level
  where p.id = grid.plan_id
$$;

drop function public.grid_life(text);
create function public.grid_life(code text, since timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  issued public.grid_codes;
begin
  select * into issued from public.grid_codes c where c.code = grid_life.code;
  if not found then
    raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('code', grid_life.code)::text;
  end if;
  return jsonb_build_object('code', issued.code, 'issuedAt', issued.issued_at, 'retiredAt', issued.retired_at,
    'community', (select jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'nameEn', a.name_en)
      from public.areas a where a.id = issued.community_id),
    'versions', (
      select coalesce(jsonb_agg(private.grid_version(g, grid_life.since) order by p.published_at), '[]')
      from public.grids g join public.plans p on p.id = g.plan_id
      where g.code = issued.code and p.state in ('published', 'superseded')),
    'people', private.people_of_grids(array(select g.id from public.grids g where g.code = issued.code)));
end $$;
comment on function public.grid_life is
  'The life of a grid by its code: in every plan it stood in its ground, households, buildings, kin and incidents by month since a moment; and who served on it. Error: grid-unknown.';

create function public.grid_life_in_plan(plan bigint, level integer, key integer, since timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(grid_life_in_plan.plan);
  found_grid public.grids;
begin
  select * into found_grid from public.grids g
  where g.plan_id = chosen.id and g.level = grid_life_in_plan.level and g.key = grid_life_in_plan.key;
  if not found then
    raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('key', grid_life_in_plan.key)::text;
  end if;
  if found_grid.code is not null then
    return public.grid_life(found_grid.code, grid_life_in_plan.since);
  end if;
  return jsonb_build_object('code', null, 'issuedAt', null, 'retiredAt', null,
    'community', (select jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'nameEn', a.name_en)
      from public.areas a where a.id = found_grid.community_id),
    'versions', jsonb_build_array(private.grid_version(found_grid, grid_life_in_plan.since)
      || jsonb_build_object('from', private.expected_kin(found_grid))),
    'people', '[]'::jsonb);
end $$;
comment on function public.grid_life_in_plan is
  'The same by plan, level and key. A grid that has no code yet has one version, and comes from the grids in force on its buildings. Errors: plan-unknown, grid-unknown.';

create function private.expected_kin(grid public.grids) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', earlier.code, 'plan', earlier.plan_id, 'key', earlier.key,
    'level', earlier.level, 'name', earlier.name, 'of', earlier.households, 'households', shared.households,
    'buildings', shared.buildings) order by shared.households desc, earlier.code), '[]')
  from (
    select held.grid_id, sum(b.households)::integer as households, count(*)::integer as buildings
    from private.grid_members mine
    join public.buildings b on b.id = mine.building_id
    join public.plan_communities pc on pc.community_id = grid.community_id and pc.in_force
    join private.grid_members held on held.plan_id = pc.plan_id and held.building_id = mine.building_id
    where mine.grid_id = grid.id
    group by held.grid_id
  ) shared
  join public.grids earlier on earlier.id = shared.grid_id
  where not exists (select 1 from public.grids child where child.parent_id = earlier.id)
$$;
comment on function private.expected_kin is 'The leaf grids in force that share buildings with a grid that is not published yet.';

grant execute on function private.incidents_by_month, private.buildings_of_grid, private.people_of_grids, private.grid_version,
  private.in_force_until, private.expected_kin to authenticated, service_role;
grant execute on function public.grid_life, public.grid_life_in_plan to authenticated, service_role;
