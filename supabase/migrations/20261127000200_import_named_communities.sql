-- Rows that name a community and no street mean the one of that name in the district: a list of codes often comes first, and the
-- list of buildings after it names communities only. Before, the areas derived from such rows were refused without a word as
-- soon as the district had two streets. Where two communities bear the name, nobody guesses which is meant.

create or replace function private.match_import_communities(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  update public.import_rows r set
    code = case when namesakes.count = 1 then namesakes.code end,
    parent_code = case when namesakes.count = 1 then namesakes.street_code end,
    refusal = case when namesakes.count > 1 then 'community-ambiguous' end,
    detail = case when namesakes.count > 1 then namesakes.streets else r.detail end
  from (
    select a.name, min(a.code) as code, min(s.code) as street_code, count(*) as count,
      string_agg(distinct s.name, ', ' order by s.name) as streets
    from public.areas a join public.areas s on s.id = a.parent_id
    where a.district_id = district and a.kind = 'community' group by a.name) namesakes
  where r.import_id = import and r.part = 'community' and r.refusal is null and namesakes.name = r.payload ->> 'name'
    and concat(r.payload ->> 'code', r.payload ->> 'parentCode', r.payload ->> 'parent') = '';

  update public.import_rows r set parent_code = coalesce(
    r.parent_code,
    nullif(r.payload ->> 'parentCode', ''),
    (select s.code from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null
      and s.payload ->> 'name' = r.payload ->> 'parent' order by s.number limit 1),
    (select a.code from public.areas a where a.district_id = district and a.kind = 'street'
      and a.name = r.payload ->> 'parent' order by a.code limit 1),
    (select min(a.code) from public.areas a where a.district_id = district and a.kind = 'street'
      and coalesce(r.payload ->> 'parent', '') = '' having count(*) = 1),
    (select min(s.code) from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null
      and coalesce(r.payload ->> 'parent', '') = '' having count(*) = 1))
  where r.import_id = import and r.part = 'community' and r.refusal is null;

  update public.import_rows r set refusal = 'unknown-parent', detail = coalesce(nullif(r.payload ->> 'parent', ''), r.parent_code, '')
  where r.import_id = import and r.part = 'community' and r.refusal is null and not exists (
    select from public.areas a where a.district_id = district and a.kind = 'street' and a.code = r.parent_code
    union all
    select from public.import_rows s where s.import_id = import and s.part = 'street' and s.refusal is null and s.code = r.parent_code);

  update public.import_rows r set code = coalesce(
    nullif(r.payload ->> 'code', ''),
    r.code,
    (select a.code from public.areas a where a.district_id = district and a.kind = 'community' and a.source_id = r.source),
    (select a.code from public.areas a join public.areas s on s.id = a.parent_id
      where a.district_id = district and a.kind = 'community' and s.code = r.parent_code and a.name = r.payload ->> 'name'
      order by a.code limit 1))
  where r.import_id = import and r.part = 'community' and r.refusal is null;
$$;
comment on function private.match_import_communities is
  'Finds the street of each community and the community that it is again: by code, by source id, by name in its street, or, where it names no street, by name in the district. Refuses unknown-parent, and community-ambiguous with the streets that have one of the name.';

drop function private.said_community(bigint, bigint, jsonb);
create function private.communities_said(import bigint, district bigint, payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  said text := coalesce(nullif(payload ->> 'communityCode', ''), nullif(payload ->> 'community', ''));
begin
  return (
    with known as (
      select r.code, r.payload ->> 'name' as name, r.source, r.payload ->> 'parent' as street
      from public.import_rows r where r.import_id = import and r.part = 'community' and r.refusal is null
      union all
      select a.code, a.name, a.source_id, s.name
      from public.areas a join public.areas s on s.id = a.parent_id where a.district_id = district and a.kind = 'community'
    ), ranked as (
      select known.code, rank() over (
        order by known.code = said desc, known.street is not distinct from payload ->> 'street' desc) as place
      from known where said in (known.code, known.source, known.name) or known.name = payload ->> 'community'
    )
    select array_agg(distinct ranked.code) from ranked where ranked.place = 1);
end $$;
comment on function private.communities_said is
  'Codes of the communities that the row''s columns name, by code, source id or name; of those with the same name the one in the named street. More than one where that does not tell; null where none is named or known.';

create or replace function private.settle_import_rows(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
declare
  tolerance_metres constant double precision := 50;
begin
  with own as materialized (
    select r.number, private.import_place(r.geom) as place, r.payload ->> 'community' as community,
      r.payload ->> 'communityCode' as community_code, r.payload ->> 'street' as street
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
  ), named as materialized (
    select d.*, private.communities_said(import, district, to_jsonb(d)) as codes
    from (select distinct community, community_code as "communityCode", street from own) d
  ), settled as materialized (
    select own.number, own.community, own.place, named.codes, case when cardinality(named.codes) = 1 then named.codes[1] end as said_code,
      private.community_around(import, district, own.place, 0) as lies_code
    from own join named on (named.community, named."communityCode", named.street) is not distinct from (own.community, own.community_code, own.street)
  ), near as (
    select s.*, s.lies_code is null and coalesce(cardinality(s.codes), 0) > 1 as is_ambiguous,
      case when s.lies_code is null then coalesce(
        (select a.code from public.areas a where a.code = s.said_code and a.boundary is null),
        private.community_around(import, district, s.place, tolerance_metres)) end as near_code
    from settled s
  )
  update public.import_rows r set
    code = case when not near.is_ambiguous then coalesce(near.lies_code, near.near_code) else r.code end,
    refusal = case when near.is_ambiguous then 'community-ambiguous' end,
    detail = case when near.is_ambiguous then near.community else r.detail end,
    doubts = r.doubts || case
      when near.lies_code <> near.said_code then jsonb_build_array(jsonb_build_object('code', 'community-differs', 'detail', near.community))
      when near.lies_code is null and near.near_code is distinct from near.said_code and near.near_code is not null
        then '[{"code": "moved-inside", "detail": ""}]'
      else '[]' end
  from near where r.import_id = import and r.number = near.number;

  update public.import_rows r set refusal = 'outside-every-community',
    detail = concat_ws(' ', nullif(r.payload ->> 'community', ''),
      round(extensions.st_x(private.import_place(r.geom))::numeric, 6) || ', ' || round(extensions.st_y(private.import_place(r.geom))::numeric, 6))
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and r.code is null;
end $$;
comment on function private.settle_import_rows is
  'Finds the community of each row: where it stands; else, for communities without a boundary, what the row says; else one within 50 m. Refuses community-ambiguous and outside-every-community; doubts community-differs and moved-inside.';

create or replace function private.import_summary(import bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'read', coalesce(sum(r.lines) filter (where r.line is not null), 0),
    'accepted', coalesce(sum(r.lines) filter (where r.line is not null and r.refusal is null), 0),
    'refused', coalesce(sum(r.lines) filter (where r.line is not null and r.refusal is not null), 0),
    'households', sum((r.payload ->> 'households')::bigint) filter (where r.refusal is null),
    'compounds', count(distinct nullif(r.payload ->> 'compoundSource', '')) filter (where r.refusal is null),
    'rows', private.import_counts(import, 'row'),
    'streets', private.import_counts(import, 'street'),
    'communities', private.import_counts(import, 'community'),
    'districts', private.import_counts(import, 'district'),
    'reasons', (
      select coalesce(jsonb_object_agg(g.refusal, g.lines), '{}')
      from (select x.refusal, sum(x.lines) as lines from public.import_rows x
        where x.import_id = import and x.line is not null and x.refusal is not null group by x.refusal) g),
    'derivedRefused', (
      select coalesce(jsonb_agg(jsonb_build_object('reason', g.refusal, 'count', g.count, 'names', g.names[1:10]) order by g.refusal), '[]')
      from (select x.refusal, count(*) as count, array_agg(x.payload ->> 'name' order by x.number) as names from public.import_rows x
        where x.import_id = import and x.line is null and x.refusal is not null group by x.refusal) g),
    'doubts', (
      select coalesce(jsonb_object_agg(g.code, g.rows), '{}')
      from (select d ->> 'code' as code, count(*) as rows from public.import_rows x, jsonb_array_elements(x.doubts) d
        where x.import_id = import and x.line is not null and x.refusal is null group by 1) g))
  from public.import_rows r where r.import_id = import
$$;
comment on function private.import_summary is
  'What became of every line: { read, accepted, refused, households, compounds, rows, streets, communities, districts: { new, changed, unchanged }, reasons, derivedRefused, doubts }. accepted + refused = read. derivedRefused: areas that no line is and that could not be made, [{ reason, count, names }] with the first ten names.';
