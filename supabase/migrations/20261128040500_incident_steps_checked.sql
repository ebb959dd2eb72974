-- The case machine, where it took what it should not have: two cases that repeat each other, a reason of blanks, a handler
-- off duty, a deferral without end, a clock of the server that was put back.

create function private.next_moment(held public.incidents) returns timestamptz
language sql volatile set search_path = '' as $$
  select greatest(clock_timestamp(), (
    select max(e.at) from public.incident_events e where e.district_id = held.district_id and e.incident_id = held.id))
$$;
comment on function private.next_moment is 'Now, but never before the last event of the incident, whatever the server''s clock says: a history is in order.';

create or replace function private.add_incident_event(
  incident public.incidents, kind text, to_state public.incident_state, note text, detail jsonb, moment timestamptz
) returns void
language sql volatile set search_path = '' as $$
  insert into public.incident_events (district_id, incident_id, at, actor, actor_name, kind, from_state, to_state, note, detail)
  values (incident.district_id, incident.id, moment, (select auth.uid()), private.actor_name(incident.district_id), kind,
    case when to_state is distinct from 'reported' and to_state is not null then incident.state end, to_state,
    private.plain_words(note, 4000), detail)
$$;

create or replace function private.step_for(held public.incidents, to_state public.incident_state, expected public.incident_state, note text)
returns public.incident_transitions
language plpgsql stable set search_path = '' as $$
declare
  step public.incident_transitions;
begin
  if held.state is distinct from expected then
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
  if step.note_required and private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  return step;
end $$;

create or replace function private.handler_for(held public.incidents, options jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  chosen constant bigint := (options ->> 'handler')::bigint;
  person public.people;
begin
  if chosen is null then
    return (private.locate(held.position, held.community_id) -> 'person' ->> 'id')::bigint;
  end if;
  select * into person from public.people p where p.id = chosen and p.district_id = held.district_id;
  if not found then
    raise exception 'handler-unknown' using errcode = 'P0001', detail = json_build_object('handler', chosen)::text;
  end if;
  if not person.on_duty then
    raise exception 'handler-off-duty' using errcode = 'P0001', detail = json_build_object('handler', chosen, 'name', person.name)::text;
  end if;
  return chosen;
end $$;
comment on function private.handler_for is
  'To whom an incident is dispatched: the person chosen, on duty, else the one on the post of its grid; null where the post is vacant.';

create function private.longest_deferral() returns interval
language sql immutable set search_path = '' as $$ select interval '366 days' $$;
comment on function private.longest_deferral is 'How far a deferral may reach.';

create or replace function private.deferral_end(held public.incidents, options jsonb, moment timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  day date;
  until timestamptz;
begin
  begin
    day := substring(options ->> 'until' from '^\d{4}-\d\d-\d\d$')::date;
  exception when datetime_field_overflow or invalid_datetime_format then
    day := null;
  end;
  if day is null or not isfinite(day) or day > '2089-12-01' then
    until := null;
  else
    select (day + 1)::timestamp at time zone c.time_zone into until
    from public.calendars c where c.id = private.calendar_of(held.district_id);
  end if;
  if until is null or until <= moment or until > moment + private.longest_deferral() then
    raise exception 'deferral-needs-a-date' using errcode = 'P0001', detail = json_build_object('until', options ->> 'until',
      'atMostDays', extract(day from private.longest_deferral()))::text;
  end if;
  return until;
end $$;
comment on function private.deferral_end is
  'The end of the day until which a deferral is approved, local time of the district; at most private.longest_deferral() from now.';

create or replace function private.original_of(held public.incidents, options jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  original public.incidents;
begin
  select * into original from public.incidents i
  where i.district_id = held.district_id and i.number = private.plain_words(options ->> 'duplicateOf', 400) and i.id <> held.id;
  -- What repeats another stands for that one. Chains end: a case repeats what was there before it became a duplicate.
  for step in 1 .. 100 loop
    exit when original.id is null or original.state <> 'duplicate' or original.duplicate_of is null;
    select * into original from public.incidents i where i.district_id = held.district_id and i.id = original.duplicate_of;
  end loop;
  if original.id is null then
    raise exception 'original-unknown' using errcode = 'P0001', detail = json_build_object('number', options ->> 'duplicateOf')::text;
  end if;
  if original.id = held.id then
    raise exception 'original-repeats-this' using errcode = 'P0001', detail = json_build_object('number', options ->> 'duplicateOf')::text;
  end if;
  if original.state in ('duplicate', 'rejected', 'cancelled') then
    raise exception 'original-not-kept' using errcode = 'P0001',
      detail = json_build_object('number', original.number, 'state', original.state)::text;
  end if;
  return original.id;
end $$;
comment on function private.original_of is
  'The incident of the district, by its number, that this one repeats: where that is a duplicate itself, the one that it repeats. Raises original-unknown, original-repeats-this, original-not-kept (rejected or cancelled: both would be gone).';

alter table public.incidents add constraint incidents_no_duplicate_of_itself check (duplicate_of <> id);

create or replace function private.report_incident(
  client_key uuid, place extensions.geometry, category bigint, description text, address text, urgent boolean,
  contact jsonb, source text, moment timestamptz
) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  community constant bigint := private.community_to_report(place);
  district bigint;
  made public.incidents;
begin
  select a.district_id into district from public.areas a where a.id = community;
  perform private.lock_incidents_of(district);
  select * into made from public.incidents i
  where i.district_id = district and i.client_key = report_incident.client_key;
  if found then
    return made;
  end if;
  insert into public.incidents (
    district_id, client_key, source, category_id, community_id, position, address, description, urgent, reported_at, clock_due_at)
  values (
    district, client_key, private.plain_words(source, 40), private.category_for(category, district), community, place,
    private.plain_words(address, 400), private.plain_words(description, 4000),
    coalesce(urgent, false), moment, private.clock_due_at(district, category, 'acceptance', moment))
  returning * into made;
  perform private.add_incident_event(made, 'transition', 'reported', '', '{}', moment);
  perform private.add_incident_contact(made, contact, moment);
  return made;
end $$;

create or replace function private.add_incident_contact(incident public.incidents, contact jsonb, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  name constant text := private.plain_words(contact ->> 'name', 100);
  telephone constant text := private.plain_words(contact ->> 'telephone', 40);
begin
  if contact is null or contact = 'null' then
    return;
  end if;
  if contact -> 'consent' is distinct from 'true' then
    raise exception 'contact-without-consent' using errcode = 'P0001';
  end if;
  if name = '' or telephone = '' then
    raise exception 'contact-incomplete' using errcode = 'P0001';
  end if;
  insert into public.incident_contacts (district_id, incident_id, name, telephone, consent_at)
  values (incident.district_id, incident.id, name, telephone, moment);
end $$;

create or replace function public.note_incident(incident_id bigint, note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, private.incident_handlers());
begin
  if private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001';
  end if;
  perform private.add_incident_event(held, 'note', null, note, '{}', private.next_moment(held));
  -- Without a change of its own, so that change_id moves on and the cursor tells of it.
  update public.incidents i set state = i.state where i.district_id = held.district_id and i.id = held.id;
end $$;

create or replace function private.move_incident(
  incident bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, moment timestamptz
) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident, private.incident_handlers());
  step constant public.incident_transitions := private.step_for(held, to_state, expected, note);
  at constant timestamptz := coalesce(moment, private.next_moment(held));
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
    closed_at = moved.closed_at, due_at = moved.due_at, given_due_at = moved.given_due_at, clock_due_at = moved.clock_due_at,
    deferred_at = moved.deferred_at, deferred_until = moved.deferred_until, deferrals = moved.deferrals, returns = moved.returns,
    reworks = moved.reworks, reopenings = moved.reopenings, satisfied = moved.satisfied
  where i.district_id = moved.district_id and i.id = moved.id
  returning * into moved;
  perform private.keep_contact_until(moved, at);
  return moved;
end $$;

create or replace function private.stepped(held public.incidents, step public.incident_transitions, options jsonb, moment timestamptz)
returns public.incidents
language plpgsql stable set search_path = '' as $$
declare
  moved public.incidents := held;
begin
  moved.state := step.to_state;
  if held.state = 'closed' then
    moved.reopenings := held.reopenings + 1;
    moved.closed_at := null; moved.resolved_at := null; moved.dispatched_at := null; moved.satisfied := null; moved.handler_id := null;
    moved.given_due_at := null;
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

create or replace function public.urge_incident(incident_id bigint, note text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, '{admin,leader}');
begin
  perform private.refuse_ended(held);
  perform private.add_incident_event(held, 'urge', null, note, '{}', private.next_moment(held));
  update public.incidents i set urged = true where i.district_id = held.district_id and i.id = held.id;
end $$;

create or replace function public.answer_satisfaction(incident_id bigint, satisfied boolean, note text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, '{admin,dispatcher}');
begin
  if held.state <> 'closed' then
    raise exception 'incident-not-closed' using errcode = 'P0001', detail = json_build_object('state', held.state)::text;
  end if;
  perform private.add_incident_event(held, 'satisfaction', null, note, jsonb_build_object('satisfied', satisfied), private.next_moment(held));
  update public.incidents i set satisfied = answer_satisfaction.satisfied
  where i.district_id = held.district_id and i.id = held.id;
end $$;

create or replace function private.change_category(incident bigint, category bigint, note text, moment timestamptz) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident, '{admin,dispatcher}');
  moved public.incidents := held;
  clock constant public.incident_clock := private.clock_of_state(held.state);
  started timestamptz;
begin
  perform private.refuse_ended(held);
  moved.category_id := private.category_for(category, held.district_id);
  if moved.filed_at is not null then
    moved.due_at := private.handling_due_at(moved);
  end if;
  select max(e.at) into started from public.incident_events e
  where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'transition';
  moved.clock_due_at := case when clock = 'handling' then moved.due_at
    else private.clock_due_at(held.district_id, category, clock, started) end;
  perform private.add_incident_event(held, 'category', null, note,
    jsonb_build_object('from', held.category_id, 'to', category), coalesce(moment, private.next_moment(held)));
  update public.incidents i set category_id = moved.category_id, due_at = moved.due_at, clock_due_at = moved.clock_due_at
  where i.district_id = held.district_id and i.id = held.id
  returning * into moved;
  return moved;
end $$;

create or replace function private.category_for(category bigint, district bigint) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  if not exists (
    select from public.categories c
    where c.id = category and not c.retired and length(c.code) = 4 and (c.district_id = district or c.district_id is null and not exists (
      select from public.categories own where own.district_id = district and own.code = c.code))
  ) then
    raise exception 'category-unknown' using errcode = 'P0001', detail = json_build_object('category', category)::text;
  end if;
  return category;
end $$;
comment on function private.category_for is
  'The category, if incidents of the district may have it from now on: four digits, not retired, its own, or a template''s that it has not replaced.';
