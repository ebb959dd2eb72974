-- Two districts with one of everything, for the tests that walk the catalogue. Every word of the second says 机密, and no id of it
-- is an id of the first, whatever table it is of, so that an answer that gives it away is known by its text.
create schema world;
grant usage on schema world to authenticated, service_role;
alter default privileges in schema world grant execute on functions to authenticated, service_role;

create table world.ids (district text not null, name text not null, value text not null, primary key (district, name));
grant select on world.ids to authenticated, service_role;
create function world.id(district text, name text) returns bigint language sql stable as $$
  select i.value::bigint from world.ids i where i.district = id.district and i.name = id.name
$$;
create function world.keep(district text, name text, value bigint) returns void language sql as $$
  insert into world.ids values (district, name, value::text)
$$;

-- Ids of every table begin at a number of its own, far from those of the others, and of the second district far from the first.
create function world.spread_ids(start bigint) returns void language plpgsql as $$
declare
  held record;
begin
  for held in
    select c.oid::regclass as name, row_number() over (order by c.relname) as place
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.attidentity <> ''
    where c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %s alter column id restart with %s', held.name, start + held.place * 1000);
  end loop;
end $$;

create function world.make_plan(code text, plan_name text, state public.plan_state, mark text) returns bigint language plpgsql as $$
#variable_conflict use_variable
declare
  district constant bigint := tests.area_id(code);
  community constant bigint := tests.area_id(code || '001001');
  plan bigint;
  grid bigint;
begin
  insert into public.plans (district_id, area_id, scheme_id, name, state, published_at, effective_from)
  values (district, community, world.id(code, 'scheme'), mark || plan_name, state,
    case when state in ('published', 'superseded') then now() - interval '1 day' end,
    case when state in ('published', 'superseded') then current_date - 1 end)
  returning id into plan;
  insert into public.plan_communities (plan_id, community_id, district_id, in_force) values (plan, community, district,
    case when state = 'published' then daterange(current_date - 1, null) when state = 'superseded' then daterange(current_date - 2, current_date - 1) else 'empty' end);
  insert into public.grids (district_id, plan_id, community_id, level, key, kind, code, name, polygon)
  select district, plan, community, 1, 1, case when state = 'published' then 'school' else 'residential' end, case when state = 'published' then code || '001001001' end, mark || '格',
    -- A strip is missing from what is in force, so that it has a fault to tell of.
    case when state = 'published' then extensions.st_multi(extensions.st_intersection(a.boundary, extensions.st_translate(a.boundary, 0.001, 0)))
      else a.boundary end
  from public.areas a where a.id = community returning id into grid;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id) values (plan, world.id(code, 'building'), grid, district);
  insert into public.plan_edits (plan_id, number, district_id, actor, sentence, patch)
  values (plan, 1, district, tests.user_id('third ' || code), jsonb_build_object('code', mark), '{}');
  perform world.keep(code, plan_name, plan);
  perform world.keep(code, plan_name || '_grid', grid);
  return plan;
end $$;

create function world.make_incident(code text, incident_name text, category bigint, state public.incident_state, mark text) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
  district constant bigint := tests.area_id(code);
  made bigint;
  happened bigint;
begin
  insert into public.incidents (district_id, number, category_id, community_id, position, address, description, state, handler_id,
    reported_at, filed_at, closed_at)
  select district, code || '20260101' || lpad(nextval('public.incident_change_seq')::text, 5, '0'), category, a.id,
    extensions.st_pointonsurface(a.boundary), mark || '路', mark || '事', state, world.id(code, 'person'), now() - interval '1 hour',
    now() - interval '1 hour', case when state = 'closed' then now() end
  from public.areas a where a.code = make_incident.code || '001001' returning id into made;
  insert into public.incident_events (district_id, incident_id, to_state, note, actor_name)
  values (district, made, 'reported', mark || '记', mark) returning id into happened;
  insert into public.attachments (district_id, incident_id, event_id, path, mime, size_bytes) values (district, made, happened, mark, 'image/jpeg', 1);
  insert into public.incident_contacts (district_id, incident_id, name, telephone, consent_at) values (district, made, mark || '人', mark || '1', now());
  perform world.keep(code, incident_name, made);
end $$;

create function world.make(code text, mark text, metres_east double precision) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  district constant bigint := tests.create_district(code);
  community constant bigint := tests.area_id(code || '001001');
  made bigint;
begin
  perform tests.create_user('third ' || code);
  update public.areas a set name = mark || a.name, boundary = extensions.st_translate(a.boundary, metres_east, 0) where a.district_id = district;
  perform world.keep(code, v.name, tests.area_id(code || v.rest))
  from (values ('district', ''), ('street', '001'), ('community', '001001'), ('sibling', '001002')) v (name, rest);
  insert into world.ids select code, v.name, v.value
  from (values ('district_code', code), ('community_code', code || '001001'), ('grid_code', code || '001001001'),
    ('closed_number', ''), ('lng', (113.001 + metres_east)::text), ('lat', '35.001')) v (name, value);
  insert into public.memberships (user_id, role, area_id) values (tests.user_id('third ' || code), 'worker', community);

  insert into public.compounds (district_id, community_id, name, source_id, boundary)
  select district, community, mark, mark, a.boundary from public.areas a where a.id = community returning id into made;
  perform world.keep(code, 'compound', made);
  insert into public.buildings (district_id, community_id, compound_id, source_id, name, address, households, households_estimated, position, footprint)
  select district, community, made, mark, mark || '楼', mark || '路', 100, true, extensions.st_pointonsurface(a.boundary),
    extensions.st_multi(extensions.st_buffer(extensions.st_pointonsurface(a.boundary), 0.0001))
  from public.areas a where a.id = community returning id into made;
  perform world.keep(code, 'building', made);
  insert into public.barriers (district_id, kind, name, line, source_id)
  select district, 'wall', mark, extensions.st_multi(extensions.st_boundary(a.boundary)), mark from public.areas a where a.id = community;
  insert into public.crossings (district_id, name, line, source_id)
  select district, mark, extensions.st_multi(extensions.st_boundary(a.boundary)), mark from public.areas a where a.id = community;
  insert into public.service_points (district_id, kind, name, telephone, position, source_id)
  select district, 'community_center', mark || '站', mark, extensions.st_pointonsurface(a.boundary), mark from public.areas a where a.id = community;
  insert into public.base_features (district_id, layer, name, geom, source_id)
  select district, 'road', mark || '路', extensions.st_boundary(a.boundary), mark from public.areas a where a.id = community;

  insert into public.schemes (district_id, code, name, name_en) values (district, 'own-1', mark, mark) returning id into made;
  perform world.keep(code, 'scheme', made);
  insert into public.schemes (district_id, code, name, name_en) values (district, 'own-2', mark, mark) returning id into made;
  perform world.keep(code, 'spare_scheme', made);
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
  select s.id, 1, mark, mark, 200 from public.schemes s where s.district_id = district;
  insert into public.scheme_posts (scheme_id, level, code, name, name_en)
  select s.id, 1, 'manager', mark, mark from public.schemes s where s.district_id = district;
  perform world.keep(make.code, 'post', p.id) from public.scheme_posts p where p.scheme_id = world.id(make.code, 'scheme');

  insert into public.departments (district_id, name) values (district, mark || '局') returning id into made;
  perform world.keep(code, 'department', made);
  insert into public.departments (district_id, name) values (district, mark || '处') returning id into made;
  perform world.keep(code, 'spare_department', made);
  insert into public.department_categories (district_id, department_id, category_code, area_id) values (district, world.id(code, 'department'), '01', community);
  insert into public.people (district_id, name, work_telephone, source_id, department_id, area_id)
  values (district, mark || '甲', mark || '电话', mark, world.id(code, 'department'), community) returning id into made;
  perform world.keep(code, 'person', made);
  insert into public.people (district_id, name, work_telephone, source_id) values (district, mark || '乙', mark || '电话', mark || '2') returning id into made;
  perform world.keep(code, 'second_person', made);
  insert into public.absences (district_id, person_id, first_day, last_day, substitute_id)
  values (district, world.id(code, 'person'), '2026-02-01', '2026-02-03', made) returning id into made;
  perform world.keep(code, 'absence', made);
  insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day)
  values (district, community, world.id(code, 'person'), 1, '18:00', '08:00', '2026-01-01') returning id into made;
  perform world.keep(code, 'shift', made);
  perform world.make_plan(code, 'draft', 'draft', mark);
  perform world.make_plan(code, 'submitted', 'submitted', mark);
  perform world.make_plan(code, 'in_force', 'published', mark);
  insert into public.grid_codes (code, community_id, district_id, number, issued_by)
  values (code || '001001001', community, district, 1, world.id(code, 'in_force'));
  insert into public.grid_lineage (from_grid, to_grid, district_id, buildings, households)
  values (world.id(code, 'submitted_grid'), world.id(code, 'in_force_grid'), district, 1, 100);
  insert into public.plan_remarks (plan_id, district_id, body, author)
  values (world.id(code, 'draft'), district, mark || '看', tests.user_id('third ' || code)) returning id into made;
  perform world.keep(code, 'remark', made);
  insert into public.plan_editors (plan_id, user_id, district_id, name)
  values (world.id(code, 'draft'), tests.user_id('third ' || code), district, mark);
  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  values (district, world.id(code, 'person'), world.id(code, 'post'), world.id(code, 'in_force_grid'), '2026-01-01') returning id into made;
  perform world.keep(code, 'assignment', made);
  insert into public.visits (district_id, building_id, visited_on, households) values (district, world.id(code, 'building'), '2026-01-01', 1);
  update public.volunteer_roles r set name = mark || r.place where r.district_id = district;
  perform world.keep(code, 'volunteer_role', (select min(r.id) from public.volunteer_roles r where r.district_id = district));
  insert into public.volunteers (district_id, community_id, name, role_id, compound_id, since, certificate)
  values (district, community, mark, world.id(code, 'volunteer_role'), world.id(code, 'compound'), '2026-01-01', code || '-ABCDEFGHJK') returning id into made;
  perform world.keep(code, 'volunteer', made);
  insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what) values (district, made, '2026-01-02', 2, mark);

  insert into public.calendars (district_id, name, first_day, last_day) values (district, mark, '2026-01-01', '2026-12-31') returning id into made;
  perform world.keep(code, 'calendar', made);
  insert into public.calendar_exceptions (calendar_id, day, worked, name) values (made, '2026-05-20', false, mark);
  insert into public.incident_number_days (district_id, day, last_number) values (district, '2026-05-20', 1);
  insert into public.case_rules (district_id) values (district);
  insert into public.assessment_weights (district_id, indicator, weight) values (district, 'onTimeClosure', 60);
  insert into public.figure_editions (district_id, area_id, subject, first_day, last_day, edition, content, rules, publisher_name)
  select district, community, subject, '2026-01-01', '2026-01-31', 1, jsonb_build_object('x', mark), '{}', mark from unnest('{bulletin,assessment community}'::text[]) subject;
  insert into public.district_settings (district_id, public_address, map_sources)
  values (district, 'https://grids.example.org/' || mark, jsonb_build_array(jsonb_build_object('id', 'a', 'name', mark)));
  insert into public.categories (district_id, code, name, name_en) values (district, '0101', mark, mark) returning id into made;
  perform world.keep(code, 'category', made);
  insert into public.category_deadlines (category_id, clock, amount, unit) values (made, 'handling', 4, 'working_hours');
  perform world.make_incident(code, 'incident', made, 'reported', mark);
  perform world.make_incident(code, 'closed', made, 'closed', mark);
  perform world.make_incident(code, 'done', made, 'resolved', mark);
  perform world.make_incident(code, 'welfare', (select c.id from public.categories c where c.code = '1001' and c.district_id is null), 'reported', mark);
  insert into public.handed_tasks (district_id, area_id, name, demanded_by, times_a_year, hours_each)
  values (district, community, mark, mark, 12, 2) returning id into made;
  perform world.keep(code, 'task', made);
  perform tests.create_user('account ' || code);
  insert into world.ids values (code, 'account', tests.user_id('account ' || code)::text), (code, 'pairing_code', 'PAIR' || right(code, 2));
  insert into auth.sessions (id, user_id, aal) values (gen_random_uuid(), tests.user_id('account ' || code), 'aal1');
  insert into public.accounts (user_id, district_id, name, sign_in) values (tests.user_id('account ' || code), district, mark, 'held-' || code);
  insert into public.memberships (user_id, role, area_id) values (tests.user_id('account ' || code), 'viewer', community);
  insert into public.account_invitations (district_id, name, sign_in, code_digest, expires_at)
  values (district, mark, 'asked-' || code, private.code_digest('OPEN' || code), now() + interval '1 day') returning id into made;
  perform world.keep(code, 'invitation', made);
  insert into private.display_pairings (code, secret_digest) values ('PAIR' || right(code, 2), encode(sha256(convert_to(code, 'UTF8')), 'hex'));
  insert into world.ids values (code, 'calendar_stamp', private.calendar_in(district, 2026) ->> 'stamp');
  insert into world.ids select code, 'number', i.number from public.incidents i where i.district_id = district and i.id = world.id(code, 'incident');
  update world.ids n set value = i.number from public.incidents i where n.district = code and n.name = 'closed_number' and i.district_id = district and i.id = world.id(code, 'closed');

  insert into public.imports (district_id, kind, file_name, state, summary, areas_checked) values
    (district, 'areas', mark, 'staging', '{}', false), (district, 'areas', mark, 'checked', jsonb_build_object('x', mark), true),
    (district, 'areas', mark, 'committed', jsonb_build_object('x', mark), true);
  perform world.keep(code, case i.state when 'staging' then 'staging' else i.state::text end, i.id) from public.imports i where i.district_id = district;
  insert into public.import_rows (import_id, number, line, part, source, refusal, detail)
  select i.id, 1, 1, 'community', mark, 'unknown-parent', mark from public.imports i where i.district_id = district;
end $$;

select from world.spread_ids(100000);
select from world.make('990501', '本区', 0);
set constraints all immediate;
select from world.spread_ids(200000);
select from world.make('990502', '机密', 1);
set constraints all immediate;
set constraints all deferred;

create function world.filled(call text, district text) returns text language plpgsql stable as $$
declare
  held record;
begin
  for held in select i.name, i.value from world.ids i where i.district = filled.district order by length(i.name) desc loop
    call := regexp_replace(call, ':' || held.name || '\M', held.value, 'g');
  end loop;
  return call;
end $$;
comment on function world.filled is 'A call with :names, as docs/access.md writes it, for one of the two districts.';
