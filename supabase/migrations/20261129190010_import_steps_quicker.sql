-- What is asked once a row of an import keeps its plan: in SQL each was a query of its own, 20 to 30 µs a row. And only the tables
-- that were written are looked at anew: of a million cases that took a second, whatever was imported.

create or replace function private.whole_number(given jsonb, lowest integer, highest integer) returns integer
language plpgsql immutable set search_path = '' as $$
declare
  written constant text := given #>> '{}';
begin
  if written !~ '^[0-9]{1,9}(\.0+)?$' then
    return null;
  end if;
  return case when written::numeric between lowest and highest then written::numeric::integer end;
end $$;

create or replace function private.import_place(geom extensions.geometry) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
begin
  return case when extensions.st_dimension(geom) = 0 then geom else extensions.st_pointonsurface(geom) end;
end $$;

create or replace function private.end_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  analyze public.areas;
  if current_import.kind = 'buildings' then
    analyze public.compounds;
  end if;
  if private.import_table(current_import.kind) is not null then
    execute format('analyze public.%I', private.import_table(current_import.kind));
  end if;
  update public.imports i set state = 'committed', committed_at = now() where i.id = current_import.id;
end $$;

-- A time that cannot be wrong needs no block that catches errors, each of which is a transaction within the transaction.
create function private.doubtful_time(given text) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return given::timestamptz;
exception when others then
  return null;
end $$;
comment on function private.doubtful_time is 'A text as a moment; null for what is none.';

create or replace function private.import_time(given text) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  moment timestamptz;
begin
  if given is null or given !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}' then
    return null;
  end if;
  -- Days up to the 28th are in every month.
  moment := case
    when given ~ '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?$'
      then given::timestamptz
    else private.doubtful_time(given) end;
  return case when moment between '1990-01-01' and now() + interval '10 years' then moment end;
end $$;
