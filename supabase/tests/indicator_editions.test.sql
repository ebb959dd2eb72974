-- What was published stays as it was; a correction is a new edition that says why and what changed.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(25);

select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 08:30') as one \gset
select story.reported('0201', '2026-03-03 08:30') as two \gset
select from story.moved(:one, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'resolved|2026-03-02 10:50', 'closed|2026-03-02 11:00']);
select tests.area_id('990201') as district \gset

-- One of the two is a department's.
select tests.as_owner();
insert into public.departments (district_id, name, name_en) values (:district, '城管局', 'City management');
update public.incidents set department_id = (select d.id from public.departments d where d.district_id = :district and d.name = '城管局') where id = :one;
select tests.as('dispatcher');
select throws_ok(format('select public.publish_bulletin(%s, %L, %L)', :district, '2026-03-01', '2026-03-31'), 'P0001', 'not-allowed', 'a dispatcher does not publish');
select tests.as_owner();
select tests.as('admin');
select is(public.bulletin(:district, '2026-03-01', '2026-03-31') #>> '{content,total,cameIn,0}', '2', 'two came in');
select is(public.bulletin(:district, '2026-03-01', '2026-03-31') #>> '{content,total,onTimeClosure,0}', '1', 'one was closed in time');
select is(jsonb_array_length(public.bulletin(:district, '2026-03-01', '2026-03-31') #> '{content,class}'), 2, 'of two classes');
select is((select jsonb_agg(jsonb_build_array(d ->> 'name', d #> '{values,cameIn,0}') order by d #> '{values,cameIn,0}' desc)
  from jsonb_array_elements(public.bulletin(:district, '2026-03-01', '2026-03-31') #> '{content,department}') d), '[["城管局", 1]]', 'one of a department, the other of none');
select throws_ok(format('select public.publish_bulletin(%s, (now() at time zone ''Asia/Shanghai'')::date - 3, (now() at time zone ''Asia/Shanghai'')::date)', :district), 'P0001', 'period-not-over', 'what is not over is not published');
select is(public.publish_bulletin(:district, '2026-03-01', '2026-03-31'), '{"edition": 1, "changed": 0}'::jsonb, 'the first edition needs no reason');
select throws_ok(format('select public.publish_bulletin(%s, %L, %L)', :district, '2026-03-01', '2026-03-31'), 'P0001', 'nothing-to-correct', 'the same again is no edition');
select tests.as_owner();
select tests.as('dispatcher');
select from story.moved(:two, array['rejected|2026-03-04 09:00']);
select story.reported('0201', '2026-03-20 08:30') as three \gset
select tests.as_owner();
select tests.as('admin');
select is(public.bulletin(:district, '2026-03-01', '2026-03-31') #>> '{published,content,total,cameIn,0}', '2', 'what was published stays');
select throws_ok(format('select public.publish_bulletin(%s, %L, %L)', :district, '2026-03-01', '2026-03-31'), 'P0001', 'reason-required', 'a correction says why');
select is(public.publish_bulletin(:district, '2026-03-01', '2026-03-31', '补录一件') ->> 'edition', '2', 'and is the second edition');
select is((select c ->> 'was' || ' ' || (c ->> 'is') from jsonb_array_elements(public.bulletin(:district, '2026-03-01', '2026-03-31') #> '{editions,0,changed}') c
  where c ->> 'path' = 'total cameIn'), '[2, null] [3, null]', 'with what changed');
select tests.as_owner();
select throws_ok('update public.figure_editions set reason = ''x''', 'P0001', 'append-only', 'nobody alters an edition');

-- An edition from before departments were told: what it did not tell is no correction.
alter table public.figure_editions disable trigger user;
update public.figure_editions set content = content - 'department' where edition = 2;
alter table public.figure_editions enable trigger user;
select tests.as('admin');
select throws_ok(format('select public.publish_bulletin(%s, %L, %L)', :district, '2026-03-01', '2026-03-31'), 'P0001', 'nothing-to-correct', 'that it has no departments corrects nothing');
select is(public.bulletin(:district, '2026-03-01', '2026-03-31') #> '{published,content,department}', null, 'and it stays as it was');
select tests.as_owner();

-- An assessment is kept by the same way, apart from the bulletin of its days, and each kind of unit apart from the others.
create function story.assessed(unit text) returns jsonb language sql as $$ select public.assessment(tests.area_id('990201'), unit, '2026-03-01', '2026-03-31') $$;
create function story.publish(unit text, reason text default '') returns jsonb language sql as $$
  select public.publish_assessment(tests.area_id('990201'), unit, '2026-03-01', '2026-03-31', reason) $$;
create function story.score(of jsonb) returns jsonb language sql as $$ select jsonb_path_query_array(of, '$.units[*].score') $$;
grant execute on all functions in schema story to authenticated;
select tests.as('dispatcher');
select throws_ok('select story.publish(''community'')', 'P0001', 'not-allowed', 'a dispatcher publishes no assessment');
select tests.as_owner();
select tests.as('admin');
select throws_ok('select story.publish(''grid'')', 'P0001', 'unit-unknown', 'grids are not assessed');
select is(story.assessed('community') -> 'published', 'null'::jsonb, 'the bulletin of the days is no assessment of them');
select is(story.publish('community'), '{"edition": 1, "changed": 0}'::jsonb, 'the first edition needs no reason');
select throws_ok('select story.publish(''community'', ''x'')', 'P0001', 'nothing-to-correct', 'the same again is no edition');
select is(story.assessed('street') -> 'published', 'null'::jsonb, 'that of streets is another one');
select story.assessed('community') as before \gset
-- Weights that change later change what is counted now, and nothing of what was published.
select public.save_assessment_weights(:district, :'before'::jsonb -> 'weights', '{"closureRate": 10}');
select is(jsonb_build_array(story.score(now), story.score(now #> '{published,content}'), now #> '{published,content,weights}'),
  jsonb_build_array(story.score(now), story.score(:'before'), :'before'::jsonb -> 'weights'), 'what was published stays, weights and scores')
  from story.assessed('community') now where story.score(now) <> story.score(:'before');
select throws_ok('select story.publish(''community'')', 'P0001', 'reason-required', 'a correction says why');
select is(story.publish('community', '权重有误') ->> 'edition', '2', 'and is the second edition');
select is((select c ->> 'is' from jsonb_array_elements(story.assessed('community') #> '{editions,0,changed}') c where c ->> 'path' = 'weights closureRate'), '10.00', 'with what changed');
select tests.as_owner();

select * from finish();
rollback;
