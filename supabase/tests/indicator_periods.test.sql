-- What a period is compared with: nothing that the district's data do not hold whole.
begin;
\ir incidents_fixture.sql
select plan(12);

create function story.compared(first_day date, last_day date) returns jsonb language sql as $$
  select public.comparable_periods(tests.area_id('990201'), first_day, last_day)
$$;

select tests.as_owner();
-- Ten cases a month from 5 June 2025 to June 2026, and one that an import brought from 2015.
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
select tests.area_id('990201'), 'period' || m || '-' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'reported'::public.incident_state,
  '2025-06-05 04:00:00+00'::timestamptz + make_interval(months => m, days => n * 2)
from generate_series(0, 12) m, generate_series(0, 9) n
union all select tests.area_id('990201'), 'long ago', story.category('0101'), tests.area_id('990201001001'), story.place(113.002), 'reported'::public.incident_state, '2015-03-01 04:00:00+00';
set constraints all immediate;
select is(private.data_begin(tests.area_id('990201')), '2025-06-05'::date, 'data begin with the first of the months that go on, not with a case of long before');
select tests.as('viewer');
select is(story.compared('2026-05-04', '2026-05-31') -> 'year', 'null', 'a year ago there were no data');
select isnt(story.compared('2026-05-04', '2026-05-31') -> 'last', 'null', 'the weeks before had');
select is(story.compared('2025-06-09', '2025-06-22') -> 'last', 'null', 'a period in which data begin is not compared with');
select is(story.compared('2026-05-11', '2026-05-24') -> 'year', 'null', 'nor is one of before');
select is(story.compared('2026-07-06', '2026-07-12') #>> '{year,firstDay}' >= '2025-06-05', true, 'one that the data hold is');
select is((select count(*) from jsonb_array_elements(public.assessment(tests.area_id('990201'), 'community', '2025-08-01', '2025-08-31') -> 'units') u,
  jsonb_array_elements(u -> 'trend') with ordinality t (score, n) where t.n < 4 and t.score <> 'null'), 0::bigint, 'an assessment has no scores of periods before');
select tests.as_owner();
delete from public.incidents where district_id = tests.area_id('990201');
set constraints all immediate;
select tests.as('viewer');
select is(row(story.compared('2026-05-04', '2026-05-31') -> 'last', story.compared('2026-05-04', '2026-05-31') -> 'year'), row('null'::jsonb, 'null'::jsonb), 'without data there is nothing to compare with');

-- The trend of an assessment goes back by the calendar where its period is whole months.
select tests.as_owner();
create function story.before(since date, until date, back integer) returns text language sql as $$
  select first_day || ' ' || last_day from private.period_before(since, until, back) $$;
select is(story.before('2026-03-01', '2026-03-31', 1) || ' ' || story.before('2026-03-01', '2026-03-31', 4), '2026-02-01 2026-02-28 2025-11-01 2025-11-30', 'months before a month');
select is(story.before('2026-01-01', '2026-03-31', 1) || ' ' || story.before('2026-01-01', '2026-03-31', 5), '2025-10-01 2025-12-31 2024-10-01 2024-12-31', 'quarters before a quarter');
select is(story.before('2028-01-01', '2028-12-31', 1) || ' ' || story.before('2027-01-01', '2027-12-31', 2), '2027-01-01 2027-12-31 2025-01-01 2025-12-31', 'years before a year, whatever days they have');
select is(story.before('2026-03-02', '2026-03-08', 1) || ' ' || story.before('2026-03-02', '2026-03-08', 0), '2026-02-23 2026-03-01 2026-03-02 2026-03-08', 'as many days before a week');

select finish();
rollback;
