-- What must be there and is not is refused with a code that pages have words for, whichever function wrote the row: before, the
-- caller of a function with null was told of constraints and shown the row. The conditions are the tables' own `not null`, asked
-- without a call for each row; rows that another trigger completes are completed by then.

create function private.refuse_missing() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'value-missing' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.refuse_missing is 'Raises value-missing for a row in which something is null that must not be.';

do $$
declare
  held record;
begin
  for held in
    select c.relname as name, string_agg(format('new.%I is null', a.attname), ' or ' order by a.attnum) as missing
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull
      and a.attidentity = '' and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    group by c.relname
  loop
    execute format('create trigger zz_nothing_missing before insert or update on public.%I for each row when (%s) execute function private.refuse_missing()',
      held.name, held.missing);
  end loop;
end $$;
