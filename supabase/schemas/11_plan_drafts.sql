-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function public.start_plan(
  area bigint, scheme bigint, name text, based_on bigint default null, from_force boolean default false, client_key uuid default null
) returns bigint
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'start_plan', jsonb_build_array(area, scheme, name, based_on, from_force));
  started bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  insert into public.plans (district_id, area_id, scheme_id, name, based_on, created_by, changed_by)
  select a.district_id, a.id, start_plan.scheme, btrim(start_plan.name), start_plan.based_on, (select auth.uid()), (select auth.uid())
  from public.areas a where a.id = start_plan.area
  returning id into started;
  if started is null then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', start_plan.area)::text;
  end if;
  insert into public.plan_communities (plan_id, community_id, district_id)
  select started, c.id, c.district_id from private.communities_below(start_plan.area) c;
  if start_plan.based_on is not null or start_plan.from_force then
    perform private.copy_grids(start_plan.based_on, started);
  end if;
  return (private.end_intent(client_key, jsonb_build_object('id', started)) ->> 'id')::bigint;
end $$;
comment on function public.start_plan(area bigint, scheme bigint, name text, based_on bigint, from_force boolean, client_key uuid) is
  'Starts a draft for the communities of an area: empty, as a branch of another plan, or from all grids that are in force there today. Returns its id; the same again under client_key is done once. Errors: area-unknown, plan-unknown, levels-differ, sent-otherwise.';
grant execute on function public.start_plan(area bigint, scheme bigint, name text, based_on bigint, from_force boolean, client_key uuid) to authenticated;

create function private.copy_grids(from_plan bigint, to_plan bigint) returns void
language plpgsql set search_path = '' set enable_nestloop = off set jit = off as $$
declare
  origin public.plans;
  chosen public.plans := private.readable_plan(copy_grids.to_plan);
  origins bigint[];
  levels bigint[];
begin
  if copy_grids.from_plan is not null then
    origin := private.readable_plan(copy_grids.from_plan);
    origins := array[origin.id];
  else
    origins := array(
      select distinct covered.plan_id from private.coverage_in_force covered
      join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = copy_grids.to_plan);
  end if;
  select array_agg(distinct (select count(*) from public.scheme_levels l where l.scheme_id = p.scheme_id)) into levels
  from public.plans p where p.id = any (origins || copy_grids.to_plan);
  if cardinality(levels) > 1 then
    raise exception 'levels-differ' using errcode = 'P0001', detail = json_build_object('levels', levels)::text;
  end if;
  if origin.id is not null then
    update public.plans p set engine = origin.engine,
      borders = case when p.area_id = origin.area_id then origin.borders else 'null' end,
      locks = private.locks_within(origin.locks, p.id)
    where p.id = copy_grids.to_plan;
  else
    update public.plans p set borders = 'null', locks = private.locks_in_force(p.id) where p.id = copy_grids.to_plan;
  end if;
  insert into public.grids (district_id, plan_id, community_id, level, key, name, locked, households, polygon, kind)
  select g.district_id, copy_grids.to_plan, g.community_id, c.level, c.key, g.name, g.locked, g.households, g.polygon, g.kind
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c join public.grids g on g.id = c.grid;
  update public.grids child set parent_id = twin.id
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c
  join public.grids origin_child on origin_child.id = c.grid
  join private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) above on above.grid = origin_child.parent_id
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = above.level and twin.key = above.key
  where child.plan_id = copy_grids.to_plan and child.level = c.level and child.key = c.key;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select copy_grids.to_plan, gb.building_id, twin.id, twin.district_id
  from private.grids_to_copy(copy_grids.from_plan, copy_grids.to_plan) c
  join public.grid_buildings gb on gb.grid_id = c.grid
  join public.grids twin on twin.plan_id = copy_grids.to_plan and twin.level = c.level and twin.key = c.key
  join public.buildings b on b.id = gb.building_id and b.community_id = twin.community_id;
end $$;
comment on function private.copy_grids(from_plan bigint, to_plan bigint) is
  'Copies grids, buildings and locks of a plan, or of all plans in force today (null), into a draft, as far as its communities go. Errors: plan-unknown, levels-differ.';
grant execute on function private.copy_grids(from_plan bigint, to_plan bigint) to authenticated, service_role;

create function private.lock_draft(plan bigint, expected_version integer) returns public.plans
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(lock_draft.plan);
begin
  if chosen.state <> 'draft' then
    raise exception 'plan-not-draft' using errcode = 'P0001', detail = json_build_object('state', chosen.state)::text;
  end if;
  select * into chosen from public.plans p where p.id = lock_draft.plan for update;
  if not found then
    raise exception 'plan-not-yours' using errcode = 'P0001', detail = json_build_object('plan', lock_draft.plan)::text;
  end if;
  if chosen.version <> lock_draft.expected_version then
    raise exception 'plan-version-newer' using errcode = 'P0001', detail = json_build_object('version', chosen.version,
      'changedAt', chosen.changed_at, 'changedBy', private.person_name(chosen.changed_by))::text;
  end if;
  return chosen;
end $$;
comment on function private.lock_draft(plan bigint, expected_version integer) is
  'Takes the draft for this transaction. Errors: plan-unknown, plan-not-draft, plan-not-yours (row level security), plan-version-newer with who and when.';
grant execute on function private.lock_draft(plan bigint, expected_version integer) to authenticated, service_role;

create function private.save_grids(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  stranger bigint;
  unknown text;
begin
  delete from public.grids g using jsonb_to_recordset(changes -> 'removed') as gone (level smallint, key integer)
  where g.plan_id = chosen.id and g.level = gone.level and g.key = gone.key;

  select given.community into stranger
  from jsonb_to_recordset(changes -> 'grids') as given (community bigint)
  where given.community not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id) limit 1;
  if found then
    raise exception 'grid-outside-plan' using errcode = 'P0001', detail = json_build_object('community', stranger)::text;
  end if;

  select given.kind into unknown from jsonb_to_recordset(changes -> 'grids') as given (kind text)
  where given.kind not in ('residential', 'market', 'park', 'school', 'hospital', 'estate') limit 1;
  if found then
    raise exception 'grid-kind-unknown' using errcode = 'P0001', detail = json_build_object('kind', left(unknown, 40))::text;
  end if;

  insert into public.grids as g (district_id, plan_id, community_id, level, key, name, locked, kind, polygon)
  select chosen.district_id, chosen.id, given.community, given.level, given.key, coalesce(given.name, ''), coalesce(given.locked, false),
    coalesce(given.kind, 'residential'),
    extensions.st_multi(private.given_geometry(given.polygon))
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, community bigint, name text, locked boolean, kind text, polygon jsonb)
  on conflict (plan_id, level, key) do update
    set community_id = excluded.community_id, name = excluded.name, locked = excluded.locked, kind = excluded.kind, polygon = excluded.polygon;

  update public.grids g set parent_id = parent.id
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, parent integer)
  join public.grids parent on parent.plan_id = chosen.id and parent.level = given.level - 1 and parent.key = given.parent
  where g.plan_id = chosen.id and g.level = given.level and g.key = given.key;
end $$;
grant execute on function private.save_grids(chosen public.plans, changes jsonb) to authenticated, service_role;

create function private.given_assignment(changes jsonb) returns table (building bigint, key integer)
language sql immutable set search_path = '' as $$
  select given.building::bigint, given.key::integer
  from rows from (jsonb_array_elements_text(changes #> '{assignment,building}'), jsonb_array_elements_text(changes #> '{assignment,grid}'))
    as given (building, key)
$$;
grant execute on function private.given_assignment(changes jsonb) to authenticated, service_role;

create function private.save_assignment(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' set enable_nestloop = off set jit = off as $$
declare
  leaf constant smallint := (select max(l.level) from public.scheme_levels l where l.scheme_id = chosen.scheme_id);
  buildings constant bigint[] := array(select given.building from private.given_assignment(changes) given);
  stranger bigint;
begin
  select given.building into stranger
  from private.given_assignment(changes) given
  left join (select b.id, b.community_id from public.buildings b where b.id = any (buildings)) b on b.id = given.building
  left join (select g.id, g.key from public.grids g where g.plan_id = chosen.id and g.level = leaf) g on g.key = given.key
  where b.id is null
    or (given.key is not null and g.id is null)
    or b.community_id not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
  limit 1;
  if found then
    raise exception 'building-outside-plan' using errcode = 'P0001', detail = json_build_object('building', stranger)::text;
  end if;
  delete from public.grid_buildings gb
  where gb.plan_id = chosen.id
    and gb.building_id = any (array(select given.building from private.given_assignment(changes) given where given.key is null));
  insert into public.grid_buildings as held (plan_id, building_id, grid_id, district_id)
  select chosen.id, given.building, g.id, chosen.district_id
  from private.given_assignment(changes) given
  join (select g.id, g.key from public.grids g where g.plan_id = chosen.id and g.level = leaf) g on g.key = given.key
  on conflict (plan_id, building_id) do update set grid_id = excluded.grid_id where held.grid_id <> excluded.grid_id;
end $$;
comment on function private.save_assignment(chosen public.plans, changes jsonb) is
  'Writes which leaf grid (by key; null: none) each building given lies in. Error: building-outside-plan.';
grant execute on function private.save_assignment(chosen public.plans, changes jsonb) to authenticated, service_role;

create function private.count_households(plan bigint) returns void
language sql set search_path = '' as $$
  update public.grids g set households = (
    select coalesce(sum(b.households), 0)
    from public.grid_buildings gb join public.buildings b on b.id = gb.building_id
    where gb.grid_id = g.id)
  where g.plan_id = count_households.plan;
  update public.grids g set households = below.households
  from (
    select c.above_id, sum(lower.households)::integer as households
    from private.grid_chains c join public.grids lower on lower.id = c.grid_id
    where c.plan_id = count_households.plan and c.steps > 0
    group by c.above_id
  ) below
  where below.above_id = g.id;
$$;
comment on function private.count_households(plan bigint) is
  'Households of each grid, upper levels from what lies under them.';
grant execute on function private.count_households(plan bigint) to authenticated, service_role;

create function private.save_edits(chosen public.plans, edits jsonb) returns void
language sql set search_path = '' as $$
  delete from public.plan_edits e where e.plan_id = chosen.id and e.number >= (edits ->> 'from')::integer;
  insert into public.plan_edits (plan_id, number, district_id, at, actor, sentence, patch, undone)
  select chosen.id, given.number, chosen.district_id, coalesce(given.at, now()), (select auth.uid()), given.sentence, given.patch,
    coalesce(given.undone, false)
  from jsonb_to_recordset(edits -> 'list') as given (number integer, at timestamptz, sentence jsonb, patch jsonb, undone boolean)
$$;
grant execute on function private.save_edits(chosen public.plans, edits jsonb) to authenticated, service_role;

create function public.save_plan(plan bigint, expected_version integer, changes jsonb) returns jsonb
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
comment on function public.save_plan(plan bigint, expected_version integer, changes jsonb) is
  'Saves what changed: {name, scheme, engine, borders, locks, grids: [{level, key, parent, community, name, locked, kind, polygon}], removed: [{level, key}], assignment: {building: [], grid: [key or null]}, edits: {from, list}}; returns the plan. A grid without a kind is residential. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, grid-outside-plan, grid-kind-unknown, building-outside-plan.';
grant execute on function public.save_plan(plan bigint, expected_version integer, changes jsonb) to authenticated;

create function public.discard_plan(plan bigint) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(discard_plan.plan);
begin
  perform private.lock_draft(chosen.id, chosen.version);
  delete from public.plans p where p.id = chosen.id;
end $$;
comment on function public.discard_plan(plan bigint) is
  'Deletes a draft. Errors: plan-unknown, plan-not-draft, plan-not-yours.';
grant execute on function public.discard_plan(plan bigint) to authenticated;

create function public.announce_editor(plan bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(announce_editor.plan);
begin
  if chosen.id in (select private.editable_plans()) then
    insert into public.plan_editors (plan_id, user_id, district_id, name)
    values (chosen.id, (select auth.uid()), chosen.district_id, coalesce(private.person_name((select auth.uid())), ''))
    on conflict (plan_id, user_id) do update set seen_at = now();
  end if;
  return jsonb_build_object('version', chosen.version, 'state', chosen.state, 'others', (
    select coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'seenAt', e.seen_at) order by e.seen_at desc), '[]')
    from public.plan_editors e
    where e.plan_id = chosen.id and e.user_id <> (select auth.uid()) and e.seen_at > now() - interval '1 minute'));
end $$;
comment on function public.announce_editor(plan bigint) is
  'Says that the caller has the draft open; returns its version and the others seen within a minute.';
grant execute on function public.announce_editor(plan bigint) to authenticated;

create view private.grid_chains with (security_invoker=true) as
select g.plan_id,
    g.id as grid_id,
    g.id as above_id,
    0 as steps
   from public.grids g
union all
 select g.plan_id,
    g.id as grid_id,
    g.parent_id as above_id,
    1 as steps
   from public.grids g
  where g.parent_id is not null
union all
 select g.plan_id,
    g.id as grid_id,
    parent.parent_id as above_id,
    2 as steps
   from public.grids g
     join public.grids parent on parent.id = g.parent_id and parent.plan_id = g.plan_id
  where parent.parent_id is not null;
comment on view private.grid_chains is
  'Each grid with itself (steps 0) and the grids above it, its parent first.';
grant select on private.grid_chains to authenticated, service_role;
