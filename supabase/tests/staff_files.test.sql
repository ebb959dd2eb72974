-- Absences and the duty roster out of a file: each row is written by the rules that hold for one that is typed, or refused in words,
-- and nothing is changed by looking.
begin;
\ir incidents_fixture.sql
select plan(26);
create temporary table kept (name text primary key, answer jsonb);
grant all on kept to authenticated;
create function story.district() returns bigint language sql as $$ select tests.area_id('990201') $$;
create function story.said(wanted text) returns jsonb language sql security definer as $$
  select jsonb_agg(concat(r ->> 'number', ' ', r ->> 'code', ' ', r ->> 'detail') order by (r ->> 'number')::integer) from pg_temp.kept k, jsonb_array_elements(k.answer -> 'refused') r where k.name = wanted
$$;
create function story.counted(wanted text) returns text[] language sql security definer as $$
  select array[k.answer ->> 'rows', k.answer ->> 'people', k.answer ->> 'added', k.answer ->> 'changed'] from pg_temp.kept k where k.name = wanted
$$;
create function story.state() returns text language sql security definer as $$
  select concat(md5((select string_agg(a::text, '|' order by a.id) from public.absences a)), md5((select string_agg(s::text, '|' order by s.id) from public.duty_shifts s)))
$$;
insert into public.people (district_id, name, source_id, work_telephone)
select story.district(), v.name, v.number, v.number from (values ('赵一', 'F1'), ('钱二', 'F2'), ('孙三', 'F3'), ('李四', 'F4'), ('李四', 'F5'), ('周六', 'F6')) v (name, number);
select tests.create_district('990203');
insert into public.people (district_id, name, source_id) select tests.area_id('990203'), '外人', 'X1';

create function story.absences() returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('number', r.number, 'source', r.source, 'name', r.name, 'since', r.since, 'until', r.until, 'substitute', r.substitute) order by r.number)
  from (values
    (1, 'F1', '赵一', '2026-05-01', '2026-05-05', 'F2'),
    (2, 'F2', '', '2026-05-03', '2026-05-08', '孙三'),
    (3, '', '孙三', '2026-05-05', '', 'F1'),
    (4, 'F3', '', '2026-06-02', '2026-06-01', ''),
    (5, 'X1', '', '2026-06-01', '2026-06-02', ''),
    (6, '', '外人', '2026-06-01', '2026-06-02', ''),
    (7, 'F3', '', '2026-06-01', '2026-06-02', 'X1'),
    (8, '', '李四', '2026-06-01', '2026-06-02', ''),
    (9, 'F1', '钱二', '2026-06-01', '2026-06-02', ''),
    (10, '', '', '2026-06-01', '2026-06-02', ''),
    (11, 'F1', '', '', '2026-06-02', ''),
    (12, 'F1', '', '03/04/2026', '', ''),
    (13, 'F1', '', '2026-05-05', '2026-05-06', ''),
    (14, 'F1', '', '2026-05-01', '2026-05-05', 'F2'),
    (15, 'F6', '', '2026-07-01', '', 'F6'),
    (16, 'F6', '', '2026-07-01', '', '')
  ) r (number, source, name, since, until, substitute)
$$;
select story.state() as before \gset
select tests.as('dispatcher');
select throws_ok($$ select public.take_absences(story.district(), story.absences(), false) $$, 'P0001', 'not-allowed');
select throws_ok($$ select public.take_duty(story.district(), '[]', false) $$, 'P0001', 'not-allowed');
select tests.as('planner');
select throws_ok($$ select public.take_absences(story.district(), '{}', false) $$, 'P0001', 'roster-malformed');
select throws_ok($$ select public.take_duty(story.district(), '1', false) $$, 'P0001', 'roster-malformed');
insert into kept values ('looked', public.take_absences(story.district(), story.absences(), false));
select is(story.said('looked'), '["3 substitute-chain-closed 赵一", "4 dates-reversed 2026-06-02 2026-06-01", "5 person-unknown X1", "6 person-unknown 外人", "7 person-unknown X1", "8 person-ambiguous 李四", "9 number-of-another 赵一", "10 person-missing ", "11 date-missing ", "12 date-malformed 03/04/2026", "13 absence-overlaps 2026-05-01 2026-05-05", "14 row-repeated ", "15 substitute-chain-closed 周六"]',
  'every row that is wrong is refused in words');
select is(story.counted('looked'), '{16,3,3,0}', 'and the others counted');
select is(story.state(), :'before', 'nothing is changed by looking');
insert into kept values ('written', public.take_absences(story.district(), story.absences(), true, '00000000-0000-0000-0000-00000000b001'));
select is(story.said('written'), story.said('looked'), 'the same rows are refused when it is written');
select is(public.take_absences(story.district(), story.absences(), true, '00000000-0000-0000-0000-00000000b001'), (select answer from kept where name = 'written'), 'sent again it is the same');
select is((select string_agg(concat_ws(' ', p.source_id, a.first_day, a.last_day, s.source_id), ', ' order by p.source_id) from public.absences a join public.people p on p.id = a.person_id
  left join public.people s on s.id = a.substitute_id where p.source_id ~ '^F'), 'F1 2026-05-01 2026-05-05 F2, F2 2026-05-03 2026-05-08 F3, F6 2026-07-01', 'who is away');
insert into kept values ('changed', public.take_absences(story.district(), '[{"number": 2, "source": "F6", "since": "2026-07-01", "until": "2026-07-03", "substitute": "钱二"}]', true));
select is(story.counted('changed'), '{1,1,0,1}', 'an absence is known by its first day, and ended');
select throws_ok($$ select public.take_absences(tests.area_id('990203'), story.absences(), true) $$, 'P0001', 'not-allowed', 'another district is not one''s own');

select tests.as_owner();
create function story.duty() returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('number', r.number, 'source', r.source, 'name', r.name, 'area', r.area, 'weekdays', r.weekdays, 'begins', r.begins, 'ends', r.ends, 'since', r.since, 'until', r.until) order by r.number)
  from (values
    (1, 'F1', '赵一', '990201001001', '1,3', '18:00', '08:00', '2026-05-01', ''),
    (2, '', '钱二', 'west', '7', '20:00', '06:00', '2026-05-01', '2026-05-31'),
    (3, 'F1', '', '990201001', '2', '07:00', '12:00', '2026-05-01', ''),
    (4, 'F1', '', '990201001', '2', '08:00', '12:00', '2026-05-01', ''),
    (5, 'F2', '', '990201001001', '1', '05:59', '09:00', '2026-06-01', ''),
    (6, 'F2', '', '990201001001', '1', '05:59', '09:00', '2026-06-02', ''),
    (7, 'F3', '', '990201001001', '1,8', '08:00', '12:00', '2026-05-01', ''),
    (8, 'F3', '', '990201001001', '1', '25:00', '12:00', '2026-05-01', ''),
    (9, 'F3', '', '没有村', '1', '08:00', '12:00', '2026-05-01', ''),
    (10, 'F3', '', '', '1', '08:00', '12:00', '2026-05-01', ''),
    (11, 'F3', '', '990203', '1', '08:00', '12:00', '2026-05-01', ''),
    (12, 'F3', '', '990201001001', '1', '08:00', '12:00', '2026-05-02', '2026-05-01'),
    (13, 'F1', '', '990201001001', '1', '18:00', '09:00', '2026-05-01', ''),
    (14, 'X1', '', '990201001001', '1', '08:00', '12:00', '2026-05-01', ''),
    (15, 'F3', '', '990201', '1,2,3,4,5,6,7', '08:00', '08:00', '2026-05-01', ''),
    (16, 'F3', '', '990201', '4', '12:00', '13:00', '2027-01-01', '')
  ) r (number, source, name, area, weekdays, begins, ends, since, until)
$$;
select tests.as('planner');
select story.state() as before \gset
insert into kept values ('duty looked', public.take_duty(story.district(), story.duty(), false));
select is(story.said('duty looked'), '["3 duty-overlaps west 1 18:00 08:00", "5 duty-overlaps west 7 20:00 06:00", "7 weekdays-malformed 1,8", "8 time-malformed 25:00", "9 area-unknown 没有村", "10 area-missing ", "11 area-unknown 990203", "12 dates-reversed 2026-05-02 2026-05-01", "13 row-repeated ", "14 person-unknown X1", "16 duty-overlaps district 4 08:00 08:00"]',
  'a night goes on into the next day, the last one of a roster too');
select is(story.counted('duty looked'), '{16,3,12,0}', 'shifts are counted by day of the week');
select is(story.state(), :'before', 'nothing is changed by looking');
insert into kept values ('duty written', public.take_duty(story.district(), story.duty(), true, '00000000-0000-0000-0000-00000000b002'));
select is(story.said('duty written'), story.said('duty looked'), 'the same rows are refused when it is written');
select is(public.take_duty(story.district(), story.duty(), true, '00000000-0000-0000-0000-00000000b002'), (select answer from kept where name = 'duty written'), 'sent again it is the same');
insert into kept values ('listed', public.list_duty(story.district()));
select is((select jsonb_agg(concat_ws(' ', s ->> 'source', s ->> 'weekdays', s ->> 'begins', s ->> 'ends', s ->> 'firstDay', s ->> 'lastDay')) from kept k, jsonb_array_elements(k.answer) s where k.name = 'listed'),
  '["F3 [1, 2, 3, 4, 5, 6, 7] 08:00 08:00 2026-05-01", "F1 [2] 08:00 12:00 2026-05-01", "F1 [1, 3] 18:00 08:00 2026-05-01", "F2 [7] 20:00 06:00 2026-05-01 2026-05-31", "F2 [1] 05:59 09:00 2026-06-02"]', 'what was laid down is listed');
insert into kept select 'again', public.take_duty(story.district(), (select jsonb_agg(jsonb_build_object('number', s.at, 'source', s.row ->> 'source', 'name', s.row ->> 'name', 'area', (select a.code from public.areas a where a.id = (s.row ->> 'area')::bigint),
  'weekdays', (select string_agg(d, ',') from jsonb_array_elements_text(s.row -> 'weekdays') d), 'begins', s.row ->> 'begins', 'ends', s.row ->> 'ends', 'since', s.row ->> 'firstDay', 'until', s.row ->> 'lastDay'))
  from kept k, jsonb_array_elements(k.answer) with ordinality s (row, at) where k.name = 'listed'), true);
select is(story.counted('again') || story.said('again')::text, '{5,3,0,0,null}', 'and read again, it is the same');
select is(jsonb_array_length(public.list_duty(tests.area_id('990201001'))), 4, 'of an area, what lies below it');
select throws_ok($$ select public.list_duty(tests.area_id('990203')) $$, 'P0001', 'not-allowed');

-- One that is typed meets the same rule.
select tests.as_owner();
create function story.typed(number text, days text, begins text, ends text, first text, last text default null) returns jsonb language sql as $$
  select public.save_duty(tests.area_id('990201001002'), jsonb_build_object('person', (select p.id from public.people p where p.source_id = number), 'weekdays', days::jsonb, 'begins', begins, 'ends', ends, 'firstDay', first, 'lastDay', last))
$$;
select tests.as('planner');
select throws_ok($$ select story.typed('F1', '[5, 4]', '07:00', '09:00', '2026-05-01') $$, 'P0001', 'duty-overlaps', 'after the night of Wednesday');
select lives_ok($$ select story.typed('F1', '[4]', '08:00', '09:00', '2026-05-01') $$, 'but not when it is over');
select lives_ok($$ select story.typed('F1', '[4]', '08:00', '09:30', '2026-05-01') $$, 'the same again is changed');
select throws_ok($$ select story.typed('F1', '[4]', '09:00', '10:00', '2026-04-01') $$, 'P0001', 'duty-overlaps');
select lives_ok($$ select story.typed('F1', '[4]', '09:00', '10:00', '2026-04-01', '2026-04-30') $$, 'or before it began');
select * from finish();
rollback;
