-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.actor_name(district bigint) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select p.name from public.people p where p.district_id = district and p.user_id = (select auth.uid()) order by p.id limit 1),
    (select a.name from public.accounts a where a.district_id = district and a.user_id = (select auth.uid())),
    (select split_part(u.email, '@', 1) from auth.users u where u.id = (select auth.uid())),
    '')
$$;
comment on function private.actor_name(district bigint) is
  'The name under which the signed-in person appears in a history: as staff, else that of the account, else the front of the email address.';

create function private.category_for(category bigint, district bigint) returns bigint
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
comment on function private.category_for(category bigint, district bigint) is
  'The category, if incidents of the district may have it from now on: four digits, not retired, its own, or a template''s that it has not replaced.';

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
comment on function private.community_to_report(place extensions.geometry) is
  'The community of a place in which the signed-in person may report; raises outside-every-community or not-allowed.';

create function public.report_incident(
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
comment on function public.report_incident(client_key uuid, lng double precision, lat double precision, category_id bigint, description text, address text, urgent boolean, contact jsonb, source text) is
  'Registers an incident at a position (WGS84) and starts its acceptance clock; the same client_key with the same content again returns the same incident, with other content raises reported-otherwise with its { id, number }. contact: { name, telephone, consent: true }. Raises outside-every-community, not-allowed, category-unknown, contact-without-consent, contact-incomplete. Returns { id, number, communityId, state }. Security definer: finds the community whoever reports, and writes numbers and history, which have no policies for it.';
grant execute on function public.report_incident(client_key uuid, lng double precision, lat double precision, category_id bigint, description text, address text, urgent boolean, contact jsonb, source text) to authenticated;

-- A report that is sent again under its key is the same report only where it says the same. Where it says something else,
-- two windows shared a key or a text was corrected after an answer was lost: the sender is told which case there is.
create function private.alike(one text, other text) returns boolean
language sql immutable set search_path = '' as $$
  select regexp_replace(coalesce(one, ''), '[\s[:cntrl:]\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+', '', 'g')
    = regexp_replace(coalesce(other, ''), '[\s[:cntrl:]\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+', '', 'g')
$$;
comment on function private.alike(one text, other text) is
  'Whether two texts say the same: blanks and unseen characters, which are tidied when a text is kept, do not count.';
