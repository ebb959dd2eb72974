-- Where an account acts that is nobody's on the roster, the history says what it acts as, not the front of its email address.
create function private.actor_said(name text, actor uuid, community bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if actor is null or name is distinct from (select split_part(u.email, '@', 1) from auth.users u where u.id = actor) then
    return jsonb_build_object('name', name, 'role', null);
  end if;
  return jsonb_build_object(
    'name', coalesce((
      select p.name from public.people p
      where p.user_id = actor and p.district_id = (select a.district_id from public.areas a where a.id = community) order by p.id limit 1), ''),
    'role', (
      select m.role from public.memberships m
      join public.areas top on top.id = m.area_id
      join public.areas place on place.id = community and place.path operator(extensions.<@) top.path
      where m.user_id = actor and m.role <> 'display' and (m.until is null or m.until > now())
      order by array_position('{dispatcher,worker,leader,admin,planner,reviewer,viewer}'::public.member_role[], m.role) limit 1));
end $$;
comment on function private.actor_said is
  'Who is said to have acted: { name, role }: the name as it was written; of an account that was nobody''s on the roster then the name it has there now, else "" and the role that it acts in. Security definer: accounts and the memberships of others are not readable.';
grant execute on function private.actor_said to authenticated, service_role;

create or replace function private.incident_history(held public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  with events as (
    select e.*, private.actor_said(e.actor_name, e.actor, held.community_id) as who, case when e.kind = 'transition' then
        lag(e.at) over (partition by e.kind = 'transition' order by e.at, e.id) end as began_at,
      case e.kind when 'arrival' then 'arrival' when 'answer' then 'first_answer' else private.clock_of_state(e.from_state) end as clock
    from public.incident_events e
    where e.district_id = held.district_id and e.incident_id = held.id
  ), timed as (
    select e.*, coalesce((e.detail ->> 'clockDueAt')::timestamptz,
      case when e.kind in ('arrival', 'answer') then (e.detail ->> 'dueAt')::timestamptz
        when e.clock = 'handling' then held.due_at
        else private.clock_due_at(held.district_id, held.category_id, e.clock, e.began_at) end) as clock_due
    from events e
  )
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id, 'at', t.at, 'kind', t.kind, 'from', t.from_state, 'to', t.to_state,
      'actor', case when whole then t.who ->> 'name' else '' end, 'actorRole', case when whole then t.who -> 'role' end,
      'note', case when whole then t.note else '' end,
      'detail', case when whole then t.detail else '{}' end,
      'clock', t.clock, 'dueAt', case when t.clock is not null then t.clock_due end,
      'late', coalesce(t.clock is not null and t.at > t.clock_due, false),
      'elapsedSeconds', extract(epoch from t.at - t.began_at)::bigint,
      'workingSeconds', case when t.began_at is not null then
        private.working_seconds_between(private.calendar_of(held.district_id), t.began_at, t.at) end
    ) order by t.at, t.id), '[]')
  from timed t
$$;

create or replace function private.deferral_asked(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('until', held.deferral_asked_until, 'waiting', coalesce(held.deferral_asked_wait, false),
    'by', w.who ->> 'name', 'byRole', w.who -> 'role', 'note', e.note, 'isMine', held.deferral_asked_by = (select auth.uid()))
  from public.incident_events e
  cross join lateral (select private.actor_said(e.actor_name, e.actor, held.community_id) as who) w
  where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'deferral_asked' and held.deferral_asked_by is not null
  order by e.at desc, e.id desc limit 1
$$;

create or replace function private.step_for(held public.incidents, to_state public.incident_state, expected public.incident_state, note text)
returns public.incident_transitions
language plpgsql stable set search_path = '' as $$
declare
  step public.incident_transitions;
begin
  if held.state is distinct from expected then
    raise exception 'incident-moved-meanwhile' using errcode = 'P0001', detail = (
      select json_build_object('state', held.state, 'expected', expected, 'by', e.who ->> 'name', 'byRole', e.who -> 'role', 'at', e.at)::text
      from (values (true)) one
      left join lateral (
        select private.actor_said(t.actor_name, t.actor, held.community_id) as who, t.at from public.incident_events t
        where t.district_id = held.district_id and t.incident_id = held.id and t.kind = 'transition'
        order by t.at desc, t.id desc limit 1) e on true);
  end if;
  select * into step from public.incident_transitions t where t.from_state = held.state and t.to_state = step_for.to_state;
  if not found then
    raise exception 'step-not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if not private.can(step.roles, held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if step.note_required and private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  return step;
end $$;
