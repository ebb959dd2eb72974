-- GeoJSON that is none is the caller's mistake and has a code. PostGIS raises an internal error for it (XX000), which
-- PostgREST answers as a fault of its own, with PostGIS' words.

create function private.given_geometry(given jsonb) returns extensions.geometry
language plpgsql immutable set search_path = '' as $$
declare
  geom extensions.geometry;
begin
  if given is null or jsonb_typeof(given) = 'null' then
    return null;
  end if;
  begin
    geom := extensions.st_setsrid(extensions.st_geomfromgeojson(given), 4326);
  exception when others then
    raise exception 'geometry-malformed' using errcode = 'P0001';
  end;
  if extensions.st_isempty(geom)
    or extensions.st_xmin(geom) < -180 or extensions.st_xmax(geom) > 180
    or extensions.st_ymin(geom) < -90 or extensions.st_ymax(geom) > 90 then
    raise exception 'geometry-malformed' using errcode = 'P0001';
  end if;
  return geom;
end $$;
comment on function private.given_geometry is
  'The geometry of GeoJSON in degrees, or null where none is given. Error: geometry-malformed, also for positions that are not on the earth.';
grant execute on function private.given_geometry to authenticated, service_role;

create or replace function private.save_grids(chosen public.plans, changes jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  stranger bigint;
begin
  delete from public.grids g using jsonb_to_recordset(changes -> 'removed') as gone (level smallint, key integer)
  where g.plan_id = chosen.id and g.level = gone.level and g.key = gone.key;

  select given.community into stranger
  from jsonb_to_recordset(changes -> 'grids') as given (community bigint)
  where given.community not in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id) limit 1;
  if found then
    raise exception 'grid-outside-plan' using errcode = 'P0001', detail = json_build_object('community', stranger)::text;
  end if;

  insert into public.grids as g (district_id, plan_id, community_id, level, key, name, locked, polygon)
  select chosen.district_id, chosen.id, given.community, given.level, given.key, coalesce(given.name, ''), coalesce(given.locked, false),
    extensions.st_multi(private.given_geometry(given.polygon))
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, community bigint, name text, locked boolean, polygon jsonb)
  on conflict (plan_id, level, key) do update
    set community_id = excluded.community_id, name = excluded.name, locked = excluded.locked, polygon = excluded.polygon;

  update public.grids g set parent_id = parent.id
  from jsonb_to_recordset(changes -> 'grids') as given (level smallint, key integer, parent integer)
  join public.grids parent on parent.plan_id = chosen.id and parent.level = given.level - 1 and parent.key = given.parent
  where g.plan_id = chosen.id and g.level = given.level and g.key = given.key;
end $$;

create or replace function public.remark_plan(plan bigint, body text, at_point jsonb default null, grid_level integer default null,
  grid_key integer default null, reply_to bigint default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(remark_plan.plan);
  place extensions.geometry := private.given_geometry(remark_plan.at_point);
  answered bigint;
  made bigint;
begin
  if chosen.id not in (select private.discussed_plans()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', '{planner,reviewer,leader,admin}')::text;
  end if;
  if btrim(coalesce(remark_plan.body, '')) = '' then
    raise exception 'remark-empty' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  if remark_plan.reply_to is not null then
    select coalesce(r.reply_to, r.id) into answered from public.plan_remarks r
    where r.id = remark_plan.reply_to and r.plan_id = chosen.id;
    if not found then
      raise exception 'remark-unknown' using errcode = 'P0001', detail = json_build_object('remark', remark_plan.reply_to)::text;
    end if;
  end if;
  if remark_plan.grid_key is not null then
    select coalesce(place, extensions.st_pointonsurface(g.polygon)) into place from public.grids g
    where g.plan_id = chosen.id and g.level = remark_plan.grid_level and g.key = remark_plan.grid_key;
    if not found then
      raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('key', remark_plan.grid_key)::text;
    end if;
  end if;
  insert into public.plan_remarks (plan_id, district_id, position, body, author, grid_level, grid_key, reply_to)
  values (chosen.id, chosen.district_id, place, btrim(remark_plan.body), (select auth.uid()),
    case when remark_plan.grid_key is not null then remark_plan.grid_level end, remark_plan.grid_key, answered)
  returning id into made;
  return made;
end $$;

create or replace function public.stage_import_rows(import bigint, rows jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.open_import(import, '{staging}');
  insert into public.import_rows (import_id, number, line, lines, part, source, payload, geom, doubts, refusal, detail)
  select import, r.number, r.line, coalesce(r.lines, 1), coalesce(r.part, 'row'), coalesce(r.source, ''),
    coalesce(r.payload, '{}'), private.given_geometry(r.geometry),
    coalesce(r.doubts, '[]'), r.refusal, coalesce(r.detail, '')
  from jsonb_to_recordset(rows) r (number integer, line integer, lines integer, part text, source text, payload jsonb,
    geometry jsonb, doubts jsonb, refusal text, detail text)
  on conflict (import_id, number) do nothing;
end $$;
