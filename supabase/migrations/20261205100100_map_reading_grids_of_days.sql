-- The map of grids is of any day: the heat map counts on the grids that were in force then.
drop function public.grids_map(bigint);
create function public.grids_map(area bigint, day date default null) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households,
    'kind', nullif(l.kind, 'residential'), 'target', case when l.kind = 'residential' then l.target_households end,
    'deviation', case when l.kind = 'residential' then round((l.households - l.target_households)::numeric / l.target_households, 4) end,
    'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from (
    select g.id, g.district_id, g.code, g.name, g.community_id, g.households, g.target_households, g.tolerance, g.polygon, g.is_leaf, g.kind
    from private.grids_in_force g where grids_map.day is null
    union all
    select g.id, g.district_id, g.code, g.name, g.community_id, g.households, g.target_households, g.tolerance, g.polygon, g.is_leaf, g.kind
    from private.grids_ever_in_force g where g.in_force @> grids_map.day) l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
  where l.is_leaf and l.community_id in (select c from private.communities_in(grids_map.area) c)
    and ((select auth.uid()) is null or l.district_id in (select private.my_districts()))
$$;
comment on function public.grids_map(area bigint, day date) is
  'The leaf grids in force in an area on a day (today where none is given) as features with code, name, community, households, kind (null: residential), target and deviation (null where it is dedicated) and tolerance. Security definer: a display sees them on the map and reads no plan.';
grant execute on function public.grids_map(area bigint, day date) to authenticated;
