-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.category_deadline(category bigint, clock public.incident_clock) returns public.category_deadlines
language plpgsql stable set search_path = '' as $$
declare
  found_deadline public.category_deadlines;
begin
  select d.* into found_deadline from public.category_deadlines d
  where d.category_id = category_deadline.category and d.clock = category_deadline.clock;
  return found_deadline;
end $$;
comment on function private.category_deadline(category bigint, clock public.incident_clock) is
  'How long a clock may run for a category; null where the category has none.';
grant execute on function private.category_deadline(category bigint, clock public.incident_clock) to authenticated, service_role;

create function private.clock_due_at(district bigint, category bigint, clock public.incident_clock, since timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  rule constant public.category_deadlines := private.category_deadline(category, clock);
begin
  return private.deadline(private.calendar_of(district), since, rule.amount, rule.unit);
end $$;
comment on function private.clock_due_at(district bigint, category bigint, clock public.incident_clock, since timestamp with time zone) is
  'When a clock that starts at `since` runs out, in the calendar of the district.';
grant execute on function private.clock_due_at(district bigint, category bigint, clock public.incident_clock, since timestamp with time zone) to authenticated, service_role;

create function private.incident_pauses(district bigint, incident bigint, since timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable set search_path = '' as $$
  select step.at, least(step.next_at, (step.detail ->> 'until')::timestamptz)
  from (
    select e.at, e.to_state, e.detail, lead(e.at) over (order by e.at, e.id) as next_at
    from public.incident_events e
    where e.district_id = district and e.incident_id = incident and e.kind = 'transition' and e.at >= since
  ) step
  where step.to_state = 'deferred'
  order by step.at
$$;
comment on function private.incident_pauses(district bigint, incident bigint, since timestamp with time zone) is
  'When the handling clock stood still since a moment: from each deferral to its approved end, or to the step that ended it sooner.';
grant execute on function private.incident_pauses(district bigint, incident bigint, since timestamp with time zone) to authenticated, service_role;

create function private.handled_late(due_at timestamptz, resolved_at timestamptz) returns boolean
language sql immutable parallel safe as $$
  select coalesce(resolved_at > due_at, false)
$$;
comment on function private.handled_late(due_at timestamp with time zone, resolved_at timestamp with time zone) is
  'Whether a case was handled after its deadline; one without a limit cannot be late.';
grant execute on function private.handled_late(due_at timestamp with time zone, resolved_at timestamp with time zone) to authenticated, service_role;

create function private.remember_missed_deadline() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    new.missed_due_at := coalesce(old.missed_due_at, case when private.handled_late(old.due_at, old.resolved_at) then old.due_at end);
  end if;
  new.missed_due_at := coalesce(new.missed_due_at,
    case when private.handled_late(new.due_at, coalesce(new.resolved_at, new.closed_at)) then new.due_at end);
  return new;
end $$;
comment on function private.remember_missed_deadline() is
  'Notes the first missed deadline before a later step can forget it.';
