-- Every indicator of docs/indicators.md against cases counted by hand.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select no_plan();

create function story.all(options jsonb default '{}', first_day date default '2026-03-01', last_day date default '2026-03-31') returns jsonb language sql as $$
  select public.indicator_table(tests.area_id('990201'), array(select d.code from public.indicator_definitions d), 'district', first_day, last_day, options)
$$;
create function story.of(name text, options jsonb default '{}', first_day date default '2026-03-01', last_day date default '2026-03-31') returns text language sql as $$
  select format('%s/%s', coalesce(v -> 0, '0'), coalesce(v -> 1, '0')) from (select story.all(options, first_day, last_day) #> array['units', '0', 'values', name] as v) f
$$;
-- The working hours that nine in ten of what was handled in March do not exceed, and of how many, by each unit.
create function story.nine_in_ten(unit text) returns jsonb language sql as $$
  select jsonb_object_agg(u ->> 'code', u #> '{values,handlingHoursP90}') from jsonb_array_elements(
    public.indicator_table(tests.area_id('990201'), '{handlingHoursP90}', unit, '2026-03-01', '2026-03-31') -> 'units') u where u #> '{values,handlingHoursP90}' is not null
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
select is(story.of('solved', '{"lessUnreasonable":true}'), '1/1', 'less what was not there to be solved');
select is(story.of('arrivalInTime'), '1/3', 'on the spot in time of emergencies: one was late, of one nobody knows');
select is(story.of('firstAnswerInTime') in ('0/0', '0/5'), true, 'first answers of a welfare case are a rounded cell for a viewer');
select tests.as('dispatcher');
select is(story.of('firstAnswerInTime'), '0/1', 'first answers in time');
select tests.as('viewer');
select is(story.of('solved', '{}', '2026-02-01', '2026-02-28'), '0/0', 'none before');
select is(story.of('response'), '5/7', 'accepted in time of reported: one was refused, one accepted a day late');
select is(story.of('response', '{"lessUnreasonable":true}'), '5/6', 'less what was refused');
select is(story.of('handlingHours'), '17.00/2', 'working hours of two cases: 2 and two working days less');
select is(story.of('handlingHoursP90'), '15.00/2', 'the 90th percentile of two is the larger');
select is(story.nine_in_ten('community'), '{"990201001001": [15.00, 2]}', 'by community as well');
select is(story.nine_in_ten('class'), '{"01": [15.00, 2]}', 'by class');
select is(story.nine_in_ten('weekday'), '{"1": [2.00, 1], "3": [15.00, 1]}', 'by the weekday of handling');
select is(story.nine_in_ten('hour'), '{"9": [15.00, 1], "10": [2.00, 1]}', 'by its hour');
select is((select array_agg(u) from unnest('{district,street,grid,compound,category,source,department}'::text[]) u
  where (select sum((v ->> 1)::integer) from jsonb_each(story.nine_in_ten(u)) e (k, v)) > 2), null, 'by no unit more often than handled');
select is(jsonb_array_length(public.indicator_rows(tests.area_id('990201'), 'handlingHoursP90', 'district', '', '2026-03-01', '2026-03-31') -> 'incidents'), 2, 'and these are the cases behind it');
select is(story.of('overdueOpen'), story.of('openCases'), 'all that is open has been overdue for long');
select cmp_ok(split_part(story.of('overdueOpen'), '/', 1)::integer, '>', 0, 'and there is some');
-- Posts, visits and ground by what they are not counted by.
select throws_ok(format('select public.indicator_table(%s, %L, %L, %L, %L)', tests.area_id('990201'), array['cameIn', d.code], unit, '2026-03-01', '2026-03-31'),
  'P0001', 'indicator-not-by-unit', d.code || ' by ' || unit)
from public.indicator_definitions d, unnest('{compound,class,category,hour,weekday,source,department}'::text[]) unit where unit <> all (d.units);
select lives_ok(format('select public.indicator_table(%s, %L, %L, %L, %L)', tests.area_id('990201'), array[d.code], unit, '2026-03-01', '2026-03-31'), d.code || ' by ' || unit)
from public.indicator_definitions d, unnest(d.units) unit;
select throws_ok(format('select public.indicator_table(%s, ''{workload}'', ''department'', ''2026-03-01'', ''2026-03-31'')', tests.area_id('990201001')),
  'P0001', 'indicator-not-by-unit', 'nor do people of departments belong to a part of the district');
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
  insert into answers values (role, story.all());
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
