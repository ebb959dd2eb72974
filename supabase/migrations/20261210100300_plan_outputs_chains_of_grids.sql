-- What is told of the grids of a plan reaches to the top, however many levels there are: estimates, buildings, holders of posts, the
-- comparison of two drawings, and in the life of a grid what those above and below it are called.

create or replace function public.notice_boards(plan bigint, community bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(notice_boards.plan);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'code', g.code, 'name', g.name,
      'households', g.households, 'label', private.lng_lat(extensions.st_pointonsurface(g.polygon)),
      'polygon', private.geojson(g.polygon),
      'holders', (
        select coalesce(jsonb_agg(held.holder order by c.steps, held.at), '[]')
        from private.grid_chains c cross join lateral jsonb_array_elements(private.holders_of(c.above_id)) with ordinality as held (holder, at)
        where c.grid_id = g.id),
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

create or replace function private.grid_version(grid public.grids, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('grid', grid.id, 'level', grid.level, 'key', grid.key, 'code', grid.code, 'name', grid.name,
    'plan', private.plan_as_json(p) - 'engine', 'kind', nullif(grid.kind, 'residential'),
    'target', case when grid.kind = 'residential' then l.target_households end, 'tolerance', s.tolerance, 'levelName', l.name,
    'levelNameEn', l.name_en,
    'inForce', exists (select from private.coverage_in_force covered
      where covered.plan_id = p.id and covered.community_id = grid.community_id),
    'until', private.in_force_until(p.id, grid.community_id),
    'households', grid.households, 'polygon', private.geojson(grid.polygon),
    'neighbours', (
      select coalesce(jsonb_agg(jsonb_build_object('code', other.code, 'key', other.key, 'level', other.level,
        'label', private.lng_lat(extensions.st_pointonsurface(other.polygon)), 'polygon', private.geojson(other.polygon)) order by other.key), '[]')
      from public.grids other
      where other.plan_id = grid.plan_id and other.level = grid.level and other.id <> grid.id
        and other.polygon operator(extensions.&&) extensions.st_expand(grid.polygon, 0.0005)),
    'parent', (
      select jsonb_build_object('code', u.code, 'key', u.key, 'level', u.level, 'name', u.name, 'levelName', above.name, 'levelNameEn', above.name_en)
      from public.grids u join public.scheme_levels above on above.scheme_id = s.id and above.level = u.level where u.id = grid.parent_id),
    'children', (
      select coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'key', c.key, 'level', c.level, 'households', c.households,
        'levelName', below.name, 'levelNameEn', below.name_en) order by c.code, c.key), '[]')
      from public.grids c join public.scheme_levels below on below.scheme_id = s.id and below.level = c.level where c.parent_id = grid.id),
    'buildings', private.buildings_of_grid(grid.id),
    'from', private.kin(grid.id, false), 'became', private.kin(grid.id, true),
    'incidents', private.incidents_by_month(grid, grid_version.since))
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels l on l.scheme_id = s.id and l.level = grid.level
  where p.id = grid.plan_id
$$;

create or replace function public.plan_estimates(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_estimates.plan);
begin
  return (
    with leaves as (
      select g.id, count(*) as buildings, sum(b.households) as households
      from public.grids g
      join public.grid_buildings gb on gb.grid_id = g.id
      join public.buildings b on b.id = gb.building_id and b.households_estimated
      where g.plan_id = chosen.id group by g.id
    ), all_levels as (
      select c.above_id as id, sum(l.buildings) as buildings, sum(l.households) as households
      from leaves l join private.grid_chains c on c.plan_id = chosen.id and c.grid_id = l.id group by c.above_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'buildings', a.buildings, 'households', a.households)
      order by g.level, g.key), '[]')
    from all_levels a join public.grids g on g.id = a.id
  );
end $$;

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
      select s.id, s.plan_id, count(*) as buildings, sum(b.households) filter (where b.households_estimated) as estimated
      from shown s
      join public.grid_buildings gb on gb.grid_id = s.id and gb.plan_id = s.plan_id
      join public.buildings b on b.id = gb.building_id
      group by s.id, s.plan_id
    ), contents as (
      select c.above_id as id, sum(l.buildings) as buildings, sum(l.estimated) as estimated
      from leaves l join private.grid_chains c on c.plan_id = l.plan_id and c.grid_id = l.id group by c.above_id
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
      'parentCode', parent.code, 'households', g.households, 'kind', nullif(g.kind, 'residential'),
      'target', case when g.kind = 'residential' then g.target_households end, 'tolerance', g.tolerance, 'isLeaf', g.is_leaf,
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

-- Of the members of grids only those of the level asked for are looked up.
create or replace function private.compared(a bigint, b bigint, shared bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  with old_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.a, compared.shared) g where g.depth = compared.depth
  ), new_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.b, compared.shared) g where g.depth = compared.depth
  ), both_sides as materialized (
    select o.building_id as building, o.grid_id as was, n.grid_id as becomes, bu.households
    from old_side
    join private.grid_members o on o.grid_id = old_side.id and o.plan_id = old_side.plan_id and o.steps = compared.depth
    join public.buildings bu on bu.id = o.building_id and bu.community_id = any (compared.shared)
    join private.grid_members n on n.building_id = o.building_id and n.steps = compared.depth
    join new_side on new_side.id = n.grid_id and new_side.plan_id = n.plan_id
  ), shares as materialized (
    select was, becomes, sum(households) as households, count(*) as buildings from both_sides group by was, becomes
  ), heir as (
    select distinct on (was) was, becomes, households, buildings from shares order by was, households desc, buildings desc, becomes
  ), stays as materialized (
    select distinct on (becomes) was, becomes from heir order by becomes, households desc, buildings desc, was
  ), moved as materialized (
    select bp.* from both_sides bp left join stays s on s.was = bp.was and s.becomes = bp.becomes where s.was is null
  )
  select jsonb_build_object(
    'depth', compared.depth,
    'before', private.balance_of_side(compared.a, compared.shared, compared.depth),
    'after', private.balance_of_side(compared.b, compared.shared, compared.depth),
    'households', (select coalesce(sum(households), 0) from both_sides),
    'movedHouseholds', (select coalesce(sum(households), 0) from moved),
    'moved', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(m.building order by m.building), '[]'),
        'from', coalesce(jsonb_agg(o.key order by m.building), '[]'),
        'to', coalesce(jsonb_agg(n.key order by m.building), '[]'))
      from moved m join old_side o on o.id = m.was join new_side n on n.id = m.becomes),
    'pairs', (
      select coalesce(jsonb_agg(jsonb_build_object('from', o.key, 'fromCode', o.code, 'to', n.key, 'toCode', n.code,
        'households', sh.households, 'buildings', sh.buildings,
        'same', exists (select 1 from stays s where s.was = sh.was and s.becomes = sh.becomes)) order by o.key, sh.households desc), '[]')
      from shares sh join old_side o on o.id = sh.was join new_side n on n.id = sh.becomes))
$$;

create or replace function public.compare_plans(a bigint default null, b bigint default null) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  anchor constant public.plans := private.readable_plan(coalesce(compare_plans.b, compare_plans.a));
  covered_before bigint[];
  covered_after bigint[];
  shared bigint[];
  depths integer;
begin
  if compare_plans.a is not null then
    perform private.readable_plan(compare_plans.a);
  end if;
  covered_before := array(
    select pc.community_id from public.plan_communities pc where pc.plan_id = compare_plans.a
    union
    select covered.community_id from private.coverage_in_force covered
    join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = anchor.id
    where compare_plans.a is null);
  covered_after := array(
    select pc.community_id from public.plan_communities pc where pc.plan_id = compare_plans.b
    union
    select covered.community_id from private.coverage_in_force covered
    join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = anchor.id
    where compare_plans.b is null);
  shared := array(select c from unnest(covered_before) c where c = any (covered_after) order by c);
  depths := least(
    (select coalesce(max(g.depth), 0) from private.grids_of_side(compare_plans.a, shared) g),
    (select coalesce(max(g.depth), 0) from private.grids_of_side(compare_plans.b, shared) g));
  return private.compared(compare_plans.a, compare_plans.b, shared, 0) || jsonb_build_object(
    'communities', to_jsonb(shared),
    'scope', jsonb_build_object('shared', cardinality(shared), 'before', cardinality(covered_before), 'after', cardinality(covered_after),
      'district', (select count(*) from public.areas c where c.district_id = anchor.district_id and c.kind = 'community')),
    'upper', case when depths > 0 then private.compared(compare_plans.a, compare_plans.b, shared, 1) end,
    'top', case when depths > 1 then private.compared(compare_plans.a, compare_plans.b, shared, 2) end,
    'staffBefore', private.posts_of_side(compare_plans.a, shared),
    'staffAfter', private.posts_of_side(compare_plans.b, shared));
end $$;

comment on function public.compare_plans(a bigint, b bigint) is
  'From one drawing to another in the communities they share, where null means what is in force today: balance before and after, what moves, posts, people and cost, and the same for the level above where both have one (upper), and for the one above that (top). scope: how many communities are shared, how many each covers, and how many the district has. A grid lives on in the grid that shares most of its households; where several would, in the one of them that shares most, as people move when a plan is published. Buildings outside it move: theirs are the households whose grid worker changes. Error: plan-unknown.';

comment on function private.grids_of_side(plan bigint, communities bigint[]) is
  'Grids of a plan, or of what is in force (null), in some communities. key: the number in the plan, or the id of a grid in force; depth: 0 for those that hold the buildings, 1 for the level above, 2 for the one above that.';

create or replace function private.flatten_levels(chosen public.plans) returns void
language plpgsql security definer set search_path = '' as $$
declare
  one_level smallint;
begin
  update public.grids g set parent_id = null
  from public.grids parent where g.plan_id = chosen.id and parent.id = g.parent_id and parent.level = 1;
  delete from public.grids g where g.plan_id = chosen.id and g.level = 1;
  -- One level after the other, from above: two grids of a level never have one key.
  for one_level in select distinct g.level from public.grids g where g.plan_id = chosen.id order by 1 loop
    update public.grids g set level = g.level - 1 where g.plan_id = chosen.id and g.level = one_level;
  end loop;
end $$;

comment on function private.flatten_levels(chosen public.plans) is
  'Takes the uppermost level of a draft away; those under it stay. Security definer: the level of a grid is written by nobody else; called once the draft is locked.';

create or replace function private.raise_levels(chosen public.plans) returns void
language plpgsql security definer set search_path = '' as $$
declare
  one_level smallint;
begin
  for one_level in select distinct g.level from public.grids g where g.plan_id = chosen.id order by 1 desc loop
    update public.grids g set level = g.level + 1 where g.plan_id = chosen.id and g.level = one_level;
  end loop;
  insert into public.grids (district_id, plan_id, community_id, level, key, polygon)
  select chosen.district_id, chosen.id, g.community_id, 1, row_number() over (order by g.community_id),
    extensions.st_multi(extensions.st_union(g.polygon, 1e-9))
  from public.grids g where g.plan_id = chosen.id and g.level = 2 group by g.community_id;
  update public.grids g set parent_id = above.id
  from public.grids above
  where g.plan_id = chosen.id and g.level = 2 and above.plan_id = chosen.id and above.level = 1 and above.community_id = g.community_id;
end $$;

comment on function private.raise_levels(chosen public.plans) is
  'Puts a level above those of a draft: each community becomes one grid of it, to be cut further. Security definer, as flatten_levels.';

create or replace function public.change_plan_scheme(plan bigint, expected_version integer, scheme bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.lock_draft(change_plan_scheme.plan, change_plan_scheme.expected_version);
  was integer := (select count(*) from public.scheme_levels l where l.scheme_id = chosen.scheme_id);
  becomes integer := (select count(*) from public.scheme_levels l where l.scheme_id = change_plan_scheme.scheme);
begin
  if becomes = 0 then
    raise exception 'scheme-unknown' using errcode = 'P0001', detail = json_build_object('scheme', change_plan_scheme.scheme)::text;
  end if;
  update public.plans p set scheme_id = change_plan_scheme.scheme, version = p.version + 1, changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  for step in 1 .. was - becomes loop
    perform private.flatten_levels(chosen);
  end loop;
  for step in 1 .. becomes - was loop
    perform private.raise_levels(chosen);
  end loop;
  if was <> becomes then
    -- Steps speak of grids by level: none of them can be taken back on other levels.
    delete from public.plan_edits e where e.plan_id = chosen.id;
    perform private.count_households(chosen.id);
  end if;
  return private.plan_as_json(chosen);
end $$;

comment on function public.change_plan_scheme(plan bigint, expected_version integer, scheme bigint) is
  'Measures a draft by another scheme. To fewer levels the lower grids stay; for each level more every community becomes one grid above those there are; then the history begins anew. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, scheme-unknown.';
