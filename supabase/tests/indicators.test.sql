-- Every indicator of docs/indicators.md against cases counted by hand.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(34);

create function story.all(options jsonb default '{}', first_day date default '2026-03-01', last_day date default '2026-03-31') returns jsonb language sql as $$
  select public.indicators(tests.area_id('990201'), first_day, last_day, options)
$$;
create function story.of(name text, options jsonb default '{}') returns text language sql as $$
  select format('%s/%s', v -> 'numerator', v -> 'denominator') from (select story.all(options) -> name as v) f
$$;

-- Rubbish: 4 working hours from filing. Monday 2 March 2026 is an ordinary working day.
select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 08:30') as punctual \gset
select story.reported('0101', '2026-03-02 08:30') as late \gset
select story.reported('0101', '2026-03-02 08:30') as returned \gset
select story.reported('0101', '2026-03-02 08:30') as deferred \gset
select story.reported('0101', '2026-03-02 08:30') as refused \gset
select story.reported('0201', '2026-03-02 08:30') as waiting \gset
select from story.moved(:punctual, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'resolved|2026-03-02 10:50', 'closed|2026-03-02 11:00']);
select from story.moved(:late, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'resolved|2026-03-04 08:50', 'rework|2026-03-04 09:00', 'in_progress|2026-03-04 09:10',
  'resolved|2026-03-04 09:20', 'rework|2026-03-04 09:30', 'in_progress|2026-03-04 09:40', 'resolved|2026-03-04 09:50', 'closed|2026-03-04 10:00']);
select from story.moved(:returned, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00', 'returned|2026-03-02 09:10']);
select from story.moved(:deferred, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'deferred|2026-03-02 09:20|{"until":"2026-03-20"}']);
select from story.moved(:refused, array['rejected|2026-03-02 08:40']);
select from story.moved(:waiting, array['accepted|2026-03-03 16:40']);
select tests.as_owner();
update public.incidents set satisfied = id = :punctual where id in (:punctual, :late);
-- Refused on the spot is not what happened; the same rubbish ten days later is.
select tests.as('dispatcher');
select story.reported('0101', '2026-03-12 08:30') as again \gset
select from story.moved(:again, array['accepted|2026-03-12 08:40']);

-- Closed for reasons, and clocks beside the states. These are in no other figure: imported, as closed cases of before, and outside of March.
select tests.as_owner();
insert into public.incidents (district_id, number, source, source_id, category_id, community_id, position, state, reported_at, closed_at, closing_reason,
  arrival_due_at, arrived_at, answer_due_at, answered_at)
select tests.area_id('990201'), 'own-' || v.n, 'import', v.n, story.category(v.category), tests.area_id('990201001001'), story.place(113.002), v.state::public.incident_state,
  '2026-02-27 09:00+08', v.closed::timestamptz, v.reason::public.closing_reason, v.arrival::timestamptz, v.arrived::timestamptz, v.answer::timestamptz, v.answered::timestamptz
from (values
  ('s1', '0203', 'closed', '2026-03-05 09:00+08', 'nothing_found', null, null, null, null),
  ('s2', '1201', 'self_handled', null, null, '2026-03-05 09:00+08', '2026-03-05 08:50+08', null, null),
  ('s3', '1201', 'self_handled', null, null, '2026-03-05 09:00+08', '2026-03-05 09:10+08', null, null),
  ('s4', '1201', 'self_handled', null, null, '2026-03-05 09:00+08', null, null, null),
  ('s5', '1201', 'duplicate', null, null, '2026-03-05 09:00+08', '2026-03-05 08:50+08', null, null),
  ('s6', '1001', 'self_handled', null, null, null, null, '2026-03-05 09:00+08', '2026-03-06 09:00+08')
) v (n, category, state, closed, reason, arrival, arrived, answer, answered);
update public.incidents set closing_reason = 'solved' where id = :punctual;

select tests.as('viewer');
select is(story.of('filingRate'), '4/6', 'filed of accepted');
select is(story.of('dispatchAccuracy'), '3/4', 'dispatched and not returned');
select is(story.of('onTimeHandling'), '1/4', 'handled in time of due to be handled');
select is(story.of('closureRate'), '2/4', 'closed of due to be closed');
select is(story.of('onTimeClosure'), '1/4', 'closed in time of due to be closed');
select is(story.of('onTimeClosure', '{"lessDeferred":true}'), '1/3', 'less what was deferred');
select is(story.of('deferralRate'), '1/4', 'deferred of due to be handled');
select is(story.of('reworkRate'), '1/2', 'reworked of checked: cases, not times');
select is(story.of('satisfaction'), '1/2', 'satisfied of answered');
select is(story.of('recurrence'), '2/3', 'of the same kind within 50 m and 30 days after closing');
select is(story.of('solved'), '1/2', 'closed as solved of closed with a reason');
select is(story.all() #>> '{solved,unstated}', '1', 'and how many were closed without one');
select is(story.of('solved', '{"lessUnreasonable":true}'), '1/1', 'less what was not there to be solved');
select is(story.of('arrivalInTime'), '1/3', 'on the spot in time of emergencies: one was late, of one nobody knows');
select is(story.of('firstAnswerInTime') in ('0/0', '0/5'), true, 'first answers of a welfare case are a rounded cell for a viewer');
select tests.as('dispatcher');
select is(story.of('firstAnswerInTime'), '0/1', 'first answers in time');
select tests.as('viewer');
select is((story.all('{}', '2026-02-01', '2026-02-28') #>> '{solved,denominator}')::integer, 0, 'none before');
select is(story.of('response'), '5/7', 'accepted in time of reported: one was refused, one accepted a day late');
select is(story.of('response', '{"lessUnreasonable":true}'), '5/6', 'less what was refused');
select is(story.all() #>> '{handlingHours,cases}', '2', 'handled in the period');
select is((story.all() #>> '{handlingHours,mean}')::numeric, 8.50::numeric, 'mean working hours: 2 and two working days less');
select is((story.all() #>> '{handlingHours,p90}')::numeric, 15.00::numeric, 'the 90th percentile of two is the larger');
select is(story.all() #>> '{overdueOpen,overThirtyDays}', story.all() #>> '{overdueOpen,total}', 'all that is overdue is so for months');
select cmp_ok((story.all() #>> '{overdueOpen,total}')::integer, '>', 0, 'and there is some');
select is(story.of('postsFilled'), '0/2', 'no grid has all its exclusive posts assigned');
select is(story.of('onDuty'), '0/2', 'nor on duty');
select is(story.of('workload'), '4/3', 'open cases per person on duty');
select is(story.of('balance'), '0/2', 'no grid has the households of its target');
select is(story.of('visitCoverage'), '0/0', 'no building, no visit');
select is(story.of('serviceReach'), '0/0', 'and no service point');
select is(story.all() ->> 'calendar' is not null and story.all() ->> 'firstDay' = '2026-03-01', true, 'period and calendar come along');

-- The same for every role in the same communities.
create temp table answers (role text, answer jsonb);
grant all on answers to authenticated;
create function pg_temp.ask(role text) returns void language plpgsql as $$
begin
  perform tests.as(role);
  insert into answers values (role, public.indicators(tests.area_id('990201'), '2026-03-01', '2026-03-31'));
end $$;
select tests.as_owner();
select pg_temp.ask('admin'); select tests.as_owner();
select pg_temp.ask('planner'); select tests.as_owner();
select pg_temp.ask('reviewer'); select tests.as_owner();
select pg_temp.ask('dispatcher'); select tests.as_owner();
select pg_temp.ask('viewer'); select tests.as_owner();
select is((select count(distinct answer) from answers where role in ('admin', 'dispatcher')), 1::bigint, 'who handles the cases has one answer');
select is((select count(distinct answer) from answers where role not in ('admin', 'dispatcher')), 1::bigint, 'who does not has one too');
select tests.as('stranger');
select throws_ok('select story.all()', 'P0001', 'not-allowed', 'a stranger has none');

select * from finish();
rollback;
