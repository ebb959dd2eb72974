-- What follows from a calendar: a district's own begins as a copy of the template's holidays, and a change moves the
-- deadlines that are open, and only those.

alter table public.incidents add column given_due_at timestamptz;
comment on column public.incidents.given_due_at is
  'The day by which it is due to be handled, where it came with the case instead of from its category; moved by pauses like any other.';

create function private.name_calendar_known() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.district_id is not null and new.known_until is null then
    select least(c.known_until, new.last_day) into new.known_until from public.calendars c where c.district_id is null;
  end if;
  return new;
end $$;
create trigger calendars_known before insert on public.calendars for each row execute function private.name_calendar_known();

create or replace function private.handling_due_at(incident public.incidents) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  calendar constant bigint := private.calendar_of(incident.district_id);
  allowed constant public.category_deadlines := private.category_deadline(incident.category_id, 'handling');
  due timestamptz := coalesce(incident.given_due_at, private.deadline(calendar, incident.filed_at, allowed.amount, allowed.unit));
  pause record;
  paused_seconds bigint;
begin
  for pause in select * from private.incident_pauses(incident.district_id, incident.id, incident.filed_at) loop
    continue when pause.starts_at >= due;
    if allowed.unit is null or allowed.unit in ('urgent_hours', 'calendar_days') then
      due := due + (pause.ends_at - pause.starts_at);
      continue;
    end if;
    paused_seconds := private.working_seconds_between(calendar, pause.starts_at, pause.ends_at);
    if paused_seconds > 0 then
      due := private.add_working_seconds(calendar, due, paused_seconds);
    end if;
  end loop;
  return due;
end $$;
comment on function private.handling_due_at is
  'When an incident is due to be handled: the day it came with, else from filing, in the unit of its category; moved by every pause that began before it was due. A pause does not heal what was late already.';

create function private.open_deadlines(calendar bigint)
returns table (district_id bigint, id bigint, due_at timestamptz, clock_due_at timestamptz)
language sql stable set search_path = '' as $$
  select i.district_id, i.id, handling.due_at,
    case when clock.name = 'handling' and step.is_ours then handling.due_at
      else private.clock_due_at(i.district_id, i.category_id, clock.name, coalesce(step.at, i.reported_at)) end
  from public.incidents i
  cross join lateral (select private.clock_of_state(i.state) as name) clock
  left join lateral (
    select e.at, e.detail -> 'import' is null as is_ours from public.incident_events e
    where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition' order by e.at desc, e.id desc limit 1) step on true
  cross join lateral (
    select case when i.given_due_at is not null or i.filed_at is not null and exists (
        select from public.incident_events e where e.district_id = i.district_id and e.incident_id = i.id
          and e.to_state = 'filed' and e.detail -> 'import' is null)
      then private.handling_due_at(i) else i.due_at end as due_at) handling
  where i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
    and private.calendar_of(i.district_id) = calendar
$$;
comment on function private.open_deadlines is
  'The deadlines that the open incidents of a calendar''s districts have by it, computed from what happened. A request that was filed elsewhere keeps the deadline it came with, or none.';

create function private.recompute_deadlines(calendar bigint) returns bigint
language sql volatile security definer set search_path = '' as $$
  with moved as (
    update public.incidents i set due_at = fresh.due_at, clock_due_at = fresh.clock_due_at
    from private.open_deadlines(calendar) fresh
    where i.district_id = fresh.district_id and i.id = fresh.id
      and (i.due_at, i.clock_due_at) is distinct from (fresh.due_at, fresh.clock_due_at)
    returning 1)
  select count(*) from moved
$$;
comment on function private.recompute_deadlines is
  'Moves the deadlines of open incidents after a change of their calendar; returns how many moved. Ended incidents keep theirs.';

create or replace function private.relay_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  calendar bigint;
begin
  if tg_table_name = 'calendars' then
    if tg_op = 'INSERT' and new.district_id is not null then
      -- The trigger of the exceptions lays the calendar out with them.
      insert into public.calendar_exceptions (calendar_id, day, worked, name, provisional)
      select new.id, x.day, x.worked, x.name, x.provisional
      from public.calendars template join public.calendar_exceptions x on x.calendar_id = template.id
      where template.district_id is null and x.day between new.first_day and new.last_day;
    end if;
    perform private.lay_out_calendar(new.id);
    perform private.recompute_deadlines(new.id);
    return null;
  end if;
  for calendar in select distinct calendar_id from touched loop
    if exists (select 1 from public.calendars c where c.id = calendar) then
      perform private.lay_out_calendar(calendar);
      perform private.recompute_deadlines(calendar);
    end if;
  end loop;
  return null;
end $$;

-- The holidays that the law fixes (since 2025: 元旦 1, 春节 4 from the eve, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆节 3 days; the
-- lunar ones by the Chinese calendar), without bridges and without weekends worked in exchange, which are announced each year.
create table private.statutory_days (
  day date constraint statutory_days_pkey primary key,
  name text not null
);
comment on table private.statutory_days is 'Holidays fixed by law beyond the announced years. seed.sql and this migration put them into the template as provisional.';
insert into private.statutory_days (day, name) values
  ('2027-01-01', '元旦'),
  ('2027-02-06', '春节'),
  ('2027-02-07', '春节'),
  ('2027-02-08', '春节'),
  ('2027-02-09', '春节'),
  ('2027-04-05', '清明节'),
  ('2027-05-01', '劳动节'),
  ('2027-05-02', '劳动节'),
  ('2027-06-09', '端午节'),
  ('2027-09-15', '中秋节'),
  ('2027-10-01', '国庆节'),
  ('2027-10-02', '国庆节'),
  ('2027-10-03', '国庆节'),
  ('2028-01-01', '元旦'),
  ('2028-01-25', '春节'),
  ('2028-01-26', '春节'),
  ('2028-01-27', '春节'),
  ('2028-01-28', '春节'),
  ('2028-04-04', '清明节'),
  ('2028-05-01', '劳动节'),
  ('2028-05-02', '劳动节'),
  ('2028-05-28', '端午节'),
  ('2028-10-01', '国庆节'),
  ('2028-10-02', '国庆节'),
  ('2028-10-03', '国庆节、中秋节'),
  ('2029-01-01', '元旦'),
  ('2029-02-12', '春节'),
  ('2029-02-13', '春节'),
  ('2029-02-14', '春节'),
  ('2029-02-15', '春节'),
  ('2029-04-04', '清明节'),
  ('2029-05-01', '劳动节'),
  ('2029-05-02', '劳动节'),
  ('2029-06-16', '端午节'),
  ('2029-09-22', '中秋节'),
  ('2029-10-01', '国庆节'),
  ('2029-10-02', '国庆节'),
  ('2029-10-03', '国庆节'),
  ('2030-01-01', '元旦'),
  ('2030-02-01', '春节'),
  ('2030-02-02', '春节'),
  ('2030-02-03', '春节'),
  ('2030-02-04', '春节'),
  ('2030-04-05', '清明节'),
  ('2030-05-01', '劳动节'),
  ('2030-05-02', '劳动节'),
  ('2030-06-05', '端午节'),
  ('2030-09-12', '中秋节'),
  ('2030-10-01', '国庆节'),
  ('2030-10-02', '国庆节'),
  ('2030-10-03', '国庆节'),
  ('2031-01-01', '元旦'),
  ('2031-01-22', '春节'),
  ('2031-01-23', '春节'),
  ('2031-01-24', '春节'),
  ('2031-01-25', '春节'),
  ('2031-04-05', '清明节'),
  ('2031-05-01', '劳动节'),
  ('2031-05-02', '劳动节'),
  ('2031-06-24', '端午节'),
  ('2031-10-01', '国庆节、中秋节'),
  ('2031-10-02', '国庆节'),
  ('2031-10-03', '国庆节'),
  ('2032-01-01', '元旦'),
  ('2032-02-10', '春节'),
  ('2032-02-11', '春节'),
  ('2032-02-12', '春节'),
  ('2032-02-13', '春节'),
  ('2032-04-04', '清明节'),
  ('2032-05-01', '劳动节'),
  ('2032-05-02', '劳动节'),
  ('2032-06-12', '端午节'),
  ('2032-09-19', '中秋节'),
  ('2032-10-01', '国庆节'),
  ('2032-10-02', '国庆节'),
  ('2032-10-03', '国庆节'),
  ('2033-01-01', '元旦'),
  ('2033-01-30', '春节'),
  ('2033-01-31', '春节'),
  ('2033-02-01', '春节'),
  ('2033-02-02', '春节'),
  ('2033-04-04', '清明节'),
  ('2033-05-01', '劳动节'),
  ('2033-05-02', '劳动节'),
  ('2033-06-01', '端午节'),
  ('2033-09-08', '中秋节'),
  ('2033-10-01', '国庆节'),
  ('2033-10-02', '国庆节'),
  ('2033-10-03', '国庆节'),
  ('2034-01-01', '元旦'),
  ('2034-02-18', '春节'),
  ('2034-02-19', '春节'),
  ('2034-02-20', '春节'),
  ('2034-02-21', '春节'),
  ('2034-04-05', '清明节'),
  ('2034-05-01', '劳动节'),
  ('2034-05-02', '劳动节'),
  ('2034-06-20', '端午节'),
  ('2034-09-27', '中秋节'),
  ('2034-10-01', '国庆节'),
  ('2034-10-02', '国庆节'),
  ('2034-10-03', '国庆节'),
  ('2035-01-01', '元旦'),
  ('2035-02-07', '春节'),
  ('2035-02-08', '春节'),
  ('2035-02-09', '春节'),
  ('2035-02-10', '春节'),
  ('2035-04-05', '清明节'),
  ('2035-05-01', '劳动节'),
  ('2035-05-02', '劳动节'),
  ('2035-06-10', '端午节'),
  ('2035-09-16', '中秋节'),
  ('2035-10-01', '国庆节'),
  ('2035-10-02', '国庆节'),
  ('2035-10-03', '国庆节');
-- seed.sql runs as whoever owns the database; the API has no business here.
revoke all on private.statutory_days from public, anon, authenticated;

-- The template knows the holidays of 2025 and 2026.
update public.calendars set last_day = '2035-12-31', known_until = '2026-12-31'
where district_id is null and last_day = '2028-12-31';
insert into public.calendar_exceptions (calendar_id, day, worked, name, provisional)
select c.id, s.day, false, s.name, true
from private.statutory_days s join public.calendars c on c.district_id is null
where s.day > c.known_until and s.day <= c.last_day
on conflict do nothing;

grant execute on function private.open_deadlines, private.recompute_deadlines to service_role;
