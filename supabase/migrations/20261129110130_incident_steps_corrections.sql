-- What of a case may be corrected later: its place, and words about persons, which are blacked out in the history too. Each is an
-- event of its own.

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
  if (held.filed_at is not null or private.incident_ended(held.state)) and not private.can('{admin,dispatcher}', held.community_id) then
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
comment on function public.correct_place is
  'Corrects where an incident is (WGS84) and its address, which is kept when null: until it is filed by those who handle it, afterwards by a checker, who says why. Raises incident-not-found, not-allowed, note-required, outside-every-community, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.correct_place to authenticated;

create function private.blacked_out(words text, hidden text) returns text
language sql immutable set search_path = '' as $$
  select replace(words, hidden, repeat('█', length(hidden)))
$$;
comment on function private.blacked_out is 'A text in which other words are black, letter by letter.';

create function private.is_blacked_out(was text, is_now text) returns boolean
language sql immutable set search_path = '' as $$
  select length(was) = length(is_now) and not exists (
    select from unnest(string_to_array(was, null), string_to_array(is_now, null)) letter (before, after)
    where letter.after not in (letter.before, '█'))
$$;
comment on function private.is_blacked_out is 'Whether a text is another one with nothing done to it but letters made black.';

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
comment on function private.refuse_change_of_event is 'Raises append-only for every change of an event that does more than black out words.';
drop trigger incident_events_append_only on public.incident_events;
create trigger incident_events_append_only before update on public.incident_events
  for each row execute function private.refuse_change_of_event();
comment on table public.incident_events is 'Every change of an incident: who, when, from, to, note. Never altered, but for words that redact_incident() blacks out.';

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
comment on function private.blacked_out_at is 'A JSON value in whose texts at some paths words are black.';

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
comment on function public.redact_incident is
  'Blacks out words, as they are written, in the description, the address and the whole history of an incident: they are gone, and that it was done is an event, without them. Returns { id, number, places }. Raises incident-not-found, not-allowed, words-required, words-not-found, note-repeats-words, sent-otherwise. Security definer: incidents have no policies for writing.';
grant execute on function public.redact_incident to authenticated;

create function private.was_within(district bigint, incident bigint, communities bigint[]) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.incident_events e
    where e.district_id = district and e.incident_id = incident and e.kind = 'place'
      and (e.detail -> 'fromPlace' ->> 'community')::bigint = any (communities))
$$;
comment on function private.was_within is 'Whether a place that an incident was said to be at before lies in one of the communities.';

-- What went to another community is told to those who had it.
create or replace function public.incident_changes(area bigint, after bigint default null, page_size integer default 500) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  size constant integer := least(greatest(page_size, 1), 1000);
  answer jsonb;
begin
  if after is null then
    return jsonb_build_object('incidents', '[]'::jsonb, 'gone', '[]'::jsonb, 'more', false, 'now', now(), 'cursor',
      coalesce((select max(i.change_id) from public.incidents i where i.district_id = scope.district), 0));
  end if;
  -- A page is cut by the changes of the district, so that an area where nothing happens is not searched for ever.
  select jsonb_build_object('cursor', coalesce(max((p.i).change_id), after), 'more', count(*) = size, 'now', now(),
      'incidents', coalesce(jsonb_agg(private.incident_summary(p.i, (p.i).community_id = any (scope.handled)) order by (p.i).change_id)
        filter (where (p.i).community_id = any (scope.seen)), '[]'),
      'gone', coalesce(jsonb_agg((p.i).id order by (p.i).change_id) filter (
        where not (p.i).community_id = any (scope.seen) and private.was_within((p.i).district_id, (p.i).id, scope.seen)), '[]'))
  into answer
  from (
    select i from public.incidents i
    where i.district_id = scope.district and i.change_id > after
    order by i.change_id limit size
  ) p;
  return answer;
end $$;
comment on function public.incident_changes is
  'What changed in an area since a cursor: { incidents, gone, cursor, more, now }, each incident once as it is now; gone: ids of those whose place was corrected to one outside. Without `after`, only the cursor to begin with. Raises not-allowed. Security definer: a grid_only case appears at its grid to readers whose policies hide it.';
