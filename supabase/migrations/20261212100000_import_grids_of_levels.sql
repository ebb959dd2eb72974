-- Grids that exist already come in on one, two or three levels: the codes of the grids above stand beside a grid or a building, or its
-- level, and what lies above it is then the grid in which it lies. The lowest level tiles its community; those above are made of it.
-- What does not fit is refused by name, for the whole community, as a gap is.

alter table private.import_grids
  add column level smallint not null default 1,
  add column parent integer;
comment on column private.import_grids.level is '1 is the highest; the highest number tiles the community.';
comment on column private.import_grids.parent is 'The place of the grid above, in the same community.';

create function private.grid_code_refusal(code text) returns text
language sql immutable set search_path = '' as $$
  select case when coalesce(code, '') <> '' and not code ~ '^(\d{14,16}|\d{20})$' then 'code-malformed' end
$$;
comment on function private.grid_code_refusal is 'Why a code cannot be that of a grid: code-malformed; null for one that can, and for none.';

create function private.refuse_grids(import bigint, communities text[], reason text, said text) returns void
language sql set search_path = '' as $$
  update public.import_rows r set refusal = reason,
    detail = concat_ws(' ', (select a.name from public.areas a where a.code = r.code
      and a.district_id = (select i.district_id from public.imports i where i.id = refuse_grids.import) limit 1), said)
  where r.import_id = refuse_grids.import and r.part = 'row' and r.refusal is null and r.code = any (communities)
$$;
comment on function private.refuse_grids is 'Refuses all grids of communities, with their name and what is said of the one that does not fit.';

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
comment on function private.read_grid_rows is
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
comment on function private.read_grid_levels is
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
comment on function private.raise_grids is
  'Makes the upper grids of a community out of the ground of those under them, and says what lies above each in private.import_grids; a doubt where an outline that was given is another.';

create or replace function private.cut_faces(import bigint, chosen public.areas) returns void
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

create or replace function private.settle_grids(import bigint, district bigint) returns void
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

create or replace function private.import_grids_across(import bigint) returns table (community text, name text)
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

create or replace function private.import_grids_summary(import bigint) returns jsonb
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

create or replace function private.scheme_for_grids(import public.imports) returns bigint
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

create or replace function private.publish_import_grids(current_import public.imports) returns bigint
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

comment on function private.import_grids_summary is
  'What an import of grids would put in force: how many grids of the lowest level in how many communities, how many of each level, the highest first, how many with a code, square metres mended, how many lie across barriers with the first ten names, and the names of communities that get none.';
comment on function private.scheme_for_grids is
  'The scheme of a plan of imported grids: the one wished for, else the one with as many levels whose lowest target is nearest; as a scheme of the district with as many digits as the codes have. Errors: levels-differ, scheme-of-levels-missing.';
comment on function private.publish_import_grids is
  'Makes the plan of an import of grids, of all their levels, and puts it in force from its date; where the caller may not publish, it is submitted. Returns its id. Errors: levels-differ, scheme-of-levels-missing, effective-date-too-far, plan-scheduled-later, grid-code-taken.';
