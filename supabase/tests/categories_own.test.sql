-- A district's own categories and calendar: another name, a split, a retirement never take the name off the cases there are, and a
-- holiday moves exactly the deadlines that are open.
begin;
\ir incidents_fixture.sql
select plan(35);

select is_empty($$ select c.code from public.categories c where c.district_id is null and length(c.code) = 4
  and (not exists (select from public.category_deadlines d where d.category_id = c.id and d.clock = 'handling')
    or not exists (select from public.categories class where class.district_id is null and class.code = left(c.code, 2) and class.grid_only = c.grid_only)) $$,
  'every category that districts begin with has a time for handling and a class that is shown as it is');

select tests.as('dispatcher');
select story.reported('0101', '2026-11-20 16:00') as old_case \gset
select story.reported('0101', '2026-11-20 15:00') as open_case \gset
select from story.moved(:old_case, array['accepted|2026-11-20 16:10', 'filed|2026-11-20 16:20', 'dispatched|2026-11-20 16:30',
  'in_progress|2026-11-20 16:40', 'resolved|2026-11-20 17:00', 'closed|2026-11-20 17:10']);
select from story.moved(:open_case, array['accepted|2026-11-20 15:10', 'filed|2026-11-20 15:20', 'dispatched|2026-11-20 15:30']);
select tests.as_owner();
select tests.area_id('990201') as district \gset
create function story.own(code text) returns public.categories language sql as $$
  select c from public.categories c where c.district_id = tests.area_id('990201') and c.code = own.code and c.valid_until is null
$$;
create function story.reported_as(category bigint, moment text) returns bigint language sql security definer as $$
  select i.id from private.report_incident(gen_random_uuid(), story.place(113.002), category, '门口', '甲路', false, null, 'desk', story.local(moment)) i
$$;
create function story.name_of(incident bigint) returns text language sql as $$
  select c.name from public.incidents i join public.categories c on c.id = i.category_id where i.id = incident
$$;

select tests.as('admin');
select throws_ok(format($$ select public.save_category(%s, %s, '{"name": " "}') $$, :district, story.category('0101')), 'P0001', 'name-missing', 'a category has a name');
select throws_ok(format($$ select public.save_category(%s, null, '{"name": "x", "code": "01A1"}') $$, :district), 'P0001', 'code-malformed', 'and a code of digits');
select throws_ok(format($$ select public.save_category(%s, null, '{"name": "x", "code": "7701"}') $$, :district), 'P0001', 'class-unknown', 'of a class that there is');
select throws_ok(format($$ select public.save_category(%s, null, '{"name": "x", "code": "0102"}') $$, :district), 'P0001', 'code-taken', 'that nobody has');
select throws_ok(format($$ select public.save_category(%s, %s, '{"name": "x", "deadlines": [{"clock": "handling", "amount": -1, "unit": "working_days"}]}') $$,
  :district, story.category('0101')), 'P0001', 'deadline-wrong', 'a deadline is a time');
select throws_ok(format($$ select public.save_category(%s, %s, '{"name": "x", "approvedSince": "2026-05-01", "approvedUntil": "2026-04-01"}') $$,
  :district, story.category('0101')), 'P0001', 'dates-reversed', 'an approval ends after it began');
select is((select count(*) from public.categories where district_id = :district), 0::bigint, 'nothing was written by what was refused');

select public.save_category(:district, story.category('0101'), '{"name": "生活垃圾", "approvedBy": "区城管委", "approval": "〔2026〕3 号", "approvedSince": "2026-01-01",
  "deadlines": [{"clock": "acceptance", "amount": 1, "unit": "working_hours"}, {"clock": "handling", "amount": 2, "unit": "working_days"}]}') as own_id \gset
select tests.as_owner();
select is((story.own('0101')).name, '生活垃圾', 'the district calls it otherwise');
select is((story.own('0101')).approved_by, '区城管委', 'and says who put it on the list');
select is(story.name_of(:old_case), '暴露垃圾', 'the case of before keeps its name');
select is(story.name_of(:open_case), '暴露垃圾', 'the open one too');
select is((select count(*) from public.categories c where c.district_id = :district), (select count(*) from public.categories where district_id is null),
  'its own copy has every category');
select is((select count(*) from public.category_deadlines d join public.categories c on c.id = d.category_id where c.district_id = :district and c.code <> '0101'),
  (select count(*) from public.category_deadlines d join public.categories c on c.id = d.category_id where c.district_id is null and c.code <> '0101'),
  'with every deadline');

select tests.as('dispatcher');
select throws_ok($$ select story.reported('0101', '2026-11-20 16:00') $$, 'P0001', 'category-unknown', 'a new case has the new one');
select story.reported_as(:own_id, '2026-11-20 14:00') as new_case \gset
select tests.as('admin');
select public.save_category(:district, :own_id, '{"name": "垃圾暴露", "deadlines": [{"clock": "handling", "amount": 3, "unit": "working_days"}]}') as next_id \gset
select isnt(:next_id::bigint, :own_id::bigint, 'what has a case is not renamed, another takes its place');
select tests.as_owner();
select is(story.name_of(:new_case), '生活垃圾', 'so that its case keeps the name under which it was reported');
select is((select c.valid_until is not null and c.retired from public.categories c where c.id = :own_id), true, 'the former one is retired');
select throws_ok(format($$ update public.categories set name = 'x' where id = %s $$, :own_id), 'P0001', 'category-has-cases', 'whoever writes');
select tests.as('admin');
select is(public.save_category(:district, :next_id, '{"name": "垃圾", "deadlines": []}'), :next_id::bigint, 'without a case it is the same row');
select throws_ok(format($$ select public.save_category(%s, %s, '{"name": "x"}') $$, :district, :own_id), 'P0001', 'changed-since', 'who read the former one is told');
select public.split_category(:district, :next_id, '[{"code": "0106", "name": "散落垃圾"}, {"code": "0107", "name": "堆积垃圾"}]') as parts \gset
select is(jsonb_array_length(:'parts'), 2, 'one becomes two');
select is((select e ->> 'retired' from jsonb_array_elements(public.category_list(:district)) e where (e ->> 'id')::bigint = :next_id), 'true', 'it is off the list');
select throws_ok(format($$ select public.split_category(%s, %s, '[{"code": "0106", "name": "x"}, {"code": "0109", "name": "y"}]') $$, :district, (story.own('0102')).id),
  'P0001', 'code-taken', 'a code has one category');
select public.retire_category(:district, (story.own('02')).id, true);
select is((select count(*) from public.categories c where c.district_id = :district and c.code like '02%' and not c.retired), 0::bigint, 'a class goes with all in it');
select throws_ok(format($$ select public.retire_category(%s, %s, false) $$, :district, (story.own('0201')).id), 'P0001', 'class-retired', 'which come back after it');
select is((select string_agg(distinct e ->> 'name', ',' order by e ->> 'name') from jsonb_array_elements(public.category_list(:district)) e where (e ->> 'cases')::integer > 0),
  '暴露垃圾,生活垃圾', 'the list has every name that cases have');

-- The calendar.
select tests.as_owner();
create table story.before as select id, due_at, clock_due_at, deadline_at from public.incidents where district_id = :district;
select tests.as('admin');
select public.calendar_year(:district, 2026) ->> 'stamp' as stamp \gset
select (select jsonb_agg(jsonb_build_object('day', d ->> 'day', 'worked', d -> 'worked', 'name', d ->> 'name')) from jsonb_array_elements(public.calendar_year(:district, 2026) -> 'days') d)
  || '[{"day": "2026-11-23", "worked": false, "name": "停工"}]' as days \gset
select throws_ok(format($$ select public.save_calendar_year(%s, 2026, %L, '{"days": [{"day": "2026-02-30", "worked": false}]}') $$, :district, :'stamp'),
  'P0001', 'calendar-day-wrong', 'a day that there is not is refused');
select public.save_calendar_year(:district, 2026, :'stamp', jsonb_build_object('days', :'days'::jsonb), true) ->> 'moved' as foreseen \gset
select tests.as_owner();
select is_empty($$ select id, due_at, clock_due_at, deadline_at from public.incidents where district_id = tests.area_id('990201') except select * from story.before $$,
  'asking what would move moves nothing');
select tests.as('admin');
select public.save_calendar_year(:district, 2026, :'stamp', jsonb_build_object('days', :'days'::jsonb)) ->> 'moved' as moved \gset
select is(:'moved'::text, :'foreseen'::text, 'as many move as was foreseen');
select tests.as_owner();
select is((select (i.due_at, i.clock_due_at) from public.incidents i where i.id = :old_case), (select (b.due_at, b.clock_due_at) from story.before b where b.id = :old_case), 'a closed case keeps its deadlines');
select is_empty($$
  select i.id from public.incidents i
  join private.open_deadlines(private.calendar_of(tests.area_id('990201'))) plain on plain.id = i.id and plain.district_id = i.district_id
  where (i.due_at, i.clock_due_at) is distinct from (plain.due_at, plain.clock_due_at)
$$, 'every open one is where a plain computation has it');
select is((select count(*)::text from public.incidents i join story.before b on b.id = i.id where (i.due_at, i.clock_due_at) is distinct from (b.due_at, b.clock_due_at)), :'moved'::text,
  'and no others moved');
select tests.as('admin');
select throws_ok(format($$ select public.save_calendar_year(%s, 2026, %L, '{"isKnown": true}') $$, :district, :'stamp'), 'P0001', 'changed-since', 'who read the year of before is told');
select public.save_calendar_year(:district, 2027, public.calendar_year(:district, 2027) ->> 'stamp', '{"isKnown": true, "days": [{"day": "2027-01-01", "worked": false, "name": "元旦"}]}');
select is(public.calendar_year(:district, 2027) ->> 'knownUntil', '2027-12-31', 'a year that is announced is known to its end');

select finish();
rollback;
