-- Words that are common are found by walking a list: its pages are the very ones that reading every case gives, in each order,
-- state and area, and its counts say that they are at least so many.
begin;
\ir incidents_fixture.sql
select plan(9);

insert into public.incidents (district_id, number, category_id, community_id, position, address, description, state, urgent, reported_at,
  accepted_at, filed_at, resolved_at, closed_at, due_at, clock_due_at)
select tests.area_id('990201'), 'old' || n, story.category(case n % 11 when 0 then '1001' else '0101' end),
  tests.area_id(case n % 3 when 0 then '990201001002' else '990201001001' end), story.place(case n % 3 when 0 then 113.015 else 113.002 end),
  case when n % 2 = 0 then '学府路 ' else '和平巷 ' end || n, '说明', s.state, n % 7 = 0, at, at, at, at + interval '1 hour',
  case when s.state = 'closed' then at + interval '2 hours' end, at + interval '3 days', at + make_interval(days => 3 + n % 5)
from generate_series(1, 400) n
cross join lateral (select now() - (400 - n) * interval '5 hours' as at) t
cross join lateral (select (array['reported', 'filed', 'in_progress', 'rejected', 'closed', 'closed']::public.incident_state[])[1 + n / 2 % 6] as state) s;
analyze public.incidents;
create or replace function private.newest_counted() returns integer language sql immutable as 'select 50';

create function story.walked(area text, filter jsonb) returns text language plpgsql as $$
declare
  page jsonb;
  cursor jsonb;
  found text[] := '{}';
begin
  loop
    page := public.incidents_page(tests.area_id(area), filter, cursor, 30);
    found := found || array(select i ->> 'number' from jsonb_array_elements(page -> 'incidents') i);
    cursor := nullif(page -> 'next', 'null');
    exit when cursor is null;
  end loop;
  return array_to_string(found, ' ');
end $$;
comment on function story.walked is 'The numbers of a list from its first page to its last.';
create function story.read(area text, filter jsonb) returns text language sql security definer as $$
  select coalesce(string_agg(i.number, ' ' order by
    case when filter ->> 'order' = 'deadline' and not coalesce(filter -> 'states' <@ '["closed", "rejected"]' and filter -> 'states' <> '[]', false)
      then coalesce(i.deadline_at, 'infinity') end, i.reported_at desc, i.id desc), '')
  from public.incidents i
  where i.community_id in (select private.communities_in(tests.area_id(area))) and i.address like '学府路%'
    and (filter -> 'states' = '[]' or filter -> 'states' ? i.state::text)
    and (filter -> 'urgent' is null or i.urgent)
$$;
comment on function story.read is 'The same out of the raw rows.';
create function story.lists() returns table (area text, filter jsonb) language sql as $$
  select a.code, jsonb_build_object('text', '学府路', 'states', s.states, 'order', o.name) || p.part
  from unnest(array['990201', '990201001001']) a (code)
  cross join (values ('[]'::jsonb), ('["reported", "filed", "in_progress"]'), ('["closed"]'), ('["rejected", "closed"]'), ('["closed", "filed"]')) s (states)
  cross join (values ('deadline'), ('newest')) o (name)
  cross join (values ('{}'::jsonb), ('{"urgent": true}')) p (part)
$$;

create function story.counted(wanted text) returns jsonb language sql as $$
  select public.incidents_page(tests.area_id('990201'), jsonb_build_object('text', wanted))
$$;
create function story.cases(chosen public.incident_state[]) returns bigint language sql security definer as $$
  select count(*) from public.incidents i where i.address like '学府路%' and i.state = any (chosen)
$$;
select tests.as('dispatcher');
select is((select count(*) from story.lists() l where story.walked(l.area, l.filter) <> story.read(l.area, l.filter)), 0::bigint, 'rare words: every list');
select tests.as_owner();
create or replace function private.most_hits() returns integer language sql immutable as 'select 3';
select tests.as('dispatcher');
select is(public.incidents_page(tests.area_id('990201'), '{"text": "学府路"}') -> 'isCapped', 'true', 'more than may be looked up: the words are common');
select is((select count(*) from story.lists() l where story.walked(l.area, l.filter) <> story.read(l.area, l.filter)), 0::bigint, 'common words: every list');

select is((story.counted('学府路') -> 'states' ->> 'reported')::bigint, story.cases('{reported}'), 'what is open is counted');
select ok((story.counted('学府路') -> 'states' ->> 'closed')::bigint between 1 and story.cases('{closed}') - 1, 'of what has ended only the newest are looked through');

-- A case whose address is hidden is not found by it, on this way either.
select tests.as('viewer');
select is((select count(*) from regexp_split_to_table(story.walked('990201', '{"text": "学府路", "order": "newest"}'), ' ') n
  where substr(n, 4)::integer % 11 = 0), 0::bigint, 'a hidden address is not searched');

-- A sample tells that words are common, on a table that is large enough.
select tests.as_owner();
select is((select s.all_words from private.words_in_sample(tests.area_id('990201'), '学府路') s), null, 'a small table is not sampled');
create function story.fills() returns void language sql as $$
  insert into public.incidents (district_id, number, category_id, community_id, position, address, description, state, reported_at, closed_at)
  select tests.area_id('990201'), 'many' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002),
    case when n % 2 = 0 then '学府路 ' when n = 7 then '青年街' else '和平巷 ' end || n, repeat('说明', 150), 'closed', now() - interval '1 day', now()
  from generate_series(1, 16000) n
$$;
select story.fills();
select ok((select abs(s.all_words - 8000) < 2500 and s.hits > 20 from private.words_in_sample(tests.area_id('990201'), '学府路') s), 'half of the cases, told from a part of them');
select is((select s.all_words from private.words_in_sample(tests.area_id('990201'), '青年街 学府路') s), 0::bigint, 'words that are never together');

select * from finish();
rollback;
