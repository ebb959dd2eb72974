-- Which steps an incident may take, by whom, and what a step does to its clocks.
begin;
\ir incidents_fixture.sql
select plan(46);

-- Every role tries every pair of states; what succeeds is compared with the rule written out here.
create table story.allowed (from_state text, next text[], roles text[]);
insert into story.allowed values
  ('reported', '{verifying,accepted,rejected,duplicate}', '{admin,dispatcher}'),
  ('reported', '{self_handled}', '{admin,dispatcher,worker}'),
  ('verifying', '{accepted,rejected}', '{admin,dispatcher}'),
  ('accepted', '{filed,rejected}', '{admin,dispatcher}'),
  ('accepted', '{self_handled}', '{admin,dispatcher,worker}'),
  ('filed', '{dispatched}', '{admin,dispatcher}'),
  ('dispatched', '{in_progress,returned}', '{admin,dispatcher,worker}'),
  ('in_progress', '{resolved,returned}', '{admin,dispatcher,worker}'),
  ('in_progress', '{deferred}', '{admin,dispatcher,leader}'),
  ('returned', '{dispatched}', '{admin,dispatcher}'),
  ('deferred', '{in_progress}', '{admin,dispatcher,worker}'),
  ('resolved', '{closed,rework}', '{admin,dispatcher}'),
  ('rework', '{in_progress}', '{admin,dispatcher,worker}'),
  ('closed', '{filed}', '{admin,dispatcher}');

create function story.made(state public.incident_state, community text default '990201001001') returns bigint language sql as $$
  insert into public.incidents (district_id, category_id, community_id, position, state, filed_at)
  values (tests.area_id('990201'), story.category('0101'), tests.area_id(community), story.place(113.002), state, now())
  returning id
$$;
create function story.attempt(who text, state public.incident_state, next public.incident_state) returns text language plpgsql as $$
declare
  incident constant bigint := story.made(state);
  other constant text := (story.incident(story.made('filed'))).number;
begin
  -- Somebody else has asked for a deferral.
  if state = 'in_progress' then
    update public.incidents i set deferral_asked_by = tests.user_id('elsewhere') where i.id = incident;
  end if;
  perform tests.as(who);
  perform public.move_incident(incident, state, next, '说明',
    jsonb_build_object('until', current_date + 30, 'duplicateOf', other, 'reason', 'solved'));
  perform tests.as_owner();
  return 'done';
exception when raise_exception then
  return sqlerrm;
end $$;

create table story.attempts as
select who, state, next, story.attempt(who, state, next) as outcome
from unnest(array['admin', 'planner', 'reviewer', 'leader', 'dispatcher', 'worker', 'viewer', 'stranger', 'elsewhere']) who,
  unnest(enum_range(null::public.incident_state)) state, unnest(enum_range(null::public.incident_state)) next;

select results_eq(
  $$ select who, state::text, next::text from story.attempts where outcome = 'done' order by 1, 2, 3 $$,
  $$ select who, from_state, step from story.allowed, unnest(next) step, unnest(roles) who order by 1, 2, 3 $$,
  'of all roles, states and next states exactly those of the rule succeed');
select is_empty($$ select to_state from public.incident_transitions group by 1 having count(distinct coalesce(clock::text, '')) > 1 $$,
  'whichever step leads to a state, the same clock runs in it');
select is_empty($$ select * from story.attempts where who in ('viewer', 'planner', 'reviewer') and outcome <> 'not-allowed' $$,
  'those who only look are refused, whatever they ask');
select is_empty($$ select * from story.attempts where who in ('stranger', 'elsewhere') and outcome <> 'incident-not-found' $$,
  'to strangers, and to dispatchers of another community, the incident does not exist');
select is_empty($$ select * from story.attempts a where who = 'dispatcher' and outcome not in ('done', 'step-not-allowed') $$,
  'to a dispatcher every other step is no step');
select results_eq(
  $$ select distinct outcome from story.attempts where who = 'worker' and outcome <> 'done' order by 1 $$,
  $$ values ('not-allowed'), ('step-not-allowed') $$, 'a worker is refused what a dispatcher does');

select tests.as('dispatcher');
select throws_ok($$ select public.move_incident(story.made('reported'), 'reported', 'rejected', '  ') $$, '42501', null,
  'nobody writes incidents past the functions');
select tests.as_owner();
select story.made('reported') as fresh \gset
select story.made('in_progress') as going \gset
select tests.as('dispatcher');
select throws_ok(format('select public.move_incident(%s, ''reported'', ''rejected'', ''  '')', :fresh), 'P0001', 'note-required', 'a rejection says why');
select throws_ok(format('select public.move_incident(%s, ''reported'', ''duplicate'', ''x'', ''{"duplicateOf": "1"}'')', :fresh), 'P0001', 'original-unknown',
  'a duplicate names its original');
select throws_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''x'')', :going), 'P0001', 'deferral-needs-a-date', 'a deferral has an end');
select throws_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''x'', ''{"until": "2020-01-01"}'')', :going), 'P0001', 'deferral-needs-a-date',
  'which lies ahead');
select throws_ok(format('select public.move_incident(%s, ''verifying'', ''accepted'')', :fresh), 'P0001', 'incident-moved-meanwhile', 'who saw an older state is refused');
select throws_ok($$ update public.incidents set state = 'closed' $$, '42501', null, 'a dispatcher writes no row');
select throws_ok($$ delete from public.incident_events $$, '42501', null, 'nor removes history');
select tests.as_owner();
select throws_ok($$ update public.incident_events set note = 'other' $$, 'P0001', 'append-only', 'and not even the owner alters it');

-- One case from report to close, at moments we choose.
select tests.as('dispatcher');
select story.reported('0101', '2026-11-20 10:00') as id \gset
select is((story.incident(:id)).number, '9902012026112000001', 'numbers are district, day and five digits');
select is((story.incident(story.reported('0101', '2026-11-20 10:05'))).number, '9902012026112000002', 'which count up');
select is((story.incident(story.reported('0101', '2026-11-21 00:05'))).number, '9902012026112100001', 'and start anew with the local day');
select is((story.incident(:id)).clock_due_at, story.local('2026-11-20 10:30'), 'half a working hour to accept');
select is(clock_due_at, story.local('2026-11-20 10:40'), 'half a working hour to file') from story.moved(:id, '{accepted|2026-11-20 10:10}');
select is(row(due_at, clock_due_at), row(story.local('2026-11-20 16:20'), story.local('2026-11-20 10:50')),
  'filing sets the deadline of the category; half a working hour to dispatch') from story.moved(:id, '{filed|2026-11-20 10:20}');
select is(row(clock_due_at, handler_id), row(story.local('2026-11-20 16:20'), story.person('陈管理')),
  'dispatched to the person on the post, with the handling clock') from story.moved(:id, '{dispatched|2026-11-20 10:30}');
select is(row(clock_due_at, handler_id, returns), row(story.local('2026-11-20 11:45'), null::bigint, 1::smallint),
  'sent back: half a working hour to dispatch again, nobody''s case') from story.moved(:id, '{returned|2026-11-20 11:15}');
select is(row(handler_id, due_at), row(story.person('李干部'), story.local('2026-11-20 16:20')), 'to somebody chosen; the handling clock went on')
  from story.moved(:id, array['dispatched|2026-11-20 11:20|{"handler": ' || story.person('李干部') || '}']);
select is(row(due_at, clock_due_at, deadline_at, deferred_until), row(
    story.local('2026-11-24 10:50'), null::timestamptz, story.local('2026-11-24 10:50'), story.local('2026-11-24 00:00')),
  'deferred on Friday at 14:00 to the end of Monday: what was left, 2 hours 20 minutes, is left on Tuesday')
  from story.moved(:id, array['in_progress|2026-11-20 11:30', 'deferred|2026-11-20 14:00|{"until": "2026-11-23"}']);
select is(row(due_at, deferred_until), row(story.local('2026-11-23 14:50'), null::timestamptz),
  'taken up again at 10:30 on Monday, it is left from then, over lunch') from story.moved(:id, '{in_progress|2026-11-23 10:30}');
select is(row(resolved_at, due_at, clock_due_at), row(story.local('2026-11-23 11:00'), story.local('2026-11-23 14:50'), story.local('2026-11-23 17:00')),
  'resolved: four working hours to check') from story.moved(:id, '{resolved|2026-11-23 11:00}');
select is(row(reworks, resolved_at, clock_due_at), row(1::smallint, null::timestamptz, story.local('2026-11-23 14:50')),
  'sent to rework: counted, and the handling clock goes on') from story.moved(:id, '{rework|2026-11-23 11:10}');
select is(row(state, closed_at, clock_due_at, deadline_at), row('closed'::public.incident_state, story.local('2026-11-23 15:30'), null::timestamptz, null::timestamptz),
  'closed: nothing more is due') from story.moved(:id, '{in_progress|2026-11-23 11:20,resolved|2026-11-23 15:00,closed|2026-11-23 15:30}');
select is((select string_agg(h ->> 'to', ' ' order by n) from jsonb_array_elements(public.incident_detail(:id) -> 'history') with ordinality t (h, n) where (h ->> 'late')::boolean),
  'resolved', 'the history marks the step that came after its clock, and no other');
select is((public.incident_detail(:id) #>> '{history,7,workingSeconds}')::integer, 30 * 60, 'and says how long each step took in working time, lunch left out');

select lives_ok(format('select public.answer_satisfaction(%s, false, ''还有味道'')', :id), 'the resident is asked');
select is((story.incident(:id)).satisfied, false, 'and the answer is kept');
select is(row(state, reopenings, filed_at, due_at, closed_at, satisfied, handler_id), row('filed'::public.incident_state, 1::smallint,
    story.local('2026-11-23 15:40'), story.local('2026-11-24 10:40'), null::timestamptz, null::boolean, null::bigint),
  'reopened: filed anew, with a new deadline that the old pause does not move') from story.moved(:id, '{filed|2026-11-23 15:40}');

-- A pause does not heal; urgent hours pause by the clock on the wall.
select story.reported('0201', '2026-11-20 10:00') as cover \gset
select is(due_at, story.local('2026-11-20 16:00'), 'six urgent hours for a missing cover')
  from story.moved(:cover, '{accepted|2026-11-20 10:00,filed|2026-11-20 10:00,dispatched|2026-11-20 10:00,in_progress|2026-11-20 10:00}');
select is(due_at, story.local('2026-11-22 02:00'), 'paused by the clock on the wall, nights included')
  from story.moved(:cover, array['deferred|2026-11-20 14:00|{"until": "2026-11-21"}']);
select is(due_at, story.local('2026-11-22 02:00'), 'a pause ends at its approved date, however late it is taken up')
  from story.moved(:cover, '{in_progress|2026-11-22 09:00}');
select is(due_at, story.local('2026-11-22 02:00'), 'and a pause after the deadline heals nothing')
  from story.moved(:cover, array['deferred|2026-11-22 10:00|{"until": "2026-11-30"}']);

-- Another category.
select story.reported('0101', '2026-11-20 10:00') as wrong \gset
select from story.moved(:wrong, '{accepted|2026-11-20 10:10,filed|2026-11-20 10:20}');
select lives_ok(format('select public.change_category(%s, %s, ''其实是井盖'')', :wrong, story.category('0201')), 'a wrong category is put right');
select is(row(due_at, clock_due_at), row(story.local('2026-11-20 16:20'), story.local('2026-11-20 10:50')), 'with the deadlines it would have had from the start')
  from story.incident(:wrong);
select throws_ok(format('select public.change_category(%s, %s)', :wrong, story.category('02')), 'P0001', 'category-unknown', 'a class is no category');
select tests.as('leader');
select throws_ok(format('select public.change_category(%s, %s)', :wrong, story.category('0101')), 'P0001', 'not-allowed', 'a leader does not change it');
select lives_ok(format('select public.urge_incident(%s, ''今天办完'')', :wrong), 'but urges');
select tests.as('worker');
select throws_ok(format('select public.urge_incident(%s)', :wrong), 'P0001', 'not-allowed', 'which a worker does not');
select lives_ok(format('select public.note_incident(%s, ''已联系'')', :wrong), 'a worker adds a note');
select throws_ok(format('select public.answer_satisfaction(%s, true)', :wrong), 'P0001', 'not-allowed', 'and does not answer for the resident');

select finish();
rollback;
