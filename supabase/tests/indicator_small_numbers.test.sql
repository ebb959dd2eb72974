-- Welfare and mediation: who does not handle them gets rounded cells, whatever is added or subtracted.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(61);

select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
select tests.area_id('990201'), 'small' || n, story.category(case when n % 3 = 0 then '0101' when n % 3 = 1 then '1001' else '1101' end),
  tests.area_id(case when n % 7 = 0 then '990201001002' else '990201001001' end), story.place(case when n % 7 = 0 then 113.015 else 113.002 end), 'closed',
  '2026-01-01'::timestamptz + n * interval '31 hours' from generate_series(1, 80) n;

create function story.cell(unit text, first_day date, last_day date, options jsonb default '{}') returns table (code text, n numeric) language sql as $$
  select u ->> 'code', coalesce((u #>> '{values,cameIn,0}')::numeric, 0)
  from jsonb_array_elements(public.indicator_table(tests.area_id('990201'), '{cameIn}', unit, first_day, last_day, options) -> 'units') u
$$;
create function story.sum(unit text, first_day date, last_day date, options jsonb default '{}') returns numeric language sql as $$
  select coalesce(sum(c.n), 0) from story.cell(unit, first_day, last_day, options) c
$$;
select tests.as('dispatcher');
select is(story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), 54::numeric, 'who handles them counts them');
select tests.as_owner();
select tests.as('viewer');
select is_empty($$ select m.m, c.code, c.n from generate_series(1, 4) m (m), unnest('{10,11}'::text[]) k,
  story.cell('community', make_date(2026, m.m, 1), (make_date(2026, m.m, 1) + interval '1 month - 1 day')::date, jsonb_build_object('categories', jsonb_build_array(k))) c where c.n % 5 <> 0 $$,
  'a viewer gets multiples of five of every month, community and class');
select is(story.sum('community', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), 'communities add up to the district');
select is(story.sum('class', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), 'and classes');
select is(story.sum('district', '2026-01-01', '2026-02-13', '{"categories":["10"]}') + story.sum('district', '2026-02-14', '2026-04-30', '{"categories":["10"]}'),
  story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["10"]}'), 'and periods, wherever they are cut');
select is(story.sum('district', '2026-01-01', '2026-04-30') - story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["01"]}'),
  story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), 'a total less the other classes gives the same cells');
select is(story.sum('grid', '2026-01-01', '2026-04-30', '{"categories":["10","11"]}'), 0::numeric, 'by grid there are none');
select is(story.sum('district', '2026-01-01', '2026-04-30', '{"categories":["01"]}'), 26::numeric, 'other classes are counted exactly');
select is(jsonb_array_length(public.indicator_rows(tests.area_id('990201'), 'cameIn', 'district', '', '2026-01-01', '2026-04-30', 'numerator') -> 'incidents'), 26, 'and only their cases are shown');
select tests.as_owner();
select is((select count(*) from generate_series(1, 9) n cross join generate_series(1, 200) k where abs(private.rounded(n, 'cell' || k) - n) >= 5), 0::bigint, 'no cell moves by five or more');
-- Every unit answers, every indicator.
select tests.as('admin');
select lives_ok(format('select public.indicator_table(%1$s, array(select d.code from public.indicator_definitions d where d.basis <> ''standing'' or %2$L in (''district'', ''street'', ''community'', ''grid'')), %2$L, %3$L, %4$L)', tests.area_id('990201'), unit, '2026-01-01', '2026-04-30'), 'by ' || unit)
from unnest('{district,street,community,grid,compound,class,category,hour,weekday,source,department}'::text[]) unit;
select lives_ok(format('select public.indicator_rows(%s, %L, %L, %L, %L, %L, %L)', tests.area_id('990201'), indicator, unit, '1', '2026-01-01', '2026-04-30', 'rest'), indicator || ' by ' || unit)
from unnest('{district,street,community,grid,compound,class,category,hour,weekday,source,department}'::text[]) unit, unnest('{onTimeClosure,overdueShare,reworkRate}'::text[]) indicator;
select lives_ok(format('select public.assessment(%s, %L, %L, %L)', tests.area_id('990201'), unit, '2026-01-01', '2026-01-31'), 'assessed by ' || unit) from unnest('{street,community,department}'::text[]) unit;
select lives_ok(format('select public.integrity_signs(%s, %L, %L)', tests.area_id('990201'), '2026-01-01', '2026-04-30'), 'signs');
select lives_ok(format('select public.sign_rows(%s, %L, %s, %L, %L)', tests.area_id('990201'), 'unasked', tests.area_id('990201001001'), '2026-01-01', '2026-04-30'), 'their cases');
select lives_ok(format('select public.late_cases(%s)', tests.area_id('990201')), 'what is late');
select lives_ok(format('select public.comparable_periods(%s, %L, %L)', tests.area_id('990201'), '2026-02-01', '2026-02-28'), 'what it is compared with');

select * from finish();
rollback;
