-- What the case machine took and must not take.
begin;
\ir incidents_fixture.sql
select * from no_plan();

-- Two cases that repeat each other.
create function story.repeats(id bigint, original bigint) returns jsonb language sql as $$
  select public.move_incident(id, 'reported', 'duplicate', '', jsonb_build_object('duplicateOf', (story.incident(original)).number)) $$;
create table story.blanks (words text);
grant select on story.blanks to authenticated;
insert into story.blanks values (''), (' '), (E'\n'), (E'\t \r\n'), ('　'), (U&'\00A0'), (U&'\200B\FEFF'), (U&'\202E'), (U&'\3164'), (E'\u2800'), (null);
select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 08:30') as a \gset
select story.reported('0101', '2026-03-02 08:31') as b \gset
select story.reported('0101', '2026-03-02 08:32') as c \gset
select story.reported('0101', '2026-03-02 08:33') as d \gset
select lives_ok(format('select story.repeats(%s, %s)', :a, :b), 'A repeats B');
select throws_ok(format('select story.repeats(%s, %s)', :b, :a), 'P0001', 'original-repeats-this', 'then B does not repeat A');
select lives_ok(format('select story.repeats(%s, %s)', :c, :a), 'C repeats A, which repeats B');
select is((story.incident(:c)).duplicate_of, :b::bigint, 'so it stands for B');
select throws_ok(format('select story.repeats(%s, %s)', :b, :c), 'P0001', 'original-repeats-this', 'B repeats none of them, however long the chain');
select throws_ok(format('select story.repeats(%s, %s)', :d, :d), 'P0001', 'original-unknown', 'nothing repeats itself');
select from story.moved(:b, array['rejected|2026-03-02 09:00']);
select throws_ok(format('select story.repeats(%s, %s)', :d, :b), 'P0001', 'original-not-kept', 'nothing repeats what was rejected: both would be gone');

-- Reasons of blanks.
select story.reported('0101', '2026-03-02 08:40') as e \gset
select is((select count(*) from story.blanks where private.plain_words(words, 100) <> ''), 0::bigint, 'blanks of all kinds are no words');
select throws_ok(format('select public.move_incident(%s, ''reported'', ''rejected'', %L)', :e, words), 'P0001', 'note-required',
  'no reason: ' || coalesce(encode(convert_to(words, 'UTF8'), 'hex'), 'null')) from story.blanks;
select throws_ok(format('select public.note_incident(%s, %L)', :e, E'\n　\n'), 'P0001', 'note-required', 'no note either');
select is(private.plain_words(E'007\u202e网格\u0007 好 \r\n', 100), '007网格 好', 'direction and bells are taken out, words stay');
select throws_ok(format('select public.note_incident(%s, repeat(''长'', 4001))', :e), 'P0001', 'text-too-long', 'a note has an end');
select throws_ok(format('select public.report_incident(gen_random_uuid(), 113.002, 35.005, %s, repeat(''x'', 1000000))', story.category('0101')),
  'P0001', 'text-too-long', 'a report of a megabyte is refused');
select throws_ok(format('select public.report_incident(gen_random_uuid(), 113.002, 35.005, %s, ''x'', '''', false, ''{"name":"　","telephone":"1","consent":true}'')', story.category('0101')),
  'P0001', 'contact-incomplete', 'a contact without a name is none');
select throws_ok(format('select public.report_incident(gen_random_uuid(), 113.002, 35.005, %s, ''x'', '''', false, ''{"name":"a","telephone":"1","consent":"maybe"}'')', story.category('0101')),
  'P0001', 'contact-without-consent', 'consent is a yes');

-- States and handlers.
select throws_ok(format('select public.move_incident(%s, null, ''rejected'', ''x'')', :e), 'P0001', 'incident-moved-meanwhile', 'who does not say what he saw may not move it');
select from story.moved(:e, array['accepted|2026-03-02 08:50', 'filed|2026-03-02 09:00']);
select tests.as_owner();
update public.people set on_duty = false where name = '周闲';
select tests.as('dispatcher');
select throws_ok(format('select public.move_incident(%s, ''filed'', ''dispatched'', ''x'', ''{"handler": %s}'')', :e, story.person('周闲')), 'P0001', 'handler-off-duty',
  'nobody off duty is given a case');
select lives_ok(format('select public.move_incident(%s, ''filed'', ''dispatched'', ''x'', ''{"handler": %s}'')', :e, story.person('陈管理')), 'somebody on duty is');

-- Deferrals without end.
select from story.moved(:e, array['in_progress|2026-03-02 09:30']);
select throws_ok(format('select public.move_incident(%s, ''in_progress'', ''deferred'', ''x'', ''{"until": "%s"}'')', :e, until), 'P0001', 'deferral-needs-a-date',
  'no deferral until ' || until)
from unnest(array['9999-12-31', 'infinity', '-infinity', '2026-13-45', 'tomorrow', '2026-02-30', '', (current_date + 400)::text]) until;

-- The server's clock is put back an hour: the history stays in the order in which it was written.
select tests.as_owner();
insert into public.incident_events (district_id, incident_id, at, kind, note) values (tests.area_id('990201'), :e, clock_timestamp() + interval '1 hour', 'note', 'ahead');
select tests.as('dispatcher');
select public.note_incident(:e, 'after');
select is((select array_agg(note order by at, id) from public.incident_events where incident_id = :e and kind = 'note'), array['ahead', 'after'],
  'what is written later stands later');
select tests.as_owner();

-- No instants outside of living memory.
select throws_ok(format('update public.incidents set reported_at = %L where id = %s', moment, :e), '23514', null, 'no case of ' || moment)
from unnest(array['0001-01-01', '9999-12-31', 'infinity']) moment;

-- Numbers that others gave end nothing.
insert into public.incidents (district_id, number, source, source_id, category_id, community_id, position)
select tests.area_id('990201'), '990201' || to_char(private.local_date(tests.area_id('990201'), now()), 'YYYYMMDD') || foreign_number, 'import', foreign_number,
  story.category('0101'), tests.area_id('990201001001'), story.place(113.002)
from unnest(array['99999', '00007', '100000']) foreign_number;
select tests.as('dispatcher');
create temporary table given as
select public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('0101')) ->> 'number' as number from generate_series(1, 12);
select is((select count(distinct number) from given), 12::bigint, 'twelve reports of the day have twelve numbers');
select is((select max(number) from given), '990201' || to_char(private.local_date(tests.area_id('990201'), now()), 'YYYYMMDD') || '00014',
  'which pass over those that are there');
select tests.as_owner();
update public.incident_number_days set last_number = 99998 where district_id = tests.area_id('990201');
select tests.as('dispatcher');
select is((select right(public.report_incident(gen_random_uuid(), 113.002, 35.005, story.category('0101')) ->> 'number', 6)), '100001',
  'after the last five digits come six');

-- Places on borders: every corner of a community, and a hair's breadth outside, lies in a grid.
select tests.as_owner();
create table story.corners as
select extensions.st_translate(p.geom, dx * 1e-7, dy * 1e-7) as place
from public.areas a cross join lateral extensions.st_dumppoints(a.boundary) p, generate_series(-9, 9, 9) dx, generate_series(-9, 9, 9) dy
where a.code = '990201001001';
select is((select count(*) from story.corners where (private.grid_at(private.community_at(place), place)).id is null
    and private.community_at(place) = tests.area_id('990201001001')), 0::bigint, 'every corner of a community, and a tenth of a metre around it, has a grid');
select is((select count(*) from story.corners where private.community_at(place) is null), 0::bigint, 'and a community');
select ok(private.community_at(story.place(112.9999)) is null, 'nine metres outside is outside');

-- One person, one exclusive post; as many persons as the post has places.
insert into public.people (district_id, name, source_id) select tests.area_id('990201'), '人' || n, '人' || n from generate_series(1, 3) n;
create function story.put(person text, post text, grid integer, since text, until text default null) returns void language sql as $$
  insert into public.assignments (district_id, person_id, post_id, grid_id, since, until)
  select g.district_id, story.person(put.person), post.id, g.id, put.since::date, put.until::date
  from public.grids g, public.scheme_posts post join public.schemes s on s.id = post.scheme_id and s.code = 'halves'
  where g.key = put.grid and g.code like '990201%' and post.code = put.post $$;
select lives_ok($$ select story.put('人1', 'assistant', 2, '2026-01-01', '2026-06-30') $$, 'a post is filled for half a year');
select throws_ok($$ select story.put('人1', 'manager', 2, '2026-03-01') $$, 'P0001', 'person-on-exclusive-post', 'who holds an exclusive post holds no second one');
select lives_ok($$ select story.put('人1', 'manager', 2, '2026-06-30') $$, 'but one after the other');
select lives_ok($$ select story.put('人1', 'officer', 1, '2026-03-01') $$, 'and a shared one beside it');
select throws_ok($$ select story.put('人2', 'manager', 2, '2026-07-01') $$, 'P0001', 'post-full', 'a post for one is full with one');
select lives_ok($$ select story.put('人2', 'manager', 2, '2026-02-01', '2026-03-01') $$, 'before that it was free');

-- Every text that can be written has an end, and every day lies within reason.
select is_empty($$
  select c.table_name::text, c.column_name::text from information_schema.columns c
  join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
  where c.table_schema = 'public' and c.data_type in ('text', 'date') and c.table_name <> 'import_rows' and c.is_generated = 'NEVER'
    and not exists (
      select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'c' and k.conrelid = format('public.%I', c.table_name)::regclass and a.attname = c.column_name
        and pg_get_constraintdef(k.oid) ~ '(length|octet_length|~|ANY|<=)')
$$, 'every column of text or days has a bound');

select finish();
rollback;
