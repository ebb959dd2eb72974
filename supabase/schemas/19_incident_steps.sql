-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

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
comment on function public.move_incident(incident_id bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, client_key uuid) is
  'Moves an incident from the state the caller saw to a next one (incident_transitions). options: handler (person id) and urgent for any step to dispatched, until (date) and waiting for deferred (else as it was asked for), duplicateOf (number) for duplicate, reason (closing_reason) for closed. client_key: the same key with the same content again returns the same answer, with other content raises sent-otherwise { call, at, answer }. Raises incident-not-found, incident-moved-meanwhile { state, by, at }, step-not-allowed, not-allowed, note-required, handler-unknown, handler-off-duty, deferral-needs-a-date, deferral-not-asked, deferral-asked-by-self, checker-is-handler, closing-reason-required, original-unknown. Security definer: incidents have no policies for writing; private.step_for asks for the role.';
grant execute on function public.move_incident(incident_id bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, client_key uuid) to authenticated;

-- A district that had set nothing was told thirty days, and kept contacts for ninety.
create function private.contact_retention(district bigint) returns interval
language sql stable security definer set search_path = '' as $$
  select make_interval(days => coalesce((select s.contact_days from public.district_settings s where s.district_id = contact_retention.district), 30))
$$;
comment on function private.contact_retention(district bigint) is
  'How long a contact is kept after its incident ended. Security definer: whoever ends a case.';
grant execute on function private.contact_retention(district bigint) to authenticated, service_role;

create function private.purge_contacts() returns integer
language sql volatile set search_path = '' as $$
  with gone as (delete from public.incident_contacts where purge_after < now() returning 1)
  select count(*)::integer from gone
$$;
comment on function private.purge_contacts() is
  'Deletes the contacts whose time is over; returns how many.';

create FUNCTION public.read_incident_contact(incident_id bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  held public.incidents;
  contact jsonb;
begin
  select * into held from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident_id
    and (i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id));
  if not found then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  if not private.handles_case('{dispatcher,worker}', held) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  select jsonb_build_object('name', c.name, 'telephone', c.telephone) into contact
  from public.incident_contacts c
  where c.district_id = held.district_id and c.incident_id = held.id and (c.purge_after is null or c.purge_after >= now());
  if found then
    insert into public.audit_log (actor, action, subject, subject_id, district_id)
    values ((select auth.uid()), 'read', 'incident_contacts', held.id::text, held.district_id);
  end if;
  return contact;
end $function$;
comment on function public.read_incident_contact(incident_id bigint) is
  'The contact of a request, { name, telephone } or null, for its dispatchers and workers; writes the reading to audit_log. Security definer: incident_contacts has no policies.';
grant execute on function public.read_incident_contact(incident_id bigint) to authenticated;

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
comment on function public.urge_incident(incident_id bigint, note text, client_key uuid) is
  'A leader urges an open incident (督办). Raises incident-not-found, not-allowed, incident-ended, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.urge_incident(incident_id bigint, note text, client_key uuid) to authenticated;

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
comment on function public.note_incident(incident_id bigint, note text, client_key uuid) is
  'Adds a note to the history. Raises incident-not-found, not-allowed, note-required, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.note_incident(incident_id bigint, note text, client_key uuid) to authenticated;

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
comment on function public.answer_satisfaction(incident_id bigint, satisfied boolean, note text, client_key uuid) is
  'Records the answer to the call after closing (回访). Raises incident-not-found, not-allowed, incident-not-closed, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.answer_satisfaction(incident_id bigint, satisfied boolean, note text, client_key uuid) to authenticated;

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
comment on function public.change_category(incident_id bigint, category_id bigint, note text, client_key uuid) is
  'Puts an open incident under another category and sets its deadlines anew. Raises incident-not-found, not-allowed, incident-ended, category-unknown, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.change_category(incident_id bigint, category_id bigint, note text, client_key uuid) to authenticated;

create function private.longest_deferral() returns interval
language sql immutable set search_path = '' as $$ select interval '366 days' $$;
comment on function private.longest_deferral() is
  'How far a deferral may reach.';

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
comment on function private.closing_reason_of(options jsonb) is
  'The reason named in the options of a step, or null; raises closing-reason-required for one that there is not.';

create function private.checker_is_another(district bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select r.checker_is_another from public.case_rules r where r.district_id = district), true)
$$;
comment on function private.checker_is_another(district bigint) is
  'Whether the checker must not be the handler in a district. Security definer: a rule holds for those who cannot read it, too.';

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
comment on function public.ask_deferral(incident_id bigint, until text, note text, waiting boolean, client_key uuid) is
  'Asks to put off an incident that is being handled until the end of a day, or, with waiting, to stop its clock while a third party has to act. Another grants it by the step to deferred. Raises incident-not-found, not-allowed, step-not-allowed, note-required, deferral-needs-a-date, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.ask_deferral(incident_id bigint, until text, note text, waiting boolean, client_key uuid) to authenticated;

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
comment on function public.stop_clock(incident_id bigint, clock public.incident_clock, note text, client_key uuid) is
  'Records that somebody is on the spot (arrival) or that whoever asked has a first answer (first_answer). Raises incident-not-found, not-allowed, clock-not-running, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.stop_clock(incident_id bigint, clock public.incident_clock, note text, client_key uuid) to authenticated;

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
comment on function public.record_visit(building_id bigint, visited_on date, households integer, person_id bigint, client_key uuid) is
  'Records that households of a building were called on, once for each building, day and person. Raises not-allowed, visit-recorded { id, visitedOn, households }, visit-in-future, visit-of-too-many, sent-otherwise.';
grant execute on function public.record_visit(building_id bigint, visited_on date, households integer, person_id bigint, client_key uuid) to authenticated;

create function public.correct_place(
  incident_id bigint, lng double precision, lat double precision, address text default null, note text default '', client_key uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'correct_place', jsonb_build_array(incident_id, lng, lat, address, note));
  place constant extensions.geometry := extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326);
  held public.incidents;
  community bigint;
  words text;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, private.incident_handlers());
  -- Until it is filed by whoever handles it, afterwards by those who check.
  if (held.filed_at is not null or private.incident_ended(held.state)) and not private.can(private.incident_checkers(), held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  if held.filed_at is not null and private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  community := private.community_to_report(place);
  if not exists (select from public.areas a where a.id = community and a.district_id = held.district_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  words := case when address is null then held.address else private.plain_words(address, 400) end;
  perform private.add_incident_event(held, 'place', null, note, jsonb_build_object(
    'fromPlace', jsonb_build_object('lng', extensions.st_x(held.position), 'lat', extensions.st_y(held.position), 'address', held.address, 'community', held.community_id),
    'toPlace', jsonb_build_object('lng', lng, 'lat', lat, 'address', words, 'community', community)), private.next_moment(held));
  update public.incidents i set position = place, community_id = community, address = words
  where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number, 'communityId', community));
end $$;
comment on function public.correct_place(incident_id bigint, lng double precision, lat double precision, address text, note text, client_key uuid) is
  'Corrects where an incident is (WGS84) and its address, which is kept when null: until it is filed by those who handle it, afterwards by a checker, who says why. Raises incident-not-found, not-allowed, note-required, outside-every-community, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.correct_place(incident_id bigint, lng double precision, lat double precision, address text, note text, client_key uuid) to authenticated;

create function private.blacked_out(words text, hidden text) returns text
language sql immutable set search_path = '' as $$
  select replace(words, hidden, repeat('█', length(hidden)))
$$;
comment on function private.blacked_out(words text, hidden text) is
  'A text in which other words are black, letter by letter.';

create function private.is_blacked_out(was text, is_now text) returns boolean
language sql immutable set search_path = '' as $$
  select length(was) = length(is_now) and not exists (
    select from unnest(string_to_array(was, null), string_to_array(is_now, null)) letter (before, after)
    where letter.after not in (letter.before, '█'))
$$;
comment on function private.is_blacked_out(was text, is_now text) is
  'Whether a text is another one with nothing done to it but letters made black.';

-- A history is never altered, but that words in it may become black.
create function private.refuse_change_of_event() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (to_jsonb(old) - 'note' - 'detail') = (to_jsonb(new) - 'note' - 'detail')
    and private.is_blacked_out(old.note, new.note) and private.is_blacked_out(old.detail::text, new.detail::text) then
    return new;
  end if;
  raise exception 'append-only' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.refuse_change_of_event() is
  'Raises append-only for every change of an event that does more than black out words.';

create trigger incident_events_append_only before update on public.incident_events for each row execute function private.refuse_change_of_event();

create function private.blacked_out_at(content jsonb, paths text[], hidden text) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  answer jsonb := content;
  path text;
begin
  foreach path in array paths loop
    if jsonb_typeof(answer #> path::text[]) = 'string' then
      answer := jsonb_set(answer, path::text[], to_jsonb(private.blacked_out(answer #>> path::text[], hidden)));
    end if;
  end loop;
  return answer;
end $$;
comment on function private.blacked_out_at(content jsonb, paths text[], hidden text) is
  'A JSON value in whose texts at some paths words are black.';

create function public.redact_incident(incident_id bigint, words text, note text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'redact_incident', jsonb_build_array(incident_id, words, note));
  hidden constant text := private.plain_words(words, 4000);
  addresses constant text[] := '{"{fromPlace,address}","{toPlace,address}"}';
  held public.incidents;
  event public.incident_events;
  hidden_note text;
  hidden_detail jsonb;
  hidden_description text;
  hidden_address text;
  places integer := 0;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, '{admin,dispatcher}');
  if hidden = '' or hidden ~ '^█+$' then
    raise exception 'words-required' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  if strpos(private.plain_words(note, 4000), hidden) > 0 then
    raise exception 'note-repeats-words' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  for event in select * from public.incident_events known where known.district_id = held.district_id and known.incident_id = held.id loop
    hidden_note := private.blacked_out(event.note, hidden);
    hidden_detail := private.blacked_out_at(event.detail, addresses, hidden);
    continue when hidden_note = event.note and hidden_detail = event.detail;
    update public.incident_events changed set note = hidden_note, detail = hidden_detail
    where changed.district_id = event.district_id and changed.id = event.id;
    places := places + 1;
  end loop;
  hidden_description := private.blacked_out(held.description, hidden);
  hidden_address := private.blacked_out(held.address, hidden);
  places := places + (hidden_description <> held.description)::integer + (hidden_address <> held.address)::integer;
  if places = 0 then
    raise exception 'words-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  perform private.add_incident_event(held, 'redaction', null, note, jsonb_build_object('letters', length(hidden), 'places', places),
    private.next_moment(held));
  update public.incidents i set description = hidden_description, address = hidden_address
  where i.district_id = held.district_id and i.id = held.id;
  -- The rows of the file it came from are kept with their import.
  if held.source = 'import' then
    update public.import_rows r set payload = private.blacked_out_at(r.payload, '{"{address}","{description}"}', hidden),
      detail = private.blacked_out(r.detail, hidden), before = private.blacked_out(r.before, hidden)
    from public.imports m
    where m.id = r.import_id and m.district_id = held.district_id and m.kind = 'incidents' and r.source = held.source_id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number, 'places', places));
end $$;
comment on function public.redact_incident(incident_id bigint, words text, note text, client_key uuid) is
  'Blacks out words, as they are written, in the description, the address and the whole history of an incident: they are gone, and that it was done is an event, without them. Returns { id, number, places }. Raises incident-not-found, not-allowed, words-required, words-not-found, note-repeats-words, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.redact_incident(incident_id bigint, words text, note text, client_key uuid) to authenticated;

create function private.was_within(district bigint, incident bigint, communities bigint[]) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.incident_events e
    where e.district_id = district and e.incident_id = incident and e.kind = 'place'
      and (e.detail -> 'fromPlace' ->> 'community')::bigint = any (communities))
$$;
comment on function private.was_within(district bigint, incident bigint, communities bigint[]) is
  'Whether a place that an incident was said to be at before lies in one of the communities.';
