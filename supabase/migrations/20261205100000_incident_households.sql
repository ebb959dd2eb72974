-- The rate of cases on a map needs to know where people live. Who works in the district and sees figures of a community gets how
-- many households live in which cell of it; viewers and walls, which do not see the buildings, do not get them this way either.
create function public.household_cells(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  scope constant record := private.column_scope(area);
begin
  if scope.district not in (select private.staff_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  return (
    with cells as (
      select b.community_id as community, floor(extensions.st_x(b.position) * 10000)::integer as x, floor(extensions.st_y(b.position) * 10000)::integer as y,
        sum(b.households) as households
      from public.buildings b
      where b.district_id = scope.district and b.community_id = any (scope.seen) and b.households > 0
      group by 1, 2, 3)
    select jsonb_build_object('cellsPerDegree', 10000,
      'community', coalesce(jsonb_agg(c.community order by c.community, c.x, c.y), '[]'),
      'x', coalesce(jsonb_agg(c.x order by c.community, c.x, c.y), '[]'),
      'y', coalesce(jsonb_agg(c.y order by c.community, c.x, c.y), '[]'),
      'households', coalesce(jsonb_agg(c.households order by c.community, c.x, c.y), '[]'))
    from cells c);
end $$;
comment on function public.household_cells(area bigint) is
  'How many households live where, as parallel arrays { cellsPerDegree, community, x, y, households }: cells of a ten-thousandth of a degree whose south-west corner is x, y over cellsPerDegree, of the communities whose cases incident_columns has. Raises not-allowed. For who sees buildings. Security definer: counts only, also where rows are cut.';
grant execute on function public.household_cells(area bigint) to authenticated;
