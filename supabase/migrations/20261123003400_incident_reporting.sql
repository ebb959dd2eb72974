-- Incidents are written by these functions only. They are security definer because incidents, events and contacts have
-- no policies for writing: each function asks private.can itself before it changes anything.

create function private.actor_name(district bigint) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.district_id = district and p.user_id = (select auth.uid()) order by p.id limit 1),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = (select auth.uid())),
    '')
$$;
comment on function private.actor_name is 'The name under which the signed-in person appears in a history: as staff, else the front of the email address.';

create function private.add_incident_event(
  incident public.incidents, kind text, to_state public.incident_state, note text, detail jsonb, moment timestamptz
) returns void
language sql volatile set search_path = '' as $$
  insert into public.incident_events (district_id, incident_id, at, actor, actor_name, kind, from_state, to_state, note, detail)
  values (incident.district_id, incident.id, moment, (select auth.uid()), private.actor_name(incident.district_id), kind,
    case when to_state is distinct from 'reported' and to_state is not null then incident.state end, to_state, btrim(note), detail)
$$;
comment on function private.add_incident_event is 'Writes what the signed-in person did into the history; to_state only for transitions.';

create function private.category_for(category bigint, district bigint) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  if not exists (
    select from public.categories c
    where c.id = category and not c.retired and length(c.code) = 4 and (c.district_id is null or c.district_id = district)
  ) then
    raise exception 'category-unknown' using errcode = 'P0001', detail = json_build_object('category', category)::text;
  end if;
  return category;
end $$;
comment on function private.category_for is 'The category, if incidents of the district may have it: four digits, not retired, its own or a template''s.';

create function private.community_to_report(place extensions.geometry) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  found bigint := private.community_at(place, array(select private.reachable(private.incident_handlers())));
begin
  if found is null then
    raise exception using errcode = 'P0001',
      message = case when private.community_at(place) is null then 'outside-every-community' else 'not-allowed' end,
      detail = json_build_object('lng', extensions.st_x(place), 'lat', extensions.st_y(place))::text;
  end if;
  return found;
end $$;
comment on function private.community_to_report is
  'The community of a place in which the signed-in person may report; raises outside-every-community or not-allowed.';

create function private.add_incident_contact(incident public.incidents, contact jsonb, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if contact is null then
    return;
  end if;
  if (contact ->> 'consent')::boolean is distinct from true then
    raise exception 'contact-without-consent' using errcode = 'P0001';
  end if;
  if coalesce(btrim(contact ->> 'name'), '') = '' or coalesce(btrim(contact ->> 'telephone'), '') = '' then
    raise exception 'contact-incomplete' using errcode = 'P0001';
  end if;
  insert into public.incident_contacts (district_id, incident_id, name, telephone, consent_at)
  values (incident.district_id, incident.id, btrim(contact ->> 'name'), btrim(contact ->> 'telephone'), moment);
end $$;
comment on function private.add_incident_contact is 'Keeps who may be called about the request; only with consent.';

create function private.report_incident(
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
    district, client_key, source, private.category_for(category, district), community, place, btrim(address), btrim(description),
    urgent, moment, private.clock_due_at(district, category, 'acceptance', moment))
  returning * into made;
  perform private.add_incident_event(made, 'transition', 'reported', '', '{}', moment);
  perform private.add_incident_contact(made, contact, moment);
  return made;
end $$;
comment on function private.report_incident is 'Registers an incident at a moment, once per client_key.';

create function public.report_incident(
  client_key uuid, lng double precision, lat double precision, category_id bigint, description text default '',
  address text default '', urgent boolean default false, contact jsonb default null, source text default 'desk'
) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select jsonb_build_object('id', made.id, 'number', made.number, 'communityId', made.community_id, 'state', made.state)
  from private.report_incident(client_key, extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326), category_id,
    description, address, urgent, contact, source, clock_timestamp()) made
$$;
comment on function public.report_incident is
  'Registers an incident at a position (WGS84) and starts its acceptance clock; the same client_key again returns the same incident. contact: { name, telephone, consent: true }. Raises outside-every-community, not-allowed, category-unknown, contact-without-consent, contact-incomplete. Returns { id, number, communityId, state }.';
grant execute on function public.report_incident to authenticated;
