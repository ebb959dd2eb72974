-- Welfare and mediation in every answer that counts, not only in those of the registry: who does not handle them sees none of their
-- cases one by one, and counts of rounded cells, or none where there are no cells. By grid, building or point they are left out for
-- everybody, so that those figures stay one number for every role.

create function private.hidden_categories(district bigint, seen bigint[], handled bigint[]) returns bigint[]
language sql stable set search_path = '' as $$
  select case when handled @> seen then '{}'::bigint[] else private.protected_categories(district) end
$$;
comment on function private.hidden_categories(district bigint, seen bigint[], handled bigint[]) is
  'The categories whose cases somebody may not count one by one in communities of which they handle some: none where they handle all.';

create function private.is_protected(category bigint) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from public.categories c where c.id = category and c.grid_only);
end $$;
comment on function private.is_protected(category bigint) is
  'Whether cases of a category are nobody''s but those who handle them.';

create function private.protected_condition(district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select '(' || concat_ws(' or ', format('i.category_id <> all (%L::bigint[])', h.hidden),
    case when handled <> '{}' then format('i.community_id = any (%L::bigint[])', handled) end,
    (select string_agg(format('(i.department_id = %s and i.community_id = any (%L::bigint[]))', r.department_id, r.communities), ' or ')
      from (select r.department_id, array_agg(r.community_id) as communities from private.department_reach() r
        where r.community_id = any (seen) group by r.department_id) r)) || ')'
  from (select private.hidden_categories(district, seen, handled) as hidden) h
  where h.hidden <> '{}'
$$;
comment on function private.protected_condition(district bigint, seen bigint[], handled bigint[]) is
  'SQL: the case may be seen one by one, being of a category that is not protected, or where the caller handles it. Null where all may.';

-- Lists, maps, changes, one case.
create or replace function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) returns text
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

create function private.tallied_states(filter jsonb, district bigint, seen bigint[], hidden bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when jsonb_array_length(filter -> 'categories') > 0 or (hidden <> '{}' and since is null and until is null) then
      format('select i.state, i.cases from public.incident_category_tallies i where %s', concat_ws(' and ', within, apart,
        case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end))
    else concat_ws(' union all ',
      format('select i.state, i.cases from public.incident_month_tallies i where %s and i.month >= %L and i.month < %L', within, first_month, next_month),
      -- Months are tallied for all categories: what is hidden is taken off one by one.
      case when hidden <> '{}' then format('select i.state, -count(*) from public.incidents i
        where %s and i.category_id = any (%L::bigint[]) and i.reported_at >= %L and i.reported_at < %L group by i.state', within, hidden,
        first_month::timestamp at time zone 'UTC', next_month::timestamp at time zone 'UTC') end,
      case when since is not null then private.counted_states(concat_ws(' and ', within, apart), since, least(first_month::timestamp at time zone 'UTC', until)) end,
      case when until is not null and next_month::timestamp at time zone 'UTC' < until then
        private.counted_states(concat_ws(' and ', within, apart), next_month::timestamp at time zone 'UTC', until) end)
  end
  from (
    select concat_ws(' and ', format('i.district_id = %s', district), private.community_condition(district, seen)) as within,
      case when hidden <> '{}' then format('i.category_id <> all (%L::bigint[])', hidden) end as apart,
      (filter ->> 'from')::timestamptz as since, (filter ->> 'to')::timestamptz as until
  ) asked
  cross join lateral (
    select coalesce((private.tally_month(since - interval '1 microsecond') + interval '1 month')::date, '-infinity') as first_month
  ) begins
  cross join lateral (select greatest(coalesce(private.tally_month(until), 'infinity'), first_month) as next_month) ends
$$;
comment on function private.tallied_states(filter jsonb, district bigint, seen bigint[], hidden bigint[]) is
  'SQL of cases by state out of the tallies, without hidden categories, for a filter that has no more than categories or a period; the ends of a period that cut a month are counted one by one.';

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

create or replace function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50) returns jsonb
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
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue, isCapped }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }; handler and text only for those who read who handles a case, and its words. Cases of protected categories are listed for those who handle them. next is the cursor of the page after, or null. isCapped: the words are common, and of what has ended only the first thousands were counted. Raises not-allowed.';

drop function private.incident_counts(jsonb, text, bigint, bigint[]);
drop function private.tallied_states(jsonb, bigint, bigint[]);

create function private.shows_case(i public.incidents, handled bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (handled) or private.of_my_department(i.department_id, i.community_id) or not private.is_protected(i.category_id);
end $$;
comment on function private.shows_case(i public.incidents, handled bigint[]) is
  'Whether a case may be seen one by one: private.protected_condition of one case.';

-- What became protected is gone for whoever saw it before; any other change of a protected case is not told, not even by the cursor.
create or replace function public.incident_changes(area bigint, after bigint default null, page_size integer default 500) returns jsonb
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

create or replace function private.readable_incident(incident bigint) returns public.incidents
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

-- By grid, point and cell.
create or replace function public.wall_density(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  counted constant integer := least(greatest(days, 1), 366);
  since constant timestamptz := ((now() at time zone calendar.time_zone)::date - counted + 1)::timestamp at time zone calendar.time_zone;
  -- About 50 m each way, counted from the meridian and the equator: where a cell lies depends on the district's latitude alone.
  lat_per_cell constant double precision := 0.00045;
  lng_per_cell double precision;
  middle extensions.geometry;
  around extensions.geometry;
  cells jsonb;
begin
  select extensions.st_snaptogrid(extensions.st_centroid(extensions.st_envelope(extensions.st_collect(a.boundary))), 0.1) into middle
  from public.areas a where a.district_id = scope.district and a.kind = 'community';
  lng_per_cell := lat_per_cell / greatest(cos(radians(extensions.st_y(middle))), 0.1);
  select extensions.st_expand(extensions.st_envelope(extensions.st_collect(a.boundary)), private.density_margin_degrees())
  into around from public.areas a where a.id = any (scope.seen);
  with counts as (
    select floor(extensions.st_x(i.position) / lng_per_cell)::integer as x, floor(extensions.st_y(i.position) / lat_per_cell)::integer as y, count(*) as n
    from public.incidents i
    where i.district_id = scope.district and i.reported_at >= since and private.incident_happened(i.state)
      and i.category_id <> all (private.protected_categories(scope.district)) and i.position operator(extensions.&&) around
    group by 1, 2
  )
  select coalesce(jsonb_agg(jsonb_build_array(k.x, k.y, k.n) order by k.x, k.y), '[]') into cells from counts k;
  return jsonb_build_object('now', now(), 'days', counted, 'origin', jsonb_build_array(round(extensions.st_x(middle)::numeric, 1), round(extensions.st_y(middle)::numeric, 1)), 'lngPerCell', lng_per_cell, 'latPerCell', lat_per_cell, 'cells', cells);
end $$;
comment on function public.wall_density(area bigint, days integer) is
  'What happened around an area in the last days, today included, counted in cells of about 50 m: { days, origin, lngPerCell, latPerCell, cells: [[x, y, count]] }; origin: the middle of the district; cell x, y reaches from x × lngPerCell, y × latPerCell to the next. The lattice is one for the district, and so are the counts, whoever asks: protected categories are left out for everybody. Raises not-allowed. Security definer: gives away counts, no case.';

create or replace function public.incident_squares(area bigint, since timestamptz) returns jsonb
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

create or replace function public.plan_incidents(plan bigint, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  chosen constant public.plans := private.plan_for_reader(plan_incidents.plan);
  seen constant bigint[] := private.seen_communities(chosen.district_id);
  apart constant bigint[] := private.protected_categories(chosen.district_id);
begin
  -- Each case is looked up among the grids, not each grid among the cases: one look-up a case, whatever the plan.
  return (
    with placed as (
      select i.id, levels.level, (
        select g.id from public.grids g
        where g.plan_id = chosen.id and g.community_id = i.community_id and g.level = levels.level and extensions.st_covers(g.polygon, i.position)
        order by g.key limit 1) as grid
      from public.incidents i
      cross join (select distinct g.level from public.grids g where g.plan_id = chosen.id) levels
      where i.district_id = chosen.district_id and i.reported_at >= plan_incidents.since and private.incident_happened(i.state)
        and i.community_id = any (seen) and i.category_id <> all (apart)
    ), counted as (
      select placed.grid, count(*) as incidents from placed group by placed.grid
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key, 'incidents',
      case when g.community_id = any (seen) then coalesce(counted.incidents, 0) end) order by g.level, g.key), '[]')
    from public.grids g left join counted on counted.grid = g.id
    where g.plan_id = chosen.id
  );
end $$;
comment on function public.plan_incidents(plan bigint, since timestamp with time zone) is
  'What happened since a moment on the grids of a plan, of any date: an incident keeps its position, and its grid is looked up. incidents is null where the caller does not see the community''s cases. Protected categories are left out for everybody. Security definer: the number is the same for every role; private.plan_for_reader and private.seen_communities ask for the right.';

create or replace function private.incidents_by_month(grid public.grids, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  zone constant text := (select c.time_zone from public.calendars c where c.id = private.calendar_of(grid.district_id));
  apart constant bigint[] := private.protected_categories(grid.district_id);
begin
  if grid.plan_id not in (select private.visible_plans()) or not private.can(private.incident_staff(), grid.community_id) then
    return null;
  end if;
  -- A case on a border that grids share belongs to the first of them, as when it is located.
  return (
    select coalesce(jsonb_agg(jsonb_build_object('month', counted.month, 'incidents', counted.incidents) order by counted.month), '[]')
    from (
      select to_char(i.reported_at at time zone zone, 'YYYY-MM') as month, count(*) as incidents
      from public.incidents i
      where i.district_id = grid.district_id and i.community_id = grid.community_id and i.reported_at >= since and i.category_id <> all (apart)
        and private.incident_happened(i.state) and extensions.st_covers(grid.polygon, i.position)
        and not exists (
          select from public.grids before
          where before.plan_id = grid.plan_id and before.community_id = grid.community_id and before.level = grid.level
            and before.key < grid.key and extensions.st_covers(before.polygon, i.position))
      group by 1
    ) counted);
end $$;
comment on function private.incidents_by_month(grid public.grids, since timestamp with time zone) is
  'What happened on the ground of a grid since a moment, by month of the district''s calendar, without protected categories; months without any are left out. Null where the caller does not see the community''s cases. Security definer: the number is the same for every role.';

-- Figures: rounded cells, their days among them.
create or replace function private.rounded_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[])
returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
begin
  if unit_kind not in ('district', 'street', 'community', 'class', 'category') then
    return;
  end if;
  -- The cases of a cell are spread evenly over the days of its month, so that periods add up and none says more than the cell.
  return query
  select u.unit, v.key, sum(floor(v.r * d.until / d.days) - floor(v.r * d.since / d.days))
  from private.case_tallies t
  join public.areas a on a.id = t.area_id
  join public.categories c on c.id = t.category_id
  cross join lateral (
    select case unit_kind when 'district' then t.district_id::text when 'street' then a.parent_id::text when 'community' then t.area_id::text
      when 'class' then left(c.code, 2) else t.category_id::text end as unit) u
  cross join lateral private.cell_days(t.month, today) len
  cross join lateral (
    select len as days, least(greatest(first_day - t.month, 0), len) as since, least(greatest(last_day + 1 - t.month, 0), len) as until) d
  cross join lateral (
    -- Time is not counted but summed: the mean of the cell, as often as it has cases once it is rounded.
    select e.key, case when e.key = 'handled_seconds' then case when t.handled > 0 then
        round(t.handled_seconds::numeric / t.handled / 3600, 1) * 3600 * private.rounded(t.handled, private.cell_name(t)) else 0 end
      else private.rounded(e.value::numeric, private.cell_name(t)) end as r
    from jsonb_each_text(to_jsonb(t)) e where e.key = any (codes)) v
  where t.district_id = (scope ->> 'district')::bigint and t.kind = 'community' and t.category_id = any (categories)
    and t.area_id = any (array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s))
    and t.month <= last_day and t.month > first_day - 31 and v.r > 0
  group by 1, 2;
end $$;

create function private.cell_name(t private.case_tallies) returns text
language sql immutable set search_path = '' as $$
  select concat_ws('/', t.area_id, t.category_id, t.month)
$$;
comment on function private.cell_name(t private.case_tallies) is 'What the chance of rounding a cell is drawn for.';

create function private.cell_days(month date, today date) returns integer
language sql immutable set search_path = '' as $$
  select greatest(1, least((month + interval '1 month')::date, today + 1) - month)
$$;
comment on function private.cell_days(month date, today date) is
  'Over how many days the cases of a cell are spread: those of its month that have begun.';

create function private.rounded_days(district bigint, seen bigint[], first_day date, last_day date, today date, categories bigint[])
returns table (day date, community_id bigint, category_id bigint, cases numeric)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select (t.month + k.d)::date, t.area_id, t.category_id, floor(v.r * (k.d + 1) / len) - floor(v.r * k.d / len)
  from private.case_tallies t
  cross join lateral private.cell_days(t.month, today) len
  cross join lateral private.rounded(t.came_in, private.cell_name(t)) v (r)
  cross join lateral generate_series(greatest(first_day - t.month, 0), least(last_day - t.month, len - 1)) k (d)
  where t.district_id = district and t.kind = 'community' and t.area_id = any (seen) and t.category_id = any (categories)
    and t.month <= last_day and t.month > first_day - 31 and v.r > 0;
end $$;
comment on function private.rounded_days(district bigint, seen bigint[], first_day date, last_day date, today date, categories bigint[]) is
  'What came in of protected categories on each day, out of rounded cells; days without any are left out or 0.';

create function private.open_tally(district bigint, seen bigint[], hidden bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('total', count(*), 'overdue', count(*) filter (where i.deadline_at < now()),
      'urgent', count(*) filter (where i.urgent), 'urged', count(*) filter (where i.urged),
      'unaccepted', count(*) filter (where i.state in ('reported', 'verifying')))
    from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and i.category_id <> all (hidden)
      and i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
  );
end $$;
comment on function private.open_tally(district bigint, seen bigint[], hidden bigint[]) is
  'Open incidents now, without hidden categories: all, overdue (deadline_at < now()), urgent, urged, and not accepted yet.';

create function private.reported_between(district bigint, seen bigint[], since timestamptz, until timestamptz, hidden bigint[]) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from public.incidents i
    where i.district_id = district and i.community_id = any (seen) and i.reported_at >= since and i.reported_at < until and i.category_id <> all (hidden)
  );
end $$;
comment on function private.reported_between(district bigint, seen bigint[], since timestamp with time zone, until timestamp with time zone, hidden bigint[]) is
  'Cases that came in from a moment and before another, without hidden categories.';

create function private.reported_by(district bigint, seen bigint[], first_day date, today date, zone text, hidden bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with counted as (
      select (i.reported_at at time zone zone)::date as day, i.community_id, i.category_id, count(*) as cases
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.category_id <> all (hidden)
        and i.reported_at >= first_day::timestamp at time zone zone and i.reported_at < (today + 1)::timestamp at time zone zone
      group by 1, 2, 3
      union all
      select r.day, r.community_id, r.category_id, r.cases from private.rounded_days(district, seen, first_day, today, today, hidden) r where r.cases > 0
    ), reported as materialized (
      select c.day, c.community_id, c.category_id, sum(c.cases)::bigint as cases from counted c group by grouping sets (1, 2, 3)
    ), late as (
      select i.community_id, count(*) as cases
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.deadline_at < now() and i.category_id <> all (hidden)
      group by 1
    ), classes as (
      select left(coalesce(c.code, ''), 2) as code, sum(r.cases) as cases
      from reported r left join public.categories c on c.id = r.category_id
      where r.day is null and r.community_id is null and r.category_id is not null group by 1
    ), communities as (
      select coalesce(r.community_id, l.community_id) as id, coalesce(r.cases, 0) as cases, coalesce(l.cases, 0) as overdue
      from (select reported.community_id, reported.cases from reported where reported.community_id is not null) r
      full join late l on l.community_id = r.community_id
    )
    select jsonb_build_object(
      'byDay', (select jsonb_agg(jsonb_build_object('day', d.day, 'cases', coalesce(r.cases, 0)) order by d.day)
        from (select g::date as day from generate_series(first_day::timestamp, today::timestamp, interval '1 day') g) d
        left join reported r on r.day = d.day),
      'byClass', (select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', coalesce(c.name, t.code),
          'nameEn', coalesce(c.name_en, t.code), 'cases', t.cases) order by t.cases desc, t.code), '[]')
        from classes t
        left join lateral (
          select class.name, class.name_en from public.categories class
          where class.code = t.code and (class.district_id = district or class.district_id is null)
          order by class.district_id nulls last limit 1) c on true),
      'byCommunity', (select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name, 'nameEn', a.name_en, 'cases', t.cases,
          'overdue', t.overdue) order by t.cases desc, a.code), '[]')
        from communities t join public.areas a on a.id = t.id))
  );
end $$;
comment on function private.reported_by(district bigint, seen bigint[], first_day date, today date, zone text, hidden bigint[]) is
  'What came in from a day to a day of the district''s calendar, hidden categories out of rounded cells: { byDay, byClass, byCommunity }, whose sums are the same number. By day with the days without any; by class (first two digits of the category) and by community (with what is overdue now, without hidden categories) the most first.';

create or replace function public.wall_statistics(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  hidden constant bigint[] := private.hidden_categories(scope.district, scope.seen, scope.handled);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  first_day constant date := today - least(greatest(days, 1), 366) + 1;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  midnight constant timestamptz := today::timestamp at time zone calendar.time_zone;
  posts constant jsonb := private.posts_standing(scope.seen, today);
begin
  return jsonb_build_object(
    'now', now(), 'firstDay', first_day, 'today', today, 'since', since, 'midnight', midnight, 'calendar', calendar.name,
    'open', private.open_tally(scope.district, scope.seen, hidden),
    'reportedToday', private.reported_between(scope.district, scope.seen, midnight, now(), hidden)
      + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today, today, today, hidden) r),
    'reportedSameTimeLastWeek', private.reported_between(scope.district, scope.seen, midnight - interval '7 days', now() - interval '7 days', hidden)
      + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today - 7, today - 7, today, hidden) r),
    'onTimeClosure', private.on_time_closure(private.figure_scope(area), first_day, today),
    'postsFilled', posts -> 'filled',
    'onDuty', posts -> 'onDuty',
    'visitCoverage', private.visit_coverage(scope.seen, first_day, today))
    || private.reported_by(scope.district, scope.seen, first_day, today, calendar.time_zone, hidden);
end $$;
comment on function public.wall_statistics(area bigint, days integer) is
  'The figures of a wall for an area and the last `days` days of the district''s calendar, today included. Rates come as { numerator, denominator }. Who does not handle all of its cases gets protected categories out of rounded cells, and what is open or overdue without them. Security definer: counts cases that the policies show to handlers only; it gives away counts, no case.';

create function private.on_time_closure(scope jsonb, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('denominator', coalesce(sum(s.n) filter (where s.code = 'closing_due'), 0), 'numerator', coalesce(sum(s.n) filter (where s.code = 'closing_in_time'), 0))
    from private.figure_sums(scope, 'district', '{closing_due,closing_in_time}', first_day, last_day, null, null) s);
end $$;
comment on function private.on_time_closure(scope jsonb, first_day date, last_day date) is
  'On-time closure. Denominator: due to be closed in the period. Numerator: of these, closed, and handled by the deadline over their whole life: a deadline missed before a reopening stays missed, and a case without a limit cannot be late. The check after it has a clock of its own.';

drop function private.open_tally(bigint, bigint[]);
drop function private.reported_between(bigint, bigint[], timestamptz, timestamptz);
drop function private.on_time_closure(bigint, bigint[], timestamptz, timestamptz);
drop function private.reported_by(bigint, bigint[], date, date, text);

create function private.overdue_by_age(district bigint, seen bigint[], hidden bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('total', count(*), 'underOneDay', count(*) filter (where t.late < interval '1 day'),
      'oneToSevenDays', count(*) filter (where t.late >= interval '1 day' and t.late < interval '7 days'),
      'sevenToThirtyDays', count(*) filter (where t.late >= interval '7 days' and t.late < interval '30 days'),
      'overThirtyDays', count(*) filter (where t.late >= interval '30 days'))
    from (
      select now() - i.deadline_at as late from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.deadline_at < now() and i.category_id <> all (hidden)
    ) t);
end $$;
comment on function private.overdue_by_age(district bigint, seen bigint[], hidden bigint[]) is
  'What is overdue and open now, without hidden categories, by how long its next deadline has passed.';

create function private.handling_hours(district bigint, seen bigint[], since timestamptz, until timestamptz, hidden bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('cases', count(*), 'mean', round(avg(f.handled_seconds / 3600.0), 2),
      'p90', round((percentile_disc(0.9) within group (order by f.handled_seconds / 3600.0))::numeric, 2))
    from private.case_facts f
    where f.district_id = district and f.community_id = any (seen) and f.handled_at >= since and f.handled_at < until and f.category_id <> all (hidden));
end $$;
comment on function private.handling_hours(district bigint, seen bigint[], since timestamp with time zone, until timestamp with time zone, hidden bigint[]) is
  'Working hours from filing to handling of what was handled in a period, without hidden categories: how many cases, their mean and their 90th percentile (nearest rank); null where there are none.';

create or replace function public.indicators(area bigint, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  seen constant bigint[] := array(
    select s::bigint from jsonb_array_elements_text(scope -> 'seen') s intersect select private.reachable(private.incident_readers()));
  own constant jsonb := scope || jsonb_build_object('seen', to_jsonb(seen), 'isWhole', (scope ->> 'isWhole')::boolean and cardinality(seen) = jsonb_array_length(scope -> 'seen'),
    'handlesAll', scope -> 'handled' @> to_jsonb(seen));
  district constant bigint := (scope ->> 'district')::bigint;
  hidden constant bigint[] := private.figure_hidden(own);
  period record;
  codes constant text[] := array(select d.code from public.indicator_definitions d where d.code <> 'openCases' and d.code <> 'overdueShare' and d.code <> 'overdueOpen');
  rates jsonb;
  unstated numeric;
begin
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if last_day < first_day or last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  period := private.figure_period(own, first_day, last_day);
  select jsonb_object_agg(d.code, jsonb_build_object('numerator', coalesce(f.numerator, 0), 'denominator', coalesce(f.denominator, 0))) into rates
  from public.indicator_definitions d
  left join private.figure_values(own, codes, 'district', first_day, last_day, options) f on f.indicator = d.code
  where d.kind in ('share', 'ratio') and d.basis in ('cases', 'standing');
  select coalesce(sum(case s.code when 'closed' then s.n else -s.n end), 0) into unstated
  from private.figure_sums(own, 'district', '{closed,reasoned}', first_day, last_day, null, null) s;
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar',
      'communities', cardinality(seen), 'lessDeferred', coalesce((options ->> 'lessDeferred')::boolean, false),
      'lessUnreasonable', coalesce((options ->> 'lessUnreasonable')::boolean, false),
      'overdueOpen', private.overdue_by_age(district, seen, hidden),
      'handlingHours', private.handling_hours(district, seen, period.since, period.until, hidden))
    || rates
    || jsonb_build_object('balance', private.balance_indicator(seen), 'solved', rates -> 'solved' || jsonb_build_object('unstated', unstated));
end $$;
comment on function public.indicators(area bigint, first_day date, last_day date, options jsonb) is
  'Every indicator of an area over a period of days of the district''s calendar, by docs/indicators.md: rates as { numerator, denominator }, with the period, the calendar and the number of communities counted. options: { lessDeferred, lessUnreasonable }. What is open, overdue, assigned or on duty is as of now. Who does not handle all of the area''s cases gets protected categories out of rounded cells; what is open or overdue, and working hours, without them. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';

create function private.figure_hidden(scope jsonb) returns bigint[]
language sql stable set search_path = '' as $$
  select case when (scope ->> 'handlesAll')::boolean then '{}'::bigint[] else private.protected_categories((scope ->> 'district')::bigint) end
$$;
comment on function private.figure_hidden(scope jsonb) is
  'private.hidden_categories of the scope of a figure.';

drop function private.overdue_by_age(bigint, bigint[]);
drop function private.handling_hours(bigint, bigint[], timestamptz, timestamptz);

create or replace function private.standing_sums(scope jsonb, unit_kind text, indicator text, first_day date, last_day date, grids bigint[])
returns table (unit text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  base text;
  per text;
begin
  if unit_kind not in ('district', 'street', 'community', 'grid') then
    return;
  end if;
  per := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'b.community_id' else 'b.grid_id' end;
  if indicator = 'workload' then
    return query execute format(
      'select coalesce(o.unit, p.unit), coalesce(o.cases, 0)::numeric, coalesce(p.people, 0)::numeric
       from (select (%1$s)::text as unit, count(*) + count(*) filter (where i.urgent) as cases from public.incidents i%2$s
         where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'') and i.category_id <> all ($5)%3$s group by 1) o
       full join (select (%4$s)::text as unit, count(distinct held.person_id) as people
         from public.assignments held join private.grids_in_force g on g.id = held.grid_id and g.community_id = any ($2)
         join public.areas a on a.id = g.community_id
         join public.people who on who.id = held.person_id and who.on_duty
         where $3 between held.since and coalesce(held.until, ''infinity'') group by 1) p on p.unit = o.unit',
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' else 'k.id' end,
      case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id'
        when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)' else '' end,
      case unit_kind when 'grid' then ' and k.id = any ($4)' else '' end,
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'g.community_id' else 'g.id' end)
      using district, seen, private.local_date(district, now()), grids, private.figure_hidden(scope);
    return;
  end if;
  base := case indicator
    when 'balance' then
      'select g.community_id, g.id as grid_id, (abs(g.households - g.target_households) <= g.tolerance * g.target_households)::integer as n, 1 as d
       from private.grids_in_force g where g.is_leaf and g.community_id = any ($2)'
    when 'visitCoverage' then
      'select b.community_id, gb.grid_id, least(coalesce(called.households, 0), b.households) as n, b.households as d from public.buildings b
       left join (select v.building_id, sum(v.households) as households from public.visits v where v.district_id = $1 and v.visited_on between $3 and $4 group by 1) called on called.building_id = b.id
       left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'
    when 'serviceReach' then
      'select b.community_id, gb.grid_id, case when exists (select from public.service_points s
           where s.district_id = $1 and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
             and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000)) then b.households else 0 end as n, b.households as d
       from public.buildings b left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'
    else format(
      'select p.community_id, p.grid_id, bool_and(coalesce(h.people, 0) >= p.per_grid)::integer as n, 1 as d
       from (select g.community_id, g.id as grid_id, post.id as post, post.per_grid from private.grids_in_force g
         join public.scheme_posts post on post.scheme_id = g.scheme_id and post.level = g.level and post.exclusive where g.community_id = any ($2)) p
       left join (select held.grid_id, held.post_id, count(distinct held.person_id)%s as people
         from public.assignments held join public.people who on who.id = held.person_id
         where held.district_id = $1 and $6 between held.since and coalesce(held.until, ''infinity'') group by 1, 2) h on h.grid_id = p.grid_id and h.post_id = p.post
       group by 1, 2', case when indicator = 'onDuty' then ' filter (where who.on_duty)' else '' end)
  end;
  return query execute format('select (%s)::text, sum(b.n)::numeric, sum(b.d)::numeric from (%s) b join public.areas a on a.id = b.community_id group by 1', per, base)
    using district, seen, first_day, last_day, grids, private.local_date(district, now());
end $$;

drop function private.workload_indicator(bigint, bigint[], date);

create function private.sign_cases(district bigint, seen bigint[], since timestamptz, until timestamptz, hidden bigint[])
returns table (sign text, community_id bigint, incident_id bigint, shows boolean)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with cases as materialized (
    select i.id, i.community_id, i.category_id, i.source, i.state, i.reported_at, i.filed_at, i.dispatched_at, i.resolved_at, i.closed_at, i.due_at, i.satisfied, i.waits,
      f.recurred, f.cell_x, f.cell_y, i.position
    from private.case_facts f join public.incidents i on i.district_id = f.district_id and i.id = f.id
    where f.district_id = district and f.community_id = any (seen) and f.reported_at >= since and f.reported_at < until and f.category_id <> all (hidden)
  ), steps as materialized (
    select c.id, c.community_id, c.filed_at, e.kind, e.at, e.from_state, e.to_state, e.detail,
      lead(e.to_state) over (partition by c.id, e.kind order by e.at, e.id) as next_state, lead(e.at) over (partition by c.id, e.kind order by e.at, e.id) as next_at
    from cases c join public.incident_events e on e.district_id = district and e.incident_id = c.id
    where e.kind in ('category', 'transition') and (e.kind = 'category' or e.from_state in ('in_progress', 'deferred') or e.to_state = 'deferred')
  )
  -- Handled in the last twentieth of the time that was allowed.
  select 'rushed', c.community_id, c.id, c.resolved_at <= c.due_at and c.resolved_at > c.due_at - (c.due_at - c.filed_at) / 20
  from cases c where c.filed_at < c.due_at and c.resolved_at is not null
  union all
  -- Put under a category with a longer time for handling after it was filed.
  select 'recategorised', c.community_id, c.id, exists (
    select from steps s
    join public.category_deadlines was on was.clock = 'handling' and was.category_id = (s.detail ->> 'from')::bigint
    left join public.category_deadlines fresh on fresh.clock = 'handling' and fresh.category_id = (s.detail ->> 'to')::bigint
    where s.id = c.id and s.kind = 'category' and s.at >= c.filed_at and coalesce(private.rough_hours(fresh.amount, fresh.unit) > private.rough_hours(was.amount, was.unit), true))
  from cases c where c.filed_at is not null
  union all
  -- Put off, and taken up again within a day.
  select 'deferredBriefly', c.community_id, c.id, exists (
    select from steps s where s.id = c.id and s.to_state = 'deferred' and s.next_state = 'in_progress' and s.next_at < s.at + interval '1 day')
  from cases c where c.dispatched_at is not null
  union all
  select 'again', c.community_id, c.id, c.recurred from cases c where c.closed_at is not null
  union all
  -- One of several of its category reported within an hour and about 100 m.
  select 'split', c.community_id, c.id, exists (
    select from cases o where o.id <> c.id and o.category_id = c.category_id and o.community_id = c.community_id and o.cell_x = c.cell_x and o.cell_y = c.cell_y
      and o.reported_at between c.reported_at - interval '1 hour' and c.reported_at + interval '1 hour')
  from cases c
  union all
  -- Nobody was asked whether the closing satisfied.
  select 'unasked', c.community_id, c.id, c.satisfied is null from cases c where c.closed_at is not null
  union all
  -- The time since the report before is the one that occurs most in the community.
  select 'regular', g.community_id, g.id, g.same = max(g.same) over (partition by g.community_id)
  from (
    select n.community_id, n.id, count(*) over (partition by n.community_id, n.gap) as same
    from (select c.community_id, c.id, (extract(epoch from c.reported_at - lag(c.reported_at) over (partition by c.community_id order by c.reported_at, c.id)) / 60)::integer as gap from cases c) n
    where n.gap > 0) g
  union all
  -- Closed in the same minute as others of the community.
  select 'bulk', b.community_id, b.id, b.together >= 4
  from (select c.community_id, c.id, count(*) over (partition by c.community_id, date_trunc('minute', c.closed_at)) as together from cases c where c.closed_at is not null) b
  union all
  select 'refused', c.community_id, c.id, c.state in ('rejected', 'duplicate', 'cancelled') from cases c
  union all
  -- The clock stood still for a third party.
  select 'waiting', c.community_id, c.id, coalesce(c.waits, 0) > 0 from cases c where c.filed_at is not null;
end $$;
comment on function private.sign_cases(district bigint, seen bigint[], since timestamp with time zone, until timestamp with time zone, hidden bigint[]) is
  'Of each case reported in a period, but for hidden categories, for each sign that it can show, whether it shows it: rushed, recategorised, deferredBriefly, again, split, unasked, regular, bulk, refused, waiting.';

create function private.signs(district bigint, seen bigint[], since timestamptz, until timestamptz, hidden bigint[])
returns table (sign text, community_id bigint, shown bigint, cases bigint, usual numeric, distance numeric)
language plpgsql stable set search_path = '' as $$
begin
  -- Shares made comparable by the arcsine (Anscombe 1948), against the median of the communities, in units of their own chance and of how
  -- much honest communities differ (median absolute deviation).
  return query
  with counted as (
    select s.sign, s.community_id, count(*) filter (where s.shows) as shown, count(*) as cases from private.sign_cases(district, seen, since, until, hidden) s group by 1, 2
  ), turned as (
    select c.*, asin(sqrt((c.shown + 0.375) / (c.cases + 0.75))) as angle, sqrt(c.cases + 0.5) * 2 as weight from counted c where c.cases >= 20
  ), middle as (
    select t.sign, percentile_cont(0.5) within group (order by t.angle) as angle, count(*) as communities from turned t group by 1
  ), spread as (
    select t.sign, greatest(1.0, 1.4826 * percentile_cont(0.5) within group (order by abs(t.angle - m.angle) * t.weight)) as scale
    from turned t join middle m on m.sign = t.sign group by 1
  )
  select t.sign, t.community_id, t.shown, t.cases, round((sin(m.angle) ^ 2)::numeric, 4), round(((t.angle - m.angle) * t.weight / s.scale)::numeric, 2)
  from turned t join middle m on m.sign = t.sign join spread s on s.sign = t.sign
  where m.communities >= 8 and (t.angle - m.angle) * t.weight / s.scale > 4 and t.shown >= 5;
end $$;
comment on function private.signs(district bigint, seen bigint[], since timestamp with time zone, until timestamp with time zone, hidden bigint[]) is
  'Communities in which a sign shows far more than usual, hidden categories left out: shown of cases, the usual share, and how many standard deviations it lies above (over 4). At least eight communities with twenty cases each are compared.';

create or replace function public.integrity_signs(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  everywhere constant bigint[] := array(select a.id from public.areas a where a.district_id = (scope ->> 'district')::bigint and a.kind = 'community');
begin
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'signs', (
    select coalesce(jsonb_agg(jsonb_build_object('sign', s.sign, 'community', s.community_id, 'shown', s.shown, 'cases', s.cases, 'usual', s.usual, 'distance', s.distance)
      order by s.distance desc, s.community_id), '[]')
    from private.signs((scope ->> 'district')::bigint, everywhere, period.since, period.until, private.figure_hidden(scope)) s where s.community_id = any (seen)));
end $$;
comment on function public.integrity_signs(area bigint, first_day date, last_day date) is
  'Signs that figures of a period may be made rather than earned: { now, firstDay, lastDay, signs: [{ sign, community, shown, cases, usual, distance }] }. A community is compared with all of its district, whatever the caller sees of them; protected categories are left out for who does not handle all of the area. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';

create or replace function public.sign_rows(area bigint, sign text, community bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  period constant record := private.figure_period(scope, first_day, last_day);
  handled constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'handled') s);
begin
  if not scope -> 'seen' @> to_jsonb(community) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', community)::text;
  end if;
  return jsonb_build_object('now', now(), 'incidents', (
    select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any (handled)) order by i.reported_at desc, i.id desc), '[]')
    from (select s.incident_id from private.sign_cases((scope ->> 'district')::bigint, array[community], period.since, period.until,
        case when community = any (handled) then '{}'::bigint[] else private.figure_hidden(scope) end) s
      where s.sign = sign_rows.sign and s.shows order by s.incident_id desc limit 200) page
    join public.incidents i on i.district_id = (scope ->> 'district')::bigint and i.id = page.incident_id));
end $$;

drop function private.signs(bigint, bigint[], timestamptz, timestamptz);
drop function private.sign_cases(bigint, bigint[], timestamptz, timestamptz);

-- What is said of categories and calendars to those who handle no cases.
create function private.district_hidden(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select private.hidden_categories(district, c.ids, array(select unnest(c.ids) intersect select private.reachable(private.incident_handlers())))
  from (select array(select a.id from public.areas a where a.district_id = district and a.kind = 'community') as ids) c
$$;
comment on function private.district_hidden(district bigint) is
  'private.hidden_categories of a whole district for the signed-in person.';

create or replace function private.categories_of(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with hidden as (
    select private.district_hidden(categories_of.district) as ids
  ), held as (
    select c.category_id, sum(c.cases)::bigint as cases from public.incident_category_tallies c, hidden
    where c.district_id = categories_of.district and c.category_id <> all (hidden.ids) group by 1
    union all
    select t.category_id, sum(private.rounded(t.came_in, private.cell_name(t)))::bigint from private.case_tallies t, hidden
    where t.district_id = categories_of.district and t.kind = 'community' and t.category_id = any (hidden.ids) group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'gridOnly', c.grid_only,
    'retired', c.retired, 'isTemplate', c.district_id is null,
    'isCurrent', c.valid_until is null and (c.district_id is not null or not exists (
      select from public.categories own where own.district_id = categories_of.district and own.code = c.code)),
    'approvedBy', c.approved_by, 'approval', c.approval, 'approvedSince', c.approved_since, 'approvedUntil', c.approved_until,
    'approvalEnded', coalesce(c.approved_until < private.local_date(categories_of.district, now()), false),
    'validSince', c.valid_since, 'validUntil', c.valid_until, 'cameFrom', c.came_from, 'cases', coalesce(h.cases, 0),
    'deadlines', (select coalesce(jsonb_agg(jsonb_build_object('clock', d.clock, 'amount', d.amount, 'unit', d.unit) order by d.clock), '[]')
      from public.category_deadlines d where d.category_id = c.id)) order by c.code, c.valid_until desc nulls first, c.id), '[]')
  from public.categories c left join held h on h.category_id = c.id
  where c.district_id = categories_of.district or c.district_id is null and (h.cases > 0 or not exists (
    select from public.categories own where own.district_id = categories_of.district and own.code = c.code))
$$;
comment on function private.categories_of(district bigint) is
  'The categories of a district, former ones too, as category_list answers them; protected ones with cases out of rounded cells for who does not handle all of the district.';
