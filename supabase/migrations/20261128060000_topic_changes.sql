-- What pages read once and keep: a count for each topic and district that goes up with every transaction that changes
-- it. Each transaction adds a row of its own instead of raising a number that others would have to wait for, so writers
-- never hold each other up, and a change counts from the moment it is committed, whoever began first.
create table private.topic_changes (
  district_id bigint,
  topic text not null constraint topic_changes_topic_known
    check (topic in ('areas', 'ground', 'plans', 'categories', 'settings', 'people')),
  at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id(),
  constraint topic_changes_once unique nulls not distinct (district_id, topic, at, transaction_id)
);
comment on table private.topic_changes is
  'One row for each transaction that changed a topic of a district; without a district: of every district (templates).';

create function private.note_topic() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  execute format(
    'insert into private.topic_changes (district_id, topic) select distinct (%s)::bigint, %L from changed c where %s on conflict do nothing',
    tg_argv[1], tg_argv[0], tg_argv[2]);
  return null;
end $$;
comment on function private.note_topic is
  'Notes that a statement changed a topic: arguments are the topic, the SQL of a row''s district, and which rows count. Security definer: nobody may write there otherwise.';

do $$
declare
  watched record;
  own constant text := 'c.district_id';
begin
  for watched in
    select * from (values
      ('areas', 'areas', own, 'true'),
      ('base_features', 'ground', own, 'true'),
      ('barriers', 'ground', own, 'true'),
      ('crossings', 'ground', own, 'true'),
      ('compounds', 'ground', own, 'true'),
      ('buildings', 'ground', own, 'true'),
      ('service_points', 'ground', own, 'true'),
      ('plan_communities', 'plans', own, 'c.in_force'),
      ('categories', 'categories', own, 'true'),
      ('category_deadlines', 'categories', '(select k.district_id from public.categories k where k.id = c.category_id)', 'true'),
      ('schemes', 'settings', own, 'true'),
      ('scheme_levels', 'settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true'),
      ('scheme_posts', 'settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true'),
      ('calendars', 'settings', own, 'true'),
      ('calendar_exceptions', 'settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true'),
      ('calendar_spans', 'settings', '(select k.district_id from public.calendars k where k.id = c.calendar_id)', 'true'),
      ('people', 'people', own, 'true'),
      ('assignments', 'people', own, 'true')
    ) t (name, topic, district, counts)
  loop
    execute format('create trigger %1$I after insert on public.%2$I referencing new table as changed for each statement
      execute function private.note_topic(%3$L, %4$L, %5$L)', watched.name || '_topic_insert', watched.name, watched.topic, watched.district, watched.counts);
    execute format('create trigger %1$I after update on public.%2$I referencing new table as changed for each statement
      execute function private.note_topic(%3$L, %4$L, %5$L)', watched.name || '_topic_update', watched.name, watched.topic, watched.district, watched.counts);
    execute format('create trigger %1$I after delete on public.%2$I referencing old table as changed for each statement
      execute function private.note_topic(%3$L, %4$L, %5$L)', watched.name || '_topic_delete', watched.name, watched.topic, watched.district, watched.counts);
  end loop;
end $$;

create function private.topic_versions(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(counted.topic, counted.changes), '{}')
  from (
    select c.topic, count(*) as changes from private.topic_changes c
    where c.district_id = district or c.district_id is null group by c.topic
  ) counted
$$;
comment on function private.topic_versions is 'For each topic of a district how many transactions have changed it: { areas: 3, … }; what never changed is left out.';

create function private.refuse_ended_session() returns void
language plpgsql stable set search_path = '' as $$
declare
  session constant text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id';
begin
  if session is not null and not exists (select from auth.sessions s where s.id = session::uuid) then
    raise exception 'signed-out' using errcode = 'P0001';
  end if;
end $$;
comment on function private.refuse_ended_session is
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
comment on function public.changes is
  'What a page asks again and again: { now, person, memberships: [{ role, areaId }] in force, topics: { district: { topic: changes } } }. A topic whose number differs from the one seen before is to be read anew. Topics: areas, ground (what stands there), plans (in force), categories, settings (schemes, calendars), people. Raises signed-out where the session was ended.';
grant execute on function public.changes to authenticated;
