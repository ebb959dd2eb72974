-- What every map shows of an area: its base map, its communities, its grids in force. One GeoJSON collection each, so
-- that no limit on rows can cut it in silence.

create function private.feature(id text, geom extensions.geometry, properties jsonb, digits integer default 6) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('type', 'Feature', 'id', id, 'properties', properties,
    'geometry', extensions.st_asgeojson(geom, digits, 0)::jsonb)
$$;
comment on function private.feature is 'A GeoJSON feature; `digits` decimals of a degree (6: a tenth of a metre).';

create function private.collection(features jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('type', 'FeatureCollection', 'features', coalesce(features, '[]'))
$$;
comment on function private.collection is 'A GeoJSON collection of an array of features, or of none.';
grant execute on function private.feature, private.collection to authenticated, service_role;

create function public.base_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  with chosen as (select a.district_id from public.areas a where a.id = base_map.area),
  drawn as (
    select f.layer::text, f.class, f.name, f.name_en, f.geom, f.id
    from public.base_features f where f.district_id = (select district_id from chosen)
    union all
    select 'building', '', '', null, b.footprint, b.id
    from public.buildings b where b.district_id = (select district_id from chosen) and b.footprint is not null
  )
  select private.collection(jsonb_agg(private.feature(d.layer || d.id, d.geom, jsonb_strip_nulls(jsonb_build_object(
    'layer', d.layer, 'class', nullif(d.class, ''), 'name', nullif(d.name, ''), 'nameEn', d.name_en)))))
  from drawn d
$$;
comment on function public.base_map is
  'The base map of the district that an area lies in: features with layer (road, rail, water, green, land, building, place), class, name and nameEn. Footprints of buildings are among them.';

create function public.communities_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(c.code, c.boundary, jsonb_build_object(
    'id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'street', c.parent_id,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7) order by c.code))
  from public.areas top
  join public.areas c on c.path operator(extensions.<@) top.path and c.kind = 'community' and c.boundary is not null
  cross join lateral (select extensions.st_pointonsurface(c.boundary) as at) spot
  where top.id = communities_map.area
$$;
comment on function public.communities_map is
  'The communities of an area with their borders: id, code, name, nameEn, street (id), and labelLng, labelLat, a point inside.';

create function public.grids_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  with leaves as (
    select g.*, level.target_households as target, s.tolerance
    from public.areas top
    join public.areas c on c.path operator(extensions.<@) top.path and c.kind = 'community'
    join public.plan_communities covered on covered.community_id = c.id and covered.in_force
    join public.grids g on g.plan_id = covered.plan_id and g.community_id = c.id
    join public.plans p on p.id = covered.plan_id
    join public.schemes s on s.id = p.scheme_id
    join public.scheme_levels level on level.scheme_id = s.id and level.level = g.level
    where top.id = grids_map.area
      and g.level = (select max(lowest.level) from public.scheme_levels lowest where lowest.scheme_id = s.id)
  )
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households, 'target', l.target,
    'deviation', round((l.households - l.target)::numeric / l.target, 4), 'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from leaves l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
$$;
comment on function public.grids_map is
  'The leaf grids in force in an area: id, code, name, community (id), households, target, deviation (share of the target), tolerance (share), and labelLng, labelLat, a point inside.';

grant execute on function public.base_map, public.communities_map, public.grids_map to authenticated, service_role;
