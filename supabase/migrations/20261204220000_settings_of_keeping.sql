-- What is kept of people has an end, which the district sets: contacts of cases, what is known of those who serve no longer, and the
-- log of who changed and read what. What nobody sets ends by itself: invitations that are over. One function forgets all of it.

alter table public.district_settings
  add column former_days integer not null default 1095,
  add column audit_days integer not null default 1095,
  add constraint district_settings_former_days_bounded check (former_days between 90 and 3650),
  add constraint district_settings_audit_days_bounded check (audit_days between 183 and 3650);
comment on column public.district_settings.former_days is
  'Days for which what is over is kept: volunteers who serve no longer, with their record and certificate; absences and shifts; the work telephone of staff who left.';
comment on column public.district_settings.audit_days is
  'Days for which the audit log is kept: at least half a year.';

create trigger zz_nothing_missing_of_keeping before insert or update on public.district_settings for each row
  when (new.former_days is null or new.audit_days is null) execute function private.refuse_missing();

-- A district that had set nothing was told thirty days, and kept contacts for ninety.
create or replace function private.contact_retention(district bigint) returns interval
language sql stable security definer set search_path = '' as $$
  select make_interval(days => coalesce((select s.contact_days from public.district_settings s where s.district_id = contact_retention.district), 30))
$$;
select private.shorten_contacts(a.id, 30) from public.areas a
where a.kind = 'district' and not exists (select from public.district_settings s where s.district_id = a.id);

create or replace function private.settings_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'district', settings_of.district, 'version', coalesce(s.version, 0), 'publicAddress', coalesce(s.public_address, ''),
    'contactDays', coalesce(s.contact_days, 30),
    'formerDays', coalesce(s.former_days, 1095), 'auditDays', coalesce(s.audit_days, 1095),
    'mapSources', coalesce(s.map_sources, '[]'), 'mapSource', coalesce(s.map_source, 'offline'),
    'wallTitle', coalesce(s.wall ->> 'title', ''), 'wallHidden', coalesce(s.wall -> 'hidden', '[]'),
    'timeZone', (select c.time_zone from public.calendars c where c.id = private.calendar_of(settings_of.district)),
    'checkerIsAnother', coalesce((select r.checker_is_another from public.case_rules r where r.district_id = settings_of.district), true))
  from (select 1) one left join public.district_settings s on s.district_id = settings_of.district
$$;

create or replace function public.save_district_settings(district bigint, version integer, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  held public.district_settings;
  sources jsonb;
  chosen text;
  hidden jsonb;
  address text;
  zone text;
  extra text;
  bounds record;
begin
  insert into public.district_settings (district_id, version) values (place, 0) on conflict do nothing;
  select * into held from public.district_settings s where s.district_id = place for update;
  if held.version <> version then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('version', held.version)::text;
  end if;
  select k into extra from jsonb_object_keys(content) k where k not in
    ('publicAddress', 'contactDays', 'formerDays', 'auditDays', 'mapSources', 'mapSource', 'wallTitle', 'wallHidden', 'timeZone', 'checkerIsAnother') limit 1;
  if extra is not null then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = json_build_object('field', left(extra, 60))::text;
  end if;
  address := rtrim(btrim(coalesce(content ->> 'publicAddress', held.public_address)), '/');
  if address <> '' and address !~ '^https?://[^\s/?#"<>]+(/[^\s?#"<>]*)?$' or length(address) > 300 then
    raise exception 'address-malformed' using errcode = 'P0001', detail = json_build_object('value', left(address, 80))::text;
  end if;
  select b.* into bounds from (values ('contactDays', 1, 3650), ('formerDays', 90, 3650), ('auditDays', 183, 3650)) b (field, least, most)
  where content ? b.field and case when jsonb_typeof(content -> b.field) = 'number'
    then (content ->> b.field)::numeric not between b.least and b.most or (content ->> b.field)::numeric <> floor((content ->> b.field)::numeric)
    else true end limit 1;
  if found then
    raise exception 'days-out-of-range' using errcode = 'P0001', detail = json_build_object('least', bounds.least, 'most', bounds.most)::text;
  end if;
  if content ? 'mapSources' and (jsonb_typeof(content -> 'mapSources') <> 'array' or jsonb_array_length(content -> 'mapSources') > 12) then
    raise exception 'map-source-wrong' using errcode = 'P0001', detail = '{"field": "list", "name": ""}';
  end if;
  select coalesce(jsonb_agg(private.checked_map_source(s.value) order by s.ordinality), '[]') into sources
  from jsonb_array_elements(coalesce(content -> 'mapSources', held.map_sources)) with ordinality s;
  if (select count(distinct s ->> 'id') from jsonb_array_elements(sources) s) < jsonb_array_length(sources) then
    raise exception 'map-source-wrong' using errcode = 'P0001', detail = '{"field": "id", "name": ""}';
  end if;
  chosen := coalesce(content ->> 'mapSource', held.map_source);
  if chosen <> 'offline' and not exists (select from jsonb_array_elements(sources) s where s ->> 'id' = chosen) then
    chosen := 'offline';
  end if;
  hidden := coalesce(content -> 'wallHidden', held.wall -> 'hidden', '[]');
  if jsonb_typeof(hidden) <> 'array' or exists (select from jsonb_array_elements_text(hidden) h where h <> all (private.wall_parts())) then
    raise exception 'setting-unknown' using errcode = 'P0001', detail = '{"field": "wallHidden"}';
  end if;
  update public.district_settings s set public_address = address,
    contact_days = coalesce((content ->> 'contactDays')::integer, held.contact_days),
    former_days = coalesce((content ->> 'formerDays')::integer, held.former_days),
    audit_days = coalesce((content ->> 'auditDays')::integer, held.audit_days), map_sources = sources, map_source = chosen,
    wall = jsonb_build_object('hidden', hidden, 'title', private.plain_words(coalesce(content ->> 'wallTitle', held.wall ->> 'title', ''), 60)),
    version = held.version + 1
  where s.district_id = place;
  if content ? 'checkerIsAnother' then
    insert into public.case_rules as r (district_id, checker_is_another) values (place, (content ->> 'checkerIsAnother')::boolean)
    on conflict (district_id) do update set checker_is_another = excluded.checker_is_another
      where r.checker_is_another is distinct from excluded.checker_is_another;
  end if;
  zone := content ->> 'timeZone';
  if zone is not null and zone is distinct from private.settings_of(place) ->> 'timeZone' then
    if not exists (select from pg_catalog.pg_timezone_names z where z.name = zone) then
      raise exception 'time-zone-unknown' using errcode = 'P0001', detail = json_build_object('value', left(zone, 60))::text;
    end if;
    update public.calendars c set time_zone = zone where c.id = private.own_calendar(place);
  end if;
  if content ? 'contactDays' and (content ->> 'contactDays')::integer < held.contact_days then
    perform private.shorten_contacts(place, (content ->> 'contactDays')::integer);
  end if;
  return private.settings_of(place);
end $$;

comment on function public.district_settings(district bigint) is
  'What a district decides about itself: { district, version, publicAddress, contactDays, formerDays, auditDays, mapSources, mapSource, wallTitle, wallHidden, timeZone, checkerIsAnother }. Raises not-allowed. Security definer: the rules of cases are not a display''s to read.';

-- The log stays append-only but for its end: what is older than half a year may go, and content may be taken out of an entry.
create function private.refuse_change_of_log() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '183 days' then
      return old;
    end if;
  elsif (to_jsonb(old) - 'was' - 'is_now') = (to_jsonb(new) - 'was' - 'is_now')
    and coalesce(old.was @> new.was, new.was is null) and coalesce(old.is_now @> new.is_now, new.is_now is null) then
    return new;
  end if;
  raise exception 'append-only' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.refuse_change_of_log is
  'Raises append-only for every change of the log that does more than take content out, and for removing what is not half a year old.';
drop trigger audit_log_append_only on public.audit_log;
create trigger audit_log_append_only before delete or update on public.audit_log
  for each row execute function private.refuse_change_of_log();

create function private.forget_what_is_over() returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  counts jsonb := jsonb_build_object('contacts', private.purge_contacts());
  gone text[];
  many integer;
begin
  -- Used, withdrawn or run out a month ago: the list of accounts shows none of them any longer.
  delete from public.account_invitations i
  where coalesce(i.used_at, i.withdrawn_at, i.expires_at) < now() - interval '30 days';
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('invitations', many);

  create temporary table kept on commit drop as
  select a.id as district_id, private.local_date(a.id, now()) - coalesce(s.former_days, 1095) as former,
    now() - make_interval(days => coalesce(s.audit_days, 1095)) as logged
  from public.areas a left join public.district_settings s on s.district_id = a.id where a.kind = 'district';

  with taken as (
    delete from public.volunteers v using pg_temp.kept k where k.district_id = v.district_id and v.until < k.former returning v.id::text
  )
  select coalesce(array_agg(t.id), '{}') into gone from taken t;
  -- Their names stand in the log as well: that somebody was entered and taken out stays, who it was does not.
  update public.audit_log l set was = null, is_now = null where l.subject = 'volunteers' and l.subject_id = any (gone);
  counts := counts || jsonb_build_object('volunteers', cardinality(gone));

  delete from public.absences a using pg_temp.kept k where k.district_id = a.district_id and a.last_day < k.former;
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('absences', many);
  delete from public.duty_shifts d using pg_temp.kept k where k.district_id = d.district_id and d.last_day < k.former;
  get diagnostics many = row_count;
  counts := counts || jsonb_build_object('shifts', many);
  with taken as (
    update public.people p set work_telephone = '' from pg_temp.kept k
    where k.district_id = p.district_id and p.left_on < k.former and p.work_telephone <> '' returning p.id::text
  )
  select coalesce(array_agg(t.id), '{}') into gone from taken t;
  update public.audit_log l set was = l.was - 'work_telephone', is_now = l.is_now - 'work_telephone'
  where l.subject = 'people' and l.subject_id = any (gone);
  counts := counts || jsonb_build_object('telephones', cardinality(gone));

  -- The rest in the next hour, so that nobody waits for a log of years.
  delete from public.audit_log l where l.id in (
    select o.id from public.audit_log o join pg_temp.kept k on k.district_id = o.district_id and o.at < k.logged limit 20000);
  get diagnostics many = row_count;
  drop table pg_temp.kept;
  return counts || jsonb_build_object('log', many);
end $$;
comment on function private.forget_what_is_over is
  'Deletes what districts keep no longer: contacts of cases, invitations that are over for a month, volunteers who ceased to serve, absences and shifts of the past, work telephones of those who left, and the log. Returns how many of each: { contacts, invitations, volunteers, absences, shifts, telephones, log }. Hosts call it every hour.';

drop function public.purge_incident_contacts();
create function public.forget_what_is_over() returns jsonb
language sql volatile security definer set search_path = '' as $$ select private.forget_what_is_over() $$;
comment on function public.forget_what_is_over is
  'Deletes what districts keep no longer and returns how many of each; for a timetable with the service key. Security definer: what it deletes has no policies for it.';
revoke execute on function public.forget_what_is_over from public, anon, authenticated;
grant execute on function public.forget_what_is_over to service_role;
