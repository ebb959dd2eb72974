-- Where incidents were reported, for figures that follow the grids while they are edited.

create function public.incident_squares(area bigint, since timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  with counted as (
    select i.community_id, avg(extensions.st_x(i.position)) as lng, avg(extensions.st_y(i.position)) as lat, count(*) as incidents
    from public.incidents i
    where i.community_id in (select c.id from private.communities_below(incident_squares.area) c)
      and i.reported_at >= incident_squares.since
    group by i.community_id, round(extensions.st_x(i.position)::numeric, 4), round(extensions.st_y(i.position)::numeric, 4)
  )
  select jsonb_build_object(
    'lng', coalesce(jsonb_agg(round(c.lng::numeric, 6)), '[]'),
    'lat', coalesce(jsonb_agg(round(c.lat::numeric, 6)), '[]'),
    'incidents', coalesce(jsonb_agg(c.incidents), '[]'))
  from counted c
$$;
comment on function public.incident_squares is
  'Incidents of an area reported since a moment, as far as the caller may read them, as parallel arrays: one entry for each square of a ten-thousandth of a degree (about 10 m) with any, at their middle.';
grant execute on function public.incident_squares to authenticated, service_role;
