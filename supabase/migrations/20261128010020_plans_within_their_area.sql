-- A plan covers communities of its own area and no other: whoever may draw there may draw all of it, and publishing it replaces
-- nothing next door. Before, a planner of one community put the neighbour into a draft, and publishing took the neighbour's grids
-- out of force.

create function private.check_plan_communities() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select w.community_id into stranger
  from written w
  join public.plans p on p.id = w.plan_id
  join public.areas top on top.id = p.area_id
  join public.areas a on a.id = w.community_id
  where not a.path operator(extensions.<@) top.path limit 1;
  if found then
    perform private.refuse_reference('community-outside-plan', jsonb_build_object('community', stranger));
  end if;
  return null;
end $$;
comment on function private.check_plan_communities is
  'Refuses communities outside the area of their plan. Security definer: the rule holds whatever the writer may see.';
create trigger plan_communities_in_area after insert on public.plan_communities
  referencing new table as written for each statement execute function private.check_plan_communities();
create trigger plan_communities_stay_in_area after update on public.plan_communities
  referencing new table as written for each statement execute function private.check_plan_communities();

create trigger plans_keep_area after update of area_id, district_id on public.plans
  for each row when ((old.area_id, old.district_id) is distinct from (new.area_id, new.district_id))
  execute function private.keep_district();

create function private.require_reach(roles public.member_role[], communities bigint[]) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select c into stranger from unnest(communities) c where c not in (select private.reachable(roles)) limit 1;
  if found then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', roles)::text;
  end if;
end $$;
comment on function private.require_reach is
  'Raises not-allowed unless the signed-in person holds one of the roles in every one of the communities. Security definer: reads memberships.';

create or replace function private.plan_for(plan bigint, roles public.member_role[], states public.plan_state[]) returns public.plans
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans;
begin
  select * into chosen from public.plans p
  where p.id = plan_for.plan and p.id in (select private.visible_plans()) for update;
  if not found then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', plan_for.plan)::text;
  end if;
  if not private.can(plan_for.roles, chosen.area_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', plan_for.roles)::text;
  end if;
  perform private.require_reach(plan_for.roles,
    array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id));
  if not chosen.state = any (plan_for.states) then
    raise exception 'plan-in-other-state' using errcode = 'P0001', detail = json_build_object('state', chosen.state)::text;
  end if;
  return chosen;
end $$;
comment on function private.plan_for is
  'Takes a plan for this transaction if the caller holds one of the roles in its area, and so in every community whose plan in force it would replace, and it is in one of the states. Errors: plan-unknown, not-allowed, plan-in-other-state.';
