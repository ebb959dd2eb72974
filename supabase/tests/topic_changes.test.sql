-- Pages learn of what they read once: each topic counts the transactions that changed it, for its own district only.
begin;
create extension dblink with schema extensions;
create schema story;
grant usage on schema story to authenticated;
alter default privileges in schema story grant execute on functions to authenticated;
select plan(24);

create function story.writer() returns text language sql as $$
  select format('host=127.0.0.1 port=%s dbname=%s user=%s', current_setting('port'), current_database(), session_user)
$$;
create function story.topics(code text) returns jsonb language sql as $$
  select public.changes() -> 'topics' -> tests.area_id(code)::text
$$;
-- Forgets what was counted, does something, and says which topics it changed.
create function story.changed(code text, act text) returns text language plpgsql as $$
begin
  perform tests.as_owner();
  delete from private.topic_changes;
  execute act;
  perform tests.as('viewer');
  return (select string_agg(t, ' ' order by t) from jsonb_object_keys(story.topics(code)) t);
end $$;

select tests.create_district('990501');
select tests.create_district('990502');
select tests.create_staff('990501');
insert into public.plans (district_id, area_id, scheme_id, name, state)
select tests.area_id('990501'), tests.area_id('990501001001'), min(s.id), 'one', 'draft' from public.schemes s;

select is(story.changed('990501', $$ update public.areas set name = 'renamed' where code = '990501001001' $$), 'areas', 'an area that is renamed');
select is(story.changed('990501', $$ update public.areas set name = 'renamed' where code = '990502001001' $$), null, 'but none of another district');
select is(story.changed('990501', $$ update public.areas set name = 'renamed' where code = 'nowhere' $$), null, 'and no statement that met nothing');
select is(story.changed('990501', $$ insert into public.categories (district_id, code, name, name_en) values (tests.area_id('990501'), '9901', '新', 'new') $$),
  'categories', 'a category of the district');
select is(story.changed('990501', $$ insert into public.categories (district_id, code, name, name_en) values (tests.area_id('990502'), '9901', '新', 'new') $$),
  null, 'not one of another');
select is(story.changed('990501', $$ update public.categories set name = name || '改' where code = '0101' and district_id is null $$),
  'categories', 'a template, for every district');
select is(story.changed('990501', $$ update public.category_deadlines d set amount = amount + 1 from public.categories c
  where c.id = d.category_id and c.code = '0101' $$), 'categories', 'a deadline of a category');
select is(story.changed('990501', $$ insert into public.plan_communities (plan_id, community_id, district_id)
  select p.id, p.area_id, p.district_id from public.plans p where p.name = 'one' $$), null, 'a draft that covers a community changes nothing that is in force');
select is(story.changed('990501', $$ update public.plan_communities set in_force = '[2020-01-01,)' $$), 'plans', 'a plan that comes into force');
select is(story.changed('990501', $$ delete from public.plan_communities $$), 'plans', 'one that is taken away');
select is(story.changed('990501', $$ update public.plans set version = version + 1 where name = 'one' $$), 'drafts', 'a draft that is drawn on, for lists of plans');
select is(story.changed('990501', $$ update public.plans set version = version + 1 where name = 'none' $$), null, 'but none that is not there');
select is(story.changed('990501', $$ insert into public.base_features (district_id, layer, geom, source_id) values
  (tests.area_id('990501'), 'water', extensions.st_geomfromtext('POINT(113 35)', 4326), 'pond') $$), 'ground', 'what stands on the ground');
select is(story.changed('990501', $$ insert into public.district_settings (district_id, public_address) values (tests.area_id('990501'), 'https://wg.example.org') $$),
  'settings', 'what a district says of itself');
select is(story.changed('990501', $$ insert into public.people (district_id, name, source_id) values (tests.area_id('990501'), '新人', 'new') $$), 'people', 'people');

-- Who asks, and what they may.
select tests.as('worker');
select is(public.changes() -> 'memberships', jsonb_build_array(jsonb_build_object('role', 'worker', 'areaId', tests.area_id('990501001001'))),
  'a person is told what they may');
select tests.as_owner();
update public.memberships set since = now() - interval '2 days', until = now() - interval '1 day' where user_id = tests.user_id('worker');
select tests.as('worker');
select is(public.changes() - 'now' - 'person', '{"memberships": [], "topics": {}}', 'a right that has ended is none');
select throws_ok($$ select set_config('request.jwt.claims',
  jsonb_build_object('sub', tests.user_id('worker'), 'role', 'authenticated', 'session_id', gen_random_uuid())::text, true), public.changes() $$,
  'P0001', 'signed-out', 'a session that was ended is refused');

-- Two writers overlap: neither waits for the other, and each counts when it is committed, whoever began first.
select tests.as_owner();
select extensions.dblink_connect(name, story.writer()) from unnest(array['first', 'second']) name;
select extensions.dblink_exec('first', $$ insert into private.topic_changes (district_id, topic) values (-1, 'areas') $$);
select extensions.dblink_exec('first', 'begin');
select extensions.dblink_exec('first', $$ insert into private.topic_changes (district_id, topic) values (-1, 'areas') $$);
select extensions.dblink_exec('second', $$ insert into private.topic_changes (district_id, topic) values (-1, 'areas') $$);
select is(private.topic_versions(-1), '{"areas": 2}', 'the quick one counts while the slow one is at work');
select extensions.dblink_exec('first', 'commit');
select is(private.topic_versions(-1), '{"areas": 3}', 'and the slow one counts when it is done');
select extensions.dblink_exec('first', 'delete from private.topic_changes where district_id = -1');

-- Of many changes those that are committed become a number; the count stays, and nobody waits.
select extensions.dblink_exec('first', $$ insert into private.topic_changes (district_id, topic, at)
  select -2, 'areas', now() + make_interval(secs => n) from generate_series(1, 250) n $$);
select extensions.dblink_exec('first', 'begin');
select extensions.dblink_exec('first', $$ insert into private.topic_changes (district_id, topic) values (-2, 'areas') $$);
select extensions.dblink_exec('first', $$ do $d$ begin perform private.fold_topic(-2, 'areas'); end $d$ $$);
select extensions.dblink_exec('second', $$ do $d$ begin perform private.fold_topic(-2, 'areas'); end $d$ $$);
select is(private.topic_versions(-2), '{"areas": 250}', 'while they are added up the count stays');
select extensions.dblink_exec('first', 'commit');
select is(private.topic_versions(-2), '{"areas": 251}', 'and afterwards');
select is((select count(*) from private.topic_changes c where c.district_id = -2), 1::bigint, 'what is listed is little');
select is((select jsonb_agg(t.changes) from private.topic_totals t where t.district_id = -2), '[250]', 'the rest is a number');
select extensions.dblink_exec('first', 'delete from private.topic_changes where district_id = -2');
select extensions.dblink_exec('first', 'delete from private.topic_totals where district_id = -2');

select * from finish();
rollback;
