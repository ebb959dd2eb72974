-- Asked once a case of a page: in plpgsql, which plans a query once, and not for each case.

create or replace function private.is_provisional(i public.incidents, moment timestamptz, clock public.incident_clock) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  is_beyond boolean;
begin
  if moment is null then
    return false;
  end if;
  select (moment at time zone c.time_zone)::date > c.known_until into is_beyond
  from public.calendars c where c.id = private.calendar_of(i.district_id);
  if not coalesce(is_beyond, false) or (clock = 'handling' and i.due_at = i.given_due_at) then
    return false;
  end if;
  return exists (select from public.category_deadlines d
    where d.category_id = i.category_id and d.clock = is_provisional.clock and d.unit in ('working_hours', 'working_days'));
end $$;

create or replace function private.next_clock(i public.incidents) returns public.incident_clock
language plpgsql stable set search_path = '' as $$
begin
  return case when i.deadline_at = i.due_at then 'handling'::public.incident_clock
    when i.deadline_at = i.clock_due_at then private.clock_of_state(i.state)
    when i.deadline_at = i.arrival_due_at and i.arrived_at is null then 'arrival'
    when i.deadline_at = i.answer_due_at then 'first_answer' end;
end $$;

create function private.reads_words(community bigint) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return community in (select private.reachable(private.incident_readers()));
end $$;
comment on function private.reads_words is 'Whether the signed-in person reads the words of cases in a community: everybody who sees them but a display.';
grant execute on function private.reads_words to authenticated, service_role;

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
      h.hidden or not (whole or private.reads_words(i.community_id)) as wordless
    from (select not whole and (select c.grid_only from public.categories c where c.id = i.category_id) as hidden) h
  ) spot
$$;
