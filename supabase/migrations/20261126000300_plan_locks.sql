-- What is locked besides whole grids is state of the plan, as its grids are, so that a branch keeps it. Before, it could only
-- be read off the history, which a branch begins anew.

alter table public.plans add column locks jsonb not null default '{"buildings": [], "borders": []}'
  constraint plans_locks_shape check (
    jsonb_typeof(locks -> 'buildings') is not distinct from 'array' and jsonb_typeof(locks -> 'borders') is not distinct from 'array');
comment on column public.plans.locks is
  'Pinned buildings and locked stretches of border by ids of buildings: {buildings: [id], borders: [[id, id]]}. Locked grids say so themselves.';
comment on column public.plans.borders is
  'Border edits beyond the buildings'' own cells, in order (see docs/geometry.md); null in a branch for another area until it is saved: its ground is numbered otherwise.';

-- The history turned pins over by the place of a building in the planning input. Now it says, as for borders, which building
-- (id) is pinned (1) or free (0) from then on: that stays true when buildings come and go, and two people cannot undo each other.
with places as (
  select p.id as plan, b.id as building, row_number() over (partition by p.id order by b.id) - 1 as place
  from public.plans p
  cross join lateral private.communities_below(p.area_id) c
  join public.buildings b on b.community_id = c.id
), turns as (
  select e.plan_id, e.number, given.at, places.building,
    count(*) over (partition by e.plan_id, places.building order by e.number) % 2 as pinned
  from public.plan_edits e
  cross join lateral jsonb_array_elements(e.patch -> 'pins') with ordinality as given (place, at)
  join places on places.plan = e.plan_id and places.place = given.place::bigint
), told as (
  select e.plan_id, e.number,
    coalesce(jsonb_agg(jsonb_build_array(t.building, t.pinned) order by t.at) filter (where t.building is not null), '[]') as pins
  from public.plan_edits e
  left join turns t on t.plan_id = e.plan_id and t.number = e.number
  where e.patch ? 'pins'
  group by e.plan_id, e.number
)
update public.plan_edits e set patch = jsonb_set(e.patch, '{pins}', told.pins)
from told where told.plan_id = e.plan_id and told.number = e.number;

with pins as (
  select distinct on (e.plan_id, given.turn -> 0) e.plan_id, given.turn -> 0 as building, given.turn -> 1 = '1' as is_pinned
  from public.plan_edits e cross join lateral jsonb_array_elements(e.patch -> 'pins') as given (turn)
  where not e.undone
  order by e.plan_id, given.turn -> 0, e.number desc
), borders as (
  select distinct on (e.plan_id, pair.one, pair.other) e.plan_id, pair.one, pair.other, given.turn -> 2 = '1' as is_locked
  from public.plan_edits e
  cross join lateral jsonb_array_elements(e.patch -> 'borders') as given (turn)
  cross join lateral (select least((given.turn ->> 0)::bigint, (given.turn ->> 1)::bigint) as one,
    greatest((given.turn ->> 0)::bigint, (given.turn ->> 1)::bigint) as other) pair
  where not e.undone
  order by e.plan_id, pair.one, pair.other, e.number desc
)
update public.plans p set locks = jsonb_build_object(
  'buildings', (select coalesce(jsonb_agg(pins.building order by pins.building), '[]') from pins where pins.plan_id = p.id and pins.is_pinned),
  'borders', (select coalesce(jsonb_agg(jsonb_build_array(borders.one, borders.other) order by borders.one, borders.other), '[]')
    from borders where borders.plan_id = p.id and borders.is_locked))
where p.id in (select pins.plan_id from pins union select borders.plan_id from borders);

create function private.locks_within(locks jsonb, plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with held as (
    select b.id
    from public.plan_communities pc
    join public.buildings b on b.community_id = pc.community_id
    where pc.plan_id = locks_within.plan
  )
  select jsonb_build_object(
    'buildings', (
      select coalesce(jsonb_agg(given.building order by given.at), '[]')
      from jsonb_array_elements(locks_within.locks -> 'buildings') with ordinality as given (building, at)
      where given.building::bigint in (select held.id from held)),
    'borders', (
      select coalesce(jsonb_agg(given.pair order by given.at), '[]')
      from jsonb_array_elements(locks_within.locks -> 'borders') with ordinality as given (pair, at)
      where (given.pair ->> 0)::bigint in (select held.id from held) and (given.pair ->> 1)::bigint in (select held.id from held)))
$$;
comment on function private.locks_within is 'The locks as far as they lie in the communities of a plan.';
grant execute on function private.locks_within to authenticated, service_role;

create or replace function private.copy_grids(from_plan bigint, to_plan bigint) returns void
language plpgsql set search_path = '' as $$
declare
  origin public.plans := private.readable_plan(copy_grids.from_plan);
  levels bigint[];
begin
  select array_agg(distinct (select count(*) from public.scheme_levels l where l.scheme_id = p.scheme_id)) into levels
  from public.plans p where p.id in (copy_grids.from_plan, copy_grids.to_plan);
  if cardinality(levels) > 1 then
    raise exception 'levels-differ' using errcode = 'P0001', detail = json_build_object('levels', levels)::text;
  end if;
  update public.plans p set engine = origin.engine,
    borders = case when p.area_id = origin.area_id then origin.borders else 'null' end,
    locks = private.locks_within(origin.locks, p.id)
  where p.id = copy_grids.to_plan;
  insert into public.grids (district_id, plan_id, community_id, level, key, name, locked, households, polygon)
  select g.district_id, copy_grids.to_plan, g.community_id, g.level, g.key, g.name, g.locked, g.households, g.polygon
  from public.grids g
  where g.plan_id = copy_grids.from_plan
    and g.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = copy_grids.to_plan);
  update public.grids child set parent_id = twin.id
  from public.grids origin_child
  join public.grids origin_parent on origin_parent.id = origin_child.parent_id
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = origin_parent.level and twin.key = origin_parent.key
  where child.plan_id = copy_grids.to_plan and origin_child.plan_id = copy_grids.from_plan
    and origin_child.level = child.level and origin_child.key = child.key;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select copy_grids.to_plan, gb.building_id, twin.id, twin.district_id
  from public.grid_buildings gb
  join public.grids g on g.id = gb.grid_id
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = g.level and twin.key = g.key
  join public.buildings b on b.id = gb.building_id and b.community_id = twin.community_id
  where gb.plan_id = copy_grids.from_plan;
end $$;

create or replace function public.save_plan(plan bigint, expected_version integer, changes jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.lock_draft(save_plan.plan, save_plan.expected_version);
begin
  update public.plans p set
    name = coalesce(save_plan.changes ->> 'name', p.name),
    scheme_id = coalesce((save_plan.changes ->> 'scheme')::bigint, p.scheme_id),
    engine = coalesce(save_plan.changes -> 'engine', p.engine),
    borders = coalesce(save_plan.changes -> 'borders', p.borders),
    locks = coalesce(save_plan.changes -> 'locks', p.locks),
    version = p.version + 1, changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  perform private.save_grids(chosen, save_plan.changes);
  if save_plan.changes ? 'assignment' then
    perform private.save_assignment(chosen, save_plan.changes);
  end if;
  perform private.count_households(chosen.id);
  if save_plan.changes ? 'edits' then
    perform private.save_edits(chosen, save_plan.changes -> 'edits');
  end if;
  return private.plan_as_json(chosen);
end $$;
comment on function public.save_plan is
  'Saves what changed: {name, scheme, engine, borders, locks, grids: [{level, key, parent, community, name, locked, polygon}], removed: [{level, key}], assignment: {building: [], grid: [key or null]}, edits: {from, list}}; returns the plan. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, grid-outside-plan, building-outside-plan.';

create or replace function public.plan_detail(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_detail.plan);
begin
  return jsonb_build_object(
    'plan', private.plan_as_json(chosen),
    'borders', chosen.borders,
    'locks', chosen.locks,
    'communities', (select coalesce(jsonb_agg(pc.community_id order by pc.community_id), '[]')
      from public.plan_communities pc where pc.plan_id = chosen.id),
    'grids', private.grids_as_json(chosen.id),
    'assignment', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(gb.building_id order by gb.building_id), '[]'),
        'grid', coalesce(jsonb_agg(g.key order by gb.building_id), '[]'))
      from public.grid_buildings gb join public.grids g on g.id = gb.grid_id where gb.plan_id = chosen.id),
    'edits', (
      select coalesce(jsonb_agg(jsonb_build_object('number', e.number, 'at', e.at, 'by', private.person_name(e.actor),
        'sentence', e.sentence, 'patch', e.patch, 'undone', e.undone) order by e.number), '[]')
      from public.plan_edits e where e.plan_id = chosen.id),
    'remarks', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'position', private.geojson(r.position), 'body', r.body,
        'by', private.person_name(r.author), 'at', r.at, 'settledAt', r.settled_at) order by r.id), '[]')
      from public.plan_remarks r where r.plan_id = chosen.id));
end $$;
comment on function public.plan_detail is
  'A plan with its grids, its locks, the leaf grid (by key) of each building as parallel arrays, its history and its remarks.';
