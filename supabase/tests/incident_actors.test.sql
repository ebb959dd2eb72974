-- Who did something is a person, or what an account did it as; never the front of an email address.
begin;
\ir incidents_fixture.sql
select plan(9);

create function story.history(incident bigint, place integer) returns text language sql as $$
  select concat_ws('/', e ->> 'actor', coalesce(e ->> 'actorRole', '-')) from jsonb_path_query(public.incident_detail(incident), format('$.history[%s]', place)::jsonpath) e
$$;
select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 09:00') as rubbish \gset
select from story.moved(:rubbish, array['accepted|2026-03-02 09:05', 'filed|2026-03-02 09:10', 'dispatched|2026-03-02 09:15']);
select is(story.history(:rubbish, 0), '/dispatcher', 'an account that is nobody''s on the roster is what it acts as');
select tests.as('worker');
select from story.moved(:rubbish, array['in_progress|2026-03-02 09:30']);
select is(story.history(:rubbish, 4), '陈管理/-', 'a person is named');
select public.ask_deferral(:rubbish, '2026-12-30', '等料');
select tests.as('admin');
select is(public.incident_detail(:rubbish) #>> '{deferralAsked,by}', '陈管理', 'who asked is named');
select is((public.incident_detail(:rubbish))::text ~ '"(dispatcher|worker|admin)@', false, 'no address anywhere');
select throws_ok(format('select public.move_incident(%s, ''filed'', ''dispatched'')', :rubbish), 'P0001', 'incident-moved-meanwhile', 'too late');
create function pg_temp.told(statement text) returns jsonb language plpgsql as $$
declare words text;
begin
  execute statement;
  return null;
exception when raise_exception then
  get stacked diagnostics words = pg_exception_detail;
  return words::jsonb;
end $$;
select is(pg_temp.told(format('select public.move_incident(%s, ''filed'', ''dispatched'')', :rubbish)) - '{at,state,expected}'::text[], '{"by": "陈管理", "byRole": null}'::jsonb, 'after whom');
select tests.as('viewer');
select is(story.history(:rubbish, 0), '/-', 'who reads no names is told no role');
-- Later the account is somebody's on the roster, or has left.
select tests.as_owner();
insert into public.people (district_id, user_id, name, source_id) values (tests.area_id('990201'), tests.user_id('dispatcher'), '王指挥', 'w');
select tests.as('admin');
select is(story.history(:rubbish, 0), '王指挥/dispatcher', 'once it is known whose account it is, the name');
select tests.as_owner();
delete from public.people where source_id = 'w';
delete from public.memberships where user_id = tests.user_id('dispatcher');
select tests.as('admin');
select is(story.history(:rubbish, 0), '/-', 'of who has left neither');

select finish();
rollback;
