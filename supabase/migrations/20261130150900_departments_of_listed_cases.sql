-- A list says of each case whose it is, so that a change that another makes stays in, or leaves, a list of one department.
do $$
declare
  was constant text := pg_get_functiondef('private.incident_summary'::regproc);
  becomes constant text := replace(was, '''source'', i.source,', '''department'', i.department_id, ''source'', i.source,');
begin
  if becomes = was then
    raise exception 'nothing to change in private.incident_summary';
  end if;
  execute becomes;
end $$;
-- A detail names it.
do $$
declare
  was constant text := pg_get_functiondef('public.incident_detail'::regproc);
  becomes constant text := replace(was, '''department'', (select', '''ofDepartment'', (select');
begin
  if becomes = was then
    raise exception 'nothing to change in public.incident_detail';
  end if;
  execute becomes;
end $$;
