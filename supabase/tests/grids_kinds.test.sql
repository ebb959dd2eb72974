-- A dedicated grid is asked for no household target wherever grids are measured, and what it is for is saved with the drawing.
begin;
\ir plans_fixture.sql
select plan(21);

-- West in two grids of 200 households, east in one of 100 (a market) and one of 300.
create function story.marked(changes jsonb, key integer, kind text) returns jsonb language sql as $$
  select jsonb_set(changes, '{grids}', (select jsonb_agg(case when (g ->> 'key')::integer = marked.key then g || jsonb_build_object('kind', marked.kind) else g end
    order by (g ->> 'key')::integer) from jsonb_array_elements(changes -> 'grids') g))
$$;
create function story.cuts() returns jsonb language sql as $$
  select story.changes('[["990101001001",1,2],["990101001001",3,4],["990101001002",1,1],["990101001002",2,4]]')
$$;
create function story.listed(name text) returns jsonb language sql as $$
  select one from jsonb_array_elements(public.list_plans(tests.area_id('990101'))) one where one ->> 'name' = listed.name
$$;
create function story.stored(plan text, key integer) returns jsonb language sql as $$
  select g from jsonb_array_elements(public.plan_detail(story.plan(stored.plan)) -> 'grids') g where (g ->> 'key')::integer = stored.key
$$;
create function story.on_map(key integer) returns jsonb language sql as $$
  select f -> 'properties' from jsonb_array_elements(public.grids_map(tests.area_id('990101')) -> 'features') f
  where (f #>> '{properties,id}')::bigint = (select g.id from public.grids g where g.plan_id = story.plan('格') and g.key = on_map.key)
$$;
create function story.now_in_force(key integer) returns jsonb language sql as $$
  select g from jsonb_array_elements(public.grids_in_force(tests.area_id('990101'))) g where (g ->> 'key')::integer = now_in_force.key
$$;
grant execute on all functions in schema story to authenticated;

select tests.as('planner');
select story.drawn('格', '990101001', '[["990101001001",1,2],["990101001001",3,4],["990101001002",1,1],["990101001002",2,4]]');
select is(story.stored('格', 3) -> 'kind', 'null', 'a grid is residential until somebody says otherwise');
select is(story.listed('格') -> 'within', '2', 'two of four are within the tolerance');
select lives_ok($$ select public.save_plan(story.plan('格'), 2, story.marked(story.cuts(), 3, 'market')) $$, 'what a grid is for is saved with it');
select is(story.stored('格', 3) ->> 'kind', 'market', 'and read with it');
select is(story.stored('格', 4) -> 'kind', 'null', 'the others stay');
select is(story.listed('格') -> 'within', '3', 'a market is not off a target that it does not have');
select throws_ok($$ select public.save_plan(story.plan('格'), 3, story.marked(story.cuts(), 3, 'casino')) $$, 'P0001', 'grid-kind-unknown', 'no other kinds');
select is(story.stored('格', 3) ->> 'kind', 'market', 'and nothing changed');
select lives_ok($$ select public.save_plan(story.plan('格'), 3, story.cuts()) $$, 'it may be taken back');
select is(story.stored('格', 3) -> 'kind', 'null', 'and is residential again');
select public.save_plan(story.plan('格'), 4, story.marked(story.cuts(), 3, 'market'));
select hasnt_function('public', 'set_grid_kind', 'there is one way of saying it');

select public.submit_plan(story.plan('格'));
select tests.as('admin');
select public.publish_plan(story.plan('格'));
select is((select jsonb_object_agg(g.key, g.kind) from public.grids g where g.plan_id = story.plan('格')),
  '{"1": "residential", "2": "residential", "3": "market", "4": "residential"}', 'publishing keeps it');
select is(story.on_map(3) - '{id,code,name,community,labelLng,labelLat}'::text[],
  '{"households": 100, "kind": "market", "target": null, "deviation": null, "tolerance": 0.1}', 'on the map a market has neither target nor deviation');
select is(story.on_map(4) - '{id,code,name,community,labelLng,labelLat}'::text[],
  '{"households": 300, "kind": null, "target": 200, "deviation": 0.5, "tolerance": 0.1}', 'what is residential has both');
select is(public.in_force(tests.area_id('990101')) #> '{leaf,within}', '3', 'what is in force counts it as within');
select is(public.in_force(tests.area_id('990101')) #> '{levels,0,within}', '3', 'by level as well');
select is(array[story.now_in_force(3) ->> 'kind', story.now_in_force(3) ->> 'target', story.now_in_force(4) ->> 'target'], '{market,NULL,200}', 'one by one');
select is((select array[v ->> 'kind', v ->> 'target'] from jsonb_array_elements(public.grid_life_in_plan(story.plan('格'), 1, 3, now() - interval '1 year') -> 'versions') v),
  '{market,NULL}', 'and in the life of the grid');
select is(public.indicator_table(tests.area_id('990101'), '{balance}', 'district', current_date - 7, current_date) #> '{units,0,values,balance}', '[2, 3]', 'the indicator is of residential grids');

-- A copy keeps it.
select tests.as('planner');
select public.start_plan(tests.area_id('990101001'), story.scheme(), '再', story.plan('格'));
select is((select g.kind from public.grids g where g.plan_id = story.plan('再') and g.community_id = tests.area_id('990101001002') and g.households = 100), 'market', 'a plan that begins with it has it');
select is(story.listed('再') -> 'within', '3', 'and counts the same');
select * from finish();
rollback;
