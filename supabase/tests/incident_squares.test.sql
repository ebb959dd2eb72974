-- Where incidents were reported, for the planner: counted by small squares, as far as one may read them.
begin;
\ir incidents_fixture.sql
select plan(6);

select tests.as('dispatcher');
select lives_ok($$ select story.reported('0101', '2026-03-02 10:00', 113.002) from generate_series(1, 3) $$, 'three cases at one place');
select lives_ok($$ select story.reported('0101', '2026-03-02 10:00', 113.0031) $$, 'one beside it');
select lives_ok($$ select story.reported('0101', '2024-03-02 10:00', 113.0041) $$, 'one long ago');

select tests.as('planner');
select is((public.incident_squares(tests.area_id('990201'), '2025-11-01') -> 'incidents') @> '[3, 1]'
    and jsonb_array_length(public.incident_squares(tests.area_id('990201'), '2025-11-01') -> 'incidents') = 2, true,
  'a planner gets one entry for each square, since the moment');
select tests.as('elsewhere');
select is(public.incident_squares(tests.area_id('990201'), '2025-11-01') -> 'incidents', '[]'::jsonb,
  'somebody of another community sees none of them');
select tests.as('stranger');
select is(public.incident_squares(tests.area_id('990201'), '2025-11-01') -> 'incidents', '[]'::jsonb, 'nor does a stranger');

select * from finish();
rollback;
