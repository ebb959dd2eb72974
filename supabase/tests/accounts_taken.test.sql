-- No account is taken over: not across districts by a code for another password, not from whoever is on the roster by a second
-- invitation; and a roster is not taken for what it may not mean.
begin;
\ir incidents_fixture.sql
select plan(22);
select tests.area_id('990201') as district \gset
select from tests.create_district('990301');
select tests.create_user('shared') as shared \gset
insert into public.accounts (user_id, district_id, name, sign_in) values (:'shared', :district, '两边', 'w-9');
insert into public.memberships (user_id, role, area_id) values (:'shared', 'worker', tests.area_id('990201001001'));

-- A code for another password is all that the account may.
select tests.as('admin');
select public.reset_account(:district, :'shared') ->> 'code' as code \gset
select tests.as_owner();
select is(public.invitation_for(:'code') ->> 'userId', :'shared', 'whoever serves here alone gets a code');
insert into public.memberships (user_id, role, area_id) values (:'shared', 'admin', tests.area_id('990301'));
select throws_ok(format($$ select public.invitation_for(%L, true) $$, :'code'), 'P0001', 'code-unknown', 'which is worth nothing once another district has given a role');
select tests.as('admin');
select throws_ok(format($$ select public.reset_account(%s, %L) $$, :district, :'shared'), 'P0001', 'account-serves-elsewhere', 'and there is no other one');
select tests.as_owner();
update public.memberships set since = now() - interval '2 days', until = now() - interval '1 day' where user_id = :'shared' and role = 'admin';
select tests.as('admin');
select lives_ok(format($$ select public.reset_account(%s, %L) $$, :district, :'shared'), 'until that role has ended');

-- Whoever serves nowhere any longer does not sign in, whatever ended elsewhere long ago.
select from public.end_account(:district, :'shared');
select tests.as_owner();
select ok((select u.banned_until > now() from auth.users u where u.id = :'shared'), 'a role that is over elsewhere keeps no account open');

-- One person, one account.
update public.people set user_id = null;
create function story.invited(sign_in text) returns jsonb language sql as $$
  select public.invite_account(tests.area_id('990201'), jsonb_build_object('name', '陈', 'signIn', sign_in, 'personId', story.person('陈管理'),
    'roles', jsonb_build_array(jsonb_build_object('role', 'worker', 'areaId', tests.area_id('990201')))))
$$;
select tests.create_user('early') as early \gset
select tests.create_user('late') as late \gset
select tests.as('admin');
select story.invited('w-1') as told \gset
select throws_ok($$ select story.invited('w-2') $$, 'P0001', 'person-invited', 'nobody gets two codes at once');
select tests.as_owner();
select public.invitation_for(:'told'::jsonb ->> 'code', true) ->> 'id' as invitation \gset
update public.people set user_id = :'early' where name = '陈管理';
select throws_ok(format($$ select public.finish_invitation(%s, %L) $$, :invitation, :'late'), 'P0001', 'person-has-account', 'who has got an account in the meantime keeps it');
select is((select p.user_id from public.people p where p.name = '陈管理'), :'early'::uuid, 'as before');
select is((select count(*) from public.accounts a where a.user_id = :'late'), 0::bigint, 'and the other is nobody');
select public.finish_invitation(:invitation, null);
update public.people set user_id = null;
select public.invitation_for(:'told'::jsonb ->> 'code', true) ->> 'id' as invitation \gset
select lives_ok(format($$ select public.finish_invitation(%s, %L) $$, :invitation, :'late'), 'the code is good where nobody has');
select is((select p.user_id from public.people p where p.name = '陈管理'), :'late'::uuid, 'and the account is that person''s');

-- The last administrator is the last who is one today.
insert into public.accounts (user_id, district_id, name, sign_in) values (tests.user_id('admin'), :district, '管', 'admin');
insert into public.memberships (user_id, role, area_id, since, until) values (:'early', 'admin', :district, now() - interval '2 days', now() - interval '1 day');
select tests.as('admin');
select throws_ok(format($$ select public.end_account(%s, %L); set constraints all immediate $$, :district, tests.user_id('admin')), 'P0001', 'last-admin', 'who was one does not count');
select tests.as_owner();

-- A roster.
update public.areas set name = '同名社区' where code in ('990201001001', '990201001002');
create function story.refused(source text, name text, area text) returns jsonb language sql as $$
  select public.take_roster(tests.area_id('990201'), jsonb_build_array(jsonb_build_object('number', 1, 'source', source, 'name', name, 'telephone', '', 'area', area)), true) -> 'refused' -> 0
$$;
select tests.as('planner');
select is(story.refused('n1', '赵一', '') is null, true, 'somebody new');
select is(story.refused('n1', '钱二', ''), '{"number": 1, "code": "number-of-another", "detail": "赵一"}', 'is not renamed by a row with another''s work number');
select is(story.refused('n1', '赵一', '同名社区'), '{"number": 1, "code": "area-ambiguous", "detail": "同名社区"}', 'a name that two communities have is asked for');
select is(story.refused('n1', '赵一', '990201001002') is null, true, 'a code is not');
select results_eq($$ select p.name, a.code from public.people p join public.areas a on a.id = p.area_id where p.source_id = 'n1' $$, $$ values ('赵一', '990201001002') $$, 'as it was meant');

-- What is done once in four years.
select tests.as('admin');
select public.save_handed_task(:district, null, null, '{"name": "普查", "demandedBy": "统计局", "timesAYear": 0.25, "hoursEach": 8}') as task \gset
select is((select t -> 'timesAYear' from jsonb_array_elements(public.task_register(:district) -> 'tasks') t where t ->> 'id' = :'task'), '0.25', 'is written down as it is');
select throws_ok(format($$ select public.save_handed_task(%s, null, null, '{"name": "普查", "demandedBy": "统计局", "timesAYear": 0.001, "hoursEach": 8}') $$, :district), 'P0001', 'number-out-of-range',
  'and what would come to nothing is refused in words');

-- Roles hold when they say so.
select tests.as_owner();
select is_empty($$ select from public.memberships m where m.user_id = tests.user_id('early') and (m.until is null or m.until > now()) $$, 'somebody''s role is over');
insert into public.memberships (user_id, role, area_id, until) values (:'late', 'viewer', :district, now() + interval '9 days');
select tests.as('admin');
select public.create_district('990377', '新区', null, '990201') as made \gset
select tests.as_owner();
select results_eq(format($$ select m.user_id, m.until > now() from public.memberships m where m.area_id = %s and m.role <> 'worker' and m.user_id in (%L, %L) $$, :made, :'early', :'late'),
  format($$ values (%L::uuid, true) $$, :'late'), 'and does not begin again in a district that is made; another ends there as well');
select throws_ok(format($$ insert into public.memberships (user_id, role, area_id, since) values (%L, 'viewer', %s, now() + interval '1 day') $$, :'early', :made), 'P0001', 'role-begins-later',
  'a role that begins tomorrow is not given today');
select finish();
rollback;
