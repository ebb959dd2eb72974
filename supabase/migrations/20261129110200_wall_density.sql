-- How often something happened on the ground, for the map of a wall: counted in cells of a lattice that is fixed for a district, with
-- a margin around the area, so that a place has one density whatever area, role and zoom it is looked at from. Counts of cells, no case.

create function private.density_margin_degrees() returns double precision
language sql immutable set search_path = '' as $$ select 0.012::double precision $$;
comment on function private.density_margin_degrees is 'How far around an area its density is counted: more than the reach of the kernel, 600 m, in both directions up to 60° of latitude.';

create function public.wall_density(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  counted constant integer := least(greatest(days, 1), 366);
  since constant timestamptz := ((now() at time zone calendar.time_zone)::date - counted + 1)::timestamp at time zone calendar.time_zone;
  -- About 50 m each way, counted from the meridian and the equator: where a cell lies depends on the district's latitude alone.
  lat_per_cell constant double precision := 0.00045;
  lng_per_cell double precision;
  middle extensions.geometry;
  around extensions.geometry;
  cells jsonb;
begin
  select extensions.st_snaptogrid(extensions.st_centroid(extensions.st_envelope(extensions.st_collect(a.boundary))), 0.1) into middle
  from public.areas a where a.district_id = scope.district and a.kind = 'community';
  lng_per_cell := lat_per_cell / greatest(cos(radians(extensions.st_y(middle))), 0.1);
  select extensions.st_expand(extensions.st_envelope(extensions.st_collect(a.boundary)), private.density_margin_degrees())
  into around from public.areas a where a.id = any (scope.seen);
  with spots as materialized (
    select g.community_id, g.polygon, extensions.st_pointonsurface(g.polygon) as spot
    from private.grids_in_force g where g.is_leaf and g.district_id = scope.district
  ), centres as materialized (
    select a.id, extensions.st_pointonsurface(a.boundary) as spot from public.areas a
    where a.district_id = scope.district and a.kind = 'community'
  ), happened as (
    -- A case of a grid_only category counts inside its grid, for everybody.
    select case when not c.grid_only then i.position else coalesce(
      (select g.spot from spots g where g.community_id = i.community_id and extensions.st_covers(g.polygon, i.position) limit 1),
      (select k.spot from centres k where k.id = i.community_id)) end as at
    from public.incidents i join public.categories c on c.id = i.category_id
    where i.district_id = scope.district and i.reported_at >= since and private.incident_happened(i.state)
      and i.position operator(extensions.&&) extensions.st_expand(around, 0.01)
  ), counts as (
    select floor(extensions.st_x(h.at) / lng_per_cell)::integer as x, floor(extensions.st_y(h.at) / lat_per_cell)::integer as y, count(*) as n
    from happened h where h.at operator(extensions.&&) around group by 1, 2
  )
  select coalesce(jsonb_agg(jsonb_build_array(k.x, k.y, k.n) order by k.x, k.y), '[]') into cells from counts k;
  return jsonb_build_object('now', now(), 'days', counted, 'origin', jsonb_build_array(round(extensions.st_x(middle)::numeric, 1), round(extensions.st_y(middle)::numeric, 1)), 'lngPerCell', lng_per_cell, 'latPerCell', lat_per_cell, 'cells', cells);
end $$;
comment on function public.wall_density is
  'What happened around an area in the last days, today included, counted in cells of about 50 m: { days, origin, lngPerCell, latPerCell, cells: [[x, y, count]] }; origin: the middle of the district; cell x, y reaches from x × lngPerCell, y × latPerCell to the next. The lattice is one for the district, and so are the counts, whoever asks. Raises not-allowed. Security definer: gives away counts, no case.';
grant execute on function public.wall_density to authenticated;
