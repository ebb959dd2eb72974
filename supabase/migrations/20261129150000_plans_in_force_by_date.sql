-- What is in force is a question of the day, not of a mark that somebody has to set in time: each plan has, in each of its
-- communities, the days on which it is in force. A plan published today for the first of next month comes into force by itself,
-- and the plan of any day of the past is known.

drop view private.grids_in_force;
drop trigger zz_nothing_missing on public.plan_communities;
drop trigger plan_communities_topic_insert on public.plan_communities;
drop trigger plan_communities_topic_update on public.plan_communities;
drop trigger plan_communities_topic_delete on public.plan_communities;
drop index public.plan_communities_one_in_force;

alter table public.plan_communities rename column in_force to was_in_force;
alter table public.plan_communities add column in_force daterange not null default 'empty';
comment on column public.plan_communities.in_force is
  'The days on which the plan is in force in the community, by the district''s calendar; empty: never. Days to come count: it comes into force by itself.';

-- Plans published so far: each from its day until the next one that was published for the community begins, in the order of publishing.
with ordered as (
  select pc.plan_id, pc.community_id, p.published_at, coalesce(p.effective_from, p.published_at::date) as since
  from public.plan_communities pc join public.plans p on p.id = pc.plan_id
  where p.published_at is not null
), dated as (
  select o.plan_id, o.community_id, o.since, (
    select min(later.since) from ordered later
    where later.community_id = o.community_id and (later.published_at, later.plan_id) > (o.published_at, o.plan_id)) as until
  from ordered o
)
update public.plan_communities pc set in_force = case when d.until <= d.since then 'empty' else daterange(d.since, d.until) end
from dated d where d.plan_id = pc.plan_id and d.community_id = pc.community_id;
alter table public.plan_communities drop column was_in_force;

-- Two plans are never in force in a community on one day.
alter table public.plan_communities add constraint plan_communities_one_in_force
  exclude using gist (int8range(community_id, community_id, '[]') with operator(pg_catalog.&&), in_force with operator(pg_catalog.&&))
  deferrable initially immediate;
create index plan_communities_in_force_idx on public.plan_communities (community_id) where not isempty(in_force);

create trigger zz_nothing_missing before insert or update on public.plan_communities for each row
  when (new.plan_id is null or new.community_id is null or new.district_id is null or new.in_force is null)
  execute function private.refuse_missing();
create trigger plan_communities_topic_insert after insert on public.plan_communities referencing new table as changed for each statement
  execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');
create trigger plan_communities_topic_update after update on public.plan_communities referencing new table as changed for each statement
  execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');
create trigger plan_communities_topic_delete after delete on public.plan_communities referencing old table as changed for each statement
  execute function private.note_topic('plans', 'c.district_id', 'not isempty(c.in_force)');

create view private.coverage_in_force with (security_invoker = true) as
  select pc.plan_id, pc.community_id, pc.district_id, pc.in_force, pc.redraw_since
  from public.plan_communities pc
  where not isempty(pc.in_force) and pc.in_force @> private.local_date(pc.district_id, now());
comment on view private.coverage_in_force is 'Which plan is in force in which community today; one a community at most.';

create view private.coverage_standing with (security_invoker = true) as
  select pc.plan_id, pc.community_id, pc.district_id, pc.in_force, pc.redraw_since
  from public.plan_communities pc
  where not isempty(pc.in_force)
    and (upper_inf(pc.in_force) or upper(pc.in_force) > private.local_date(pc.district_id, now()));
comment on view private.coverage_standing is 'Which plans are in force in a community today or come into force there later.';

create view private.grids_ever_in_force with (security_invoker = true) as
  select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
    p.scheme_id, level.target_households, s.tolerance,
    not exists (select from public.scheme_levels lower where lower.scheme_id = p.scheme_id and lower.level > g.level) as is_leaf,
    covered.in_force
  from public.plan_communities covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  join public.plans p on p.id = g.plan_id
  join public.schemes s on s.id = p.scheme_id
  join public.scheme_levels level on level.scheme_id = s.id and level.level = g.level
  where not isempty(covered.in_force);
comment on view private.grids_ever_in_force is
  'Grids of every level that are, were or will be in force, over all plans, with the days, their scheme, target and tolerance; is_leaf: those that hold the buildings.';

create view private.grids_in_force with (security_invoker = true) as
  select g.id, g.district_id, g.plan_id, g.community_id, g.level, g.key, g.parent_id, g.code, g.name, g.households, g.polygon,
    g.scheme_id, g.target_households, g.tolerance, g.is_leaf
  from private.grids_ever_in_force g
  where g.in_force @> private.local_date(g.district_id, now());
comment on view private.grids_in_force is
  'The grids in force today, of every level and over all plans, with their scheme, target and tolerance; is_leaf: those that hold the buildings.';
grant select on private.coverage_in_force, private.coverage_standing, private.grids_ever_in_force, private.grids_in_force
  to authenticated, service_role;

create function private.plan_state(plan public.plans) returns public.plan_state
language sql stable set search_path = '' as $$
  select case when plan.state = 'published' and not exists (
      select from private.coverage_standing standing where standing.plan_id = plan.id)
    then 'superseded'::public.plan_state else plan.state end
$$;
comment on function private.plan_state is 'The state of a plan today: a published one whose days are over everywhere is superseded, without anybody marking it.';

create function private.plan_ended(plan public.plans) returns date
language sql stable set search_path = '' as $$
  select max(coalesce(upper(pc.in_force), plan.effective_from))
  from public.plan_communities pc where pc.plan_id = plan.id and private.plan_state(plan) = 'superseded'
$$;
comment on function private.plan_ended is 'The first day on which a superseded plan is in force nowhere any more; null for all others.';
grant execute on function private.plan_state, private.plan_ended to authenticated, service_role;

create or replace function private.plan_as_json(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', plan.id, 'name', plan.name, 'state', private.plan_state(plan), 'version', plan.version,
    'districtId', plan.district_id, 'areaId', plan.area_id, 'areaCode', a.code, 'areaName', a.name, 'areaNameEn', a.name_en,
    'schemeId', plan.scheme_id, 'schemeName', s.name, 'schemeNameEn', s.name_en,
    'basedOn', plan.based_on, 'effectiveFrom', plan.effective_from, 'engine', plan.engine,
    'changedAt', plan.changed_at, 'changedBy', private.person_name(plan.changed_by),
    'createdAt', plan.created_at, 'submittedAt', plan.submitted_at, 'publishedAt', plan.published_at,
    'supersededAt', coalesce(plan.superseded_at, private.plan_ended(plan)::timestamptz),
    'pending', coalesce(plan.state = 'published' and plan.effective_from > private.local_date(plan.district_id, now()), false),
    'redraw', private.plan_redraw(plan))
  from public.areas a, public.schemes s
  where a.id = plan.area_id and s.id = plan.scheme_id
$$;

create or replace function private.plan_redraw(plan public.plans) returns jsonb
language sql stable set search_path = '' as $$
  select case when plan.state = 'published' then jsonb_build_object(
    'communities', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]')
      from private.coverage_standing standing join public.areas a on a.id = standing.community_id
      where standing.plan_id = plan.id and standing.redraw_since is not null),
    'buildings', (
      select count(*) from private.coverage_standing standing join public.buildings b on b.community_id = standing.community_id
      where standing.plan_id = plan.id
        and not exists (select from public.grid_buildings gb where gb.plan_id = plan.id and gb.building_id = b.id))) end
$$;

create or replace function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language sql stable set search_path = '' as $$
  select g.* from private.coverage_in_force covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community
    and extensions.st_dwithin(g.polygon, place, private.border_slack_degrees())
  order by g.level desc, extensions.st_distance(g.polygon, place), g.key limit 1
$$;

create or replace function private.expected_kin(grid public.grids) returns jsonb
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

create or replace function private.in_force_until(plan bigint, community bigint) returns date
language sql stable set search_path = '' as $$
  select case when isempty(pc.in_force) then p.effective_from else upper(pc.in_force) end
  from public.plan_communities pc join public.plans p on p.id = pc.plan_id
  where pc.plan_id = in_force_until.plan and pc.community_id = in_force_until.community and p.published_at is not null
$$;
comment on function private.in_force_until is 'The first day on which a published plan is replaced in a community; null while no other is to follow.';

create or replace function private.grid_version(grid public.grids, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('grid', grid.id, 'level', grid.level, 'key', grid.key, 'code', grid.code, 'name', grid.name,
    'plan', private.plan_as_json(p) - 'engine', 'target', l.target_households, 'tolerance', s.tolerance, 'levelName', l.name,
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

create or replace function public.dispatch_candidates(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  own constant bigint := (select g.id from private.grid_at(held.community_id, held.position) g);
begin
  if not private.can(private.incident_handlers(), held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'organisation', c.organisation, 'postName', c.post_name,
      'postNameEn', c.post_name_en, 'grid', c.grid, 'ownGrid', c.own, 'open', c.open)
      order by c.own desc, case when c.own then c.rank end, c.open, c.id)
    from (
      select distinct on (p.id) p.id, p.name, p.organisation, post.name as post_name, post.name_en as post_name_en, g.code as grid,
        g.id = own as own, (not post.exclusive)::integer * 100 + post.per_grid as rank, (select count(*) from public.incidents i where i.district_id = held.district_id
          and i.handler_id = p.id and i.state in ('dispatched', 'in_progress', 'rework')) as open
      from private.coverage_in_force covered
      join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
      join public.assignments a on a.grid_id = g.id
        and private.local_date(held.district_id, now()) between a.since and coalesce(a.until, 'infinity')
      join public.scheme_posts post on post.id = a.post_id
      join public.people p on p.id = a.person_id and p.on_duty
      where covered.community_id = held.community_id
      order by p.id, g.id = own desc, not post.exclusive, post.per_grid, g.id
    ) c), '[]');
end $$;

create or replace function public.plans_in_force(plan bigint) returns jsonb
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

create or replace function private.boundary_effects(import bigint, district bigint) returns jsonb
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
    join private.coverage_standing standing on standing.community_id = n.community
    join public.plans p on p.id = standing.plan_id
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

create or replace function private.mark_redraws(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  with anew as materialized (
    select a.id, a.boundary from public.import_rows r join public.areas a on a.code = r.code and a.district_id = district
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.outcome = 'changed' and r.geom is not null
  ), judged as materialized (
    select standing.plan_id, standing.community_id,
      private.square_metres(extensions.st_symdifference(n.boundary, extensions.st_union(g.polygon), 1e-9)) > private.border_strip_square_metres(n.boundary)
      or exists (
        select from public.grid_buildings gb join public.grids own on own.id = gb.grid_id join public.buildings b on b.id = gb.building_id
        where gb.plan_id = standing.plan_id and own.community_id = standing.community_id and b.community_id <> own.community_id) as broken
    from anew n
    join private.coverage_standing standing on standing.community_id = n.id
    join public.grids g on g.plan_id = standing.plan_id and g.community_id = n.id and g.level = 1
    group by standing.plan_id, standing.community_id, n.boundary
  )
  update public.plan_communities pc set redraw_since = case when j.broken then coalesce(pc.redraw_since, now()) end
  from judged j where pc.plan_id = j.plan_id and pc.community_id = j.community_id
$$;

-- A cache of what is in force is stale on the day on which a plan begins, too: then the count of begun plans goes up.
create or replace function private.topic_versions(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(counted.topic, counted.changes + case when counted.topic = 'plans' then (
    select count(*) from public.plan_communities pc
    where pc.district_id = topic_versions.district and lower(pc.in_force) <= private.local_date(topic_versions.district, now())) else 0 end), '{}')
  from (
    select c.topic, count(*) as changes from private.topic_changes c
    where c.district_id = topic_versions.district or c.district_id is null group by c.topic
  ) counted
$$;
comment on function private.topic_versions is
  'For each topic of a district how many transactions have changed it: { areas: 3, … }; what never changed is left out. Plans that have come into force since count as changes of plans.';
