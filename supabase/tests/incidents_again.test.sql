-- One intent, one key: what is sent again because its answer was lost is done once; what is sent under the same key with other
-- content is refused, with what there is.
begin;
\ir incidents_fixture.sql
select plan(25);

create function story.key(n integer) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;
create function story.events_of(id bigint, kind text) returns bigint language sql security definer as $$
  select count(*) from public.incident_events e where e.incident_id = events_of.id and e.kind = events_of.kind
$$;

create table story.acts (n integer, call text, other text, kind text);
insert into story.acts values
  (1, 'note_incident(%1$s, ''看过'', story.key(1))', 'note_incident(%1$s, ''又看过'', story.key(1))', 'note'),
  (2, 'change_category(%1$s, story.category(''0102''), ''改'', story.key(2))', 'change_category(%1$s, story.category(''0103''), ''改'', story.key(2))', 'category'),
  (3, 'move_incident(%1$s, ''reported'', ''accepted'', ''收'', ''{}'', story.key(3))', 'move_incident(%1$s, ''reported'', ''accepted'', ''收下'', ''{}'', story.key(3))', 'transition'),
  (4, 'correct_place(%1$s, 113.003, 35.005, ''乙路'', ''看错'', story.key(4))', 'correct_place(%1$s, 113.003, 35.006, ''乙路'', ''看错'', story.key(4))', 'place'),
  (5, 'redact_incident(%1$s, ''看过'', '''', story.key(5))', 'redact_incident(%1$s, ''门口'', '''', story.key(5))', 'redaction');
grant select on story.acts to authenticated;
create function story.answer_of(id bigint, call text) returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  execute 'select public.' || format(call, id) into answer;
  return answer;
end $$;

select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 09:00') as id \gset
select is(story.answer_of(:id, a.call), story.answer_of(:id, a.call), 'the same again gets the same answer: ' || a.kind) from story.acts a order by a.n;
select is(story.events_of(:id, a.kind), case a.kind when 'transition' then 2 else 1 end::bigint, 'and is done once: ' || a.kind) from story.acts a order by a.n;
select is(story.detail_of('select public.' || format(a.other, :id)) -> 'answer' ->> 'number', (story.incident(:id)).number,
  'other content is refused, with what there is: ' || a.kind) from story.acts a order by a.n;

-- A key is a person's own, and means one act.
select throws_ok(format('select public.urge_incident(%s, '''', story.key(1))', :id), 'P0001', 'sent-otherwise', 'a key means one act');
select tests.as('leader');
select lives_ok(format('select public.urge_incident(%s, ''快'', story.key(1))', :id), 'and another person''s key is another key');
select lives_ok(format('select public.urge_incident(%s, ''快'', story.key(1))', :id), 'once');
select is(story.events_of(:id, 'urge'), 1::bigint, 'and no second time');
select lives_ok(format('select public.urge_incident(%s, ''快'')', :id), 'without a key');
select is(story.events_of(:id, 'urge'), 2::bigint, 'each call is an act of its own');

-- What was refused was not done, and may be done under the same key.
select throws_ok(format('select public.note_incident(%s, '' '', story.key(9))', :id), 'P0001', 'note-required', 'what is refused');
select lives_ok(format('select public.note_incident(%s, ''好'', story.key(9))', :id), 'leaves its key free');

-- A visit.
select tests.as_owner();
insert into public.buildings (district_id, community_id, source_id, name, address, households, position)
select a.district_id, a.id, 'b1', '楼', '路', 10, extensions.st_pointonsurface(a.boundary) from public.areas a where a.code = '990201001001' returning id as building \gset
select tests.as('worker');
select is(public.record_visit(:building, '2026-03-02', 3, null, story.key(20)), public.record_visit(:building, '2026-03-02', 3, null, story.key(20)), 'a visit is recorded once');
select is(story.detail_of(format('select public.record_visit(%s, ''2026-03-02'', 4)', :building)) ->> 'households', '3', 'a second one of the day is refused, with what there is');

select finish();
rollback;
