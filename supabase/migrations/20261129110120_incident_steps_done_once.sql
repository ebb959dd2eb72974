-- Steps with a key, a reason for closing, and hands kept apart: the checker is not the handler (a district may say otherwise), and
-- a deferral is asked for by one and granted by another. Waiting for a third party stops the clock like a deferral and is counted
-- on its own.

create function private.closing_reason_of(options jsonb) returns public.closing_reason
language plpgsql immutable set search_path = '' as $$
begin
  if options ->> 'reason' is null then
    return null;
  end if;
  if not (options ->> 'reason') = any (enum_range(null::public.closing_reason)::text[]) then
    raise exception 'closing-reason-required' using errcode = 'P0001', detail = json_build_object('reason', options ->> 'reason')::text;
  end if;
  return (options ->> 'reason')::public.closing_reason;
end $$;
comment on function private.closing_reason_of is 'The reason named in the options of a step, or null; raises closing-reason-required for one that there is not.';

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
    moved.given_due_at := null; moved.closing_reason := null;
  end if;
  case step.to_state
    when 'accepted' then moved.accepted_at := moment;
    when 'filed' then moved.filed_at := moment;
    when 'dispatched' then moved.dispatched_at := moment; moved.handler_id := private.handler_for(held, options);
    when 'returned' then moved.returns := held.returns + 1; moved.handler_id := null;
    when 'deferred' then
      moved.is_waiting := nullif(coalesce((options ->> 'waiting')::boolean, held.deferral_asked_wait, false), false);
      if moved.is_waiting then
        moved.waits := coalesce(held.waits, 0) + 1;
      else
        moved.deferrals := held.deferrals + 1;
      end if;
      moved.deferred_at := moment;
      moved.deferred_until := private.deferral_end(held,
        jsonb_build_object('until', coalesce(options ->> 'until', held.deferral_asked_until::text)), moment);
    when 'resolved' then moved.resolved_at := moment;
    when 'rework' then moved.reworks := held.reworks + 1; moved.resolved_at := null;
    when 'closed' then moved.closed_at := moment; moved.closing_reason := private.closing_reason_of(options);
    when 'duplicate' then moved.duplicate_of := private.original_of(held, options);
    else null;
  end case;
  if held.state = 'deferred' then
    moved.deferred_at := null; moved.deferred_until := null; moved.is_waiting := null;
  end if;
  moved.deferral_asked_by := null; moved.deferral_asked_until := null; moved.deferral_asked_wait := null;
  moved.urged := held.urged and step.to_state not in ('closed', 'rejected', 'duplicate', 'self_handled');
  moved.urgent := coalesce((options ->> 'urgent')::boolean, held.urgent);
  return moved;
end $$;

create or replace function private.step_detail(held public.incidents, moved public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'clockDueAt', held.clock_due_at,
    'handler', case when moved.state = 'dispatched' then moved.handler_id end,
    'handlerName', case when moved.state = 'dispatched' then (select p.name from public.people p where p.id = moved.handler_id) end,
    'until', case when moved.state = 'deferred' then moved.deferred_until end,
    'waiting', case when moved.state = 'deferred' then moved.is_waiting end,
    'reason', case when moved.state = 'closed' then moved.closing_reason end,
    'duplicateOf', case when moved.state = 'duplicate' then
      (select i.number from public.incidents i where i.district_id = moved.district_id and i.id = moved.duplicate_of) end))
$$;
comment on function private.step_detail is
  'What a history keeps of a step beside the note: the deadline of the clock that ends, the handler, the end of a deferral and whether a third party is waited for, the reason for closing.';

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
    reworks = moved.reworks, reopenings = moved.reopenings, satisfied = moved.satisfied, closing_reason = moved.closing_reason,
    waits = moved.waits, is_waiting = moved.is_waiting, deferral_asked_by = moved.deferral_asked_by,
    deferral_asked_until = moved.deferral_asked_until, deferral_asked_wait = moved.deferral_asked_wait
  where i.district_id = moved.district_id and i.id = moved.id
  returning * into moved;
  perform private.keep_contact_until(moved, at);
  return moved;
end $$;

create function private.is_handler(held public.incidents) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.people p
    where p.id = held.handler_id and p.district_id = held.district_id and p.user_id = (select auth.uid()))
$$;
comment on function private.is_handler is 'Whether the signed-in person is the one to whom the incident was dispatched. Security definer: whatever of the staff they see.';

create function private.checker_is_another(district bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select r.checker_is_another from public.case_rules r where r.district_id = district), true)
$$;
comment on function private.checker_is_another is 'Whether the checker must not be the handler in a district. Security definer: a rule holds for those who cannot read it, too.';

create function private.hands_refusal(held public.incidents, to_state public.incident_state) returns text
language sql stable set search_path = '' as $$
  select case
    when (select auth.uid()) is null then null
    when held.state = 'resolved' and to_state in ('closed', 'rework') and private.is_handler(held)
      and private.checker_is_another(held.district_id) then 'checker-is-handler'
    when to_state = 'deferred' and held.deferral_asked_by is null then 'deferral-not-asked'
    when to_state = 'deferred' and held.deferral_asked_by = (select auth.uid()) then 'deferral-asked-by-self'
  end
$$;
comment on function private.hands_refusal is
  'Why the signed-in person is not the one to take a step that their role may take: the code of a refusal, or null. Work without a person, as on the command line, has no hands to keep apart.';

create or replace function private.incident_steps(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('to', t.to_state, 'clock', t.clock, 'noteRequired', t.note_required) order by t.to_state), '[]')
  from public.incident_transitions t
  where t.from_state = held.state and held.community_id in (select private.reachable(t.roles))
    and private.hands_refusal(held, t.to_state) is null
$$;

drop function public.move_incident(bigint, public.incident_state, public.incident_state, text, jsonb);
create function public.move_incident(
  incident_id bigint, expected public.incident_state, to_state public.incident_state, note text default '', options jsonb default '{}',
  client_key uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'move_incident', jsonb_build_array(incident_id, expected, to_state, note, options));
  held public.incidents;
  moved public.incidents;
  refusal text;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, private.incident_handlers());
  moved := private.move_incident(incident_id, expected, to_state, note, options, null);
  -- What is wrong with the step itself is said first; a refusal takes it back.
  refusal := case when to_state = 'closed' and moved.closing_reason is null then 'closing-reason-required'
    else private.hands_refusal(held, to_state) end;
  if refusal is not null then
    raise exception using errcode = 'P0001', message = refusal, detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object(
    'id', moved.id, 'number', moved.number, 'state', moved.state, 'dueAt', moved.due_at, 'clockDueAt', moved.clock_due_at));
end $$;
comment on function public.move_incident is
  'Moves an incident from the state the caller saw to a next one (incident_transitions). options: handler (person id) and urgent for any step to dispatched, until (date) and waiting for deferred (else as it was asked for), duplicateOf (number) for duplicate, reason (closing_reason) for closed. client_key: the same key with the same content again returns the same answer, with other content raises sent-otherwise { call, at, answer }. Raises incident-not-found, incident-moved-meanwhile { state, by, at }, step-not-allowed, not-allowed, note-required, handler-unknown, handler-off-duty, deferral-needs-a-date, deferral-not-asked, deferral-asked-by-self, checker-is-handler, closing-reason-required, original-unknown. Security definer: incidents have no policies for writing; private.step_for asks for the role.';
grant execute on function public.move_incident to authenticated;

create function public.ask_deferral(
  incident_id bigint, until text, note text, waiting boolean default false, client_key uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'ask_deferral', jsonb_build_array(incident_id, until, note, waiting));
  held public.incidents;
  moment timestamptz;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, private.incident_handlers());
  if held.state <> 'in_progress' then
    raise exception 'step-not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', 'deferred')::text;
  end if;
  if private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', 'deferred')::text;
  end if;
  moment := private.next_moment(held);
  perform private.deferral_end(held, jsonb_build_object('until', until), moment);
  perform private.add_incident_event(held, 'deferral_asked', null, note,
    jsonb_build_object('until', private.deferral_end(held, jsonb_build_object('until', until), moment), 'waiting', coalesce(waiting, false)), moment);
  update public.incidents i set deferral_asked_by = private.intent_person(), deferral_asked_until = until::date,
    deferral_asked_wait = coalesce(waiting, false)
  where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.ask_deferral is
  'Asks to put off an incident that is being handled until the end of a day, or, with waiting, to stop its clock while a third party has to act. Another grants it by the step to deferred. Raises incident-not-found, not-allowed, step-not-allowed, note-required, deferral-needs-a-date, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.ask_deferral to authenticated;

create function public.stop_clock(incident_id bigint, clock public.incident_clock, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'stop_clock', jsonb_build_array(incident_id, clock, note));
  held public.incidents;
  moment timestamptz;
  due timestamptz;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,dispatcher,worker}');
  due := case clock when 'arrival' then held.arrival_due_at when 'first_answer' then held.answer_due_at end;
  if private.incident_ended(held.state) or due is null
    or (clock = 'arrival' and held.arrived_at is not null) or (clock = 'first_answer' and held.answered_at is not null) then
    raise exception 'clock-not-running' using errcode = 'P0001', detail = json_build_object('clock', clock, 'state', held.state)::text;
  end if;
  moment := private.next_moment(held);
  perform private.add_incident_event(held, case clock when 'arrival' then 'arrival' else 'answer' end, null, note,
    jsonb_build_object('dueAt', due, 'late', moment > due), moment);
  update public.incidents i set
    arrived_at = case when clock = 'arrival' then moment else i.arrived_at end,
    answered_at = case when clock = 'first_answer' then moment else i.answered_at end
  where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number, 'at', moment));
end $$;
comment on function public.stop_clock is
  'Records that somebody is on the spot (arrival) or that whoever asked has a first answer (first_answer). Raises incident-not-found, not-allowed, clock-not-running, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.stop_clock to authenticated;

-- What is done beside the steps, each with a key.
drop function public.urge_incident(bigint, text);
create function public.urge_incident(incident_id bigint, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'urge_incident', jsonb_build_array(incident_id, note));
  held public.incidents;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,leader}');
  perform private.refuse_ended(held);
  perform private.add_incident_event(held, 'urge', null, note, '{}', private.next_moment(held));
  update public.incidents i set urged = true where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.urge_incident is
  'A leader urges an open incident (督办). Raises incident-not-found, not-allowed, incident-ended, sent-otherwise. Security definer: incidents have no policies for writing.';

drop function public.note_incident(bigint, text);
create function public.note_incident(incident_id bigint, note text, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'note_incident', jsonb_build_array(incident_id, note));
  held public.incidents;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, private.incident_handlers());
  if private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001';
  end if;
  perform private.add_incident_event(held, 'note', null, note, '{}', private.next_moment(held));
  -- Without a change of its own, so that change_id moves on and the cursor tells of it.
  update public.incidents i set state = i.state where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.note_incident is
  'Adds a note to the history. Raises incident-not-found, not-allowed, note-required, sent-otherwise. Security definer: incidents have no policies for writing.';

drop function public.answer_satisfaction(bigint, boolean, text);
create function public.answer_satisfaction(incident_id bigint, satisfied boolean, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'answer_satisfaction', jsonb_build_array(incident_id, satisfied, note));
  held public.incidents;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,dispatcher}');
  if held.state <> 'closed' then
    raise exception 'incident-not-closed' using errcode = 'P0001', detail = json_build_object('state', held.state)::text;
  end if;
  perform private.add_incident_event(held, 'satisfaction', null, note, jsonb_build_object('satisfied', satisfied), private.next_moment(held));
  update public.incidents i set satisfied = answer_satisfaction.satisfied
  where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number));
end $$;
comment on function public.answer_satisfaction is
  'Records the answer to the call after closing (回访). Raises incident-not-found, not-allowed, incident-not-closed, sent-otherwise. Security definer: incidents have no policies for writing.';

drop function public.change_category(bigint, bigint, text);
create function public.change_category(incident_id bigint, category_id bigint, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_category', jsonb_build_array(incident_id, category_id, note));
  moved public.incidents;
begin
  if known is not null then
    return known;
  end if;
  moved := private.change_category(incident_id, category_id, note, null);
  return private.end_intent(client_key, jsonb_build_object('id', moved.id, 'number', moved.number, 'dueAt', moved.due_at));
end $$;
comment on function public.change_category is
  'Puts an open incident under another category and sets its deadlines anew. Raises incident-not-found, not-allowed, incident-ended, category-unknown, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.urge_incident, public.note_incident, public.answer_satisfaction, public.change_category to authenticated;

-- A visit too. What is written under the policies of the table is remembered by the same keys.
create function public.record_visit(
  building_id bigint, visited_on date, households integer, person_id bigint default null, client_key uuid default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'record_visit', jsonb_build_array(building_id, visited_on, households, person_id));
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  insert into public.visits (district_id, building_id, person_id, visited_on, households)
  select b.district_id, b.id, record_visit.person_id, record_visit.visited_on, record_visit.households
  from public.buildings b where b.id = record_visit.building_id
  returning id into made;
  if made is null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('building', building_id)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
exception when unique_violation then
  raise exception 'visit-recorded' using errcode = 'P0001', detail = (
    select json_build_object('id', v.id, 'visitedOn', v.visited_on, 'households', v.households)::text from public.visits v
    where v.building_id = record_visit.building_id and v.visited_on = record_visit.visited_on
      and v.person_id is not distinct from record_visit.person_id);
end $$;
comment on function public.record_visit is
  'Records that households of a building were called on, once for each building, day and person. Raises not-allowed, visit-recorded { id, visitedOn, households }, visit-in-future, visit-of-too-many, sent-otherwise.';
grant execute on function public.record_visit to authenticated;
grant execute on function private.begin_intent, private.end_intent, private.intent_person to authenticated;
