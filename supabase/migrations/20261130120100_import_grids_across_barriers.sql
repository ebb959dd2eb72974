-- Grids that exist already may lie across a river or a main road. They may be put in force as they are, but not unasked: which ones is
-- said with what else becomes of them, before anything is written.

create function private.import_grids_across(import bigint) returns table (community text, name text)
language sql stable set search_path = '' as $$
  with own as materialized (
    select g.community_id, g.place, coalesce(nullif(g.code, ''), g.name) as name, g.polygon, a.name as community, a.code, a.district_id
    from private.import_grids g join public.areas a on a.id = g.community_id where g.import_id = import_grids_across.import
  ), asked as materialized (
    select o.*, blade.line
    from own o
    cross join lateral (
      select extensions.st_union(b.line) as line from public.barriers b
      where b.district_id = o.district_id and b.line operator(extensions.&&) o.polygon and extensions.st_intersects(b.line, o.polygon)
    ) blade
    where blade.line is not null and not exists (
      select from public.crossings c
      where c.district_id = o.district_id and c.line operator(extensions.&&) o.polygon and extensions.st_intersects(c.line, o.polygon))
  )
  select a.community, a.name
  from asked a
  cross join lateral (
    select array_agg(b.position) as places from public.buildings b
    where b.community_id = a.community_id and extensions.st_intersects(b.position, a.polygon)
  ) standing
  where standing.places is not null and private.inhabited_pieces(a.polygon, a.line, standing.places) > 1
  order by a.code, a.place
$$;
comment on function private.import_grids_across is
  'Grids of an import in which people live on both sides of a barrier that nothing crosses: their community, and their code or name.';

create or replace function private.import_grids_summary(import bigint) returns jsonb
language sql stable set search_path = '' as $$
  with across as materialized (
    select c.*, row_number() over () as place from private.import_grids_across(import_grids_summary.import) c
  )
  select jsonb_build_object(
    'grids', count(*), 'communities', count(distinct g.community_id), 'codes', count(g.code),
    'gapSquareMetres', round(coalesce(sum(g.gap_square_metres), 0)),
    'overlapSquareMetres', round(coalesce(sum(g.overlap_square_metres), 0)),
    'outsideSquareMetres', round(coalesce(sum(g.outside_square_metres), 0)),
    'across', (select count(*) from across),
    'acrossNames', (select coalesce(jsonb_agg(concat_ws(' ', c.community, c.name) order by c.place), '[]') from across c where c.place <= 10),
    'without', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]') from public.areas a
      where a.kind = 'community' and a.district_id = (select i.district_id from public.imports i where i.id = import_grids_summary.import)
        and not exists (select from private.import_grids own where own.import_id = import_grids_summary.import and own.community_id = a.id)))
  from private.import_grids g where g.import_id = import_grids_summary.import
$$;
comment on function private.import_grids_summary is
  'What an import of grids would put in force: how many grids in how many communities, how many with a code, square metres mended, how many lie across barriers with the first ten names, and the names of communities that get none.';
