-- A division code where the name of a community should stand is no name: the area that has it is meant, or nobody knows which.
create or replace function private.refuse_import_areas(import bigint, district public.areas) returns void
language sql volatile set search_path = '' as $$
  -- What is called by its division code is the area that has it.
  update public.import_rows r set source = coalesce(a.source_id, a.code),
    payload = r.payload || jsonb_build_object('name', a.name, 'code', a.code, 'parentCode', case when r.part = 'community' then s.code else '' end)
  from public.areas a join public.areas s on s.id = a.parent_id
  where r.import_id = import and r.part in ('street', 'community') and r.refusal is null
    and a.district_id = district.id and a.kind::text = r.part
    and a.code in (r.payload ->> 'name', regexp_replace(r.payload ->> 'name', '^([0-9]{9})000$', '\1'));

  update public.import_rows r set payload = r.payload || jsonb_build_object('parentCode', left(r.payload ->> 'parent', 9))
  where r.import_id = import and r.part = 'community' and r.refusal is null
    and coalesce(r.payload ->> 'parentCode', '') = '' and r.payload ->> 'parent' ~ '^[0-9]{9}(000)?$';

  update public.import_rows r set refusal = fault.code, detail = fault.detail
  from (
    select s.number, case
        when s.name = '' then 'no-name'
        when s.part <> 'district' and s.name ~ '^[0-9]{9}([0-9]{3})?$' then 'name-is-code'
        when s.given <> '' and s.given !~ case s.part when 'district' then '^[0-9]{6}$' when 'street' then '^[0-9]{9}$' else '^[0-9]{12}$' end
          then 'code-malformed'
        when s.given <> '' and left(s.given, 6) <> district.code then 'other-district'
        when exists (select from public.areas a where a.code = s.given and (a.district_id <> district.id or a.kind::text <> s.part))
          then 'other-district'
        when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then 'geometry-kind'
      end as code,
      case when s.part <> 'district' and s.name ~ '^[0-9]{9}([0-9]{3})?$' then s.name
        when s.geom is not null and extensions.st_dimension(s.geom) <> 2 then extensions.geometrytype(s.geom) else s.given end as detail
    from (
      select x.*, coalesce(nullif(x.payload ->> 'code', ''), '') as given, btrim(coalesce(x.payload ->> 'name', '')) as name from public.import_rows x
      where x.import_id = import and x.part <> 'row' and x.refusal is null) s
  ) fault
  where r.import_id = import and r.number = fault.number and fault.code is not null;
$$;
comment on function private.refuse_import_areas(import bigint, district public.areas) is
  'Gives areas that are called by their division code the name of the one that has it. Refuses areas that cannot be of this district: no-name, name-is-code, code-malformed, other-district, geometry-kind.';

-- A code of a community that nobody knows is said, as a name is.
create or replace function private.settle_import_rows(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with own as materialized (
    select r.number, private.import_place(r.geom) as place, coalesce(r.payload ->> 'community', '') as community,
      coalesce(r.payload ->> 'communityCode', '') as community_code, coalesce(r.payload ->> 'street', '') as street
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
  ), named as materialized (
    select d.*, private.communities_said(import, district, to_jsonb(d)) as codes
    from (select distinct community, community_code as "communityCode", street from own) d
  ), fresh as materialized (
    select r.code, r.geom from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null
  ), settled as materialized (
    select own.number, coalesce(nullif(own.community, ''), own.community_code) as community, own.place, named.codes, case when cardinality(named.codes) = 1 then named.codes[1] end as said_code,
      coalesce(
        (select f.code from fresh f where extensions.st_intersects(f.geom, own.place) order by f.code limit 1),
        (select a.code from public.areas a
          where a.district_id = district and a.kind = 'community' and extensions.st_intersects(a.boundary, own.place)
            and not exists (select from fresh f where f.code = a.code and f.geom is not null)
          order by a.id limit 1)) as lies_code
    from own join named on (named.community, named."communityCode", named.street) = (own.community, own.community_code, own.street)
  ), near as (
    select s.*, s.lies_code is null and coalesce(cardinality(s.codes), 0) > 1 as is_ambiguous,
      case when s.lies_code is null then coalesce(
        (select a.code from public.areas a where a.code = s.said_code and a.district_id = district and a.boundary is null),
        private.community_around(import, district, s.place, private.near_community_metres())) end as near_code
    from settled s
  )
  update public.import_rows r set
    code = case when not near.is_ambiguous then coalesce(near.lies_code, near.near_code) else r.code end,
    refusal = case when near.is_ambiguous then 'community-ambiguous' end,
    detail = case when near.is_ambiguous then near.community else r.detail end,
    doubts = r.doubts || case
      when near.lies_code <> near.said_code or (near.community <> '' and near.codes is null and coalesce(near.lies_code, near.near_code) is not null)
        then jsonb_build_array(jsonb_build_object('code', 'community-differs', 'detail', near.community))
      when near.lies_code is null and near.near_code is distinct from near.said_code and near.near_code is not null
        then '[{"code": "moved-inside", "detail": ""}]'
      else '[]' end
  from near where r.import_id = import and r.number = near.number;

  update public.import_rows r set refusal = 'outside-every-community', detail = concat_ws(' ', nullif(r.payload ->> 'community', ''),
    round(extensions.st_x(private.import_place(r.geom))::numeric, 6) || ', ' || round(extensions.st_y(private.import_place(r.geom))::numeric, 6),
    private.nearest_community_words(import, district, private.import_place(r.geom)))
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and r.code is null;
end $$;
