-- Gaps are looked for around one community after the other, and where that cannot be done it costs that community's gaps only. Over
-- all of some hundred communities at once PGlite 0.5.8 (PostgreSQL 18.3, PostGIS 3.6.2) failed with errors that make no sense ("type
-- with OID 0 does not exist", "control reached end of function without RETURN"), and for two of Singapore's 332 it still does. A gap
-- that is not settled keeps no plan from being published.

drop function private.gaps_between(bigint, bigint, double precision);

create function private.gaps_beside(import bigint, district bigint, own extensions.geometry, reach_metres double precision)
returns table (geom extensions.geometry, square_metres double precision, thin boolean)
language plpgsql stable set search_path = '' as $$
declare
  mitred constant text := 'join=mitre mitre_limit=5';
  near constant extensions.geometry := extensions.st_expand(own, 0.0003);
  whole extensions.geometry;
  closed extensions.geometry;
  degree constant double precision[] := private.metres_of_degree(extensions.st_ymin(own));
begin
  select extensions.st_union(extensions.st_intersection(s.boundary, near, private.border_grain()), private.border_grain()) into whole
  from private.standing_communities(import, district, near) s;
  if whole is null or extensions.st_isempty(whole) then
    return;
  end if;
  closed := extensions.st_scale(whole, degree[1], degree[2]);
  closed := extensions.st_buffer(extensions.st_buffer(closed, reach_metres / 2, mitred), -reach_metres / 2, mitred);
  closed := extensions.st_scale(closed, 1 / degree[1], 1 / degree[2]);
  closed := private.only_areas(extensions.st_difference(closed, whole, private.border_grain()));
  for part in 1 .. coalesce(extensions.st_numgeometries(closed), 0) loop
    geom := extensions.st_geometryn(closed, part);
    square_metres := private.square_metres(geom);
    thin := private.is_thin(geom);
    return next;
  end loop;
end $$;
comment on function private.gaps_beside is
  'Ground of nobody between a community and those beside it, no wider than a reach: polygons with their size and whether they are within the tolerance.';

create or replace function private.settle_gaps(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  own record;
  gap record;
  around record;
begin
  for own in
    select r.number from public.import_rows r
    where r.import_id = import and r.part = 'community' and r.refusal is null and r.geom is not null
      and not exists (select from public.areas a where a.code = r.code and extensions.st_asbinary(a.boundary) = extensions.st_asbinary(r.geom))
    order by r.number
  loop
    begin
    for gap in
      select g.* from public.import_rows r, private.gaps_beside(import, district, r.geom, 10) g
      where r.import_id = import and r.number = own.number and g.square_metres > 0.01
        and extensions.st_dwithin(r.geom, g.geom, 2 * private.border_grain())
    loop
      select count(*) as count, string_agg(n.name, ' / ' order by n.name) || ': ' || private.size_words(gap.square_metres) as words into around
      from private.standing_communities(import, district, gap.geom) n where extensions.st_dwithin(n.boundary, gap.geom, 2 * private.border_grain());
      if around.count > 1 and (gap.thin or gap.square_metres > 50) then
        update public.import_rows r set
          geom = case when gap.thin then private.only_areas(extensions.st_union(r.geom, gap.geom, private.border_grain())) else r.geom end,
          doubts = r.doubts || case
            when gap.thin and gap.square_metres <= private.sliver_square_metres() then '[]'::jsonb
            -- The neighbour of the file was told of the same gap.
            when not gap.thin and exists (
              select from public.import_rows told, jsonb_array_elements(told.doubts) d
              where told.import_id = import and told.number < own.number and d ->> 'code' = 'boundaries-gap' and d ->> 'detail' = around.words) then '[]'::jsonb
            else jsonb_build_array(jsonb_build_object('code', case when gap.thin then 'border-settled' else 'boundaries-gap' end, 'detail', around.words)) end
        where r.import_id = import and r.number = own.number;
      end if;
    end loop;
    exception when others then
      raise warning 'gaps beside row % of import % were not looked for: %', own.number, import, sqlerrm;
    end;
  end loop;
end $$;
comment on function private.settle_gaps is
  'Gives ground of nobody between two communities to the first of the file beside it where it is within the tolerance (border-settled), and doubts boundaries-gap where it is up to ten metres wide.';
