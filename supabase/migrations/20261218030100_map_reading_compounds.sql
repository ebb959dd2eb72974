-- Compounds on maps: figures are told by compound, so their ground is drawn, and hot spots are looked for among them.
create function public.compounds_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(c.id::text, c.boundary, jsonb_build_object(
    'id', c.id, 'name', c.name, 'community', c.community_id,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7) order by c.id))
  from public.areas top
  join public.areas own on own.path operator(extensions.<@) top.path and own.kind = 'community'
  join public.compounds c on c.community_id = own.id and c.boundary is not null
  cross join lateral (select extensions.st_pointonsurface(c.boundary) as at) spot
  where top.id = compounds_map.area
$$;
comment on function public.compounds_map(area bigint) is
  'The compounds of an area that have a border: id, name, community (id), and labelLng, labelLat, a point inside. Who reads no compounds gets none.';
grant execute on function public.compounds_map(area bigint) to authenticated;
