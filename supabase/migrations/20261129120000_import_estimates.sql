-- Households that nobody has counted may be estimated: such a number says so wherever it goes, and the first count replaces it.

alter table public.buildings add column households_estimated boolean not null default false;
comment on column public.buildings.households_estimated is
  'Nobody counted the households: they are estimated from footprint, storeys and use. False from the first count on.';
-- Counts come as points: each has to find the footprint that it counts.
create index buildings_estimated_idx on public.buildings using gist (footprint) where households_estimated;

create function private.is_estimate(payload jsonb) returns boolean
language sql immutable set search_path = '' as $$ select payload -> 'householdsEstimated' is not distinct from 'true' $$;
comment on function private.is_estimate is 'Whether the households of a row of an import are an estimate.';

-- A number that was counted is never given up for one that was not; a count on the ground of an estimated building is of that one.
create function private.match_estimates(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.import_rows r set
    payload = (r.payload - 'householdsEstimated') || jsonb_build_object('households', b.households),
    doubts = coalesce((select jsonb_agg(d.doubt) from jsonb_array_elements(r.doubts) d (doubt) where d.doubt ->> 'code' <> 'households-estimated'), '[]')
      || jsonb_build_array(jsonb_build_object('code', 'count-kept', 'detail', b.households::text))
  from public.buildings b
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and private.is_estimate(r.payload)
    and b.district_id = district and b.source_id = r.source and not b.households_estimated;

  if not exists (select from public.buildings b where b.district_id = match_estimates.district and b.households_estimated) then
    return;
  end if;
  with counts as (
    select distinct on (b.id) r.number, b.source_id, b.footprint
    from public.import_rows r
    join public.buildings b on b.district_id = match_estimates.district and b.households_estimated
      and extensions.st_intersects(b.footprint, private.import_place(r.geom))
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and not private.is_estimate(r.payload)
      and not exists (select from public.buildings own where own.district_id = match_estimates.district and own.source_id = r.source)
      and not exists (select from public.import_rows other
        where other.import_id = import and other.part = 'row' and other.source = b.source_id and other.refusal is null)
    order by b.id, r.number
  ), once as (
    select distinct on (c.number) c.* from counts c order by c.number, c.source_id
  )
  update public.import_rows r set source = once.source_id,
    geom = case when extensions.st_dimension(r.geom) = 0 then once.footprint else r.geom end,
    doubts = r.doubts || '[{"code": "estimate-replaced", "detail": ""}]'
  from once where r.import_id = import and r.number = once.number;
end $$;
comment on function private.match_estimates is
  'Keeps counts that are here where a row only estimates (doubt count-kept), and gives a row that counts on the ground of an estimated building the id and the footprint of that building (doubt estimate-replaced): of several the first.';

create or replace function private.judge_buildings(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.match_estimates(import, district, first, last);
  update public.import_rows r set outcome = case
    when b.id is null then 'new'
    when (b.name, b.address, b.households, b.households_estimated, b.storeys, b.doubtful, community.code, compound.source_id,
        extensions.st_asbinary(coalesce(b.footprint, b.position)))
      is not distinct from (r.payload ->> 'name', r.payload ->> 'address', (r.payload ->> 'households')::integer, private.is_estimate(r.payload),
        (r.payload ->> 'storeys')::smallint, r.payload ->> 'doubtful', r.code, nullif(r.payload ->> 'compoundSource', ''),
        extensions.st_asbinary(r.geom)) then 'unchanged'
    else 'changed' end
  from public.import_rows self
  left join public.buildings b on b.district_id = judge_buildings.district and b.source_id = self.source
  left join public.areas community on community.id = b.community_id
  left join public.compounds compound on compound.id = b.compound_id
  where self.import_id = import and self.number between first and last and self.part = 'row' and self.refusal is null
    and r.import_id = import and r.number = self.number;
end $$;

create or replace function private.write_import_buildings(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.buildings (district_id, source_id, community_id, compound_id, name, address, storeys, households, households_estimated,
    position, footprint, doubtful)
  select district, r.source, community.id, compound.id, coalesce(r.payload ->> 'name', ''), coalesce(r.payload ->> 'address', ''),
    private.whole_number(r.payload -> 'storeys', 1, 300)::smallint, private.whole_number(r.payload -> 'households', 0, 1000000),
    private.is_estimate(r.payload), private.import_place(r.geom),
    case when extensions.st_dimension(r.geom) = 2 then r.geom end, r.payload ->> 'doubtful'
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code and community.district_id = district
  left join public.compounds compound on compound.district_id = district and compound.source_id = nullif(r.payload ->> 'compoundSource', '')
  order by r.number
  on conflict (district_id, source_id) do update set community_id = excluded.community_id, compound_id = excluded.compound_id,
    name = excluded.name, address = excluded.address, storeys = excluded.storeys, households = excluded.households,
    households_estimated = excluded.households_estimated,
    position = excluded.position, footprint = excluded.footprint, doubtful = excluded.doubtful
$$;

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
    'footprint', case when count(b.footprint) = 0 then null
      else jsonb_agg(private.geojson(b.footprint) order by b.id) end)
  from public.buildings b
  where b.community_id in (select c.id from private.communities_below(buildings_as_columns.area) c)
$$;
comment on function private.buildings_as_columns is
  'Buildings of an area as parallel arrays in order of id; footprint is null when none is known, estimated when all households were counted.';
