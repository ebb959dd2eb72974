-- In how many pieces a grid is lived in. A building whose outline reaches into the cell of another can be told to stand on a scrap of
-- ground beside its own: it counts for the largest piece within the distance that a building may stand outside of its polygon.

create or replace function private.inhabited_pieces(grid public.grids, blade extensions.geometry) returns bigint
language sql stable set search_path = '' as $$
  with piece as materialized (
    select row_number() over (order by extensions.st_area(d.geom) desc) as place, d.geom from extensions.st_dump(grid.polygon) d
  ), cut as materialized (
    select p.place as whole, row_number() over (order by extensions.st_area(d.geom) desc) as place, d.geom
    from piece p
    cross join lateral extensions.st_dump(case when inhabited_pieces.blade is null then p.geom
      else extensions.st_difference(p.geom, extensions.st_buffer(inhabited_pieces.blade, 0.0000005, 'endcap=flat join=mitre'), 1e-9) end) d
  )
  select count(distinct (
    select c.place from cut c
    where c.whole = (
      select min(p.place) from piece p
      where extensions.st_length(private.in_metres(extensions.st_shortestline(p.geom, b.position))) <= private.stray_metres())
    order by round(extensions.st_length(private.in_metres(extensions.st_shortestline(c.geom, b.position)))), c.place limit 1))
  from public.grid_buildings gb
  join public.buildings b on b.id = gb.building_id
  where gb.grid_id = grid.id
$$;
comment on function private.inhabited_pieces is
  'Pieces of a leaf grid that hold buildings, after a cut along the blade (null: no cut). A building counts for the largest piece within five metres, and there for the side of the cut on which it stands.';
