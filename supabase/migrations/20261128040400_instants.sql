-- No case lies outside of living memory: a date typed as 9999-12-31, or `infinity`, made every map and list of a district fail.

do $$
declare
  instant record;
begin
  for instant in
    select c.table_name::text as held, c.column_name::text as part
    from information_schema.columns c
    where c.table_schema = 'public' and c.data_type = 'timestamp with time zone'
      and c.table_name in ('incidents', 'incident_events', 'incident_contacts') and c.is_generated = 'NEVER'
    order by 1, 2
  loop
    execute format('alter table public.%I add constraint %I check (%I >= %L and %I < %L)',
      instant.held, instant.held || '_' || instant.part || '_bounded', instant.part, '1990-01-01 00:00+00', instant.part, '2090-01-01 00:00+00');
  end loop;
end $$;

do $$
declare
  day record;
begin
  for day in
    select c.table_name::text as held, c.column_name::text as part
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.data_type = 'date'
    order by 1, 2
  loop
    execute format('alter table public.%I add constraint %I check (%I between %L and %L)',
      day.held, day.held || '_' || day.part || '_bounded', day.part, '1900-01-01', '2099-12-31');
  end loop;
end $$;
