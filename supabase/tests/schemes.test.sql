-- A district's own schemes: who may make, change and remove them, and what drawn plans hold them to.
begin;
\ir plans_fixture.sql
insert into public.schemes (code, name, name_en) values ('template', '样板', 'Template');
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select id, 1, '网格', 'Grid', 400 from public.schemes where code = 'template';
select tests.create_user('neighbour');
select tests.create_district('990102');
select tests.grant_role('neighbour', 'planner', '990102');
select tests.create_user('street planner');
select tests.grant_role('street planner', 'planner', '990101001');

create function story.named(code text) returns bigint language sql security definer as $$
  select s.id from public.schemes s where s.code = named.code
$$;
create function story.rule(name text, lower integer, upper integer default null) returns jsonb language sql as $$
  select jsonb_build_object('name', rule.name, 'nameEn', ' ', 'tolerance', 0.15, 'codeDigits', 16, 'levels',
    case when upper is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('name', '片区', 'nameEn', 'Area grid', 'target', upper,
      'posts', '[{"code": "leader", "name": "网格长", "nameEn": "Grid leader", "perGrid": 1, "exclusive": true, "allowance": null}]'::jsonb)) end
    || jsonb_build_array(jsonb_build_object('name', '楼栋组', 'nameEn', 'Group', 'target', lower,
      'posts', '[{"code": "post-1", "name": " 楼栋长 ", "nameEn": "", "perGrid": 2, "exclusive": false, "allowance": 350}]'::jsonb)))
$$;
create function story.listed(scheme bigint) returns jsonb language sql as $$
  select one from jsonb_array_elements(public.list_schemes(tests.area_id('990101'))) one where one -> 'id' = to_jsonb(scheme)
$$;
create temporary table roles (name text);
grant select on roles to authenticated;
insert into roles values ('street planner'), ('reviewer'), ('leader'), ('dispatcher'), ('worker'), ('viewer');
create function story.refusals(statement text) returns table (name text, refusal text) language plpgsql as $$
declare
  one text;
begin
  for one in select r.name from pg_temp.roles r loop
    perform tests.as(one);
    begin
      execute statement;
      return query select one, 'none';
    exception when others then
      return query select one, case sqlstate when 'P0001' then sqlerrm else sqlstate end;
    end;
  end loop;
end $$;
grant execute on all functions in schema story to authenticated;
select plan(75);

-- Making.
select tests.as('planner');
select lives_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('两级', 100, 1000)) $$, 'a planner of the district makes a scheme of two levels');
select is(story.listed(story.named('own-1')) - 'id' - 'levels',
  '{"code": "own-1", "isTemplate": false, "name": "两级", "nameEn": "两级", "tolerance": 0.15, "codeDigits": 16, "shares": {"incidents": 0, "visits": 0, "area": 0}, "note": "", "noteEn": "", "use": {"plans": 0, "drafts": 0}}',
  'with a code, its figures, and the Chinese name where there is no English one');
select is(story.listed(story.named('own-1')) #- '{levels,0,posts,0,id}' #- '{levels,1,posts,0,id}' -> 'levels', '[
    {"level": 1, "name": "片区", "nameEn": "Area grid", "target": 1000, "posts": [
      {"code": "leader", "name": "网格长", "nameEn": "Grid leader", "perGrid": 1, "exclusive": true, "voluntary": false, "allowance": null,
        "payPer": "month", "basis": "grid", "basisHouseholds": null, "span": null}]},
    {"level": 2, "name": "楼栋组", "nameEn": "Group", "target": 100, "posts": [
      {"code": "post-1", "name": "楼栋长", "nameEn": "楼栋长", "perGrid": 2, "exclusive": false, "voluntary": false, "allowance": 350.00,
        "payPer": "month", "basis": "grid", "basisHouseholds": null, "span": null}]}]',
  'and its levels with their posts');
select tests.as('admin');
select lives_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('一级', 300)) $$, 'an admin makes another');
select is(story.listed(story.named('own-2')) ->> 'name', '一级', 'with the next code');
select tests.as('planner');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('倒', 400, 400)) $$, 'P0001', 'upper-target-not-larger', 'the upper level is the larger');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('空', 400) || '{"levels": []}') $$, 'P0001', 'scheme-without-levels', 'a scheme has a level');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), jsonb_set(story.rule('四', 10, 20), '{levels}', story.rule('四', 10, 20) -> 'levels' || '[{"name": "三", "target": 5}, {"name": "四", "target": 2}]')) $$, '23514', null, 'not four');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule(' ', 400)) $$, '23514', null, 'and a name');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), jsonb_set(story.rule('层', 400), '{levels,0,name}', '" "')) $$, '23514', null, 'as its levels do');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), jsonb_set(story.rule('岗', 400), '{levels,0,posts,0,name}', '" "')) $$, '23514', null, 'and its posts');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('零', 0)) $$, '23514', null, 'grids have households');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('宽', 400) || '{"tolerance": 1}') $$, '23514', null, 'the tolerance is less than all');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('码', 400) || '{"codeDigits": 17}') $$, '23514', null, 'codes have 14, 15, 16 or 20 digits');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), jsonb_set(story.rule('贴', 400), '{levels,0,posts,0,allowance}', '-1')) $$, 'P0001', 'pay-negative', 'nobody pays to serve');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), jsonb_set(story.rule('重', 400), '{levels,0,posts,1}', '{"code": "post-1", "name": "又", "perGrid": 1, "exclusive": true}')) $$, '21000', null, 'two posts of a level are two posts');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('负', 400) || '{"shares": {"incidents": 60, "visits": 30, "area": 1}}') $$, '23514', null, 'households make at least a tenth of a load');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('负', 400) || '{"shares": {"incidents": -1}}') $$, '23514', null, 'and a share is not below 0');
select is((select count(*)::integer from public.schemes where code like 'own-%'), 2, 'of what is refused nothing stays');

-- Who may not make, change or remove.
select results_eq($$ select distinct refusal from story.refusals('select public.create_scheme(tests.area_id(''990101''), story.rule(''甲'', 400))') $$,
  $$ values ('42501') $$, 'nobody else makes a scheme, planners of a street included');
select results_eq($$ select distinct refusal from story.refusals('select public.change_scheme(story.named(''own-1''), story.rule(''甲'', 400))') $$,
  $$ values ('scheme-not-yours') $$, 'or changes one');
select results_eq($$ select distinct refusal from story.refusals('select public.remove_scheme(story.named(''own-1''))') $$,
  $$ values ('scheme-not-yours') $$, 'or removes one');
select tests.as('worker');
select is(story.listed(story.named('own-1')) ->> 'name', '两级', 'everybody of the district reads it');
select is(story.listed(story.named('own-1')) -> 'use', 'null', 'but not who uses it');
select tests.as('stranger');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('甲', 400)) $$, '42501', null, 'a stranger makes none');
select throws_ok($$ select public.change_scheme(story.named('own-1'), story.rule('甲', 400)) $$, 'P0001', 'scheme-unknown', 'knows none');
select throws_ok($$ select public.remove_scheme(story.named('own-1')) $$, 'P0001', 'scheme-unknown', 'and removes none');
select is(jsonb_path_query_array(public.list_schemes(tests.area_id('990101')), '$[*] ? (@.isTemplate == false)'), '[]', 'nor reads any');
select tests.as('neighbour');
select throws_ok($$ select public.create_scheme(tests.area_id('990101'), story.rule('甲', 400)) $$, '42501', null, 'nor does a planner of another district make one here');
select throws_ok($$ select public.change_scheme(story.named('own-1'), story.rule('甲', 400)) $$, 'P0001', 'scheme-unknown', 'change one');
select throws_ok($$ select public.remove_scheme(story.named('own-1')) $$, 'P0001', 'scheme-unknown', 'or remove one');
select lives_ok($$ select public.create_scheme(tests.area_id('990102'), story.rule('邻', 400)) $$, 'only at home');
select is((select code from public.schemes where name = '邻'), 'own-1', 'where codes begin anew');
select tests.as_nobody();
select throws_ok($$ select public.create_scheme(1, '{}') $$, '42501', null, 'without signing in nothing is called');
select throws_ok($$ select public.change_scheme(1, '{}') $$, '42501', null, 'nothing changed');
select throws_ok($$ select public.remove_scheme(1) $$, '42501', null, 'and nothing removed');
select tests.as('admin');
select is((select name from public.schemes where code = 'own-1' and district_id = tests.area_id('990101')), '两级', 'all that left it as it was');

-- Templates.
select tests.as('admin');
select throws_ok($$ select public.change_scheme(story.named('template'), story.rule('改', 400)) $$, 'P0001', 'scheme-is-template', 'nobody changes a template');
select throws_ok($$ select public.remove_scheme(story.named('template')) $$, 'P0001', 'scheme-is-template', 'or removes it');
select is_empty($$ update public.schemes set name = '改' where code = 'template' returning id $$, 'nor by the table');
select is_empty($$ update public.scheme_levels set target_households = 1 where scheme_id = story.named('template') returning level $$, 'of levels either');
select is_empty($$ delete from public.schemes where code = 'template' returning id $$, 'where it stays');
select throws_ok($$ insert into public.schemes (code, name, name_en) values ('new', '新', 'New') $$, '42501', null, 'and nobody adds one');
select throws_ok($$ update public.schemes set district_id = null where code = 'own-2' $$, '42501', null, 'or makes one of an own scheme');

-- Changing what nothing is drawn with.
select tests.as('planner');
create temporary table posts_before as select id from public.scheme_posts where scheme_id = story.named('own-2');
grant select on posts_before to authenticated;
select lives_ok($$ select public.start_plan(tests.area_id('990101001'), story.named('own-2'), '空白') $$, 'a draft is started with a scheme');
select is(story.listed(story.named('own-2')) -> 'use', '{"plans": 0, "drafts": 1}', 'which does not hold it yet');
select lives_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 250)) $$, 'so its target may change');
select results_eq($$ select id from public.scheme_posts where scheme_id = story.named('own-2') $$, $$ select id from posts_before $$, 'a post that keeps its code stays the same');
select lives_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 250) || '{"shares": {"incidents": 20, "visits": 10}}') $$, 'what it is balanced by may change');
select is(story.listed(story.named('own-2')) -> 'shares', '{"incidents": 20, "visits": 10, "area": 0}', 'a share that is not given is 0');
select lives_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改成两级', 80, 800)) $$, 'it may become one of two levels');
select is(jsonb_path_query_array(story.listed(story.named('own-2')), '$.levels[*].target'), '[800, 80]', 'with a target each');
select lives_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改回', 200)) $$, 'and of one again');
select is(jsonb_path_query_array(story.listed(story.named('own-2')), '$.levels[*].posts[*].code'), '["post-1"]', 'without the posts of the level that went');
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('倒', 400, 300)) $$, 'P0001', 'upper-target-not-larger', 'a change keeps the order of the levels');
select throws_ok($$ insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) values (story.named('own-2'), 2, '组', 'Group', 200) $$,
  'P0001', 'upper-target-not-larger', 'which a direct write keeps too');
select throws_ok($$ update public.scheme_levels set target_households = 90 where scheme_id = story.named('own-1') and level = 1 $$,
  'P0001', 'upper-target-not-larger', 'a row at a time');
select lives_ok($$ update public.scheme_levels set target_households = target_households / 20 where scheme_id = story.named('own-1') $$,
  'while both may change in one statement');
select throws_ok($$ select public.remove_scheme(story.named('own-2')) $$, 'P0001', 'scheme-in-use', 'a scheme that a draft stands on is not removed');
select is(story.detail_of($$ select public.remove_scheme(story.named('own-2')) $$), '{"plans": 0, "drafts": 1}', 'and says how many do');
select lives_ok($$ select public.remove_scheme(story.named('own-1')) $$, 'one without plans is');
select is_empty($$ select from public.scheme_levels where scheme_id not in (select id from public.schemes) $$, 'with its levels');

select throws_ok($$ select public.save_plan(story.plan('空白'), 1, jsonb_build_object('grids', jsonb_build_array(jsonb_build_object('level', 2, 'key', 1,
    'community', tests.area_id('990101001001'), 'polygon', story.strip('990101001001', 1, 4))))) $$,
  'P0001', 'level-outside-scheme', 'who still has it open with two levels does not draw the second');

-- What is drawn holds its scheme.
select public.save_plan(story.plan('空白'), 1, story.changes('[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]'));
select is(story.listed(story.named('own-2')) -> 'use', '{"plans": 1, "drafts": 0}', 'a draft with grids holds its scheme');
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 210)) $$, 'P0001', 'scheme-in-use', 'to its target');
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 200, 2000)) $$, 'P0001', 'scheme-in-use', 'its levels');
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 200) || '{"tolerance": 0.2}') $$, 'P0001', 'scheme-in-use', 'its tolerance');
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 200) || '{"shares": {"area": 5}}') $$, 'P0001', 'scheme-in-use', 'what it is balanced by');
select throws_ok($$ select public.change_scheme(story.named('own-2'), jsonb_set(story.rule('改', 200), '{levels,0,posts}', '[]')) $$, 'P0001', 'scheme-in-use', 'and its posts');
select throws_ok($$ update public.scheme_posts set per_grid = 5 where scheme_id = story.named('own-2') $$, 'P0001', 'scheme-in-use', 'the tables included');
select lives_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改名', 200)) $$, 'only words may be put right');
select public.submit_plan(story.plan('空白'));
select tests.as('admin');
select public.publish_plan(story.plan('空白'));
select throws_ok($$ select public.change_scheme(story.named('own-2'), story.rule('改', 210)) $$, 'P0001', 'scheme-in-use', 'a published plan holds it');
select throws_ok($$ delete from public.schemes where code = 'own-2' $$, '23503', null, 'and keeps it from being deleted');
select tests.as('planner');
select public.start_plan(tests.area_id('990101'), story.scheme(), '撤空');
select public.save_plan(story.plan('撤空'), 1, '{"edits": {"from": 1, "list": [{"number": 1, "sentence": {"code": "assign"}, "patch": {}, "undone": true}]}}');
select throws_ok($$ select public.change_scheme(story.scheme(), story.rule('改', 210)) $$, 'P0001', 'scheme-in-use', 'a draft with a history holds it though it is empty');
select tests.as_owner();
select lives_ok($$ delete from public.areas where code = '990101' $$, 'a district goes with its schemes and plans');
select finish();
rollback;
