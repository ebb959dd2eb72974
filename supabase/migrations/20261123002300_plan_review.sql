-- Submitted, sent back, remarked on. Policies let nobody change a plan that is not a draft, so the steps out of
-- and back into that state are security definer and ask for the role themselves.

create function private.plan_for(plan bigint, roles public.member_role[], states public.plan_state[]) returns public.plans
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
  if not chosen.state = any (plan_for.states) then
    raise exception 'plan-in-other-state' using errcode = 'P0001', detail = json_build_object('state', chosen.state)::text;
  end if;
  return chosen;
end $$;
comment on function private.plan_for is
  'Takes a plan for this transaction if the caller holds one of the roles in its area and it is in one of the states. Errors: plan-unknown, not-allowed, plan-in-other-state.';

create function public.submit_plan(plan bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(submit_plan.plan, '{planner,admin}', '{draft}');
  faults jsonb := public.plan_faults(chosen.id);
begin
  if faults <> '[]' then
    raise exception 'plan-has-faults' using errcode = 'P0001', detail = faults::text;
  end if;
  update public.plans p set state = 'submitted', submitted_at = now(), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.submit_plan is
  'Hands a draft in for review. Errors: plan-unknown, not-allowed, plan-in-other-state, plan-has-faults with the list.';

create function public.return_plan(plan bigint, remark text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(return_plan.plan, '{planner,reviewer,leader,admin}', '{submitted}');
begin
  if btrim(coalesce(return_plan.remark, '')) <> '' then
    insert into public.plan_remarks (plan_id, district_id, body, author)
    values (chosen.id, chosen.district_id, btrim(return_plan.remark), (select auth.uid()));
  end if;
  update public.plans p set state = 'draft', submitted_at = null, version = p.version + 1, changed_at = now(),
    changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.return_plan is
  'Makes a submitted plan a draft again: its planner takes it back, or a reviewer sends it back with a remark. Errors: plan-unknown, not-allowed, plan-in-other-state.';

create function public.remark_plan(plan bigint, body text, "position" jsonb default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(remark_plan.plan);
  made bigint;
begin
  insert into public.plan_remarks (plan_id, district_id, position, body, author)
  values (chosen.id, chosen.district_id,
    extensions.st_setsrid(extensions.st_geomfromgeojson(remark_plan."position"), 4326), btrim(remark_plan.body), (select auth.uid()))
  returning id into made;
  return made;
end $$;
comment on function public.remark_plan is 'Adds a remark, at a GeoJSON point when it belongs to a place. Returns its id.';

create function public.settle_remark(remark bigint) returns void
language sql set search_path = '' as $$
  update public.plan_remarks r set settled_at = now() where r.id = settle_remark.remark and r.settled_at is null
$$;
comment on function public.settle_remark is 'Marks a remark as dealt with.';

grant execute on function public.submit_plan, public.return_plan, public.remark_plan, public.settle_remark to authenticated, service_role;
