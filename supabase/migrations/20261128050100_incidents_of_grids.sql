-- How much happened on the ground of a grid: one number, whoever asks. Row level security used to cut it in silence
-- (341 for a planner, 389 for a leader). Now the scope is asked once, and a community that somebody does not see has no
-- number at all instead of a smaller one. What was refused, repeated or withdrawn did not happen.

create function private.incident_staff() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker}'::public.member_role[]
$$;
comment on function private.incident_staff is 'Who sees more of incidents than what a wall shows.';

create function private.seen_communities(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(
    select a.id from public.areas a
    where a.district_id = district and a.kind = 'community' and a.id in (select private.reachable(private.incident_staff())))
$$;
comment on function private.seen_communities is 'The communities of a district whose incidents the signed-in person sees.';

create function private.plan_for_reader(plan bigint) returns public.plans
language plpgsql stable security definer set search_path = '' as $$
declare
  found_plan public.plans;
begin
  select * into found_plan from public.plans p
  where p.id = plan_for_reader.plan and p.id in (select private.visible_plans());
  if not found then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', plan_for_reader.plan)::text;
  end if;
  return found_plan;
end $$;
comment on function private.plan_for_reader is 'The plan, if the signed-in person may see it; else plan-unknown. Security definer, for functions that count beyond what policies show.';

drop function private.incidents_by_month(extensions.geometry, bigint, timestamptz);
create function private.incidents_by_month(grid public.grids, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  zone constant text := (select c.time_zone from public.calendars c where c.id = private.calendar_of(grid.district_id));
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
      where i.district_id = grid.district_id and i.community_id = grid.community_id and i.reported_at >= since
        and private.incident_happened(i.state) and extensions.st_covers(grid.polygon, i.position)
        and not exists (
          select from public.grids before
          where before.plan_id = grid.plan_id and before.community_id = grid.community_id and before.level = grid.level
            and before.key < grid.key and extensions.st_covers(before.polygon, i.position))
      group by 1
    ) counted);
end $$;
comment on function private.incidents_by_month is
  'What happened on the ground of a grid since a moment, by month of the district''s calendar; months without any are left out. Null where the caller does not see the community''s cases. Security definer: the number is the same for every role.';

create or replace function public.plan_incidents(plan bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  chosen constant public.plans := private.plan_for_reader(plan_incidents.plan);
  seen constant bigint[] := private.seen_communities(chosen.district_id);
begin
  -- Each case is looked up among the grids, not each grid among the cases: one look-up a case, whatever the plan.
  return (
    with placed as (
      select i.id, levels.level, (
        select g.id from public.grids g
        where g.plan_id = chosen.id and g.community_id = i.community_id and g.level = levels.level and extensions.st_covers(g.polygon, i.position)
        order by g.key limit 1) as grid
      from public.incidents i
      cross join (select distinct g.level from public.grids g where g.plan_id = chosen.id) levels
      where i.district_id = chosen.district_id and i.reported_at >= plan_incidents.since and private.incident_happened(i.state)
        and i.community_id = any (seen)
    ), counted as (
      select placed.grid, count(*) as incidents from placed group by placed.grid
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'incidents',
      case when g.community_id = any (seen) then coalesce(counted.incidents, 0) end) order by g.level, g.key), '[]')
    from public.grids g left join counted on counted.grid = g.id
    where g.plan_id = chosen.id
  );
end $$;
comment on function public.plan_incidents is
  'What happened since a moment on the grids of a plan, of any date: an incident keeps its position, and its grid is looked up. incidents is null where the caller does not see the community''s cases. Security definer: the number is the same for every role; private.plan_for_reader and private.seen_communities ask for the right.';


create or replace function public.incident_squares(area bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  seen constant bigint[] := array(
    select c.id from private.communities_below(incident_squares.area) c
    where c.id in (select private.reachable(private.incident_staff())));
  handled constant bigint[] := array(select private.reachable(private.incident_handlers()));
begin
  return (
    with spots as materialized (
      select g.community_id, g.polygon, extensions.st_pointonsurface(g.polygon) as spot
      from private.grids_in_force g where g.is_leaf and g.community_id = any (seen)
    ), happened as (
      select i.community_id, i.position, not i.community_id = any (handled) and c.grid_only as hidden
      from public.incidents i join public.categories c on c.id = i.category_id
      where i.community_id = any (seen) and i.reported_at >= incident_squares.since and private.incident_happened(i.state)
    ), placed as (
      select case when not h.hidden then h.position else coalesce(
        (select s.spot from spots s where s.community_id = h.community_id and extensions.st_covers(s.polygon, h.position) limit 1),
        (select extensions.st_pointonsurface(a.boundary) from public.areas a where a.id = h.community_id), h.position) end as position
      from happened h
    ), places as (
      select p.position, count(*) as incidents from placed p group by p.position
    )
    select jsonb_build_object('communities', to_jsonb(seen),
      'lng', coalesce(jsonb_agg(round(extensions.st_x(p.position)::numeric, 7)), '[]'),
      'lat', coalesce(jsonb_agg(round(extensions.st_y(p.position)::numeric, 7)), '[]'),
      'incidents', coalesce(jsonb_agg(p.incidents), '[]'))
    from places p);
end $$;
comment on function public.incident_squares is
  'Where something happened in an area since a moment, as parallel arrays with one entry for each place, exactly; communities: those whose cases the caller sees, beyond which nothing is known. Security definer: every role gets the same number of cases; one of a grid_only category stands at its grid in force for those who do not handle it.';

create or replace function private.grid_version(grid public.grids, since timestamptz) returns jsonb
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
    'incidents', private.incidents_by_month(grid, grid_version.since))
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels l on l.scheme_id = s.id and l.level = grid.level
  where p.id = grid.plan_id
$$;
grant execute on function private.incidents_by_month, private.seen_communities, private.plan_for_reader to authenticated, service_role;
