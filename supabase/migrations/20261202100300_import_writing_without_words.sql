-- A request that says nothing of its place or matter, or whose time of closing is empty, ended the file when it was written.

create or replace function private.imported_cases(import bigint, district bigint)
returns table (source text, number integer, place extensions.geometry, community_id bigint, category_id bigint, address text,
  description text, steps public.incident_state[], reached integer, reported_at timestamptz, ended_at timestamptz, due_at timestamptz,
  given_due_at timestamptz)
language sql stable set search_path = '' as $$
  select r.source, r.number, private.import_place(r.geom), community.id, category.id, coalesce(r.payload ->> 'address', ''), coalesce(r.payload ->> 'description', ''),
    path.steps, coalesce(array_position(path.steps, i.state), 0), (r.payload ->> 'reportedAt')::timestamptz,
    private.import_time(r.payload ->> 'closedAt'), r.due_at,
    private.import_time(r.payload ->> 'dueAt')
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code
  join (
    select distinct on (c.code) c.code, c.id from public.categories c
    where not c.retired and (c.district_id is null or c.district_id = district) order by c.code, c.district_id nulls last
  ) category on category.code = r.payload ->> 'category'
  cross join lateral (select private.incident_path(r.payload ->> 'state') as steps) path
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = r.source
$$;

