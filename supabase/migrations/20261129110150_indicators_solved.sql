-- 解决率, and whether the clocks beside the states were kept.

create index incidents_arrival_idx on public.incidents (district_id, arrival_due_at) include (community_id, state, arrived_at)
  where arrival_due_at is not null;
create index incidents_answer_idx on public.incidents (district_id, answer_due_at) include (community_id, state, answered_at)
  where answer_due_at is not null;

create function private.arrival_rate(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(count(*) filter (where i.arrived_at <= i.arrival_due_at), count(*)) from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and private.incident_happened(i.state)
      and i.arrival_due_at >= since and i.arrival_due_at < until);
end $$;
comment on function private.arrival_rate is
  'On the spot in time of what was due in a period: { numerator, denominator }. An arrival that was never recorded was not in time.';

create function private.first_answer_rate(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(count(*) filter (where i.answered_at <= i.answer_due_at), count(*)) from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and private.incident_happened(i.state)
      and i.answer_due_at >= since and i.answer_due_at < until);
end $$;
comment on function private.first_answer_rate is
  'First answers in time of those due in a period: { numerator, denominator }. One that was never recorded was not in time.';

create function private.check_indicators(district bigint, seen bigint[], since timestamptz, until timestamptz, less_unreasonable boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with checks as (
      select e.incident_id, bool_or(e.to_state = 'rework') as reworked
      from public.incident_events e
      join public.incidents i on i.district_id = e.district_id and i.id = e.incident_id and i.community_id = any (seen)
      where e.district_id = district and e.at >= since and e.at < until and e.from_state = 'resolved' and e.to_state in ('closed', 'rework')
      group by e.incident_id
    ), closed as (
      select i.id, i.category_id, i.position, i.closed_at, i.satisfied from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.closed_at >= since and i.closed_at < until
    ), reported as (
      select i.id, i.state, i.accepted_at, i.state = 'self_handled' as settled from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.reported_at >= since and i.reported_at < until
    ), answered as (
      select r.*, first_step.at <= coalesce((first_step.detail ->> 'clockDueAt')::timestamptz, 'infinity') as in_time
      from reported r
      left join lateral (
        select e.at, e.detail from public.incident_events e
        where e.district_id = district and e.incident_id = r.id and e.kind = 'transition' and e.from_state = 'reported'
        order by e.at, e.id limit 1) first_step on true
    )
    select jsonb_build_object(
      'reworkRate', (select private.rate(count(*) filter (where c.reworked), count(*)) from checks c),
      'satisfaction', (select private.rate(count(*) filter (where c.satisfied), count(c.satisfied)) from closed c),
      'recurrence', (
        select private.rate(count(*) filter (where exists (
          select from public.incidents again
          where again.district_id = district and again.id <> c.id and again.category_id = c.category_id
            and private.incident_happened(again.state)
            and again.reported_at > c.closed_at and again.reported_at <= c.closed_at + interval '30 days'
            and again.position operator(extensions.&&) extensions.st_expand(c.position, 0.001)
            and extensions.st_dwithin(again.position::extensions.geography, c.position::extensions.geography, 50))), count(*)) from closed c),
      'response', (
        select private.rate(count(*) filter (where a.in_time and (a.accepted_at is not null or a.settled)), count(*))
          from answered a where not (less_unreasonable and a.state = 'rejected')))
  );
end $$;
comment on function private.check_indicators is 'Rework, satisfaction, recurrence and response of a period.';

create function private.solved_indicator(district bigint, seen bigint[], since timestamptz, until timestamptz, less_unreasonable boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(count(*) filter (where c.reason = 'solved'), count(c.reason)) || jsonb_build_object('unstated', count(*) - count(c.reason))
    from (
      select i.closing_reason as reason from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.closed_at >= since and i.closed_at < until
        and not (less_unreasonable and coalesce(i.closing_reason in ('not_ours', 'nothing_found', 'withdrawn'), false))
    ) c);
end $$;
comment on function private.solved_indicator is
  'Closed as solved of what was closed in a period with a reason: { numerator, denominator, unstated }; unstated: how many were closed without one, which are in neither.';

create or replace function private.quality_indicators(district bigint, seen bigint[], since timestamptz, until timestamptz, less_unreasonable boolean) returns jsonb
language sql stable set search_path = '' as $$
  select private.check_indicators(district, seen, since, until, less_unreasonable) || jsonb_build_object(
    'solved', private.solved_indicator(district, seen, since, until, less_unreasonable),
    'arrivalInTime', private.arrival_rate(district, seen, since, until),
    'firstAnswerInTime', private.first_answer_rate(district, seen, since, until))
$$;
comment on function private.quality_indicators is
  'Rework, satisfaction, recurrence, response, solved, and arrivals and first answers in time of a period.';
