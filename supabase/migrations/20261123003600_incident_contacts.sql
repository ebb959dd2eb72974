-- Contacts live as short as they can: read by those who handle the request, every reading logged, deleted a month after
-- the incident ended.

create function private.contact_retention() returns interval
language sql immutable set search_path = '' as $$ select interval '30 days' $$;
comment on function private.contact_retention is 'How long a contact is kept after its incident ended.';

create index incident_contacts_purge_idx on public.incident_contacts (purge_after) where purge_after is not null;

create function private.purge_contacts() returns integer
language sql volatile set search_path = '' as $$
  with gone as (delete from public.incident_contacts where purge_after < now() returning 1)
  select count(*)::integer from gone
$$;
comment on function private.purge_contacts is 'Deletes the contacts whose time is over; returns how many.';

create function private.keep_contact_until(incident public.incidents, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.incident_contacts c
  set purge_after = case when private.incident_ended(incident.state) then moment + private.contact_retention() end
  where c.district_id = incident.district_id and c.incident_id = incident.id;
  perform private.purge_contacts();
end $$;
comment on function private.keep_contact_until is
  'Sets the end of a contact when its incident ends and takes it back when it is reopened. Also deletes what is due, so that nothing stays where no timer runs.';

create function public.read_incident_contact(incident_id bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  held public.incidents;
  contact jsonb;
begin
  select * into held from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident_id
    and i.community_id in (select private.reachable(private.incident_readers()));
  if not found then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  if not private.can('{dispatcher,worker}', held.community_id) then
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
end $$;
comment on function public.read_incident_contact is
  'The contact of a request, { name, telephone } or null, for its dispatchers and workers; writes the reading to audit_log. Security definer: incident_contacts has no policies.';
grant execute on function public.read_incident_contact to authenticated;

create function public.purge_incident_contacts() returns integer
language sql volatile security definer set search_path = '' as $$ select private.purge_contacts() $$;
comment on function public.purge_incident_contacts is 'Deletes the contacts whose time is over and returns how many; for a timer. Security definer: incident_contacts has no policies.';
grant execute on function public.purge_incident_contacts to service_role;
