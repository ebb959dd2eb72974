-- Buildings that have a name are found by their address as well.
create or replace function private.buildings_as_columns(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', coalesce(jsonb_agg(b.id order by b.id), '[]'),
    'lng', coalesce(jsonb_agg(extensions.st_x(b.position) order by b.id), '[]'),
    'lat', coalesce(jsonb_agg(extensions.st_y(b.position) order by b.id), '[]'),
    'households', coalesce(jsonb_agg(b.households order by b.id), '[]'),
    'estimated', case when bool_or(b.households_estimated) then jsonb_agg(b.households_estimated order by b.id) end,
    'community', coalesce(jsonb_agg(b.community_id order by b.id), '[]'),
    'compound', coalesce(jsonb_agg(b.compound_id order by b.id), '[]'),
    'name', coalesce(jsonb_agg(coalesce(nullif(b.name, ''), b.address) order by b.id), '[]'),
    'address', case when bool_or(b.name <> '' and b.address <> '') then jsonb_agg(b.address order by b.id) end,
    'footprint', case when count(b.footprint) = 0 then null
      else jsonb_agg(private.geojson(b.footprint) order by b.id) end)
  from public.buildings b
  where b.community_id in (select c.id from private.communities_below(buildings_as_columns.area) c)
$$;
comment on function private.buildings_as_columns(area bigint) is
  'Buildings of an area as parallel arrays in order of id; footprint is null when none is known, estimated when all households were counted, address where it says nothing beside name.';
