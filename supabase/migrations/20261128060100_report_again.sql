-- A report that is sent again under its key is the same report only where it says the same. Where it says something else,
-- two windows shared a key or a text was corrected after an answer was lost: the sender is told which case there is.
create function private.alike(one text, other text) returns boolean
language sql immutable set search_path = '' as $$
  select regexp_replace(coalesce(one, ''), '[\s[:cntrl:]\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+', '', 'g')
    = regexp_replace(coalesce(other, ''), '[\s[:cntrl:]\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+', '', 'g')
$$;
comment on function private.alike is 'Whether two texts say the same: blanks and unseen characters, which are tidied when a text is kept, do not count.';

create function private.refuse_another_report(
  made public.incidents, place extensions.geometry, category bigint, description text, address text, urgent boolean, contact jsonb
) returns void
language plpgsql stable set search_path = '' as $$
declare
  reported_category constant bigint := coalesce((
    select (e.detail ->> 'from')::bigint from public.incident_events e
    where e.district_id = made.district_id and e.incident_id = made.id and e.kind = 'category' order by e.id limit 1), made.category_id);
  kept public.incident_contacts;
begin
  select * into kept from public.incident_contacts c where c.district_id = made.district_id and c.incident_id = made.id;
  if extensions.st_equals(made.position, place) and reported_category = category and made.urgent = coalesce(urgent, false)
    and private.alike(made.description, description) and private.alike(made.address, address)
    -- A window keeps no contact when it is closed, so one may be missing; one that was purged can no longer be compared.
    and (contact is null or contact = 'null' or (kept.incident_id is null and private.incident_ended(made.state))
      or (kept.incident_id is not null and private.alike(kept.name, contact ->> 'name')
        and private.alike(kept.telephone, contact ->> 'telephone'))) then
    return;
  end if;
  raise exception 'reported-otherwise' using errcode = 'P0001',
    detail = json_build_object('id', made.id, 'number', made.number)::text;
end $$;
comment on function private.refuse_another_report is
  'Raises reported-otherwise with { id, number } where an incident was reported with other content than this.';

create or replace function public.report_incident(
  client_key uuid, lng double precision, lat double precision, category_id bigint, description text default '',
  address text default '', urgent boolean default false, contact jsonb default null, source text default 'desk'
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  place constant extensions.geometry := extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326);
  moment constant timestamptz := clock_timestamp();
  made constant public.incidents := private.report_incident(
    client_key, place, category_id, description, address, urgent, contact, source, moment);
begin
  if made.reported_at <> moment then
    perform private.refuse_another_report(made, place, category_id, description, address, urgent, contact);
  end if;
  return jsonb_build_object('id', made.id, 'number', made.number, 'communityId', made.community_id, 'state', made.state);
end $$;
comment on function public.report_incident is
  'Registers an incident at a position (WGS84) and starts its acceptance clock; the same client_key with the same content again returns the same incident, with other content raises reported-otherwise with its { id, number }. contact: { name, telephone, consent: true }. Raises outside-every-community, not-allowed, category-unknown, contact-without-consent, contact-incomplete. Returns { id, number, communityId, state }.';
