-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.changed_import_rows(import bigint) returns setof public.import_rows
language sql stable set search_path = '' as $$
  select r.* from public.imports i join public.import_rows r on r.import_id = i.id
  where i.id = import and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
    and r.number > i.written_to and r.number <= coalesce(i.writing_to, 2147483647)
  order by r.number
$$;
comment on function private.changed_import_rows(import bigint) is
  'The rows of the present step that are new or change something, in the order of the file.';

create function private.write_import_compounds(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.compounds as c (district_id, source_id, name, community_id)
  select district, r.payload ->> 'compoundSource', coalesce(min(r.payload ->> 'compound'), r.payload ->> 'compoundSource'),
    case when count(distinct r.code) = 1 then min(community.id) end
  from public.import_rows r join public.areas community on community.code = r.code and community.district_id = district
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.payload ->> 'compoundSource' <> ''
  group by 2
  on conflict (district_id, source_id) do update set name = excluded.name, community_id = excluded.community_id
  where (c.name, c.community_id) is distinct from (excluded.name, excluded.community_id)
$$;
comment on function private.write_import_compounds(import bigint, district bigint) is
  'Makes the compounds that buildings name; one that reaches into two communities belongs to neither.';

create function private.write_import_buildings(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.buildings (district_id, source_id, community_id, compound_id, name, address, storeys, households, households_estimated,
    position, footprint, doubtful)
  select district, r.source, community.id, compound.id, coalesce(r.payload ->> 'name', ''), coalesce(r.payload ->> 'address', ''),
    private.whole_number(r.payload -> 'storeys', 1, 300)::smallint, private.whole_number(r.payload -> 'households', 0, 1000000),
    private.is_estimate(r.payload), private.import_place(r.geom),
    case when extensions.st_dimension(r.geom) = 2 then r.geom end, r.payload ->> 'doubtful'
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code and community.district_id = district
  left join public.compounds compound on compound.district_id = district and compound.source_id = nullif(r.payload ->> 'compoundSource', '')
  order by r.number
  on conflict (district_id, source_id) do update set community_id = excluded.community_id, compound_id = excluded.compound_id,
    name = excluded.name, address = excluded.address, storeys = excluded.storeys, households = excluded.households,
    households_estimated = excluded.households_estimated,
    position = excluded.position, footprint = excluded.footprint, doubtful = excluded.doubtful
$$;

create function private.write_import_features(import bigint, district bigint, kind public.import_kind) returns void
language plpgsql volatile set search_path = '' as $$
begin
  case kind
    when 'barriers' then
      insert into public.barriers (district_id, source_id, kind, name, line)
      select district, r.source, (r.payload ->> 'kind')::public.barrier_kind, coalesce(r.payload ->> 'name', ''), r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, line = excluded.line;
    when 'crossings' then
      insert into public.crossings (district_id, source_id, name, line)
      select district, r.source, coalesce(r.payload ->> 'name', ''), r.geom from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set name = excluded.name, line = excluded.line;
    when 'base-map' then
      insert into public.base_features (district_id, layer, source_id, class, name, name_en, geom)
      select district, (r.payload ->> 'layer')::public.base_layer, r.source, coalesce(r.payload ->> 'class', ''), coalesce(r.payload ->> 'name', ''),
        nullif(r.payload ->> 'nameEn', ''), r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, layer, source_id) do update set class = excluded.class, name = excluded.name,
        name_en = excluded.name_en, geom = excluded.geom;
    else
      insert into public.service_points (district_id, source_id, kind, name, name_en, address, telephone, position)
      select district, r.source, coalesce(r.payload ->> 'kind', ''), r.payload ->> 'name', nullif(r.payload ->> 'nameEn', ''),
        coalesce(r.payload ->> 'address', ''), coalesce(r.payload ->> 'telephone', ''), private.import_place(r.geom)
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
        address = excluded.address, telephone = excluded.telephone, position = excluded.position;
  end case;
end $$;

create function private.imported_cases(import bigint, district bigint)
returns table (source text, number integer, place extensions.geometry, community_id bigint, category_id bigint, address text,
  description text, steps public.incident_state[], reached integer, reported_at timestamptz, ended_at timestamptz, due_at timestamptz,
  given_due_at timestamptz)
language sql stable set search_path = '' as $$
  select r.source, r.number, private.import_place(r.geom), community.id, category.category_id, coalesce(r.payload ->> 'address', ''), coalesce(r.payload ->> 'description', ''),
    path.steps, coalesce(array_position(path.steps, i.state), 0), (r.payload ->> 'reportedAt')::timestamptz,
    private.import_time(r.payload ->> 'closedAt'), r.due_at,
    private.import_time(r.payload ->> 'dueAt')
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code
  join private.category_spans(district) category on category.code = r.payload ->> 'category'
    and category.since <= (r.payload ->> 'reportedAt')::timestamptz and category.until > (r.payload ->> 'reportedAt')::timestamptz
  cross join lateral (select private.incident_path(r.payload ->> 'state') as steps) path
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = r.source
$$;
comment on function private.imported_cases(import bigint, district bigint) is
  'Requests to write: the way to their state in steps, and how many of them a known request has behind it.';

create function private.write_import_incidents(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  actor_name constant text := private.actor_name(district);
begin
  perform private.lock_incidents_of(district);
  create temporary table import_cases on commit drop as select * from private.imported_cases(import, district);

  insert into public.incidents as i (district_id, number, source, source_id, category_id, community_id, position, address, description,
    state, reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, given_due_at, clock_due_at)
  select district, c.source || case when other.number is null then '' else '-import' end, 'import', c.source, c.category_id,
    c.community_id, c.place, c.address, c.description, last_step.state, c.reported_at,
    case when 'accepted' = any (c.steps) then c.reported_at end, case when 'filed' = any (c.steps) then c.reported_at end,
    case when 'dispatched' = any (c.steps) then c.reported_at end, case when 'resolved' = any (c.steps) then c.ended_at end,
    case when 'closed' = any (c.steps) then c.ended_at end, c.due_at, c.given_due_at,
    case when not private.incident_ended(last_step.state)
      then coalesce(case when private.clock_of_state(last_step.state) = 'handling' then c.given_due_at end,
        private.clock_due_at(district, c.category_id, private.clock_of_state(last_step.state), c.reported_at)) end
  from import_cases c
  cross join lateral (select c.steps[array_length(c.steps, 1)] as state) last_step
  left join public.incidents other on other.district_id = district and other.number = c.source and other.source <> 'import'
  order by c.number
  on conflict (district_id, source, source_id) do update set state = excluded.state,
    accepted_at = coalesce(i.accepted_at, excluded.accepted_at), filed_at = coalesce(i.filed_at, excluded.filed_at),
    dispatched_at = coalesce(i.dispatched_at, excluded.dispatched_at), resolved_at = excluded.resolved_at,
    closed_at = excluded.closed_at, due_at = coalesce(i.due_at, excluded.due_at),
    given_due_at = coalesce(i.given_due_at, excluded.given_due_at), clock_due_at = excluded.clock_due_at;

  insert into public.incident_events (district_id, incident_id, at, actor, actor_name, from_state, to_state, detail)
  select district, i.id, case when step.state in ('resolved', 'closed', 'rejected') then c.ended_at else c.reported_at end,
    (select auth.uid()), actor_name, c.steps[step.place - 1], step.state,
    jsonb_build_object('import', import, 'inferred', step.state not in ('reported', 'closed', 'rejected'))
  from import_cases c
  join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = c.source
  cross join lateral unnest(c.steps) with ordinality step (state, place)
  where step.place > c.reached
  order by c.number, step.place;
  drop table import_cases;
end $$;
comment on function private.write_import_incidents(import bigint, district bigint) is
  'Writes requests with a history of allowed steps. Of steps that the file does not tell of the time is that of the report or the end, and their detail says inferred.';

create function public.commit_import(import bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked}');
begin
  perform private.begin_writing(current_import);
  perform private.begin_rows(current_import);
  perform private.write_step(current_import, null);
  perform private.end_writing(current_import);
  perform private.clear_rows(import, null);
  return current_import.summary;
end $$;
comment on function public.commit_import(import bigint) is
  'Writes a checked import in one transaction and returns its summary. Of its rows only the refused and doubtful ones are kept, without their content. Raises not-found, import-not-ready. Security definer: as cancel_import.';
grant execute on function public.commit_import(import bigint) to authenticated;

create function public.recent_imports(district_code text, at_most integer default 20) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'fileName', i.file_name, 'state', i.state,
    'createdAt', i.created_at, 'committedAt', i.committed_at, 'summary', i.summary) order by i.id desc), '[]')
  from (
    select i.* from public.imports i join public.areas a on a.id = i.district_id
    where a.code = district_code order by i.id desc limit at_most) i
$$;
comment on function public.recent_imports(district_code text, at_most integer) is
  'The last imports into a district that the caller may see, newest first.';
grant execute on function public.recent_imports(district_code text, at_most integer) to authenticated;

create function private.serves_one_at_a_time() returns boolean
language sql stable set search_path = '' as $$ select version() ~ 'emscripten|wasm' $$;
comment on function private.serves_one_at_a_time() is
  'Whether the database has a single session, as PGlite has: whoever asks waits for the statement that runs.';

create function private.import_table(kind public.import_kind) returns text
language sql immutable set search_path = '' as $$
  select case kind when 'buildings' then 'buildings' when 'barriers' then 'barriers' when 'crossings' then 'crossings'
    when 'base-map' then 'base_features' when 'service-points' then 'service_points' when 'incidents' then 'incidents' end
$$;

-- How a row of an import finds what it wrote: t is the table, r the row.
create function private.import_match(kind public.import_kind) returns text
language sql immutable set search_path = '' as $$
  select 't.district_id = $2 and t.source_id = r.source' || case kind
    when 'base-map' then ' and t.layer = (r.payload ->> ''layer'')::public.base_layer' when 'incidents' then ' and t.source = ''import''' else '' end
$$;

create function private.keep_what_was(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  execute format('update public.import_rows r set before = t::text from public.%I t where r.import_id = $1 and r.part = ''row''
    and r.refusal is null and r.outcome = ''changed'' and r.number > $3 and r.number <= $4 and %s',
    private.import_table(current_import.kind), private.import_match(current_import.kind))
  using current_import.id, current_import.district_id, current_import.written_to, current_import.writing_to;
end $$;
comment on function private.keep_what_was(current_import public.imports) is
  'Keeps what the rows of the present step are about to replace.';

create function private.undo_areas(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.areas a set name = was.name, name_en = was.name_en, source_id = was.source_id, boundary = was.boundary
  from public.import_rows r cross join lateral (select (r.before::public.areas).*) was
  where r.import_id = current_import.id and r.part <> 'row' and r.before is not null and a.id = was.id;
  delete from public.areas a using public.import_rows r
  where r.import_id = current_import.id and r.part in ('street', 'community') and r.refusal is null and r.outcome = 'new'
    and a.code = r.code and a.district_id = current_import.district_id;
  delete from public.compounds c
  where c.district_id = current_import.district_id and current_import.kind = 'buildings'
    and c.source_id in (select r.payload ->> 'compoundSource' from public.import_rows r where r.import_id = current_import.id)
    and not exists (select from public.buildings b where b.compound_id = c.id);
end $$;

create function private.undo_import(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  target text := private.import_table(current_import.kind);
  columns text;
begin
  if target is not null then
    if current_import.kind = 'incidents' then
      delete from public.incident_events e
      where e.district_id = current_import.district_id and e.detail ->> 'import' = current_import.id::text;
    end if;
    execute format('delete from public.%I t using public.import_rows r where r.import_id = $1 and r.part = ''row'' and r.refusal is null
      and r.outcome = ''new'' and r.number <= $3 and %s', target, private.import_match(current_import.kind))
    using current_import.id, current_import.district_id, current_import.written_to;
    select string_agg(format('%I = was.%I', a.attname, a.attname), ', ') into columns
    from pg_catalog.pg_attribute a
    where a.attrelid = ('public.' || target)::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = '';
    execute format('update public.%I t set %s from public.import_rows r cross join lateral (select (r.before::public.%I).*) was
      where r.import_id = $1 and r.part = ''row'' and r.before is not null and r.number <= $3 and %s', target, columns, target, private.import_match(current_import.kind))
    using current_import.id, current_import.district_id, current_import.written_to;
  end if;
  perform private.undo_areas(current_import);
end $$;
comment on function private.undo_import(current_import public.imports) is
  'Takes back what an import that is being written in steps has written, as if it had never begun.';

create function private.give_up_import(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_import.state = 'writing' then
    perform private.undo_import(current_import);
  end if;
  delete from public.imports i where i.id = current_import.id;
end $$;

create function private.give_up_imports(idle interval, district bigint default null) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  left_behind public.imports;
  given_up integer := 0;
begin
  for left_behind in
    select i.* from public.imports i
    where i.state <> 'committed' and i.district_id = coalesce(give_up_imports.district, i.district_id)
      and i.touched_at <= now() - case i.state when 'writing' then least(idle, interval '10 minutes') else idle end
    for update skip locked
  loop
    perform private.give_up_import(left_behind);
    given_up := given_up + 1;
  end loop;
  delete from public.import_rows r using public.imports i
  where r.import_id = i.id and i.state = 'committed' and i.touched_at <= now() - idle and r.refusal is null and r.doubts = '[]';
  return given_up;
end $$;
comment on function private.give_up_imports(idle interval, district bigint) is
  'Forgets imports that nobody has worked on for so long (ten minutes while they are written: a step follows the other) and takes back what they had written; returns how many. A host of a database that serves nobody else calls it with no time at all when it starts. Security definer: called by hosts and by start_import(), which ask themselves.';
grant execute on function private.give_up_imports(idle interval, district bigint) to service_role;

create function private.begin_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
declare
  district public.areas;
begin
  select * into district from public.areas a where a.id = current_import.district_id for update;
  if current_import.checked_against is distinct from private.district_stamp(district.id)
    or exists (select from public.import_rows r where r.import_id = current_import.id and not r.checked and r.refusal is null) then
    raise exception 'import-outdated' using errcode = 'P0001', detail = json_build_object('import', current_import.id)::text;
  end if;
  if exists (select from public.import_rows r where r.import_id = current_import.id and r.part <> 'row' and r.refusal is null and r.outcome <> 'unchanged') then
    update public.import_rows r set before = a::text from public.areas a
    where r.import_id = current_import.id and r.part <> 'row' and r.refusal is null and r.outcome = 'changed'
      and a.code = r.code and a.district_id = district.id;
    perform private.write_import_areas(current_import.id, district);
  end if;
  update public.imports i set state = 'writing', written_to = case when i.kind = 'buildings' then -1 else 0 end,
    remaining = coalesce((i.summary #>> '{rows,new}')::integer, 0) + coalesce((i.summary #>> '{rows,changed}')::integer, 0)
  where i.id = current_import.id;
end $$;
comment on function private.begin_writing(current_import public.imports) is
  'Begins to write a checked import: areas first. Raises import-outdated where the district is no longer what the rows were checked against, or rows were changed since.';

create function private.write_step(current_import public.imports, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  upto integer;
  rows_of_step integer := 0;
begin
  if at_most is not null then
    select step.last, step.count into upto, rows_of_step
    from private.last_of_step(current_import.id, current_import.written_to, at_most) step;
    if upto is null then
      return null;
    end if;
    update public.imports i set writing_to = upto where i.id = current_import.id returning * into current_import;
    perform private.keep_what_was(current_import);
  end if;
  case current_import.kind
    when 'areas' then null;
    when 'buildings' then perform private.write_import_buildings(current_import.id, current_import.district_id);
    when 'incidents' then perform private.write_import_incidents(current_import.id, current_import.district_id);
    else perform private.write_import_features(current_import.id, current_import.district_id, current_import.kind);
  end case;
  update public.imports i set written_to = coalesce(upto, 2147483647), writing_to = null, remaining = greatest(0, i.remaining - rows_of_step)
  where i.id = current_import.id;
  return upto;
end $$;
comment on function private.write_step(current_import public.imports, at_most integer) is
  'Writes the next rows, at most so many (null: all), and returns the number of the last; null when none was left.';

create function private.end_writing(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  analyze public.areas;
  if current_import.kind = 'buildings' then
    analyze public.compounds;
  end if;
  if private.import_table(current_import.kind) is not null then
    execute format('analyze public.%I', private.import_table(current_import.kind));
  end if;
  update public.imports i set state = 'committed', committed_at = now() where i.id = current_import.id;
end $$;

create function private.clear_rows(import bigint, at_most integer) returns integer
language plpgsql volatile set search_path = '' as $$
declare
  cleared integer;
  upto integer := case when at_most is not null then private.last_to_clear(import, at_most) end;
begin
  delete from public.import_rows r
  where r.import_id = import and r.number <= coalesce(upto, 2147483647) and r.refusal is null and r.doubts = '[]';
  get diagnostics cleared = row_count;
  if at_most is null or cleared < at_most then
    update public.import_rows r set payload = '{}', geom = null, before = null where r.import_id = import;
  end if;
  return cleared;
end $$;
comment on function private.clear_rows(import bigint, at_most integer) is
  'Deletes rows of a committed import that nobody will ask for, at most so many, and in the end the content of the others.';

create function public.write_import(import bigint, at_most integer default 500) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked,writing,committed}');
  step constant integer := greatest(1, coalesce(write_import.at_most, 500));
begin
  if current_import.kind = 'grids' and current_import.state = 'checked' then
    update public.imports i set state = 'committed', committed_at = now(),
      summary = i.summary || jsonb_build_object('plan', private.publish_import_grids(current_import))
    where i.id = import returning * into current_import;
    perform private.clear_rows(import, null);
    return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
  end if;
  if current_import.state = 'checked' and not private.serves_one_at_a_time() then
    return jsonb_build_object('remaining', 0, 'summary', public.commit_import(import));
  end if;
  case current_import.state
    when 'checked' then
      perform private.begin_writing(current_import);
    when 'writing' then
      if current_import.written_to < 0 then
        perform private.begin_rows(current_import);
      elsif private.write_step(current_import, step) is null then
        perform private.end_writing(current_import);
      end if;
    else
      if private.clear_rows(import, 4 * step) < 4 * step then
        return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
      end if;
  end case;
  return jsonb_build_object('remaining', greatest(1, (select i.remaining from public.imports i where i.id = import)));
end $$;
comment on function public.write_import(import bigint, at_most integer) is
  'Writes a checked import: { remaining } until it is 0, then also { summary }. Where the database serves one at a time it takes many calls, of at most so many rows each; else one. May be called again when an answer was lost. Raises not-found, import-not-ready. Security definer: as cancel_import.';
grant execute on function public.write_import(import bigint, at_most integer) to authenticated;

create function private.is_estimate(payload jsonb) returns boolean
language sql immutable set search_path = '' as $$ select payload -> 'householdsEstimated' is not distinct from 'true' $$;
comment on function private.is_estimate(payload jsonb) is
  'Whether the households of a row of an import are an estimate.';

-- A number that was counted is never given up for one that was not; a count on the ground of an estimated building is of that one.
create function private.match_estimates(import bigint, district bigint, first integer, last integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.import_rows r set
    payload = (r.payload - 'householdsEstimated') || jsonb_build_object('households', b.households),
    doubts = coalesce((select jsonb_agg(d.doubt) from jsonb_array_elements(r.doubts) d (doubt) where d.doubt ->> 'code' <> 'households-estimated'), '[]')
      || jsonb_build_array(jsonb_build_object('code', 'count-kept', 'detail', b.households::text))
  from public.buildings b
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and private.is_estimate(r.payload)
    and b.district_id = district and b.source_id = r.source and not b.households_estimated;

  if not exists (select from public.buildings b where b.district_id = match_estimates.district and b.households_estimated) then
    return;
  end if;
  with counts as (
    select distinct on (b.id) r.number, b.source_id, b.footprint
    from public.import_rows r
    join public.buildings b on b.district_id = match_estimates.district and b.households_estimated
      and extensions.st_intersects(b.footprint, private.import_place(r.geom))
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and not private.is_estimate(r.payload)
      and not exists (select from public.buildings own where own.district_id = match_estimates.district and own.source_id = r.source)
      and not exists (select from public.import_rows other
        where other.import_id = import and other.part = 'row' and other.source = b.source_id and other.refusal is null)
    order by b.id, r.number
  ), once as (
    select distinct on (c.number) c.* from counts c order by c.number, c.source_id
  )
  update public.import_rows r set source = once.source_id,
    geom = case when extensions.st_dimension(r.geom) = 0 then once.footprint else r.geom end,
    doubts = r.doubts || '[{"code": "estimate-replaced", "detail": ""}]'
  from once where r.import_id = import and r.number = once.number;
end $$;
comment on function private.match_estimates(import bigint, district bigint, first integer, last integer) is
  'Keeps counts that are here where a row only estimates (doubt count-kept), and gives a row that counts on the ground of an estimated building the id and the footprint of that building (doubt estimate-replaced): of several the first.';

create function private.district_stamp(district bigint) returns text
language sql stable set search_path = '' as $$
  select md5(concat_ws('|',
    (select string_agg(concat_ws(',', a.id, a.code, a.name, a.source_id, md5(extensions.st_asbinary(a.boundary))), ';' order by a.id)
     from public.areas a where a.district_id = district_stamp.district),
    (select max(i.id) from public.imports i where i.district_id = district_stamp.district and i.state = 'committed'),
    (select max(i.committed_at) from public.imports i where i.district_id = district_stamp.district),
    (select string_agg(concat_ws(',', s.category_id, s.until), ';' order by s.category_id) from private.category_spans(district_stamp.district) s)))
$$;
comment on function private.district_stamp(district bigint) is
  'A text that is another one once areas or categories of a district changed, or something was imported.';

create function private.keep_stamp_of_check() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.checked_against := private.district_stamp(new.district_id);
  return new;
end $$;
comment on function private.keep_stamp_of_check() is
  'Remembers what the rows of an import were checked against.';

create trigger imports_checked before update of state on public.imports for each row when (new.state = 'checked'::public.import_state and old.state is distinct from 'checked'::public.import_state) execute function private.keep_stamp_of_check();

create table private.import_grids (
  import_id bigint not null,
  community_id bigint not null,
  place integer not null,
  code text,
  name text not null default ''::text,
  polygon extensions.geometry(multipolygon,4326) not null,
  gap_square_metres double precision not null default 0,
  overlap_square_metres double precision not null default 0,
  outside_square_metres double precision not null default 0,
  level smallint not null default 1,
  parent integer,
  constraint import_grids_pkey primary key (import_id, community_id, place)
);
comment on table private.import_grids is
  'Grids of an import as they would be: tiling their communities. What each was given of ground that no grid or several grids had, and what it lost beyond its community, in square metres.';
comment on column private.import_grids.level is
  '1 is the highest; the highest number tiles the community.';
comment on column private.import_grids.parent is
  'The place of the grid above, in the same community.';

alter table private.import_grids add constraint import_grids_community_fkey
  foreign key (community_id) references public.areas(id) on delete cascade;

alter table private.import_grids add constraint import_grids_import_fkey
  foreign key (import_id) references public.imports(id) on delete cascade;

create function private.strip_metres() returns double precision
language sql immutable set search_path = '' as $$ select 15 $$;
comment on function private.strip_metres() is
  'Metres: ground between grids, or in two of them, that is no wider is taken for carelessness in drawing.';

create function private.width_metres(face extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select case when extensions.st_perimeter(private.in_metres(face)) > 0
    then 2 * extensions.st_area(private.in_metres(face)) / extensions.st_perimeter(private.in_metres(face)) else 0 end
$$;
comment on function private.width_metres(face extensions.geometry) is
  'About how wide a strip is, in metres: twice its area by its outline.';

create function private.judge_grids(import bigint, district bigint, first integer, last integer) returns void
language plpgsql set search_path = '' as $$
begin
  update public.import_rows r set refusal = 'code-malformed', detail = r.payload ->> 'code'
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and coalesce(r.payload ->> 'code', '') <> '' and not r.payload ->> 'code' ~ '^(\d{14,16}|\d{20})$';
  update public.import_rows r set refusal = 'no-code', detail = coalesce(r.payload ->> 'name', '')
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null
    and coalesce(r.payload ->> 'code', '') = '' and extensions.st_dimension(r.geom) < 2;

  -- A polygon belongs to the community in which most of it lies.
  with own as (
    select r.number, r.geom, coalesce(r.payload ->> 'code', '') as code
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and extensions.st_dimension(r.geom) = 2
  ), shares as materialized (
    select o.number, o.code, a.code as community, a.name,
      extensions.st_area(extensions.st_intersection(o.geom, a.boundary, 1e-9)) / extensions.st_area(o.geom) as share
    from own o
    join public.areas a on a.district_id = district and a.kind = 'community' and extensions.st_intersects(a.boundary, o.geom)
  ), best as (
    select distinct on (s.number) s.number, s.code, s.community, s.share,
      (select string_agg(other.name || ' ' || round(100 * other.share) || ' %', ', ' order by other.share desc)
        from shares other where other.number = s.number and other.share >= 0.05) as words
    from shares s order by s.number, s.share desc, s.community
  )
  update public.import_rows r set code = best.community,
    refusal = case when best.share is null then 'outside-every-community' when best.share < 0.6 then 'grid-in-several-communities' end,
    detail = case when best.share is null then '' when best.share < 0.6 then best.words else r.detail end,
    doubts = r.doubts || case when best.code <> '' and best.share >= 0.6 and left(best.code, 12) <> best.community
      then jsonb_build_array(jsonb_build_object('code', 'community-differs', 'detail', best.code)) else '[]' end
  from own left join best using (number)
  where r.import_id = import and r.number = own.number;

  -- A code stands on a building that is here: the one with the id, else the nearest.
  with own as (
    select r.number, private.import_place(r.geom) as place, r.source
    from public.import_rows r
    where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null and extensions.st_dimension(r.geom) < 2
  ), matched as (
    select own.number, coalesce(
      (select b.id from public.buildings b where b.district_id = district and b.source_id = own.source limit 1),
      (select b.id from public.buildings b
        where b.district_id = district and extensions.st_dwithin(b.position, own.place, 0.0003)
          and extensions.st_length(private.in_metres(extensions.st_makeline(b.position, own.place))) <= 20
        order by b.position operator(extensions.<->) own.place limit 1)) as building
    from own
  )
  update public.import_rows r set
    code = a.code, payload = r.payload || jsonb_build_object('building', m.building),
    refusal = case when m.building is null then 'building-unknown' end,
    detail = case when m.building is null then r.source else r.detail end
  from matched m
  left join public.buildings b on b.id = m.building
  left join public.areas a on a.id = b.community_id
  where r.import_id = import and r.number = m.number;
  update public.import_rows r set outcome = 'new'
  where r.import_id = import and r.number between first and last and r.part = 'row' and r.refusal is null;
end $$;
comment on function private.judge_grids(import bigint, district bigint, first integer, last integer) is
  'Finds the community of each grid of a chunk, or the building that a code stands on. Refusals: code-malformed, no-code, outside-every-community, grid-in-several-communities (with shares), building-unknown.';

create function private.cut_faces(import bigint, chosen public.areas) returns void
language plpgsql set search_path = '' as $$
begin
  delete from pg_temp.faces;
  delete from pg_temp.shapes;
  insert into pg_temp.shapes (place, key, code, name, shape)
  select row_number() over (order by g.code nulls last, g.number), coalesce(g.code, '#' || g.number), g.code, g.name, g.shape
  from (
    select nullif(r.payload ->> 'code', '') as code, min(r.number) as number, coalesce(min(nullif(r.payload ->> 'name', '')), '') as name,
      case when bool_and(extensions.st_dimension(r.geom) = 2) then extensions.st_union(r.geom, 1e-9) end as shape
    from public.import_rows r
    where r.import_id = import and r.part = 'row' and r.refusal is null and r.code = chosen.code
      and exists (select from pg_temp.nodes n where n.key = coalesce(nullif(r.payload ->> 'code', ''), '#' || r.number) and n.is_leaf)
    group by nullif(r.payload ->> 'code', ''), case when coalesce(r.payload ->> 'code', '') = '' then r.number end
  ) g;
  if exists (select from pg_temp.shapes s where s.shape is not null) then
    insert into pg_temp.faces (geom, place, claims)
    select f.geom, min(s.place), count(s.place)
    from (
      select d.geom, extensions.st_pointonsurface(d.geom) as spot
      from extensions.st_dump(extensions.st_polygonize(array[(
        select extensions.st_unaryunion(extensions.st_collect(l.line), 1e-9)
        from (select extensions.st_boundary(chosen.boundary) as line union all select extensions.st_boundary(s.shape) from pg_temp.shapes s) l)])) d
    ) f
    left join pg_temp.shapes s on extensions.st_intersects(s.shape, f.spot)
    where extensions.st_intersects(chosen.boundary, f.spot)
    group by f.geom;
  else
    -- Ground belongs to the grid of the nearest building that has a code.
    insert into pg_temp.faces (geom, place, claims)
    select f.geom, s.place, 1
    from (
      select d.geom, extensions.st_pointonsurface(d.geom) as spot
      from extensions.st_dump(extensions.st_polygonize(array[(
        select extensions.st_unaryunion(extensions.st_collect(array[extensions.st_boundary(chosen.boundary),
          extensions.st_voronoilines(extensions.st_collect(b.position), 0, extensions.st_expand(chosen.boundary, 0.01))]), 1e-9)
        from public.buildings b
        where b.id in (select (r.payload ->> 'building')::bigint from public.import_rows r
          where r.import_id = import and r.part = 'row' and r.refusal is null and r.code = chosen.code))])) d
    ) f
    cross join lateral (
      select r.payload ->> 'code' as code from public.import_rows r join public.buildings b on b.id = (r.payload ->> 'building')::bigint
      where r.import_id = import and r.part = 'row' and r.refusal is null and r.code = chosen.code
      order by b.position operator(extensions.<->) f.spot, b.id limit 1) nearest
    join pg_temp.shapes s on s.code = nearest.code
    where extensions.st_intersects(chosen.boundary, f.spot);
  end if;
end $$;
comment on function private.cut_faces(import bigint, chosen public.areas) is
  'Cuts a community along all lines of its grids into faces (pg_temp.faces), and says how many grids claim each and which is the first; from codes on buildings it draws the nearest ground.';

create function private.settle_faces() returns void
language plpgsql set search_path = '' as $$
declare
  left_over integer;
begin
  loop
    with given as (
      select distinct on (f.id) f.id, n.place
      from pg_temp.faces f
      join pg_temp.faces n on n.place is not null and extensions.st_touches(n.geom, f.geom)
      where f.place is null
      order by f.id, extensions.st_length(extensions.st_intersection(extensions.st_boundary(f.geom), extensions.st_boundary(n.geom), 1e-9)) desc, n.place
    )
    update pg_temp.faces f set place = given.place from given where given.id = f.id;
    get diagnostics left_over = row_count;
    exit when left_over = 0;
  end loop;
end $$;
comment on function private.settle_faces() is
  'Gives each face that no grid claims to the neighbour with the longest common border.';

create function private.settle_grids(import bigint, district bigint) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.areas;
  wrong record;
begin
  delete from private.import_grids g where g.import_id = settle_grids.import;
  update public.import_rows r set refusal = 'code-digits-differ', detail = r.payload ->> 'code'
  where r.import_id = settle_grids.import and r.part = 'row' and r.refusal is null and coalesce(r.payload ->> 'code', '') <> ''
    and length(r.payload ->> 'code') <> (
      select mode() within group (order by length(x.payload ->> 'code')) from public.import_rows x
      where x.import_id = settle_grids.import and x.part = 'row' and x.refusal is null and coalesce(x.payload ->> 'code', '') <> '');
  perform private.read_grid_levels(import);
  create temporary table if not exists faces (
    id integer generated always as identity, geom extensions.geometry, place integer, claims integer, was_free boolean) on commit drop;
  create temporary table if not exists shapes (place integer, key text, code text, name text, shape extensions.geometry) on commit drop;
  for chosen in
    select a.* from public.areas a
    where a.district_id = district and a.kind = 'community' and a.boundary is not null
      and a.code in (select r.code from public.import_rows r where r.import_id = settle_grids.import and r.part = 'row' and r.refusal is null)
    order by a.code
  loop
    perform private.cut_faces(import, chosen);
    -- Where somebody lives on ground of no grid, or of two, and it is more than a strip, nobody but the district can say whose it is.
    select f.claims, round(private.square_metres(f.geom)) as metres, extensions.st_pointonsurface(f.geom) as spot,
      (select string_agg(coalesce(s.code, s.name), ', ' order by s.place) from pg_temp.shapes s
        where f.claims > 1 and extensions.st_intersects(s.shape, extensions.st_pointonsurface(f.geom))) as names
    into wrong
    from pg_temp.faces f
    where f.claims <> 1 and private.width_metres(f.geom) > private.strip_metres()
      and exists (select from public.buildings b where b.community_id = chosen.id and b.households > 0 and extensions.st_intersects(b.position, f.geom))
    order by private.square_metres(f.geom) desc limit 1;
    if found then
      update public.import_rows r set refusal = case when wrong.claims = 0 then 'grids-leave-gap' else 'grids-overlap' end,
        detail = concat_ws(' ', chosen.name, wrong.names, wrong.metres || ' m²',
          round(extensions.st_x(wrong.spot)::numeric, 6) || ', ' || round(extensions.st_y(wrong.spot)::numeric, 6))
      where r.import_id = settle_grids.import and r.part = 'row' and r.refusal is null and r.code = chosen.code;
      continue;
    end if;
    update pg_temp.faces f set was_free = f.place is null;
    perform private.settle_faces();
    insert into private.import_grids (import_id, community_id, place, level, code, name, polygon, gap_square_metres, overlap_square_metres, outside_square_metres)
    select import, chosen.id, s.place, (select max(n.depth) from pg_temp.nodes n), s.code, s.name, extensions.st_multi(extensions.st_union(f.geom)),
      coalesce(sum(private.square_metres(f.geom)) filter (where f.was_free), 0),
      coalesce(sum(private.square_metres(f.geom)) filter (where f.claims > 1), 0),
      case when s.shape is null then 0 else greatest(0, private.square_metres(s.shape)
        - private.square_metres(extensions.st_intersection(s.shape, chosen.boundary, 1e-9))) end
    from pg_temp.shapes s join pg_temp.faces f on f.place = s.place
    group by s.place, s.code, s.name, s.shape;
    perform private.raise_grids(import, chosen);
    update public.import_rows r set doubts = r.doubts || jsonb_build_array(jsonb_build_object('code', 'grid-mended', 'detail',
      concat_ws(' ', '+' || round(g.gap_square_metres) || ' m²', '⋂ ' || round(g.overlap_square_metres) || ' m²', '−' || round(g.outside_square_metres) || ' m²')))
    from private.import_grids g
    where g.import_id = settle_grids.import and g.community_id = chosen.id and r.import_id = g.import_id and r.part = 'row' and r.refusal is null
      and r.code = chosen.code and r.payload ->> 'code' = g.code and extensions.st_dimension(r.geom) = 2
      and g.level = (select max(n.depth) from pg_temp.nodes n)
      and g.gap_square_metres + g.overlap_square_metres + g.outside_square_metres > 100;
  end loop;
end $$;
comment on function private.settle_grids(import bigint, district bigint) is
  'Makes the grids of each community tile it, in private.import_grids. Refusals for all grids of a community: grids-leave-gap and grids-overlap where somebody lives on ground of no grid or of several that is wider than a strip; code-digits-differ for codes unlike most.';

create function private.import_grids_summary(import bigint) returns jsonb
language sql stable set search_path = '' as $$
  with across as materialized (
    select c.*, row_number() over () as place from private.import_grids_across(import_grids_summary.import) c
  )
  select jsonb_build_object(
    'grids', count(*),
    'levels', (select coalesce(jsonb_agg(l.grids order by l.level), '[]') from (
      select own.level, count(*) as grids from private.import_grids own where own.import_id = import_grids_summary.import group by own.level) l),
    'communities', count(distinct g.community_id), 'codes', count(g.code),
    'gapSquareMetres', round(coalesce(sum(g.gap_square_metres), 0)),
    'overlapSquareMetres', round(coalesce(sum(g.overlap_square_metres), 0)),
    'outsideSquareMetres', round(coalesce(sum(g.outside_square_metres), 0)),
    'across', (select count(*) from across),
    'acrossNames', (select coalesce(jsonb_agg(concat_ws(' ', c.community, c.name) order by c.place), '[]') from across c where c.place <= 10),
    'without', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]') from public.areas a
      where a.kind = 'community' and a.district_id = (select i.district_id from public.imports i where i.id = import_grids_summary.import)
        and not exists (select from private.import_grids own where own.import_id = import_grids_summary.import and own.community_id = a.id)))
  from private.import_grids g where g.import_id = import_grids_summary.import
    and g.level = (select max(lowest.level) from private.import_grids lowest where lowest.import_id = import_grids_summary.import)
$$;
comment on function private.import_grids_summary(import bigint) is
  'What an import of grids would put in force: how many grids of the lowest level in how many communities, how many of each level, the highest first, how many with a code, square metres mended, how many lie across barriers with the first ten names, and the names of communities that get none.';

create function private.scheme_for_grids(import public.imports) returns bigint
language plpgsql set search_path = '' as $$
declare
  digits constant smallint := (select length(min(g.code)) from private.import_grids g where g.import_id = import.id and g.code is not null);
  deepest constant smallint := (select max(g.level) from private.import_grids g where g.import_id = import.id);
  wished bigint := (import.plan ->> 'scheme')::bigint;
  made bigint;
begin
  if wished is null then
    -- As many levels, and the target nearest to the households that a grid of the lowest has.
    select s.id into wished
    from public.schemes s join public.scheme_levels l on l.scheme_id = s.id and l.level = deepest
    where (s.district_id is null or s.district_id = import.district_id)
      and not exists (select from public.scheme_levels other where other.scheme_id = s.id and other.level > deepest)
    order by abs(l.target_households - (
      select coalesce(sum(b.households), 0)::numeric / greatest(1, (select count(*) from private.import_grids g where g.import_id = import.id and g.level = deepest))
      from public.buildings b where b.community_id in (select g.community_id from private.import_grids g where g.import_id = import.id))), s.id limit 1;
  end if;
  if wished is null then
    raise exception 'scheme-of-levels-missing' using errcode = 'P0001', detail = json_build_object('levels', deepest)::text;
  end if;
  if (select count(*) from public.scheme_levels l where l.scheme_id = wished) <> deepest then
    raise exception 'levels-differ' using errcode = 'P0001', detail = json_build_object('scheme', wished)::text;
  end if;
  if digits is null or digits = (select s.code_digits from public.schemes s where s.id = wished) then
    return wished;
  end if;
  select s.id into made from public.schemes s
  where s.district_id = import.district_id and s.code_digits = digits and s.name = (select w.name || ' ' || digits from public.schemes w where w.id = wished);
  if made is not null then
    return made;
  end if;
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits)
  select import.district_id, s.code || '-' || digits, s.name || ' ' || digits, s.name_en || ' ' || digits, s.tolerance, digits
  from public.schemes s where s.id = wished returning id into made;
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
  select made, l.level, l.name, l.name_en, l.target_households from public.scheme_levels l where l.scheme_id = wished;
  insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, exclusive, allowance_yuan_month)
  select made, p.level, p.code, p.name, p.name_en, p.per_grid, p.exclusive, p.allowance_yuan_month from public.scheme_posts p where p.scheme_id = wished;
  return made;
end $$;
comment on function private.scheme_for_grids(import public.imports) is
  'The scheme of a plan of imported grids: the one wished for, else the one with as many levels whose lowest target is nearest; as a scheme of the district with as many digits as the codes have. Errors: levels-differ, scheme-of-levels-missing.';

create function private.register_codes(plan bigint) returns void
language plpgsql set search_path = '' as $$
declare
  stranger text;
begin
  select g.code into stranger from public.grids g join public.grid_codes c on c.code = g.code and c.community_id <> g.community_id
  where g.plan_id = register_codes.plan limit 1;
  if found then
    raise exception 'grid-code-taken' using errcode = 'P0001', detail = json_build_object('name', stranger)::text;
  end if;
  insert into public.grid_codes (code, community_id, district_id, number, issued_by)
  select g.code, g.community_id, g.district_id, right(g.code, least(9, length(g.code) - 12))::integer, g.plan_id
  from public.grids g where g.plan_id = register_codes.plan and g.code is not null
  on conflict (code) do update set retired_at = null;
end $$;
comment on function private.register_codes(plan bigint) is
  'Enters the codes that grids of a plan came with as issued. Error: grid-code-taken, where another community has it.';

create function private.publish_import_grids(current_import public.imports) returns bigint
language plpgsql set search_path = '' as $$
declare
  today constant date := private.local_date(current_import.district_id, now());
  since constant date := coalesce((current_import.plan ->> 'from')::date, today);
  scheme constant bigint := private.scheme_for_grids(current_import);
  top bigint;
  made bigint;
  deepest constant smallint := (select max(g.level) from private.import_grids g where g.import_id = current_import.id);
begin
  if since > today + 366 then
    raise exception 'effective-date-too-far' using errcode = 'P0001', detail = json_build_object('latest', today + 366)::text;
  end if;
  select case when count(distinct a.id) = 1 then min(a.id) when count(distinct a.parent_id) = 1 then min(a.parent_id) else current_import.district_id end
  into top from public.areas a where a.id in (select g.community_id from private.import_grids g where g.import_id = current_import.id);
  insert into public.plans (district_id, area_id, scheme_id, name, created_by, changed_by, borders)
  values (current_import.district_id, top, scheme,
    coalesce(nullif(btrim(current_import.plan ->> 'name'), ''), nullif(btrim(current_import.file_name), ''), '现有网格'),
    (select auth.uid()), (select auth.uid()), 'null')
  returning id into made;
  insert into public.plan_communities (plan_id, community_id, district_id)
  select distinct made, g.community_id, current_import.district_id from private.import_grids g where g.import_id = current_import.id;
  for depth in 1 .. deepest loop
    insert into public.grids (district_id, plan_id, community_id, level, key, parent_id, code, name, polygon)
    with numbered as (
      select g.community_id, g.place, g.level, row_number() over (partition by g.level order by a.code, g.place) as key
      from private.import_grids g join public.areas a on a.id = g.community_id where g.import_id = current_import.id
    )
    select current_import.district_id, made, g.community_id, depth, n.key, above.id, g.code, g.name, g.polygon
    from private.import_grids g
    join numbered n on n.community_id = g.community_id and n.place = g.place
    left join numbered up on up.community_id = g.community_id and up.place = g.parent
    left join public.grids above on above.plan_id = made and above.level = up.level and above.key = up.key
    where g.import_id = current_import.id and g.level = depth;
  end loop;
  insert into public.grid_buildings (plan_id, building_id, grid_id, district_id)
  select made, b.id, home.id, current_import.district_id
  from public.buildings b
  left join (
    select distinct on ((r.payload ->> 'building')::bigint) (r.payload ->> 'building')::bigint as building, r.payload ->> 'code' as code
    from public.import_rows r
    where r.import_id = current_import.id and r.part = 'row' and r.refusal is null and r.payload ? 'building'
    order by (r.payload ->> 'building')::bigint, r.number
  ) said on said.building = b.id
  cross join lateral (
    select g.id from public.grids g
    where g.plan_id = made and g.community_id = b.community_id and g.level = deepest
    order by (g.code = said.code) desc nulls last, extensions.st_distance(g.polygon, b.position), g.key limit 1) home
  where b.community_id in (select g.community_id from private.import_grids g where g.import_id = current_import.id);
  perform private.count_households(made);
  if private.can('{reviewer,leader,admin}', current_import.district_id) or (select auth.uid()) is null then
    perform private.put_in_force(made, since);
  else
    update public.plans p set state = 'submitted', submitted_at = now() where p.id = made;
  end if;
  return made;
end $$;
comment on function private.publish_import_grids(current_import public.imports) is
  'Makes the plan of an import of grids, of all their levels, and puts it in force from its date; where the caller may not publish, it is submitted. Returns its id. Errors: levels-differ, scheme-of-levels-missing, effective-date-too-far, plan-scheduled-later, grid-code-taken.';

create function public.set_import_plan(import bigint, plan jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(set_import_plan.import, '{staging,checked}');
begin
  update public.imports i set plan = jsonb_strip_nulls(jsonb_build_object('scheme', (set_import_plan.plan ->> 'scheme')::bigint,
    'name', left(set_import_plan.plan ->> 'name', 200), 'from', (set_import_plan.plan ->> 'from')::date))
  where i.id = current_import.id;
end $$;
comment on function public.set_import_plan(import bigint, plan jsonb) is
  'Says under which scheme and name and from which day imported grids are to be in force: { scheme, name, from }, each may be left out. Errors as of open_import. Security definer: as cancel_import.';
grant execute on function public.set_import_plan(import bigint, plan jsonb) to authenticated;

create function private.import_grids_across(import bigint) returns table (community text, name text)
language sql stable set search_path = '' as $$
  with own as materialized (
    select g.community_id, g.place, coalesce(nullif(g.code, ''), g.name) as name, g.polygon, a.name as community, a.code, a.district_id
    from private.import_grids g join public.areas a on a.id = g.community_id where g.import_id = import_grids_across.import
      and g.level = (select max(lowest.level) from private.import_grids lowest where lowest.import_id = import_grids_across.import)
  ), asked as materialized (
    select o.*, blade.line
    from own o
    cross join lateral (
      select extensions.st_union(b.line) as line from public.barriers b
      where b.district_id = o.district_id and b.line operator(extensions.&&) o.polygon and extensions.st_intersects(b.line, o.polygon)
    ) blade
    where blade.line is not null and not exists (
      select from public.crossings c
      where c.district_id = o.district_id and c.line operator(extensions.&&) o.polygon and extensions.st_intersects(c.line, o.polygon))
  )
  select a.community, a.name
  from asked a
  cross join lateral (
    select array_agg(b.position) as places from public.buildings b
    where b.community_id = a.community_id and extensions.st_intersects(b.position, a.polygon)
  ) standing
  where standing.places is not null and private.inhabited_pieces(a.polygon, a.line, standing.places) > 1
  order by a.code, a.place
$$;
comment on function private.import_grids_across(import bigint) is
  'Grids of an import in which people live on both sides of a barrier that nothing crosses: their community, and their code or name.';

create function private.last_of_step(import bigint, after integer, at_most integer, out last integer, out count integer)
language plpgsql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
begin
  select max(step.number), count(*) into last_of_step.last, last_of_step.count from (
    select r.number from public.import_rows r
    where r.import_id = last_of_step.import and r.number > last_of_step.after
      and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
    order by r.number limit last_of_step.at_most) step;
end $$;
comment on function private.last_of_step(import bigint, after integer, at_most integer, OUT last integer, OUT count integer) is
  'The number of the last row of the next step of writing and how many rows it has; null where none is left. Walks the rows in their order whatever is known of them, so that it reads no more than the step: statistics of rows that were just judged are those of before.';

create function private.last_to_clear(import bigint, at_most integer) returns integer
language sql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
  select max(step.number) from (
    select r.number from public.import_rows r
    where r.import_id = last_to_clear.import and r.refusal is null and r.doubts = '[]'
    order by r.number limit last_to_clear.at_most) step
$$;
comment on function private.last_to_clear(import bigint, at_most integer) is
  'The number of the last of the next rows that nobody will ask for; null where none is left. As last_of_step().';

create function private.begin_rows(current_import public.imports) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_import.kind = 'buildings' then
    perform private.write_import_compounds(current_import.id, current_import.district_id);
    -- Else each step would read all of them.
    analyze public.compounds;
  end if;
  update public.imports i set written_to = 0 where i.id = current_import.id;
end $$;
comment on function private.begin_rows(current_import public.imports) is
  'What comes between the areas and the rows of an import: the compounds of its buildings. Until then it is written to -1.';

create function private.note_retirement() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.retired_at := case when new.retired then coalesce(new.retired_at, new.valid_until, now()) end;
  return new;
end $$;
comment on function private.note_retirement() is
  'Notes since when a category is retired; one that is put back was never.';

create trigger categories_note_retirement before insert or update on public.categories for each row execute function private.note_retirement();

create function private.category_spans(district bigint) returns table (code text, category_id bigint, since timestamptz, until timestamptz)
language sql stable set search_path = '' as $$
  select c.code, c.id, coalesce(lag(c.retired_at) over held, '-infinity'), coalesce(c.retired_at, 'infinity')
  from public.categories c
  where c.district_id = category_spans.district or c.district_id is null and not exists (
    select from public.categories own where own.district_id = category_spans.district and own.code = c.code)
  window held as (partition by c.code order by c.retired_at nulls last, c.id)
$$;
comment on function private.category_spans(district bigint) is
  'Which category a case of a district has under a code, by when it was reported: from since until, not including, until. A code whose last category is retired has none from then on.';
grant execute on function private.category_spans(district bigint) to authenticated, service_role;

create function private.grid_code_refusal(code text) returns text
language sql immutable set search_path = '' as $$
  select case when coalesce(code, '') <> '' and not code ~ '^(\d{14,16}|\d{20})$' then 'code-malformed' end
$$;
comment on function private.grid_code_refusal(code text) is
  'Why a code cannot be that of a grid: code-malformed; null for one that can, and for none.';

create function private.refuse_grids(import bigint, communities text[], reason text, said text) returns void
language sql set search_path = '' as $$
  update public.import_rows r set refusal = reason,
    detail = concat_ws(' ', (select a.name from public.areas a where a.code = r.code
      and a.district_id = (select i.district_id from public.imports i where i.id = refuse_grids.import) limit 1), said)
  where r.import_id = refuse_grids.import and r.part = 'row' and r.refusal is null and r.code = any (communities)
$$;
comment on function private.refuse_grids(import bigint, communities text[], reason text, said text) is
  'Refuses all grids of communities, with their name and what is said of the one that does not fit.';

-- What each row says: which grid it is, by its code or else its number, and what lies above it.
create function private.read_grid_rows(import bigint) returns void
language plpgsql set search_path = '' as $$
begin
  create temporary table if not exists said (
    number integer, key text, community text, code text, name text, parent text, top text, rank integer, shape extensions.geometry) on commit drop;
  create temporary table if not exists misfits (community text, reason text, detail text, place integer generated always as identity) on commit drop;
  delete from pg_temp.said;
  delete from pg_temp.misfits;
  insert into pg_temp.said (number, key, community, code, name, parent, top, rank, shape)
  select r.number, coalesce(nullif(r.payload ->> 'code', ''), '#' || r.number), r.code, nullif(r.payload ->> 'code', ''),
    nullif(r.payload ->> 'name', ''), nullif(r.payload ->> 'parent', ''), nullif(r.payload ->> 'top', ''),
    case when r.payload ? 'level' then dense_rank() over (partition by r.payload ? 'level' order by (r.payload ->> 'level')::integer) end,
    case when extensions.st_dimension(r.geom) = 2 then r.geom end
  from public.import_rows r
  where r.import_id = read_grid_rows.import and r.part = 'row' and r.refusal is null;

  -- Without the code of a grid above it a grid is under the one of the next level in which it lies, if it lies in one.
  with shares as materialized (
    select s.number, above.key, min(coalesce(above.code, above.name, above.key)) as label, s.parent is not null as is_named, s.parent,
      sum(extensions.st_area(extensions.st_intersection(s.shape, above.shape, 1e-9))) / extensions.st_area(s.shape) as share
    from pg_temp.said s
    join pg_temp.said above on above.shape is not null and above.key <> s.key and extensions.st_intersects(above.shape, s.shape)
      and case when s.parent is null then above.rank = s.rank - 1 and above.community = s.community
        else exists (select from pg_temp.said own where own.key = s.parent and own.shape is not null)
          and above.key in (select other.parent from pg_temp.said other) end
    where s.shape is not null and (s.parent is not null or s.rank > 1)
    group by s.number, s.parent, s.shape, above.key
  ), best as (
    select distinct on (h.number) h.*,
      (select string_agg(o.label || ' ' || round(100 * o.share) || ' %', ', ' order by o.share desc) from shares o where o.number = h.number and o.share >= 0.05) as words
    from shares h order by h.number, h.share desc, h.key
  ), doubted as (
    insert into pg_temp.misfits (community, reason, detail)
    select s.community, 'grid-in-several-grids', coalesce(s.code, s.name, s.key) || ': ' || coalesce(b.words, '')
    from best b join pg_temp.said s using (number)
    where case when b.is_named then coalesce((select o.share from shares o where o.number = b.number and o.key = b.parent), 0) < 0.5 else b.share < 0.8 end
    order by s.number
  )
  update pg_temp.said s set parent = b.key from best b where b.number = s.number and s.parent is null and b.share >= 0.8;
end $$;
comment on function private.read_grid_rows(import bigint) is
  'Fills pg_temp.said with the rows of an import of grids: key, rank of its level in the file, the grids above. Misfits (pg_temp.misfits): grid-in-several-grids, of a grid of which less than 80 % lie in one of the next level, or less than half in the one that it names.';

create function private.read_grid_levels(import bigint) returns void
language plpgsql set search_path = '' as $$
declare
  deepest integer;
  ranks integer;
  digits integer;
  wrong record;
begin
  create temporary table if not exists nodes (
    key text, code text, name text, community text, parent text, parents integer, depth integer, rank integer, is_leaf boolean, place integer) on commit drop;
  delete from pg_temp.nodes;
  perform private.read_grid_rows(read_grid_levels.import);
  insert into pg_temp.nodes (key, code, name, parent, parents, rank)
  select k.key, case when left(k.key, 1) <> '#' then k.key end, coalesce(min(s.name), ''),
    min(e.parent), count(distinct e.parent), max(s.rank)
  from (select key from pg_temp.said union select parent from pg_temp.said where parent is not null
    union select top from pg_temp.said where top is not null) k
  left join pg_temp.said s on s.key = k.key
  left join (select key, parent from pg_temp.said where parent is not null union select parent, top from pg_temp.said where top is not null) e on e.key = k.key
  group by k.key;
  update pg_temp.nodes n set
    depth = 1 + (one.key is not null)::integer + (two.key is not null)::integer + (two.parent is not null)::integer,
    is_leaf = not exists (select from pg_temp.nodes below where below.parent = n.key)
  from pg_temp.nodes self
  left join pg_temp.nodes one on one.key = self.parent
  left join pg_temp.nodes two on two.key = one.parent
  where self.key = n.key;
  select max(n.rank), max(n.depth) into ranks, deepest from pg_temp.nodes n;
  deepest := greatest(ranks, deepest);
  select mode() within group (order by length(s.code)) into digits from pg_temp.said s where s.code is not null;

  for wrong in
    with lying as (
      select n.key, s.community from pg_temp.nodes n join pg_temp.said s on s.key = n.key
      union select n.parent, s.community from pg_temp.nodes n join pg_temp.said s on s.key = n.key where n.parent is not null
      union select up.parent, s.community from pg_temp.nodes n join pg_temp.said s on s.key = n.key join pg_temp.nodes up on up.key = n.parent where up.parent is not null
      union select s.parent, s.community from pg_temp.said s where s.parent is not null
      union select s.top, s.community from pg_temp.said s where s.top is not null
    ), of_node as (
      select l.key, array_agg(l.community order by l.community) as communities,
        (select string_agg(a.name, ', ' order by a.code) from public.areas a
          where a.code in (select o.community from lying o where o.key = l.key)
            and a.district_id = (select i.district_id from public.imports i where i.id = read_grid_levels.import)) as names
      from lying l group by l.key
    ), judged as (
      select n.key, o.communities, coalesce(n.code, nullif(n.name, ''), n.key) as label, o.names,
        case
          when private.grid_code_refusal(n.code) is not null then private.grid_code_refusal(n.code)
          when length(n.code) <> digits then 'code-digits-differ'
          when n.parents > 1 then 'grid-in-several-grids'
          when n.depth > 3 or deepest > 3 and n.rank > 3 then 'grid-levels-too-many'
          when cardinality(o.communities) > 1 then 'grid-in-several-communities'
          when n.is_leaf and n.depth < deepest and n.rank = n.depth and n.rank < ranks then 'grid-without-grids'
          when n.is_leaf and n.depth < deepest then 'grid-without-parent'
          when ranks = deepest and n.rank <> n.depth then 'grid-level-differs'
          when not n.is_leaf and not exists (select from pg_temp.said s where s.key = n.key)
            and exists (select from pg_temp.nodes other join pg_temp.said s on s.key = other.key and s.shape is not null
              where not other.is_leaf and (other.depth = n.depth
                or exists (select from pg_temp.nodes below where below.parent = n.key and below.is_leaf and below.depth < deepest))) then 'grid-parent-unknown'
        end as reason
      from pg_temp.nodes n join of_node o on o.key = n.key
    ), all_misfits as (
      select m.community, m.reason, m.detail, 0 as rank, m.place::text as key from pg_temp.misfits m
      union all
      select one.community, j.reason, case j.reason
        when 'grid-in-several-communities' then j.label || ': ' || j.names
        when 'grid-in-several-grids' then j.label || ': ' || (select string_agg(distinct p.parent, ', ')
          from (select s.key, s.parent from pg_temp.said s union select s.parent, s.top from pg_temp.said s) p where p.key = j.key)
        else j.label end, case j.reason when 'grid-without-parent' then 2 else 1 end, j.key
      from judged j cross join unnest(j.communities) as one (community)
      where j.reason is not null
    )
    select distinct on (m.community) m.community, m.reason, m.detail from all_misfits m order by m.community, m.rank, m.key
  loop
    perform private.refuse_grids(read_grid_levels.import, array[wrong.community], wrong.reason, wrong.detail);
    delete from pg_temp.said s where s.community = wrong.community;
  end loop;
  update pg_temp.nodes n set community = s.community from (
    select distinct s.community, k.key from pg_temp.said s
    join pg_temp.nodes own on own.key = s.key left join pg_temp.nodes one on one.key = own.parent
    cross join lateral unnest(array[own.key, own.parent, one.parent]) as k (key)) s
  where s.key = n.key;
  delete from pg_temp.nodes n where n.community is null;
end $$;
comment on function private.read_grid_levels(import bigint) is
  'Finds what lies above each grid of an import (pg_temp.nodes) and refuses communities in which something does not fit: code-malformed and code-digits-differ of a grid above, grid-in-several-grids, grid-levels-too-many, grid-in-several-communities, grid-without-grids, grid-without-parent, grid-level-differs, grid-parent-unknown.';

create function private.raise_grids(import bigint, chosen public.areas) returns void
language plpgsql set search_path = '' as $$
declare
  deepest constant integer := (select max(n.depth) from pg_temp.nodes n);
begin
  update pg_temp.nodes n set place = s.place from pg_temp.shapes s where n.community = chosen.code and n.key = s.key;
  update pg_temp.nodes n set place = (select count(*) from pg_temp.shapes) + numbered.place
  from (
    select u.key, row_number() over (order by u.depth desc, u.key) as place from pg_temp.nodes u where u.community = chosen.code and not u.is_leaf
  ) numbered
  where numbered.key = n.key;
  for depth_of in reverse deepest - 1 .. 1 loop
    insert into private.import_grids (import_id, community_id, place, level, code, name, polygon)
    select raise_grids.import, chosen.id, n.place, depth_of, n.code, n.name, extensions.st_multi(extensions.st_union(g.polygon))
    from pg_temp.nodes n
    join pg_temp.nodes below on below.parent = n.key
    join private.import_grids g on g.import_id = raise_grids.import and g.community_id = chosen.id and g.place = below.place
    where n.community = chosen.code and n.depth = depth_of
    group by n.place, n.code, n.name;
  end loop;
  update private.import_grids g set parent = above.place
  from pg_temp.nodes n join pg_temp.nodes above on above.key = n.parent
  where g.import_id = raise_grids.import and g.community_id = chosen.id and n.community = chosen.code and g.place = n.place;
  -- Ground that was given for a grid above and is not that of the grids under it.
  update public.import_rows r set doubts = r.doubts || jsonb_build_array(jsonb_build_object('code', 'grid-mended', 'detail',
    '+' || round(o.gained) || ' m² −' || round(o.lost) || ' m²'))
  from (
    select n.key, private.square_metres(extensions.st_difference(g.polygon, extensions.st_union(s.shape, 1e-9), 1e-9)) as gained,
      private.square_metres(extensions.st_difference(extensions.st_union(s.shape, 1e-9), g.polygon, 1e-9)) as lost
    from pg_temp.nodes n join pg_temp.said s on s.key = n.key and s.shape is not null
    join private.import_grids g on g.import_id = raise_grids.import and g.community_id = chosen.id and g.place = n.place
    where n.community = chosen.code and not n.is_leaf
    group by n.key, g.polygon
  ) o
  where r.import_id = raise_grids.import and r.part = 'row' and r.refusal is null and o.gained + o.lost > 100
    and coalesce(nullif(r.payload ->> 'code', ''), '#' || r.number) = o.key;
end $$;
comment on function private.raise_grids(import bigint, chosen public.areas) is
  'Makes the upper grids of a community out of the ground of those under them, and says what lies above each in private.import_grids; a doubt where an outline that was given is another.';
