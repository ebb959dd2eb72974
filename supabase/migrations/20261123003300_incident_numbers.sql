-- Case numbers: district, local date, five digits within the day, e.g. 410802 20261123 00017. A row that comes without a
-- number is given the next one; a row that brings its own (an import) keeps it.

create function private.lock_incidents_of(district bigint) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(4217, district::integer)
$$;
comment on function private.lock_incidents_of is
  'Takes the turn of a writer of incidents until the transaction ends: the same lock as private.number_incident_change.';

create function private.next_incident_number(district bigint, moment timestamptz) returns text
language plpgsql volatile set search_path = '' as $$
declare
  prefix text;
  last_number text;
begin
  select a.code || to_char(private.local_date(district, moment), 'YYYYMMDD') into prefix
  from public.areas a where a.id = district;
  select i.number into last_number from public.incidents i
  where i.district_id = district and i.number between prefix || '00000' and prefix || '99999' and i.number ~ '^[0-9]{19}$'
  order by i.number desc limit 1;
  return prefix || lpad((coalesce(right(last_number, 5)::integer, 0) + 1)::text, 5, '0');
end $$;
comment on function private.next_incident_number is
  'The next free number of the day. Volatile, so that it sees what was committed while it waited for private.lock_incidents_of.';

create function private.give_incident_number() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_incidents_of(new.district_id);
  new.number := private.next_incident_number(new.district_id, new.reported_at);
  return new;
end $$;
comment on function private.give_incident_number is 'Security definer: numbers are counted over the whole district, whatever the writer may see.';
create trigger incidents_give_number before insert on public.incidents
  for each row when (new.number is null) execute function private.give_incident_number();

grant execute on function private.lock_incidents_of, private.next_incident_number to service_role;
