-- A roster is written row by row or refused in words; volunteers serve, are certified, and anybody can check it.
begin;
\ir incidents_fixture.sql
select plan(26);
create temporary table kept (name text primary key, answer jsonb);
grant all on kept to authenticated;
create function story.district() returns bigint language sql as $$ select tests.area_id('990201') $$;
create function story.kept(wanted text, field text) returns text language sql security definer as $$ select k.answer ->> field from pg_temp.kept k where k.name = wanted $$;
create function story.rows() returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('number', r.number, 'source', r.source, 'name', r.name, 'telephone', r.telephone, 'department', r.department, 'area', r.area,
    'post', r.post, 'grid', r.grid, 'since', r.since, 'until', r.until) order by r.number)
  from (values
    (1, 'A1', '赵一', '0391-1', '城管局', '990201001001', '网格管理员', '990201001001002', '2026-01-01', ''),
    (2, 'A2', '', '', '', '', '', '', '', ''),
    (3, 'A3', '钱三', '身份证', '', '', '', '', '', ''),
    (4, 'A4', '孙四', '', '没有局', '', '', '', '', ''),
    (5, 'A5', '李五', '', '', '没有村', '', '', '', ''),
    (6, 'A6', '周六', '', '', '', '网格协管员', '990201001001002', '2026-02-30', ''),
    (7, 'A7', '吴七', '', '', '', '网格协管员', '990201001001002', '2026-02-01', '2026-01-01'),
    (8, 'A8', '郑八', '', '', '', '网格协管员', '990201001001099', '', ''),
    (9, 'A9', '王九', '', '', '', '', '990201001001002', '', ''),
    (10, 'A10', '冯十', '', '', '', '院长', '990201001001002', '', ''),
    (11, 'A11', '陈一', '', '', '', '网格管理员', '', '', ''),
    (12, 'A1', '赵一', '', '', '', '网格协管员', '990201001001001', '2026-03-01', ''),
    (13, 'A13', '褚三', '', '', '', '网格管理员', '990201001001002', '2026-03-01', ''),
    (14, 'A14', '卫四', '0391-4', '', '', '网格协管员', '990201001001002', '2026-01-01', ''),
    (15, 'A14', '卫四', '', '', '', '网格协管员', '990201001001002', '2026-01-01', ''),
    (16, 'A14', '蒋五', '', '', '', '', '', '', ''),
    (17, '', '沈六', '0391-6', '', 'west', '', '', '', '')
  ) r (number, source, name, telephone, department, area, post, grid, since, until)
$$;
select tests.as('admin');
select lives_ok($$ select public.save_department(story.district(), null, '{"name": "城管局"}') $$, 'a department');
select tests.as('dispatcher');
select throws_ok($$ select public.take_roster(story.district(), story.rows(), false) $$, 'P0001', 'not-allowed');
select tests.as('planner');
select throws_ok($$ select public.take_roster(story.district(), '{}', false) $$, 'P0001', 'roster-malformed');
insert into kept values ('checked', public.take_roster(story.district(), story.rows(), false));
select is((select jsonb_agg(concat(r ->> 'number', ' ', r ->> 'code', ' ', r ->> 'detail')) from kept k, jsonb_array_elements(k.answer -> 'refused') r),
  '["2 name-required ", "3 telephone-malformed 身份证", "4 department-unknown 没有局", "5 area-unknown 没有村", "6 date-malformed 2026-02-30", "7 dates-reversed 2026-02-01 – 2026-01-01", "8 grid-unknown 990201001001099", "9 post-missing 990201001001002", "10 post-unknown 院长", "11 post-without-grid 网格管理员", "12 person-on-exclusive-post ", "13 post-full ", "15 row-repeated ", "16 number-of-another 卫四"]',
  'every row that is wrong is refused in words');
select is(array[story.kept('checked', 'rows'), story.kept('checked', 'people'), story.kept('checked', 'newPeople'), story.kept('checked', 'assignments')], '{17,3,3,2}', 'and the others counted');
select is((select count(*) from public.people p where p.source_id like 'A%'), 0::bigint, 'nothing is written by looking');
insert into kept values ('written', public.take_roster(story.district(), story.rows(), true, '00000000-0000-0000-0000-00000000a001'));
select is(public.take_roster(story.district(), story.rows(), true, '00000000-0000-0000-0000-00000000a001'), (select answer from kept where name = 'written'), 'sent again it is the same');
select is((select string_agg(concat_ws(' ', p.source_id, p.name, d.name, a.code), ', ' order by p.source_id collate "C") from public.people p left join public.departments d on d.id = p.department_id
  left join public.areas a on a.id = p.area_id where p.name in ('赵一', '卫四', '沈六') and p.source_id !~ '^roster'), 'A1 赵一 城管局 990201001001, A14 卫四', 'who is there');
select is((select count(*) from public.assignments a join public.people p on p.id = a.person_id where p.name in ('赵一', '卫四', '褚三')), 2::bigint, 'on their posts');
insert into kept values ('again', public.take_roster(story.district(), story.rows(), true, '00000000-0000-0000-0000-00000000a002'));
select is(array[story.kept('again', 'newPeople'), (select count(*)::text from public.assignments a join public.people p on p.id = a.person_id where p.name in ('赵一', '卫四'))], '{0,2}', 'the same roster again adds nobody');

-- Volunteers.
select tests.as('admin');
select is((select count(*) from public.volunteer_roles r where r.district_id = story.district()), 16::bigint, 'sixteen kinds');
select is((select count(*) from public.volunteer_roles r where r.district_id = story.district() and r.name <> ''), 9::bigint, 'nine of them named');
create temporary table kinds as select r.id, r.place from public.volunteer_roles r where r.district_id = story.district();
grant select on kinds to authenticated;
select lives_ok($$ select public.save_volunteer_role(story.district(), (select id from kinds where place = 10), '{"name": "楼道管家", "nameEn": "Keeper of a stairway"}') $$, 'the tenth is named');
select throws_ok($$ select public.save_volunteer_role(story.district(), (select id from kinds where place = 11), '{"name": "楼道管家"}') $$, 'P0001', 'volunteer-role-taken');
select tests.as('worker');
select throws_ok($$ select public.save_volunteer(tests.area_id('990201001001'), null, jsonb_build_object('name', '韩七', 'role', (select id from kinds where place = 11), 'since', '2026-01-01')) $$, 'P0001', 'volunteer-role-unknown', 'a kind without a name is not held');
select throws_ok($$ select public.save_volunteer(tests.area_id('990201001001'), null, jsonb_build_object('name', '韩七', 'role', (select id from kinds where place = 9), 'since', '2026-01-01', 'until', '2025-01-01')) $$, 'P0001', 'dates-reversed');
select throws_ok($$ select public.save_volunteer(tests.area_id('990201001002'), null, jsonb_build_object('name', '韩七', 'role', (select id from kinds where place = 9), 'since', '2026-01-01')) $$, 'P0001', 'community-unknown', 'nor in a community of others');
insert into kept values ('volunteer', public.save_volunteer(tests.area_id('990201001001'), null, jsonb_build_object('name', '韩七', 'role', (select id from kinds where place = 9), 'since', '2020-01-01')));
insert into kept values ('certificate', public.certify_volunteer(story.kept('volunteer', 'id')::bigint));
select matches(story.kept('certificate', 'certificate'), '^990201-[2-9A-HJ-NP-Z]{10}$', 'a number by chance');
select is(public.certify_volunteer(story.kept('volunteer', 'id')::bigint) ->> 'certificate', story.kept('certificate', 'certificate'), 'once');
select lives_ok($$ select public.record_service(story.kept('volunteer', 'id')::bigint, '{"on": "2025-05-01", "hours": "1.5", "what": "修路灯"}') $$, 'service is recorded');
select throws_ok($$ select public.record_service(story.kept('volunteer', 'id')::bigint, '{"on": "2019-05-01", "hours": "1", "what": "修"}') $$, 'P0001', 'service-outside-term');
select throws_ok($$ select public.record_service(story.kept('volunteer', 'id')::bigint, '{"on": "2025-05-01", "hours": "-1", "what": "修"}') $$, 'P0001', 'hours-wrong');
select is(public.volunteer_record(story.kept('volunteer', 'id')::bigint) #>> '{services,0,what}', '修路灯', 'and on the record');
select tests.as_owner();
create temporary table numbers as select story.kept('certificate', 'certificate') as number;
grant select on numbers to anon;
select tests.as_nobody();
select is((select public.check_certificate(n.number) - 'certifiedOn' from numbers n) ->> 'surname', '韩', 'anybody can check it');
select is((select public.check_certificate(n.number) ->> 'isValid' from numbers n), 'true', 'that it is valid');
select is(public.check_certificate('990201-AAAAAAAAAA'), null, 'and that another is not');

select tests.as_owner();
select * from finish();
rollback;
