-- Writes a checked import. Rows are found again by their source id, so a second import of a file changes and adds nothing twice.

create function private.changed_import_rows(import bigint) returns setof public.import_rows
language sql stable set search_path = '' as $$
  select * from public.import_rows r
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged' order by r.number
$$;

create function private.write_import_compounds(import bigint, district bigint) returns void
language sql volatile set search_path = '' as $$
  insert into public.compounds as c (district_id, source_id, name, community_id)
  select district, r.payload ->> 'compoundSource', min(r.payload ->> 'compound'),
    case when count(distinct r.code) = 1 then min(community.id) end
  from public.import_rows r join public.areas community on community.code = r.code
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.payload ->> 'compoundSource' <> ''
  group by 2
  on conflict (district_id, source_id) do update set name = excluded.name, community_id = excluded.community_id
  where (c.name, c.community_id) is distinct from (excluded.name, excluded.community_id)
$$;
comment on function private.write_import_compounds is 'Makes the compounds that buildings name; one that reaches into two communities belongs to neither.';

create function private.write_import_buildings(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.write_import_compounds(import, district);
  insert into public.buildings (district_id, source_id, community_id, compound_id, name, address, storeys, households, position, footprint, doubtful)
  select district, r.source, community.id, compound.id, r.payload ->> 'name', r.payload ->> 'address',
    (r.payload ->> 'storeys')::smallint, (r.payload ->> 'households')::integer, private.import_place(r.geom),
    case when extensions.st_dimension(r.geom) = 2 then r.geom end, r.payload ->> 'doubtful'
  from public.import_rows r
  join public.areas community on community.code = r.code
  left join public.compounds compound on compound.district_id = district and compound.source_id = nullif(r.payload ->> 'compoundSource', '')
  where r.import_id = import and r.part = 'row' and r.refusal is null and r.outcome <> 'unchanged'
  order by r.number
  on conflict (district_id, source_id) do update set community_id = excluded.community_id, compound_id = excluded.compound_id,
    name = excluded.name, address = excluded.address, storeys = excluded.storeys, households = excluded.households,
    position = excluded.position, footprint = excluded.footprint, doubtful = excluded.doubtful;
end $$;

create function private.write_import_features(import bigint, district bigint, kind public.import_kind) returns void
language plpgsql volatile set search_path = '' as $$
begin
  case kind
    when 'barriers' then
      insert into public.barriers (district_id, source_id, kind, name, line)
      select district, r.source, (r.payload ->> 'kind')::public.barrier_kind, r.payload ->> 'name', r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, line = excluded.line;
    when 'crossings' then
      insert into public.crossings (district_id, source_id, name, line)
      select district, r.source, r.payload ->> 'name', r.geom from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set name = excluded.name, line = excluded.line;
    when 'base-map' then
      insert into public.base_features (district_id, layer, source_id, class, name, name_en, geom)
      select district, (r.payload ->> 'layer')::public.base_layer, r.source, r.payload ->> 'class', r.payload ->> 'name',
        nullif(r.payload ->> 'nameEn', ''), r.geom
      from private.changed_import_rows(import) r
      on conflict (district_id, layer, source_id) do update set class = excluded.class, name = excluded.name,
        name_en = excluded.name_en, geom = excluded.geom;
    else
      insert into public.service_points (district_id, source_id, kind, name, name_en, address, telephone, position)
      select district, r.source, r.payload ->> 'kind', r.payload ->> 'name', nullif(r.payload ->> 'nameEn', ''),
        r.payload ->> 'address', r.payload ->> 'telephone', private.import_place(r.geom)
      from private.changed_import_rows(import) r
      on conflict (district_id, source_id) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
        address = excluded.address, telephone = excluded.telephone, position = excluded.position;
  end case;
end $$;

create function private.imported_cases(import bigint, district bigint)
returns table (source text, number integer, place extensions.geometry, community_id bigint, category_id bigint, address text,
  description text, steps public.incident_state[], reached integer, reported_at timestamptz, ended_at timestamptz, due_at timestamptz)
language sql stable set search_path = '' as $$
  select r.source, r.number, private.import_place(r.geom), community.id, category.id, r.payload ->> 'address', r.payload ->> 'description',
    path.steps, coalesce(array_position(path.steps, i.state), 0), (r.payload ->> 'reportedAt')::timestamptz,
    (r.payload ->> 'closedAt')::timestamptz, r.due_at
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code
  join (
    select distinct on (c.code) c.code, c.id from public.categories c
    where not c.retired and (c.district_id is null or c.district_id = district) order by c.code, c.district_id nulls last
  ) category on category.code = r.payload ->> 'category'
  cross join lateral (select private.incident_path(r.payload ->> 'state') as steps) path
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = r.source
$$;
comment on function private.imported_cases is
  'Requests to write: the way to their state in steps, and how many of them a known request has behind it.';

create function private.write_import_incidents(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  actor_name constant text := private.actor_name(district);
begin
  perform private.lock_incidents_of(district);
  create temporary table import_cases on commit drop as select * from private.imported_cases(import, district);

  insert into public.incidents as i (district_id, number, source, source_id, category_id, community_id, position, address, description,
    state, reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, clock_due_at)
  select district, c.source || case when other.number is null then '' else '-import' end, 'import', c.source, c.category_id,
    c.community_id, c.place, c.address, c.description, last_step.state, c.reported_at,
    case when 'accepted' = any (c.steps) then c.reported_at end, case when 'filed' = any (c.steps) then c.reported_at end,
    case when 'dispatched' = any (c.steps) then c.reported_at end, case when 'resolved' = any (c.steps) then c.ended_at end,
    case when 'closed' = any (c.steps) then c.ended_at end, c.due_at,
    case when not private.incident_ended(last_step.state)
      then private.clock_due_at(district, c.category_id, private.clock_of_state(last_step.state), c.reported_at) end
  from import_cases c
  cross join lateral (select c.steps[array_length(c.steps, 1)] as state) last_step
  left join public.incidents other on other.district_id = district and other.number = c.source and other.source <> 'import'
  order by c.number
  on conflict (district_id, source, source_id) do update set state = excluded.state,
    accepted_at = coalesce(i.accepted_at, excluded.accepted_at), filed_at = coalesce(i.filed_at, excluded.filed_at),
    dispatched_at = coalesce(i.dispatched_at, excluded.dispatched_at), resolved_at = excluded.resolved_at,
    closed_at = excluded.closed_at, due_at = coalesce(i.due_at, excluded.due_at), clock_due_at = excluded.clock_due_at;

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
comment on function private.write_import_incidents is
  'Writes requests with a history of allowed steps. Of steps that the file does not tell of the time is that of the report or the end, and their detail says inferred.';

create function public.commit_import(import bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{checked}');
  district public.areas;
begin
  select * into district from public.areas a where a.id = current_import.district_id;
  if exists (select from public.import_rows r where r.import_id = import and r.part <> 'row' and r.refusal is null and r.outcome <> 'unchanged') then
    perform private.write_import_areas(import, district);
  end if;
  case current_import.kind
    when 'areas' then null;
    when 'buildings' then perform private.write_import_buildings(import, district.id);
    when 'incidents' then perform private.write_import_incidents(import, district.id);
    else perform private.write_import_features(import, district.id, current_import.kind);
  end case;
  analyze public.areas, public.compounds, public.buildings, public.barriers, public.base_features, public.incidents;
  delete from public.import_rows r where r.import_id = import and r.refusal is null and r.doubts = '[]';
  update public.import_rows r set payload = '{}', geom = null where r.import_id = import;
  update public.imports i set state = 'committed', committed_at = now() where i.id = import;
  return current_import.summary;
end $$;
comment on function public.commit_import is
  'Writes a checked import in one transaction and returns its summary. Of its rows only the refused and doubtful ones are kept, without their content. Raises not-found, import-not-ready.';

create function public.recent_imports(district_code text, at_most integer default 20) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'fileName', i.file_name, 'state', i.state,
    'createdAt', i.created_at, 'committedAt', i.committed_at, 'summary', i.summary) order by i.id desc), '[]')
  from (
    select i.* from public.imports i join public.areas a on a.id = i.district_id
    where a.code = district_code order by i.id desc limit at_most) i
$$;
comment on function public.recent_imports is 'The last imports into a district that the caller may see, newest first.';
grant execute on function public.commit_import, public.recent_imports to authenticated, service_role;
