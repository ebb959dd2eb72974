-- Whoever looks at a district sees who is on duty in its streets, too: they looked like nobody.
create or replace function public.duty_roster(area bigint, first_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  zone text;
begin
  select * into chosen from public.areas a where a.id = duty_roster.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', duty_roster.area)::text;
  end if;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'shifts', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'area', s.area_id, 'day', d.day, 'begins', to_char(s.begins, 'HH24:MI'), 'ends', to_char(s.ends, 'HH24:MI'),
      'person', p.id, 'name', p.name, 'telephone', p.work_telephone,
      'standIn', case when who.id is distinct from p.id then jsonb_build_object('person', who.id, 'name', who.name, 'telephone', who.work_telephone) end,
      'isNow', now() >= (d.day + s.begins) at time zone zone
        and now() < (d.day + s.ends + case when s.ends <= s.begins then interval '1 day' else interval '0' end) at time zone zone)
      order by d.day, place.id <> chosen.id, place.code, s.begins, p.name, s.id), '[]')
    from (select (duty_roster.first_day + n) as day from generate_series(-1, 6) n) d
    join public.areas place on place.path operator(extensions.<@) chosen.path
    join public.duty_shifts s on s.area_id = place.id and s.weekday = extract(isodow from d.day)
      and s.first_day <= d.day and coalesce(s.last_day, 'infinity') >= d.day
    join public.people p on p.id = s.person_id
    left join public.people who on who.id = private.stand_in(p.id, d.day)
    -- A night that began the day before belongs to the week as well.
    where d.day >= duty_roster.first_day or s.ends <= s.begins));
end $$;
comment on function public.duty_roster(area bigint, first_day date) is
  'Who is on duty in an area and those below it for seven days from a day, with the night that leads into them: { now, firstDay, shifts: [{ id, area, day, begins, ends, person, name, telephone, standIn: { person, name, telephone } | null, isNow }] }. standIn: whoever does it instead, each null where nobody does. Error: not-allowed. Security definer: a substitute is named whoever may see them.';
