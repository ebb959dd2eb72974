-- A grid without households was taken for split or merged as soon as one building of it changed sides, and lost its code:
-- with no households to compare, every common part counted as the whole. Now its buildings are compared.
create or replace function private.keep_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  kept integer;
begin
  with drawn as (
    select g.id, g.level, g.households,
      (select count(*) from private.grid_members m where m.plan_id = g.plan_id and m.grid_id = g.id) as buildings
    from public.grids g where g.plan_id = keep_codes.plan
  ), earlier as (
    select g.id, g.level, g.code, g.households,
      (select count(*) from private.grid_members m where m.plan_id = g.plan_id and m.grid_id = g.id) as buildings
    from private.replaced(keep_codes.plan) former
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
  ), links as (
    select l.from_grid, l.to_grid, e.code,
      case when e.households > 0 then l.households::numeric / e.households else l.buildings::numeric / e.buildings end as share_of_from,
      case when d.households > 0 then l.households::numeric / d.households else l.buildings::numeric / d.buildings end as share_of_to
    from public.grid_lineage l
    join earlier e on e.id = l.from_grid
    join drawn d on d.id = l.to_grid and d.level = e.level
  ), heirs as (
    select l.*, count(*) over (partition by l.from_grid) as successors, count(*) over (partition by l.to_grid) as predecessors
    from links l where l.share_of_from >= 0.2 or l.share_of_to >= 0.2
  )
  update public.grids g set code = h.code
  from heirs h
  where g.id = h.to_grid and h.successors = 1 and h.predecessors = 1 and length(h.code) = keep_codes.digits;
  get diagnostics kept = row_count;
  return kept;
end $$;
comment on function private.keep_codes(plan bigint, digits smallint) is
  'A grid that was neither split nor merged keeps its code: it has one predecessor, which has no other successor. Less than a fifth of the households in common (of the buildings, where a grid has no household) is a moved border, not a successor. Returns how many kept theirs.';
