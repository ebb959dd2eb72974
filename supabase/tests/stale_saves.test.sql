-- Two people on one thing: who saves what another has changed since it was read is told so, and nothing is overwritten; what was sent
-- twice is done once. Every function that changes a thing that is there is in it, or says why not: those of later migrations too.
begin;
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(27);

create function story.district() returns bigint language sql as $$ select tests.area_id('990201') $$;
create function story.west() returns bigint language sql as $$ select tests.area_id('990201001001') $$;
create table story.things (name text primary key, id text);
grant all on story.things to authenticated;
create function story.thing(name text) returns text language sql security definer as $$ select t.id from story.things t where t.name = thing.name $$;

-- What there is to be changed.
select tests.as('admin');
insert into story.things values ('save_department', public.save_department(story.district(), null, '{"name": "城管局", "telephone": "1", "categories": [{"code": "01"}]}') ->> 'id');
insert into story.things values ('save_person', public.save_person(story.district(), null, '{"name": "赵一", "workTelephone": "1", "sourceId": "n1"}') ->> 'id');
insert into story.things values ('save_absence', public.save_absence(story.thing('save_person')::bigint, null, '{"firstDay": "2026-03-01", "lastDay": "2026-03-05"}') ->> 'id');
insert into story.things select 'save_volunteer_role', r.id::text from public.volunteer_roles r where r.district_id = story.district() and r.place = 9;
insert into story.things values ('save_volunteer', public.save_volunteer(story.west(), null, jsonb_build_object('name', '丁', 'role', story.thing('save_volunteer_role')::bigint, 'since', '2026-01-01')) ->> 'id');
insert into story.things values ('save_category', public.save_category(story.district(), null, '{"code": "0199", "name": "甲", "approvedBy": "局", "deadlines": [{"clock": "handling", "amount": 2, "unit": "working_days"}]}')::text);
insert into story.things values ('change_scheme', public.create_scheme(story.district(),
  '{"name": "自定", "tolerance": 0.1, "codeDigits": 15, "levels": [{"name": "格", "nameEn": "Grid", "target": 300, "posts": [{"code": "a", "name": "员", "perGrid": 1, "exclusive": true}]}]}')::text);
select tests.as_owner();
select from tests.create_user('somebody');
insert into public.accounts (user_id, district_id, name, sign_in) values (tests.user_id('somebody'), story.district(), '甲', 'w-1');
insert into public.memberships (user_id, role, area_id) values (tests.user_id('somebody'), 'worker', story.west());
insert into story.things values ('change_account', tests.user_id('somebody')::text);
select tests.as('planner');
insert into story.things select 'change_assignment', public.assign_person(story.thing('save_person')::bigint, p.id, jsonb_build_object('grid', g.id), '2026-01-02') ->> 'id'
from private.grids_in_force g join public.scheme_posts p on p.scheme_id = g.scheme_id and p.level = g.level and p.basis = 'grid'
where g.district_id = story.district()
  and not exists (select from public.assignments a where a.grid_id = g.id and a.post_id = p.id) order by g.id, p.id limit 1;
select tests.as_owner();

-- As each is read, what one of two writes of it, and what the other does.
create table story.saves (name text primary key, reads text, call text, mine jsonb, theirs jsonb, written text);
insert into story.saves values
  ('save_department', $q$ select d -> 'name' as name, d from jsonb_array_elements(public.list_departments(story.district())) d where d ->> 'id' = %1$L $q$,
    'public.save_department(story.district(), %1$L, %2$L)', '{"telephone": "2"}', '{"categories": []}', '{telephone,categories}'),
  ('save_person', $q$ select d -> 'name', d from jsonb_array_elements(public.list_people(story.district()) -> 'people') d where d ->> 'id' = %1$L $q$,
    'public.save_person(story.district(), %1$L, %2$L)', '{"organisation": "所"}', '{"workTelephone": "3"}', '{organisation,workTelephone}'),
  ('save_absence', $q$ select x -> 'id', jsonb_build_object('firstDay', a.first_day, 'lastDay', a.last_day, 'substitute', a.substitute_id) as d
      from public.absences a, to_jsonb(a) x where a.id::text = %1$L $q$,
    'public.save_absence(story.thing(''save_person'')::bigint, %1$L, %2$L)', '{"lastDay": "2026-03-06"}', '{"lastDay": "2026-03-09"}', '{lastDay,lastDay}'),
  ('save_volunteer_role', $q$ select d -> 'name', d from jsonb_array_elements(public.list_volunteers(story.west()) -> 'roles') d where d ->> 'id' = %1$L $q$,
    'public.save_volunteer_role(story.district(), %1$L, %2$L)', '{"duties": "修灯"}', '{"nameEn": "Repairs"}', '{duties,nameEn}'),
  ('save_volunteer', $q$ select d -> 'name', d || '{"compound": null}' as d from jsonb_array_elements(public.list_volunteers(story.west()) -> 'volunteers') d where d ->> 'id' = %1$L $q$,
    'public.save_volunteer(story.west(), %1$L, %2$L)', '{"until": "2027-01-01"}', '{"since": "2026-01-05"}', '{until,since}'),
  ('save_category', $q$ select d -> 'name', d from jsonb_array_elements(public.category_list(story.district())) d where d ->> 'id' = %1$L $q$,
    'public.save_category(story.district(), %1$L, %2$L)', '{"approval": "一号文"}', '{"deadlines": []}', '{approval,deadlines}'),
  ('change_scheme', $q$ select d -> 'name', d from jsonb_array_elements(public.list_schemes(story.district())) d where d ->> 'id' = %1$L $q$,
    'public.change_scheme(%1$L, %2$L)', '{"name": "新定"}', '{"tolerance": 0.2}', '{name,tolerance}'),
  ('change_account', $q$ select d -> 'name', d || jsonb_build_object('personId', null) as d from jsonb_array_elements(public.account_list(story.district()) -> 'accounts') d where d ->> 'userId' = %1$L $q$,
    'public.change_account(story.district(), %1$L, %2$L)', '{"name": "乙"}', '{"roles": []}', '{name,roles}');
update story.saves set theirs = jsonb_build_object('roles', jsonb_build_array(jsonb_build_object('role', 'viewer', 'areaId', story.west(), 'departmentId', null))) where name = 'change_account';
-- Of what is read, what is written as well.
create table story.fields (name text primary key, names text[]);
insert into story.fields values ('save_department', '{name,nameEn,telephone,retired,categories}'), ('save_person', '{name,organisation,workTelephone,department,area,onDuty,leftOn}'),
  ('save_absence', '{firstDay,lastDay,substitute}'), ('save_volunteer_role', '{name,nameEn,duties,retired}'), ('save_volunteer', '{name,role,community,compound,since,until}'),
  ('save_category', '{name,nameEn,gridOnly,approvedBy,approval,approvedSince,approvedUntil,deadlines}'), ('change_scheme', '{name,nameEn,tolerance,codeDigits,shares,levels}'),
  ('change_account', '{name,roles,personId}');

create function story.read(of text) returns jsonb language plpgsql as $$
declare
  told record;
begin
  execute format((select s.reads from story.saves s where s.name = of), story.thing(of)) into told;
  return (select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(told) -> 'd') e where e.key = any ((select f.names from story.fields f where f.name = of)::text[]));
end $$;
-- Saves what was read with a change, and says what came of it.
create function story.save(of text, was jsonb, change jsonb) returns text language plpgsql as $$
begin
  execute format('select ' || (select s.call from story.saves s where s.name = of), story.thing(of), was || change || jsonb_build_object('was', was));
  return 'saved';
exception when raise_exception then
  return sqlerrm;
end $$;
alter table story.saves add was jsonb, add first text, add again text, add stale text, add held jsonb, add fresh text, add ending jsonb;
grant all on story.saves, story.fields to authenticated;
select tests.as('admin');
update story.saves s set was = story.read(s.name);
update story.saves s set first = story.save(s.name, s.was, s.theirs);
update story.saves s set again = story.save(s.name, s.was, s.theirs);
update story.saves s set stale = story.save(s.name, s.was, s.mine), held = null;
update story.saves s set held = story.read(s.name);
update story.saves s set fresh = story.save(s.name, s.held, s.mine);
update story.saves s set ending = story.read(s.name);
select ok(s.was is not null and s.was ?& (select f.names from story.fields f where f.name = s.name), s.name || ' was read') from story.saves s order by s.name;
select is(concat_ws(', ', s.first, s.again, s.stale, s.fresh), 'saved, saved, changed-since, saved', s.name || ': the first goes through, twice if need be; a stale one does not; who reads again saves')
from story.saves s order by s.name;
select ok(private.means_same(s.ending, s.was || s.theirs || s.mine), s.name || ': and both changes are there') from story.saves s where s.name not in ('save_absence', 'change_scheme') order by s.name;
select is((select s.ending ->> 'lastDay' from story.saves s where s.name = 'save_absence'), '2026-03-06', 'of the same field the last one, who saw the other');
select is((select s.ending ->> 'name' || (s.ending ->> 'tolerance') from story.saves s where s.name = 'change_scheme'), '新定0.200', 'and a scheme has both');

-- An assignment has no content.
select tests.as('planner');
select lives_ok(format($$ select public.change_assignment(%L, '2026-01-03', '', null, '{"since": "2026-01-02", "until": null}') $$, story.thing('change_assignment')), 'days of an assignment, as they were read');
select throws_ok(format($$ select public.change_assignment(%L, '2026-01-02', '2026-06-01', null, '{"since": "2026-01-02", "until": null}') $$, story.thing('change_assignment')), 'P0001', 'changed-since');

-- Whatever else changes a thing that is there.
select tests.as_owner();
create table story.otherwise (name text primary key, reason text);
insert into story.otherwise values ('save_handed_task', 'has a version'), ('save_district_settings', 'has a version'), ('save_plan', 'has a version'), ('save_calendar_year', 'has a stamp'),
  ('save_assessment_weights', 'says what it was'), ('save_duty', 'adds'), ('invite_account', 'adds'), ('create_scheme', 'adds'), ('record_service', 'adds'), ('assign_person', 'adds'),
  ('split_category', 'adds, and refuses what is retired'), ('move_incident', 'says from which state'), ('set_import_plan', 'an import is one person''s'), ('stage_import_rows', 'adds'),
  ('take_roster', 'a file says all of each row'), ('take_absences', 'a file says all of each row'), ('take_duty', 'a file says all of each row'), ('indicator_table', 'reads'), ('report_incident', 'adds'), ('remark_plan', 'adds');
select is_empty($$ select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.provolatile = 'v'
  and (p.proname ~ '^(save|change)_' or 'jsonb'::regtype = any (p.proargtypes::oid[]))
  and p.proname not in ('change_assignment', 'change_category', 'change_plan_scheme')
  except select s.name from story.saves s except select o.name from story.otherwise o $$, 'no other function changes what somebody else may have changed');
select finish();
rollback;
