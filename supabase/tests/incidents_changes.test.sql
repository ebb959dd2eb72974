-- The change cursor misses nothing when writers overlap. The writers are connections of their own, so what they need is
-- committed, and taken away at the end.
begin;
create extension dblink with schema extensions;
create schema story;
grant usage on schema story to authenticated;
alter default privileges in schema story grant execute on functions to authenticated;
select plan(11);

create function story.writer() returns text language sql as $$
  select format('host=127.0.0.1 port=%s dbname=%s user=%s', current_setting('port'), current_database(), session_user)
$$;
create function story.incident(description text) returns text language sql as $$
  select format($write$
    insert into public.incidents (district_id, category_id, community_id, position, description)
    select a.district_id, (select min(id) from public.categories where code = '0101'), a.id, extensions.st_pointonsurface(a.boundary), %L
    from public.areas a where a.code = '990401001001'$write$, description)
$$;
create function story.seen(after bigint) returns jsonb language sql as $$
  select public.incident_changes(tests.area_id('990401'), after, 7)
$$;
create function story.words(changes jsonb) returns text language sql as $$
  select string_agg(i ->> 'description', ' ' order by n) from jsonb_array_elements(changes -> 'incidents') with ordinality t (i, n)
$$;

select extensions.dblink_connect(name, story.writer()) from unnest(array['one', 'two', 'three', 'four']) name;
select from extensions.dblink('one', $$
  select tests.create_district('990401')::text, tests.create_user('cursor-reader')::text,
    tests.grant_role('cursor-reader', 'viewer', '990401')::text $$) as t (a text, b text, c text);

-- A slow writer, and a quick one that starts later and would be done sooner.
select tests.as('cursor-reader');
select (story.seen(null) ->> 'cursor')::bigint as beginning \gset
select is(:beginning::bigint, 0::bigint, 'a reader begins where the district stands');
select tests.as_owner();
select extensions.dblink_exec('one', 'begin');
select extensions.dblink_exec('one', story.incident('slow'));
select extensions.dblink_send_query('two', story.incident('quick'));
select pg_sleep(0.3);
select is(extensions.dblink_is_busy('two'), 1, 'the second writer waits for the first');
select tests.as('cursor-reader');
select is(story.words(story.seen(:beginning)), null, 'nothing is seen of either');
select tests.as_owner();
select extensions.dblink_exec('one', 'commit');
select from extensions.dblink_get_result('two') as t (status text);
select from extensions.dblink_get_result('two') as t (status text);
select tests.as('cursor-reader');
select is(story.words(story.seen(:beginning)), 'slow quick', 'then both, in the order of their commits');
select (story.seen(:beginning) ->> 'cursor')::bigint as afterwards \gset
select is(story.words(story.seen(:afterwards)), null, 'and never again');

-- A writer that gives up leaves no hole to wait for.
select tests.as_owner();
select extensions.dblink_exec('one', 'begin');
select extensions.dblink_exec('one', story.incident('given up'));
select extensions.dblink_exec('one', 'rollback');
select extensions.dblink_exec('two', story.incident('kept'));
select tests.as('cursor-reader');
select is(story.words(story.seen(:afterwards)), 'kept', 'a writer that gives up holds nobody back');

-- Four writers at once, and a reader that follows while they write.
select tests.as_owner();
select extensions.dblink_send_query(name, format($$
  do $writer$ begin
    for n in 1..50 loop
      %s;
      perform pg_sleep(random() * 0.004);
      commit;
    end loop;
  end $writer$ $$, story.incident(name)))
from unnest(array['one', 'two', 'three', 'four']) name;

create table story.met (id bigint, change_id bigint, page integer);
create function story.follow(after bigint) returns integer language plpgsql as $$
declare
  cursor bigint := after;
  changes jsonb;
  pages integer := 0;
  busy boolean;
begin
  loop
    busy := exists (select from unnest(array['one', 'two', 'three', 'four']) name where extensions.dblink_is_busy(name) = 1);
    perform tests.as('cursor-reader');
    changes := story.seen(cursor);
    perform tests.as_owner();
    insert into story.met select (i ->> 'id')::bigint, (i ->> 'changeId')::bigint, pages from jsonb_array_elements(changes -> 'incidents') i;
    cursor := (changes ->> 'cursor')::bigint;
    pages := pages + 1;
    exit when not busy and not (changes ->> 'more')::boolean;
  end loop;
  return pages;
end $$;
select cmp_ok(story.follow(:beginning), '>', 28, 'the reader leafs while they write');
select is((select count(*)::integer from story.met), 203, 'and meets every incident');
select is((select count(distinct id)::integer from story.met), 203, 'once');
select is_empty($$ select i.id from public.incidents i where i.district_id = tests.area_id('990401') except select id from story.met $$, 'of those that are there');
select is_empty($$ select * from story.met a join story.met b on b.page > a.page and b.change_id <= a.change_id $$, 'in ascending order');

select extensions.dblink_disconnect(name) from unnest(array['two', 'three', 'four']) name;
select from extensions.dblink_get_result('one') as t (status text);
select from extensions.dblink_get_result('one') as t (status text);
select extensions.dblink_exec('one', $$
  delete from public.incidents where district_id = tests.area_id('990401');
  delete from public.areas where code = '990401';
  delete from auth.users where id = tests.user_id('cursor-reader');
  delete from tests.users where name = 'cursor-reader' $$);
select * from finish();
rollback;
