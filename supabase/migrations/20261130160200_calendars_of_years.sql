-- A district's calendar, year by year: its own from the first change on, a copy with its holidays. A change moves the open deadlines
-- once, whatever it consists of, and can be asked for before it is made.

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
    if coalesce(current_setting('gridward.calendar_change', true), '') <> new.id::text then
      perform private.lay_out_calendar(new.id);
      perform private.recompute_deadlines(new.id);
    end if;
    return null;
  end if;
  for calendar in select distinct calendar_id from touched loop
    -- A change of several parts is laid out by whoever makes it, when it is whole.
    if coalesce(current_setting('gridward.calendar_change', true), '') <> calendar::text
      and exists (select 1 from public.calendars c where c.id = calendar) then
      perform private.lay_out_calendar(calendar);
      perform private.recompute_deadlines(calendar);
    end if;
  end loop;
  return null;
end $$;

create trigger calendars_audit after insert or update or delete on public.calendars for each row execute function private.audit();

create function private.audit_calendar_days() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was)
    select (select auth.uid()), 'delete', 'calendar_exceptions', r.day::text, c.district_id, to_jsonb(r)
    from removed r join public.calendars c on c.id = r.calendar_id where c.district_id is not null;
  elsif tg_op = 'INSERT' then
    insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
    select (select auth.uid()), 'insert', 'calendar_exceptions', a.day::text, c.district_id, to_jsonb(a)
    from added a join public.calendars c on c.id = a.calendar_id where c.district_id is not null;
  else
    insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
    select (select auth.uid()), 'update', 'calendar_exceptions', a.day::text, c.district_id, to_jsonb(r), to_jsonb(a)
    from added a join removed r using (calendar_id, day) join public.calendars c on c.id = a.calendar_id
    where c.district_id is not null and to_jsonb(a) <> to_jsonb(r);
  end if;
  return null;
end $$;
comment on function private.audit_calendar_days is 'Writes the days of a district''s calendar that were added, changed or removed to audit_log, a statement at once. Security definer: nobody may write there otherwise.';
create trigger calendar_exceptions_audit_insert after insert on public.calendar_exceptions referencing new table as added for each statement execute function private.audit_calendar_days();
create trigger calendar_exceptions_audit_update after update on public.calendar_exceptions referencing old table as removed new table as added for each statement execute function private.audit_calendar_days();
create trigger calendar_exceptions_audit_delete after delete on public.calendar_exceptions referencing old table as removed for each statement execute function private.audit_calendar_days();

create function private.is_provisional_count(calendar bigint) returns bigint
language sql stable set search_path = '' as $$
  select count(*) from public.incidents i
  join public.calendars c on c.id = is_provisional_count.calendar
  where not private.incident_ended(i.state) and private.calendar_of(i.district_id) = c.id
    and i.deadline_at is not null and (i.deadline_at at time zone c.time_zone)::date > c.known_until
    and private.is_provisional(i, i.deadline_at, private.next_clock(i))
$$;
comment on function private.is_provisional_count is 'How many open cases have a deadline beyond the days whose holidays are known.';

create function private.calendar_notices(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', n.code, 'day', n.day) order by n.place), '[]')
  from public.calendars c
  cross join lateral (select private.local_date(calendar_notices.district, now()) as today) at
  cross join lateral (values
    (1, 'calendar-ended', c.last_day, c.last_day < at.today),
    (2, 'calendar-ends', c.last_day, c.last_day >= at.today and c.last_day < at.today + 90),
    (3, 'holidays-unknown', c.known_until, coalesce(c.known_until, c.first_day) < at.today),
    -- The State Council announces the next year's holidays in late October or November.
    (4, 'holidays-missing', c.known_until, coalesce(c.known_until, c.first_day) >= at.today
      and extract(month from at.today) >= 11 and c.known_until < make_date(extract(year from at.today)::integer + 1, 12, 31))
  ) n (place, code, day, holds)
  where n.holds and c.id = private.calendar_of(calendar_notices.district)
$$;
comment on function private.calendar_notices is
  'What the administrator is told of the calendar: [{ code, day }] with calendar-ended and calendar-ends (its last day is past, or within 90 days), holidays-unknown (today lies beyond what is announced), holidays-missing (from 1 November: those of the next year).';

create function private.calendar_in(district bigint, year integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('isTemplate', c.district_id is null, 'name', c.name, 'timeZone', c.time_zone, 'hours', c.hours, 'weekdays', to_jsonb(c.weekdays),
    'firstDay', c.first_day, 'lastDay', c.last_day, 'knownUntil', c.known_until, 'today', private.local_date(calendar_in.district, now()),
    'year', calendar_in.year, 'stamp', md5(c::text || coalesce((select string_agg(x::text, ',' order by x.day) from public.calendar_exceptions x
      where x.calendar_id = c.id), '')),
    'days', (select coalesce(jsonb_agg(jsonb_build_object('day', x.day, 'worked', x.worked, 'name', x.name, 'provisional', x.provisional) order by x.day), '[]')
      from public.calendar_exceptions x where x.calendar_id = c.id and extract(year from x.day) = calendar_in.year),
    'openCases', (select count(*) from public.incidents i where i.district_id = calendar_in.district and not private.incident_ended(i.state)),
    'provisionalCases', case when c.district_id is null then 0 else private.is_provisional_count(c.id) end,
    'notices', private.calendar_notices(calendar_in.district))
  from public.calendars c where c.id = private.calendar_of(calendar_in.district)
$$;
comment on function private.calendar_in is 'A year of a district''s calendar as calendar_year answers it.';

create function public.calendar_year(district bigint, year integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if calendar_year.district is null or calendar_year.district not in (select private.member_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', calendar_year.district)::text;
  end if;
  return private.calendar_in(calendar_year.district, calendar_year.year);
end $$;
comment on function public.calendar_year is
  'A year of a district''s calendar: { isTemplate, name, timeZone, hours, weekdays, firstDay, lastDay, knownUntil, today, year, stamp, days: [{ day, worked, name, provisional }], openCases, provisionalCases, notices: [{ code, day }] }. Raises not-allowed. Security definer: counts the open cases of the whole district.';
grant execute on function public.calendar_year to authenticated;

create function private.checked_calendar_days(given jsonb, year integer) returns table (day date, worked boolean, name text)
language plpgsql immutable set search_path = '' as $$
declare
  wrong text;
begin
  if jsonb_typeof(given) is distinct from 'array' or jsonb_array_length(given) > 366 then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = '{"day": ""}';
  end if;
  begin
    select coalesce(d ->> 'day', '…') into wrong from jsonb_array_elements(given) d
    where jsonb_typeof(d) <> 'object' or coalesce(d ->> 'day', '') !~ '^\d{4}-\d\d-\d\d$'
      or extract(year from (d ->> 'day')::date) <> checked_calendar_days.year or jsonb_typeof(d -> 'worked') is distinct from 'boolean'
      or length(coalesce(d ->> 'name', '')) > 60 limit 1;
  exception when datetime_field_overflow or invalid_datetime_format then
    wrong := sqlerrm;
  end;
  if wrong is null then
    select d ->> 'day' into wrong from jsonb_array_elements(given) d group by 1 having count(*) > 1 limit 1;
  end if;
  if wrong is not null then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = json_build_object('day', left(wrong, 60))::text;
  end if;
  return query select (d ->> 'day')::date, (d ->> 'worked')::boolean, private.plain_words(d ->> 'name', 60) from jsonb_array_elements(given) d;
end $$;
comment on function private.checked_calendar_days is 'The special days of a year as they are kept; raises calendar-day-wrong { day } where one is no day of the year or stands twice.';

create function private.write_calendar(place bigint, year integer, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  calendar constant bigint := private.own_calendar(place);
  held public.calendars;
  last_of_year constant date := make_date(year, 12, 31);
  moved bigint;
begin
  select * into held from public.calendars c where c.id = calendar for update;
  perform set_config('gridward.calendar_change', calendar::text, true);
  if content ? 'days' then
    delete from public.calendar_exceptions x where x.calendar_id = calendar and extract(year from x.day) = year
      and not exists (select from private.checked_calendar_days(content -> 'days', year) d where d.day = x.day);
    insert into public.calendar_exceptions as x (calendar_id, day, worked, name, provisional)
    select calendar, d.day, d.worked, d.name, not coalesce((content ->> 'isKnown')::boolean, true) from private.checked_calendar_days(content -> 'days', year) d
    on conflict (calendar_id, day) do update set worked = excluded.worked, name = excluded.name, provisional = excluded.provisional
      where (x.worked, x.name, x.provisional) is distinct from (excluded.worked, excluded.name, excluded.provisional);
  end if;
  update public.calendars c set
    hours = coalesce(content -> 'hours', held.hours),
    weekdays = case when content ? 'weekdays' then array(select w::smallint from jsonb_array_elements_text(content -> 'weekdays') w order by 1) else held.weekdays end,
    last_day = greatest(held.last_day, case when content ? 'days' then last_of_year end),
    known_until = case when (content ->> 'isKnown')::boolean then greatest(held.known_until, last_of_year)
      when content ? 'isKnown' and held.known_until >= make_date(year, 1, 1) then make_date(year - 1, 12, 31) else held.known_until end
  where c.id = calendar;
  perform set_config('gridward.calendar_change', '', true);
  perform private.lay_out_calendar(calendar);
  moved := private.recompute_deadlines(calendar);
  return jsonb_build_object('moved', moved);
end $$;
comment on function private.write_calendar is
  'Writes what content names and moves the open deadlines once; returns { moved }. Security definer: called by save_calendar_year, which has asked who may.';

create function public.save_calendar_year(district bigint, year integer, stamp text, content jsonb, preview boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  answer jsonb;
  extra text;
begin
  if year not between 1990 and 2090 then
    raise exception 'calendar-day-wrong' using errcode = 'P0001', detail = json_build_object('day', year)::text;
  end if;
  if stamp is distinct from private.calendar_in(place, year) ->> 'stamp' then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('year', year)::text;
  end if;
  select k into extra from jsonb_object_keys(content) k where k not in ('days', 'isKnown', 'hours', 'weekdays') limit 1;
  if extra is not null then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = json_build_object('field', left(extra, 60))::text;
  end if;
  if content ? 'hours' and not coalesce(private.are_hours(content -> 'hours'), false) then
    raise exception 'working-hours-wrong' using errcode = 'P0001';
  end if;
  if content ? 'weekdays' and (jsonb_typeof(content -> 'weekdays') <> 'array' or jsonb_array_length(content -> 'weekdays') not between 1 and 7
      or exists (select from jsonb_array_elements_text(content -> 'weekdays') w where w !~ '^[1-7]$')) then
    raise exception 'weekdays-wrong' using errcode = 'P0001';
  end if;
  begin
    answer := private.write_calendar(place, year, content);
    if preview then
      raise exception 'undone' using errcode = 'ZZ998';
    end if;
  exception when sqlstate 'ZZ998' then
    return answer;
  end;
  return answer;
end $$;
comment on function public.save_calendar_year is
  'Changes what content names of a district''s calendar, which becomes its own: { days: all special days of the year [{ day, worked, name }], isKnown: its holidays are announced, hours, weekdays }, if nobody has changed it since `stamp` was read. Moves the deadlines of open cases, and only those; returns { moved: open cases whose deadlines moved }. With preview nothing is kept. Raises not-allowed, changed-since, setting-unknown, calendar-day-wrong { day }, working-hours-wrong, weekdays-wrong. Security definer: moves deadlines of cases.';
grant execute on function public.save_calendar_year to authenticated;

create function public.setup_notices(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if setup_notices.district is null or setup_notices.district not in (select private.reachable('{admin}')) then
    return '[]';
  end if;
  return private.calendar_notices(setup_notices.district);
end $$;
comment on function public.setup_notices is
  'What the administrator of a district has to see to: [{ code, day }] of its calendar; nothing for anybody else. Security definer: as calendar_year.';
grant execute on function public.setup_notices to authenticated;
