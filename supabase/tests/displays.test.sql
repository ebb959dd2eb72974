-- The account of a wall: what it reads of cases, of welfare ones above all. What else it may not do is in districts_access.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(32);

create function story.listed(incident bigint) returns jsonb language sql as $$
  select e from jsonb_array_elements(public.incidents_page(tests.area_id('990201')) -> 'incidents') e where (e ->> 'id')::bigint = incident
$$;
create function story.found(filter jsonb) returns bigint[] language sql as $$
  select array(select (e ->> 'id')::bigint from jsonb_array_elements(public.incidents_page(tests.area_id('990201'), filter) -> 'incidents') e order by 1)
$$;
create function story.refused(function text, filter jsonb) returns text language plpgsql as $$
begin
  execute format('select public.%I(tests.area_id(''990201''), %L::jsonb)', function, filter);
  return 'done';
exception when sqlstate 'P0001' then
  return sqlerrm;
end $$;

-- One account that handles cases in the east, and is a wall in the west.
select tests.create_user('both');
select tests.grant_role('both', 'dispatcher', '990201001002');
select tests.grant_role('both', 'display', '990201001001');

select tests.as('dispatcher');
select story.reported('0101', '2026-03-02 09:00') as rubbish \gset
select story.reported('1001', '2026-03-02 09:00') as welfare \gset
select from story.moved(:rubbish, array['accepted|2026-03-02 09:05', 'filed|2026-03-02 09:10', 'dispatched|2026-03-02 09:15']);
select tests.as('display');
select is(story.listed(:rubbish) ->> 'lng', '113.0020000', 'a case stands where it is');
select is(story.listed(:rubbish) -> 'handler', 'null', 'without whom it was given to');
select is(row(story.listed(:rubbish) ->> 'address', story.listed(:rubbish) ->> 'description'), row(''::text, ''::text), 'and without words');
select is(story.listed(:welfare), null, 'a welfare case stands nowhere');
select is((public.incident_map(tests.area_id('990201'), '{"categories": ["10"]}') ->> 'count')::integer, 0, 'nor on the map');
select public.wall_density(tests.area_id('990201'), 366) -> 'cells' as thin \gset
select tests.as('dispatcher');
select is(public.wall_density(tests.area_id('990201'), 366) -> 'cells', :'thin'::jsonb, 'and density is one for everybody');
select tests.as('display');
select is(jsonb_path_query_first(public.incident_changes(tests.area_id('990201'), 0), '$.incidents[*] ? (@.id == $id)', jsonb_build_object('id', :rubbish)) ->> 'address', '',
  'changes have no words either');
select isnt(public.wall_statistics(tests.area_id('990201')) -> 'open' ->> 'total', '0', 'figures are for it');
select is(jsonb_array_length(public.grids_map(tests.area_id('990201')) -> 'features'), 2, 'grids on the map too');
select throws_ok(format('select public.incident_detail(%s)', :rubbish), 'P0001', 'incident-not-found', 'no case is read whole');
select is(public.locate(113.002, 35.005), '{"community": null}'::jsonb, 'nobody is looked up by a place');
select is((select count(*) from public.people), 0::bigint, 'no staff');
select is((select count(*) from public.incidents), 0::bigint, 'no rows of cases');
select is((select count(*) from public.grids) + (select count(*) from public.schemes where district_id is not null), 0::bigint, 'no plans');

-- What it does not read it finds by no filter either.
select is(story.refused('incidents_page', '{"text": "甲路"}'), 'not-allowed', 'no case is found by its words');
select is(story.refused('incident_map', '{"text": "甲路"}'), 'not-allowed', 'nor on the map');
select is(story.refused('incidents_page', jsonb_build_object('handler', story.person('陈管理'))), 'not-allowed', 'none by whom it was given to');
select is(story.refused('incident_map', jsonb_build_object('handler', story.person('陈管理'))), 'not-allowed', 'nor on the map');
select is(story.found('{"text": " ", "categories": ["01"]}'), array[:rubbish::bigint], 'what a wall shows can be chosen by it, blanks are no words');

-- A viewer reads words, but neither staff nor those of welfare cases.
select tests.as('viewer');
select is(story.listed(:rubbish) ->> 'address', '甲路 1 号', 'a viewer reads where it is');
select is(public.incident_detail(:rubbish) #> '{place,person}', 'null', 'without whom to call');
select is(public.incident_detail(:rubbish)::text ~ '0391', false, 'or a telephone anywhere');
select is(story.listed(:welfare), null, 'and no welfare case');

select is(story.found('{"text": "甲路"}'), array[:rubbish::bigint], 'what is read can be searched for');
select is(story.refused('incidents_page', jsonb_build_object('handler', story.person('陈管理'))), 'not-allowed', 'but nobody''s cases');
select tests.as('planner');
select is(story.refused('incident_map', jsonb_build_object('handler', story.person('陈管理'))), 'not-allowed', 'not by a planner either');
select tests.as('dispatcher');
select is(story.found(jsonb_build_object('handler', story.person('陈管理'))), array[:rubbish::bigint], 'who handles cases asks for somebody''s');

select tests.as('both');
select is(story.found(jsonb_build_object('handler', story.person('陈管理'))), '{}'::bigint[], 'a handler is asked for where one reads who handles');
select is(story.found('{"text": "甲路"}'), '{}'::bigint[], 'words are searched where one reads them');
select is(story.found(jsonb_build_object('text', (select number from story.incident(:rubbish)))), array[:rubbish::bigint], 'a number everywhere');

-- What did not happen has no density.
select tests.as('dispatcher');
select public.wall_density(tests.area_id('990201'), 366) -> 'cells' as before \gset
select story.reported('0101', '2026-03-02 09:10') as nothing \gset
select isnt(public.wall_density(tests.area_id('990201'), 366) -> 'cells', :'before'::jsonb, 'a case is density as soon as it is reported');
select from story.moved(:nothing, array['rejected|2026-03-02 09:15']);
select is(public.wall_density(tests.area_id('990201'), 366) -> 'cells', :'before'::jsonb, 'and no longer once it is rejected');

select finish();
rollback;
