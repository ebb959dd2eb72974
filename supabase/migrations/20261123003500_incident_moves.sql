create function private.begin_change(incident bigint, roles public.member_role[]) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  district bigint;
  held public.incidents;
begin
  select i.district_id into district from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident
    and i.community_id in (select private.reachable(private.incident_readers()));
  if not found then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  -- The turn first, the row second: everybody takes them in this order, so nobody waits in a circle.
  perform private.lock_incidents_of(district);
  select * into held from public.incidents i where i.district_id = district and i.id = incident for update;
  if not private.can(roles, held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  return held;
end $$;
comment on function private.begin_change is
  'Locks an incident for a change by somebody who holds one of the roles there; raises incident-not-found or not-allowed.';

create function private.step_for(held public.incidents, to_state public.incident_state, expected public.incident_state, note text)
returns public.incident_transitions
language plpgsql stable set search_path = '' as $$
declare
  step public.incident_transitions;
begin
  if held.state <> expected then
    raise exception 'incident-moved-meanwhile' using errcode = 'P0001', detail = (
      select json_build_object('state', held.state, 'expected', expected, 'by', e.actor_name, 'at', e.at)::text
      from (values (true)) one
      left join lateral (
        select t.actor_name, t.at from public.incident_events t
        where t.district_id = held.district_id and t.incident_id = held.id and t.kind = 'transition'
        order by t.at desc, t.id desc limit 1) e on true);
  end if;
  select * into step from public.incident_transitions t where t.from_state = held.state and t.to_state = step_for.to_state;
  if not found then
    raise exception 'step-not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if not private.can(step.roles, held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if step.note_required and btrim(note) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  return step;
end $$;
comment on function private.step_for is
  'The step from the state an incident is in; raises incident-moved-meanwhile, step-not-allowed, not-allowed or note-required.';

create function private.handler_for(held public.incidents, options jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  chosen constant bigint := (options ->> 'handler')::bigint;
begin
  if chosen is null then
    return (private.locate(held.position, held.community_id) -> 'person' ->> 'id')::bigint;
  end if;
  if not exists (select from public.people p where p.id = chosen and p.district_id = held.district_id) then
    raise exception 'handler-unknown' using errcode = 'P0001', detail = json_build_object('handler', chosen)::text;
  end if;
  return chosen;
end $$;
comment on function private.handler_for is
  'To whom an incident is dispatched: the person chosen, else the one on the post of its grid; null where the post is vacant.';

create function private.deferral_end(held public.incidents, options jsonb, moment timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  until timestamptz;
begin
  select ((options ->> 'until')::date + 1)::timestamp at time zone c.time_zone into until
  from public.calendars c where c.id = private.calendar_of(held.district_id);
  if until is null or until <= moment then
    raise exception 'deferral-needs-a-date' using errcode = 'P0001', detail = json_build_object('until', options ->> 'until')::text;
  end if;
  return until;
end $$;
comment on function private.deferral_end is 'The end of the day until which a deferral is approved, local time of the district.';

create function private.original_of(held public.incidents, options jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  original bigint;
begin
  select i.id into original from public.incidents i
  where i.district_id = held.district_id and i.number = options ->> 'duplicateOf' and i.id <> held.id;
  if not found then
    raise exception 'original-unknown' using errcode = 'P0001', detail = json_build_object('number', options ->> 'duplicateOf')::text;
  end if;
  return original;
end $$;
comment on function private.original_of is 'The incident of the district, by its number, that this one repeats.';

create function private.stepped(held public.incidents, step public.incident_transitions, options jsonb, moment timestamptz)
returns public.incidents
language plpgsql stable set search_path = '' as $$
declare
  moved public.incidents := held;
begin
  moved.state := step.to_state;
  if held.state = 'closed' then
    moved.reopenings := held.reopenings + 1;
    moved.closed_at := null; moved.resolved_at := null; moved.dispatched_at := null; moved.satisfied := null; moved.handler_id := null;
  end if;
  case step.to_state
    when 'accepted' then moved.accepted_at := moment;
    when 'filed' then moved.filed_at := moment;
    when 'dispatched' then moved.dispatched_at := moment; moved.handler_id := private.handler_for(held, options);
    when 'returned' then moved.returns := held.returns + 1; moved.handler_id := null;
    when 'deferred' then
      moved.deferrals := held.deferrals + 1; moved.deferred_at := moment;
      moved.deferred_until := private.deferral_end(held, options, moment);
    when 'resolved' then moved.resolved_at := moment;
    when 'rework' then moved.reworks := held.reworks + 1; moved.resolved_at := null;
    when 'closed' then moved.closed_at := moment;
    when 'duplicate' then moved.duplicate_of := private.original_of(held, options);
    else null;
  end case;
  if held.state = 'deferred' then
    moved.deferred_at := null; moved.deferred_until := null;
  end if;
  moved.urged := held.urged and step.to_state not in ('closed', 'rejected', 'duplicate', 'self_handled');
  moved.urgent := coalesce((options ->> 'urgent')::boolean, held.urgent);
  return moved;
end $$;
comment on function private.stepped is 'The incident as it is after a step, deadlines not yet set.';

create function private.step_detail(held public.incidents, moved public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'clockDueAt', held.clock_due_at,
    'handler', case when moved.state = 'dispatched' then moved.handler_id end,
    'handlerName', case when moved.state = 'dispatched' then (select p.name from public.people p where p.id = moved.handler_id) end,
    'until', case when moved.state = 'deferred' then moved.deferred_until end,
    'duplicateOf', case when moved.state = 'duplicate' then
      (select i.number from public.incidents i where i.district_id = moved.district_id and i.id = moved.duplicate_of) end))
$$;
comment on function private.step_detail is 'What a history keeps of a step beside the note: the deadline of the clock that ends, the handler, the end of a deferral.';

create function private.move_incident(
  incident bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, moment timestamptz
) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident, private.incident_handlers());
  step constant public.incident_transitions := private.step_for(held, to_state, expected, note);
  at constant timestamptz := coalesce(moment, clock_timestamp());
  moved public.incidents := private.stepped(held, step, options, at);
begin
  perform private.add_incident_event(held, 'transition', to_state, note, private.step_detail(held, moved), at);
  if moved.filed_at is not null then
    moved.due_at := private.handling_due_at(moved);
  end if;
  moved.clock_due_at := case when step.clock = 'handling' then moved.due_at
    else private.clock_due_at(moved.district_id, moved.category_id, step.clock, at) end;
  update public.incidents i set
    state = moved.state, urgent = moved.urgent, urged = moved.urged, handler_id = moved.handler_id, duplicate_of = moved.duplicate_of,
    accepted_at = moved.accepted_at, filed_at = moved.filed_at, dispatched_at = moved.dispatched_at, resolved_at = moved.resolved_at,
    closed_at = moved.closed_at, due_at = moved.due_at, clock_due_at = moved.clock_due_at, deferred_at = moved.deferred_at,
    deferred_until = moved.deferred_until, deferrals = moved.deferrals, returns = moved.returns, reworks = moved.reworks,
    reopenings = moved.reopenings, satisfied = moved.satisfied
  where i.district_id = moved.district_id and i.id = moved.id
  returning * into moved;
  perform private.keep_contact_until(moved, at);
  return moved;
end $$;
comment on function private.move_incident is
  'Takes a step at a moment (now, when null): checks it, writes the history, sets timestamps, counters and deadlines.';

create function public.move_incident(
  incident_id bigint, expected public.incident_state, to_state public.incident_state, note text default '', options jsonb default '{}'
) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select jsonb_build_object('id', moved.id, 'state', moved.state, 'dueAt', moved.due_at, 'clockDueAt', moved.clock_due_at)
  from private.move_incident(incident_id, expected, to_state, note, options, null) moved
$$;
comment on function public.move_incident is
  'Moves an incident from the state the caller saw to a next one (incident_transitions). options: handler (person id) and urgent for any step to dispatched, until (date) for deferred, duplicateOf (number) for duplicate. Raises incident-not-found, incident-moved-meanwhile { state, by, at }, step-not-allowed, not-allowed, note-required, handler-unknown, deferral-needs-a-date, original-unknown. Security definer: incidents have no policies for writing; private.step_for asks for the role.';
grant execute on function public.move_incident to authenticated;
