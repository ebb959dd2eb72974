-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.audit_log (
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  subject text not null,
  subject_id text not null,
  district_id bigint,
  was jsonb,
  is_now jsonb,
  constraint audit_log_pkey primary key (id),
  constraint audit_log_action_length check (length(action) <= 10000),
  constraint audit_log_subject_id_length check (length(subject_id) <= 400),
  constraint audit_log_subject_length check (length(subject) <= 10000)
);
comment on table public.audit_log is
  'Changes to plans, posts, members and categories, and every reading of a contact.';
create index audit_log_district_idx on public.audit_log (district_id, at);
create index audit_log_walk_idx on public.audit_log (district_id, id desc);
alter table public.audit_log enable row level security;
grant select on public.audit_log to authenticated;

create policy "admins read the audit log of their district" on public.audit_log
  for select to authenticated
  using ((district_id in (select private.reachable('{admin}'::public.member_role[]))));

create function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  kept jsonb := coalesce(is_now, was);
begin
  insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
  values ((select auth.uid()), lower(tg_op), tg_table_name,
    coalesce(kept ->> 'id', kept ->> 'user_id', kept ->> 'scheme_id', kept ->> 'category_id', kept ->> 'district_id'),
    coalesce((kept ->> 'district_id')::bigint,
      (select a.district_id from public.areas a where a.id = (kept ->> 'area_id')::bigint),
      (select s.district_id from public.schemes s where s.id = (kept ->> 'scheme_id')::bigint),
      (select c.district_id from public.categories c where c.id = (kept ->> 'category_id')::bigint)),
    was - 'borders' - 'engine', is_now - 'borders' - 'engine');
  return null;
end $$;
comment on function private.audit() is
  'Writes a change to audit_log, in its district. Security definer: nobody may write there otherwise.';

create trigger memberships_audit after insert or delete or update on public.memberships for each row execute function private.audit();

create table private.topic_changes (
  district_id bigint,
  topic text not null,
  at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id(),
  constraint topic_changes_once unique nulls not distinct (district_id, topic, at, transaction_id),
  constraint topic_changes_topic_known check (topic = any (array['areas'::text, 'ground'::text, 'plans'::text, 'drafts'::text, 'categories'::text, 'settings'::text, 'people'::text]))
);
comment on table private.topic_changes is
  'One row for each transaction that changed a topic of a district; without a district: of every district (templates).';

create function private.note_topic() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  districts bigint[];
begin
  execute format('select array_agg(distinct (%s)::bigint) from changed c where %s', tg_argv[1], tg_argv[2]) into districts;
  insert into private.topic_changes (district_id, topic) select d, tg_argv[0] from unnest(districts) d on conflict do nothing;
  perform private.fold_topic(d, tg_argv[0]) from unnest(districts) d;
  return null;
end $$;
comment on function private.note_topic() is
  'Notes that a statement changed a topic: arguments are the topic, the SQL of a row''s district, and which rows count. Security definer: nobody may write there otherwise.';

create trigger areas_topic_delete after delete on public.areas referencing old table as changed for each statement execute function private.note_topic('areas', 'c.district_id', 'true');

create trigger areas_topic_insert after insert on public.areas referencing new table as changed for each statement execute function private.note_topic('areas', 'c.district_id', 'true');

create trigger areas_topic_update after update on public.areas referencing new table as changed for each statement execute function private.note_topic('areas', 'c.district_id', 'true');

create trigger barriers_topic_delete after delete on public.barriers referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger barriers_topic_insert after insert on public.barriers referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger barriers_topic_update after update on public.barriers referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger base_features_topic_delete after delete on public.base_features referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger base_features_topic_insert after insert on public.base_features referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger base_features_topic_update after update on public.base_features referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger buildings_topic_delete after delete on public.buildings referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger buildings_topic_insert after insert on public.buildings referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger buildings_topic_update after update on public.buildings referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger compounds_topic_delete after delete on public.compounds referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger compounds_topic_insert after insert on public.compounds referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger compounds_topic_update after update on public.compounds referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger crossings_topic_delete after delete on public.crossings referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger crossings_topic_insert after insert on public.crossings referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger crossings_topic_update after update on public.crossings referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger service_points_topic_delete after delete on public.service_points referencing old table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger service_points_topic_insert after insert on public.service_points referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create trigger service_points_topic_update after update on public.service_points referencing new table as changed for each statement execute function private.note_topic('ground', 'c.district_id', 'true');

create function private.topic_versions(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(counted.topic, counted.changes + case when counted.topic = 'plans' then (
    select count(*) from public.plan_communities pc
    where pc.district_id = topic_versions.district and lower(pc.in_force) <= private.local_date(topic_versions.district, now())) else 0 end), '{}')
  from (
    select each.topic, sum(each.changes)::bigint as changes
    from (
      select c.topic, count(*) as changes from private.topic_changes c
      where c.district_id = topic_versions.district or c.district_id is null group by c.topic
      union all
      select t.topic, t.changes from private.topic_totals t where t.district_id = topic_versions.district or t.district_id is null
    ) each group by each.topic
  ) counted
$$;
comment on function private.topic_versions(district bigint) is
  'For each topic of a district how many transactions have changed it: { areas: 3, … }; what never changed is left out. Plans that have come into force since count as changes of plans.';

create function private.refuse_ended_session() returns void
language plpgsql stable set search_path = '' as $$
declare
  session constant text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id';
begin
  if session is not null and not exists (select from auth.sessions s where s.id = session::uuid) then
    raise exception 'signed-out' using errcode = 'P0001';
  end if;
end $$;
comment on function private.refuse_ended_session() is
  'Raises signed-out where the session of the token has been ended, which the token itself does not know. Tokens without a session pass.';

create function public.changes() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := (select auth.uid());
begin
  perform private.refuse_ended_session();
  return jsonb_build_object(
    'now', now(),
    'person', person,
    'memberships', coalesce((
      select jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id) order by m.area_id, m.role)
      from public.memberships m where m.user_id = person and (m.until is null or m.until > now())), '[]'),
    'topics', coalesce((
      select jsonb_object_agg(d, private.topic_versions(d)) from private.my_districts() d), '{}'));
end $$;
comment on function public.changes() is
  'What a page asks again and again: { now, person, memberships: [{ role, areaId }] in force, topics: { district: { topic: changes } } }. A topic whose number differs from the one seen before is to be read anew. Topics: areas, ground (what stands there), plans (in force), categories, settings (schemes, calendars), people. Raises signed-out where the session was ended. Security definer: reads what changed and whether the session stands, which have no policies.';
grant execute on function public.changes() to authenticated;

create table private.topic_totals (
  district_id bigint,
  topic text not null,
  changes bigint not null,
  constraint topic_totals_once unique nulls not distinct (district_id, topic)
);
comment on table private.topic_totals is
  'How many transactions changed a topic of a district, without those that private.topic_changes still lists.';

create function private.most_topic_changes() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 200 $$;
comment on function private.most_topic_changes() is
  'How many changes of a topic of a district are listed before they are added up.';

create function private.fold_topic(district bigint, chosen_topic text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  folded bigint;
begin
  if (select count(*) from (
      select from private.topic_changes c where c.topic = chosen_topic and (c.district_id = district or (district is null and c.district_id is null))
      limit private.most_topic_changes() + 1) listed) <= private.most_topic_changes() then
    return;
  end if;
  -- One at a time, and nobody waits for the other.
  if not pg_try_advisory_xact_lock(hashtextextended('topic ' || chosen_topic, coalesce(district, 0))) then
    return;
  end if;
  delete from private.topic_changes c
  where c.topic = chosen_topic and (c.district_id = district or (district is null and c.district_id is null))
    and c.transaction_id <> pg_current_xact_id();
  get diagnostics folded = row_count;
  insert into private.topic_totals as t (district_id, topic, changes) values (district, chosen_topic, folded)
  on conflict (district_id, topic) do update set changes = t.changes + excluded.changes;
end $$;
comment on function private.fold_topic(district bigint, chosen_topic text) is
  'Adds up the changes of a topic that are listed, where they are many; that of this transaction stays, so that it counts once.';

create table private.intents (
  person uuid not null,
  key uuid not null,
  call text not null,
  content text not null,
  answer jsonb,
  at timestamptz not null default now(),
  constraint intents_pkey primary key (person, key)
);
comment on table private.intents is
  'What was sent under which key in the last 30 days: the function, a digest of the content (no words) and the answer. Read and written by private.begin_intent and private.end_intent.';
create index intents_at_idx on private.intents (at);

create function private.intent_person() returns uuid
language sql stable set search_path = '' as $$
  select coalesce((select auth.uid()), '00000000-0000-0000-0000-000000000000'::uuid)
$$;
comment on function private.intent_person() is
  'Whose keys are asked for: the signed-in person''s, or nobody''s.';
grant execute on function private.intent_person() to authenticated, service_role;

create function private.begin_intent(key uuid, call text, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  digest constant text := md5(content::text);
  known private.intents;
begin
  if key is null then
    return null;
  end if;
  -- Waits for whoever is at the same intent at this moment.
  insert into private.intents (person, key, call, content)
  values (private.intent_person(), begin_intent.key, begin_intent.call, digest) on conflict do nothing;
  if found then
    delete from private.intents i where (i.person, i.key) in (
      select o.person, o.key from private.intents o where o.at < now() - interval '30 days' order by o.at limit 20);
    return null;
  end if;
  select * into known from private.intents i where i.person = private.intent_person() and i.key = begin_intent.key;
  if known.call = begin_intent.call and known.content = digest then
    return known.answer;
  end if;
  raise exception 'sent-otherwise' using errcode = 'P0001',
    detail = json_build_object('call', known.call, 'at', known.at, 'answer', known.answer)::text;
end $$;
comment on function private.begin_intent(key uuid, call text, content jsonb) is
  'Null where this is to be done; the answer of before where the same was sent under the key; else raises sent-otherwise with { call, at, answer } of what there is. Without a key nothing is remembered. Security definer: the table is nobody''s.';
grant execute on function private.begin_intent(key uuid, call text, content jsonb) to authenticated, service_role;

create function private.end_intent(key uuid, answer jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  if end_intent.key is not null then
    update private.intents i set answer = end_intent.answer where i.person = private.intent_person() and i.key = end_intent.key;
  end if;
  return end_intent.answer;
end $$;
comment on function private.end_intent(key uuid, answer jsonb) is
  'Keeps and returns the answer of what was begun by private.begin_intent. Security definer: the table is nobody''s.';
grant execute on function private.end_intent(key uuid, answer jsonb) to authenticated, service_role;

create function private.audit_difference(was jsonb, is_now jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'was', was -> f.field, 'isNow', is_now -> f.field) order by f.field), '[]')
  from (select k as field from jsonb_object_keys(coalesce(was, '{}')) k union select k from jsonb_object_keys(coalesce(is_now, '{}')) k) f
  where (was -> f.field) is distinct from (is_now -> f.field) and coalesce(was -> f.field, is_now -> f.field) <> 'null'
    and f.field not in ('code_digest', 'boundary', 'polygon')
$$;
comment on function private.audit_difference(was jsonb, is_now jsonb) is
  'The fields in which two states of a row differ: [{ field, was, isNow }].';

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
comment on function public.audit_page(district bigint, filter jsonb, before bigint) is
  'Up to 50 entries of the audit log of a district, the newest first, before an entry: { entries: [{ id, at, actor, actorName, action, subject, subjectId, called, changes: [{ field, was, isNow }] }], next, subjects (on the first page) }. filter: { from, to, subject, action, actor, text }, days in the district''s calendar. Raises not-allowed, date-malformed. Security definer: names whoever acted.';
grant execute on function public.audit_page(district bigint, filter jsonb, before bigint) to authenticated;

-- Two people on one thing: whoever saves says what they read (`was`), and what somebody else has changed since is not overwritten. A field
-- that is by now what is to be written is no conflict: sent twice, it is done once.
create function private.means_same(one jsonb, other jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select case when jsonb_typeof(one) = 'array' and jsonb_typeof(other) = 'array'
    then one @> other and other @> one and jsonb_array_length(one) = jsonb_array_length(other)
    else coalesce(nullif(one, '""'), 'null') = coalesce(nullif(other, '""'), 'null') end
$$;
comment on function private.means_same(one jsonb, other jsonb) is
  'Whether two values of a form say the same: lists in any order; a blank, null and nothing are alike.';
grant execute on function private.means_same(one jsonb, other jsonb) to authenticated, service_role;

create function private.refuse_overwriting(was jsonb, held jsonb, content jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  fields text[];
begin
  if jsonb_typeof(was) is distinct from 'object' then
    return;
  end if;
  fields := array(select w.key from jsonb_each(was) w
    where not private.means_same(held -> w.key, w.value) and not private.means_same(held -> w.key, content -> w.key) order by 1);
  if cardinality(fields) > 0 then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('fields', fields)::text;
  end if;
end $$;
comment on function private.refuse_overwriting(was jsonb, held jsonb, content jsonb) is
  'Raises changed-since { fields } where a field is neither what was read (`was`) nor what is to be written. Without `was`, as scripts send it, nothing is compared.';
grant execute on function private.refuse_overwriting(was jsonb, held jsonb, content jsonb) to authenticated, service_role;

create trigger zz_nothing_missing before insert or update on public.audit_log for each row when (new.at is null or new.action is null or new.subject is null or new.subject_id is null) execute function private.refuse_missing();
