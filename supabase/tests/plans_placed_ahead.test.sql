-- On which grids of a submitted plan the cases lie is said before it is published, in steps; figures show nothing of it until then.
begin;
set constraints private.facts_due_read immediate;
\ir plans_fixture.sql
select plan(15);

insert into public.people (district_id, name, source_id) select tests.area_id('990101'), n, n from unnest(array['甲', '乙', '丙']) n;
create function story.happened(name text, community text, building integer) returns bigint language sql security definer as $$
  insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
  select b.district_id, happened.name, (select c.id from public.categories c where c.code = '0101' and c.district_id is null), b.community_id, b.position,
    'reported', '2026-03-01 09:00+08'
  from public.buildings b where b.source_id = right(happened.community, 1) || '-' || happened.building returning id $$;
create function story.on_grids(plan text) returns text language sql security definer as $$
  select string_agg(i.number || ' ' || g.key, ', ' order by i.number)
  from private.case_facts f join public.incidents i on i.id = f.id join public.grids g on g.id = any (f.grid_ids)
  where g.plan_id = story.plan(on_grids.plan) $$;
create function story.tallied(plan text) returns bigint language sql security definer as $$
  select sum(t.came_in) from private.case_tallies t join public.grids g on g.id = t.unit_id
  where t.kind = 'grid' and g.plan_id = story.plan(tallied.plan) $$;
create function story.recounted() returns bigint language plpgsql security definer as $$
declare
  faults bigint;
begin
  create temp table facts_kept on commit drop as select f.id, f.grid_ids from private.case_facts f;
  create temp table tallies_kept on commit drop as select t.* from private.case_tallies t where t.kind = 'grid';
  perform private.recount_facts();
  select (select count(*) from facts_kept k join private.case_facts f on f.id = k.id where f.grid_ids <> k.grid_ids)
    + (select count(*) from (table tallies_kept except select * from private.case_tallies) d)
    + (select count(*) from (select t.* from private.case_tallies t where t.kind = 'grid' except table tallies_kept) d) into faults;
  drop table facts_kept;
  drop table tallies_kept;
  return faults;
end $$;
comment on function story.recounted is 'Cases and tallies that lie elsewhere when all is counted anew.';
grant execute on all functions in schema story to authenticated;

select story.happened('a', '990101001001', 1), story.happened('b', '990101001001', 4), story.happened('c', '990101001002', 2);
select tests.as('planner');
select story.drawn('先', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,2],["990101001002",3,4]]') as plan \gset
select is(public.check_plan(:plan) ->> 'isDone', 'false', 'a draft is checked');
select is(public.check_plan(:plan) ->> 'isDone', 'true', 'to its end');
select is(story.on_grids('先'), null, 'and no case is placed on it');
select public.submit_plan(:plan);
select is(public.check_plan(:plan), '{"of": 2, "checked": 2, "isDone": true, "faults": []}'::jsonb, 'of a submitted plan');
select is(story.on_grids('先'), 'a 1, b 2, c 3', 'the cases are placed');
select tests.as_owner();
select story.happened('d', '990101001002', 4);
select is(story.on_grids('先'), 'a 1, b 2, c 3, d 4', 'those of later too');

-- Where a step takes few cases, it takes several steps.
delete from private.plan_placings;
select is(private.place_ahead(p, 1), false, 'one community after the other') from public.plans p where p.id = :plan;
select is(private.place_ahead(p, 1), true, 'until all are placed') from public.plans p where p.id = :plan;

-- What was placed is falsified, to tell it from what is counted now.
update private.case_tallies set came_in = came_in + 100 where kind = 'grid' and area_id = tests.area_id('990101001002');
select tests.as('reviewer');
select public.publish_plan(:plan, '2026-01-01');
select is(story.tallied('先'), 204::numeric::bigint, 'publishing counts none of them anew');
select tests.as_owner();
update private.case_tallies set came_in = came_in - 100 where kind = 'grid' and area_id = tests.area_id('990101001002');
select is(story.recounted(), 0::bigint, 'counted anew all is the same');

-- Sent back it may be drawn otherwise, and is placed anew by whoever publishes it.
select tests.as('planner');
select story.drawn('后', '990101001', '[["990101001001",1,4],["990101001002",1,2],["990101001002",3,4]]') as second \gset
select public.submit_plan(:second);
select public.check_plan(:second);
select public.return_plan(:second);
select public.save_plan(:second, 3, story.changes('[["990101001001",1,1],["990101001001",2,4],["990101001002",1,2],["990101001002",3,4]]'));
select public.submit_plan(:second);
select tests.as('reviewer');
select public.publish_plan(:second, '2026-02-01');
select is(story.on_grids('后'), 'a 1, b 2, c 3, d 4', 'as it was drawn last');
select tests.as_owner();
select is(story.recounted(), 0::bigint, 'and nothing else');

-- Posts are looked at together: two rows of one statement are as two statements.
update public.scheme_posts set exclusive = true where scheme_id = story.scheme();
create function story.put(who text[], keys integer[]) returns void language sql as $$
  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  select g.district_id, w.id, s.id, g.id, '2026-03-01'
  from unnest(put.who, put.keys) p (name, key) join public.people w on w.name = p.name
  join public.grids g on g.plan_id = story.plan('后') and g.key = p.key join public.scheme_posts s on s.scheme_id = story.scheme() $$;
select throws_ok($$ select story.put('{甲,甲}', '{1,2}') $$, 'P0001', 'person-on-exclusive-post', 'one person on two grids in one statement');
select throws_ok($$ select story.put('{甲,乙}', '{1,1}') $$, 'P0001', 'post-full', 'two on one post in one statement');
select story.put('{甲,乙}', '{1,2}');
select lives_ok($$ update public.assignments a set grid_id = g.id from public.grids g
  where g.plan_id = story.plan('后') and a.until is null and a.since = '2026-03-01' and g.key = 3 - (select o.key from public.grids o where o.id = a.grid_id) $$, 'two change places');

select * from finish();
rollback;
