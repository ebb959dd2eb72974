-- Which plans are in force on the ground of a plan. Of several, the one that is so in most communities comes first: not the
-- one that was changed last.

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
      join public.plan_communities other on other.community_id = own.community_id and other.in_force and other.plan_id <> own.plan_id
      where own.plan_id = chosen.id
      group by other.plan_id
    ) f);
end $$;
comment on function public.plans_in_force is
  'The other plans that are in force in communities of a plan: { plan, others: [{ plan, communities: [id] }] }, the one with most communities first. Error: plan-unknown.';
grant execute on function public.plans_in_force to authenticated, service_role;
