-- Nobody is on duty twice at the same time, in one area or in two, by whatever way a shift is written: nights count into the next
-- day, and the last night of a roster into the day after it.

create function private.shifts_meet(one public.duty_shifts, other public.duty_shifts) returns boolean
language sql immutable set search_path = '' as $$
  select exists (
    -- Days that the other shift is later than the one: only neighbours can meet.
    select from generate_series(-1, 1) later,
      lateral (select greatest(one.first_day, other.first_day - later) as first_day,
        least(coalesce(one.last_day, 'infinity'::date), case when other.last_day is null then 'infinity'::date else other.last_day - later end) as last_day) both_run
    where mod(other.weekday - one.weekday - later + 14, 7) = 0
      and one.begins - time '00:00' < other.ends - time '00:00' + make_interval(days => later + case when other.ends <= other.begins then 1 else 0 end)
      and other.begins - time '00:00' + make_interval(days => later) < one.ends - time '00:00' + make_interval(days => case when one.ends <= one.begins then 1 else 0 end)
      and both_run.first_day + mod(one.weekday - extract(isodow from both_run.first_day)::integer + 7, 7) <= both_run.last_day)
$$;
comment on function private.shifts_meet is
  'Whether two weekly shifts fall together on any day, nights over midnight included.';

create function private.check_duty() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  other record;
begin
  -- One after the other in a district, so that two that meet are not written at once.
  perform pg_advisory_xact_lock(4219, new.district_id::integer);
  select s.weekday, s.begins, s.ends, a.name into other
  from public.duty_shifts s join public.areas a on a.id = s.area_id
  where s.person_id = new.person_id and s.district_id = new.district_id and s.id <> new.id
    -- The same person, day and beginning again is that shift, changed.
    and (s.area_id, s.weekday, s.begins, s.first_day) is distinct from (new.area_id, new.weekday, new.begins, new.first_day)
    and private.shifts_meet(new, s)
  order by s.weekday, s.begins, s.id limit 1;
  if found then
    raise exception 'duty-overlaps' using errcode = 'P0001', detail = json_build_object('area', other.name, 'weekday', other.weekday,
      'begins', to_char(other.begins, 'HH24:MI'), 'ends', to_char(other.ends, 'HH24:MI'))::text;
  end if;
  return new;
end $$;
comment on function private.check_duty is
  'Refuses a shift that falls together with another one of the same person (duty-overlaps { area, weekday, begins, ends }). Security definer: the rule holds whatever the writer may see.';
create trigger duty_shifts_checked before insert or update on public.duty_shifts for each row execute function private.check_duty();

comment on function public.save_duty is
  'Puts somebody on the weekly duty roster of an area: { person, weekdays: [1..7], begins, ends (HH:MM; at or before begins: into the next day), firstDay, lastDay }. The same person, day and beginning again changes that shift. Returns { shifts }. Errors: area-unknown, person-unknown, date-malformed, dates-reversed, time-malformed, duty-overlaps { area, weekday, begins, ends }, sent-otherwise. Security definer: no policies for writing.';
