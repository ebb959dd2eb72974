-- Deadlines of an incident: always computed from what happened, never adjusted step by step.

create function private.category_deadline(category bigint, clock public.incident_clock) returns public.category_deadlines
language sql stable set search_path = '' as $$
  select d.* from public.category_deadlines d
  where d.category_id = category and d.clock = category_deadline.clock
$$;
comment on function private.category_deadline is 'How long a clock may run for a category; null where the category has none.';

create function private.clock_due_at(district bigint, category bigint, clock public.incident_clock, since timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select private.deadline(private.calendar_of(district), since, d.amount, d.unit)
  from private.category_deadline(category, clock_due_at.clock) d
$$;
comment on function private.clock_due_at is 'When a clock that starts at `since` runs out, in the calendar of the district.';

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
comment on function private.incident_pauses is
  'When the handling clock stood still since a moment: from each deferral to its approved end, or to the step that ended it sooner.';

create function private.handling_due_at(incident public.incidents) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  calendar constant bigint := private.calendar_of(incident.district_id);
  allowed constant public.category_deadlines := private.category_deadline(incident.category_id, 'handling');
  due timestamptz := private.deadline(calendar, incident.filed_at, allowed.amount, allowed.unit);
  pause record;
  paused_seconds bigint;
begin
  for pause in select * from private.incident_pauses(incident.district_id, incident.id, incident.filed_at) loop
    continue when pause.starts_at >= due;
    if allowed.unit in ('urgent_hours', 'calendar_days') then
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
  'When an incident is due to be handled: from filing, in the unit of its category, moved by every pause that began before it was due. A pause does not heal what was late already.';

grant execute on function private.category_deadline, private.clock_due_at, private.incident_pauses, private.handling_due_at
  to authenticated, service_role;
