-- On a busy machine a step of 40 communities, or of a thousand cases, kept others waiting for more than a second.

create or replace function public.check_plan(plan bigint, at_most integer default 20) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  chosen constant public.plans := private.plan_for(check_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted}');
  stamp constant text := private.check_stamp(chosen);
  held private.plan_checks;
  next bigint[];
  total integer;
  is_placed boolean := true;
begin
  select count(*) into total from public.plan_communities pc where pc.plan_id = chosen.id;
  select * into held from private.plan_checks k where k.plan_id = chosen.id;
  if held.stamp is distinct from stamp then
    held := row(chosen.id, chosen.district_id, stamp, '{}', '{}', false);
  end if;
  if not held.is_done then
    next := array(
      select pc.community_id from public.plan_communities pc join public.areas a on a.id = pc.community_id
      where pc.plan_id = chosen.id and pc.community_id <> all (held.checked) order by a.code limit least(greatest(at_most, 1), 1000));
    if cardinality(next) > 0 then
      held.faults := held.faults || array(select f::public.plan_fault from private.tiling_faults_of(chosen.id, next) f);
      held.checked := held.checked || next;
    else
      held.faults := held.faults || array(
        select f::public.plan_fault from (
          select * from private.assignment_faults(chosen.id)
          union all select * from private.position_faults(chosen.id)
          union all select * from private.contiguity_faults(chosen.id)) f);
      held.is_done := true;
    end if;
    insert into private.plan_checks as k select (held).* on conflict (plan_id) do update
    set stamp = excluded.stamp, checked = excluded.checked, faults = excluded.faults, is_done = excluded.is_done;
    is_placed := chosen.state = 'draft' or not held.is_done or cardinality(held.faults) > 0;
  elsif chosen.state = 'submitted' and cardinality(held.faults) = 0 then
    is_placed := private.place_ahead(chosen, 500);
  end if;
  return jsonb_build_object('checked', cardinality(held.checked), 'of', total, 'isDone', held.is_done and is_placed,
    'faults', case when held.is_done and is_placed then private.faults_as_json(held.faults) end);
end $$;
