-- What is read of a case: why it was closed, the clocks beside its states, whether its deadline is provisional. A display reads no
-- words of any case.

create function private.is_provisional(i public.incidents, moment timestamptz, clock public.incident_clock) returns boolean
language sql stable set search_path = '' as $$
  select case when moment is null then false
    else coalesce((
      select (moment at time zone c.time_zone)::date > c.known_until and not (clock = 'handling' and i.due_at = i.given_due_at)
        and exists (select from public.category_deadlines d
          where d.category_id = i.category_id and d.clock = is_provisional.clock and d.unit in ('working_hours', 'working_days'))
      from public.calendars c where c.id = private.calendar_of(i.district_id)), false) end
$$;
comment on function private.is_provisional is
  'Whether a deadline lies beyond the days whose holidays are announced and counts working time: it may still move. A day that came with the case does not.';

create function private.next_clock(i public.incidents) returns public.incident_clock
language sql immutable set search_path = '' as $$
  select case when i.deadline_at = i.due_at then 'handling'::public.incident_clock
    when i.deadline_at = i.clock_due_at then private.clock_of_state(i.state)
    when i.deadline_at = i.arrival_due_at and i.arrived_at is null then 'arrival'
    when i.deadline_at = i.answer_due_at then 'first_answer' end
$$;
comment on function private.next_clock is 'The clock that runs out next; null where none runs.';

create or replace function private.incident_summary(i public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', i.id, 'number', i.number, 'categoryId', i.category_id, 'communityId', i.community_id,
    'lng', round(extensions.st_x(spot.at)::numeric, 7), 'lat', round(extensions.st_y(spot.at)::numeric, 7), 'atGrid', spot.hidden,
    'grid', (select g.code from private.grid_at(i.community_id, i.position) g),
    'address', case when spot.wordless then '' else i.address end,
    'description', case when spot.wordless then '' else i.description end,
    'source', i.source, 'state', i.state, 'urgent', i.urgent, 'urged', i.urged,
    'handler', case when whole then
      (select jsonb_build_object('id', p.id, 'name', p.name) from public.people p where p.id = i.handler_id) end,
    'reportedAt', i.reported_at, 'filedAt', i.filed_at, 'resolvedAt', i.resolved_at, 'closedAt', i.closed_at, 'dueAt', i.due_at,
    'clockDueAt', i.clock_due_at, 'deadlineAt', i.deadline_at, 'deferredUntil', i.deferred_until, 'deferrals', i.deferrals,
    'returns', i.returns, 'reworks', i.reworks, 'reopenings', i.reopenings, 'satisfied', i.satisfied, 'changeId', i.change_id)
    || jsonb_build_object(
    'closingReason', i.closing_reason, 'arrivalDueAt', i.arrival_due_at, 'arrivedAt', i.arrived_at, 'answerDueAt', i.answer_due_at,
    'answeredAt', i.answered_at, 'waits', coalesce(i.waits, 0), 'isWaiting', coalesce(i.is_waiting, false),
    'isProvisional', private.is_provisional(i, i.deadline_at, private.next_clock(i)))
  from (
    select h.hidden, case when h.hidden then private.grid_spot(i.community_id, i.position) else i.position end as at,
      h.hidden or not (whole or i.community_id in (select private.reachable(private.incident_readers()))) as wordless
    from (select not whole and (select c.grid_only from public.categories c where c.id = i.category_id) as hidden) h
  ) spot
$$;
comment on function private.incident_summary is
  'An incident as JSON for lists and maps. whole: the reader handles or oversees it; else a grid_only case stands at its grid without address and words. A display gets the words of none.';

create or replace function private.incident_history(held public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  with events as (
    select e.*, case when e.kind = 'transition' then
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
      'actor', case when whole then t.actor_name else '' end, 'note', case when whole then t.note else '' end,
      'detail', case when whole then t.detail else '{}' end,
      'clock', t.clock, 'dueAt', case when t.clock is not null then t.clock_due end,
      'late', coalesce(t.clock is not null and t.at > t.clock_due, false),
      'elapsedSeconds', extract(epoch from t.at - t.began_at)::bigint,
      'workingSeconds', case when t.began_at is not null then
        private.working_seconds_between(private.calendar_of(held.district_id), t.began_at, t.at) end
    ) order by t.at, t.id), '[]')
  from timed t
$$;

create function private.deferral_asked(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('until', held.deferral_asked_until, 'waiting', coalesce(held.deferral_asked_wait, false),
    'by', e.actor_name, 'note', e.note, 'isMine', held.deferral_asked_by = (select auth.uid()))
  from public.incident_events e
  where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'deferral_asked' and held.deferral_asked_by is not null
  order by e.at desc, e.id desc limit 1
$$;
comment on function private.deferral_asked is 'Who asked to put an incident off, until when and why, while nobody has answered; else null.';

create function private.case_permissions(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'note', m.handles,
    'urge', m.open and m.leads,
    'changeCategory', m.open and m.checks,
    'answer', held.state = 'closed' and m.checks,
    'readContact', private.can('{dispatcher,worker}', held.community_id) and exists (select from public.incident_contacts c
      where c.district_id = held.district_id and c.incident_id = held.id and (c.purge_after is null or c.purge_after >= now())),
    'arrive', m.open and m.works and held.arrival_due_at is not null and held.arrived_at is null,
    'answerFirst', m.open and m.works and held.answer_due_at is not null and held.answered_at is null,
    'askDeferral', held.state = 'in_progress' and m.handles and held.deferral_asked_by is null,
    'correctPlace', m.checks or (m.handles and m.open and held.filed_at is null),
    'redact', m.checks)
  from (
    select not private.incident_ended(held.state) as open, private.can(private.incident_handlers(), held.community_id) as handles,
      private.can('{admin,dispatcher}', held.community_id) as checks, private.can('{admin,leader}', held.community_id) as leads,
      private.can('{admin,dispatcher,worker}', held.community_id) as works) m
$$;
comment on function private.case_permissions is 'What the signed-in person may do with an incident beside its steps.';

create or replace function public.incident_detail(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  whole constant boolean := private.can(private.incident_handlers(), held.community_id);
begin
  return private.incident_summary(held, whole) || jsonb_build_object(
    'place', private.locate(held.position, held.community_id) || case when whole then '{}'::jsonb else '{"person": null, "offDuty": []}' end,
    'clock', private.clock_of_state(held.state),
    'nextClock', private.next_clock(held),
    'isDueProvisional', private.is_provisional(held, held.due_at, 'handling'),
    'stateSince', (select max(e.at) from public.incident_events e
      where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'transition'),
    'workingSecondsLeft', private.working_seconds_between(private.calendar_of(held.district_id), now(), held.deadline_at),
    'original', (select jsonb_build_object('id', o.id, 'number', o.number) from public.incidents o
      where o.district_id = held.district_id and o.id = held.duplicate_of),
    'deferralAsked', case when whole then private.deferral_asked(held) end,
    'history', private.incident_history(held, whole),
    'steps', private.incident_steps(held),
    'may', private.case_permissions(held),
    'now', now());
end $$;

-- A list of cases by the reason they were closed for; unstated: closed before reasons were asked for.
create function private.reason_condition(reasons jsonb) returns text
language sql immutable set search_path = '' as $$
  select format('(i.closing_reason::text = any (%L::text[])%s)', array(select jsonb_array_elements_text(reasons)),
    case when reasons ? 'unstated' then ' or (i.state = ''closed'' and i.closing_reason is null)' else '' end)
$$;
comment on function private.reason_condition is 'SQL: the case was closed for one of the reasons; unstated: for none that was named.';

create or replace function private.state_conditions(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select case
    when (filter ->> 'overdue')::boolean and has_ended and not has_open then 'false'
    else concat_ws(' and ', 'true',
      case when has_ended or has_open then format('i.state = any (%L::public.incident_state[])', states) end,
      case when has_open and not has_ended then 'not private.incident_ended(i.state)' end,
      case when jsonb_typeof(filter -> 'reasons') = 'array' and filter -> 'reasons' <> '[]' then private.reason_condition(filter -> 'reasons') end,
      case when (filter ->> 'overdue')::boolean then 'i.deadline_at < now()' end)
  end
  from (
    select array_agg(given.s) as states, coalesce(bool_or(private.incident_ended(given.s)), false) as has_ended,
      coalesce(bool_or(not private.incident_ended(given.s)), false) as has_open
    from private.asked_states(filter) given (s)
  ) asked
$$;
