-- Accounts: invitations that work once, roles that stay within the district, sessions that end, walls that are paired by a code.
begin;
select plan(34);
select tests.create_district('990301') as district \gset
select from tests.create_staff('990301');
select tests.create_district('990302') as other \gset
select tests.create_user('other admin');
select tests.grant_role('other admin', 'admin', '990302');
select tests.area_id('990301001001') as community \gset
select tests.area_id('990302001001') as foreign_community \gset

select tests.as('admin');
select throws_ok(format($$ select public.invite_account(%s, '{"name": "李", "signIn": "w 1", "roles": []}') $$, :district), 'P0001', 'sign-in-malformed', 'a sign-in is a number, a telephone or an address');
select throws_ok(format($$ select public.invite_account(%s, '{"name": "李", "signIn": "w1001", "roles": []}') $$, :district), 'P0001', 'role-missing', 'an account has a role');
select throws_ok(format($$ select public.invite_account(%s, '{"name": "李", "signIn": "w1001", "roles": [{"role": "worker", "areaId": %s}]}') $$, :district, :foreign_community),
  'P0001', 'area-unknown', 'in an area of the district');
select throws_ok(format($$ select public.invite_account(%s, '{"name": "李", "signIn": "w1001", "roles": [{"role": "display", "areaId": %s}]}') $$, :district, :community),
  'P0001', 'role-unknown', 'a display is paired, not invited');
select public.invite_account(:district, jsonb_build_object('name', '李', 'signIn', 'W1001', 'roles', jsonb_build_array(jsonb_build_object('role', 'worker', 'areaId', :community)))) as told \gset
select throws_ok(format($$ select public.invite_account(%s, '{"name": "王", "signIn": "w1001", "roles": [{"role": "worker", "areaId": %s}]}') $$, :district, :community),
  'P0001', 'invitation-open', 'nobody is invited twice at once');
select is(public.account_list(:district) -> 'invitations' -> 0 ->> 'signIn', 'w1001', 'the invitation is listed, without its code');
select is(position(:'told'::jsonb ->> 'code' in public.account_list(:district)::text), 0, 'which is told once');
select tests.as('other admin');
select throws_ok(format($$ select public.account_list(%s) $$, :district), 'P0001', 'not-allowed', 'another district''s administrator sees nothing');
select throws_ok(format($$ select public.withdraw_invitation(%s, %s) $$, :other, :'told'::jsonb ->> 'invitation'), 'P0001', 'invitation-unknown', 'and withdraws nothing');

select tests.as_owner();
select throws_ok($$ select public.invitation_for('WRONG-CODE') $$, 'P0001', 'code-unknown', 'a code that there is not');
select is(public.invitation_for(lower(:'told'::jsonb ->> 'code')) ->> 'address', 'w1001@sign-in.invalid', 'the code, in small letters as well');
select public.invitation_for(:'told'::jsonb ->> 'code', true) ->> 'id' as invitation \gset
select throws_ok(format($$ select public.invitation_for(%L, true) $$, :'told'::jsonb ->> 'code'), 'P0001', 'code-used', 'is taken by one');
select tests.create_user('joined') as joined \gset
select public.finish_invitation(:invitation, :'joined');
select throws_ok(format($$ select public.invitation_for(%L) $$, :'told'::jsonb ->> 'code'), 'P0001', 'code-used', 'used twice it is refused');
select throws_ok(format($$ select public.finish_invitation(%s, %L) $$, :invitation, tests.user_id('stranger')), 'P0001', 'code-used', 'and gives nobody else a role');
select results_eq($$ select role::text, area_id from public.memberships where user_id = tests.user_id('joined') $$,
  format($$ values ('worker', %s::bigint) $$, :community), 'whoever came has the role');

insert into auth.sessions (id, user_id, aal) values (gen_random_uuid(), :'joined', 'aal1');
select tests.as('admin');
select is(jsonb_array_length(public.account_sessions(:district, :'joined')), 1, 'the session is seen');
select tests.as('other admin');
select throws_ok(format($$ select public.end_account(%s, %L) $$, :other, :'joined'), 'P0001', 'account-unknown', 'an account of another district is nobody''s here');
select throws_ok(format($$ select public.account_sessions(%s, %L) $$, :other, :'joined'), 'P0001', 'account-unknown', 'nor are its sessions');
select tests.as('admin');
select public.reset_account(:district, :'joined') ->> 'code' as reset \gset
select tests.as_owner();
select is(public.invitation_for(:'reset') ->> 'userId', :'joined', 'a code for another password');
select public.invitation_for(:'reset', true) ->> 'id' as again \gset
select public.finish_invitation(:again, :'joined');
select is((select count(*) from auth.sessions where user_id = :'joined'), 0::bigint, 'ends the sessions');
select is((select count(*) from public.memberships where user_id = :'joined'), 1::bigint, 'and leaves the roles');
insert into auth.sessions (id, user_id, aal) values (gen_random_uuid(), :'joined', 'aal1');
select tests.as('admin');
select public.change_account(:district, :'joined', jsonb_build_object('roles', jsonb_build_array(jsonb_build_object('role', 'viewer', 'areaId', :district))));
select from public.end_account(:district, :'joined');
select tests.as_owner();
select is((select count(*) from public.memberships where user_id = :'joined') + (select count(*) from auth.sessions where user_id = :'joined'), 0::bigint, 'an account that is ended has no roles and no sessions');
select ok((select banned_until > now() from auth.users where id = :'joined'), 'and cannot sign in');
select tests.as('admin');
select throws_ok(format($$ select public.reset_account(%s, %L) $$, :district, :'joined'), 'P0001', 'account-ended', 'nor get another password');

-- The last administrator stays.
select tests.as_owner();
insert into public.accounts (user_id, district_id, name, sign_in) values (tests.user_id('admin'), :district, '管理', 'admin');
select tests.as('admin');
select throws_ok(format($$ select public.end_account(%s, %L); set constraints all immediate $$, :district, tests.user_id('admin')), 'P0001', 'last-admin', 'a district keeps an administrator');

-- A wall.
select tests.as_owner();
select public.start_pairing(repeat('s', 40)) ->> 'code' as code \gset
select is(public.claim_pairing(repeat('s', 40)) ->> 'isGranted', 'false', 'a wall waits');
select tests.as('other admin');
select throws_ok(format($$ select public.grant_pairing(%s, %L, '墙') $$, :community, :'code'), 'P0001', 'not-allowed', 'another district''s administrator grants nothing here');
select tests.as('admin');
select is(public.grant_pairing(:community, 'ZZZZZZ', '大厅'), false, 'a code that no wall shows');
select is(public.grant_pairing(:community, lower(:'code'), '大厅'), true, 'the code on the screen');
select tests.as_owner();
select public.claim_pairing(repeat('s', 40)) as claimed \gset
select is(:'claimed'::jsonb ->> 'isGranted', 'true', 'the wall is told');
select throws_ok($$ select public.claim_pairing(repeat('s', 40)) $$, 'P0001', 'pairing-over', 'once');
select tests.create_user('a wall') as wall \gset
select public.finish_pairing((:'claimed'::jsonb ->> 'pairing')::bigint, :'wall');
select is((select role::text from public.memberships where user_id = :'wall'), 'display', 'and is a display');
select is((select public.count_attempt('test', 2, 60) + public.count_attempt('test', 2, 60)), 0, 'two attempts of two');
select ok(public.count_attempt('test', 2, 60) between 1 and 60, 'the third waits');

select finish();
rollback;
