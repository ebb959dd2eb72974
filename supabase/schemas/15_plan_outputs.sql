-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function public.compare_plans(a bigint default null, b bigint default null) returns jsonb
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
grant execute on function public.compare_plans(a bigint, b bigint) to authenticated;

create function private.kin(grid bigint, forward boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', relative.code, 'plan', relative.plan_id, 'key', relative.key,
    'level', relative.level, 'name', relative.name, 'of', relative.households,
    'households', l.households, 'buildings', l.buildings) order by l.households desc, relative.code), '[]')
  from public.grid_lineage l
  join public.grids relative on relative.id = case when kin.forward then l.to_grid else l.from_grid end
  where kin.grid = case when kin.forward then l.from_grid else l.to_grid end
$$;
grant execute on function private.kin(grid bigint, forward boolean) to authenticated, service_role;

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
comment on function public.grid_life(code text, since timestamp with time zone) is
  'The life of a grid by its code: in every plan it stood in its ground, households, buildings, kin and incidents by month since a moment; and who served on it. Error: grid-unknown.';
grant execute on function public.grid_life(code text, since timestamp with time zone) to authenticated;

create function public.plan_incidents(plan bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  chosen constant public.plans := private.plan_for_reader(plan_incidents.plan);
  seen constant bigint[] := private.seen_communities(chosen.district_id);
  apart constant bigint[] := private.protected_categories(chosen.district_id);
  lowest constant smallint := (select max(g.level) from public.grids g where g.plan_id = chosen.id);
  drawn constant bigint[] := array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id);
begin
  -- Each case is looked up among the grids, not each grid among the cases: one look-up a case, whatever the plan.
  return (
    with placed as materialized (
      select (
        select g.id from public.grids g
        where g.plan_id = chosen.id and g.community_id = i.community_id and g.level = lowest and extensions.st_covers(g.polygon, i.position)
        order by g.key limit 1) as grid
      from public.incidents i
      where i.district_id = chosen.district_id and i.reported_at >= plan_incidents.since and private.incident_happened(i.state)
        and i.community_id = any (seen) and i.community_id = any (drawn) and i.category_id <> all (apart)
    ), on_leaf as materialized (
      select placed.grid, count(*) as incidents from placed where placed.grid is not null group by placed.grid
    ), counted as materialized (
      select c.above_id as grid, sum(l.incidents)::bigint as incidents
      from private.grid_chains c join on_leaf l on l.grid = c.grid_id
      where c.plan_id = chosen.id
      group by c.above_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'incidents',
      case when g.community_id = any (seen) then coalesce(counted.incidents, 0) end) order by g.level, g.key), '[]')
    from public.grids g left join counted on counted.grid = g.id
    where g.plan_id = chosen.id
  );
end $$;
comment on function public.plan_incidents(plan bigint, since timestamp with time zone) is
  'What happened since a moment on the grids of a plan, of any date: an incident keeps its position, and its lowest grid is looked up; an upper grid has the sum of those under it. incidents is null where the caller does not see the community''s cases. Protected categories are left out for everybody. Security definer: the number is the same for every role; private.plan_for_reader and private.seen_communities ask for the right.';
grant execute on function public.plan_incidents(plan bigint, since timestamp with time zone) to authenticated;

create function private.holders_of(grid bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('post', post.name, 'postEn', post.name_en, 'name', who.name,
    'telephone', who.work_telephone) order by post.id, who.name), '[]')
  from public.grids g
  join public.assignments held on held.grid_id = g.id
  join public.scheme_posts post on post.id = held.post_id
  join public.people who on who.id = held.person_id
  where g.id = holders_of.grid and held.since <= private.staff_day(g) and (held.until is null or held.until > private.staff_day(g))
$$;
grant execute on function private.holders_of(grid bigint) to authenticated, service_role;

create function public.notice_boards(plan bigint, community bigint) returns jsonb
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
comment on function public.notice_boards(plan bigint, community bigint) is
  'What stands on the public notice board of each leaf grid of a community: its ground and buildings, who serves on it with work telephones, and the nearest service point.';
grant execute on function public.notice_boards(plan bigint, community bigint) to authenticated;

create function private.incidents_by_month(grid public.grids, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  zone constant text := (select c.time_zone from public.calendars c where c.id = private.calendar_of(grid.district_id));
  apart constant bigint[] := private.protected_categories(grid.district_id);
begin
  if grid.plan_id not in (select private.visible_plans()) or not private.can(private.incident_staff(), grid.community_id) then
    return null;
  end if;
  -- A case on a border that grids share belongs to the first of them, as when it is located.
  return (
    select coalesce(jsonb_agg(jsonb_build_object('month', counted.month, 'incidents', counted.incidents) order by counted.month), '[]')
    from (
      select to_char(i.reported_at at time zone zone, 'YYYY-MM') as month, count(*) as incidents
      from public.incidents i
      where i.district_id = grid.district_id and i.community_id = grid.community_id and i.reported_at >= since and i.category_id <> all (apart)
        and private.incident_happened(i.state) and extensions.st_covers(grid.polygon, i.position)
        and not exists (
          select from public.grids before
          where before.plan_id = grid.plan_id and before.community_id = grid.community_id and before.level = grid.level
            and before.key < grid.key and extensions.st_covers(before.polygon, i.position))
      group by 1
    ) counted);
end $$;
comment on function private.incidents_by_month(grid public.grids, since timestamp with time zone) is
  'What happened on the ground of a grid since a moment, by month of the district''s calendar, without protected categories; months without any are left out. Null where the caller does not see the community''s cases. Security definer: the number is the same for every role.';
grant execute on function private.incidents_by_month(grid public.grids, since timestamp with time zone) to authenticated, service_role;

create function private.buildings_of_grid(grid bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(nullif(b.name, ''), b.address), 'lng', extensions.st_x(b.position),
    'lat', extensions.st_y(b.position), 'households', b.households) order by b.name, b.id), '[]')
  from private.grid_members m join public.buildings b on b.id = m.building_id
  where m.grid_id = buildings_of_grid.grid
$$;
grant execute on function private.buildings_of_grid(grid bigint) to authenticated, service_role;

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
grant execute on function private.people_of_grids(grids bigint[]) to authenticated, service_role;

create function private.in_force_until(plan bigint, community bigint) returns date
language sql stable set search_path = '' as $$
  select case when isempty(pc.in_force) then p.effective_from else upper(pc.in_force) end
  from public.plan_communities pc join public.plans p on p.id = pc.plan_id
  where pc.plan_id = in_force_until.plan and pc.community_id = in_force_until.community and p.published_at is not null
$$;
comment on function private.in_force_until(plan bigint, community bigint) is
  'The first day on which a published plan is replaced in a community; null while no other is to follow.';
grant execute on function private.in_force_until(plan bigint, community bigint) to authenticated, service_role;

create function private.grid_version(grid public.grids, since timestamptz) returns jsonb
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
grant execute on function private.grid_version(grid public.grids, since timestamp with time zone) to authenticated, service_role;

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
comment on function public.grid_life_in_plan(plan bigint, level integer, key integer, since timestamp with time zone) is
  'The same by plan, level and key. A grid that has no code yet has one version, and comes from the grids in force on its buildings. Errors: plan-unknown, grid-unknown.';
grant execute on function public.grid_life_in_plan(plan bigint, level integer, key integer, since timestamp with time zone) to authenticated;

create function private.expected_kin(grid public.grids) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', earlier.code, 'plan', earlier.plan_id, 'key', earlier.key,
    'level', earlier.level, 'name', earlier.name, 'of', earlier.households, 'households', shared.households,
    'buildings', shared.buildings) order by shared.households desc, earlier.code), '[]')
  from (
    select held.grid_id, sum(b.households)::integer as households, count(*)::integer as buildings
    from private.grid_members mine
    join public.buildings b on b.id = mine.building_id
    join private.coverage_in_force covered on covered.community_id = grid.community_id
    join private.grid_members held on held.plan_id = covered.plan_id and held.building_id = mine.building_id
    where mine.grid_id = grid.id
    group by held.grid_id
  ) shared
  join public.grids earlier on earlier.id = shared.grid_id
  where not exists (select 1 from public.grids child where child.parent_id = earlier.id)
$$;
comment on function private.expected_kin(grid public.grids) is
  'The leaf grids in force that share buildings with a grid that is not published yet.';
grant execute on function private.expected_kin(grid public.grids) to authenticated, service_role;

-- The figures of a plan, of a comparison and of what is handed out.
create function public.plan_posts(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_posts.plan);
  day date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    with drawn as materialized (
      select g.level, count(*) as grids, sum(g.households)::bigint as households, count(distinct g.community_id) as communities
      from public.grids g where g.plan_id = chosen.id group by g.level
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', post.level, 'code', post.code, 'name', post.name, 'nameEn', post.name_en,
      'perGrid', post.per_grid, 'required', need.people, 'yuanMonth', post.allowance_yuan_month,
      'pay', private.post_pay(post, need.people, coalesce(d.grids, 0), coalesce(d.households, 0)),
      'basis', post.basis, 'basisHouseholds', post.basis_households, 'span', post.span, 'voluntary', post.voluntary, 'payPer', post.pay_per,
      'filled', private.post_filled(post, array(select g.id from public.grids g where g.plan_id = chosen.id and g.level = post.level),
        array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id), day))
      order by post.level, post.id), '[]')
    from public.scheme_posts post
    left join drawn d on d.level = post.level
    cross join lateral (select private.post_need(post, coalesce(d.grids, 0), coalesce(d.households, 0), coalesce(d.communities, 0)) as people) need
    where post.scheme_id = chosen.scheme_id
  );
end $$;
comment on function public.plan_posts(plan bigint) is
  'Posts that the scheme of a plan requires, how many people they need (a shared officer with a span once), how many hold them now, the least allowance and what it is paid for (payPer), and the least pay of all of them in yuan a month. Error: plan-unknown.';
grant execute on function public.plan_posts(plan bigint) to authenticated;

create view private.coverage_in_force with (security_invoker=true) as
select plan_id,
    community_id,
    district_id,
    in_force,
    redraw_since
   from public.plan_communities pc
  where not isempty(in_force) and in_force @> private.local_date(district_id, now());
comment on view private.coverage_in_force is
  'Which plan is in force in which community today; one a community at most.';
grant select on private.coverage_in_force to authenticated, service_role;

create view private.grids_ever_in_force with (security_invoker=true) as
select g.id,
    g.district_id,
    g.plan_id,
    g.community_id,
    g.level,
    g.key,
    g.parent_id,
    g.code,
    g.name,
    g.households,
    g.polygon,
    p.scheme_id,
    level.target_households,
    s.tolerance,
    not (exists ( select
           from public.scheme_levels lower
          where lower.scheme_id = p.scheme_id and lower.level > g.level)) as is_leaf,
    covered.in_force,
    g.kind
   from public.plan_communities covered
     join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
     join public.plans p on p.id = g.plan_id
     join public.schemes s on s.id = p.scheme_id
     join public.scheme_levels level on level.scheme_id = s.id and level.level = g.level
  where not isempty(covered.in_force);
comment on view private.grids_ever_in_force is
  'Grids of every level that are, were or will be in force, over all plans, with the days, their scheme, target and tolerance; is_leaf: those that hold the buildings.';
grant select on private.grids_ever_in_force to authenticated, service_role;

create view private.grids_in_force with (security_invoker=true) as
select id,
    district_id,
    plan_id,
    community_id,
    level,
    key,
    parent_id,
    code,
    name,
    households,
    polygon,
    scheme_id,
    target_households,
    tolerance,
    is_leaf,
    kind
   from private.grids_ever_in_force g
  where ((plan_id, community_id) in ( select c.plan_id,
            c.community_id
           from private.coverage_in_force c));
comment on view private.grids_in_force is
  'The grids in force today, of every level and over all plans, with their scheme, target and tolerance; is_leaf: those that hold the buildings.';
grant select on private.grids_in_force to authenticated, service_role;

create function public.plans_in_force(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(plans_in_force.plan);
begin
  return (
    select jsonb_build_object('plan', chosen.id, 'others', coalesce(jsonb_agg(
      jsonb_build_object('plan', f.plan_id, 'communities', f.communities) order by cardinality(f.communities) desc, f.plan_id desc), '[]'))
    from (
      select other.plan_id, array_agg(other.community_id order by other.community_id) as communities
      from public.plan_communities own
      join private.coverage_in_force other on other.community_id = own.community_id and other.plan_id <> own.plan_id
      where own.plan_id = chosen.id
      group by other.plan_id
    ) f);
end $$;
comment on function public.plans_in_force(plan bigint) is
  'The other plans that are in force in communities of a plan: { plan, others: [{ plan, communities: [id] }] }, the one with most communities first. Error: plan-unknown.';
grant execute on function public.plans_in_force(plan bigint) to authenticated;

create function public.plan_estimates(plan bigint) returns jsonb
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
comment on function public.plan_estimates(plan bigint) is
  'Grids of a plan whose households are estimates in part or in whole: [{ level, key, buildings, households }], how many of its buildings and households.';
grant execute on function public.plan_estimates(plan bigint) to authenticated;

create view private.coverage_standing with (security_invoker=true) as
select plan_id,
    community_id,
    district_id,
    in_force,
    redraw_since
   from public.plan_communities pc
  where not isempty(in_force) and (upper_inf(in_force) or upper(in_force) > private.local_date(district_id, now()));
comment on view private.coverage_standing is
  'Which plans are in force in a community today or come into force there later.';
grant select on private.coverage_standing to authenticated, service_role;

create function private.plan_state(plan public.plans) returns public.plan_state
language sql stable set search_path = '' as $$
  select case when plan.state = 'published' and not exists (
      select from private.coverage_standing standing where standing.plan_id = plan.id)
    then 'superseded'::public.plan_state else plan.state end
$$;
comment on function private.plan_state(plan public.plans) is
  'The state of a plan today: a published one whose days are over everywhere is superseded, without anybody marking it.';
grant execute on function private.plan_state(plan public.plans) to authenticated, service_role;

create function private.plan_ended(plan public.plans) returns date
language sql stable set search_path = '' as $$
  select max(coalesce(upper(pc.in_force), plan.effective_from))
  from public.plan_communities pc where pc.plan_id = plan.id and private.plan_state(plan) = 'superseded'
$$;
comment on function private.plan_ended(plan public.plans) is
  'The first day on which a superseded plan is in force nowhere any more; null for all others.';
grant execute on function private.plan_ended(plan public.plans) to authenticated, service_role;

create function private.staffed_area(area bigint) returns public.areas
language plpgsql stable set search_path = '' as $$
declare
  chosen public.areas;
begin
  select * into chosen from public.areas a where a.id = staffed_area.area;
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', staffed_area.area)::text;
  end if;
  if chosen.district_id not in (select private.staff_districts()) and (select auth.uid()) is not null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', staffed_area.area)::text;
  end if;
  return chosen;
end $$;
comment on function private.staffed_area(area bigint) is
  'The area, for those who work in its district. Errors: area-unknown, not-allowed.';
grant execute on function private.staffed_area(area bigint) to authenticated, service_role;

create function private.grids_on(area bigint, day date) returns setof private.grids_ever_in_force
language sql stable set search_path = '' as $$
  select g.* from private.grids_ever_in_force g
  where g.in_force @> grids_on.day and g.community_id in (select c.id from private.communities_below(grids_on.area) c)
$$;
comment on function private.grids_on(area bigint, day date) is
  'The grids of every level that are in force in an area on a day.';
grant execute on function private.grids_on(area bigint, day date) to authenticated, service_role;

create function public.in_force(area bigint, day date default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.areas := private.staffed_area(in_force.area);
  that_day constant date := coalesce(in_force.day, private.local_date(chosen.district_id, now()));
begin
  return (
    with below as (
      select c.id from private.communities_below(chosen.id) c
    ), covered as (
      select pc.* from public.plan_communities pc join below on below.id = pc.community_id where pc.in_force @> that_day
    ), grids as (
      select * from private.grids_on(chosen.id, that_day)
    )
    select jsonb_build_object('area', chosen.id, 'day', that_day,
      'communities', (select count(*) from below),
      'covered', (select count(*) from covered),
      'levels', (
        select coalesce(jsonb_agg(jsonb_build_object('level', l.level, 'grids', l.grids, 'households', l.households, 'within', l.within)
          order by l.level), '[]')
        from (
          select g.level, count(*) as grids, sum(g.households) as households,
            count(*) filter (where g.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households) as within
          from grids g group by g.level
        ) l),
      'leaf', (
        select jsonb_build_object('grids', count(*), 'households', coalesce(sum(g.households), 0),
          'within', count(*) filter (where g.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households))
        from grids g where g.is_leaf),
      'plans', (
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'schemeId', p.scheme_id,
          'effectiveFrom', p.effective_from, 'communities', held.communities,
          'grids', (select count(*) from grids g where g.plan_id = p.id and g.is_leaf)) order by cardinality(held.communities) desc, p.id desc), '[]')
        from (select c.plan_id, array_agg(c.community_id order by c.community_id) as communities from covered c group by c.plan_id) held
        join public.plans p on p.id = held.plan_id),
      'days', (
        select coalesce(jsonb_agg(jsonb_build_object('day', began.day, 'plan', began.plan_id, 'name', p.name, 'communities', began.communities)
          order by began.day desc, began.plan_id desc), '[]')
        from (
          select lower(pc.in_force) as day, pc.plan_id, count(*) as communities
          from public.plan_communities pc join below on below.id = pc.community_id
          where not isempty(pc.in_force) group by 1, 2
        ) began
        join public.plans p on p.id = began.plan_id)));
end $$;
comment on function public.in_force(area bigint, day date) is
  'What is in force in an area on a day (today where none is given): communities and how many have grids, grids and households by level and of the leaf level (a dedicated grid counts as within: it has no target), the plans with their communities, and days: when which plan came or comes into force. Errors: area-unknown, not-allowed.';
grant execute on function public.in_force(area bigint, day date) to authenticated;

create function public.grids_in_force(area bigint, day date default null) returns jsonb
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
comment on function public.grids_in_force(area bigint, day date) is
  'The grids of every level that are in force in an area on a day (today where none is given), each with its kind (null: residential), its target (null where it is dedicated), its plan and days, what lies in it, how many posts it asks for and who holds one on the day. Errors: area-unknown, not-allowed.';
grant execute on function public.grids_in_force(area bigint, day date) to authenticated;

create function public.plan_standing(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(plan_standing.plan);
  today constant date := private.local_date(chosen.district_id, now());
begin
  return jsonb_build_object('plan', chosen.id, 'day', today, 'state', private.plan_state(chosen),
    'communities', (
      select coalesce(jsonb_agg(jsonb_build_object('community', pc.community_id,
        'from', case when not isempty(pc.in_force) then lower(pc.in_force) end,
        'until', private.in_force_until(pc.plan_id, pc.community_id),
        'inForce', pc.in_force @> today,
        'replaced', coalesce(chosen.published_at is not null and private.in_force_until(pc.plan_id, pc.community_id) <= today, false),
        'now', case when now_there.plan_id <> pc.plan_id then now_there.plan_id end,
        'nowName', case when now_there.plan_id <> pc.plan_id then held.name end) order by pc.community_id), '[]')
      from public.plan_communities pc
      left join private.coverage_in_force now_there on now_there.community_id = pc.community_id
      left join public.plans held on held.id = now_there.plan_id
      where pc.plan_id = chosen.id));
end $$;
comment on function public.plan_standing(plan bigint) is
  'Where a plan is in force today: for each of its communities from when until when, whether it was replaced there, and which other plan is in force there now. Error: plan-unknown.';
grant execute on function public.plan_standing(plan bigint) to authenticated;

create function private.grids_to_copy(from_plan bigint, to_plan bigint) returns table (grid bigint, level smallint, key integer)
language sql stable set search_path = '' as $$
  select g.id, g.level,
    case when grids_to_copy.from_plan is null then (row_number() over (partition by g.level order by g.plan_id, g.key))::integer else g.key end
  from public.plan_communities own
  left join private.coverage_in_force covered on covered.community_id = own.community_id
  join public.grids g on g.community_id = own.community_id and g.plan_id = coalesce(grids_to_copy.from_plan, covered.plan_id)
  where own.plan_id = grids_to_copy.to_plan
$$;
comment on function private.grids_to_copy(from_plan bigint, to_plan bigint) is
  'Grids of a plan, or of all that are in force today (null), in the communities of another, with the number that each gets there: its own, or a new one where several plans meet.';
grant execute on function private.grids_to_copy(from_plan bigint, to_plan bigint) to authenticated, service_role;

create function private.locks_in_force(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with sources as (
    select covered.plan_id, covered.community_id, p.locks
    from public.plan_communities own
    join private.coverage_in_force covered on covered.community_id = own.community_id
    join public.plans p on p.id = covered.plan_id
    where own.plan_id = locks_in_force.plan
  ), origins as (
    select distinct on (s.plan_id) s.plan_id, s.locks from sources s
  ), held as (
    select s.plan_id, b.id from sources s join public.buildings b on b.community_id = s.community_id
    where s.plan_id in (select o.plan_id from origins o where o.locks <> '{"buildings": [], "borders": []}')
  )
  select jsonb_build_object(
    'buildings', (
      select coalesce(jsonb_agg(given.building order by o.plan_id, given.at), '[]')
      from origins o cross join lateral jsonb_array_elements(o.locks -> 'buildings') with ordinality as given (building, at)
      where (o.plan_id, given.building::bigint) in (select h.plan_id, h.id from held h)),
    'borders', (
      select coalesce(jsonb_agg(given.pair order by o.plan_id, given.at), '[]')
      from origins o cross join lateral jsonb_array_elements(o.locks -> 'borders') with ordinality as given (pair, at)
      where (o.plan_id, (given.pair ->> 0)::bigint) in (select h.plan_id, h.id from held h)
        and (o.plan_id, (given.pair ->> 1)::bigint) in (select h.plan_id, h.id from held h)))
$$;
grant execute on function private.locks_in_force(plan bigint) to authenticated, service_role;

create function private.grids_of_side(plan bigint, communities bigint[]) returns table (
  id bigint, plan_id bigint, community_id bigint, level smallint, key bigint, code text, households integer, scheme_id bigint,
  target_households integer, tolerance numeric, depth integer)
language sql stable set search_path = '' as $$
  with drawn as (
    select g.id, g.plan_id, g.community_id, g.level, g.key::bigint as key, g.code, g.households, p.scheme_id
    from public.grids g join public.plans p on p.id = g.plan_id
    where g.plan_id = grids_of_side.plan and g.community_id = any (grids_of_side.communities)
    union all
    select g.id, g.plan_id, g.community_id, g.level, g.id, g.code, g.households, g.scheme_id
    from private.grids_in_force g
    where grids_of_side.plan is null and g.community_id = any (grids_of_side.communities)
  ), levels as materialized (
    select l.scheme_id, l.level, l.target_households, s.tolerance,
      (count(*) over (partition by l.scheme_id order by l.level desc) - 1)::integer as depth
    from public.scheme_levels l join public.schemes s on s.id = l.scheme_id
    where l.scheme_id in (select d.scheme_id from drawn d)
  )
  select d.id, d.plan_id, d.community_id, d.level, d.key, d.code, d.households, d.scheme_id, l.target_households, l.tolerance, l.depth
  from drawn d join levels l on l.scheme_id = d.scheme_id and l.level = d.level
$$;
comment on function private.grids_of_side(plan bigint, communities bigint[]) is
  'Grids of a plan, or of what is in force (null), in some communities. key: the number in the plan, or the id of a grid in force; depth: 0 for those that hold the buildings, 1 for the level above, 2 for the one above that.';
grant execute on function private.grids_of_side(plan bigint, communities bigint[]) to authenticated, service_role;

create function private.balance_of_side(plan bigint, communities bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', balance_of_side.plan,
    'name', (select p.name from public.plans p where p.id = balance_of_side.plan),
    'state', (select private.plan_state(p) from public.plans p where p.id = balance_of_side.plan),
    'target', case when min(g.target_households) = max(g.target_households) then min(g.target_households) end,
    'tolerance', case when min(g.tolerance) = max(g.tolerance) then min(g.tolerance) end,
    'grids', count(*), 'households', coalesce(sum(g.households), 0),
    'within', count(*) filter (where stored.kind <> 'residential' or abs(g.households - g.target_households) <= g.tolerance * g.target_households),
    'least', min(g.households) filter (where stored.kind = 'residential'), 'most', max(g.households) filter (where stored.kind = 'residential'),
    'meanDeviation', round(avg(abs(g.households - g.target_households)::numeric / g.target_households) filter (where stored.kind = 'residential'), 4))
  from private.grids_of_side(balance_of_side.plan, balance_of_side.communities) g
  join public.grids stored on stored.id = g.id
  where g.depth = balance_of_side.depth
$$;
comment on function private.balance_of_side(plan bigint, communities bigint[], depth integer) is
  'Grids of one depth of a plan, or of what is in force (null), measured against the target of their scheme; a dedicated grid has none and counts as within. target and tolerance are null where schemes differ.';
grant execute on function private.balance_of_side(plan bigint, communities bigint[], depth integer) to authenticated, service_role;

create function private.posts_of_side(plan bigint, communities bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  with drawn as materialized (
    select g.id, g.plan_id, g.level, g.scheme_id, g.households, g.community_id
    from private.grids_of_side(posts_of_side.plan, posts_of_side.communities) g
  ), days as materialized (
    select stored.plan_id, private.staff_day(stored) as day
    from (select min(d.id) as id from drawn d group by d.plan_id) one join public.grids stored on stored.id = one.id
  ), sides as materialized (
    select d.*, days.day from drawn d join days on days.plan_id = d.plan_id
  ), each as materialized (
    select post.id, max(s.day) as day, private.post_need(post, count(*), sum(s.households)::bigint, count(distinct s.community_id)) as required,
      count(*) as grids, sum(s.households)::bigint as households, array_agg(s.id) as of_grids
    from sides s join public.scheme_posts post on post.scheme_id = s.scheme_id and post.level = s.level
    group by post.id
  ), posts as (
    select post.level, post.code, post.name, post.name_en, post.allowance_yuan_month as yuan, sum(e.required) as required,
      sum(private.post_filled(post, e.of_grids, posts_of_side.communities, e.day)) as filled,
      sum(private.post_pay(post, e.required, e.grids, e.households)) as pay
    from each e join public.scheme_posts post on post.id = e.id
    group by post.level, post.code, post.name, post.name_en, post.allowance_yuan_month
  )
  select jsonb_build_object(
    'posts', (select coalesce(jsonb_agg(jsonb_build_object('level', p.level, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
      'required', p.required, 'filled', p.filled, 'yuanMonth', p.yuan, 'pay', p.pay) order by p.level, p.code), '[]') from posts p),
    'required', (select coalesce(sum(p.required), 0) from posts p),
    'filled', (select coalesce(sum(p.filled), 0) from posts p),
    'yuanMonth', (select sum(p.pay) from posts p),
    'people', (select count(distinct held.person_id) from sides s join public.assignments held on held.grid_id = s.id
      and held.since <= s.day and (held.until is null or held.until > s.day)))
$$;
comment on function private.posts_of_side(plan bigint, communities bigint[]) is
  'Posts that a plan, or what is in force (null), asks for in some communities, how many people they need and how many hold them, and the least pay of all of them in yuan a month; null where nothing is paid.';
grant execute on function private.posts_of_side(plan bigint, communities bigint[]) to authenticated, service_role;

create function private.compared(a bigint, b bigint, shared bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  with old_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.a, compared.shared) g where g.depth = compared.depth
  ), new_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.b, compared.shared) g where g.depth = compared.depth
  ), members as materialized (
    select m.building_id as building, s.id as was, s.key as was_key, s.code as was_code,
      null::bigint as becomes, null::bigint as becomes_key, null::text as becomes_code
    from old_side s join private.grid_members m on m.grid_id = s.id and m.plan_id = s.plan_id and m.steps = compared.depth
    union all
    select m.building_id, null, null, null, s.id, s.key, s.code
    from new_side s join private.grid_members m on m.grid_id = s.id and m.plan_id = s.plan_id and m.steps = compared.depth
  ), both_sides as materialized (
    select m.building, max(m.was) as was, max(m.was_key) as was_key, max(m.was_code) as was_code,
      max(m.becomes) as becomes, max(m.becomes_key) as becomes_key, max(m.becomes_code) as becomes_code
    from members m
    group by m.building
    having count(m.was) > 0 and count(m.becomes) > 0
  ), shares as (
    select s.*, bu.households,
      sum(bu.households) over pair as pair_households, count(*) over pair as pair_buildings
    from both_sides s join public.buildings bu on bu.id = s.building and bu.community_id = any (compared.shared)
    window pair as (partition by s.was, s.becomes)
  ), heirs as (
    select s.*, s.becomes = first_value(s.becomes) over (
      partition by s.was order by s.pair_households desc, s.pair_buildings desc, s.becomes) as is_heir
    from shares s
  ), settled as materialized (
    select h.*, h.is_heir and h.was = first_value(h.was) over (
      partition by h.becomes order by h.is_heir desc, h.pair_households desc, h.pair_buildings desc, h.was) as stays
    from heirs h
  )
  select jsonb_build_object(
    'depth', compared.depth,
    'before', private.balance_of_side(compared.a, compared.shared, compared.depth),
    'after', private.balance_of_side(compared.b, compared.shared, compared.depth),
    'households', (select coalesce(sum(s.households), 0) from settled s),
    'movedHouseholds', (select coalesce(sum(s.households) filter (where not s.stays), 0) from settled s),
    'moved', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(s.building order by s.building), '[]'),
        'from', coalesce(jsonb_agg(s.was_key order by s.building), '[]'),
        'to', coalesce(jsonb_agg(s.becomes_key order by s.building), '[]'))
      from settled s where not s.stays),
    'pairs', (
      select coalesce(jsonb_agg(jsonb_build_object('from', p.was_key, 'fromCode', p.was_code, 'to', p.becomes_key, 'toCode', p.becomes_code,
        'households', p.pair_households, 'buildings', p.pair_buildings, 'same', p.stays) order by p.was_key, p.pair_households desc), '[]')
      from (
        select distinct s.was, s.was_key, s.was_code, s.becomes, s.becomes_key, s.becomes_code, s.pair_households, s.pair_buildings, s.stays
        from settled s) p))
$$;
comment on function private.compared(a bigint, b bigint, shared bigint[], depth integer) is
  'What differs between two drawings on one level (depth 0: the grids that hold the buildings), in some communities.';
grant execute on function private.compared(a bigint, b bigint, shared bigint[], depth integer) to authenticated, service_role;

create function public.rename_plan(plan bigint, name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(rename_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted,published,superseded}');
begin
  if btrim(coalesce(rename_plan.name, '')) = '' then
    raise exception 'no-name' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  -- The version stays: whoever has the draft open goes on.
  update public.plans p set name = btrim(rename_plan.name), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.rename_plan(plan bigint, name text) is
  'Gives a plan another name, in any state. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, no-name.';
grant execute on function public.rename_plan(plan bigint, name text) to authenticated;

create function private.flatten_levels(chosen public.plans) returns void
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
grant execute on function private.flatten_levels(chosen public.plans) to authenticated, service_role;

create function private.raise_levels(chosen public.plans) returns void
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
grant execute on function private.raise_levels(chosen public.plans) to authenticated, service_role;

create function public.change_plan_scheme(plan bigint, expected_version integer, scheme bigint) returns jsonb
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
grant execute on function public.change_plan_scheme(plan bigint, expected_version integer, scheme bigint) to authenticated;

create function public.grid_staff(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(grid_staff.plan);
  day constant date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key,
      'posts', coalesce((select sum(post.per_grid) from public.scheme_posts post
        where post.scheme_id = chosen.scheme_id and post.level = g.level and post.basis = 'grid'), 0),
      'people', (
        select coalesce(jsonb_agg(distinct who.name), '[]') from public.assignments held join public.people who on who.id = held.person_id
        where held.grid_id = g.id and held.since <= day and (held.until is null or held.until > day)))
      order by g.level, g.key), '[]')
    from public.grids g where g.plan_id = chosen.id);
end $$;
comment on function public.grid_staff(plan bigint) is
  'For each grid of a plan how many posts its scheme asks for, and the names of those who hold one: today, or on the first day of a plan that is still to come. Error: plan-unknown.';
grant execute on function public.grid_staff(plan bigint) to authenticated;

create function public.building_visits(area bigint, since date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  seen constant bigint[] := array(
    select c.id from private.communities_below(building_visits.area) c
    where c.id in (select private.reachable(private.incident_staff())));
begin
  return (
    with called as (
      select v.building_id as building, sum(v.households) as households
      from public.visits v join public.buildings b on b.id = v.building_id
      where v.district_id in (select a.district_id from public.areas a where a.id = building_visits.area)
        and b.community_id = any (seen) and v.visited_on >= building_visits.since
      group by v.building_id
    )
    select jsonb_build_object('communities', to_jsonb(seen),
      'building', coalesce(jsonb_agg(c.building order by c.building), '[]'),
      'households', coalesce(jsonb_agg(c.households order by c.building), '[]'))
    from called c);
end $$;
comment on function public.building_visits(area bigint, since date) is
  'Households called on in each building of an area since a day, each time counted, as parallel arrays; communities: those whose visits the caller sees, beyond which nothing is known. Security definer: every role gets the same number.';
grant execute on function public.building_visits(area bigint, since date) to authenticated;
