-- What is done to an incident beside its steps. Security definer for the same reason as the steps: incidents have no
-- policies for writing; private.begin_change asks for the role.

create function private.refuse_ended(held public.incidents) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if private.incident_ended(held.state) then
    raise exception 'incident-ended' using errcode = 'P0001', detail = json_build_object('state', held.state)::text;
  end if;
end $$;
comment on function private.refuse_ended is 'Raises incident-ended for what only concerns open incidents.';

create function public.urge_incident(incident_id bigint, note text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, '{admin,leader}');
begin
  perform private.refuse_ended(held);
  perform private.add_incident_event(held, 'urge', null, note, '{}', clock_timestamp());
  update public.incidents i set urged = true where i.district_id = held.district_id and i.id = held.id;
end $$;
comment on function public.urge_incident is 'A leader urges an open incident (督办). Raises incident-not-found, not-allowed, incident-ended.';

create function public.note_incident(incident_id bigint, note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, private.incident_handlers());
begin
  if btrim(note) = '' then
    raise exception 'note-required' using errcode = 'P0001';
  end if;
  perform private.add_incident_event(held, 'note', null, note, '{}', clock_timestamp());
  -- Without a change of its own, so that change_id moves on and the cursor tells of it.
  update public.incidents i set state = i.state where i.district_id = held.district_id and i.id = held.id;
end $$;
comment on function public.note_incident is 'Adds a note to the history. Raises incident-not-found, not-allowed, note-required.';

create function public.answer_satisfaction(incident_id bigint, satisfied boolean, note text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident_id, '{admin,dispatcher}');
begin
  if held.state <> 'closed' then
    raise exception 'incident-not-closed' using errcode = 'P0001', detail = json_build_object('state', held.state)::text;
  end if;
  perform private.add_incident_event(held, 'satisfaction', null, note, jsonb_build_object('satisfied', satisfied), clock_timestamp());
  update public.incidents i set satisfied = answer_satisfaction.satisfied
  where i.district_id = held.district_id and i.id = held.id;
end $$;
comment on function public.answer_satisfaction is 'Records the answer to the call after closing (回访). Raises incident-not-found, not-allowed, incident-not-closed.';

create function private.change_category(incident bigint, category bigint, note text, moment timestamptz) returns public.incidents
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
    jsonb_build_object('from', held.category_id, 'to', category), coalesce(moment, clock_timestamp()));
  update public.incidents i set category_id = moved.category_id, due_at = moved.due_at, clock_due_at = moved.clock_due_at
  where i.district_id = held.district_id and i.id = held.id
  returning * into moved;
  return moved;
end $$;
comment on function private.change_category is 'Puts an open incident under another category; its deadlines are those the new category would have had from the start.';

create function public.change_category(incident_id bigint, category_id bigint, note text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.change_category(incident_id, category_id, note, null);
end $$;
comment on function public.change_category is
  'Puts an open incident under another category and sets its deadlines anew. Raises incident-not-found, not-allowed, incident-ended, category-unknown.';

grant execute on function public.urge_incident, public.note_incident, public.answer_satisfaction, public.change_category to authenticated;
