-- A district's own calendar counts its own cases: whose calendar it is was asked once a case.
create function private.provisional_cases(calendar bigint, hidden bigint[]) returns bigint
language sql stable set search_path = '' as $$
  select count(*)
  from public.calendars c
  join public.incidents i on i.district_id = c.district_id
  cross join lateral private.next_clock(i) clock
  where c.id = provisional_cases.calendar and not private.incident_ended(i.state) and i.category_id <> all (hidden)
    and (i.deadline_at at time zone c.time_zone)::date > c.known_until
    and not (clock = 'handling' and coalesce(i.due_at = i.given_due_at, false))
    and exists (select from public.category_deadlines d
      where d.category_id = i.category_id and d.clock = clock and d.unit in ('working_hours', 'working_days'))
$$;
comment on function private.provisional_cases(calendar bigint, hidden bigint[]) is
  'How many open cases of a district have a deadline that may still move: beyond the days whose holidays its own calendar knows. Hidden categories are left out.';

create or replace function private.calendar_in(district bigint, year integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('isTemplate', c.district_id is null, 'name', c.name, 'timeZone', c.time_zone, 'hours', c.hours, 'weekdays', to_jsonb(c.weekdays),
    'firstDay', c.first_day, 'lastDay', c.last_day, 'knownUntil', c.known_until, 'today', private.local_date(calendar_in.district, now()),
    'year', calendar_in.year, 'stamp', md5(c::text || coalesce((select string_agg(x::text, ',' order by x.day) from public.calendar_exceptions x
      where x.calendar_id = c.id), '')),
    'days', (select coalesce(jsonb_agg(jsonb_build_object('day', x.day, 'worked', x.worked, 'name', x.name, 'provisional', x.provisional) order by x.day), '[]')
      from public.calendar_exceptions x where x.calendar_id = c.id and extract(year from x.day) = calendar_in.year),
    'openCases', (select count(*) from public.incidents i
      where i.district_id = calendar_in.district and not private.incident_ended(i.state) and i.category_id <> all (h.hidden)),
    'provisionalCases', case when c.district_id is null then 0 else private.provisional_cases(c.id, h.hidden) end,
    'notices', private.calendar_notices(calendar_in.district))
  from public.calendars c cross join lateral private.district_hidden(calendar_in.district) h (hidden)
  where c.id = private.calendar_of(calendar_in.district)
$$;
comment on function private.calendar_in(district bigint, year integer) is
  'A year of a district''s calendar as calendar_year answers it; cases of protected categories are counted for those who handle all of the district.';

drop function private.is_provisional_count(bigint);
