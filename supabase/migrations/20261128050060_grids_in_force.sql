-- What is in force, over all plans: where a street has a plan of its own, the district's plan is in force everywhere else.
-- Maps, walls and figures ask this view and nothing else.

create view private.grids_in_force with (security_invoker = true) as
  select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
    p.scheme_id, level.target_households, s.tolerance,
    not exists (select from public.scheme_levels lower where lower.scheme_id = p.scheme_id and lower.level > g.level) as is_leaf
  from public.plan_communities covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  join public.plans p on p.id = g.plan_id
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels level on level.scheme_id = s.id and level.level = g.level
  where covered.in_force;
comment on view private.grids_in_force is
  'The grids in force, of every level and over all plans, with their scheme, target and tolerance; is_leaf: those that hold the buildings.';
grant select on private.grids_in_force to authenticated, service_role;

create or replace function public.grids_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households, 'target', l.target_households,
    'deviation', round((l.households - l.target_households)::numeric / l.target_households, 4), 'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from private.grids_in_force l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
  where l.is_leaf and l.community_id in (select c.id from private.communities_below(grids_map.area) c)
$$;

create or replace function private.grid_condition(grid text, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select format('i.community_id = %s and extensions.st_covers(%L::extensions.geometry, i.position)', g.community_id, g.polygon::text)
      from private.grids_in_force g where g.community_id = any (seen) and g.code = grid),
    'false')
$$;
