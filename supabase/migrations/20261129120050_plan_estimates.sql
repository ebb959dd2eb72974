-- A plan says which of its households nobody has counted.

create function public.plan_estimates(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_estimates.plan);
begin
  return (
    with leaves as (
      select g.id, g.parent_id, count(*) as buildings, sum(b.households) as households
      from public.grids g
      join public.grid_buildings gb on gb.grid_id = g.id
      join public.buildings b on b.id = gb.building_id and b.households_estimated
      where g.plan_id = chosen.id group by g.id
    ), all_levels as (
      select l.id, l.buildings, l.households from leaves l
      union all
      select l.parent_id, sum(l.buildings), sum(l.households) from leaves l where l.parent_id is not null group by l.parent_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'buildings', a.buildings, 'households', a.households)
      order by g.level, g.key), '[]')
    from all_levels a join public.grids g on g.id = a.id
  );
end $$;
comment on function public.plan_estimates is
  'Grids of a plan whose households are estimates in part or in whole: [{ level, key, buildings, households }], how many of its buildings and households.';
grant execute on function public.plan_estimates to authenticated, service_role;
