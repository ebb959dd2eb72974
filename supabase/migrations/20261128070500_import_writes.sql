-- What the commit writes lies in the district of the import, and an optional value that is missing is an empty one.

create or replace function private.write_import_compounds(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.compounds as c (district_id, source_id, name, community_id)
  select district, r.payload ->> 'compoundSource', coalesce(min(r.payload ->> 'compound'), r.payload ->> 'compoundSource'),
    case when count(distinct r.code) = 1 then min(community.id) end
  from public.import_rows r join public.areas community on community.code = r.code and community.district_id = district
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.payload ->> 'compoundSource' <> ''
  group by 2
  on conflict (district_id, source_id) do update set name = excluded.name, community_id = excluded.community_id
  where (c.name, c.community_id) is distinct from (excluded.name, excluded.community_id)
$$;

create or replace function private.write_import_buildings(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.write_import_compounds(import, district);
  insert into public.buildings (district_id, source_id, community_id, compound_id, name, address, storeys, households, position, footprint, doubtful)
  select district, r.source, community.id, compound.id, coalesce(r.payload ->> 'name', ''), coalesce(r.payload ->> 'address', ''),
    private.whole_number(r.payload -> 'storeys', 1, 300)::smallint, private.whole_number(r.payload -> 'households', 0, 1000000), private.import_place(r.geom),
    case when extensions.st_dimension(r.geom) = 2 then r.geom end, r.payload ->> 'doubtful'
  from public.import_rows r
  join public.areas community on community.code = r.code and community.district_id = district
  left join public.compounds compound on compound.district_id = district and compound.source_id = nullif(r.payload ->> 'compoundSource', '')
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
  order by r.number
  on conflict (district_id, source_id) do update set community_id = excluded.community_id, compound_id = excluded.compound_id,
    name = excluded.name, address = excluded.address, storeys = excluded.storeys, households = excluded.households,
    position = excluded.position, footprint = excluded.footprint, doubtful = excluded.doubtful;
end $$;
