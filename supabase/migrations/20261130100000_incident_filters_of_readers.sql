-- A filter tells as much as a column: who does not see who handles a case, or its words, does not find it by them either.
create function private.refuse_hidden_filters(filter jsonb, seen bigint[], handled bigint[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  hidden constant text := case
    when filter ->> 'handler' is not null and cardinality(handled) = 0 then 'handler'
    when private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}'
      and not seen && array(select private.reachable(private.incident_readers())) then 'text' end;
begin
  if hidden is not null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('filter', hidden)::text;
  end if;
end $$;
comment on function private.refuse_hidden_filters is
  'Raises not-allowed where a filter asks for what the signed-in person reads of no case in the scope: who handles it, its words.';

create or replace function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ',
    format('i.district_id = %s', district),
    private.community_condition(district, seen),
    case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end,
    case when filter ->> 'grid' is not null then private.grid_condition(filter ->> 'grid', seen) end,
    private.text_filter(filter ->> 'text', district, seen, handled),
    case when (filter ->> 'urged')::boolean then 'i.urged' end,
    case when (filter ->> 'urgent')::boolean then 'i.urgent' end,
    case when filter ->> 'handler' is not null then concat_ws(' and ', format('i.handler_id = %s', (filter ->> 'handler')::bigint),
      case when not handled @> seen then format('i.community_id = any (%L::bigint[])', handled) end) end,
    private.period_condition(filter))
$$;

-- A case whose words are not read is found by its number alone, as one of a hidden category is.
create or replace function private.text_condition(
  wanted text, seen bigint[], handled bigint[], hits bigint[], is_common boolean, walked boolean default true) returns text
language sql stable set search_path = '' as $$
  -- Inside a case expression no index is used, and the planner takes it for true of every other row.
  select case when not is_common then format('i.id = any (%L::bigint[])', hits)
      when walked then format('case when %s then true else false end', private.words_condition(wanted, 'i.search'))
      else private.words_condition(wanted, 'i.search') end
    || case when handled @> seen then '' else format(
      ' and (i.community_id = any (%L::bigint[]) or (i.community_id = any (%L::bigint[]) and i.category_id in (select c.id from public.categories c where not c.grid_only)) or (%s))',
      handled, array(select c from unnest(seen) c intersect select private.reachable(private.incident_readers())),
      private.words_condition(wanted, 'private.search_form(i.number)')) end
$$;

create or replace function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50)
returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set max_parallel_workers_per_gather = 0 as $$
declare
  scope constant record := private.incident_scope(area);
  is_search constant boolean := private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}';
  within constant text := private.incident_conditions(filter - 'text', scope.district, scope.seen, scope.handled);
  size constant integer := least(greatest(page_size, 1), 200);
  hits bigint[];
  is_common boolean := false;
  words text;
  walked_words text;
  only_open constant boolean := coalesce((select bool_and(not private.incident_ended(given.s)) from private.asked_states(filter) given (s)), false);
  rows jsonb;
  next jsonb;
begin
  perform private.refuse_hidden_filters(filter, scope.seen, scope.handled);
  if is_search then
    select s.hits, s.is_common into hits, is_common from private.search_incidents(scope.district, filter ->> 'text', private.most_hits()) s;
    words := private.text_condition(filter ->> 'text', scope.seen, scope.handled, hits, is_common, walked => false);
    walked_words := private.text_condition(filter ->> 'text', scope.seen, scope.handled, hits, is_common);
  end if;
  -- The keys first, which an index has, and whole cases only of those that are on the page.
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any ($1)) order by page.place), ''[]''),
       case when count(*) = %s then (array_agg(jsonb_build_array(coalesce(i.deadline_at, ''infinity''), i.reported_at, i.id) order by page.place desc))[1] end
     from (select keys.district_id, keys.id, row_number() over () as place from (%s) keys) page
     join public.incidents i on i.district_id = page.district_id and i.id = page.id',
    size, private.page_keys(filter, cursor, within, case when only_open then words else walked_words end, is_common and not only_open, size))
  into rows, next using scope.handled;
  return jsonb_build_object('incidents', rows, 'next', next, 'now', now())
    || case
      when cursor is not null then '{}'
      when is_search then private.searched_counts(within, words, walked_words, is_common)
      else private.incident_counts(filter, within, scope.district, scope.seen)
    end;
end $$;
comment on function public.incidents_page is
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue, isCapped }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }; handler and text only for those who read who handles a case, and its words. next is the cursor of the page after, or null. isCapped: the words are common, and of what has ended only the first thousands were counted. Raises not-allowed.';

create or replace function public.incident_map(area bigint, filter jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  scope constant record := private.incident_scope(area);
  points text;
  total integer;
begin
  perform private.refuse_hidden_filters(filter, scope.seen, scope.handled);
  execute format(
    'with spots as materialized (
       select g.community_id, g.polygon, extensions.st_pointonsurface(g.polygon) as spot
       from private.grids_in_force g where g.is_leaf and g.community_id = any ($1)
     ), centres as materialized (
       select a.id, extensions.st_pointonsurface(a.boundary) as spot from public.areas a where a.id = any ($1)
     ), states as materialized (
       select state, (ordinal - 1)::integer as ordinal
       from unnest(enum_range(null::public.incident_state)) with ordinality s (state, ordinal)
     ), placed as (
       select i.id, i.category_id, i.deadline_at, s.ordinal, i.urgent, i.urged, h.hidden, coalesce(i.reported_at < $3, false) as earlier,
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
       || int4send(case when deadline_at is null then 0 else greatest(1, least(extract(epoch from deadline_at) / 60, 2147483647))::integer end)
       || int4send(category_id::integer)
       || int2send((ordinal * 256 + urgent::integer + urged::integer * 2 + hidden::integer * 4 + earlier::integer * 8)::smallint), ''''), ''''), ''base64'')
     from placed',
    private.incident_conditions(filter, scope.district, scope.seen, scope.handled), private.state_conditions(filter))
  into total, points using scope.seen, scope.handled, (filter ->> 'from')::timestamptz;
  return jsonb_build_object('count', total, 'points', replace(points, E'\n', ''), 'now', now());
end $$;
