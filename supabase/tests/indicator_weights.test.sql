-- An administrator lays down how much each rate counts in the assessment: all at once, and nobody else.
begin;
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(16);
select tests.area_id('990201') as district \gset
create function story.weights() returns jsonb language sql as $$
  select public.assessment(tests.area_id('990201'), 'community', '2026-03-01', '2026-03-31') -> 'weights' $$;
create function story.score(code text) returns numeric language sql as $$
  select (u ->> 'score')::numeric from jsonb_array_elements(public.assessment(tests.area_id('990201'), 'community', '2026-03-01', '2026-03-31') -> 'units') u where u ->> 'code' = score.code $$;
create function story.refusal(weights text) returns text language plpgsql as $$
declare
  said text;
begin
  perform public.save_assessment_weights(tests.area_id('990201'), story.weights(), refusal.weights::jsonb);
  return null;
exception when raise_exception then
  get stacked diagnostics said = message_text;
  return said;
end $$;
grant execute on all functions in schema story to authenticated;
-- Of four cases that were due in March three were closed in time; of those that were closed half came again.
select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, filed_at, resolved_at, closed_at, due_at, clock_due_at)
select :district, 'w' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'closed', '2026-03-02 09:00+08', '2026-03-02 09:00+08',
  '2026-03-02 10:00+08'::timestamptz + case when n = 4 then interval '9 days' else interval '0' end, '2026-03-02 10:00+08'::timestamptz + case when n = 4 then interval '9 days' else interval '0' end,
  '2026-03-04 18:00+08', '2026-03-04 18:00+08' from generate_series(1, 4) n;

select tests.as('admin');
select is(story.weights(), '{"onTimeClosure": 30, "onTimeHandling": 20, "response": 20, "satisfaction": 15, "recurrence": 15}', 'as districts begin');
select lives_ok(format($$ select public.save_assessment_weights(%s, story.weights(), '{"onTimeClosure": 62.5}') $$, :district), 'one rate alone');
select is(story.weights(), '{"onTimeClosure": 62.5}', 'as it was laid down');
select is(story.score('990201001001'), 75.0, 'and the score is that rate');
select is((select count(*) from public.assessment_weights), 1::bigint, 'anybody of the district reads it');
select is(story.refusal('{"onTimeClosure": 0}'), 'weight-wrong', 'nothing counts for nothing');
select is(story.refusal('{"onTimeClosure": 100.5}'), 'weight-wrong', 'or for more than all');
select is(story.refusal('{"onTimeClosure": 1.005}'), 'weight-wrong', 'or in thousandths');
select is(story.refusal('{"onTimeClosure": "50"}'), 'weight-wrong', 'weights are numbers');
select is(story.refusal('[]'), 'weight-wrong', 'by rate');
select is(story.refusal('{"cameIn": 50}'), 'indicator-unknown', 'of rates only');
select is(story.refusal('{"postsFilled": 50}'), 'indicator-unknown', 'of cases, which have a period');
select is(story.weights(), '{"onTimeClosure": 62.5}', 'and what was refused changed nothing');
select throws_ok(format($$ select public.save_assessment_weights(%s, '{"onTimeClosure": 30}', '{"response": 20}') $$, :district), 'P0001', 'changed-since', 'nor does what was written over other weights');
select lives_ok(format($$ select public.save_assessment_weights(%s, story.weights(), '{}') $$, :district), 'none');
select is(story.weights() -> 'onTimeClosure', '30', 'is as districts begin');
select * from finish();
rollback;
