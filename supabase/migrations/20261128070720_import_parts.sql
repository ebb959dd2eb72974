-- A row that says it is something that nothing is, is refused as a row: before, it ended the whole chunk.

create or replace function private.stage_rows(import bigint, rows jsonb, row_by_row boolean) returns void
language sql volatile set search_path = '' as $$
  insert into public.import_rows (import_id, number, line, lines, part, source, payload, geom, doubts, refusal, detail)
  select import, r.number, r.line, greatest(1, coalesce(r.lines, 1)),
    case when r.part in ('district', 'street', 'community') then r.part else 'row' end, coalesce(r.source, ''),
    case jsonb_typeof(r.payload) when 'object' then r.payload else '{}' end,
    case when r.is_placed then r.geom end,
    case jsonb_typeof(r.doubts) when 'array' then r.doubts else '[]' end,
    case when r.refusal is not null then r.refusal
      when coalesce(r.part, 'row') not in ('district', 'street', 'community', 'row') then 'row-unreadable'
      when jsonb_typeof(r.geometry) <> 'null' and r.geom is null then 'geometry-invalid'
      when not r.is_placed then 'position-impossible' end,
    coalesce(r.detail, '')
  from (
    select given.*, read.geom, read.geom is null or extensions.st_isempty(read.geom) or (
      extensions.st_xmin(read.geom) >= -180 and extensions.st_xmax(read.geom) <= 180
      and extensions.st_ymin(read.geom) >= -90 and extensions.st_ymax(read.geom) <= 90) as is_placed
    from jsonb_to_recordset(rows) given (number integer, line integer, lines integer, part text, source text, payload jsonb,
      geometry jsonb, doubts jsonb, refusal text, detail text)
    cross join lateral (
      select case when jsonb_typeof(given.geometry) = 'null' then null
        when stage_rows.row_by_row then private.read_geometry(given.geometry)
        else extensions.st_force2d(extensions.st_setsrid(extensions.st_geomfromgeojson(given.geometry), 4326)) end as geom) read
  ) r
  on conflict (import_id, number) do nothing
$$;

