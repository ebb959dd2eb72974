-- Lists, maps and changes of an area. Security definer, all three: a grid_only case appears at its grid to readers whose
-- policies hide it. Scope is asked of private.reachable, the set behind private.can. Conditions are written as text, with
-- every value quoted by format(), so that each query has a plan of its own and uses the indexes.

create function private.incident_scope(area bigint, out district bigint, out seen bigint[], out handled bigint[])
language plpgsql stable set search_path = '' as $$
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.incident_readers()));
  handled := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.incident_handlers()));
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
end $$;
comment on function private.incident_scope is
  'District of an area, its communities whose incidents the signed-in person sees, and those where they see them whole; raises not-allowed.';

create function private.category_condition(codes jsonb) returns text
language sql stable set search_path = '' as $$
  select format('i.category_id = any (%L::bigint[])', array(
    select c.id from public.categories c join jsonb_array_elements_text(codes) wanted on c.code like replace(wanted, '%', '') || '%'))
$$;
comment on function private.category_condition is 'SQL: the category is one of the codes; two digits stand for the whole class.';

create function private.grid_condition(grid text, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select format('i.community_id = %s and extensions.st_covers(%L::extensions.geometry, i.position)', g.community_id, g.polygon::text)
      from public.plan_communities covered
      join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
      where covered.in_force and covered.community_id = any (seen) and g.code = grid),
    'false')
$$;
comment on function private.grid_condition is 'SQL: the position lies in the grid in force with this code.';

create function private.text_condition(wanted text, handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select format(
    '(i.number like %1$L or ((i.address ilike %1$L or i.description ilike %1$L) and (i.community_id = any (%2$L::bigint[])
      or i.category_id in (select c.id from public.categories c where not c.grid_only))))',
    '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%', handled)
$$;
comment on function private.text_condition is 'SQL: number, address or description contain the words; a hidden address is not searched.';

create function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ',
    format('i.district_id = %s and i.community_id = any (%L::bigint[])', district, seen),
    case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end,
    case when filter ->> 'grid' is not null then private.grid_condition(filter ->> 'grid', seen) end,
    case when btrim(filter ->> 'text') <> '' then private.text_condition(btrim(filter ->> 'text'), handled) end,
    case when (filter ->> 'urged')::boolean then 'i.urged' end,
    case when (filter ->> 'urgent')::boolean then 'i.urgent' end,
    case when filter ->> 'handler' is not null then format('i.handler_id = %s', (filter ->> 'handler')::bigint) end,
    case when filter ->> 'from' is not null then format('i.reported_at >= %L', (filter ->> 'from')::timestamptz) end,
    case when filter ->> 'to' is not null then format('i.reported_at < %L', (filter ->> 'to')::timestamptz) end)
$$;
comment on function private.incident_conditions is
  'SQL of a filter { categories: [code], grid: code, text, urged, urgent, handler: id, from, to } within a scope; states and overdue apart, since the counts do without them.';

create function private.state_conditions(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ', 'true',
    case when jsonb_array_length(filter -> 'states') > 0 then
      format('i.state = any (%L::public.incident_state[])', array(select jsonb_array_elements_text(filter -> 'states'))) end,
    case when (filter ->> 'overdue')::boolean then 'i.deadline_at < now()' end)
$$;
comment on function private.state_conditions is 'SQL of the parts { states: [state], overdue } of a filter.';

create function private.incident_counts(conditions text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  counts jsonb;
begin
  execute 'select jsonb_build_object(
      ''states'', coalesce(jsonb_object_agg(tally.state, tally.cases), ''{}''), ''overdue'', coalesce(sum(tally.late), 0))
    from (select i.state, count(*) as cases, count(*) filter (where i.deadline_at < now()) as late
      from public.incidents i where ' || conditions || ' group by i.state) tally' into counts;
  return counts;
end $$;
comment on function private.incident_counts is 'Cases for each state, and how many are overdue.';

create function private.list_order(ordering text, after jsonb) returns text[]
language sql immutable set search_path = '' as $$
  select case when ordering = 'newest' then array[
      'i.reported_at desc, i.id desc', 'i.reported_at',
      case when after is null then 'true' else format('(i.reported_at, i.id) < (%L::timestamptz, %s)', after ->> 0, (after ->> 1)::bigint) end]
    else array[
      'coalesce(i.deadline_at, ''infinity''), i.id desc', 'coalesce(i.deadline_at, ''infinity'')',
      case when after is null then 'true' else format(
        '(coalesce(i.deadline_at, ''infinity'') > %1$L::timestamptz or (coalesce(i.deadline_at, ''infinity'') = %1$L::timestamptz and i.id < %2$s))',
        after ->> 0, (after ->> 1)::bigint) end]
    end
$$;
comment on function private.list_order is 'SQL of an order, of its leading value, and of what comes after a cursor [value, id]: newest first, else the soonest deadline first.';

create function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  within constant text := private.incident_conditions(filter, scope.district, scope.seen, scope.handled);
  ordering constant text[] := private.list_order(filter ->> 'order', cursor);
  size constant integer := least(greatest(page_size, 1), 200);
  rows jsonb;
  next jsonb;
begin
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(p.i, (p.i).community_id = any ($1)) order by p.place), ''[]''),
       case when count(*) = %s then (array_agg(jsonb_build_array(p.leading, (p.i).id) order by p.place desc))[1] end
     from (select i, %s as leading, row_number() over (order by %s) as place
       from public.incidents i where %s and %s and %s order by %s limit %s) p',
    size, ordering[2], ordering[1], within, private.state_conditions(filter), ordering[3], ordering[1], size)
  into rows, next using scope.handled;
  return jsonb_build_object('incidents', rows, 'next', next, 'now', now())
    || case when cursor is null then private.incident_counts(within) else '{}' end;
end $$;
comment on function public.incidents_page is
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }. next is the cursor of the page after, or null.';
grant execute on function public.incidents_page to authenticated;

create function public.incident_map(area bigint, filter jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  points text;
  total integer;
begin
  execute format(
    'with spots as materialized (
       select g.community_id, g.polygon, extensions.st_pointonsurface(g.polygon) as spot
       from public.plan_communities covered
       join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
       where covered.in_force and covered.community_id = any ($1)
         and not exists (select from public.grids part where part.parent_id = g.id)
     ), centres as materialized (
       select a.id, extensions.st_pointonsurface(a.boundary) as spot from public.areas a where a.id = any ($1)
     ), states as materialized (
       select state, (ordinal - 1)::integer as ordinal
       from unnest(enum_range(null::public.incident_state)) with ordinality s (state, ordinal)
     ), placed as (
       select i.id, i.category_id, i.deadline_at, s.ordinal, i.urgent, i.urged, h.hidden,
         case when not h.hidden then i.position else coalesce(
           (select g.spot from spots g where g.community_id = i.community_id and extensions.st_covers(g.polygon, i.position) limit 1),
           (select c.spot from centres c where c.id = i.community_id)) end as at
       from public.incidents i
       join states s on s.state = i.state
       join public.categories c on c.id = i.category_id
       cross join lateral (select c.grid_only and not i.community_id = any ($2) as hidden) h
       where %s and %s
     )
     select count(*), encode(coalesce(string_agg(
       int4send(id::integer) || int4send((extensions.st_x(at) * 1e7)::integer) || int4send((extensions.st_y(at) * 1e7)::integer)
       || int4send(coalesce((extract(epoch from deadline_at) / 60)::integer, 0)) || int4send(category_id::integer)
       || int2send((ordinal * 256 + urgent::integer + urged::integer * 2 + hidden::integer * 4)::smallint), ''''), ''''), ''base64'')
     from placed',
    private.incident_conditions(filter, scope.district, scope.seen, scope.handled), private.state_conditions(filter))
  into total, points using scope.seen, scope.handled;
  return jsonb_build_object('count', total, 'points', replace(points, E'
', ''), 'now', now());
end $$;
comment on function public.incident_map is
  'The incidents of an area and filter as points for a map: { count, points, now }. points is base64 of big-endian records of 22 bytes: id, lng and lat in 1e-7 degrees, deadline in minutes since 1970 (0: none), category id (all int32), then one byte with the ordinal of the state and one of flags (1 urgent, 2 urged, 4 shown at its grid).';
grant execute on function public.incident_map to authenticated;

create function public.incident_changes(area bigint, after bigint default null, page_size integer default 500) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  size constant integer := least(greatest(page_size, 1), 1000);
  answer jsonb;
begin
  if after is null then
    return jsonb_build_object('incidents', '[]'::jsonb, 'more', false, 'now', now(), 'cursor',
      coalesce((select max(i.change_id) from public.incidents i where i.district_id = scope.district), 0));
  end if;
  -- A page is cut by the changes of the district, so that an area where nothing happens is not searched for ever.
  select jsonb_build_object('cursor', coalesce(max((p.i).change_id), after), 'more', count(*) = size, 'now', now(),
      'incidents', coalesce(jsonb_agg(private.incident_summary(p.i, (p.i).community_id = any (scope.handled)) order by (p.i).change_id)
        filter (where (p.i).community_id = any (scope.seen)), '[]'))
  into answer
  from (
    select i from public.incidents i
    where i.district_id = scope.district and i.change_id > after
    order by i.change_id limit size
  ) p;
  return answer;
end $$;
comment on function public.incident_changes is
  'What changed in an area since a cursor: { incidents, cursor, more, now }, each incident once, as it is now. Without a cursor: where to begin. Misses nothing when writers overlap (private.number_incident_change).';
grant execute on function public.incident_changes to authenticated;
