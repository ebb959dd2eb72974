-- The points of a map. A wall draws what is open, however old, and what came in during its period: so its map shows the
-- very cases that its figures count. A deadline beyond what a point can hold is drawn as the last moment it can.

create or replace function public.incident_map(area bigint, filter jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  scope constant record := private.incident_scope(area);
  points text;
  total integer;
begin
  execute format(
    'with spots as materialized (
       select g.community_id, g.polygon, extensions.st_pointonsurface(g.polygon) as spot
       from private.grids_in_force g where g.is_leaf and g.community_id = any ($1)
     ), centres as materialized (
       select a.id, extensions.st_pointonsurface(a.boundary) as spot from public.areas a where a.id = any ($1)
     ), states as materialized (
       select state, (ordinal - 1)::integer as ordinal
       from unnest(enum_range(null::public.incident_state)) with ordinality s (state, ordinal)
     ), placed as (
       select i.id, i.category_id, i.deadline_at, s.ordinal, i.urgent, i.urged, h.hidden, coalesce(i.reported_at < $3, false) as earlier,
         case when not h.hidden then i.position else coalesce(
           (select g.spot from spots g where g.community_id = i.community_id and extensions.st_covers(g.polygon, i.position) limit 1),
           (select c.spot from centres c where c.id = i.community_id)) end as at
       from public.incidents i
       join states s on s.state = i.state
       join public.categories c on c.id = i.category_id
       cross join lateral (select c.grid_only and not i.community_id = any ($2) as hidden) h
       where %s and %s
     )
     select count(*), encode(coalesce(string_agg(
       int4send(id::integer) || int4send((extensions.st_x(at) * 1e7)::integer) || int4send((extensions.st_y(at) * 1e7)::integer)
       || int4send(case when deadline_at is null then 0 else greatest(1, least(extract(epoch from deadline_at) / 60, 2147483647))::integer end)
       || int4send(category_id::integer)
       || int2send((ordinal * 256 + urgent::integer + urged::integer * 2 + hidden::integer * 4 + earlier::integer * 8)::smallint), ''''), ''''), ''base64'')
     from placed',
    private.incident_conditions(filter, scope.district, scope.seen, scope.handled), private.state_conditions(filter))
  into total, points using scope.seen, scope.handled, (filter ->> 'from')::timestamptz;
  return jsonb_build_object('count', total, 'points', replace(points, E'\n', ''), 'now', now());
end $$;
comment on function public.incident_map is
  'The incidents of an area and filter as points for a map: { count, points, now }. The filter is that of incidents_page, and orOpen: true takes in what is open still besides what the period has. points is base64 of big-endian records of 22 bytes: id, lng and lat in 1e-7 degrees, deadline in minutes since 1970 (0: none), category id (all int32), then one byte with the ordinal of the state and one of flags (1 urgent, 2 urged, 4 shown at its grid, 8 reported before `from`).';
