-- Every indicator of cases, each once. A rate is { numerator, denominator }; what is counted is written in docs/indicators.md.
-- All of them count the cases of the communities that the caller sees, over a period of whole days of the district's calendar.

create function private.rate(numerator bigint, denominator bigint) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('numerator', numerator, 'denominator', denominator)
$$;
comment on function private.rate is 'A rate as the two counts it is made of.';

create function private.within_period(moment timestamptz, since timestamptz, until timestamptz) returns boolean
language sql immutable parallel safe as $$
  select coalesce(moment >= since and moment < until, false)
$$;
comment on function private.within_period is 'Whether a moment lies at or after one and before another.';

-- Filing, dispatching, handling and closing.
create function private.handling_indicators(district bigint, seen bigint[], since timestamptz, until timestamptz, less_deferred boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with cases as (
      select i.deferrals, i.closed_at < until as closed,
        i.missed_due_at is null and not private.handled_late(i.due_at, coalesce(i.resolved_at, i.closed_at)) as in_time,
        i.resolved_at < until as handled,
        private.within_period(i.due_at, since, until) or private.within_period(i.missed_due_at, since, until) as due,
        private.within_period(i.resolved_at, since, until) as handled_now, private.within_period(i.closed_at, since, until) as closed_now
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.filed_at is not null
        and ((i.due_at >= since and i.due_at < until) or (i.missed_due_at >= since and i.missed_due_at < until)
          or (i.resolved_at >= since and i.resolved_at < until) or (i.closed_at >= since and i.closed_at < until))
    ), handling as (
      select count(*) as due, count(*) filter (where c.handled and c.in_time) as in_time, count(*) filter (where c.deferrals > 0) as deferred
      from cases c where c.due or c.handled_now
    ), closing as (
      select count(*) as due, count(*) filter (where c.closed) as closed, count(*) filter (where c.closed and c.in_time) as in_time
      from cases c where (c.due or c.closed_now) and not (less_deferred and c.deferrals > 0)
    )
    select jsonb_build_object(
      'onTimeHandling', private.rate(h.in_time, h.due), 'deferralRate', private.rate(h.deferred, h.due),
      'closureRate', private.rate(c.closed, c.due), 'onTimeClosure', private.rate(c.in_time, c.due),
      'filingRate', (
        select private.rate(count(*) filter (where i.filed_at is not null), count(*)) from public.incidents i
        where i.district_id = district and i.community_id = any (seen) and i.accepted_at >= since and i.accepted_at < until),
      'dispatchAccuracy', (
        select private.rate(count(*) filter (where i.returns = 0), count(*)) from public.incidents i
        where i.district_id = district and i.community_id = any (seen) and i.dispatched_at >= since and i.dispatched_at < until))
    from handling h, closing c);
end $$;
comment on function private.handling_indicators is
  'On-time handling, deferral, closure, on-time closure, filing and dispatch accuracy of a period.';

-- Checks, answers, first steps, and whether it came again.
create function private.quality_indicators(district bigint, seen bigint[], since timestamptz, until timestamptz, less_unreasonable boolean) returns jsonb
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
comment on function private.quality_indicators is 'Rework, satisfaction, recurrence and response of a period.';

create function private.handling_hours(district bigint, seen bigint[], since timestamptz, until timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  calendar constant bigint := private.calendar_of(district);
begin
  return (
    select jsonb_build_object('cases', count(*), 'mean', round(avg(t.hours), 2),
      'p90', round((percentile_disc(0.9) within group (order by t.hours))::numeric, 2))
    from (
      select private.working_seconds_between(calendar, i.filed_at, i.resolved_at) / 3600.0 as hours
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.filed_at is not null
        and i.resolved_at >= since and i.resolved_at < until
    ) t);
end $$;
comment on function private.handling_hours is
  'Working hours from filing to handling of what was handled in a period: how many cases, their mean and their 90th percentile (nearest rank); null where there are none.';

create function private.overdue_by_age(district bigint, seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('total', count(*), 'underOneDay', count(*) filter (where t.late < interval '1 day'),
      'oneToSevenDays', count(*) filter (where t.late >= interval '1 day' and t.late < interval '7 days'),
      'sevenToThirtyDays', count(*) filter (where t.late >= interval '7 days' and t.late < interval '30 days'),
      'overThirtyDays', count(*) filter (where t.late >= interval '30 days'))
    from (
      select now() - i.deadline_at as late from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.deadline_at < now()
    ) t);
end $$;
comment on function private.overdue_by_age is 'What is overdue and open now, by how long its next deadline has passed.';
