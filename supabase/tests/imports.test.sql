-- Imports: staged, checked, committed; found again by source id; refusals counted; who may.
begin;
set local client_min_messages = warning;
select plan(58);
create schema trial;
grant usage on schema trial to authenticated;
alter default privileges in schema trial grant execute on functions to authenticated;
select from tests.create_district('990301');
select from tests.create_staff('990301');

create function trial.plain() returns jsonb language sql as $$
  select '{"type": "Polygon", "coordinates": [[[113.02, 35], [113.03, 35], [113.03, 35.01], [113.02, 35.01], [113.02, 35]]]}'::jsonb
$$;
create function trial.plain_at(west float8) returns jsonb language sql as $$
  select extensions.st_asgeojson(extensions.st_makeenvelope(west, 35, west + 0.01, 35.01, 4326))::jsonb
$$;
create function trial.crossed() returns jsonb language sql as $$
  select '{"type": "Polygon", "coordinates": [[[113.03, 35], [113.04, 35.01], [113.04, 35], [113.03, 35.01], [113.03, 35]]]}'::jsonb
$$;
create function trial.point(lng float8, lat float8 default 35.005) returns jsonb language sql as $$
  select jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lng, lat))
$$;
create function trial.building(number int, source text, households int, lng float8, extra jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'line', number + 1, 'source', source, 'geometry', trial.point(lng),
    'payload', jsonb_build_object('name', source, 'address', '', 'households', households, 'storeys', 6, 'doubtful', null,
      'compound', '', 'compoundSource', '', 'community', '', 'communityCode', '', 'street', '') || extra)
$$;
create function trial.run(kind public.import_kind, rows jsonb, file_name text default 'test.csv') returns jsonb language plpgsql as $$
declare
  made bigint := public.start_import('990301', kind, file_name);
  answer jsonb;
begin
  perform public.stage_import_rows(made, rows::json);
  loop
    answer := public.check_import(made, 2);
    exit when (answer ->> 'remaining')::int = 0;
  end loop;
  perform public.commit_import(made);
  return (answer -> 'summary') - '{replaces,boundaries}'::text[];
end $$;
create function trial.community(number int, name text, parent text, geometry jsonb, extra jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'line', number, 'part', 'community', 'source', name, 'geometry', geometry,
    'payload', jsonb_build_object('name', name, 'nameEn', '', 'code', '', 'parentCode', '', 'parent', parent) || extra)
$$;
create function trial.street(number int, name text) returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'part', 'street', 'source', name, 'payload', jsonb_build_object('name', name, 'nameEn', '', 'code', ''))
$$;
create function trial.incident(number int, source text, state text, closed text, lng float8 default 113.005, category text default '0303') returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'line', number, 'source', source, 'geometry', trial.point(lng), 'payload',
    jsonb_build_object('category', category, 'description', 'x', 'address', '', 'state', state, 'dueAt', null,
      'reportedAt', '2026-03-02T01:00:00Z', 'closedAt', closed, 'community', '', 'communityCode', '', 'street', ''))
$$;

-- Who may.
select tests.as('stranger');
select throws_ok($$ select public.start_import('990301', 'buildings', 'a.csv') $$, 'unknown-district', 'a stranger does not even learn that the district is there');
select tests.as('worker');
select throws_ok($$ select public.start_import('990301', 'buildings', 'a.csv') $$, 'unknown-district', 'a worker imports nothing');
select tests.as('viewer');
select throws_ok($$ select public.create_district('990302', 'x') $$, 'not-allowed', 'a viewer makes no district');
select tests.as_nobody();
select throws_ok($$ select public.start_import('990301', 'buildings', 'a.csv') $$, '42501', null, 'nobody starts an import');
select throws_ok($$ select public.check_import(1) $$, '42501', null, 'nobody checks one');
select throws_ok($$ select public.commit_import(1) $$, '42501', null, 'nobody commits one');

-- Buildings.
select tests.as('planner');
select is(trial.run('buildings', jsonb_build_array(
    trial.building(1, 'a', 10, 113.005, '{"compound": "幸福里", "compoundSource": "幸福里"}'),
    trial.building(2, 'b', 20, 113.015, '{"community": "east", "compound": "幸福里", "compoundSource": "幸福里"}'),
    trial.building(3, 'c', 30, 114.0),
    trial.building(4, 'd', 40, 113.0203),
    trial.building(5, 'e', 50, 113.004, '{"community": "east"}'),
    '{"number": 6, "line": 7, "refusal": "no-households"}'::jsonb))
  - '{streets,districts,communities,derivedRefused}'::text[],
  '{"read": 6, "accepted": 4, "refused": 2, "households": 120, "compounds": 1, "rows": {"new": 4, "changed": 0, "unchanged": 0},
    "reasons": {"no-households": 1, "outside-every-community": 1}, "doubts": {"moved-inside": 1, "community-differs": 1}}'::jsonb,
  'every line is accounted for: accepted and refused are what was read');
select results_eq($$ select b.source_id, b.households, a.name, c.name from public.buildings b join public.areas a on a.id = b.community_id
    left join public.compounds c on c.id = b.compound_id where b.district_id = tests.area_id('990301') order by 1 $$,
  $$ values ('a', 10, 'west', '幸福里'), ('b', 20, 'east', '幸福里'), ('d', 40, 'east', null), ('e', 50, 'west', null) $$,
  'buildings stand in the community of their position');
select is((select community_id from public.compounds where district_id = tests.area_id('990301')), null, 'a compound in two communities belongs to neither');
select is(trial.run('buildings', jsonb_build_array(
    trial.building(1, 'a', 10, 113.005, '{"compound": "幸福里", "compoundSource": "幸福里"}'),
    trial.building(2, 'b', 21, 113.015, '{"community": "east", "compound": "幸福里", "compoundSource": "幸福里"}'),
    trial.building(3, 'z', 5, 113.015))) -> 'rows',
  '{"new": 1, "changed": 1, "unchanged": 1}'::jsonb, 'the same file again changes what changed and adds what is new');
select is((select count(*) from public.buildings where district_id = tests.area_id('990301')), 5::bigint, 'and nothing is there twice');
select is((select households from public.buildings where district_id = tests.area_id('990301') and source_id = 'b'), 21, 'the new value holds');

-- Refused and doubtful rows can be read afterwards, without their content.
select is(jsonb_array_length(public.import_refusals((select min(id) from public.imports))), 4, 'refused and doubtful rows are listed');
select is(public.import_refusals((select min(id) from public.imports)) -> 0 ->> 'line', '4', 'with the line in the file');
select is((select count(*) from public.import_rows where payload <> '{}' or geom is not null), 0::bigint, 'content is not kept');
select tests.as('dispatcher');
select is((select count(*) from public.imports), 0::bigint, 'a dispatcher sees no imports');
select is(public.import_refusals((select 1)), '[]'::jsonb, 'and none of their rows');

-- Areas.
select tests.as('admin');
select is(trial.run('areas', jsonb_build_array(
    trial.street(101, '南街道'),
    trial.community(1, '甲社区', '南街道', trial.plain()),
    trial.community(2, '乙社区', '南街道', trial.crossed()),
    trial.community(3, '丙社区', '没有的街道', null),
    trial.community(4, '丁社区', '', null, '{"code": "990301001002", "parentCode": "990301001"}')))
  - '{households,compounds,districts,derivedRefused}'::text[],
  '{"read": 4, "accepted": 3, "refused": 1, "rows": {"new": 0, "changed": 0, "unchanged": 0},
    "streets": {"new": 1, "changed": 0, "unchanged": 0}, "communities": {"new": 2, "changed": 1, "unchanged": 0},
    "reasons": {"unknown-parent": 1}, "doubts": {"geometry-mended": 1}}'::jsonb,
  'communities find their street; derived rows are no lines of the file');
select results_eq($$ select code, name from public.areas where code like '990301%' and kind <> 'district' order by code $$,
  $$ values ('990301001', 'street'), ('990301001001', 'west'), ('990301001002', '丁社区'), ('990301002', '南街道'),
    ('990301002001', '甲社区'), ('990301002002', '乙社区') $$, 'areas without a code get the next one');
select ok((select extensions.st_isvalid(boundary) from public.areas where name = '乙社区'), 'a boundary that crosses itself is mended');
select ok((select extensions.st_covers(extensions.st_buffer(d.boundary, 1e-9), s.boundary) from public.areas d, public.areas s
  where d.code = '990301' and s.name = '南街道'), 'street and district grow around their communities');
select is(trial.run('areas', jsonb_build_array(trial.street(101, '南街道'),
    trial.community(1, '甲社区', '南街道', trial.plain()))) -> 'communities',
  '{"new": 0, "changed": 0, "unchanged": 1}'::jsonb, 'again: unchanged');
select is(trial.run('buildings', jsonb_build_array(
    trial.street(101, '北街道'),
    trial.community(102, '子社区', '北街道', '{"type": "Polygon", "coordinates": [[[113.06, 35], [113.07, 35], [113.07, 35.01], [113.06, 35]]]}') - 'line',
    trial.building(1, 'n', 10, 113.067, '{"community": "子社区", "street": "北街道"}'))) -> 'communities',
  '{"new": 1, "changed": 0, "unchanged": 0}'::jsonb, 'buildings bring the communities that were derived from them');
select is((select a.code from public.buildings b join public.areas a on a.id = b.community_id where b.source_id = 'n'), '990301003001',
  'and stand in them');

-- Communities that rows name without a street: the only one of the name in the district; of two, nobody guesses which.
select is(trial.run('areas', jsonb_build_array(
    trial.community(1, '己社区', '北街道', null), trial.community(2, '庚社区', '北街道', null),
    trial.community(3, '庚社区', '南街道', null) || '{"source": "庚社区/南"}'))
    -> 'communities' -> 'new', '3'::jsonb, 'communities without a boundary');
select is(trial.run('buildings', jsonb_build_array(
    trial.community(102, '己社区', '', trial.plain_at(113.08)) - 'line',
    trial.community(103, '庚社区', '', trial.plain_at(113.10)) - 'line',
    trial.community(104, '辛社区', '', trial.plain_at(113.12)) - 'line',
    trial.building(1, 'o', 10, 113.085, '{"community": "己社区"}'),
    trial.building(2, 'p', 10, 113.105, '{"community": "庚社区"}'),
    trial.building(3, 'q', 10, 113.125, '{"community": "庚社区", "street": "南街道"}'),
    trial.building(4, 'r', 10, 113.145, '{"community": "辛社区"}'))) - '{read,accepted,refused,households,compounds,streets,districts}'::text[],
  '{"rows": {"new": 2, "changed": 0, "unchanged": 0}, "communities": {"new": 0, "changed": 1, "unchanged": 0}, "doubts": {},
    "reasons": {"community-ambiguous": 1, "outside-every-community": 1},
    "derivedRefused": [{"reason": "community-ambiguous", "count": 1, "names": ["庚社区"]},
      {"reason": "unknown-parent", "count": 1, "names": ["辛社区"]}]}'::jsonb,
  'are found by their names; what cannot be made is told with its names');
select results_eq($$ select b.source_id, a.name, s.name, a.boundary is not null from public.buildings b join public.areas a on a.id = b.community_id
    join public.areas s on s.id = a.parent_id where b.source_id in ('o', 'p', 'q', 'r') order by 1 $$,
  $$ values ('o', '己社区', '北街道', true), ('q', '庚社区', '南街道', false) $$, 'the one named alone gets its boundary');

-- Lines and points.
select is(trial.run('barriers', jsonb_build_array(jsonb_build_object('number', 1, 'line', 1, 'lines', 3, 'source', 'r1',
    'payload', '{"kind": "river", "name": "大河"}'::jsonb,
    'geometry', '{"type": "LineString", "coordinates": [[113, 35], [113.02, 35.01]]}'::jsonb))) -> 'read', '3'::jsonb,
  'pieces of one thing count as the lines they are');
select is((select array[kind::text, name, extensions.geometrytype(line)] from public.barriers where source_id = 'r1'), array['river', '大河', 'MULTILINESTRING'], 'a barrier');
select is(trial.run('base-map', jsonb_build_array(jsonb_build_object('number', 1, 'line', 1, 'source', 'g1',
    'payload', '{"layer": "green", "class": "park", "name": "公园", "nameEn": ""}'::jsonb, 'geometry', trial.crossed()))) -> 'doubts',
  '{"geometry-mended": 1}'::jsonb, 'the base map is mended too');
select is(trial.run('service-points', jsonb_build_array(jsonb_build_object('number', 1, 'line', 1, 'source', 's1',
    'payload', '{"name": "党群服务中心", "nameEn": "", "kind": "community_service", "address": "", "telephone": "1"}'::jsonb,
    'geometry', trial.plain()))) -> 'rows' -> 'new', '1'::jsonb, 'a service point');
select is(trial.run('service-points', jsonb_build_array(jsonb_build_object('number', 1, 'line', 1, 'source', 's1',
    'payload', '{"name": "党群服务中心", "nameEn": "", "kind": "community_service", "address": "", "telephone": "1"}'::jsonb,
    'geometry', trial.plain()))) -> 'rows' -> 'unchanged', '1'::jsonb, 'a service point again');

-- Incidents.
select is(trial.run('incidents', jsonb_build_array(
    trial.incident(1, 'i1', 'closed', '2026-03-02T03:00:00Z'), trial.incident(2, 'i2', 'dispatched', null),
    trial.incident(3, 'i3', 'reported', null), trial.incident(4, 'i4', 'closed', '2026-03-02T03:00:00Z', 120),
    trial.incident(5, 'i5', 'reported', null, 113.005, '9999'))) - '{districts,streets,communities,households,compounds,derivedRefused}'::text[],
  '{"read": 5, "accepted": 3, "refused": 2, "rows": {"new": 3, "changed": 0, "unchanged": 0}, "doubts": {},
    "reasons": {"category-unknown": 1, "outside-every-community": 1}}'::jsonb, 'incidents');
select results_eq($$ select source_id, state::text, filed_at is not null, closed_at, due_at is not null, clock_due_at is not null
    from public.incidents where district_id = tests.area_id('990301') order by 1 $$,
  $$ values ('i1', 'closed', true, '2026-03-02T03:00:00Z'::timestamptz, true, false), ('i2', 'dispatched', true, null, true, true),
    ('i3', 'reported', false, null, false, true) $$, 'with states, times and deadlines that agree');
select is((select count(*) from public.incident_events e left join public.incident_transitions t using (from_state, to_state)
    where e.district_id = tests.area_id('990301') and e.from_state is not null and t.from_state is null), 0::bigint, 'and histories of allowed steps only');
select is((select array_agg(e.to_state::text order by e.id) from public.incident_events e join public.incidents i on i.id = e.incident_id
  where i.source_id = 'i1'), '{reported,accepted,filed,dispatched,in_progress,resolved,closed}'::text[], 'in their order');
select is(trial.run('incidents', jsonb_build_array(
    trial.incident(1, 'i1', 'closed', '2026-03-02T03:00:00Z'), trial.incident(2, 'i2', 'closed', '2026-03-03T03:00:00Z'),
    trial.incident(3, 'i3', 'reported', null))) -> 'rows',
  '{"new": 0, "changed": 1, "unchanged": 2}'::jsonb, 'a later list closes what it has closed');
select is((select array_agg(e.to_state::text order by e.id) from public.incident_events e join public.incidents i on i.id = e.incident_id
  where i.source_id = 'i2'), '{reported,accepted,filed,dispatched,in_progress,resolved,closed}'::text[], 'and continues its history');

-- The day by which a request is due comes with it.
select is(trial.run('incidents', jsonb_build_array(jsonb_set(trial.incident(1, 'i9', 'dispatched', null), '{payload,dueAt}', '"2027-03-31T09:00:00Z"'))) -> 'rows' -> 'new',
  '1'::jsonb, 'a request with a day of its own');
select results_eq($$ select due_at, given_due_at, deadline_at from public.incidents where source_id = 'i9' $$,
  $$ values ('2027-03-31T09:00:00Z'::timestamptz, '2027-03-31T09:00:00Z'::timestamptz, '2027-03-31T09:00:00Z'::timestamptz) $$, 'is due on that day');
select is(trial.run('incidents', jsonb_build_array(jsonb_set(trial.incident(1, 'i10', 'reported', null), '{payload,reportedAt}', '"1985-03-31T09:00:00Z"'),
    jsonb_set(trial.incident(2, 'i11', 'reported', null), '{payload,address}', to_jsonb(repeat('长', 20000))),
    trial.incident(3, repeat('i', 5000), 'reported', null))) - '{districts,streets,communities,households,compounds,derivedRefused}'::text[],
  '{"read": 3, "accepted": 1, "refused": 2, "rows": {"new": 1, "changed": 0, "unchanged": 0}, "doubts": {"value-left-out": 1},
    "reasons": {"not-a-time": 1, "row-unreadable": 1}}'::jsonb, 'what the tables cannot hold costs itself, and is said');
select is((select address from public.incidents where source_id = 'i11'), '', 'a long address is left out');

-- Order of steps, cancelling, sending a chunk again.
select throws_ok($$ select public.commit_import(public.start_import('990301', 'buildings', 'a.csv')) $$, 'import-not-ready', 'nothing is written unchecked');
select lives_ok($$ do $do$ declare made bigint := public.start_import('990301', 'buildings', 'a.csv'); begin
  perform public.stage_import_rows(made, '[{"number": 1, "line": 2, "refusal": "no-position"}]');
  perform public.stage_import_rows(made, '[{"number": 1, "line": 2, "refusal": "no-position"}]');
  perform public.cancel_import(made); end $do$ $$, 'a chunk may be sent twice, an import cancelled');
select throws_ok($$ select public.cancel_import((select min(id) from public.imports where state = 'committed')) $$, 'import-not-ready', 'what is written is not cancelled');

-- Characters that no database holds cost themselves, not the call.
select lives_ok($$ do $do$ declare made bigint := public.start_import('990301', 'buildings', 'held.csv'); begin
  perform public.stage_import_rows(made, '[{"number": 1, "line": 2, "source": "a\u0000b", "payload": {"name": "3\u0001号楼 \ud83d", "address": "\ude00x \ud83d\ude00 \\u0000"}},
    {"number": 2, "line": 3, "refusal": "no-position", "detail": "\ud800\ud800"}]'); end $do$ $$, 'rows with NUL and halves of characters are staged');
select tests.as_owner();
select is((select array_agg(r.source || r.detail || (r.payload ->> 'name') || (r.payload ->> 'address') order by r.number) from public.import_rows r
  join public.imports i on i.id = r.import_id where i.file_name = 'held.csv' and r.number = 1),
  array['ab3号楼 ' || chr(65533) || chr(65533) || 'x 😀 \u0000'], 'without what cannot be held, and with everything else');
select is((select r.detail from public.import_rows r join public.imports i on i.id = r.import_id where i.file_name = 'held.csv' and r.number = 2),
  repeat(chr(65533), 2), 'each half of a character is one mark');
select tests.as('admin');
select throws_ok($$ select public.stage_import_rows((select id from public.imports where file_name = 'held.csv'), '{"number": "x"}') $$,
  'import-rows-malformed', 'what is no list of rows is said to be none');

-- What is changed after the check is not what was checked.
select tests.as_owner();
create function trial.checked(rows jsonb) returns bigint language plpgsql as $$
declare
  made bigint := public.start_import('990301', 'buildings', 'changed.csv');
begin
  perform public.stage_import_rows(made, rows::json);
  while (public.check_import(made) ->> 'remaining')::integer > 0 loop null; end loop;
  return made;
end $$;
select tests.as('admin');
create temporary table changed as select trial.checked(jsonb_build_array(trial.building(1, 'h1', 40, 113.005), trial.building(2, 'h2', 40, 113.006))) as id;
select tests.as_owner();
grant select on changed to authenticated;
update public.import_rows r set payload = jsonb_set(r.payload, '{households}', '"many"') from changed c where r.import_id = c.id and r.number = 1;
select tests.as('admin');
select throws_ok($$ select public.commit_import((select id from changed)) $$, 'import-outdated', 'a row that was changed since the check is not written');
select is((public.check_import((select id from changed)) #>> '{summary,reasons}'), '{"not-a-number": 1}', 'it is checked again');
select lives_ok($$ select public.commit_import((select id from changed)) $$, 'then what is right of it is written');
select is((select array_agg(source_id) from public.buildings where source_id in ('h1', 'h2')), '{h2}', 'and nothing else');
select is(jsonb_array_length(public.import_refusals((select id from changed), code => 'not-a-number')), 1, 'rows of one reason can be listed');
select is(public.import_refusals((select id from changed), code => 'no-position'), '[]', 'without those of another');

select tests.as_owner();
insert into public.imports (district_id, kind, file_name, touched_at) values (tests.area_id('990301'), 'buildings', 'old.csv', now() - interval '2 days');
select tests.as('admin');
select public.start_import('990301', 'buildings', 'new.csv');
select is((select count(*) from public.imports where file_name = 'old.csv'), 0::bigint, 'what was left behind goes after a day');

-- Districts.
select lives_ok($$ select public.create_district('990302', '新区', 'New', '990301') $$, 'an admin makes a district');
select tests.as_owner();
select set_eq($$ select u.name, m.role::text from public.memberships m join tests.users u on u.id = m.user_id where m.area_id = tests.area_id('990302') $$,
  $$ values ('admin', 'admin'), ('admin', 'planner'), ('planner', 'planner'), ('reviewer', 'reviewer'), ('dispatcher', 'dispatcher'), ('viewer', 'viewer'), ('display', 'display'), ('handler', 'handler'), ('checker', 'checker') $$,
  'whose members are those of the other one');
select finish();
rollback;
