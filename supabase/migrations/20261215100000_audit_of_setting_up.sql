-- Whoever changes a scheme, its levels or a record of service is in the log, as is who let a wall in before it was paired. A scheme
-- that is saved writes all its levels again: those that stay as they were are no change.
create trigger schemes_audit after insert or delete on public.schemes for each row execute function private.audit();
create trigger schemes_audit_change after update on public.schemes for each row when (old.* is distinct from new.*) execute function private.audit();
create trigger scheme_levels_audit after insert or delete on public.scheme_levels for each row execute function private.audit();
create trigger scheme_levels_audit_change after update on public.scheme_levels for each row when (old.* is distinct from new.*) execute function private.audit();
create trigger volunteer_services_audit after insert or update or delete on public.volunteer_services for each row execute function private.audit();

create or replace function public.grant_pairing(area bigint, code text, name text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered((select a.district_id from public.areas a where a.id = area));
  said constant text := private.plain_words(name, 60);
  granted bigint;
begin
  if said = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if public.count_attempt('pair ' || (select auth.uid()), 20, 600) > 0 then
    raise exception 'too-many-requests' using errcode = 'P0001';
  end if;
  update private.display_pairings p set area_id = area, name = said, granted_by = (select auth.uid())
  where p.code = upper(regexp_replace(coalesce(code, ''), '[^0-9A-Za-z]', '', 'g')) and p.area_id is null and p.made_at > now() - interval '10 minutes' returning p.id into granted;
  -- Nothing is raised, so that the attempt counts.
  if granted is null then
    return false;
  end if;
  insert into public.audit_log (actor, action, subject, subject_id, district_id, is_now)
  values ((select auth.uid()), 'insert', 'display_pairings', granted::text, place, jsonb_build_object('name', said, 'area_id', area));
  return true;
end $$;

-- With a volunteer the words of the record of service go from the log too.
create or replace function private.forget_what_is_over() returns jsonb
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
  update public.audit_log l set was = null, is_now = null
  where l.subject = 'volunteers' and l.subject_id = any (gone)
    or l.subject = 'volunteer_services' and coalesce(l.was, l.is_now) ->> 'volunteer_id' = any (gone);
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
