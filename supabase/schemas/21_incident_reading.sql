-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.communities_in(area bigint) returns setof bigint
language sql stable set search_path = '' as $$
  select below.id from public.areas top
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where top.id = area
$$;
comment on function private.communities_in(area bigint) is
  'The communities of an area: its own, or itself.';

create function private.grid_spot(community bigint, place extensions.geometry) returns extensions.geometry
language plpgsql stable set search_path = '' as $$
begin
  return extensions.st_pointonsurface(coalesce(
    (private.grid_at(community, place)).polygon,
    (select a.boundary from public.areas a where a.id = community)));
end $$;
comment on function private.grid_spot(community bigint, place extensions.geometry) is
  'Where a case of a grid_only category is shown: inside its grid in force, else inside its community.';

create FUNCTION public.incident_detail(incident_id bigint)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  whole constant boolean := private.handles_case(private.incident_handlers(), held);
begin
  return private.incident_summary(held, whole) || jsonb_build_object(
    'place', private.locate(held.position, held.community_id) || case when whole then '{}'::jsonb else '{"person": null, "offDuty": []}' end,
    'clock', private.clock_of_state(held.state),
    'nextClock', private.next_clock(held), 'ofDepartment', (select jsonb_build_object('id', d.id, 'name', d.name, 'nameEn', d.name_en) from public.departments d where d.id = held.department_id),
    'isDueProvisional', private.is_provisional(held, held.due_at, 'handling'),
    'stateSince', (select max(e.at) from public.incident_events e
      where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'transition'),
    'workingSecondsLeft', private.working_seconds_between(private.calendar_of(held.district_id), now(), held.deadline_at),
    'original', (select jsonb_build_object('id', o.id, 'number', o.number) from public.incidents o
      where o.district_id = held.district_id and o.id = held.duplicate_of),
    'deferralAsked', case when whole then private.deferral_asked(held) end,
    'history', private.incident_history(held, whole),
    'steps', private.incident_steps(held),
    'may', private.case_permissions(held),
    'now', now());
end $function$;
comment on function public.incident_detail(incident_id bigint) is
  'One incident with its history, place, clocks and what the caller may do with it. Security definer: it shows a grid_only case at its grid to those whose policies hide it.';
grant execute on function public.incident_detail(incident_id bigint) to authenticated;

-- Whoever is away is not asked; who is of the case's department is, after those of its grid.
create function public.dispatch_candidates(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  own constant bigint := (select g.id from private.grid_at(held.community_id, held.position) g);
  today constant date := private.local_date(held.district_id, now());
begin
  if not private.handles_case(private.incident_handlers(), held) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'organisation', c.organisation, 'postName', c.post_name,
      'postNameEn', c.post_name_en, 'grid', c.grid, 'ownGrid', c.own, 'open', c.open)
      order by c.own desc, case when c.own then c.rank end, c.of_department desc, c.open, c.id)
    from (
      select distinct on (p.id) p.id, p.name, coalesce(office.name, p.organisation) as organisation, coalesce(post.name, '') as post_name,
        coalesce(post.name_en, '') as post_name_en, g.code as grid, coalesce(g.id = own, false) as own,
        (not post.exclusive)::integer * 100 + post.per_grid as rank, coalesce(p.department_id = held.department_id, false) as of_department,
        (select count(*) from public.incidents i where i.district_id = held.district_id
          and i.handler_id = p.id and i.state in ('dispatched', 'in_progress', 'rework')) as open
      from public.people p
      left join public.departments office on office.id = p.department_id
      left join (
        public.assignments a
        join public.grids g on g.id = a.grid_id
        join private.coverage_in_force covered on covered.plan_id = g.plan_id and covered.community_id = g.community_id
        join public.scheme_posts post on post.id = a.post_id
      ) on a.person_id = p.id and covered.community_id = held.community_id and a.since <= today and (a.until is null or a.until > today)
      where p.district_id = held.district_id and (a.id is not null or p.department_id = held.department_id)
        and private.stand_in(p.id, today) = p.id
      order by p.id, coalesce(g.id = own, false) desc, not post.exclusive, post.per_grid, g.id
    ) c), '[]');
end $$;
comment on function public.dispatch_candidates(incident_id bigint) is
  'Who is on duty for an incident: those of its own grid first, in the order in which they answer for it, then those of its department, then the others of the community by how many open cases they have. Security definer: counts cases beyond what the caller handles.';
grant execute on function public.dispatch_candidates(incident_id bigint) to authenticated;

create function private.incident_scope(area bigint, out district bigint, out seen bigint[], out handled bigint[])
language plpgsql stable set search_path = '' as $$
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.wall_readers()));
  handled := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.incident_handlers()));
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
end $$;
comment on function private.incident_scope(area bigint, OUT district bigint, OUT seen bigint[], OUT handled bigint[]) is
  'District of an area, its communities whose incidents the signed-in person sees, and those where they see them whole; raises not-allowed.';

create function private.category_condition(codes jsonb) returns text
language sql stable set search_path = '' as $$
  select format('i.category_id = any (%L::bigint[])', array(
    select c.id from public.categories c join jsonb_array_elements_text(codes) wanted on c.code like replace(wanted, '%', '') || '%'))
$$;
comment on function private.category_condition(codes jsonb) is
  'SQL: the category is one of the codes; two digits stand for the whole class.';

create function private.grid_condition(grid text, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select format('i.community_id = %s and extensions.st_covers(%L::extensions.geometry, i.position)', g.community_id, g.polygon::text)
      from private.grids_in_force g where g.community_id = any (seen) and g.code = grid),
    'false')
$$;
comment on function private.grid_condition(grid text, seen bigint[]) is
  'SQL: the position lies in the grid in force with this code.';

-- A case whose words are not read is found by its number alone, as one of a hidden category is.
create function private.text_condition(
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
comment on function private.text_condition(wanted text, seen bigint[], handled bigint[], hits bigint[], is_common boolean, walked boolean) is
  'SQL: each of the words is in number, address or description; of a case whose address is hidden only the number is searched. Rare words are looked up by the ids found; for common ones the list is walked in its order, without the index, unless it is not to be walked.';

-- Lists, maps, changes, one case.
create function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ',
    format('i.district_id = %s', district),
    private.community_condition(district, seen),
    private.protected_condition(district, seen, handled),
    case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end,
    case when filter ->> 'grid' is not null then private.grid_condition(filter ->> 'grid', seen) end,
    private.text_filter(filter ->> 'text', district, seen, handled),
    case when (filter ->> 'urged')::boolean then 'i.urged' end,
    case when (filter ->> 'urgent')::boolean then 'i.urgent' end,
    case when filter ->> 'handler' is not null then concat_ws(' and ', format('i.handler_id = %s', (filter ->> 'handler')::bigint),
      case when not handled @> seen then format('i.community_id = any (%L::bigint[])', handled) end) end,
    case when filter ->> 'department' is not null then format('i.department_id = %s', (filter ->> 'department')::bigint) end,
    private.period_condition(filter))
$$;
comment on function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) is
  'SQL of a filter { categories: [code], grid: code, text, urged, urgent, handler: id, from, to, orOpen } within a scope; states and overdue apart, since the counts do without them.';

create function private.state_conditions(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select case
    when (filter ->> 'overdue')::boolean and has_ended and not has_open then 'false'
    else concat_ws(' and ', 'true',
      case when has_ended or has_open then format('i.state = any (%L::public.incident_state[])', states) end,
      case when has_open and not has_ended then 'not private.incident_ended(i.state)' end,
      case when jsonb_typeof(filter -> 'reasons') = 'array' and filter -> 'reasons' <> '[]' then private.reason_condition(filter -> 'reasons') end,
      case when (filter ->> 'overdue')::boolean then 'i.deadline_at < now()' end)
  end
  from (
    select array_agg(given.s) as states, coalesce(bool_or(private.incident_ended(given.s)), false) as has_ended,
      coalesce(bool_or(not private.incident_ended(given.s)), false) as has_open
    from private.asked_states(filter) given (s)
  ) asked
$$;
comment on function private.state_conditions(filter jsonb) is
  'SQL of the parts { states: [state], overdue } of a filter. Says beside the states that they are open ones: that is what an index of its own is for.';

create function private.incident_counts(filter jsonb, conditions text, district bigint, seen bigint[], handled bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  hidden constant bigint[] := private.hidden_categories(district, seen, handled);
  -- The tallies know no single cases: of communities where one handles some and not others, or cases of a department, they say nothing.
  is_tallied constant boolean := private.is_tallied(filter) and private.departmental(seen) = '{}'
    and (hidden = '{}' or (handled = '{}' and not exists (select from private.department_reach() r where r.community_id = any (seen))));
  counts jsonb;
begin
  execute format('select jsonb_build_object(
      ''states'', coalesce(jsonb_object_agg(tally.state, tally.cases), ''{}''), ''isCapped'', false,
      ''overdue'', (select count(*) from public.incidents i where %s and i.deadline_at < now()))
    from (select each.state, sum(each.cases) as cases from (%s) each (state, cases) group by each.state having sum(each.cases) > 0) tally',
    conditions,
    case when is_tallied then private.tallied_states(filter, district, seen, hidden)
      else format('select i.state, count(*) from public.incidents i where %s group by i.state', conditions) end) into counts;
  return counts;
end $$;
comment on function private.incident_counts(filter jsonb, conditions text, district bigint, seen bigint[], handled bigint[]) is
  'Cases for each state, and how many are overdue, of a filter without words.';

create function private.list_order(filter jsonb, after jsonb, out ordering text, out later text, out key text, out of_keys text)
language sql stable set search_path = '' as $$
  select case when newest then 'i.reported_at desc, i.id desc' else 'coalesce(i.deadline_at, ''infinity''), i.reported_at desc, i.id desc' end,
    case when older is null then 'true' when newest then older else format(
      '(coalesce(i.deadline_at, ''infinity'') > %1$L::timestamptz or (coalesce(i.deadline_at, ''infinity'') = %1$L::timestamptz and %2$s))',
      after ->> 0, older) end,
    case when newest then 'i.reported_at' else 'coalesce(i.deadline_at, ''infinity'') as soonest, i.reported_at' end,
    case when newest then 'k.reported_at desc, k.id desc' else 'k.soonest, k.reported_at desc, k.id desc' end
  from (
    select case when after is not null then format('(i.reported_at, i.id) < (%L::timestamptz, %s)', after ->> 1, (after ->> 2)::bigint) end as older,
      coalesce(filter ->> 'order' = 'newest', false) or
        (select coalesce(bool_and(private.incident_ended(given.s)), false) from private.asked_states(filter) given (s)) as newest
  ) asked
$$;
comment on function private.list_order(filter jsonb, after jsonb, OUT ordering text, OUT later text, OUT key text, OUT of_keys text) is
  'SQL of an order, of what comes after a cursor [deadline, reported_at, id], of the columns that are ordered by, and of the same order among keys k: the newest first, else the soonest deadline first and then the newest.';

create function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set max_parallel_workers_per_gather = 0 as $$
declare
  scope constant record := private.case_scope(area);
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
      else private.incident_counts(filter, within, scope.district, scope.seen, scope.handled)
    end;
end $$;
comment on function public.incidents_page(area bigint, filter jsonb, cursor jsonb, page_size integer) is
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue, isCapped }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }; handler and text only for those who read who handles a case, and its words. Cases of protected categories are listed for those who handle them. next is the cursor of the page after, or null. isCapped: the words are common, and of what has ended only the first thousands were counted. Raises not-allowed. Security definer: one question of the right, not one a case.';
grant execute on function public.incidents_page(area bigint, filter jsonb, cursor jsonb, page_size integer) to authenticated;

create FUNCTION public.incident_map(area bigint, filter jsonb DEFAULT '{}'::jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET jit TO 'off'
AS $function$
declare
  scope constant record := private.case_scope(area);
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
end $function$;
comment on function public.incident_map(area bigint, filter jsonb) is
  'The incidents of an area and filter as points for a map: { count, points, now }. The filter is that of incidents_page, and orOpen: true takes in what is open still besides what the period has. points is base64 of big-endian records of 22 bytes: id, lng and lat in 1e-7 degrees, deadline in minutes since 1970 (0: none), category id (all int32), then one byte with the ordinal of the state and one of flags (1 urgent, 2 urged, 4 shown at its grid, 8 reported before `from`). Security definer: one question of the right, not one a case.';
grant execute on function public.incident_map(area bigint, filter jsonb) to authenticated;

-- What became protected is gone for whoever saw it before; any other change of a protected case is not told, not even by the cursor.
create function public.incident_changes(area bigint, after bigint default null, page_size integer default 500) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant record := private.case_scope(area);
  apart constant bigint[] := private.protected_categories(scope.district);
  -- In these every case is the caller's, not those of a department only.
  handled constant bigint[] := array(select unnest(scope.handled) except select unnest(private.departmental(scope.seen)));
  size constant integer := least(greatest(page_size, 1), 1000);
  answer jsonb;
begin
  if after is null then
    return jsonb_build_object('incidents', '[]'::jsonb, 'gone', '[]'::jsonb, 'more', false, 'now', now(), 'cursor',
      coalesce((select i.change_id from public.incidents i where i.district_id = scope.district
        and (i.category_id <> all (apart) or private.shows_case(i, handled)) order by i.change_id desc limit 1), 0));
  end if;
  -- A page is cut by the changes of the district, so that an area where nothing happens is not searched for ever.
  select jsonb_build_object('cursor', coalesce(max((p.i).change_id), after), 'more', count(*) = size, 'now', now(),
      'incidents', coalesce(jsonb_agg(private.incident_summary(p.i, (p.i).community_id = any (scope.handled)) order by (p.i).change_id)
        filter (where p.shown and private.in_scope(p.i, scope.seen)), '[]'),
      'gone', coalesce(jsonb_agg((p.i).id order by (p.i).change_id) filter (where not p.shown or
        not private.in_scope(p.i, scope.seen) and (private.left_department(p.i, scope.seen) or private.was_within((p.i).district_id, (p.i).id, scope.seen))), '[]'))
  into answer
  from (
    select c.i, c.shown
    from (
      select i, i.category_id <> all (apart) or private.shows_case(i, handled) as shown from public.incidents i
      where i.district_id = scope.district and i.change_id > after order by i.change_id offset 0) c
    where c.shown or private.was_within((c.i).district_id, (c.i).id, handled) or exists (
      select from public.incident_events e
      where e.district_id = (c.i).district_id and e.incident_id = (c.i).id and e.kind = 'category' and not private.is_protected((e.detail ->> 'from')::bigint))
    limit size
  ) p;
  return answer;
end $$;
comment on function public.incident_changes(area bigint, after bigint, page_size integer) is
  'What changed in an area since a cursor: { incidents, gone, cursor, more, now }, each incident once as it is now; gone: ids of those whose place was corrected to one outside, or whose category to a protected one. Without `after`, only the cursor to begin with. Raises not-allowed. Security definer: it reads cases whose rows the policies hide; those of protected categories are told to those who handle them, and move the cursor of nobody else.';
grant execute on function public.incident_changes(area bigint, after bigint, page_size integer) to authenticated;

create function public.incident_squares(area bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  seen constant bigint[] := array(
    select c.id from private.communities_below(incident_squares.area) c
    where c.id in (select private.reachable(private.incident_staff())));
begin
  return (
    with places as (
      select i.position, count(*) as incidents
      from public.incidents i join public.categories c on c.id = i.category_id and not c.grid_only
      where i.community_id = any (seen) and i.reported_at >= incident_squares.since and private.incident_happened(i.state)
      group by i.position
    )
    select jsonb_build_object('communities', to_jsonb(seen),
      'lng', coalesce(jsonb_agg(round(extensions.st_x(p.position)::numeric, 7)), '[]'),
      'lat', coalesce(jsonb_agg(round(extensions.st_y(p.position)::numeric, 7)), '[]'),
      'incidents', coalesce(jsonb_agg(p.incidents), '[]'))
    from places p);
end $$;
comment on function public.incident_squares(area bigint, since timestamp with time zone) is
  'Where something happened in an area since a moment, as parallel arrays with one entry for each place, exactly; communities: those whose cases the caller sees, beyond which nothing is known. Protected categories are left out for everybody. Security definer: every role gets the same number of cases.';
grant execute on function public.incident_squares(area bigint, since timestamp with time zone) to authenticated;

create function private.search_form(words text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select regexp_replace(regexp_replace(lower(normalize(words, NFKC)), '\s+', '', 'g'), '([^\u0001-\u007f])', ' \1', 'g')
$$;
comment on function private.search_form(words text) is
  'Words as they are compared: NFKC, small letters, no blanks, and a blank before each character beyond ASCII. A part of a text has the form of a part.';
grant execute on function private.search_form(words text) to authenticated, service_role;

create table public.incidents (
  district_id bigint not null,
  id bigint generated always as identity,
  number text not null,
  client_key uuid not null default gen_random_uuid(),
  source text not null default 'desk'::text,
  source_id text,
  category_id bigint not null,
  community_id bigint not null,
  "position" extensions.geometry(point,4326) not null,
  address text not null default ''::text,
  description text not null default ''::text,
  state public.incident_state not null default 'reported'::public.incident_state,
  urgent boolean not null default false,
  urged boolean not null default false,
  handler_id bigint,
  duplicate_of bigint,
  reported_at timestamptz not null default now(),
  accepted_at timestamptz,
  filed_at timestamptz,
  dispatched_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  due_at timestamptz,
  clock_due_at timestamptz,
  deferred_at timestamptz,
  deferred_until timestamptz,
  deferrals smallint not null default 0,
  returns smallint not null default 0,
  reworks smallint not null default 0,
  reopenings smallint not null default 0,
  satisfied boolean,
  change_id bigint not null default 0,
  given_due_at timestamptz,
  missed_due_at timestamptz,
  search text generated always as (private.search_form((((coalesce(number, ''::text) || chr(1)) || address) || chr(1)) || description)) stored,
  closing_reason public.closing_reason,
  arrival_due_at timestamptz,
  arrived_at timestamptz,
  answer_due_at timestamptz,
  answered_at timestamptz,
  waits smallint,
  is_waiting boolean,
  deferral_asked_by uuid,
  deferral_asked_until date,
  deferral_asked_wait boolean,
  deadline_at timestamptz generated always as (
    case
        when not private.incident_ended(state) then least(due_at, clock_due_at,
        case
            when arrived_at is null and resolved_at is null then arrival_due_at
            else null::timestamptz
        end,
        case
            when answered_at is null and resolved_at is null then answer_due_at
            else null::timestamptz
        end)
        else null::timestamptz
    end) stored,
  department_id bigint,
  former_department_id bigint,
  constraint incidents_pkey primary key (district_id, id),
  constraint incidents_client_key_unique unique (district_id, client_key),
  constraint incidents_number_unique unique (district_id, number),
  constraint incidents_source_unique unique (district_id, source, source_id),
  constraint incidents_accepted_at_bounded check (accepted_at >= '1990-01-01 00:00:00+00'::timestamptz and accepted_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_address_length check (length(address) <= 1000),
  constraint incidents_answer_due_at_bounded check (answer_due_at >= '1990-01-01 00:00:00+00'::timestamptz and answer_due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_answered_at_bounded check (answered_at >= '1990-01-01 00:00:00+00'::timestamptz and answered_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_arrival_due_at_bounded check (arrival_due_at >= '1990-01-01 00:00:00+00'::timestamptz and arrival_due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_arrived_at_bounded check (arrived_at >= '1990-01-01 00:00:00+00'::timestamptz and arrived_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_clock_due_at_bounded check (clock_due_at >= '1990-01-01 00:00:00+00'::timestamptz and clock_due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_closed_at_bounded check (closed_at >= '1990-01-01 00:00:00+00'::timestamptz and closed_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_deferral_asked_until_bounded check (deferral_asked_until >= '1990-01-01'::date and deferral_asked_until <= '2090-01-01'::date),
  constraint incidents_deferred_at_bounded check (deferred_at >= '1990-01-01 00:00:00+00'::timestamptz and deferred_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_deferred_until_bounded check (deferred_until >= '1990-01-01 00:00:00+00'::timestamptz and deferred_until < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_description_length check (length(description) <= 10000),
  constraint incidents_dispatched_at_bounded check (dispatched_at >= '1990-01-01 00:00:00+00'::timestamptz and dispatched_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_due_at_bounded check (due_at >= '1990-01-01 00:00:00+00'::timestamptz and due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_filed_at_bounded check (filed_at >= '1990-01-01 00:00:00+00'::timestamptz and filed_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_given_due_at_bounded check (given_due_at >= '1990-01-01 00:00:00+00'::timestamptz and given_due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_missed_due_at_bounded check (missed_due_at >= '1990-01-01 00:00:00+00'::timestamptz and missed_due_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_no_duplicate_of_itself check (duplicate_of <> id),
  constraint incidents_number_length check (length(number) <= 400),
  constraint incidents_reason_of_closed check (closing_reason is null or state = 'closed'::public.incident_state),
  constraint incidents_reported_at_bounded check (reported_at >= '1990-01-01 00:00:00+00'::timestamptz and reported_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_resolved_at_bounded check (resolved_at >= '1990-01-01 00:00:00+00'::timestamptz and resolved_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incidents_source_id_length check (length(source_id) <= 400),
  constraint incidents_source_length check (length(source) <= 400)
);
comment on table public.incidents is
  'Something at a place that somebody must deal with. Keeps its position and community, which are corrected as an event only; its grid is looked up for a plan.';
comment on column public.incidents.client_key is
  'Given by the reporting device, so that a repeated send adds nothing twice.';
comment on column public.incidents."position" is
  'Where it is. Stays, but for corrections by correct_place(), each of them an event.';
comment on column public.incidents.due_at is
  'When it is due to be handled: set when it is filed, moved by pauses.';
comment on column public.incidents.clock_due_at is
  'When the clock of its present state runs out; null where no clock runs.';
comment on column public.incidents.change_id is
  'Grows with every change in the order of commit within a district: the cursor of incident_changes().';
comment on column public.incidents.given_due_at is
  'The day by which it is due to be handled, where it came with the case instead of from its category; moved by pauses like any other.';
comment on column public.incidents.missed_due_at is
  'The first deadline for handling that passed before the case was handled; kept when it is reworked, deferred or reopened. Null while none was missed.';
comment on column public.incidents.search is
  'Number, address and description as private.search_form has them, for searching.';
comment on column public.incidents.closing_reason is
  'Why it was closed; null while it is not, and where it was closed before reasons were asked for.';
comment on column public.incidents.arrival_due_at is
  'When somebody has to be on the spot (到场); null where the category has no such clock.';
comment on column public.incidents.arrived_at is
  'When somebody was on the spot, as recorded.';
comment on column public.incidents.answer_due_at is
  'When whoever asked has to have a first answer (首次答复); null where the category has no such clock.';
comment on column public.incidents.answered_at is
  'When the first answer was given, as recorded.';
comment on column public.incidents.waits is
  'How often its clock stood still for a third party; null for never. Not among deferrals.';
comment on column public.incidents.is_waiting is
  'It is deferred because a third party has to act.';
comment on column public.incidents.deferral_asked_by is
  'Who asked to put it off, until it is granted or another step is taken; another grants it.';
comment on column public.incidents.deferral_asked_until is
  'The day until which it was asked to put it off.';
comment on column public.incidents.deferral_asked_wait is
  'It was asked for because a third party has to act.';
comment on column public.incidents.deadline_at is
  'The next deadline of an open incident: for handling, of the clock of its present step, for arrival or for the first answer, whichever is sooner. Null when nothing more is due. Overdue (超期) is deadline_at < now().';
comment on column public.incidents.department_id is
  'The department that the case went to, by department_categories or by hand; null for none.';
comment on column public.incidents.former_department_id is
  'The department that had the case before, so that those who followed it there are told that it went.';
create index incidents_accepted_idx on public.incidents (district_id, accepted_at) where accepted_at is not null;
create index incidents_answer_idx on public.incidents (district_id, answer_due_at) include (community_id, state, answered_at) where answer_due_at is not null;
create index incidents_arrival_idx on public.incidents (district_id, arrival_due_at) include (community_id, state, arrived_at) where arrival_due_at is not null;
create index incidents_category_idx on public.incidents (category_id, district_id, state, reported_at, id) include (community_id);
create index incidents_change_idx on public.incidents (district_id, change_id);
create index incidents_closed_idx on public.incidents (district_id, closed_at) include (community_id, due_at, resolved_at, missed_due_at) where closed_at is not null and filed_at is not null;
create index incidents_community_idx on public.incidents (community_id, reported_at, id) include (district_id, category_id, state);
create index incidents_community_soonest_idx on public.incidents (community_id, coalesce(deadline_at, 'infinity'::timestamp with time zone), reported_at desc, id desc) include (district_id, category_id, state, deadline_at);
create index incidents_deadline_idx on public.incidents (district_id, deadline_at) include (community_id, category_id, reported_at, state, urgent, urged, handler_id) where deadline_at is not null;
create index incidents_department_idx on public.incidents (district_id, department_id, reported_at, id) include (community_id, category_id, state, deadline_at) where department_id is not null;
create index incidents_dispatched_idx on public.incidents (district_id, dispatched_at) where dispatched_at is not null;
create index incidents_due_idx on public.incidents (district_id, due_at) include (community_id, resolved_at, closed_at, missed_due_at) where filed_at is not null;
create index incidents_duplicate_idx on public.incidents (district_id, duplicate_of) where duplicate_of is not null;
create index incidents_former_department_idx on public.incidents (district_id, former_department_id) where former_department_id is not null;
create index incidents_handled_idx on public.incidents (handler_id, reported_at) include (state) where handler_id is not null;
create index incidents_handler_idx on public.incidents (district_id, handler_id) where handler_id is not null;
create index incidents_missed_idx on public.incidents (district_id, missed_due_at) include (community_id, due_at, resolved_at, closed_at) where missed_due_at is not null and filed_at is not null;
create index incidents_month_idx on public.incidents (district_id, (date_trunc('month'::text, (reported_at at time zone 'UTC'::text))::date), change_id);
create index incidents_open_idx on public.incidents (district_id, community_id, category_id) include (state, deadline_at, urgent, urged, reported_at) where state <> all (array['closed'::public.incident_state, 'rejected'::public.incident_state, 'duplicate'::public.incident_state, 'self_handled'::public.incident_state, 'cancelled'::public.incident_state]);
create index incidents_open_search_idx on public.incidents using gin (search extensions.gin_trgm_ops) with (gin_pending_list_limit='128') where state <> all (array['closed'::public.incident_state, 'rejected'::public.incident_state, 'duplicate'::public.incident_state, 'self_handled'::public.incident_state, 'cancelled'::public.incident_state]);
create index incidents_open_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'::timestamp with time zone), reported_at desc, id desc) include (community_id, category_id, state, deadline_at) where state <> all (array['closed'::public.incident_state, 'rejected'::public.incident_state, 'duplicate'::public.incident_state, 'self_handled'::public.incident_state, 'cancelled'::public.incident_state]);
create index incidents_position_idx on public.incidents using gist ("position");
create index incidents_reported_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state);
create index incidents_resolved_idx on public.incidents (district_id, resolved_at) where resolved_at is not null;
create index incidents_search_idx on public.incidents using gin (search extensions.gin_trgm_ops) with (gin_pending_list_limit='512');
create index incidents_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'::timestamp with time zone), reported_at desc, id desc) include (community_id, category_id, state, deadline_at);
create index incidents_state_idx on public.incidents (district_id, state, reported_at, id) include (community_id, category_id);
create index incidents_urged_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state) where urged;
create index incidents_urged_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'::timestamp with time zone), reported_at desc, id desc) include (community_id, category_id, state) where urged;
create index incidents_urgent_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state) where urgent;
create index incidents_urgent_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'::timestamp with time zone), reported_at desc, id desc) include (community_id, category_id, state) where urgent;
alter table public.incidents enable row level security;
grant select on public.incidents to authenticated;

create function private.handles_case(roles public.member_role[], held public.incidents) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.can(roles, held.community_id)
    or ('worker' = any (roles) and private.of_my_department(held.department_id, held.community_id));
end $$;
comment on function private.handles_case(roles public.member_role[], held public.incidents) is
  'Whether the signed-in person holds one of the roles where a case is; a handler of its department counts as a worker.';

create function private.in_scope(i public.incidents, seen bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (seen)
    and (not i.community_id = any (private.departmental(seen)) or private.of_my_department(i.department_id, i.community_id));
end $$;
comment on function private.in_scope(i public.incidents, seen bigint[]) is
  'Whether a case is one of those of a scope (private.case_scope).';

create function private.left_department(i public.incidents, seen bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (seen) and private.of_my_department(i.former_department_id, i.community_id);
end $$;
comment on function private.left_department(i public.incidents, seen bigint[]) is
  'Whether a case went from a department of the signed-in person to another.';

alter table public.incidents add constraint incidents_category_fkey
  foreign key (category_id) references public.categories(id);

alter table public.incidents add constraint incidents_community_fkey
  foreign key (community_id, district_id) references public.areas(id, district_id);

alter table public.incidents add constraint incidents_department_fkey
  foreign key (department_id, district_id) references public.departments(id, district_id) on delete set null (department_id);

alter table public.incidents add constraint incidents_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

alter table public.incidents add constraint incidents_duplicate_fkey
  foreign key (duplicate_of, district_id) references public.incidents(id, district_id) on delete set null (duplicate_of);

alter table public.incidents add constraint incidents_former_department_fkey
  foreign key (former_department_id, district_id) references public.departments(id, district_id) on delete set null (former_department_id);

alter table public.incidents add constraint incidents_handler_fkey
  foreign key (handler_id, district_id) references public.people(id, district_id) on delete set null (handler_id);

create policy "handlers of departments read its cases" on public.incidents
  for select to authenticated
  using (((department_id, community_id) in ( select r.department_id,
    r.community_id
   from private.department_reach() r(department_id, community_id))));

create policy "handlers read incidents in their areas, planners those that may" on public.incidents
  for select to authenticated
  using ((community_id in ( select private.reachable(private.incident_handlers()) as reachable)) or (community_id in (select private.reachable('{planner,reviewer}'::public.member_role[]))) and (category_id in ( select c.id
   from public.categories c
  where not c.grid_only)));

alter table public.incident_events add constraint incident_events_incident_fkey
  foreign key (incident_id, district_id) references public.incidents(id, district_id) on delete cascade;

create policy "handlers of departments read the history of its cases" on public.incident_events
  for select to authenticated
  using ((district_id in (select private.my_districts())) and (exists ( select 1
   from public.incidents i
  where i.district_id = incident_events.district_id and i.id = incident_events.incident_id and ((i.department_id, i.community_id) in ( select r.department_id,
            r.community_id
           from private.department_reach() r(department_id, community_id))))));

create policy "those who handle or oversee incidents read their history" on public.incident_events
  for select to authenticated
  using ((district_id in (select private.my_districts())) and (exists ( select 1
   from public.incidents i
  where i.district_id = incident_events.district_id and i.id = incident_events.incident_id and (i.community_id in ( select private.reachable(private.incident_handlers()) as reachable)))));

alter table public.attachments add constraint attachments_incident_fkey
  foreign key (incident_id, district_id) references public.incidents(id, district_id) on delete cascade;

create policy "handlers of departments see the photos of its cases" on public.attachments
  for select to authenticated
  using ((district_id in (select private.my_districts())) and (exists ( select 1
   from public.incidents i
  where i.district_id = attachments.district_id and i.id = attachments.incident_id and ((i.department_id, i.community_id) in ( select r.department_id,
            r.community_id
           from private.department_reach() r(department_id, community_id))))));

create policy "those who read an incident read its photos" on public.attachments
  for select to authenticated
  using ((district_id in (select private.my_districts())) and (exists ( select
   from public.incidents i
  where i.district_id = attachments.district_id and i.id = attachments.incident_id and (i.community_id in ( select private.reachable(private.incident_handlers()) as reachable)))));

alter table public.incident_contacts add constraint incident_contacts_incident_fkey
  foreign key (incident_id, district_id) references public.incidents(id, district_id) on delete cascade;

create trigger incidents_category_of_district after insert on public.incidents referencing new table as written for each statement execute function private.check_incident_categories();

create trigger incidents_category_stays_of_district after update of category_id on public.incidents for each row when (old.category_id is distinct from new.category_id) execute function private.check_incident_category();

create trigger incidents_clocks_beside before insert on public.incidents for each row when (new.source <> 'import'::text) execute function private.set_clocks_beside();

create trigger incidents_clocks_beside_of_category before update of category_id on public.incidents for each row when (old.category_id is distinct from new.category_id) execute function private.set_clocks_beside();

create trigger incidents_give_number before insert on public.incidents for each row when (new.number is null) execute function private.give_incident_number();

create trigger incidents_in_communities after insert on public.incidents referencing new table as written for each statement execute function private.check_communities();

create trigger incidents_number_change before insert or update on public.incidents for each row execute function private.number_incident_change();

create trigger incidents_remember_missed_deadline before insert or update of due_at, resolved_at, closed_at, missed_due_at on public.incidents for each row execute function private.remember_missed_deadline();

create trigger incidents_route before insert on public.incidents for each row when (new.department_id is null) execute function private.route_incident();

create trigger incidents_route_again before update of category_id, community_id on public.incidents for each row when (old.category_id is distinct from new.category_id or old.community_id is distinct from new.community_id) execute function private.route_incident();

create trigger incidents_tally_added after insert on public.incidents referencing new table as added for each statement execute function private.tally_incidents();

create trigger incidents_tally_changed after update on public.incidents referencing old table as removed new table as added for each statement execute function private.tally_incidents();

create trigger incidents_tally_removed after delete on public.incidents referencing old table as removed for each statement execute function private.tally_incidents();

create trigger zz_nothing_missing before insert or update on public.incidents for each row when (new.district_id is null or new.number is null or new.client_key is null or new.source is null or new.category_id is null or new.community_id is null or new."position" is null or new.address is null or new.description is null or new.state is null or new.urgent is null or new.urged is null or new.reported_at is null or new.deferrals is null or new.returns is null or new.reworks is null or new.reopenings is null or new.change_id is null) execute function private.refuse_missing();

create function private.handling_due_at(incident public.incidents) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  calendar constant bigint := private.calendar_of(incident.district_id);
  allowed constant public.category_deadlines := private.category_deadline(incident.category_id, 'handling');
  due timestamptz := coalesce(incident.given_due_at, private.deadline(calendar, incident.filed_at, allowed.amount, allowed.unit));
  pause record;
  paused_seconds bigint;
begin
  for pause in select * from private.incident_pauses(incident.district_id, incident.id, incident.filed_at) loop
    continue when pause.starts_at >= due;
    if allowed.unit is null or allowed.unit in ('urgent_hours', 'calendar_days') then
      due := due + (pause.ends_at - pause.starts_at);
      continue;
    end if;
    paused_seconds := private.working_seconds_between(calendar, pause.starts_at, pause.ends_at);
    if paused_seconds > 0 then
      due := private.add_working_seconds(calendar, due, paused_seconds);
    end if;
  end loop;
  return due;
end $$;
comment on function private.handling_due_at(incident public.incidents) is
  'When an incident is due to be handled: the day it came with, else from filing, in the unit of its category; moved by every pause that began before it was due. A pause does not heal what was late already.';
grant execute on function private.handling_due_at(incident public.incidents) to authenticated, service_role;

create function private.add_incident_event(
  incident public.incidents, kind text, to_state public.incident_state, note text, detail jsonb, moment timestamptz
) returns void
language sql volatile set search_path = '' as $$
  insert into public.incident_events (district_id, incident_id, at, actor, actor_name, kind, from_state, to_state, note, detail)
  values (incident.district_id, incident.id, moment, (select auth.uid()), private.actor_name(incident.district_id), kind,
    case when to_state is distinct from 'reported' and to_state is not null then incident.state end, to_state,
    private.plain_words(note, 4000), detail)
$$;
comment on function private.add_incident_event(incident public.incidents, kind text, to_state public.incident_state, note text, detail jsonb, moment timestamp with time zone) is
  'Writes what the signed-in person did into the history; to_state only for transitions.';

create function private.add_incident_contact(incident public.incidents, contact jsonb, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  name constant text := private.plain_words(contact ->> 'name', 100);
  telephone constant text := private.plain_words(contact ->> 'telephone', 40);
begin
  if contact is null or contact = 'null' then
    return;
  end if;
  if contact -> 'consent' is distinct from 'true' then
    raise exception 'contact-without-consent' using errcode = 'P0001';
  end if;
  if name = '' or telephone = '' then
    raise exception 'contact-incomplete' using errcode = 'P0001';
  end if;
  insert into public.incident_contacts (district_id, incident_id, name, telephone, consent_at)
  values (incident.district_id, incident.id, name, telephone, moment);
end $$;
comment on function private.add_incident_contact(incident public.incidents, contact jsonb, moment timestamp with time zone) is
  'Keeps who may be called about the request; only with consent.';

create function private.report_incident(
  client_key uuid, place extensions.geometry, category bigint, description text, address text, urgent boolean,
  contact jsonb, source text, moment timestamptz
) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  community constant bigint := private.community_to_report(place);
  district bigint;
  made public.incidents;
begin
  select a.district_id into district from public.areas a where a.id = community;
  perform private.lock_incidents_of(district);
  select * into made from public.incidents i
  where i.district_id = district and i.client_key = report_incident.client_key;
  if found then
    return made;
  end if;
  insert into public.incidents (
    district_id, client_key, source, category_id, community_id, position, address, description, urgent, reported_at, clock_due_at)
  values (
    district, client_key, private.plain_words(source, 40), private.category_for(category, district), community, place,
    private.plain_words(address, 400), private.plain_words(description, 4000),
    coalesce(urgent, false), moment, private.clock_due_at(district, category, 'acceptance', moment))
  returning * into made;
  perform private.add_incident_event(made, 'transition', 'reported', '', '{}', moment);
  perform private.add_incident_contact(made, contact, moment);
  return made;
end $$;
comment on function private.report_incident(client_key uuid, place extensions.geometry, category bigint, description text, address text, urgent boolean, contact jsonb, source text, moment timestamp with time zone) is
  'Registers an incident at a moment, once per client_key.';

create function private.refuse_another_report(
  made public.incidents, place extensions.geometry, category bigint, description text, address text, urgent boolean, contact jsonb
) returns void
language plpgsql stable set search_path = '' as $$
declare
  reported_category constant bigint := coalesce((
    select (e.detail ->> 'from')::bigint from public.incident_events e
    where e.district_id = made.district_id and e.incident_id = made.id and e.kind = 'category' order by e.id limit 1), made.category_id);
  kept public.incident_contacts;
begin
  select * into kept from public.incident_contacts c where c.district_id = made.district_id and c.incident_id = made.id;
  if extensions.st_equals(made.position, place) and reported_category = category and made.urgent = coalesce(urgent, false)
    and private.alike(made.description, description) and private.alike(made.address, address)
    -- A window keeps no contact when it is closed, so one may be missing; one that was purged can no longer be compared.
    and (contact is null or contact = 'null' or (kept.incident_id is null and private.incident_ended(made.state))
      or (kept.incident_id is not null and private.alike(kept.name, contact ->> 'name')
        and private.alike(kept.telephone, contact ->> 'telephone'))) then
    return;
  end if;
  raise exception 'reported-otherwise' using errcode = 'P0001',
    detail = json_build_object('id', made.id, 'number', made.number)::text;
end $$;
comment on function private.refuse_another_report(made public.incidents, place extensions.geometry, category bigint, description text, address text, urgent boolean, contact jsonb) is
  'Raises reported-otherwise with { id, number } where an incident was reported with other content than this.';

create FUNCTION private.begin_change(incident bigint, roles public.member_role[])
 RETURNS public.incidents
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  district bigint;
  held public.incidents;
begin
  select i.district_id into district from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident
    and (i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id));
  if not found then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  -- The turn first, the row second: everybody takes them in this order, so nobody waits in a circle.
  perform private.lock_incidents_of(district);
  select * into held from public.incidents i where i.district_id = district and i.id = incident for update;
  if not private.handles_case(roles, held) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  return held;
end $function$;
comment on function private.begin_change(incident bigint, roles public.member_role[]) is
  'Locks an incident for a change by somebody who holds one of the roles there; raises incident-not-found or not-allowed.';

create FUNCTION private.step_for(held public.incidents, to_state public.incident_state, expected public.incident_state, note text)
 RETURNS public.incident_transitions
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  step public.incident_transitions;
begin
  if held.state is distinct from expected then
    raise exception 'incident-moved-meanwhile' using errcode = 'P0001', detail = (
      select json_build_object('state', held.state, 'expected', expected, 'by', e.who ->> 'name', 'byRole', e.who -> 'role', 'at', e.at)::text
      from (values (true)) one
      left join lateral (
        select private.actor_said(t.actor_name, t.actor, held.community_id) as who, t.at from public.incident_events t
        where t.district_id = held.district_id and t.incident_id = held.id and t.kind = 'transition'
        order by t.at desc, t.id desc limit 1) e on true);
  end if;
  select * into step from public.incident_transitions t where t.from_state = held.state and t.to_state = step_for.to_state;
  if not found then
    raise exception 'step-not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if not private.handles_case(step.roles, held) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  if step.note_required and private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('from', held.state, 'to', to_state)::text;
  end if;
  return step;
end $function$;
comment on function private.step_for(held public.incidents, to_state public.incident_state, expected public.incident_state, note text) is
  'The step from the state an incident is in; raises incident-moved-meanwhile, step-not-allowed, not-allowed or note-required.';

create FUNCTION private.handler_for(held public.incidents, options jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  chosen constant bigint := (options ->> 'handler')::bigint;
  person public.people;
begin
  if chosen is null then
    return (private.locate(held.position, held.community_id) -> 'person' ->> 'id')::bigint;
  end if;
  select * into person from public.people p where p.id = chosen and p.district_id = held.district_id;
  if not found then
    raise exception 'handler-unknown' using errcode = 'P0001', detail = json_build_object('handler', chosen)::text;
  end if;
  if private.stand_in(chosen, private.local_date(held.district_id, now())) is distinct from chosen then
    raise exception 'handler-off-duty' using errcode = 'P0001', detail = json_build_object('handler', chosen, 'name', person.name)::text;
  end if;
  return chosen;
end $function$;
comment on function private.handler_for(held public.incidents, options jsonb) is
  'To whom an incident is dispatched: the person chosen, on duty, else the one on the post of its grid; null where the post is vacant.';

create function private.deferral_end(held public.incidents, options jsonb, moment timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  day date;
  until timestamptz;
begin
  begin
    day := substring(options ->> 'until' from '^\d{4}-\d\d-\d\d$')::date;
  exception when datetime_field_overflow or invalid_datetime_format then
    day := null;
  end;
  if day is null or not isfinite(day) or day > '2089-12-01' then
    until := null;
  else
    select (day + 1)::timestamp at time zone c.time_zone into until
    from public.calendars c where c.id = private.calendar_of(held.district_id);
  end if;
  if until is null or until <= moment or until > moment + private.longest_deferral() then
    raise exception 'deferral-needs-a-date' using errcode = 'P0001', detail = json_build_object('until', options ->> 'until',
      'atMostDays', extract(day from private.longest_deferral()))::text;
  end if;
  return until;
end $$;
comment on function private.deferral_end(held public.incidents, options jsonb, moment timestamp with time zone) is
  'The end of the day until which a deferral is approved, local time of the district; at most private.longest_deferral() from now.';

create function private.original_of(held public.incidents, options jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  original public.incidents;
begin
  select * into original from public.incidents i
  where i.district_id = held.district_id and i.number = private.plain_words(options ->> 'duplicateOf', 400) and i.id <> held.id;
  -- What repeats another stands for that one. Chains end: a case repeats what was there before it became a duplicate.
  for step in 1 .. 100 loop
    exit when original.id is null or original.state <> 'duplicate' or original.duplicate_of is null;
    select * into original from public.incidents i where i.district_id = held.district_id and i.id = original.duplicate_of;
  end loop;
  if original.id is null then
    raise exception 'original-unknown' using errcode = 'P0001', detail = json_build_object('number', options ->> 'duplicateOf')::text;
  end if;
  if original.id = held.id then
    raise exception 'original-repeats-this' using errcode = 'P0001', detail = json_build_object('number', options ->> 'duplicateOf')::text;
  end if;
  if original.state in ('duplicate', 'rejected', 'cancelled') then
    raise exception 'original-not-kept' using errcode = 'P0001',
      detail = json_build_object('number', original.number, 'state', original.state)::text;
  end if;
  return original.id;
end $$;
comment on function private.original_of(held public.incidents, options jsonb) is
  'The incident of the district, by its number, that this one repeats: where that is a duplicate itself, the one that it repeats. Raises original-unknown, original-repeats-this, original-not-kept (rejected or cancelled: both would be gone).';

create function private.stepped(held public.incidents, step public.incident_transitions, options jsonb, moment timestamptz)
returns public.incidents
language plpgsql stable set search_path = '' as $$
declare
  moved public.incidents := held;
begin
  moved.state := step.to_state;
  if held.state = 'closed' then
    moved.reopenings := held.reopenings + 1;
    moved.closed_at := null; moved.resolved_at := null; moved.dispatched_at := null; moved.satisfied := null; moved.handler_id := null;
    moved.given_due_at := null; moved.closing_reason := null;
  end if;
  case step.to_state
    when 'accepted' then moved.accepted_at := moment;
    when 'filed' then moved.filed_at := moment;
    when 'dispatched' then moved.dispatched_at := moment; moved.handler_id := private.handler_for(held, options);
    when 'returned' then moved.returns := held.returns + 1; moved.handler_id := null;
    when 'deferred' then
      moved.is_waiting := nullif(coalesce((options ->> 'waiting')::boolean, held.deferral_asked_wait, false), false);
      if moved.is_waiting then
        moved.waits := coalesce(held.waits, 0) + 1;
      else
        moved.deferrals := held.deferrals + 1;
      end if;
      moved.deferred_at := moment;
      moved.deferred_until := private.deferral_end(held,
        jsonb_build_object('until', coalesce(options ->> 'until', held.deferral_asked_until::text)), moment);
    when 'resolved' then moved.resolved_at := moment;
    when 'rework' then moved.reworks := held.reworks + 1; moved.resolved_at := null;
    when 'closed' then moved.closed_at := moment; moved.closing_reason := private.closing_reason_of(options);
    when 'duplicate' then moved.duplicate_of := private.original_of(held, options);
    else null;
  end case;
  if held.state = 'deferred' then
    moved.deferred_at := null; moved.deferred_until := null; moved.is_waiting := null;
  end if;
  moved.deferral_asked_by := null; moved.deferral_asked_until := null; moved.deferral_asked_wait := null;
  moved.urged := held.urged and step.to_state not in ('closed', 'rejected', 'duplicate', 'self_handled');
  moved.urgent := coalesce((options ->> 'urgent')::boolean, held.urgent);
  return moved;
end $$;
comment on function private.stepped(held public.incidents, step public.incident_transitions, options jsonb, moment timestamp with time zone) is
  'The incident as it is after a step, deadlines not yet set.';

create function private.step_detail(held public.incidents, moved public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'clockDueAt', held.clock_due_at,
    'handler', case when moved.state = 'dispatched' then moved.handler_id end,
    'handlerName', case when moved.state = 'dispatched' then (select p.name from public.people p where p.id = moved.handler_id) end,
    'until', case when moved.state = 'deferred' then moved.deferred_until end,
    'waiting', case when moved.state = 'deferred' then moved.is_waiting end,
    'reason', case when moved.state = 'closed' then moved.closing_reason end,
    'duplicateOf', case when moved.state = 'duplicate' then
      (select i.number from public.incidents i where i.district_id = moved.district_id and i.id = moved.duplicate_of) end))
$$;
comment on function private.step_detail(held public.incidents, moved public.incidents) is
  'What a history keeps of a step beside the note: the deadline of the clock that ends, the handler, the end of a deferral and whether a third party is waited for, the reason for closing.';

create function private.move_incident(
  incident bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, moment timestamptz
) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident, private.incident_handlers());
  step constant public.incident_transitions := private.step_for(held, to_state, expected, note);
  at constant timestamptz := coalesce(moment, private.next_moment(held));
  moved public.incidents := private.stepped(held, step, options, at);
begin
  perform private.add_incident_event(held, 'transition', to_state, note, private.step_detail(held, moved), at);
  if moved.filed_at is not null then
    moved.due_at := private.handling_due_at(moved);
  end if;
  moved.clock_due_at := case when step.clock = 'handling' then moved.due_at
    else private.clock_due_at(moved.district_id, moved.category_id, step.clock, at) end;
  update public.incidents i set
    state = moved.state, urgent = moved.urgent, urged = moved.urged, handler_id = moved.handler_id, duplicate_of = moved.duplicate_of,
    accepted_at = moved.accepted_at, filed_at = moved.filed_at, dispatched_at = moved.dispatched_at, resolved_at = moved.resolved_at,
    closed_at = moved.closed_at, due_at = moved.due_at, given_due_at = moved.given_due_at, clock_due_at = moved.clock_due_at,
    deferred_at = moved.deferred_at, deferred_until = moved.deferred_until, deferrals = moved.deferrals, returns = moved.returns,
    reworks = moved.reworks, reopenings = moved.reopenings, satisfied = moved.satisfied, closing_reason = moved.closing_reason,
    waits = moved.waits, is_waiting = moved.is_waiting, deferral_asked_by = moved.deferral_asked_by,
    deferral_asked_until = moved.deferral_asked_until, deferral_asked_wait = moved.deferral_asked_wait
  where i.district_id = moved.district_id and i.id = moved.id
  returning * into moved;
  perform private.keep_contact_until(moved, at);
  return moved;
end $$;
comment on function private.move_incident(incident bigint, expected public.incident_state, to_state public.incident_state, note text, options jsonb, moment timestamp with time zone) is
  'Takes a step at a moment (now, when null): checks it, writes the history, sets timestamps, counters and deadlines.';

create function private.keep_contact_until(incident public.incidents, moment timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.incident_contacts c
  set purge_after = case when private.incident_ended(incident.state) then moment + private.contact_retention(incident.district_id) end
  where c.district_id = incident.district_id and c.incident_id = incident.id;
  perform private.purge_contacts();
end $$;
comment on function private.keep_contact_until(incident public.incidents, moment timestamp with time zone) is
  'Sets the end of a contact when its incident ends and takes it back when it is reopened. Also deletes what is due, so that nothing stays where no timer runs.';

create function private.refuse_ended(held public.incidents) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if private.incident_ended(held.state) then
    raise exception 'incident-ended' using errcode = 'P0001', detail = json_build_object('state', held.state)::text;
  end if;
end $$;
comment on function private.refuse_ended(held public.incidents) is
  'Raises incident-ended for what only concerns open incidents.';

create function private.change_category(incident bigint, category bigint, note text, moment timestamptz) returns public.incidents
language plpgsql volatile set search_path = '' as $$
declare
  held constant public.incidents := private.begin_change(incident, '{admin,dispatcher}');
  moved public.incidents := held;
  clock constant public.incident_clock := private.clock_of_state(held.state);
  started timestamptz;
begin
  perform private.refuse_ended(held);
  moved.category_id := private.category_for(category, held.district_id);
  if moved.filed_at is not null then
    moved.due_at := private.handling_due_at(moved);
  end if;
  select max(e.at) into started from public.incident_events e
  where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'transition';
  moved.clock_due_at := case when clock = 'handling' then moved.due_at
    else private.clock_due_at(held.district_id, category, clock, started) end;
  perform private.add_incident_event(held, 'category', null, note,
    jsonb_build_object('from', held.category_id, 'to', category), coalesce(moment, private.next_moment(held)));
  update public.incidents i set category_id = moved.category_id, due_at = moved.due_at, clock_due_at = moved.clock_due_at
  where i.district_id = held.district_id and i.id = held.id
  returning * into moved;
  return moved;
end $$;
comment on function private.change_category(incident bigint, category bigint, note text, moment timestamp with time zone) is
  'Puts an open incident under another category; its deadlines are those the new category would have had from the start.';

create function private.next_moment(held public.incidents) returns timestamptz
language sql volatile set search_path = '' as $$
  select greatest(clock_timestamp(), (
    select max(e.at) from public.incident_events e where e.district_id = held.district_id and e.incident_id = held.id))
$$;
comment on function private.next_moment(held public.incidents) is
  'Now, but never before the last event of the incident, whatever the server''s clock says: a history is in order.';

create function private.is_handler(held public.incidents) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.people p
    where p.id = held.handler_id and p.district_id = held.district_id and p.user_id = (select auth.uid()))
$$;
comment on function private.is_handler(held public.incidents) is
  'Whether the signed-in person is the one to whom the incident was dispatched. Security definer: whatever of the staff they see.';

create function private.hands_refusal(held public.incidents, to_state public.incident_state) returns text
language sql stable set search_path = '' as $$
  select case
    when (select auth.uid()) is null then null
    when held.state = 'resolved' and to_state in ('closed', 'rework') and private.is_handler(held)
      and private.checker_is_another(held.district_id) then 'checker-is-handler'
    when to_state = 'deferred' and held.deferral_asked_by is null then 'deferral-not-asked'
    when to_state = 'deferred' and held.deferral_asked_by = (select auth.uid()) then 'deferral-asked-by-self'
  end
$$;
comment on function private.hands_refusal(held public.incidents, to_state public.incident_state) is
  'Why the signed-in person is not the one to take a step that their role may take: the code of a refusal, or null. Work without a person, as on the command line, has no hands to keep apart.';

create FUNCTION private.incident_summary(i public.incidents, whole boolean)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'id', i.id, 'number', i.number, 'categoryId', i.category_id, 'communityId', i.community_id,
    'lng', round(extensions.st_x(spot.at)::numeric, 7), 'lat', round(extensions.st_y(spot.at)::numeric, 7), 'atGrid', spot.hidden,
    'grid', (select g.code from private.grid_at(i.community_id, i.position) g),
    'address', case when spot.wordless then '' else i.address end,
    'description', case when spot.wordless then '' else i.description end,
    'department', i.department_id, 'source', i.source, 'state', i.state, 'urgent', i.urgent, 'urged', i.urged,
    'handler', case when whole then
      (select jsonb_build_object('id', p.id, 'name', p.name) from public.people p where p.id = i.handler_id) end,
    'reportedAt', i.reported_at, 'filedAt', i.filed_at, 'resolvedAt', i.resolved_at, 'closedAt', i.closed_at, 'dueAt', i.due_at,
    'clockDueAt', i.clock_due_at, 'deadlineAt', i.deadline_at, 'deferredUntil', i.deferred_until, 'deferrals', i.deferrals,
    'returns', i.returns, 'reworks', i.reworks, 'reopenings', i.reopenings, 'satisfied', i.satisfied, 'changeId', i.change_id)
    || jsonb_build_object(
    'closingReason', i.closing_reason, 'arrivalDueAt', i.arrival_due_at, 'arrivedAt', i.arrived_at, 'answerDueAt', i.answer_due_at,
    'answeredAt', i.answered_at, 'waits', coalesce(i.waits, 0), 'isWaiting', coalesce(i.is_waiting, false),
    'isProvisional', private.is_provisional(i, i.deadline_at, private.next_clock(i)))
  from (
    select h.hidden, case when h.hidden then private.grid_spot(i.community_id, i.position) else i.position end as at,
      h.hidden or not (whole or private.reads_words(i.community_id)) as wordless
    from (select not whole and (select c.grid_only from public.categories c where c.id = i.category_id) as hidden) h
  ) spot
$function$;
comment on function private.incident_summary(i public.incidents, whole boolean) is
  'An incident as JSON for lists and maps. whole: the reader handles or oversees it; else a grid_only case stands at its grid without address and words. A display gets the words of none.';

create FUNCTION private.incident_steps(held public.incidents)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(jsonb_agg(jsonb_build_object('to', t.to_state, 'clock', t.clock, 'noteRequired', t.note_required) order by t.to_state), '[]')
  from public.incident_transitions t
  where t.from_state = held.state and private.handles_case(t.roles, held)
    and private.hands_refusal(held, t.to_state) is null
$function$;
comment on function private.incident_steps(held public.incidents) is
  'The steps that the signed-in person may take with an incident now.';

create function private.incident_history(held public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  with events as (
    select e.*, private.actor_said(e.actor_name, e.actor, held.community_id) as who, case when e.kind = 'transition' then
        lag(e.at) over (partition by e.kind = 'transition' order by e.at, e.id) end as began_at,
      case e.kind when 'arrival' then 'arrival' when 'answer' then 'first_answer' else private.clock_of_state(e.from_state) end as clock
    from public.incident_events e
    where e.district_id = held.district_id and e.incident_id = held.id
  ), timed as (
    select e.*, coalesce((e.detail ->> 'clockDueAt')::timestamptz,
      case when e.kind in ('arrival', 'answer') then (e.detail ->> 'dueAt')::timestamptz
        when e.clock = 'handling' then held.due_at
        else private.clock_due_at(held.district_id, held.category_id, e.clock, e.began_at) end) as clock_due
    from events e
  )
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id, 'at', t.at, 'kind', t.kind, 'from', t.from_state, 'to', t.to_state,
      'actor', case when whole then t.who ->> 'name' else '' end, 'actorRole', case when whole then t.who -> 'role' end,
      'note', case when whole then t.note else '' end,
      'detail', case when whole then t.detail else '{}' end,
      'clock', t.clock, 'dueAt', case when t.clock is not null then t.clock_due end,
      'late', coalesce(t.clock is not null and t.at > t.clock_due, false),
      'elapsedSeconds', extract(epoch from t.at - t.began_at)::bigint,
      'workingSeconds', case when t.began_at is not null then
        private.working_seconds_between(private.calendar_of(held.district_id), t.began_at, t.at) end
    ) order by t.at, t.id), '[]')
  from timed t
$$;
comment on function private.incident_history(held public.incidents, whole boolean) is
  'The history as JSON, oldest first: who did what when, how long the state before it took in elapsed and in working seconds, and whether its clock had run out. Without names and notes for those who do not handle it.';

create function private.readable_incident(incident bigint) returns public.incidents
language plpgsql stable set search_path = '' as $$
declare
  held public.incidents;
begin
  select * into held from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident
    and (i.community_id in (select private.reachable(private.incident_readers())) or private.of_my_department(i.department_id, i.community_id));
  if not found or not (private.handles_case(private.incident_handlers(), held) or not private.is_protected(held.category_id)) then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  return held;
end $$;
comment on function private.readable_incident(incident bigint) is
  'The incident, if the signed-in person may know of it; raises incident-not-found. One of a protected category is known to those who handle it.';

create function private.search_patterns(wanted text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg('%' || replace(replace(replace(private.search_form(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'), '{}')
  from regexp_split_to_table(normalize(wanted, NFKC), '\s+') part where part <> ''
$$;
comment on function private.search_patterns(wanted text) is
  'The patterns of the words of a search, each of which has to be somewhere in public.incidents.search.';

create function private.words_condition(wanted text, subject text) returns text
language sql immutable set search_path = '' as $$
  select coalesce(string_agg(format('%s operator(pg_catalog.~~) %L', subject, pattern), ' and '), 'true')
  from unnest(private.search_patterns(wanted)) pattern
$$;
comment on function private.words_condition(wanted text, subject text) is
  'SQL: every word is somewhere in the subject.';

create function private.search_incidents(district bigint, wanted text, at_most integer, out hits bigint[], out is_common boolean)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  sampled record;
begin
  select * into sampled from private.words_in_sample(district, wanted) s;
  -- Certainly more; or probably, and the index would have to put together far more to tell.
  if (sampled.all_words > 2 * at_most and sampled.hits >= 20) or (sampled.all_words > at_most / 2 and sampled.hits >= 6 and sampled.rarest_word > 6 * at_most) then
    hits := '{}';
    is_common := true;
    return;
  end if;
  execute format('select array(select i.id from public.incidents i where i.district_id = %s and %s limit %s)',
    district, private.words_condition(wanted, 'i.search'), at_most + 1) into hits;
  is_common := cardinality(hits) > at_most;
end $$;
comment on function private.search_incidents(district bigint, wanted text, at_most integer, OUT hits bigint[], OUT is_common boolean) is
  'The ids of cases that hold every word, up to at_most and one more; is_common: there are more than at_most, or a sample says that there are about so many and the index would be slow.';

create function private.asked_states(filter jsonb) returns setof public.incident_state
language sql immutable set search_path = '' as $$
  select s::public.incident_state
  from jsonb_array_elements_text(case jsonb_typeof(filter -> 'states') when 'array' then filter -> 'states' else '[]' end) s
$$;
comment on function private.asked_states(filter jsonb) is
  'The states of a filter; none where it leaves them open.';

create function private.incident_staff() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker,checker}'::public.member_role[]
$$;
comment on function private.incident_staff() is
  'Who sees more of incidents than what a wall shows.';
grant execute on function private.incident_staff() to authenticated, service_role;

create policy "staff read visits in their areas" on public.visits
  for select to authenticated
  using ((building_id in ( select b.id
   from public.buildings b
  where (b.community_id in ( select private.reachable(private.incident_staff()) as reachable)))));

create function private.seen_communities(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(
    select a.id from public.areas a
    where a.district_id = district and a.kind = 'community'
      and (a.id in (select private.reachable(private.incident_staff())) or (select auth.role()) = 'service_role'))
$$;
comment on function private.seen_communities(district bigint) is
  'The communities of a district whose incidents the signed-in person sees; all of them for service_role.';
grant execute on function private.seen_communities(district bigint) to authenticated, service_role;

create function private.plan_for_reader(plan bigint) returns public.plans
language plpgsql stable security definer set search_path = '' as $$
declare
  found_plan public.plans;
begin
  select * into found_plan from public.plans p
  where p.id = plan_for_reader.plan and (p.id in (select private.visible_plans()) or (select auth.role()) = 'service_role');
  if not found then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', plan_for_reader.plan)::text;
  end if;
  return found_plan;
end $$;
comment on function private.plan_for_reader(plan bigint) is
  'The plan, if the signed-in person may see it; else plan-unknown. Security definer, for functions that count beyond what policies show.';
grant execute on function private.plan_for_reader(plan bigint) to authenticated, service_role;

create function private.words_in_sample(district bigint, wanted text, out all_words bigint, out rarest_word bigint, out hits bigint)
language plpgsql stable set search_path = '' as $$
declare
  patterns constant text[] := private.search_patterns(wanted);
  blocks constant double precision := pg_catalog.pg_relation_size('public.incidents') / 8192;
  share constant double precision := 70 / greatest(blocks, 70);
begin
  if blocks < 1000 then
    return;
  end if;
  with sample as materialized (
    select i.search from public.incidents i tablesample system (100 * share) repeatable (1) where i.district_id = district
  )
  select (select count(*) from sample s where s.search like all (patterns)),
    (select min(each.cases) from (select count(*) filter (where s.search like p) as cases from sample s cross join unnest(patterns) p group by p) each)
  into hits, rarest_word;
  all_words := hits / share;
  rarest_word := rarest_word / share;
end $$;
comment on function private.words_in_sample(district bigint, wanted text, OUT all_words bigint, OUT rarest_word bigint, OUT hits bigint) is
  'About how many cases hold all words, and the rarest of them, told from some two thousand in 70 blocks all over the table; hits: how many of these hold all. Null where the table is small.';

create function private.page_keys(filter jsonb, cursor jsonb, conditions text, words text, walked boolean, size integer) returns text
language sql stable set search_path = '' as $$
  select case when walked then format(
      'select k.district_id, k.id
       from (select i.district_id, i.id, %s from public.incidents i where %s and %s and %s order by %s offset 0) k
       join public.incidents i on i.district_id = k.district_id and i.id = k.id and %s order by %s limit %s',
      o.key, conditions, private.state_conditions(filter), o.later, o.ordering, words, o.of_keys, size)
    else format('select i.district_id, i.id from public.incidents i where %s and %s and %s order by %s limit %s',
      concat_ws(' and ', conditions, words), private.state_conditions(filter), o.later, o.ordering, size) end
  from private.list_order(filter, cursor) o
$$;
comment on function private.page_keys(filter jsonb, cursor jsonb, conditions text, words text, walked boolean, size integer) is
  'SQL of the keys of a page. Walked: the keys that an index has come first, in order, and the words of a case are read only then, until the page is full.';

create function private.newest_counted() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 2000 $$;
comment on function private.newest_counted() is
  'Of words that are common: among how many of the newest cases that have ended they are counted.';

create function private.is_provisional(i public.incidents, moment timestamptz, clock public.incident_clock) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  is_beyond boolean;
begin
  if moment is null then
    return false;
  end if;
  select (moment at time zone c.time_zone)::date > c.known_until into is_beyond
  from public.calendars c where c.id = private.calendar_of(i.district_id);
  if not coalesce(is_beyond, false) or (clock = 'handling' and i.due_at = i.given_due_at) then
    return false;
  end if;
  return exists (select from public.category_deadlines d
    where d.category_id = i.category_id and d.clock = is_provisional.clock and d.unit in ('working_hours', 'working_days'));
end $$;
comment on function private.is_provisional(i public.incidents, moment timestamp with time zone, clock public.incident_clock) is
  'Whether a deadline lies beyond the days whose holidays are announced and counts working time: it may still move. A day that came with the case does not.';

create function private.next_clock(i public.incidents) returns public.incident_clock
language plpgsql stable set search_path = '' as $$
begin
  return case when i.deadline_at = i.due_at then 'handling'::public.incident_clock
    when i.deadline_at = i.clock_due_at then private.clock_of_state(i.state)
    when i.deadline_at = i.arrival_due_at and i.arrived_at is null then 'arrival'
    when i.deadline_at = i.answer_due_at then 'first_answer' end;
end $$;
comment on function private.next_clock(i public.incidents) is
  'The clock that runs out next; null where none runs.';

create function private.deferral_asked(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('until', held.deferral_asked_until, 'waiting', coalesce(held.deferral_asked_wait, false),
    'by', w.who ->> 'name', 'byRole', w.who -> 'role', 'note', e.note, 'isMine', held.deferral_asked_by = (select auth.uid()))
  from public.incident_events e
  cross join lateral (select private.actor_said(e.actor_name, e.actor, held.community_id) as who) w
  where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'deferral_asked' and held.deferral_asked_by is not null
  order by e.at desc, e.id desc limit 1
$$;
comment on function private.deferral_asked(held public.incidents) is
  'Who asked to put an incident off, until when and why, while nobody has answered; else null.';

create function private.case_permissions(held public.incidents)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'note', m.handles,
    'urge', m.open and m.leads,
    'changeCategory', m.open and m.sends,
    'answer', held.state = 'closed' and m.sends,
    'readContact', private.handles_case('{dispatcher,worker}', held) and exists (select from public.incident_contacts c
      where c.district_id = held.district_id and c.incident_id = held.id and (c.purge_after is null or c.purge_after >= now())),
    'arrive', m.open and m.works and held.arrival_due_at is not null and held.arrived_at is null,
    'answerFirst', m.open and m.works and held.answer_due_at is not null and held.answered_at is null,
    'askDeferral', held.state = 'in_progress' and m.handles and held.deferral_asked_by is null,
    'correctPlace', private.can(private.incident_checkers(), held.community_id) or (private.can(private.incident_handlers(), held.community_id) and m.open and held.filed_at is null),
    'redact', m.sends)
  from (
    select not private.incident_ended(held.state) as open, private.handles_case(private.incident_handlers(), held) as handles,
      private.can('{admin,dispatcher}', held.community_id) as sends, private.can('{admin,leader}', held.community_id) as leads,
      private.handles_case('{admin,dispatcher,worker}', held) as works) m
$function$;
comment on function private.case_permissions(held public.incidents) is
  'What the signed-in person may do with an incident beside its steps.';

-- A list of cases by the reason they were closed for; unstated: closed before reasons were asked for.
create function private.reason_condition(reasons jsonb) returns text
language sql immutable set search_path = '' as $$
  select format('(i.closing_reason::text = any (%L::text[])%s)', array(select jsonb_array_elements_text(reasons)),
    case when reasons ? 'unstated' then ' or (i.state = ''closed'' and i.closing_reason is null)' else '' end)
$$;
comment on function private.reason_condition(reasons jsonb) is
  'SQL: the case was closed for one of the reasons; unstated: for none that was named.';

create function private.reads_words(community bigint) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return community in (select private.reachable(private.incident_readers()));
end $$;
comment on function private.reads_words(community bigint) is
  'Whether the signed-in person reads the words of cases in a community: everybody who sees them but a display.';
grant execute on function private.reads_words(community bigint) to authenticated, service_role;

create FUNCTION private.refuse_hidden_filters(filter jsonb, seen bigint[], handled bigint[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  hidden constant text := case
    when filter ->> 'handler' is not null and cardinality(handled) = 0 then 'handler'
    when private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}'
      and not seen && (array(select private.reachable(private.incident_readers())) || private.departmental(seen)) then 'text' end;
begin
  if hidden is not null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('filter', hidden)::text;
  end if;
end $function$;
comment on function private.refuse_hidden_filters(filter jsonb, seen bigint[], handled bigint[]) is
  'Raises not-allowed where a filter asks for what the signed-in person reads of no case in the scope: who handles it, its words.';

create function private.actor_said(name text, actor uuid, community bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if actor is null or name is distinct from (select split_part(u.email, '@', 1) from auth.users u where u.id = actor) then
    return jsonb_build_object('name', name, 'role', null);
  end if;
  return jsonb_build_object(
    'name', coalesce((
      select p.name from public.people p
      where p.user_id = actor and p.district_id = (select a.district_id from public.areas a where a.id = community) order by p.id limit 1), ''),
    'role', (
      select m.role from public.memberships m
      join public.areas top on top.id = m.area_id
      join public.areas place on place.id = community and place.path operator(extensions.<@) top.path
      where m.user_id = actor and m.role <> 'display' and (m.until is null or m.until > now())
      order by array_position('{dispatcher,worker,checker,leader,admin,planner,reviewer,viewer}'::public.member_role[], m.role) limit 1));
end $$;
comment on function private.actor_said(name text, actor uuid, community bigint) is
  'Who is said to have acted: { name, role }: the name as it was written; of an account that was nobody''s on the roster then the name it has there now, else "" and the role that it acts in. Security definer: accounts and the memberships of others are not readable.';
grant execute on function private.actor_said(name text, actor uuid, community bigint) to authenticated, service_role;

create function private.column_scope(
  area bigint, out district bigint, out seen bigint[], out handled bigint[], out hidden bigint[], out zone text, out key text)
language plpgsql stable set search_path = '' as $$
begin
  select a.district_id into district from public.areas a where a.id = area;
  seen := array(
    select c from private.communities_in(area) c intersect select private.reachable(private.incident_readers()) order by 1);
  handled := array(
    select c from unnest(seen) c intersect select private.reachable(private.incident_handlers()) order by 1);
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  hidden := array(select c from unnest(private.protected_categories(district)) c order by 1);
  select z.time_zone into zone from private.district_calendars z where z.district_id = district;
  key := left(md5(concat_ws('/', area, seen, handled, hidden, zone)), 12);
end $$;
comment on function private.column_scope(area bigint, OUT district bigint, OUT seen bigint[], OUT handled bigint[], OUT hidden bigint[], OUT zone text, OUT key text) is
  'Whose cases the columns of an area hold for the signed-in person: communities seen and handled, categories that only who handles a community gets of it, the time zone, and a key that is another whenever one of these is. Raises not-allowed.';

create function private.column_version(newest bigint, cases bigint, key text) returns text
language sql stable security definer set search_path = '' as $$
  select left(md5(concat_ws('/', s.secret, newest, cases, key)), 16) from private.rounding_secret s
$$;
comment on function private.column_version(newest bigint, cases bigint, key text) is
  'The version of a month''s columns: another whenever a case of it changed, came or went. Drawn with the secret of rounding, so that it tells no count. Security definer: the secret is nobody''s.';

create function public.incident_column_chunks(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.column_scope(area);
begin
  return (
    select jsonb_build_object('now', now(), 'zone', scope.zone, 'communities', to_jsonb(scope.seen),
      'leftOut', case when scope.handled @> scope.seen then '[]' else to_jsonb(scope.hidden) end,
      'leftOutOf', to_jsonb(array(select c from unnest(scope.seen) c except select c from unnest(scope.handled) c order by 1)),
      'chunks', coalesce(jsonb_agg(jsonb_build_object('month', m.month, 'version', v.version) order by m.month) filter (where v.version is not null), '[]'))
    from (
      select t.month from public.incident_month_tallies t
      where t.district_id = scope.district group by 1 having sum(t.cases) > 0) m
    cross join lateral private.month_version(scope.district, m.month, scope.seen, scope.handled, scope.hidden, scope.key) v (version));
end $$;
comment on function public.incident_column_chunks(area bigint) is
  'Which months of cases there are in an area for incident_columns, as { now, zone, communities, leftOut, leftOutOf, chunks: [{ month, version }] }. A version is another whenever the month''s columns may be. leftOut: categories whose cases are in no column of the communities leftOutOf. Raises not-allowed. Security definer: reads cases for whoever may see them.';
grant execute on function public.incident_column_chunks(area bigint) to authenticated;

create function private.spread_bytes() returns integer[]
language sql immutable set search_path = '' as $$
  select array(
    select (select sum((b >> k & 1) << 2 * k)::integer from generate_series(0, 7) k) from generate_series(0, 255) b order by b)
$$;
comment on function private.spread_bytes() is
  'Each byte with a zero before each of its bits: two of these, one moved by a bit, make a Morton code.';

create function public.incident_columns(area bigint, month date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.column_scope(area);
  -- Local days of a month of UTC begin a day earlier or end a day later.
  first_day constant date := month - 1;
  spread constant integer[] := private.spread_bytes();
  version constant text := private.month_version(scope.district, incident_columns.month, scope.seen, scope.handled, scope.hidden, scope.key);
begin
  return (
    with cases as materialized (
      select i.community_id, i.category_id, l.local::date - first_day as day, extract(hour from l.local)::integer as hour,
        case when e.ended is null then 65535 else least(greatest(
          floor(extract(epoch from e.ended at time zone scope.zone) / 3600) - floor(extract(epoch from l.local) / 3600), 0), 65534)::integer end as hours,
        floor(extensions.st_x(i.position) * 100000)::integer as x, floor(extensions.st_y(i.position) * 100000)::integer as y
      from public.incidents i
      cross join lateral (select i.reported_at at time zone scope.zone as local) l
      cross join lateral (select coalesce(i.closed_at, case when private.incident_ended(i.state) then i.reported_at end) as ended) e
      where i.district_id = scope.district and (date_trunc('month', i.reported_at at time zone 'UTC'))::date = incident_columns.month
        and i.community_id = any (scope.seen) and private.incident_happened(i.state)
        and (i.community_id = any (scope.handled) or i.category_id <> all (scope.hidden))
    ), communities as materialized (
      select c.community_id as id, row_number() over (order by c.community_id) - 1 as place, min(c.x) as west, min(c.y) as south from cases c group by 1
    ), categories as materialized (
      select c.category_id as id, row_number() over (order by c.category_id) - 1 as place from cases c group by 1
    ), coded as (
      select c.day, k.place as community, c.hour, c.hours, g.place as category,
        spread[(p.x & 255) + 1]::bigint + (spread[(p.x >> 8) + 1]::bigint << 16) + (spread[(p.y & 255) + 1]::bigint << 1) + (spread[(p.y >> 8) + 1]::bigint << 17) as code
      from cases c
      join communities k on k.id = c.community_id
      join categories g on g.id = c.category_id
      cross join lateral (select least(c.x - k.west, 65535) as x, least(c.y - k.south, 65535) as y) p
    ), steps as (
      select c.*, int8send(c.code - coalesce(lag(c.code) over (partition by c.day, c.community order by c.code, c.hour, c.category, c.hours), 0)) as step
      from coded c order by c.day, c.community, c.code, c.hour, c.category, c.hours
    ), planes as (
      select count(*) as n,
        string_agg(substring(int2send(s.hour::smallint) from 2), '') || string_agg(substring(int4send(s.hours) from 3 for 1), '')
        || string_agg(substring(int4send(s.hours) from 4), '') || string_agg(substring(int8send(s.category) from 7 for 1), '')
        || string_agg(substring(int8send(s.category) from 8), '') || string_agg(substring(s.step from 5 for 1), '')
        || string_agg(substring(s.step from 6 for 1), '') || string_agg(substring(s.step from 7 for 1), '')
        || string_agg(substring(s.step from 8), '') as bytes
      from steps s
    ), runs as (
      select string_agg(substring(int4send(r.n) from 2 for 1), '' order by r.day, r.place) || string_agg(substring(int4send(r.n) from 3 for 1), '' order by r.day, r.place)
        || string_agg(substring(int4send(r.n) from 4), '' order by r.day, r.place) as bytes
      from (
        select d.day, k.place, count(c.day)::integer as n
        from generate_series(0, 32) d (day) cross join communities k
        left join cases c on c.day = d.day and c.community_id = k.id group by 1, 2) r
    )
    select jsonb_build_object('month', incident_columns.month, 'version', version, 'cases', p.n, 'firstDay', first_day, 'days', 33,
      'communities', (select coalesce(jsonb_agg(jsonb_build_array(k.id, k.west, k.south) order by k.place), '[]') from communities k),
      'categories', (select coalesce(jsonb_agg(g.id order by g.place), '[]') from categories g),
      'runs', coalesce(replace(encode(r.bytes, 'base64'), E'\n', ''), ''), 'columns', coalesce(replace(encode(p.bytes, 'base64'), E'\n', ''), ''))
    from planes p cross join runs r);
end $$;
comment on function public.incident_columns(area bigint, month date) is
  'What happened in a month (of UTC by its report) in the communities that the caller sees, as columns: { month, version, cases, firstDay, days, communities: [[id, west, south]], categories: [id], runs, columns }, by docs/analysis.md. Cases of welfare and mediation are in it only for communities whose cases the caller handles. Raises not-allowed. Security definer: reads cases for whoever may see them.';
grant execute on function public.incident_columns(area bigint, month date) to authenticated;

-- The version of a month is another whenever a case that the caller may see changed, came or went, and not for one that they may not.
create function private.month_version(district bigint, month date, seen bigint[], handled bigint[], hidden bigint[], key text) returns text
language plpgsql stable set search_path = '' as $$
declare
  newest bigint;
  cases bigint;
begin
  select i.change_id into newest from public.incidents i
  where i.district_id = district and (date_trunc('month', i.reported_at at time zone 'UTC'))::date = month_version.month
    and (handled @> seen or i.category_id <> all (hidden) or i.community_id = any (handled))
  order by i.change_id desc limit 1;
  if handled @> seen then
    select sum(t.cases) into cases from public.incident_month_tallies t where t.district_id = district and t.month = month_version.month;
  else
    -- By category, cases are tallied in the months of the district: a month of UTC lies in two of them.
    select sum(t.came_in) into cases from private.case_tallies t
    where t.district_id = district and t.kind = 'community' and t.category_id <> 0 and t.category_id <> all (hidden)
      and t.month between (month_version.month - interval '1 month')::date and (month_version.month + interval '1 month')::date;
  end if;
  return case when newest is not null then private.column_version(newest, coalesce(cases, 0), key) end;
end $$;
comment on function private.month_version(district bigint, month date, seen bigint[], handled bigint[], hidden bigint[], key text) is
  'The version of a month''s columns, of the cases that the caller may see; null where there are none.';

-- The rate of cases on a map needs to know where people live. Who works in the district and sees figures of a community gets how
-- many households live in which cell of it; viewers and walls, which do not see the buildings, do not get them this way either.
create function public.household_cells(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  scope constant record := private.column_scope(area);
begin
  if scope.district not in (select private.staff_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  return (
    with cells as (
      select b.community_id as community, floor(extensions.st_x(b.position) * 10000)::integer as x, floor(extensions.st_y(b.position) * 10000)::integer as y,
        sum(b.households) as households
      from public.buildings b
      where b.district_id = scope.district and b.community_id = any (scope.seen) and b.households > 0
      group by 1, 2, 3)
    select jsonb_build_object('cellsPerDegree', 10000,
      'community', coalesce(jsonb_agg(c.community order by c.community, c.x, c.y), '[]'),
      'x', coalesce(jsonb_agg(c.x order by c.community, c.x, c.y), '[]'),
      'y', coalesce(jsonb_agg(c.y order by c.community, c.x, c.y), '[]'),
      'households', coalesce(jsonb_agg(c.households order by c.community, c.x, c.y), '[]'))
    from cells c);
end $$;
comment on function public.household_cells(area bigint) is
  'How many households live where, as parallel arrays { cellsPerDegree, community, x, y, households }: cells of a ten-thousandth of a degree whose south-west corner is x, y over cellsPerDegree, of the communities whose cases incident_columns has. Raises not-allowed. For who sees buildings. Security definer: counts only, also where rows are cut.';
grant execute on function public.household_cells(area bigint) to authenticated;
