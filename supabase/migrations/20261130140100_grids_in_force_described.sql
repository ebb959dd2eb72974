-- What is handed out of what is in force is what is handed out of a plan: buildings, ground, posts and people of each grid.

create or replace function public.grids_in_force(area bigint, day date default null) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  chosen constant public.areas := private.staffed_area(grids_in_force.area);
  that_day constant date := coalesce(grids_in_force.day, private.local_date(chosen.district_id, now()));
begin
  return (
    with shown as materialized (
      select * from private.grids_on(chosen.id, that_day)
    ), leaves as materialized (
      select s.id, s.parent_id, count(*) as buildings, sum(b.households) filter (where b.households_estimated) as estimated
      from shown s
      join public.grid_buildings gb on gb.grid_id = s.id and gb.plan_id = s.plan_id
      join public.buildings b on b.id = gb.building_id
      group by s.id, s.parent_id
    ), contents as (
      select l.id, l.buildings, l.estimated from leaves l
      union all
      select l.parent_id, sum(l.buildings), sum(l.estimated) from leaves l where l.parent_id is not null group by l.parent_id
    ), staff as (
      select held.grid_id as id, jsonb_agg(distinct who.name) as people
      from public.assignments held
      join shown s on s.id = held.grid_id
      join public.people who on who.id = held.person_id
      where held.since <= that_day and (held.until is null or held.until > that_day)
      group by held.grid_id
    ), posts as (
      select post.scheme_id, post.level, sum(post.per_grid) as per_grid from public.scheme_posts post
      where post.basis = 'grid' group by post.scheme_id, post.level
    )
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'level', g.level, 'key', g.key, 'code', g.code, 'name', g.name,
      'plan', g.plan_id, 'planName', p.name, 'from', lower(g.in_force), 'until', upper(g.in_force), 'community', g.community_id,
      'parentCode', parent.code, 'households', g.households, 'target', g.target_households, 'tolerance', g.tolerance, 'isLeaf', g.is_leaf,
      'buildings', coalesce(c.buildings, 0), 'estimated', coalesce(c.estimated, 0),
      'areaSquareMetres', round(private.square_metres(g.polygon)::numeric),
      'posts', coalesce(posts.per_grid, 0), 'people', coalesce(staff.people, '[]'),
      'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)), 'polygon', private.geojson(g.polygon)) order by g.level, g.code, g.id), '[]')
    from shown g
    join public.plans p on p.id = g.plan_id
    left join public.grids parent on parent.id = g.parent_id
    left join contents c on c.id = g.id
    left join staff on staff.id = g.id
    left join posts on posts.scheme_id = g.scheme_id and posts.level = g.level);
end $$;
comment on function public.grids_in_force is
  'The grids of every level that are in force in an area on a day (today where none is given), each with its plan and days, what lies in it, how many posts it asks for and who holds one on the day. Errors: area-unknown, not-allowed.';
