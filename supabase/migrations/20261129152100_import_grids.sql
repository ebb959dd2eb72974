-- Grids that exist already come in as they are: as polygons, or as a code on buildings. Each is matched to a community; those of a
-- community are made to tile it (what is missing or double is mended as far as nobody lives there or it is a strip, and said), their
-- codes are kept, and they are published as a plan with its date.

create table private.import_grids (
  import_id bigint not null constraint import_grids_import_fkey references public.imports (id) on delete cascade,
  community_id bigint not null constraint import_grids_community_fkey references public.areas (id) on delete cascade,
  place integer not null,
  code text,
  name text not null default '',
  polygon extensions.geometry(MultiPolygon, 4326) not null,
  gap_square_metres double precision not null default 0,
  overlap_square_metres double precision not null default 0,
  outside_square_metres double precision not null default 0,
  constraint import_grids_pkey primary key (import_id, community_id, place)
);
comment on table private.import_grids is
  'Grids of an import as they would be: tiling their communities. What each was given of ground that no grid or several grids had, and what it lost beyond its community, in square metres.';

alter table public.imports add column plan jsonb not null default '{}';
comment on column public.imports.plan is 'Of an import of grids: { scheme, name, from } of the plan to be; what is left out is chosen when it is written.';

create function private.strip_metres() returns double precision
language sql immutable set search_path = '' as $$ select 15 $$;
comment on function private.strip_metres is 'Metres: ground between grids, or in two of them, that is no wider is taken for carelessness in drawing.';

create function private.width_metres(face extensions.geometry) returns double precision
language sql immutable set search_path = '' as $$
  select case when extensions.st_perimeter(private.in_metres(face)) > 0
    then 2 * extensions.st_area(private.in_metres(face)) / extensions.st_perimeter(private.in_metres(face)) else 0 end
$$;
comment on function private.width_metres is 'About how wide a strip is, in metres: twice its area by its outline.';

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
comment on function private.judge_grids is
  'Finds the community of each grid of a chunk, or the building that a code stands on. Refusals: code-malformed, no-code, outside-every-community, grid-in-several-communities (with shares), building-unknown.';

create function private.cut_faces(import bigint, chosen public.areas) returns void
language plpgsql set search_path = '' as $$
begin
  delete from pg_temp.faces;
  delete from pg_temp.shapes;
  insert into pg_temp.shapes (place, code, name, shape)
  select row_number() over (order by g.code nulls last, g.number), g.code, g.name, g.shape
  from (
    select nullif(r.payload ->> 'code', '') as code, min(r.number) as number, coalesce(min(nullif(r.payload ->> 'name', '')), '') as name,
      case when bool_and(extensions.st_dimension(r.geom) = 2) then extensions.st_union(r.geom, 1e-9) end as shape
    from public.import_rows r
    where r.import_id = import and r.part = 'row' and r.refusal is null and r.code = chosen.code
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
comment on function private.cut_faces is
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
comment on function private.settle_faces is 'Gives each face that no grid claims to the neighbour with the longest common border.';

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
  create temporary table if not exists faces (
    id integer generated always as identity, geom extensions.geometry, place integer, claims integer, was_free boolean) on commit drop;
  create temporary table if not exists shapes (place integer, code text, name text, shape extensions.geometry) on commit drop;
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
    insert into private.import_grids (import_id, community_id, place, code, name, polygon, gap_square_metres, overlap_square_metres, outside_square_metres)
    select import, chosen.id, s.place, s.code, s.name, extensions.st_multi(extensions.st_union(f.geom)),
      coalesce(sum(private.square_metres(f.geom)) filter (where f.was_free), 0),
      coalesce(sum(private.square_metres(f.geom)) filter (where f.claims > 1), 0),
      case when s.shape is null then 0 else greatest(0, private.square_metres(s.shape)
        - private.square_metres(extensions.st_intersection(s.shape, chosen.boundary, 1e-9))) end
    from pg_temp.shapes s join pg_temp.faces f on f.place = s.place
    group by s.place, s.code, s.name, s.shape;
    update public.import_rows r set doubts = r.doubts || jsonb_build_array(jsonb_build_object('code', 'grid-mended', 'detail',
      concat_ws(' ', '+' || round(g.gap_square_metres) || ' m²', '⋂ ' || round(g.overlap_square_metres) || ' m²', '−' || round(g.outside_square_metres) || ' m²')))
    from private.import_grids g
    where g.import_id = settle_grids.import and g.community_id = chosen.id and r.import_id = g.import_id and r.part = 'row' and r.refusal is null
      and r.code = chosen.code and r.payload ->> 'code' = g.code and extensions.st_dimension(r.geom) = 2
      and g.gap_square_metres + g.overlap_square_metres + g.outside_square_metres > 100;
  end loop;
end $$;
comment on function private.settle_grids is
  'Makes the grids of each community tile it, in private.import_grids. Refusals for all grids of a community: grids-leave-gap and grids-overlap where somebody lives on ground of no grid or of several that is wider than a strip; code-digits-differ for codes unlike most.';

create function private.import_grids_summary(import bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'grids', count(*), 'communities', count(distinct g.community_id), 'codes', count(g.code),
    'gapSquareMetres', round(coalesce(sum(g.gap_square_metres), 0)),
    'overlapSquareMetres', round(coalesce(sum(g.overlap_square_metres), 0)),
    'outsideSquareMetres', round(coalesce(sum(g.outside_square_metres), 0)),
    'without', (
      select coalesce(jsonb_agg(a.name order by a.code), '[]') from public.areas a
      where a.kind = 'community' and a.district_id = (select i.district_id from public.imports i where i.id = import_grids_summary.import)
        and not exists (select from private.import_grids own where own.import_id = import_grids_summary.import and own.community_id = a.id)))
  from private.import_grids g where g.import_id = import_grids_summary.import
$$;
comment on function private.import_grids_summary is
  'What an import of grids would put in force: how many grids in how many communities, how many with a code, square metres mended, and the names of communities that get none.';

create function private.scheme_for_grids(import public.imports) returns bigint
language plpgsql set search_path = '' as $$
declare
  digits constant smallint := (select length(min(g.code)) from private.import_grids g where g.import_id = import.id and g.code is not null);
  wished bigint := (import.plan ->> 'scheme')::bigint;
  made bigint;
begin
  if wished is null then
    -- One level, and the target nearest to the households that a grid has.
    select s.id into wished
    from public.schemes s join public.scheme_levels l on l.scheme_id = s.id
    where (s.district_id is null or s.district_id = import.district_id)
      and not exists (select from public.scheme_levels other where other.scheme_id = s.id and other.level > 1)
    order by abs(l.target_households - (
      select coalesce(sum(b.households), 0)::numeric / greatest(1, (select count(*) from private.import_grids g where g.import_id = import.id))
      from public.buildings b where b.community_id in (select g.community_id from private.import_grids g where g.import_id = import.id))), s.id limit 1;
  end if;
  if (select count(*) from public.scheme_levels l where l.scheme_id = wished) <> 1 then
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
comment on function private.scheme_for_grids is
  'The scheme of a plan of imported grids: the one wished for, else the one-level scheme whose target is nearest; as a scheme of the district with as many digits as the codes have. Error: levels-differ.';

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
comment on function private.register_codes is 'Enters the codes that grids of a plan came with as issued. Error: grid-code-taken, where another community has it.';

-- Codes that grids came with stay theirs: they are entered before any is kept or issued.
create or replace function private.keep_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  kept integer;
begin
  with drawn as (
    select g.id, g.level, g.households,
      (select count(*) from private.grid_members m where m.plan_id = g.plan_id and m.grid_id = g.id) as buildings
    from public.grids g where g.plan_id = keep_codes.plan
  ), earlier as (
    select g.id, g.level, g.code, g.households,
      (select count(*) from private.grid_members m where m.plan_id = g.plan_id and m.grid_id = g.id) as buildings
    from private.replaced(keep_codes.plan) former
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
  ), links as (
    select l.from_grid, l.to_grid, e.code,
      case when e.households > 0 then l.households::numeric / e.households else l.buildings::numeric / e.buildings end as share_of_from,
      case when d.households > 0 then l.households::numeric / d.households else l.buildings::numeric / d.buildings end as share_of_to
    from public.grid_lineage l
    join earlier e on e.id = l.from_grid
    join drawn d on d.id = l.to_grid and d.level = e.level
  ), heirs as (
    select l.*, count(*) over (partition by l.from_grid) as successors, count(*) over (partition by l.to_grid) as predecessors
    from links l where l.share_of_from >= 0.2 or l.share_of_to >= 0.2
  )
  update public.grids g set code = h.code
  from heirs h
  where g.id = h.to_grid and g.code is null and h.successors = 1 and h.predecessors = 1 and length(h.code) = keep_codes.digits
    and not exists (select from public.grids given where given.plan_id = keep_codes.plan and given.code = h.code);
  get diagnostics kept = row_count;
  return kept;
end $$;

create or replace function private.put_in_force(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans;
  zone text;
  today date;
  digits smallint;
  kept integer;
  issued integer;
  unplaced jsonb;
begin
  select * into chosen from public.plans p where p.id = put_in_force.plan;
  select s.code_digits into digits from public.schemes s where s.id = chosen.scheme_id;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  today := private.local_date(chosen.district_id, now());
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  perform private.refuse_before_scheduled(chosen.id, put_in_force.effective);
  perform private.register_codes(chosen.id);
  perform private.write_lineage(chosen.id);
  kept := private.keep_codes(chosen.id, digits);
  issued := private.issue_codes(chosen.id, digits);
  unplaced := private.move_people(chosen.id, put_in_force.effective);
  update public.grid_codes c set retired_at = greatest(c.issued_at, now(), put_in_force.effective::timestamp at time zone zone)
  where c.retired_at is null
    and c.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
    and not exists (select 1 from public.grids g where g.plan_id = chosen.id and g.code = c.code);
  update public.plan_communities former set in_force = former.in_force * daterange(null, put_in_force.effective)
  from private.replaced(chosen.id) r where former.plan_id = r.plan_id and former.community_id = r.community_id;
  update public.plan_communities pc set in_force = daterange(put_in_force.effective, null) where pc.plan_id = chosen.id;
  update public.plans p set state = 'superseded', superseded_at = now()
  where p.state = 'published' and p.district_id = chosen.district_id and p.id <> chosen.id
    and not exists (
      select from public.plan_communities pc
      where pc.plan_id = p.id and not isempty(pc.in_force) and (upper_inf(pc.in_force) or upper(pc.in_force) > today));
  update public.plans p set state = 'published', published_at = now(), effective_from = put_in_force.effective,
    submitted_at = coalesce(p.submitted_at, now()), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return jsonb_build_object('plan', private.plan_as_json(chosen), 'kept', kept, 'issued', issued, 'unplaced', unplaced);
end $$;

create function private.publish_import_grids(current_import public.imports) returns bigint
language plpgsql set search_path = '' as $$
declare
  today constant date := private.local_date(current_import.district_id, now());
  since constant date := coalesce((current_import.plan ->> 'from')::date, today);
  scheme constant bigint := private.scheme_for_grids(current_import);
  top bigint;
  made bigint;
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
  insert into public.grids (district_id, plan_id, community_id, level, key, code, name, polygon)
  select current_import.district_id, made, g.community_id, 1, row_number() over (order by a.code, g.place), g.code, g.name, g.polygon
  from private.import_grids g join public.areas a on a.id = g.community_id where g.import_id = current_import.id;
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
    where g.plan_id = made and g.community_id = b.community_id
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
comment on function private.publish_import_grids is
  'Makes the plan of an import of grids and puts it in force from its date; where the caller may not publish, it is submitted. Returns its id. Errors: levels-differ, effective-date-too-far, plan-scheduled-later, grid-code-taken.';

create function public.set_import_plan(import bigint, plan jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(set_import_plan.import, '{staging,checked}');
begin
  update public.imports i set plan = jsonb_strip_nulls(jsonb_build_object('scheme', (set_import_plan.plan ->> 'scheme')::bigint,
    'name', left(set_import_plan.plan ->> 'name', 200), 'from', (set_import_plan.plan ->> 'from')::date))
  where i.id = current_import.id;
end $$;
comment on function public.set_import_plan is
  'Says under which scheme and name and from which day imported grids are to be in force: { scheme, name, from }, each may be left out. Errors as of open_import.';
grant execute on function public.set_import_plan to authenticated, service_role;

create or replace function private.check_import_rows(import bigint, district bigint, kind public.import_kind, first integer, last integer) returns void
language plpgsql set search_path = '' as $$
begin
  perform private.refuse_import_values(import, kind, first, last);
  perform private.mend_import_rows(import, first, last);
  if kind in ('buildings', 'incidents') then
    perform private.settle_import_rows(import, district, first, last);
  end if;
  case kind
    when 'buildings' then perform private.judge_buildings(import, district, first, last);
    when 'incidents' then perform private.judge_incidents(import, district, first, last);
    when 'grids' then perform private.judge_grids(import, district, first, last);
    else perform private.judge_features(import, district, kind, first, last);
  end case;
  update public.import_rows r set checked = true
  where r.import_id = import and r.number between first and last and r.refusal is null;
end $$;

create or replace function public.check_import(import bigint, at_most integer default 1000) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  current_import public.imports := private.open_import(import, '{staging,checked}');
  chunk record;
begin
  if not current_import.areas_checked then
    -- Without fresh statistics (PGlite never gathers any by itself) the look-ups below would read the whole file for each row.
    analyze public.import_rows, public.areas;
    perform private.check_import_areas(import, district) from public.areas district where district.id = current_import.district_id;
    update public.imports i set areas_checked = true, remaining = (
      select count(*) from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null)
    where i.id = import returning * into current_import;
  end if;
  select min(next.number) as first, max(next.number) as last, count(*) as count into chunk from (
    select r.number from public.import_rows r
    where r.import_id = import and not r.checked and r.refusal is null order by r.number limit greatest(1, at_most)) next;
  if chunk.first is not null then
    perform private.check_import_rows(import, current_import.district_id, current_import.kind, chunk.first, chunk.last);
    update public.imports i set remaining = greatest(0, i.remaining - chunk.count) where i.id = import returning * into current_import;
  end if;
  if exists (select from public.import_rows r where r.import_id = import and not r.checked and r.refusal is null) then
    return jsonb_build_object('remaining', greatest(1, current_import.remaining));
  end if;
  if current_import.kind = 'grids' and current_import.state = 'staging' then
    perform private.settle_grids(import, current_import.district_id);
  end if;
  update public.imports i set state = 'checked', summary = private.import_summary(import) || jsonb_build_object(
    'replaces', private.import_replaces(import, i.district_id, i.kind), 'boundaries', i.boundaries)
    || case when i.kind = 'grids' then jsonb_build_object('grids', private.import_grids_summary(import)) else '{}' end
  where i.id = import
  returning i.summary into current_import.summary;
  return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
end $$;

create or replace function public.write_import(import bigint, at_most integer default 500) returns jsonb
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
      if private.write_step(current_import, step) is null then
        perform private.end_writing(current_import);
      end if;
    else
      if private.clear_rows(import, 4 * step) < 4 * step then
        return jsonb_build_object('remaining', 0, 'summary', current_import.summary);
      end if;
  end case;
  return jsonb_build_object('remaining', greatest(1, (select i.remaining from public.imports i where i.id = import)));
end $$;
