-- The numbers of a day are counted, not read off the last one: a number that came from elsewhere (…99999) ends nothing.

create table public.incident_number_days (
  district_id bigint not null,
  day date not null,
  last_number integer not null,
  constraint incident_number_days_pkey primary key (district_id, day),
  constraint incident_number_days_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade
);
comment on table public.incident_number_days is 'The last number given to a case of a local day. Written by private.next_incident_number only.';
alter table public.incident_number_days enable row level security;
revoke all on public.incident_number_days from anon, authenticated;
grant select, insert, update, delete on public.incident_number_days to service_role;

create or replace function private.next_incident_number(district bigint, moment timestamptz) returns text
language plpgsql volatile set search_path = '' as $$
declare
  local_day constant date := private.local_date(district, moment);
  prefix text;
  candidate text;
  counted integer;
begin
  select a.code || to_char(local_day, 'YYYYMMDD') into prefix from public.areas a where a.id = district;
  loop
    update public.incident_number_days d set last_number = d.last_number + 1
    where d.district_id = district and d.day = local_day
    returning d.last_number into counted;
    if not found then
      -- The first number since numbers are counted: those of the day that are there already are behind it.
      insert into public.incident_number_days (district_id, day, last_number)
      select district, local_day, 1 + count(*) from public.incidents i
      where i.district_id = district and i.number between prefix || '00000' and prefix || '99998' and length(i.number) = length(prefix) + 5
      returning last_number into counted;
    end if;
    candidate := prefix || lpad(counted::text, greatest(5, length(counted::text)), '0');
    exit when not exists (select from public.incidents i where i.district_id = district and i.number = candidate);
  end loop;
  return candidate;
end $$;
comment on function private.next_incident_number is
  'The next free number of the day: district, date, five digits (more from the hundred-thousandth on). What others have numbered is passed over. Called under private.lock_incidents_of.';
