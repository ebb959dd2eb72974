-- Who sees which areas, and who may change who may.
begin;
select plan(12);
select tests.create_district();
select tests.create_district('990102');
select tests.create_staff();

select tests.as('planner');
select is((select count(*) from public.areas), 4::bigint, 'a planner sees the four areas of the district, none of another');
select ok(private.can('{planner}', tests.area_id('990101001002')), 'what holds in the district holds in its communities');

select tests.as('worker');
select ok(private.can('{worker}', tests.area_id('990101001001')), 'a worker works in the own community');
select ok(not private.can('{worker}', tests.area_id('990101001002')), 'and not in the next one');
select is((select count(*) from public.memberships), 1::bigint, 'a worker reads only the own membership');

select throws_ok($$
  insert into public.memberships (user_id, role, area_id)
  values (tests.user_id('worker'), 'admin', tests.area_id('990101'))
$$, '42501', null, 'a worker cannot become an admin');

select tests.as('stranger');
select is_empty('select id from public.areas', 'somebody without a membership sees no area');

select tests.as_nobody();
select throws_ok('select id from public.areas', '42501', null, 'somebody who has not signed in may not ask');

select tests.as('admin');
select lives_ok($$
  insert into public.memberships (user_id, role, area_id)
  values (tests.user_id('stranger'), 'viewer', tests.area_id('990101001001'))
$$, 'an admin grants a membership in the own district');
select throws_ok($$
  insert into public.memberships (user_id, role, area_id)
  values (tests.user_id('stranger'), 'viewer', tests.area_id('990102'))
$$, '42501', null, 'and in no other');

select tests.as('stranger');
select is((select count(*) from public.areas), 4::bigint, 'who was made a member sees the district');

select tests.as_owner();
update public.memberships set until = now() - interval '1 second', since = now() - interval '1 day'
where user_id = tests.user_id('stranger');
select tests.as('stranger');
select is_empty('select id from public.areas', 'a membership ends when it says');

select finish();
rollback;
