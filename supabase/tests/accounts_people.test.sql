-- An account is that of a person on the roster: made in the browser alone, it tells who handles from who checks, and whose name stands where.
begin;
\ir incidents_fixture.sql
select plan(22);
select tests.area_id('990201') as district \gset
select from tests.create_district('990101');
update public.people set user_id = null;
insert into public.people (district_id, name, source_id) values (tests.area_id('990101'), '外区', 'elsewhere');
select tests.create_user('first one') as first \gset
select tests.create_user('second one') as second \gset
create function story.invited(name text, sign_in text, person jsonb) returns jsonb language sql as $$
  select public.invite_account(tests.area_id('990201'), jsonb_build_object('name', name, 'signIn', sign_in, 'personId', person,
    'roles', jsonb_build_array(jsonb_build_object('role', 'dispatcher', 'areaId', tests.area_id('990201')))))
$$;
create function story.joined(code text, account uuid) returns void language sql security definer as $$
  select public.finish_invitation((public.invitation_for(code, true) ->> 'id')::bigint, account)
$$;
create function story.going() returns bigint language plpgsql as $$
declare
  made constant bigint := story.reported('0101', '2026-03-02 09:00');
begin
  perform story.moved(made, array['accepted|2026-03-02 09:05', 'filed|2026-03-02 09:10', 'dispatched|2026-03-02 09:15', 'in_progress|2026-03-02 09:20', 'resolved|2026-03-02 10:00']);
  return made;
end $$;
create function story.who(incident bigint) returns text[] language sql as $$
  select array(select distinct h ->> 'actor' from jsonb_array_elements(public.incident_detail(incident) -> 'history') h)
$$;

select tests.as('admin');
select throws_ok($$ select story.invited('陈', 'w2001', to_jsonb(story.person('外区'))) $$, 'P0001', 'person-unknown', 'nobody of another district''s roster');
select throws_ok($$ select story.invited('陈', 'w2001', '-1') $$, 'P0001', 'person-unknown', 'nobody that there is not');
select throws_ok($$ select story.invited('陈', 'w2001', '"x"') $$, 'P0001', 'person-unknown', 'and nothing that is no person');
select is(jsonb_array_length(public.account_list(:district) -> 'invitations'), 0, 'nobody was invited so');

select story.invited('陈', 'w2001', to_jsonb(story.person('陈管理'))) ->> 'code' as code \gset
select tests.as_owner();
select from story.joined(:'code', :'first');
select is((select user_id from public.people where name = '陈管理'), :'first'::uuid, 'whoever was invited as somebody on the roster is that person');
select tests.as('admin');
select is(jsonb_path_query_first(public.account_list(:district), '$.accounts[*] ? (@.signIn == "w2001").person.name') #>> '{}', '陈管理', 'as the list of accounts says');
select throws_ok($$ select story.invited('陈', 'w2002', to_jsonb(story.person('陈管理'))) $$, 'P0001', 'person-has-account', 'a person has one account');

select tests.as('first one');
select story.going() as a \gset
select is((story.incident(:a)).handler_id, story.person('陈管理'), 'a case goes to the person on the roster');
select throws_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', '''', ''{"reason": "solved"}'')', :a), 'P0001', 'checker-is-handler', 'whose account does not check it');
select is(story.who(:a), array['陈管理'], 'what was done has the name of the roster');

select tests.as('admin');
select story.invited('无册', 'w2003', null) ->> 'code' as code \gset
select tests.as_owner();
select from story.joined(:'code', :'second');
select tests.as('second one');
select story.going() as b \gset
select is(story.who(:b), array['无册'], 'without one that of the account, never the sign-in');
select lives_ok(format('select public.move_incident(%s, ''resolved'', ''closed'', '''', ''{"reason": "solved"}'')', :b), 'and somebody else checks');

select tests.as('admin');
select throws_ok(format($$ select public.change_account(%s, %L, jsonb_build_object('personId', story.person('陈管理'))) $$, :district, :'second'), 'P0001', 'person-has-account', 'nor does an account become that of one who has one');
select lives_ok(format($$ select public.change_account(%s, %L, jsonb_build_object('personId', story.person('周闲'))) $$, :district, :'second'), 'but of one who has none');
select is((select user_id from public.people where name = '周闲'), :'second'::uuid, 'whose it is');
select lives_ok(format($$ select public.change_account(%s, %L, jsonb_build_object('personId', story.person('周闲'))) $$, :district, :'second'), 'said again nothing changes');
select lives_ok(format($$ select public.change_account(%s, %L, '{"name": "改名"}') $$, :district, :'second'), 'and where nothing is said');
select is((select user_id from public.people where name = '周闲'), :'second'::uuid, 'it stays');
select lives_ok(format($$ select public.change_account(%s, %L, '{"personId": null}') $$, :district, :'second'), 'until it is said to be nobody''s');
select is((select count(*) from public.people where user_id = :'second'), 0::bigint, 'and is');
select lives_ok(format($$ select public.end_account(%s, %L) $$, :district, :'first'), 'an account that ends');
select is((select user_id from public.people where name = '陈管理'), null, 'leaves the person free for another');

select finish();
rollback;
