-- Who may close, defer, correct and black out, and what it leaves: reasons, clocks beside the states, events.
begin;
\ir incidents_fixture.sql
select plan(61);

create function story.going(moment text default '2026-03-02 09:00', category text default '0101') returns bigint language plpgsql as $$
declare
  made constant bigint := story.reported(category, moment);
begin
  perform story.moved(made, array['accepted|2026-03-02 09:05', 'filed|2026-03-02 09:10', 'dispatched|2026-03-02 09:15', 'in_progress|2026-03-02 09:20']);
  return made;
end $$;
create function story.day_end(day text) returns timestamptz language sql as $$ select story.local((day::date + 1)::text) $$;
create function story.history_of(id bigint, kind text) returns jsonb language sql as $$
  select h from jsonb_array_elements(public.incident_detail(id) -> 'history') h where h ->> 'kind' = kind order by (h ->> 'id')::bigint desc limit 1
$$;

-- Closing names a reason.
select tests.as('dispatcher');
select story.going() as a \gset
select from story.moved(:a, array['resolved|2026-03-02 10:00']);
select throws_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', ''x'')', :a), 'P0001', 'closing-reason-required', 'a case is closed for a reason');
select throws_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', ''x'', ''{"reason": "%s"}'')', :a, reason), 'P0001', 'closing-reason-required',
  'which is one of those there are: ' || reason) from unnest(array['', 'done', 'Solved']) reason;
select lives_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', ''x'', ''{"reason": "nothing_found"}'')', :a), 'such as nothing found');
select is(public.incident_detail(:a) ->> 'closingReason', 'nothing_found', 'which the case keeps');
select is(story.history_of(:a, 'transition') -> 'detail' ->> 'reason', 'nothing_found', 'and the history');
select is(jsonb_path_query_array(public.incidents_page(tests.area_id('990201'), '{"states": ["closed"], "reasons": ["nothing_found"]}'), '$.incidents.id'), jsonb_build_array(:a), 'a list asks for it');
select is(public.incidents_page(tests.area_id('990201'), '{"reasons": ["solved"]}') -> 'incidents', '[]'::jsonb, 'and for another');
select is(public.incidents_page(tests.area_id('990201'), '{"reasons": ["unstated"]}') -> 'incidents', '[]'::jsonb, 'and for none');
select lives_ok(format('select public.move_incident(%s, ''closed'', ''filed'', ''again'')', :a), 'reopened');
select is(public.incident_detail(:a) ->> 'closingReason', null, 'it has no reason any more');

-- The checker is not the handler.
select tests.as_owner();
select from tests.grant_role('worker', 'dispatcher', '990201');
select tests.as('worker');
select story.going() as b \gset
select is((story.incident(:b)).handler_id, story.person('陈管理'), 'a case that was dispatched to whom we are');
select from story.moved(:b, array['resolved|2026-03-02 10:00']);
select throws_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', '''', ''{"reason": "solved"}'')', :b), 'P0001', 'checker-is-handler', 'is not closed by us');
select throws_ok(format('select public.move_incident(%s, ''resolved'', ''rework'', ''x'')', :b), 'P0001', 'checker-is-handler', 'nor sent back');
select is(public.incident_detail(:b) -> 'steps', '[]'::jsonb, 'and no step is offered');
select tests.as('admin');
select lives_ok($$ insert into public.case_rules (district_id, checker_is_another) values (tests.area_id('990201'), false) $$, 'unless the district says otherwise');
select tests.as('worker');
select is(jsonb_path_query_array(public.incident_detail(:b) -> 'steps', '$.to'), '["rework", "closed"]'::jsonb, 'then it is offered');
select lives_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', '''', ''{"reason": "solved"}'')', :b), 'and taken');
select tests.as('dispatcher');
select is((select count(*) from public.case_rules), 1::bigint, 'a dispatcher reads the rule');

-- A deferral is asked for by one and granted by another.
select story.going() as c \gset
select to_char(current_date + 10, 'YYYY-MM-DD') as day \gset
select throws_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''等料'', ''{"until": "%s"}'')', :c, :'day'), 'P0001', 'deferral-not-asked', 'nobody defers what nobody asked to defer');
select throws_ok(format('select public.ask_deferral(%s, ''%s'', '' '')', :c, :'day'), 'P0001', 'note-required', 'who asks says why');
select throws_ok(format('select public.ask_deferral(%s, ''9999-12-31'', ''等料'')', :c), 'P0001', 'deferral-needs-a-date', 'and until when');
select lives_ok(format('select public.ask_deferral(%s, ''%s'', ''等料'')', :c, :'day'), 'asked for');
select is(public.incident_detail(:c) -> 'deferralAsked' ->> 'isMine', 'true', 'it is said who asked');
select throws_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''准'', ''{"until": "%s"}'')', :c, :'day'), 'P0001', 'deferral-asked-by-self', 'nobody grants the own request');
select ok(not public.incident_detail(:c) -> 'steps' @> '[{"to": "deferred"}]', 'nor is offered to');
select tests.as('leader');
select ok(public.incident_detail(:c) -> 'steps' @> '[{"to": "deferred"}]', 'another is');
select lives_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''准'')', :c), 'and grants it as it was asked for');
select is((story.incident(:c)).deferred_until, story.day_end(:'day'), 'until that day');
select is(row((story.incident(:c)).deferrals, (story.incident(:c)).waits), row(1::smallint, null::smallint), 'a deferral is counted');

-- Waiting for a third party stops the clock as a deferral does, and is none.
select tests.as('dispatcher');
select story.going() as d \gset
select due_at as due from story.incident(:d) \gset
select lives_ok(format('select public.ask_deferral(%s, ''%s'', ''等供电公司'', true)', :d, :'day'), 'waiting is asked for');
select tests.as('leader');
select lives_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''准'')', :d), 'and granted');
select is(row((story.incident(:d)).deferrals, (story.incident(:d)).waits), row(0::smallint, 1::smallint), 'it is counted on its own');
select is(public.incident_detail(:d) ->> 'isWaiting', 'true', 'and said');
select tests.as('dispatcher');
select is((public.incident_detail(:d) ->> 'clock'), null, 'no clock runs meanwhile');

-- Clocks beside the states.
select story.reported('1201', '2026-03-02 09:00') as e \gset
select is((story.incident(:e)).arrival_due_at, story.local('2026-03-02 09:30'), 'an emergency: on the spot in 30 minutes, at any hour');
select story.reported('1001', '2026-03-02 17:00') as f \gset
select is((story.incident(:f)).answer_due_at, story.local('2026-03-03 12:00'), 'welfare: a first answer within 4 working hours');
select tests.as('dispatcher');
select throws_ok(format('select public.stop_clock(%s, ''first_answer'')', :e), 'P0001', 'clock-not-running', 'an emergency has no such clock');
select lives_ok(format('select public.stop_clock(%s, ''arrival'', ''到了'')', :e), 'somebody is on the spot');
select throws_ok(format('select public.stop_clock(%s, ''arrival'')', :e), 'P0001', 'clock-not-running', 'once');
select is(row(story.history_of(:e, 'arrival') ->> 'clock', story.history_of(:e, 'arrival') ->> 'late'), row('arrival'::text, 'true'::text), 'the history says whether it was late');
select is(public.incident_detail(:f) -> 'may' ->> 'answerFirst', 'true', 'a first answer is asked for');
select lives_ok(format('select public.stop_clock(%s, ''first_answer'', ''回电'')', :f), 'and given');
select is(public.incident_detail(:f) -> 'may' ->> 'answerFirst', 'false', 'once');
select public.change_category(:e, story.category('0101'));
select is((story.incident(:e)).arrival_due_at, null, 'under another category there is no such clock');

-- A place is corrected, by whom and as an event.
select tests.as('worker');
select story.reported('0101', '2026-03-02 09:00') as g \gset
select tests.as_owner();
delete from public.memberships where user_id = tests.user_id('worker') and role = 'dispatcher';
select tests.as('worker');
select lives_ok(format('select public.correct_place(%s, 113.006, 35.005, ''乙路'')', :g), 'until it is filed, by whoever handles it');
select is(story.history_of(:g, 'place') -> 'detail' -> 'fromPlace' ->> 'address', '甲路 1 号', 'the history keeps where it was said to be');
select tests.as('dispatcher');
select from story.moved(:g, array['accepted|2026-03-02 09:05', 'filed|2026-03-02 09:10']);
select tests.as('worker');
select throws_ok(format('select public.correct_place(%s, 113.002, 35.005, null, ''x'')', :g), 'P0001', 'not-allowed', 'afterwards by a checker');
select tests.as('dispatcher');
select throws_ok(format('select public.correct_place(%s, 113.002, 35.005)', :g), 'P0001', 'note-required', 'who says why');
select public.incident_changes(tests.area_id('990201001001')) ->> 'cursor' as seen \gset
select lives_ok(format('select public.correct_place(%s, 113.015, 35.005, null, ''在东社区'')', :g), 'into the next community too');
select is((story.incident(:g)).community_id, tests.area_id('990201001002'), 'which then has it');
select tests.as('worker');
select is(public.incident_changes(tests.area_id('990201001001'), :seen) -> 'gone', jsonb_build_array(:g), 'and whoever had it is told');

-- Words about a person.
select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 09:00') as h \gset
select public.note_incident(:h, '张三说门口有人，张三电话已记');
select is(public.redact_incident(:h, '张三') -> 'places', '1', 'words are blacked out where they stand');
select is(story.history_of(:h, 'note') ->> 'note', '██说门口有人，██电话已记', 'each time, in the history too');
select is(public.redact_incident(:h, '门口') -> 'places', '2', 'and in what was reported');
select is((story.incident(:h)).description, '██', 'which is black then');
select tests.as_owner();
select is_empty(format($$ select from public.incident_events e where e.incident_id = %s and e::text ~ '张三' $$, :h), 'they are gone');
select throws_ok(format('update public.incident_events set note = ''x'' where incident_id = %s', :h), 'P0001', 'append-only', 'and nothing else of a history can be changed');
select tests.as('dispatcher');
select throws_ok(format('select public.redact_incident(%s, ''李四'')', :h), 'P0001', 'words-not-found', 'what is not there is not said to be gone');
select throws_ok(format('select public.redact_incident(%s, ''有人'', ''有人要求'')', :h), 'P0001', 'note-repeats-words', 'and the reason does not repeat it');

select finish();
rollback;
