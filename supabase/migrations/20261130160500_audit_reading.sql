-- Who changed or read what: a page of the audit log, searched.

create index audit_log_walk_idx on public.audit_log (district_id, id desc);

create function private.audit_difference(was jsonb, is_now jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'was', was -> f.field, 'isNow', is_now -> f.field) order by f.field), '[]')
  from (select k as field from jsonb_object_keys(coalesce(was, '{}')) k union select k from jsonb_object_keys(coalesce(is_now, '{}')) k) f
  where (was -> f.field) is distinct from (is_now -> f.field) and coalesce(was -> f.field, is_now -> f.field) <> 'null'
    and f.field not in ('code_digest', 'boundary', 'polygon')
$$;
comment on function private.audit_difference is 'The fields in which two states of a row differ: [{ field, was, isNow }].';

create function public.audit_page(district bigint, filter jsonb default '{}', before bigint default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  zone constant text := (select c.time_zone from public.calendars c where c.id = private.calendar_of(place));
  begins constant timestamptz := private.category_date(filter ->> 'from')::timestamp at time zone zone;
  ends constant timestamptz := (private.category_date(filter ->> 'to') + 1)::timestamp at time zone zone;
  sought constant text := private.plain_words(filter ->> 'text', 100);
  pattern constant text := '%' || replace(replace(replace(sought, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  entries jsonb;
begin
  select coalesce(jsonb_agg(e.entry order by e.id desc), '[]') into entries from (
    select l.id, jsonb_build_object('id', l.id, 'at', l.at, 'actor', l.actor,
      'actorName', case when l.actor is null then '' else coalesce(
        (select a.name from public.accounts a where a.user_id = l.actor),
        (select p.name from public.people p where p.district_id = place and p.user_id = l.actor order by p.id limit 1),
        (select split_part(u.email, '@', 1) from auth.users u where u.id = l.actor), '') end,
      'action', l.action, 'subject', l.subject, 'subjectId', l.subject_id,
      'called', left(coalesce(l.is_now ->> 'name', l.was ->> 'name', ''), 100),
      'changes', private.audit_difference(l.was, l.is_now)) as entry
    from public.audit_log l
    where l.district_id = place and (before is null or l.id < before)
      and (begins is null or l.at >= begins) and (ends is null or l.at < ends)
      and (coalesce(filter ->> 'subject', '') = '' or l.subject = filter ->> 'subject')
      and (coalesce(filter ->> 'action', '') = '' or l.action = filter ->> 'action')
      and (coalesce(filter ->> 'actor', '') = '' or l.actor::text = filter ->> 'actor')
      and (sought = '' or l.subject_id = sought or l.was::text ilike pattern or l.is_now::text ilike pattern
        or l.actor in (select a.user_id from public.accounts a where a.district_id = place and a.name ilike pattern))
    order by l.id desc limit 50) e;
  return jsonb_build_object('entries', entries,
    'next', case when jsonb_array_length(entries) = 50 then entries -> 49 -> 'id' end,
    'subjects', case when before is null then (select coalesce(jsonb_agg(s order by s), '[]') from (
      select distinct l.subject as s from public.audit_log l where l.district_id = place and l.at > now() - interval '2 years') known) end);
end $$;
comment on function public.audit_page is
  'Up to 50 entries of the audit log of a district, the newest first, before an entry: { entries: [{ id, at, actor, actorName, action, subject, subjectId, called, changes: [{ field, was, isNow }] }], next, subjects (on the first page) }. filter: { from, to, subject, action, actor, text }, days in the district''s calendar. Raises not-allowed, date-malformed. Security definer: names whoever acted.';
grant execute on function public.audit_page to authenticated;
