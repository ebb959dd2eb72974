-- The figures of a wall against cases counted by hand.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(24);

create function story.figures() returns jsonb language sql as $$
  select public.wall_statistics(tests.area_id('990201'), 30)
$$;
create function story.on_time(first text, last text) returns text language sql security definer as $$
  select format('%s/%s', f ->> 'numerator', f ->> 'denominator')
  from private.on_time_closure(jsonb_build_object('district', tests.area_id('990201'), 'isWhole', true, 'handlesAll', true, 'zone', 'Asia/Shanghai',
      'seen', jsonb_build_array(tests.area_id('990201001001'), tests.area_id('990201001002'))),
    first::timestamp::date, last::timestamp::date - 1) f
$$;
create function story.rate(name text) returns text language sql as $$
  select format('%s/%s', story.figures() -> name ->> 'numerator', story.figures() -> name ->> 'denominator')
$$;

-- A grid needs a manager and two assistants; the shared officer does not count. The first gets what it lacks, the second
-- stays without a manager.
create function story.staffed(assistants integer) returns void language sql security definer as $$
  insert into public.people (district_id, name, source_id)
  select tests.area_id('990201'), '协管' || n, '协管' || n from generate_series(1, assistants) n on conflict do nothing;
  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  select g.district_id, story.person('协管' || n), post.id, g.id, '2020-01-01'
  from generate_series(1, assistants) n, public.grids g, public.scheme_posts post join public.schemes s on s.id = post.scheme_id
  where g.code = '990201001001001' and post.code = 'assistant' and s.code = 'halves' on conflict do nothing;
$$;
select tests.as_owner();
delete from public.assignments a using public.scheme_posts post where post.id = a.post_id and post.code = 'assistant';
select story.staffed(1);
select tests.as('viewer');
select is(story.rate('postsFilled'), '0/2', 'one of two assistants does not fill a grid');
select tests.as_owner();
select story.staffed(2);
select tests.as('viewer');
select is(story.rate('postsFilled'), '1/2', 'grids with every exclusive post filled, of all grids with such posts');

-- Of 450 households 5 + 120 + 180 were called on in the period: no more than there are in a building, each visit added, an
-- older one left out. Of the first building one door of a hundred is
-- not the whole building; a building nobody called on counts with none.
select tests.as_owner();
insert into public.buildings (district_id, community_id, source_id, households, position)
select tests.area_id('990201'), tests.area_id('990201001001'), n::text, n, story.place(113.001) from unnest(array[50, 100, 120, 180]) n;
insert into public.visits (district_id, building_id, visited_on, households)
select b.district_id, b.id, private.local_date(b.district_id, now()) - v.ago, v.households
from (values ('100', 1, 5), ('100', 40, 90), ('120', 1, 70), ('120', 2, 70), ('180', 3, 180)) v (source, ago, households)
join public.buildings b on b.source_id = v.source and b.district_id = tests.area_id('990201');
select tests.as('viewer');
select is(story.rate('visitCoverage'), '305/450', 'households called on in the period, no more than a building has, of all households');

-- Assigned is not on duty.
select tests.as_owner();
update public.people set on_duty = false where name = '协管2';
select tests.as('viewer');
select is(story.rate('postsFilled') || ' ' || story.rate('onDuty'), '1/2 0/2', 'a grid one of whose people is off duty has its posts assigned, but is not on duty');

-- The registry counts them alike, also on the day on which an assignment ends.
select tests.as_owner();
create function story.registry(indicator text, unit text default 'district') returns text language sql as $$
  select format('%s/%s', sum((u #>> array['values', indicator, '0'])::numeric), sum((u #>> array['values', indicator, '1'])::numeric))
  from jsonb_array_elements(public.indicator_table(tests.area_id('990201'), array[indicator], unit, private.local_date(tests.area_id('990201'), now()),
    private.local_date(tests.area_id('990201'), now())) -> 'units') u
$$;
select tests.as('viewer');
select is(story.registry('postsFilled') || ' ' || story.registry('onDuty') || ' ' || story.registry('onDuty', 'community'), '1/2 0/2 0/2', 'as the registry counts them, by district and by community');
select tests.as_owner();
update public.assignments a set until = private.local_date(a.district_id, now()) from public.people p where p.id = a.person_id and p.name = '协管1';
select tests.as('viewer');
select is(story.rate('postsFilled') || ' ' || story.registry('postsFilled'), '0/2 0/2', 'who served until today serves no more');

-- Rubbish is due 4 working hours after filing. Monday 2 March 2026 is an ordinary working day.
select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 08:30') as in_time \gset
select story.reported('0101', '2026-03-02 08:30') as late \gset
select story.reported('0101', '2026-03-02 08:30') as unfinished \gset
select story.reported('0101', '2026-03-02 08:30') as refused \gset
select from story.moved(:in_time, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'resolved|2026-03-02 09:30', 'closed|2026-03-02 10:00']);
select from story.moved(:late, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50', 'dispatched|2026-03-02 09:00',
  'in_progress|2026-03-02 09:10', 'resolved|2026-03-04 09:30', 'closed|2026-03-04 10:00']);
select from story.moved(:unfinished, array['accepted|2026-03-02 08:40', 'filed|2026-03-02 08:50']);
select from story.moved(:refused, array['rejected|2026-03-02 08:40']);
select is(story.on_time('2026-03-02 00:00', '2026-03-03 00:00'), '1/3', 'due in the period: one closed in time, one late, one open');
select is(story.on_time('2026-03-03 00:00', '2026-03-05 00:00'), '0/1', 'closed in the period, though due before it');
select is(story.on_time('2026-03-05 00:00', '2026-03-06 00:00'), '0/0', 'nothing due, nothing closed');

-- A late case that is reopened and then handled within an hour was late all the same.
select from story.moved(:late, array['filed|2026-03-10 08:50', 'dispatched|2026-03-10 09:00', 'in_progress|2026-03-10 09:10',
  'resolved|2026-03-10 09:30', 'closed|2026-03-10 10:00']);
select is(story.on_time('2026-03-10 00:00', '2026-03-11 00:00'), '0/1', 'closed again quickly: late once is late');
select is(story.on_time('2026-03-02 00:00', '2026-03-03 00:00'), '1/3', 'and the period in which it was due still has it');

-- A category without a limit cannot be late.
select tests.as_owner();
insert into public.categories (district_id, code, name, name_en) values (tests.area_id('990201'), '9999', '无期限', 'No limit');
create function story.unlimited() returns bigint language sql security definer as $$
  select i.id from private.report_incident(gen_random_uuid(), story.place(113.002),
    (select c.id from public.categories c where c.code = '9999'), '', '', false, null, 'desk', story.local('2026-03-12 08:30')) i
$$;
select tests.as('dispatcher');
select story.unlimited() as unlimited \gset
select from story.moved(:unlimited, array['accepted|2026-03-12 08:40', 'filed|2026-03-12 08:50', 'dispatched|2026-03-12 09:00',
  'in_progress|2026-03-12 09:10', 'resolved|2026-03-12 09:30', 'closed|2026-03-12 10:00']);
select is(story.on_time('2026-03-12 00:00', '2026-03-13 00:00'), '1/1', 'a category without a limit is on time when it is closed');

-- Today: two reported in the west, one of them urgent, and one in the east.
select tests.as('dispatcher');
select story.reported('0101', to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'));
select story.reported('1001', to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'));
select story.reported('0101', to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'), 113.015);
select is(jsonb_array_length(story.figures() -> 'byDay'), 30, 'thirty days, those without incidents included');
select is(story.figures() -> 'byDay' -> 29 ->> 'cases', '3', 'the last of them is today');
select is((select sum((day ->> 'cases')::integer) from jsonb_array_elements(story.figures() -> 'byDay') day), 3::bigint, 'days before are not counted here');
select is(story.figures() ->> 'reportedToday', '3', 'reported today, to the moment');
select is(story.figures() -> 'reportedSameTimeLastWeek', 'null', 'and a week ago there were no data');
select is(story.figures() -> 'open' ->> 'total', '4', 'open: three of today and the unfinished one');
select is(story.figures() -> 'open' ->> 'overdue', '1', 'of which one is overdue');
select is(story.figures() -> 'open' ->> 'unaccepted', '3', 'and three wait to be accepted');
select is(
  (select string_agg(format('%s:%s', class ->> 'code', class ->> 'cases'), ' ') from jsonb_array_elements(story.figures() -> 'byClass') class),
  '01:2 10:1', 'by class, cases that stand at their grid included');
select is(
  (select string_agg(format('%s:%s:%s', c ->> 'code', c ->> 'cases', c ->> 'overdue'), ' ') from jsonb_array_elements(story.figures() -> 'byCommunity') c),
  '990201001001:2:1 990201001002:1:0', 'by community, reported and overdue');

-- Who may ask, and about what.
select tests.as('worker');
select is(story.figures() ->> 'reportedToday', '2', 'a worker''s figures are those of their own community');
select tests.as('stranger');
select throws_ok('select story.figures()', 'P0001', 'not-allowed', 'a stranger has no figures');

select * from finish();
rollback;
