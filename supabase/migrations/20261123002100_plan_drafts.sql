-- Starting, saving and discarding drafts. Row level security says who may; these say what a draft must be.

create function public.start_plan(area bigint, scheme bigint, name text, based_on bigint default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  started bigint;
begin
  insert into public.plans (district_id, area_id, scheme_id, name, based_on, created_by, changed_by)
  select a.district_id, a.id, start_plan.scheme, btrim(start_plan.name), start_plan.based_on, (select auth.uid()), (select auth.uid())
  from public.areas a where a.id = start_plan.area
  returning id into started;
  if started is null then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', start_plan.area)::text;
  end if;
  insert into public.plan_communities (plan_id, community_id, district_id)
  select started, c.id, c.district_id from private.communities_below(start_plan.area) c;
  if start_plan.based_on is not null then
    perform private.copy_grids(start_plan.based_on, started);
  end if;
  return started;
end $$;
comment on function public.start_plan is
  'Starts a draft for the communities of an area, empty or as a branch of another plan. Returns its id. Errors: area-unknown, plan-unknown, levels-differ.';

create function private.copy_grids(from_plan bigint, to_plan bigint) returns void
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
  update public.plans set engine = origin.engine, borders = origin.borders where id = copy_grids.to_plan;
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
comment on function private.lock_draft is
  'Takes the draft for this transaction. Errors: plan-unknown, plan-not-draft, plan-not-yours (row level security), plan-version-newer with who and when.';

create function private.save_grids(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  stranger bigint;
begin
  delete from public.grids g using jsonb_to_recordset(changes -> 'removed') as gone (level smallint, key integer)
  where g.plan_id = chosen.id and g.level = gone.level and g.key = gone.key;

  select given.community into stranger
  from jsonb_to_recordset(changes -> 'grids') as given (community bigint)
  where given.community not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id) limit 1;
  if found then
    raise exception 'grid-outside-plan' using errcode = 'P0001', detail = json_build_object('community', stranger)::text;
  end if;

  insert into public.grids as g (district_id, plan_id, community_id, level, key, name, locked, polygon)
  select chosen.district_id, chosen.id, given.community, given.level, given.key, coalesce(given.name, ''), coalesce(given.locked, false),
    extensions.st_multi(extensions.st_setsrid(extensions.st_geomfromgeojson(given.polygon), 4326))
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, community bigint, name text, locked boolean, polygon jsonb)
  on conflict (plan_id, level, key) do update
    set community_id = excluded.community_id, name = excluded.name, locked = excluded.locked, polygon = excluded.polygon;

  update public.grids g set parent_id = parent.id
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, parent integer)
  join public.grids parent on parent.plan_id = chosen.id and parent.level = given.level - 1 and parent.key = given.parent
  where g.plan_id = chosen.id and g.level = given.level and g.key = given.key;
end $$;

create function private.given_assignment(changes jsonb) returns table (building bigint, key integer)
language sql immutable set search_path = '' as $$
  select given.building::bigint, given.key::integer
  from rows from (jsonb_array_elements_text(changes #> '{assignment,building}'), jsonb_array_elements_text(changes #> '{assignment,grid}'))
    as given (building, key)
$$;

create function private.save_assignment(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  leaf smallint := (select max(l.level) from public.scheme_levels l where l.scheme_id = chosen.scheme_id);
  stranger bigint;
begin
  select given.building into stranger
  from private.given_assignment(changes) given
  left join public.buildings b on b.id = given.building
  left join public.grids g on g.plan_id = chosen.id and g.level = leaf and g.key = given.key
  where b.id is null
    or (given.key is not null and g.id is null)
    or b.community_id not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
  limit 1;
  if found then
    raise exception 'building-outside-plan' using errcode = 'P0001', detail = json_build_object('building', stranger)::text;
  end if;
  delete from public.grid_buildings gb using private.given_assignment(changes) given
  where gb.plan_id = chosen.id and gb.building_id = given.building and given.key is null;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select chosen.id, given.building, g.id, chosen.district_id
  from private.given_assignment(changes) given
  join public.grids g on g.plan_id = chosen.id and g.level = leaf and g.key = given.key
  on conflict (plan_id, building_id) do update set grid_id = excluded.grid_id;
end $$;

create function private.count_households(plan bigint) returns void
language sql set search_path = '' as $$
  update public.grids g set households = (
    select coalesce(sum(b.households), 0)
    from public.grid_buildings gb join public.buildings b on b.id = gb.building_id
    where gb.grid_id = g.id)
  where g.plan_id = count_households.plan;
  update public.grids g set households = below.households
  from (
    select child.parent_id, sum(child.households)::integer as households
    from public.grids child where child.plan_id = count_households.plan and child.parent_id is not null
    group by child.parent_id
  ) below
  where below.parent_id = g.id;
$$;
comment on function private.count_households is 'Households of each grid, upper levels from their groups.';

create function private.save_edits(chosen public.plans, edits jsonb) returns void
language sql set search_path = '' as $$
  delete from public.plan_edits e where e.plan_id = chosen.id and e.number >= (edits ->> 'from')::integer;
  insert into public.plan_edits (plan_id, number, district_id, at, actor, sentence, patch, undone)
  select chosen.id, given.number, chosen.district_id, coalesce(given.at, now()), (select auth.uid()), given.sentence, given.patch,
    coalesce(given.undone, false)
  from jsonb_to_recordset(edits -> 'list') as given (number integer, at timestamptz, sentence jsonb, patch jsonb, undone boolean)
$$;

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
  'Saves what changed: {name, scheme, engine, borders, grids: [{level, key, parent, community, name, locked, polygon}], removed: [{level, key}], assignment: {building: [], grid: [key or null]}, edits: {from, list}}; returns the plan. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, grid-outside-plan, building-outside-plan.';

create function public.discard_plan(plan bigint) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(discard_plan.plan);
begin
  perform private.lock_draft(chosen.id, chosen.version);
  delete from public.plans p where p.id = chosen.id;
end $$;
comment on function public.discard_plan is 'Deletes a draft. Errors: plan-unknown, plan-not-draft, plan-not-yours.';

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
comment on function public.announce_editor is
  'Says that the caller has the draft open; returns its version and the others seen within a minute.';

grant execute on function private.copy_grids, private.lock_draft, private.save_grids, private.given_assignment,
  private.save_assignment, private.count_households, private.save_edits to authenticated, service_role;
grant execute on function public.start_plan, public.save_plan, public.discard_plan, public.announce_editor to authenticated, service_role;
