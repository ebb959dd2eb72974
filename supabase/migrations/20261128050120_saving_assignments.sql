-- Saving a city's assignment: 30,000 buildings on 2,466 grids took 86 s. The grids of a draft are newer than the statistics of
-- their table, so the planner expected one of them and searched all of them once a building. Here it may only hash.

create or replace function private.save_assignment(chosen public.plans, changes jsonb) returns void
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
comment on function private.save_assignment is
  'Writes which leaf grid (by key; null: none) each building given lies in. Error: building-outside-plan.';
