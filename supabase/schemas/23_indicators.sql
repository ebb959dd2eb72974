-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.feature(id text, geom extensions.geometry, properties jsonb, digits integer default 6) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('type', 'Feature', 'id', id, 'properties', properties,
    'geometry', extensions.st_asgeojson(geom, digits, 0)::jsonb)
$$;
comment on function private.feature(id text, geom extensions.geometry, properties jsonb, digits integer) is
  'A GeoJSON feature; `digits` decimals of a degree (6: a tenth of a metre).';
grant execute on function private.feature(id text, geom extensions.geometry, properties jsonb, digits integer) to authenticated, service_role;

create function private.collection(features jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('type', 'FeatureCollection', 'features', coalesce(features, '[]'))
$$;
comment on function private.collection(features jsonb) is
  'A GeoJSON collection of an array of features, or of none.';
grant execute on function private.collection(features jsonb) to authenticated, service_role;

create function public.base_map(area bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  with chosen as (
    select a.district_id from public.areas a
    where a.id = base_map.area and a.district_id in (select private.my_districts())
  ), drawn as (
    select f.layer::text, f.class, f.name, f.name_en, f.geom, f.id
    from public.base_features f where f.district_id = (select district_id from chosen)
    union all
    select 'building', '', '', null, b.footprint, b.id
    from public.buildings b where b.district_id = (select district_id from chosen) and b.footprint is not null
  )
  select private.collection(jsonb_agg(private.feature(d.layer || d.id, d.geom, jsonb_strip_nulls(jsonb_build_object(
    'layer', d.layer, 'class', nullif(d.class, ''), 'name', nullif(d.name, ''), 'nameEn', d.name_en)))))
  from drawn d
$$;
comment on function public.base_map(area bigint) is
  'The base map of the district that an area lies in: features with layer (road, rail, water, green, land, building, place), class, name and nameEn. Footprints of buildings are among them. Security definer: a wall sees footprints, not buildings.';
grant execute on function public.base_map(area bigint) to authenticated;

create function public.communities_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(c.code, c.boundary, jsonb_build_object(
    'id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'street', c.parent_id,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7) order by c.code))
  from public.areas top
  join public.areas c on c.path operator(extensions.<@) top.path and c.kind = 'community' and c.boundary is not null
  cross join lateral (select extensions.st_pointonsurface(c.boundary) as at) spot
  where top.id = communities_map.area
$$;
comment on function public.communities_map(area bigint) is
  'The communities of an area with their borders: id, code, name, nameEn, street (id), and labelLng, labelLat, a point inside.';
grant execute on function public.communities_map(area bigint) to authenticated;

create function public.grids_map(area bigint, day date default null) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(l.id::text, l.polygon, jsonb_build_object(
    'id', l.id, 'code', l.code, 'name', l.name, 'community', l.community_id, 'households', l.households,
    'kind', nullif(l.kind, 'residential'), 'target', case when l.kind = 'residential' then l.target_households end,
    'deviation', case when l.kind = 'residential' then round((l.households - l.target_households)::numeric / l.target_households, 4) end,
    'tolerance', l.tolerance,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7)
    order by l.code))
  from (
    select g.id, g.district_id, g.code, g.name, g.community_id, g.households, g.target_households, g.tolerance, g.polygon, g.is_leaf, g.kind
    from private.grids_in_force g where grids_map.day is null
    union all
    select g.id, g.district_id, g.code, g.name, g.community_id, g.households, g.target_households, g.tolerance, g.polygon, g.is_leaf, g.kind
    from private.grids_ever_in_force g where g.in_force @> grids_map.day) l
  cross join lateral (select extensions.st_pointonsurface(l.polygon) as at) spot
  where l.is_leaf and l.community_id in (select c from private.communities_in(grids_map.area) c)
    and ((select auth.uid()) is null or l.district_id in (select private.my_districts()))
$$;
comment on function public.grids_map(area bigint, day date) is
  'The leaf grids in force in an area on a day (today where none is given) as features with code, name, community, households, kind (null: residential), target and deviation (null where it is dedicated) and tolerance. Security definer: a display sees them on the map and reads no plan.';
grant execute on function public.grids_map(area bigint, day date) to authenticated;

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

create function private.on_time_closure(scope jsonb, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('denominator', coalesce(sum(s.n) filter (where s.code = 'closing_due'), 0), 'numerator', coalesce(sum(s.n) filter (where s.code = 'closing_in_time'), 0))
    from private.figure_sums(scope, 'district', '{closing_due,closing_in_time}', first_day, last_day, null, null) s);
end $$;
comment on function private.on_time_closure(scope jsonb, first_day date, last_day date) is
  'On-time closure. Denominator: due to be closed in the period. Numerator: of these, closed, and handled by the deadline over their whole life: a deadline missed before a reopening stays missed, and a case without a limit cannot be late. The check after it has a clock of its own.';

create function public.wall_statistics(area bigint, days integer default 30) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
  hidden constant bigint[] := private.hidden_categories(scope.district, scope.seen, scope.handled);
  calendar constant public.calendars := (select c from public.calendars c where c.id = private.calendar_of(scope.district));
  today constant date := (now() at time zone calendar.time_zone)::date;
  first_day constant date := today - least(greatest(days, 1), 366) + 1;
  since constant timestamptz := first_day::timestamp at time zone calendar.time_zone;
  midnight constant timestamptz := today::timestamp at time zone calendar.time_zone;
  figures constant jsonb := private.figure_scope(area);
  standing constant jsonb := (select jsonb_object_agg(s.indicator, jsonb_build_object('numerator', s.numerator, 'denominator', s.denominator))
    from private.standing_sums(figures, 'district', '{postsFilled,onDuty,visitCoverage}', first_day, today, null) s);
  nothing constant jsonb := '{"numerator": 0, "denominator": 0}';
  begun constant date := (select b.begun from private.data_begins(scope.district, scope.seen, 'district') b);
  -- A week ago by the wall clocks, also where they were put forward or back since.
  week_ago constant timestamptz := ((now() at time zone calendar.time_zone) - interval '7 days') at time zone calendar.time_zone;
  midnight_then constant timestamptz := (today - 7)::timestamp at time zone calendar.time_zone;
begin
  return jsonb_build_object(
    'now', now(), 'firstDay', first_day, 'today', today, 'since', since, 'midnight', midnight, 'calendar', calendar.name,
    'open', private.open_tally(scope.district, scope.seen, hidden),
    'reportedToday', private.reported_between(scope.district, scope.seen, midnight, now(), hidden)
      + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today, today, today, hidden) r),
    'reportedSameTimeLastWeek', case when begun <= today - 7 and exists (
        select from public.incidents i
        where i.district_id = scope.district and i.community_id = any (scope.seen) and i.category_id <> all (hidden)
          -- A week around that day without a single case is one that was not written down.
          and i.reported_at >= (today - 10)::timestamp at time zone calendar.time_zone and i.reported_at < (today - 3)::timestamp at time zone calendar.time_zone)
      then private.reported_between(scope.district, scope.seen, midnight_then, week_ago, hidden)
        + (select coalesce(sum(r.cases), 0) from private.rounded_days(scope.district, scope.seen, today - 7, today - 7, today, hidden) r) end,
    'onTimeClosure', private.on_time_closure(figures, first_day, today),
    'postsFilled', coalesce(standing -> 'postsFilled', nothing),
    'onDuty', coalesce(standing -> 'onDuty', nothing),
    'visitCoverage', coalesce(standing -> 'visitCoverage', nothing))
    || private.reported_by(scope.district, scope.seen, first_day, today, calendar.time_zone, hidden);
end $$;
comment on function public.wall_statistics(area bigint, days integer) is
  'The figures of a wall for an area and the last `days` days of the district''s calendar, today included. reportedSameTimeLastWeek: null where the data of the area had not begun, or nothing came in in the week around that day. Rates come as { numerator, denominator }. Who does not handle all of its cases gets protected categories out of rounded cells, and what is open or overdue without them. Security definer: counts cases that the policies show to handlers only; it gives away counts, no case.';
grant execute on function public.wall_statistics(area bigint, days integer) to authenticated;

-- What came in by day, class and community is counted in one pass without first counting each day of each category of each
-- community, which are nearly as many as the cases.
create function private.reported_by(district bigint, seen bigint[], first_day date, today date, zone text, hidden bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with came_in as (
      -- A day is found among the beginnings of the days: half the price of telling each case's day by the wall clock.
      select width_bucket(i.reported_at, array(
          select d::timestamp at time zone zone from generate_series(first_day::timestamp, today::timestamp, interval '1 day') d order by d)) as place,
        i.community_id, i.category_id
      from public.incidents i
      where i.district_id = district and i.community_id = any (seen) and i.category_id <> all (hidden)
        and i.reported_at >= first_day::timestamp at time zone zone and i.reported_at < (today + 1)::timestamp at time zone zone
    ), counted as (
      select first_day + c.place - 1 as day, c.community_id, c.category_id, count(*) as cases from came_in c group by grouping sets (c.place, 2, 3)
      union all
      select r.day, r.community_id, r.category_id, sum(r.cases) from private.rounded_days(district, seen, first_day, today, today, hidden) r
      where r.cases > 0 group by grouping sets (1, 2, 3)
    ), reported as materialized (
      select c.day, c.community_id, c.category_id, sum(c.cases)::bigint as cases from counted c group by 1, 2, 3
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

create function private.density_margin_degrees() returns double precision
language sql immutable set search_path = '' as $$ select 0.012::double precision $$;
comment on function private.density_margin_degrees() is
  'How far around an area its density is counted: more than the reach of the kernel, 600 m, in both directions up to 60° of latitude.';

-- By grid, point and cell.
create function public.wall_density(area bigint, days integer default 30) returns jsonb
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
grant execute on function public.wall_density(area bigint, days integer) to authenticated;

create view private.district_calendars with (security_invoker=true) as
select d.id as district_id,
    c.id as calendar_id,
    c.time_zone,
    c.name
   from public.areas d
     cross join lateral ( select k.id,
            k.time_zone,
            k.name
           from public.calendars k
          where k.district_id = d.id or k.district_id is null
          order by k.district_id
         limit 1) c
  where d.kind = 'district'::public.area_kind;
comment on view private.district_calendars is
  'The calendar that each district goes by, and its time zone.';

create table private.case_facts (
  district_id bigint not null,
  id bigint not null,
  community_id bigint not null,
  street_id bigint not null,
  category_id bigint not null,
  source text not null,
  "position" extensions.geometry(point,4326) not null,
  cell_x integer not null,
  cell_y integer not null,
  compound_id bigint,
  grid_ids bigint[] not null default '{}'::bigint[],
  reported_at timestamptz not null,
  accepted_at timestamptz,
  filed_at timestamptz,
  dispatched_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  due_at timestamptz,
  missed_due_at timestamptz,
  arrival_due_at timestamptz,
  answer_due_at timestamptz,
  checks timestamptz[] not null default '{}'::timestamptz[],
  reworks timestamptz[] not null default '{}'::timestamptz[],
  happened boolean not null,
  refused boolean not null,
  responded boolean not null,
  in_time boolean not null,
  deferred boolean not null,
  returned boolean not null,
  recurred boolean not null default false,
  satisfied boolean,
  reason public.closing_reason,
  arrived_in_time boolean not null,
  answered_in_time boolean not null,
  handled_seconds bigint,
  handling_first timestamptz generated always as (
    case
        when filed_at is not null then least(due_at, missed_due_at, resolved_at)
        else null::timestamptz
    end) stored,
  handling_last timestamptz generated always as (
    case
        when filed_at is not null then greatest(due_at, missed_due_at, resolved_at)
        else null::timestamptz
    end) stored,
  closing_first timestamptz generated always as (
    case
        when filed_at is not null then least(due_at, missed_due_at, closed_at)
        else null::timestamptz
    end) stored,
  closing_last timestamptz generated always as (
    case
        when filed_at is not null then greatest(due_at, missed_due_at, closed_at)
        else null::timestamptz
    end) stored,
  check_first timestamptz generated always as (checks[1]) stored,
  check_last timestamptz generated always as (checks[cardinality(checks)]) stored,
  handled_at timestamptz generated always as (
    case
        when filed_at is not null then resolved_at
        else null::timestamptz
    end) stored,
  constraint case_facts_pkey primary key (district_id, id)
);
comment on table private.case_facts is
  'What indicators ask of each case. Written by triggers on incidents, incident_events and what is in force; private.recount_facts() makes it anew.';
comment on column private.case_facts.cell_x is
  'Thousandths of a degree: cases within 50 m lie in the same cell or the next one.';
comment on column private.case_facts.grid_ids is
  'The leaf grids of every plan that was, is or will be in force on whose ground it lies.';
comment on column private.case_facts.handled_seconds is
  'Working seconds from filing to handling, by the calendar as it was when the case was handled.';
create index case_facts_accepted_idx on private.case_facts (district_id, accepted_at) where accepted_at is not null;
create index case_facts_again_idx on private.case_facts (category_id, district_id, cell_x, cell_y, closed_at) where closed_at is not null;
create index case_facts_answer_idx on private.case_facts (district_id, answer_due_at) where answer_due_at is not null;
create index case_facts_arrival_idx on private.case_facts (district_id, arrival_due_at) where arrival_due_at is not null;
create index case_facts_category_idx on private.case_facts (category_id, district_id, cell_x, cell_y, reported_at);
create index case_facts_check_idx on private.case_facts (district_id, check_first) where check_first is not null;
create index case_facts_check_span_idx on private.case_facts using gist (tstzrange(check_first, check_last, '[]'::text)) where check_first < check_last;
create index case_facts_closed_idx on private.case_facts (district_id, closed_at) where closed_at is not null;
create index case_facts_closing_first_idx on private.case_facts (district_id, closing_first) include (community_id, street_id, category_id, closed_at, in_time, deferred) where closing_first is not null;
create index case_facts_closing_span_idx on private.case_facts using gist (tstzrange(closing_first, closing_last, '[]'::text)) where closing_first < closing_last;
create index case_facts_community_idx on private.case_facts (community_id, reported_at);
create index case_facts_dispatched_idx on private.case_facts (district_id, dispatched_at) where dispatched_at is not null;
create index case_facts_filed_idx on private.case_facts (district_id, filed_at) where filed_at is not null;
create index case_facts_handled_idx on private.case_facts (district_id, handled_at) where handled_at is not null;
create index case_facts_handling_first_idx on private.case_facts (district_id, handling_first) where handling_first is not null;
create index case_facts_handling_span_idx on private.case_facts using gist (tstzrange(handling_first, handling_last, '[]'::text)) where handling_first < handling_last;
create index case_facts_reported_idx on private.case_facts (district_id, reported_at);

create table private.measures (
  code text not null,
  at text not null,
  amount text not null,
  span text,
  within text,
  constraint measures_pkey primary key (code)
);
comment on table private.measures is
  'What indicators are made of: SQL over a row f of case_facts. The cut ends of a period and the cases behind a figure are read by it, and tallies are counted anew by it. Changed by migrations only.';
insert into private.measures (code, at, amount, span, within) values
  ('accepted', 'accepted_at', '1', NULL, NULL),
  ('accepted_filed', 'accepted_at', '(f.filed_at is not null)::integer', NULL, NULL),
  ('answer_due', 'answer_due_at', 'f.happened::integer', NULL, NULL),
  ('answered', 'closed_at', '(f.satisfied is not null)::integer', NULL, NULL),
  ('answered_in_time', 'answer_due_at', '(f.happened and f.answered_in_time)::integer', NULL, NULL),
  ('arrival_due', 'arrival_due_at', 'f.happened::integer', NULL, NULL),
  ('arrived_in_time', 'arrival_due_at', '(f.happened and f.arrived_in_time)::integer', NULL, NULL),
  ('came_in', 'reported_at', '1', NULL, NULL),
  ('checked', 'check_first', '1', 'check', 'exists (select from unnest(f.checks) c where c >= $3 and c < $4)'),
  ('closed', 'closed_at', '1', NULL, NULL),
  ('closing_closed', 'closing_first', '(f.closed_at is not null)::integer', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4))) and f.closed_at < $4'),
  ('closing_closed_less', 'closing_first', '(not f.deferred and f.closed_at is not null)::integer', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4))) and not f.deferred and f.closed_at < $4'),
  ('closing_due', 'closing_first', '1', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4)))'),
  ('closing_due_less', 'closing_first', '(not f.deferred)::integer', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4))) and not f.deferred'),
  ('closing_in_time', 'closing_first', '(f.closed_at is not null and f.in_time)::integer', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4))) and f.closed_at < $4 and f.in_time'),
  ('closing_in_time_less', 'closing_first', '(not f.deferred and f.closed_at is not null and f.in_time)::integer', 'closing', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4))) and not f.deferred and f.closed_at < $4 and f.in_time'),
  ('dispatched', 'dispatched_at', '1', NULL, NULL),
  ('dispatched_well', 'dispatched_at', '(not f.returned)::integer', NULL, NULL),
  ('filed', 'filed_at', '1', NULL, NULL),
  ('handled', 'handled_at', '1', NULL, NULL),
  ('handled_seconds', 'handled_at', 'f.handled_seconds', NULL, NULL),
  ('handling_deferred', 'handling_first', 'f.deferred::integer', 'handling', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.resolved_at >= $3 and f.resolved_at < $4))) and f.deferred'),
  ('handling_due', 'handling_first', '1', 'handling', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.resolved_at >= $3 and f.resolved_at < $4)))'),
  ('handling_in_time', 'handling_first', '(f.resolved_at is not null and f.in_time)::integer', 'handling', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.resolved_at >= $3 and f.resolved_at < $4))) and f.resolved_at < $4 and f.in_time'),
  ('happened', 'reported_at', 'f.happened::integer', NULL, NULL),
  ('reasonable', 'reported_at', '(not f.refused)::integer', NULL, NULL),
  ('reasoned', 'closed_at', '(f.reason is not null)::integer', NULL, NULL),
  ('reasoned_reasonable', 'closed_at', 'coalesce(f.reason not in (''not_ours'', ''nothing_found'', ''withdrawn''), false)::integer', NULL, NULL),
  ('recurred', 'closed_at', 'f.recurred::integer', NULL, NULL),
  ('responded', 'reported_at', 'f.responded::integer', NULL, NULL),
  ('responded_reasonable', 'reported_at', '(f.responded and not f.refused)::integer', NULL, NULL),
  ('reworked', 'check_first', '(f.reworks <> ''{}'')::integer', 'check', 'exists (select from unnest(f.reworks) c where c >= $3 and c < $4)'),
  ('satisfied', 'closed_at', 'coalesce(f.satisfied, false)::integer', NULL, NULL),
  ('solved', 'closed_at', 'coalesce(f.reason = ''solved'', false)::integer', NULL, NULL);

create table private.case_tallies (
  district_id bigint not null,
  kind text not null,
  area_id bigint not null,
  category_id bigint not null,
  unit_id bigint not null,
  month date not null,
  came_in integer not null default 0,
  happened integer not null default 0,
  reasonable integer not null default 0,
  responded integer not null default 0,
  responded_reasonable integer not null default 0,
  accepted integer not null default 0,
  accepted_filed integer not null default 0,
  filed integer not null default 0,
  dispatched integer not null default 0,
  dispatched_well integer not null default 0,
  handling_due integer not null default 0,
  handling_in_time integer not null default 0,
  handling_deferred integer not null default 0,
  closing_due integer not null default 0,
  closing_closed integer not null default 0,
  closing_in_time integer not null default 0,
  closing_due_less integer not null default 0,
  closing_closed_less integer not null default 0,
  closing_in_time_less integer not null default 0,
  handled integer not null default 0,
  handled_seconds bigint not null default 0,
  closed integer not null default 0,
  answered integer not null default 0,
  satisfied integer not null default 0,
  recurred integer not null default 0,
  reasoned integer not null default 0,
  reasoned_reasonable integer not null default 0,
  solved integer not null default 0,
  arrival_due integer not null default 0,
  arrived_in_time integer not null default 0,
  answer_due integer not null default 0,
  answered_in_time integer not null default 0,
  checked integer not null default 0,
  reworked integer not null default 0,
  constraint case_tallies_pkey primary key (district_id, kind, category_id, area_id, month, unit_id),
  constraint case_tallies_kind_known check (kind = any (array['community'::text, 'grid'::text, 'compound'::text, 'category'::text, 'weekhour'::text])),
  constraint case_tallies_month_within_reason check (month >= '1900-01-01'::date and month <= '2200-12-31'::date)
);
comment on table private.case_tallies is
  'The measures of whole months of the district''s time zone: by community (all categories as 0, and each), by grid and compound of a community, by category of the district, and by hour of the week of a street and of the district. Written with case_facts only.';
create statistics private.case_tallies_kinds (mcv) on kind, category_id from private.case_tallies;

alter table private.case_tallies add constraint case_tallies_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create function private.facts_as_tallies(district bigint, ids bigint[], sign integer) returns setof private.case_tallies
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  with points as (
    select f.district_id, f.community_id, f.street_id, f.category_id, f.compound_id, f.grid_ids, p.at at time zone z.time_zone as local, p.*
    from private.case_facts f
    join private.district_calendars z on z.district_id = f.district_id
    cross join lateral (values
      (f.accepted_at, coalesce((1), 0)::bigint, coalesce(((f.filed_at is not null)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.answer_due_at, 0, 0, coalesce((f.happened::integer), 0)::bigint, 0, coalesce(((f.happened and f.answered_in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.arrival_due_at, 0, 0, 0, 0, 0, coalesce((f.happened::integer), 0)::bigint, coalesce(((f.happened and f.arrived_in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.check_first, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.reworks <> '{}')::integer), 0)::bigint, 0, 0),
      (f.closed_at, 0, 0, 0, coalesce(((f.satisfied is not null)::integer), 0)::bigint, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.reason is not null)::integer), 0)::bigint, coalesce((coalesce(f.reason not in ('not_ours', 'nothing_found', 'withdrawn'), false)::integer), 0)::bigint, coalesce((f.recurred::integer), 0)::bigint, 0, 0, 0, coalesce((coalesce(f.satisfied, false)::integer), 0)::bigint, coalesce((coalesce(f.reason = 'solved', false)::integer), 0)::bigint),
      (f.closing_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.closed_at is not null)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null)::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((not f.deferred)::integer), 0)::bigint, coalesce(((f.closed_at is not null and f.in_time)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.dispatched_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce(((not f.returned)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.filed_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handled_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce((f.handled_seconds), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handling_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.deferred::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((f.resolved_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.reported_at, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.happened::integer), 0)::bigint, coalesce(((not f.refused)::integer), 0)::bigint, 0, 0, 0, coalesce((f.responded::integer), 0)::bigint, coalesce(((f.responded and not f.refused)::integer), 0)::bigint, 0, 0, 0)) p (at, accepted, accepted_filed, answer_due, answered, answered_in_time, arrival_due, arrived_in_time, came_in, checked, closed, closing_closed, closing_closed_less, closing_due, closing_due_less, closing_in_time, closing_in_time_less, dispatched, dispatched_well, filed, handled, handled_seconds, handling_deferred, handling_due, handling_in_time, happened, reasonable, reasoned, reasoned_reasonable, recurred, responded, responded_reasonable, reworked, satisfied, solved)
    where f.district_id = district and f.id = any (ids) and p.at is not null
  )
  select p.district_id, k.kind, k.area, k.category, k.unit, date_trunc('month', p.local)::date, (sign * sum(p.came_in))::integer, (sign * sum(p.happened))::integer, (sign * sum(p.reasonable))::integer, (sign * sum(p.responded))::integer, (sign * sum(p.responded_reasonable))::integer, (sign * sum(p.accepted))::integer, (sign * sum(p.accepted_filed))::integer, (sign * sum(p.filed))::integer, (sign * sum(p.dispatched))::integer, (sign * sum(p.dispatched_well))::integer, (sign * sum(p.handling_due))::integer, (sign * sum(p.handling_in_time))::integer, (sign * sum(p.handling_deferred))::integer, (sign * sum(p.closing_due))::integer, (sign * sum(p.closing_closed))::integer, (sign * sum(p.closing_in_time))::integer, (sign * sum(p.closing_due_less))::integer, (sign * sum(p.closing_closed_less))::integer, (sign * sum(p.closing_in_time_less))::integer, (sign * sum(p.handled))::integer, (sign * sum(p.handled_seconds))::bigint, (sign * sum(p.closed))::integer, (sign * sum(p.answered))::integer, (sign * sum(p.satisfied))::integer, (sign * sum(p.recurred))::integer, (sign * sum(p.reasoned))::integer, (sign * sum(p.reasoned_reasonable))::integer, (sign * sum(p.solved))::integer, (sign * sum(p.arrival_due))::integer, (sign * sum(p.arrived_in_time))::integer, (sign * sum(p.answer_due))::integer, (sign * sum(p.answered_in_time))::integer, (sign * sum(p.checked))::integer, (sign * sum(p.reworked))::integer
  from points p
  cross join lateral (
    select * from (values ('community', p.community_id, 0::bigint, p.community_id), ('community', p.community_id, p.category_id, p.community_id),
      ('category', p.district_id, 0, p.category_id), ('compound', p.community_id, 0, p.compound_id),
      ('weekhour', p.district_id, 0, (extract(isodow from p.local) * 24 + extract(hour from p.local))::bigint),
      ('weekhour', p.street_id, 0, (extract(isodow from p.local) * 24 + extract(hour from p.local))::bigint)) v (kind, area, category, unit)
    where v.unit is not null
    union all select 'grid', p.community_id, 0, g from unnest(p.grid_ids) g) k
  group by 1, 2, 3, 4, 5, 6;
end  $$;
comment on function private.facts_as_tallies(district bigint, ids bigint[], sign integer) is
  'What some cases add to the tallies, as their facts are now; times a sign.';

create function private.apply_tallies(changes private.case_tallies[]) returns void
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
begin
  insert into private.case_tallies as t (district_id, kind, category_id, area_id, month, unit_id, accepted, accepted_filed, answer_due, answered, answered_in_time, arrival_due, arrived_in_time, came_in, checked, closed, closing_closed, closing_closed_less, closing_due, closing_due_less, closing_in_time, closing_in_time_less, dispatched, dispatched_well, filed, handled, handled_seconds, handling_deferred, handling_due, handling_in_time, happened, reasonable, reasoned, reasoned_reasonable, recurred, responded, responded_reasonable, reworked, satisfied, solved)
  select p.district_id, p.kind, p.category_id, p.area_id, p.month, p.unit_id, sum(p.accepted) as accepted, sum(p.accepted_filed) as accepted_filed, sum(p.answer_due) as answer_due, sum(p.answered) as answered, sum(p.answered_in_time) as answered_in_time, sum(p.arrival_due) as arrival_due, sum(p.arrived_in_time) as arrived_in_time, sum(p.came_in) as came_in, sum(p.checked) as checked, sum(p.closed) as closed, sum(p.closing_closed) as closing_closed, sum(p.closing_closed_less) as closing_closed_less, sum(p.closing_due) as closing_due, sum(p.closing_due_less) as closing_due_less, sum(p.closing_in_time) as closing_in_time, sum(p.closing_in_time_less) as closing_in_time_less, sum(p.dispatched) as dispatched, sum(p.dispatched_well) as dispatched_well, sum(p.filed) as filed, sum(p.handled) as handled, sum(p.handled_seconds) as handled_seconds, sum(p.handling_deferred) as handling_deferred, sum(p.handling_due) as handling_due, sum(p.handling_in_time) as handling_in_time, sum(p.happened) as happened, sum(p.reasonable) as reasonable, sum(p.reasoned) as reasoned, sum(p.reasoned_reasonable) as reasoned_reasonable, sum(p.recurred) as recurred, sum(p.responded) as responded, sum(p.responded_reasonable) as responded_reasonable, sum(p.reworked) as reworked, sum(p.satisfied) as satisfied, sum(p.solved) as solved
  from unnest(changes) p group by 1, 2, 3, 4, 5, 6 having sum(p.accepted) <> 0 or sum(p.accepted_filed) <> 0 or sum(p.answer_due) <> 0 or sum(p.answered) <> 0 or sum(p.answered_in_time) <> 0 or sum(p.arrival_due) <> 0 or sum(p.arrived_in_time) <> 0 or sum(p.came_in) <> 0 or sum(p.checked) <> 0 or sum(p.closed) <> 0 or sum(p.closing_closed) <> 0 or sum(p.closing_closed_less) <> 0 or sum(p.closing_due) <> 0 or sum(p.closing_due_less) <> 0 or sum(p.closing_in_time) <> 0 or sum(p.closing_in_time_less) <> 0 or sum(p.dispatched) <> 0 or sum(p.dispatched_well) <> 0 or sum(p.filed) <> 0 or sum(p.handled) <> 0 or sum(p.handled_seconds) <> 0 or sum(p.handling_deferred) <> 0 or sum(p.handling_due) <> 0 or sum(p.handling_in_time) <> 0 or sum(p.happened) <> 0 or sum(p.reasonable) <> 0 or sum(p.reasoned) <> 0 or sum(p.reasoned_reasonable) <> 0 or sum(p.recurred) <> 0 or sum(p.responded) <> 0 or sum(p.responded_reasonable) <> 0 or sum(p.reworked) <> 0 or sum(p.satisfied) <> 0 or sum(p.solved) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict (district_id, kind, category_id, area_id, month, unit_id) do update set accepted = t.accepted + excluded.accepted, accepted_filed = t.accepted_filed + excluded.accepted_filed, answer_due = t.answer_due + excluded.answer_due, answered = t.answered + excluded.answered, answered_in_time = t.answered_in_time + excluded.answered_in_time, arrival_due = t.arrival_due + excluded.arrival_due, arrived_in_time = t.arrived_in_time + excluded.arrived_in_time, came_in = t.came_in + excluded.came_in, checked = t.checked + excluded.checked, closed = t.closed + excluded.closed, closing_closed = t.closing_closed + excluded.closing_closed, closing_closed_less = t.closing_closed_less + excluded.closing_closed_less, closing_due = t.closing_due + excluded.closing_due, closing_due_less = t.closing_due_less + excluded.closing_due_less, closing_in_time = t.closing_in_time + excluded.closing_in_time, closing_in_time_less = t.closing_in_time_less + excluded.closing_in_time_less, dispatched = t.dispatched + excluded.dispatched, dispatched_well = t.dispatched_well + excluded.dispatched_well, filed = t.filed + excluded.filed, handled = t.handled + excluded.handled, handled_seconds = t.handled_seconds + excluded.handled_seconds, handling_deferred = t.handling_deferred + excluded.handling_deferred, handling_due = t.handling_due + excluded.handling_due, handling_in_time = t.handling_in_time + excluded.handling_in_time, happened = t.happened + excluded.happened, reasonable = t.reasonable + excluded.reasonable, reasoned = t.reasoned + excluded.reasoned, reasoned_reasonable = t.reasoned_reasonable + excluded.reasoned_reasonable, recurred = t.recurred + excluded.recurred, responded = t.responded + excluded.responded, responded_reasonable = t.responded_reasonable + excluded.responded_reasonable, reworked = t.reworked + excluded.reworked, satisfied = t.satisfied + excluded.satisfied, solved = t.solved + excluded.solved;
end  $$;
comment on function private.apply_tallies(changes private.case_tallies[]) is
  'Adds changes to the tallies, in the order of their keys.';

create function private.read_facts(district bigint, ids bigint[]) returns void
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
begin
  insert into private.case_facts as known (district_id, id, community_id, street_id, category_id, source, position, cell_x, cell_y, compound_id, grid_ids,
    reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, missed_due_at, arrival_due_at, answer_due_at, checks, reworks,
    happened, refused, responded, in_time, deferred, returned, satisfied, reason, arrived_in_time, answered_in_time, handled_seconds)
  with wanted as materialized (
    select i.id, i.community_id, i.position, i.filed_at, i.resolved_at, old.id is not null and old.community_id = i.community_id and old.position operator(extensions.=) i.position as stays,
      old.compound_id, old.grid_ids,
      case when old.filed_at = i.filed_at and old.resolved_at = i.resolved_at then old.handled_seconds end as handled_seconds
    from public.incidents i
    left join private.case_facts old on old.district_id = district and old.id = i.id
    where i.district_id = district and i.id = any (ids)
  ), lies as materialized (
    select found.id, array_agg(found.grid_id order by found.grid_id) as grid_ids
    from (
      select distinct on (w.id, g.plan_id) w.id, g.id as grid_id
      from wanted w
      join private.counted_coverage pc on pc.community_id = w.community_id
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id and extensions.st_dwithin(g.polygon, w.position, private.border_slack_degrees())
      where not w.stays
      order by w.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, w.position), g.key) found
    group by 1
  ), within as materialized (
    select w.id, min(c.id) as compound_id
    from wanted w join public.compounds c on c.district_id = district and c.boundary operator(extensions.&&) w.position and extensions.st_covers(c.boundary, w.position)
    where not w.stays group by 1
  ), calendar as materialized (
    select c.*, z.calendar_id from private.district_calendars z join public.calendars c on c.id = z.calendar_id where z.district_id = district
  ), moments as materialized (
    select w.id, m.sign, m.at, m.at at time zone c.time_zone as local
    from wanted w cross join calendar c cross join lateral (values (-1, w.filed_at), (1, w.resolved_at)) m (sign, at)
    where w.handled_seconds is null and w.filed_at is not null and w.resolved_at is not null
  ), days as materialized (
    select d.day, private.working_seconds_at(c.calendar_id, d.day::timestamp at time zone c.time_zone) as before,
      private.working_seconds_at(c.calendar_id, (d.day + 1)::timestamp at time zone c.time_zone) as after, c.calendar_id,
      (d.day + 1)::timestamp at time zone c.time_zone - d.day::timestamp at time zone c.time_zone <> interval '24 hours' as shifts
    from (select distinct m.local::date as day from moments m) d cross join calendar c
  ), spans as materialized (
    select (s.value ->> 0)::time as starts, (s.value ->> 1)::time as ends from calendar c cross join lateral jsonb_array_elements(c.hours) s
  ), worked as materialized (
    select m.id, sum(m.sign * case when d.shifts then private.working_seconds_at(d.calendar_id, m.at) else d.before + case when d.after = d.before then 0 else coalesce((
      select sum(extract(epoch from least(m.local::time, s.ends) - s.starts)) from spans s where s.starts < m.local::time), 0) end end)::bigint as seconds
    from moments m join days d on d.day = m.local::date group by 1
  )
  select i.district_id, i.id, i.community_id, a.parent_id, i.category_id, i.source, i.position,
    floor(extensions.st_x(i.position) * 1000), floor(extensions.st_y(i.position) * 1000),
    case when w.stays then w.compound_id else c.compound_id end, coalesce(case when w.stays then w.grid_ids else g.grid_ids end, '{}'),
    i.reported_at, i.accepted_at, i.filed_at, i.dispatched_at, i.resolved_at, i.closed_at, i.due_at, i.missed_due_at, i.arrival_due_at, i.answer_due_at,
    coalesce(history.checks, '{}'), coalesce(history.reworks, '{}'),
    i.state not in ('rejected', 'duplicate', 'cancelled'), i.state = 'rejected',
    coalesce(history.first_step_in_time, false) and (i.accepted_at is not null or i.state = 'self_handled'),
    i.missed_due_at is null and not coalesce(coalesce(i.resolved_at, i.closed_at) > i.due_at, false),
    i.deferrals > 0, i.returns > 0, i.satisfied, i.closing_reason,
    coalesce(i.arrived_at <= i.arrival_due_at, false), coalesce(i.answered_at <= i.answer_due_at, false),
    case when i.filed_at is not null and i.resolved_at is not null then coalesce(w.handled_seconds, worked.seconds) end
  from wanted w
  join public.incidents i on i.district_id = district and i.id = w.id
  join public.areas a on a.id = i.community_id
  left join lies g on g.id = w.id
  left join within c on c.id = w.id
  left join worked on worked.id = w.id
  left join lateral (
    select array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state in ('closed', 'rework')) as checks,
      array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state = 'rework') as reworks,
      (array_agg(e.at <= coalesce((e.detail ->> 'clockDueAt')::timestamptz, 'infinity') order by e.at, e.id) filter (where e.from_state = 'reported'))[1] as first_step_in_time
    from public.incident_events e
    where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition') history on true
  on conflict (district_id, id) do update set
    community_id = excluded.community_id, street_id = excluded.street_id, category_id = excluded.category_id, source = excluded.source,
    position = excluded.position, cell_x = excluded.cell_x, cell_y = excluded.cell_y, compound_id = excluded.compound_id, grid_ids = excluded.grid_ids,
    reported_at = excluded.reported_at, accepted_at = excluded.accepted_at, filed_at = excluded.filed_at, dispatched_at = excluded.dispatched_at,
    resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, due_at = excluded.due_at, missed_due_at = excluded.missed_due_at,
    arrival_due_at = excluded.arrival_due_at, answer_due_at = excluded.answer_due_at, checks = excluded.checks, reworks = excluded.reworks,
    happened = excluded.happened, refused = excluded.refused, responded = excluded.responded, in_time = excluded.in_time,
    deferred = excluded.deferred, returned = excluded.returned, satisfied = excluded.satisfied, reason = excluded.reason,
    arrived_in_time = excluded.arrived_in_time, answered_in_time = excluded.answered_in_time, handled_seconds = excluded.handled_seconds;
end $$;
comment on function private.read_facts(district bigint, ids bigint[]) is
  'Writes the facts of some cases of a district out of their rows and histories.';

-- Cells are named one by one and looked up, each behind a fence: a range of them, or a join in another order, would read the
-- category whole. How far it is, is asked of what lies in them only.
create function private.recurring_around(district bigint, ids bigint[]) returns bigint[]
language plpgsql stable set search_path = '' set enable_mergejoin = off set enable_hashjoin = off as $$
begin
  return array(
    select distinct near.id
    from unnest(ids) w (id)
    join private.case_facts f on f.district_id = district and f.id = w.id
    cross join generate_series(-1, 1) x (step)
    cross join generate_series(-1, 1) y (step)
    cross join lateral (
      select earlier.id, earlier.position from private.case_facts earlier
      where earlier.district_id = district and earlier.category_id = f.category_id
        and earlier.cell_x = f.cell_x + x.step and earlier.cell_y = f.cell_y + y.step
        and earlier.closed_at < f.reported_at and earlier.closed_at >= f.reported_at - interval '30 days' and earlier.id <> f.id
      offset 0) near
    where extensions.st_dwithin(near.position::extensions.geography, f.position::extensions.geography, 50));
end $$;
comment on function private.recurring_around(district bigint, ids bigint[]) is
  'Closed cases within 50 m of some cases, of their category and closed in the 30 days before them: those whose recurrence they decide.';

create function private.other_recurrences(district bigint, ids bigint[]) returns bigint[]
language plpgsql stable set search_path = '' set enable_mergejoin = off set enable_hashjoin = off as $$
begin
  return array(
    select c.id
    from unnest(ids) w (id)
    join private.case_facts c on c.district_id = district and c.id = w.id
    where c.recurred is distinct from (c.closed_at is not null and exists (
      select from generate_series(-1, 1) x (step)
      cross join generate_series(-1, 1) y (step)
      cross join lateral (
        select again.position from private.case_facts again
        where again.district_id = district and again.category_id = c.category_id
          and again.cell_x = c.cell_x + x.step and again.cell_y = c.cell_y + y.step
          and again.reported_at > c.closed_at and again.reported_at <= c.closed_at + interval '30 days'
          and again.id <> c.id and again.happened
        offset 0) near
      where extensions.st_dwithin(near.position::extensions.geography, c.position::extensions.geography, 50))));
end $$;
comment on function private.other_recurrences(district bigint, ids bigint[]) is
  'Those of some cases of which the facts say the wrong thing: whether the same happened again within 50 m and 30 days after they were closed.';

-- Everything that cases changed by one statement change in the figures. What decides a recurrence is asked only where it may be
-- otherwise, and of the cases around only those are counted anew whose answer changed.
create function private.refresh_some_facts(district bigint, ids bigint[], recurrence boolean) returns void
language plpgsql volatile security definer set search_path = '' set jit = off set enable_seqscan = off set max_parallel_workers_per_gather = 0 as $$
declare
  changes private.case_tallies[];
  around bigint[] := '{}';
  turned bigint[];
  others bigint[] := '{}';
begin
  if recurrence then
    around := private.recurring_around(district, ids);
  end if;
  changes := array(select t from private.facts_as_tallies(district, ids, -1) t);
  delete from private.case_facts f where f.district_id = district and f.id = any (ids)
    and not exists (select from public.incidents i where i.district_id = district and i.id = f.id);
  perform private.read_facts(district, ids);
  if recurrence then
    -- Where it lies or is filed under now may decide others than before.
    turned := private.other_recurrences(district, array(select distinct t from unnest(ids || around || private.recurring_around(district, ids)) t));
    others := array(select t from unnest(turned) t except select i from unnest(ids) i);
    changes := changes || array(select t from private.facts_as_tallies(district, others, -1) t);
    update private.case_facts f set recurred = not f.recurred where f.district_id = district and f.id = any (turned);
  end if;
  perform private.apply_tallies(changes || array(select t from private.facts_as_tallies(district, ids || others, 1) t));
end $$;
comment on function private.refresh_some_facts(district bigint, ids bigint[], recurrence boolean) is
  'Reads the facts of a few hundred cases anew and moves the tallies by the difference. Security definer: nobody else writes them.';

-- Joins of what was read are planned for a handful of cases: of 20,000 in one go each would be compared with each.
create function private.refresh_facts(district bigint, ids bigint[], recurrence boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  for place in 1 .. cardinality(ids) by 250 loop
    -- Plans are kept through a transaction: what was planned for the first of 20,000 cases would read all before it for each of the others.
    perform private.analyze_grown_cases();
    perform private.refresh_some_facts(district, ids[place : place + 249], recurrence);
  end loop;
end $$;
comment on function private.refresh_facts(district bigint, ids bigint[], recurrence boolean) is
  'Reads the facts of cases anew, some at a time, in the order given.';

create table private.facts_due (
  district_id bigint not null,
  id bigint not null,
  recurrence boolean not null,
  constraint facts_due_pkey primary key (district_id, id)
);
comment on table private.facts_due is
  'Cases that the running transaction has touched and whose facts it reads anew before it ends.';
comment on column private.facts_due.recurrence is
  'Whether what decides a recurrence may have changed.';

-- Nobody gathers statistics while a file is written, and an embedded database has nobody who does at all: without them the cases
-- of an import are looked for in all that it wrote before.
create function private.analyze_grown_cases() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  grown regclass;
begin
  for grown in
    select c.oid from pg_class c
    where c.oid = any ('{public.incidents,public.incident_events,private.case_facts,private.case_tallies}'::regclass[])
      and pg_relation_size(c.oid) / current_setting('block_size')::integer > 10 + 2 * c.relpages
  loop
    execute format('analyze (skip_locked) %s', grown);
  end loop;
end $$;
comment on function private.analyze_grown_cases() is
  'Gathers statistics of cases, their histories and facts each time their number has doubled. Security definer: the owner''s to do.';

create function private.read_facts_due() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  batch record;
begin
  -- The first row reads those of all others, which then find themselves gone: by their key, since a search for any row left would
  -- pass all that the transaction has removed, once for each.
  if not exists (select from private.facts_due d where d.district_id = new.district_id and d.id = new.id) then
    return null;
  end if;
  perform pg_advisory_xact_lock_shared(4220, new.district_id::integer);
  for batch in
    with taken as (delete from private.facts_due d where d.district_id = new.district_id returning d.id, d.recurrence)
    select t.recurrence, array_agg(t.id order by t.id) as ids from taken t group by 1 order by 1
  loop
    perform private.refresh_facts(new.district_id, batch.ids, batch.recurrence);
  end loop;
  return null;
end $$;
comment on function private.read_facts_due() is
  'Reads the facts of all cases of a district that the transaction has touched. Security definer: nobody else writes them.';

create function private.facts_of_incidents() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into private.facts_due as d (district_id, id, recurrence) select a.district_id, a.id, true from added a order by 1, 2
    on conflict (district_id, id) do update set recurrence = true;
  elsif tg_op = 'DELETE' then
    insert into private.facts_due as d (district_id, id, recurrence) select r.district_id, r.id, true from removed r order by 1, 2
    on conflict (district_id, id) do update set recurrence = true;
  else
    insert into private.facts_due as d (district_id, id, recurrence)
    select a.district_id, a.id,
      (a.category_id, a.reported_at, a.closed_at, private.incident_happened(a.state))
        is distinct from (r.category_id, r.reported_at, r.closed_at, private.incident_happened(r.state))
        or not a.position operator(extensions.=) r.position
    from added a join removed r on r.district_id = a.district_id and r.id = a.id
    where (a.community_id, a.category_id, a.source, a.state, a.reported_at, a.accepted_at, a.filed_at, a.dispatched_at, a.resolved_at, a.closed_at, a.due_at,
        a.missed_due_at, a.arrival_due_at, a.arrived_at, a.answer_due_at, a.answered_at, a.deferrals, a.returns, a.satisfied, a.closing_reason)
      is distinct from (r.community_id, r.category_id, r.source, r.state, r.reported_at, r.accepted_at, r.filed_at, r.dispatched_at, r.resolved_at, r.closed_at, r.due_at,
        r.missed_due_at, r.arrival_due_at, r.arrived_at, r.answer_due_at, r.answered_at, r.deferrals, r.returns, r.satisfied, r.closing_reason)
      or not a.position operator(extensions.=) r.position
    order by 1, 2
    on conflict (district_id, id) do update set recurrence = d.recurrence or excluded.recurrence;
  end if;
  return null;
end $$;
comment on function private.facts_of_incidents() is
  'Notes the cases whose facts a statement on incidents changes. Security definer: nobody else writes facts.';

create trigger incidents_facts_added after insert on public.incidents referencing new table as added for each statement execute function private.facts_of_incidents();

create trigger incidents_facts_changed after update on public.incidents referencing old table as removed new table as added for each statement execute function private.facts_of_incidents();

create trigger incidents_facts_removed after delete on public.incidents referencing old table as removed for each statement execute function private.facts_of_incidents();

create function private.facts_of_events() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.facts_due (district_id, id, recurrence)
  select distinct e.district_id, e.incident_id, false from added e
  where e.kind = 'transition' and e.from_state in ('reported', 'resolved') order by 1, 2
  on conflict (district_id, id) do nothing;
  return null;
end $$;
comment on function private.facts_of_events() is
  'Notes the cases whose facts the history changes: first steps and checks. Security definer: nobody else writes facts.';

create trigger incident_events_facts after insert on public.incident_events referencing new table as added for each statement execute function private.facts_of_events();

-- Whoever places holds off whoever reads facts, and the other way round, so that no case reported meanwhile is on no grid.
create function private.place_facts(communities bigint[]) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
begin
  perform pg_advisory_xact_lock(4220, d.id::integer)
  from (select distinct a.district_id as id from public.areas a where a.id = any (communities) order by 1) d;
  delete from private.case_tallies t where t.kind = 'grid' and t.area_id = any (communities);
  update private.case_facts f set grid_ids = lies.grid_ids
  from (
    select known.id, coalesce(array_agg(found.grid_id order by found.grid_id) filter (where found.grid_id is not null), '{}') as grid_ids
    from private.case_facts known
    left join (
      select distinct on (f.id, g.plan_id) f.id, g.id as grid_id
      from private.counted_coverage pc
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id
      join private.case_facts f on f.community_id = pc.community_id and extensions.st_dwithin(g.polygon, f.position, private.border_slack_degrees())
      where pc.community_id = any (communities)
      order by f.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, f.position), g.key) found on found.id = known.id
    where known.community_id = any (communities) group by known.id
  ) lies
  where f.id = lies.id and f.community_id = any (communities) and f.grid_ids is distinct from lies.grid_ids;
  perform private.count_tallies('grid', communities);
end $$;
comment on function private.place_facts(communities bigint[]) is
  'Says anew on which grids the cases of some communities lie, and counts them. Security definer: nobody else writes facts.';

create function private.count_tallies(which text, communities bigint[]) returns void
language plpgsql volatile set search_path = '' set jit = off set work_mem = '64MB' as $$
declare
  keys constant text := case which
    when 'community' then 'f.community_id, 0::bigint, f.community_id'
    when 'community and category' then 'f.community_id, f.category_id, f.community_id'
    when 'grid' then 'f.community_id, 0::bigint, k.unit'
    when 'compound' then 'f.community_id, 0::bigint, f.compound_id'
    when 'category' then 'f.district_id, 0::bigint, f.category_id'
    when 'weekhour' then 'f.district_id, 0::bigint, (extract(isodow from local) * 24 + extract(hour from local))::bigint'
    else 'f.street_id, 0::bigint, (extract(isodow from local) * 24 + extract(hour from local))::bigint' end;
  source constant text := 'private.case_facts f join private.district_calendars z on z.district_id = f.district_id'
    || case which when 'grid' then ' cross join lateral unnest(f.grid_ids) k (unit)' else '' end;
  codes constant text[] := array(select m.code from private.measures m order by m.code);
  parts text;
begin
  select string_agg(format(
      'select f.district_id, %s, date_trunc(''month'', local)::date, %s from %s cross join lateral (select f.%s at time zone z.time_zone as local) l where f.%s is not null%s%s group by 1, 2, 3, 4, 5',
      keys,
      (select string_agg(case when m.at = g.at then format('sum(%s)', m.amount) else '0::bigint' end, ', ' order by m.code) from private.measures m),
      source, g.at, g.at,
      case when communities is not null then ' and f.community_id = any ($1)' else '' end,
      case which when 'compound' then ' and f.compound_id is not null' else '' end), E'\nunion all\n')
  into parts from (select distinct at from private.measures) g;
  execute format('insert into private.case_tallies (district_id, kind, area_id, category_id, unit_id, month, %s)
    select p.district, %L, p.area, p.category, p.unit, p.month, %s from (%s) p (district, area, category, unit, month, %s) group by 1, 3, 4, 5, 6',
    (select string_agg(format('%I', c), ', ' order by c) from unnest(codes) c),
    case which when 'community and category' then 'community' when 'weekhour of streets' then 'weekhour' else which end,
    (select string_agg(format('coalesce(sum(p.%I), 0)', c), ', ' order by c) from unnest(codes) c), parts,
    (select string_agg(format('%I', c), ', ' order by c) from unnest(codes) c)) using communities;
end $$;
comment on function private.count_tallies(which text, communities bigint[]) is
  'Counts the tallies of a kind out of the facts, of some communities or of all; those that are there are not looked at.';

create function private.facts_of_plans() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched bigint[];
begin
  if tg_op = 'INSERT' then
    touched := array(select distinct a.community_id from added a where not isempty(a.in_force));
  elsif tg_op = 'DELETE' then
    touched := array(select distinct r.community_id from removed r where not isempty(r.in_force));
  else
    touched := array(select distinct a.community_id from added a join removed r on r.plan_id = a.plan_id and r.community_id = a.community_id
      where a.redraw_since is distinct from r.redraw_since
        or isempty(a.in_force) <> isempty(r.in_force)
          and not exists (select from private.plan_placings k where k.plan_id = a.plan_id and k.community_id = a.community_id));
  end if;
  if cardinality(touched) > 0 then
    perform private.place_facts(touched);
  end if;
  return null;
end $$;
comment on function private.facts_of_plans() is
  'Keeps the grids of cases in step with what is in force, where they are not placed already. Security definer: nobody else writes facts.';

create trigger plan_communities_facts_added after insert on public.plan_communities referencing new table as added for each statement execute function private.facts_of_plans();

create trigger plan_communities_facts_changed after update on public.plan_communities referencing old table as removed new table as added for each statement execute function private.facts_of_plans();

create trigger plan_communities_facts_removed after delete on public.plan_communities referencing old table as removed for each statement execute function private.facts_of_plans();

create function private.place_in_compounds(districts bigint[]) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
begin
  update private.case_facts f set compound_id = lies.compound_id
  from (
    select known.district_id, known.id, min(c.id) as compound_id
    from private.case_facts known
    left join public.compounds c on c.district_id = known.district_id and c.boundary operator(extensions.&&) known.position
      and extensions.st_covers(c.boundary, known.position)
    where known.district_id = any (districts) group by 1, 2
  ) lies
  where f.district_id = lies.district_id and f.id = lies.id and f.compound_id is distinct from lies.compound_id;
  delete from private.case_tallies t where t.kind = 'compound' and t.district_id = any (districts);
  perform private.count_tallies('compound', array(select a.id from public.areas a where a.kind = 'community' and a.district_id = any (districts)));
end $$;
comment on function private.place_in_compounds(districts bigint[]) is
  'Says anew in which compounds the cases of some districts lie, and counts them. Security definer: nobody else writes facts.';

create function private.facts_of_compounds() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched constant bigint[] := array(select distinct w.district_id from written w);
begin
  if exists (select from private.case_facts f where f.district_id = any (touched)) then
    perform private.place_in_compounds(touched);
  end if;
  return null;
end $$;
comment on function private.facts_of_compounds() is
  'Keeps the compounds of cases in step with their boundaries. Security definer: nobody else writes facts.';

create trigger compounds_facts_added after insert on public.compounds referencing new table as written for each statement execute function private.facts_of_compounds();

create trigger compounds_facts_changed after update on public.compounds referencing new table as written for each statement execute function private.facts_of_compounds();

create trigger compounds_facts_removed after delete on public.compounds referencing old table as written for each statement execute function private.facts_of_compounds();

create function private.recount_facts(district bigint default null) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
#variable_conflict use_column
declare
  communities constant bigint[] := case when recount_facts.district is not null
    then array(select a.id from public.areas a where a.kind = 'community' and a.district_id = recount_facts.district) end;
  which text;
  batch record;
begin
  lock table public.incidents in share row exclusive mode;
  delete from private.case_tallies t where recount_facts.district is null or t.district_id = recount_facts.district;
  delete from private.case_facts f where recount_facts.district is null or f.district_id = recount_facts.district;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    -- Joins of what was read are planned for a handful of cases.
    from (select i.district_id, i.id, row_number() over (partition by i.district_id order by i.id) / 500 as part from public.incidents i
      where recount_facts.district is null or i.district_id = recount_facts.district) n
    group by n.district_id, n.part
  loop
    perform private.read_facts(batch.district_id, batch.ids);
  end loop;
  -- Nobody gathers statistics inside of a transaction, and what follows joins the facts with themselves and with grids.
  analyze private.case_facts;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    from (select f.district_id, f.id, row_number() over (partition by f.district_id order by f.id) / 250000 as part from private.case_facts f
      where f.closed_at is not null and (recount_facts.district is null or f.district_id = recount_facts.district)) n
    group by n.district_id, n.part
  loop
    update private.case_facts f set recurred = not f.recurred
    where f.district_id = batch.district_id and f.id = any (private.other_recurrences(batch.district_id, batch.ids));
  end loop;
  foreach which in array '{community,community and category,grid,compound,category,weekhour,weekhour of streets}'::text[] loop
    perform private.count_tallies(which, communities);
  end loop;
end $$;
comment on function private.recount_facts(district bigint) is
  'Makes facts and tallies of a district, or of all, anew: after rows were written with triggers off, or its clocks were changed. Security definer: nobody else writes them.';

create function private.facts_of_time_zones() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.recount_facts(new.district_id);
  return null;
end $$;
comment on function private.facts_of_time_zones() is
  'Counts anew when the time zone of a calendar changes. Security definer: nobody else writes facts.';

create trigger calendars_facts after update of time_zone on public.calendars for each row when (old.time_zone is distinct from new.time_zone) execute function private.facts_of_time_zones();

create function private.unit_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select '{district,street,community,grid,compound,class,category,hour,weekday,source,department}'::text[]
$$;
comment on function private.unit_kinds() is
  'By what figures can be counted.';

create table public.indicator_definitions (
  code text not null,
  rank smallint not null,
  kind text not null,
  basis text not null,
  better text not null,
  name text not null,
  name_en text not null,
  formula text not null,
  formula_en text not null,
  numerator text,
  denominator text,
  switched jsonb not null default '{}'::jsonb,
  version smallint not null default 1,
  version_since date not null default '2026-11-30'::date,
  units text[],
  constraint indicator_definitions_pkey primary key (code),
  constraint indicator_definitions_basis_known check (basis = any (array['cases'::text, 'open'::text, 'standing'::text])),
  constraint indicator_definitions_basis_length check (length(basis) <= 400),
  constraint indicator_definitions_better_known check (better = any (array['more'::text, 'less'::text, 'neither'::text])),
  constraint indicator_definitions_better_length check (length(better) <= 400),
  constraint indicator_definitions_code_length check (length(code) <= 400),
  constraint indicator_definitions_denominator_length check (length(denominator) <= 400),
  constraint indicator_definitions_formula_en_length check (length(formula_en) <= 10000),
  constraint indicator_definitions_formula_length check (length(formula) <= 10000),
  constraint indicator_definitions_kind_known check (kind = any (array['count'::text, 'share'::text, 'hours'::text, 'ratio'::text, 'percentile'::text])),
  constraint indicator_definitions_kind_length check (length(kind) <= 400),
  constraint indicator_definitions_name_en_length check (length(name_en) <= 10000),
  constraint indicator_definitions_name_length check (length(name) <= 400),
  constraint indicator_definitions_numerator_length check (length(numerator) <= 400),
  constraint indicator_definitions_since_bounded check (version_since >= '1900-01-01'::date and version_since <= '2099-12-31'::date),
  constraint indicator_definitions_units_known check (units <@ private.unit_kinds()),
  constraint indicator_definitions_units_of_standing check ((basis = 'standing'::text) = (units is not null))
);
comment on table public.indicator_definitions is
  'The registry of indicators: what each is called, how it is computed, and since when its rule is this one. Changed by migrations; a rule that changes gets the next version.';
comment on column public.indicator_definitions.kind is
  'count: a number; share: numerator / denominator; hours: working hours / cases; ratio: numerator per denominator; percentile: working hours beside the number of cases that they are of.';
comment on column public.indicator_definitions.basis is
  'cases: of a period, out of case_facts; open: cases as of now; standing: grids, posts and buildings as of now or of a period of visits.';
comment on column public.indicator_definitions.numerator is
  'The measure (private.measures) that is counted above the line, where basis is cases.';
comment on column public.indicator_definitions.switched is
  'With an option that is set, other measures: { option: { numerator, denominator } }.';
comment on column public.indicator_definitions.units is
  'The units by which the indicator is counted; null: by all. Where a unit has no meaning for it (posts of a department, visits by hour), who asks is refused.';
alter table public.indicator_definitions enable row level security;
grant select on public.indicator_definitions to authenticated;
insert into public.indicator_definitions (code, rank, kind, basis, better, name, name_en, formula, formula_en, numerator, denominator, switched, version, version_since, units) values
  ('arrivalInTime', '23', 'share', 'cases', 'more', '按时到场率', 'On the spot in time', '按时到场 ÷ 期内应到场的应急案件', 'On the spot in time / emergencies whose time for it ended in the period', 'arrived_in_time', 'arrival_due', '{}', '1', '2026-11-30', NULL),
  ('balance', '43', 'share', 'standing', 'more', '网格均衡度', 'Balance', '户数在容差内的综合网格 ÷ 现行综合网格', 'Residential leaf grids within tolerance / residential leaf grids in force', NULL, NULL, '{}', '1', '2026-11-30', '{district,street,community,grid}'),
  ('cameIn', '1', 'count', 'cases', 'neither', '受理来件', 'Came in', '期内上报的案件，不论后来如何', 'Cases reported in the period, whatever became of them', 'came_in', NULL, '{}', '1', '2026-11-30', NULL),
  ('closedCases', '5', 'count', 'cases', 'more', '结案', 'Closed', '期内结案的案件', 'Cases closed in the period', 'closed', NULL, '{}', '1', '2026-11-30', NULL),
  ('closingDue', '4', 'count', 'cases', 'neither', '应结案', 'Due to be closed', '已立案，且处置期限（现行的或首次错过的）落在期内，或在期内结案', 'Filed, and a deadline for handling (in force or first missed) falls in the period, or closed in it', 'closing_due', NULL, '{"lessDeferred": {"numerator": "closing_due_less"}}', '1', '2026-11-30', NULL),
  ('closureRate', '13', 'share', 'cases', 'more', '结案率', 'Closure rate', '期末前结案 ÷ 应结案', 'Closed by the end of the period / due to be closed', 'closing_closed', 'closing_due', '{"lessDeferred": {"numerator": "closing_closed_less", "denominator": "closing_due_less"}}', '1', '2026-11-30', NULL),
  ('deferralRate', '16', 'share', 'cases', 'less', '延期率', 'Deferral rate', '缓办过的 ÷ 应处置', 'Deferred at least once / due to be handled', 'handling_deferred', 'handling_due', '{}', '1', '2026-11-30', NULL),
  ('dispatchAccuracy', '11', 'share', 'cases', 'more', '准确派遣率', 'Dispatch accuracy', '期内派遣且未被退回 ÷ 期内派遣（以最后一次派遣计）', 'Dispatched in the period (last dispatch) and never returned / dispatched', 'dispatched_well', 'dispatched', '{}', '1', '2026-11-30', NULL),
  ('filedCases', '3', 'count', 'cases', 'neither', '立案', 'Filed', '期内立案的案件', 'Cases filed in the period', 'filed', NULL, '{}', '1', '2026-11-30', NULL),
  ('filingRate', '10', 'share', 'cases', 'more', '立案率', 'Filing rate', '期内受理的案件中已立案的 ÷ 期内受理', 'Filed of those accepted in the period / accepted in the period', 'accepted_filed', 'accepted', '{}', '1', '2026-11-30', NULL),
  ('firstAnswerInTime', '24', 'share', 'cases', 'more', '按时首次答复率', 'First answer in time', '按时首次答复 ÷ 期内应答复的诉求', 'First answers in time / requests whose time for it ended in the period', 'answered_in_time', 'answer_due', '{}', '1', '2026-11-30', NULL),
  ('handlingHours', '17', 'hours', 'cases', 'less', '平均处置时长', 'Mean handling time', '期内处置的案件，从立案到处置的工作小时之和 ÷ 件数', 'Working hours from filing to handling of what was handled in the period / cases', 'handled_seconds', 'handled', '{}', '1', '2026-11-30', NULL),
  ('handlingHoursP90', '18', 'percentile', 'cases', 'less', '处置时长 P90', 'Handling time, P90', '期内处置的案件中，九成从立案到处置不超过的工作小时（最近秩）', 'Working hours from filing to handling that nine in ten of what was handled in the period do not exceed (nearest rank)', 'handled', 'handled', '{}', '1', '2026-11-30', NULL),
  ('happened', '2', 'count', 'cases', 'less', '发生', 'Happened', '期内上报，不含不予受理、重复、作废', 'Reported in the period, less rejected, duplicate and cancelled', 'happened', NULL, '{}', '1', '2026-11-30', NULL),
  ('onDuty', '41', 'share', 'standing', 'more', '在岗率', 'On duty', '专属岗位全部有在岗人员的网格 ÷ 有专属岗位的网格', 'Grids with every exclusive post assigned to somebody on duty now / the same grids', NULL, NULL, '{}', '1', '2026-11-30', '{district,street,community,grid}'),
  ('onTimeClosure', '14', 'share', 'cases', 'more', '按期结案率', 'On-time closure', '期末前结案且从未超期 ÷ 应结案（可除去缓办）', 'Closed by the end of the period and never late / due to be closed (deferred cases can be left out)', 'closing_in_time', 'closing_due', '{"lessDeferred": {"numerator": "closing_in_time_less", "denominator": "closing_due_less"}}', '1', '2026-11-30', NULL),
  ('onTimeHandling', '12', 'share', 'cases', 'more', '按期处置率', 'On-time handling', '期末前处置且从未超期 ÷ 应处置（已立案，期限落在期内或在期内处置）', 'Handled by the end of the period and never late / due to be handled (filed, a deadline or the handling in the period)', 'handling_in_time', 'handling_due', '{}', '1', '2026-11-30', NULL),
  ('openCases', '30', 'count', 'open', 'less', '未结', 'Open', '现在未结束的案件', 'Cases that have not ended, as of now', NULL, NULL, '{}', '1', '2026-11-30', NULL),
  ('overdueOpen', '31', 'count', 'open', 'less', '超期未结', 'Overdue and open', '现在未结且下一期限已过', 'Open now, and the next deadline has passed', NULL, NULL, '{}', '1', '2026-11-30', NULL),
  ('overdueShare', '32', 'share', 'open', 'less', '超期占比', 'Share overdue', '超期未结 ÷ 未结', 'Overdue and open / open, as of now', NULL, NULL, '{}', '1', '2026-11-30', NULL),
  ('postsFilled', '40', 'share', 'standing', 'more', '任职率', 'Posts filled', '专属岗位全部有人的网格 ÷ 有专属岗位的网格', 'Grids with every exclusive post assigned / grids in force that have exclusive posts', NULL, NULL, '{}', '1', '2026-11-30', '{district,street,community,grid}'),
  ('recurrence', '19', 'share', 'cases', 'less', '重复发生率', 'Recurrence', '结案后 30 天内、50 米内又发生同类的 ÷ 期内结案', 'Followed by the same category within 50 m and 30 days of closing / closed in the period', 'recurred', 'closed', '{}', '1', '2026-11-30', NULL),
  ('response', '21', 'share', 'cases', 'more', '响应率', 'Response', '按时受理或当场办结 ÷ 期内上报（可除去不合理诉求）', 'Accepted or settled on the spot in time / reported in the period (what was refused can be left out)', 'responded', 'came_in', '{"lessUnreasonable": {"numerator": "responded_reasonable", "denominator": "reasonable"}}', '1', '2026-11-30', NULL),
  ('reworkRate', '15', 'share', 'cases', 'less', '返工率', 'Rework rate', '期内返工的案件 ÷ 期内核查的案件（按件，不按次）', 'Cases sent to rework / cases checked in the period: cases, not times', 'reworked', 'checked', '{}', '1', '2026-11-30', NULL),
  ('satisfaction', '20', 'share', 'cases', 'more', '满意率', 'Satisfaction', '满意 ÷ 已回访（期内结案的）', 'Satisfied / answered, of what was closed in the period', 'satisfied', 'answered', '{}', '1', '2026-11-30', NULL),
  ('serviceReach', '44', 'share', 'standing', 'more', '服务半径覆盖', 'Service reach', '服务点直线 1,000 米内的户数 ÷ 户数', 'Households within 1,000 m, as the crow flies, of a service point / households', NULL, NULL, '{}', '1', '2026-11-30', '{district,street,community,grid,compound}'),
  ('solved', '22', 'share', 'cases', 'more', '解决率', 'Solved', '因已解决而结案 ÷ 期内写明原因的结案（可除去不合理诉求）', 'Closed as solved / closed with a reason in the period (what was not there to be solved can be left out)', 'solved', 'reasoned', '{"lessUnreasonable": {"numerator": "solved", "denominator": "reasoned_reasonable"}}', '1', '2026-11-30', NULL),
  ('visitCoverage', '42', 'share', 'standing', 'more', '走访覆盖率', 'Visit coverage', 'Σ各楼 min（期内走访户数，户数）÷ 户数', 'Σ over buildings of min(households called on in the period, households) / households', NULL, NULL, '{}', '1', '2026-11-30', '{district,street,community,grid,compound}'),
  ('workload', '33', 'ratio', 'standing', 'less', '人均负荷', 'Workload', '未结案件（急件计两件）÷ 在岗人数；按部门：部门的未结案件 ÷ 部门的在岗人员', 'Open cases, an urgent one twice / people on duty with a post of a grid in force; by department: its open cases / its people on duty', NULL, NULL, '{}', '2', '2026-12-16', '{district,street,community,grid,department}');

create policy "everybody signed in reads the registry" on public.indicator_definitions
  for select to authenticated
  using (true);

create function private.measures_of(indicator text, options jsonb, out numerator text, out denominator text)
language sql stable set search_path = '' as $$
  select coalesce(s.chosen ->> 'numerator', d.numerator), coalesce(s.chosen ->> 'denominator', d.denominator)
  from public.indicator_definitions d
  left join lateral (
    select o.value as chosen from jsonb_each(d.switched) o where coalesce((options ->> o.key)::boolean, false) limit 1) s on true
  where d.code = indicator
$$;
comment on function private.measures_of(indicator text, options jsonb, OUT numerator text, OUT denominator text) is
  'The measures of an indicator under its options; nulls where it is not made of cases of a period.';

-- The ends of whole months inside of a period, in the district's time zone; both null where there is none.
create function private.whole_months(zone text, since timestamptz, until timestamptz, out first_month date, out next_month date)
language sql stable set search_path = '' as $$
  select case when m.first_month < m.next_month then m.first_month end, case when m.first_month < m.next_month then m.next_month end
  from (
    select (date_trunc('month', (since at time zone zone) - interval '1 microsecond') + interval '1 month')::date as first_month,
      date_trunc('month', until at time zone zone)::date as next_month) m
$$;
comment on function private.whole_months(zone text, since timestamp with time zone, until timestamp with time zone, OUT first_month date, OUT next_month date) is
  'The first whole month inside of a period and the month after the last; nulls where there is none.';

create function private.measure_sums(
  scope jsonb, unit_kind text, codes text[], since timestamptz, until timestamptz, categories bigint[] default null, grids bigint[] default null
) returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  is_whole constant boolean := (scope ->> 'isWhole')::boolean;
  zone constant text := scope ->> 'zone';
  months constant record := private.whole_months(zone, since, until);
  starts constant timestamptz := months.first_month::timestamp at time zone zone;
  ends constant timestamptz := months.next_month::timestamp at time zone zone;
  tallied text;
  per_tally text;
  per_fact text;
  joined text := '';
  within text;
  parts text[] := '{}';
  g record;
begin
  -- Where whole months are tallied, and by what.
  tallied := case
    when months.first_month is null then null
    when unit_kind in ('district', 'street', 'community') or (unit_kind in ('category', 'class') and not is_whole) then concat_ws(' and ',
      't.kind = ''community''',
      case when unit_kind in ('category', 'class') then case when categories is null then 't.category_id <> 0' else 't.category_id = any ($5)' end
        when categories is null then 't.category_id = 0' else 't.category_id = any ($5)' end,
      case when not is_whole then 't.area_id = any ($2)' end)
    when unit_kind in ('category', 'class') then concat_ws(' and ', 't.kind = ''category'' and t.category_id = 0 and t.area_id = $1', case when categories is not null then 't.unit_id = any ($5)' end)
    when unit_kind = 'grid' and categories is null then 't.kind = ''grid'' and t.category_id = 0 and t.area_id = any ($2) and t.unit_id = any ($6)'
    when unit_kind = 'compound' and categories is null then concat_ws(' and ', 't.kind = ''compound'' and t.category_id = 0', case when not is_whole then 't.area_id = any ($2)' end)
    when unit_kind in ('hour', 'weekday') and categories is null and scope ->> 'weekhours' is not null then
      format('t.kind = ''weekhour'' and t.category_id = 0 and t.area_id = %s', (scope ->> 'weekhours')::bigint)
  end;
  per_tally := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 't.area_id' when 'grid' then 't.unit_id' when 'compound' then 't.unit_id'
    when 'category' then case when is_whole then 't.unit_id' else 't.category_id' end when 'class' then 'left(c.code, 2)' when 'hour' then 't.unit_id % 24' when 'weekday' then 't.unit_id / 24' end;
  if tallied is not null then
    parts := parts || format(
      'select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_tallies t%s where t.district_id = $1 and %s and t.month >= %L and t.month < %L group by 1) s
       cross join lateral (values %s) v (code, n)',
      per_tally, (select string_agg(format('sum(t.%1$I) as %1$I', c), ', ') from unnest(codes) c),
      case unit_kind when 'street' then ' join public.areas a on a.id = t.area_id'
        when 'class' then format(' join public.categories c on c.id = t.%s', case when is_whole then 'unit_id' else 'category_id' end) else '' end,
      tallied, months.first_month, months.next_month, (select string_agg(format('(%L, s.%I)', c, c), ', ') from unnest(codes) c));
  end if;
  joined := case unit_kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' when 'class' then ' join public.categories c on c.id = f.category_id'
    when 'department' then ' join public.incidents d on d.district_id = f.district_id and d.id = f.id' else '' end;
  within := concat_ws(' and ', 'f.district_id = $1', case when not is_whole then case when cardinality(seen) = 1 then format('f.community_id = %s', seen[1]) else 'f.community_id = any ($2)' end end,
    case when categories is not null then case when cardinality(categories) = 1 then format('f.category_id = %s', categories[1]) else 'f.category_id = any ($5)' end end,
    case unit_kind when 'grid' then 'k.id = any ($6)' when 'compound' then 'f.compound_id is not null' end);
  for g in
    select m.at, m.span, array_agg(m.code order by m.code) as codes,
      string_agg(format('sum(%s) as %I', m.amount, m.code), ', ' order by m.code) as sums,
      string_agg(format('sum((%s)::integer) as %I', m.within, m.code), ', ' order by m.code) as before,
      string_agg(format('sum((%s)::integer - %s) as %I', m.within, m.amount, m.code), ', ' order by m.code) as after,
      string_agg(format('(%L, s.%I)', m.code, m.code), ', ' order by m.code) as named
    from private.measures m where m.code = any (codes) group by m.at, m.span
  loop
    per_fact := case unit_kind when 'district' then 'f.district_id' when 'street' then 'f.street_id' when 'community' then 'f.community_id' when 'grid' then 'k.id'
      when 'compound' then 'f.compound_id' when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source' when 'department' then 'd.department_id'
      when 'hour' then format('extract(hour from f.%s at time zone %L)::integer', g.at, zone)
      when 'weekday' then format('extract(isodow from f.%s at time zone %L)::integer', g.at, zone) end;
    parts := parts || array(
      select format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s where %s and f.%s >= %L and f.%s < %L group by 1) s
          cross join lateral (values %s) v (code, n)', per_fact, g.sums, joined, within, g.at, cut.since, g.at, cut.until, g.named)
      from (values (since, case when tallied is null then until else starts end), (case when tallied is not null then ends end, until)) cut (since, until)
      where cut.since < cut.until);
    if g.span is not null then
      parts := parts || format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s
          where %s and f.%s_first < f.%s_last and tstzrange(f.%s_first, f.%s_last, ''[]'') @> $3 and f.%s_first < $3 group by 1) s
          cross join lateral (values %s) v (code, n)',
        per_fact, g.before, joined, within, g.span, g.span, g.span, g.span, g.span, g.named)
      || format('select s.unit::text, v.code, v.n from (select %s as unit, %s from private.case_facts f%s
          where %s and f.%s_first < f.%s_last and tstzrange(f.%s_first, f.%s_last, ''[]'') @> $4 and f.%s_first >= $3 and f.%s_first < $4 group by 1) s
          cross join lateral (values %s) v (code, n)',
        per_fact, g.after, joined, within, g.span, g.span, g.span, g.span, g.span, g.span, g.named);
    end if;
  end loop;
  return query execute format('select p.unit, p.code, sum(p.n)::numeric from (%s) p (unit, code, n) where p.unit is not null group by 1, 2', array_to_string(parts, E'\nunion all\n'))
    using district, seen, since, until, categories, grids;
end $$;
comment on function private.measure_sums(scope jsonb, unit_kind text, codes text[], since timestamp with time zone, until timestamp with time zone, categories bigint[], grids bigint[]) is
  'Counts of measures by unit over a period: whole months out of the tallies, the months that its ends cut out of case_facts, and the cases that stand across an end one by one. scope: { district, seen, isWhole (all communities of the district), weekhours (the street or district whose hours are tallied), zone }.';

create function private.open_sums(scope jsonb, unit_kind text, categories bigint[], grids bigint[]) returns table (unit text, open bigint, overdue bigint)
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := scope ->> 'zone';
begin
  return query execute format(
    'select (%s)::text, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i%s
     where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')
       and ($3 is null or i.category_id = any ($3))%s group by 1',
    case unit_kind when 'district' then 'i.district_id' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' when 'grid' then 'k.id' when 'compound' then 'f.compound_id'
      when 'category' then 'i.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'i.source' when 'department' then 'i.department_id'
      when 'hour' then format('extract(hour from i.reported_at at time zone %L)::integer', zone)
      when 'weekday' then format('extract(isodow from i.reported_at at time zone %L)::integer', zone) end,
    case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id' when 'class' then ' join public.categories c on c.id = i.category_id'
      when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)'
      when 'compound' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($4)' when 'compound' then ' and f.compound_id is not null' when 'department' then ' and i.department_id is not null' else '' end)
    using (scope ->> 'district')::bigint, array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s), categories, grids;
end $$;
comment on function private.open_sums(scope jsonb, unit_kind text, categories bigint[], grids bigint[]) is
  'Open cases by unit, and those whose next deadline has passed.';

create function private.standing_sums(scope jsonb, unit_kind text, indicators text[], first_day date, last_day date, grids bigint[])
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  today constant date := private.local_date(district, now());
  wanted constant text[] := array(
    select d.code from public.indicator_definitions d
    where d.code = any (indicators) and d.basis = 'standing' and unit_kind = any (d.units));
  per constant text := case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'b.community_id'
    when 'compound' then 'b.compound_id' when 'grid' then 'b.grid_id' end;
  bases text[] := '{}';
  g record;
begin
  if 'workload' = any (wanted) then
    return query select w.unit, 'workload', w.cases, w.people from private.workload_sums(scope, unit_kind, today, grids) w;
  end if;
  if 'balance' = any (wanted) then
    bases := bases || array['select ''balance'', g.community_id, g.id, null::bigint, (abs(g.households - g.target_households) <= g.tolerance * g.target_households)::integer, 1
      from private.grids_in_force g where g.is_leaf and g.kind = ''residential'' and g.community_id = any ($2)'];
  end if;
  if 'visitCoverage' = any (wanted) then
    bases := bases || case
      -- Counted since a day by the tallies, which are of communities and reach to the last visit.
      when unit_kind in ('district', 'street', 'community')
        and not exists (select from public.visits v where v.district_id = district and v.visited_on > last_day) then array[
        'select ''visitCoverage'', h.community_id, null::bigint, null::bigint, coalesce(t.called, 0), h.households
         from (select b.community_id, sum(b.households) as households from public.buildings b where b.community_id = any ($2) group by 1) h
         left join (select t.community_id, sum(t.called) as called from public.visit_tallies t
           where t.district_id = $1 and t.community_id = any ($2) and t.visited_on >= $3 group by 1) t on t.community_id = h.community_id']
      else array[
        'select ''visitCoverage'', b.community_id, gb.grid_id, b.compound_id, least(coalesce(called.households, 0), b.households), b.households from public.buildings b
         left join (select v.building_id, sum(v.households) as households from public.visits v where v.district_id = $1 and v.visited_on between $3 and $4 group by 1) called on called.building_id = b.id
         left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'] end;
  end if;
  if 'serviceReach' = any (wanted) then
    bases := bases || array['select ''serviceReach'', b.community_id, gb.grid_id, b.compound_id, case when exists (select from public.service_points s
           where s.district_id = $1 and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
             and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000)) then b.households else 0 end, b.households
       from public.buildings b left join public.grid_buildings gb on gb.building_id = b.id and gb.grid_id = any ($5) where b.community_id = any ($2)'];
  end if;
  if wanted && '{postsFilled,onDuty}' then
    bases := bases || array['select k.code, j.community, j.grid, null::bigint, case k.code when ''onDuty'' then j.on_duty else j.filled end::integer, 1
      from (
        with posts as materialized (
          select covered.community_id as community, g.id as grid, post.id as post, post.per_grid
          from private.coverage_in_force covered
          join public.plans p on p.id = covered.plan_id
          join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
          join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.exclusive and post.basis = ''grid''
          where covered.community_id = any ($2)
        ), serving as materialized (
          select a.grid_id as grid, a.post_id as post, a.person_id as person
          from posts p
          join public.assignments a on a.grid_id = p.grid and a.post_id = p.post and a.since <= $6 and (a.until is null or a.until > $6)
        ), held as (
          select s.grid, s.post, count(distinct s.person) as people, count(distinct s.person) filter (where d.doer is not null) as on_duty
          from serving s
          join private.on_duty_people(array(select distinct s.person from serving s), $6) d on d.person = s.person
          group by s.grid, s.post
        )
        select p.community, p.grid, bool_and(coalesce(h.people, 0) >= p.per_grid) as filled, bool_and(coalesce(h.on_duty, 0) >= p.per_grid) as on_duty
        from posts p left join held h on h.grid = p.grid and h.post = p.post
        group by p.community, p.grid) j
      cross join unnest($7) k (code) where k.code in (''postsFilled'', ''onDuty'')'];
  end if;
  if cardinality(bases) > 0 then
    return query execute format(
      'select (%s)::text, b.code, sum(b.n)::numeric, sum(b.d)::numeric from (%s) b (code, community_id, grid_id, compound_id, n, d)
       join public.areas a on a.id = b.community_id group by 1, 2', per, array_to_string(bases, E'\nunion all\n'))
      using district, seen, first_day, last_day, grids, today, wanted;
  end if;
end $$;
comment on function private.standing_sums(scope jsonb, unit_kind text, indicators text[], first_day date, last_day date, grids bigint[]) is
  'Posts, people on duty, visits, balance, workload and service reach, each by the units that the registry gives it; of others no rows.';

-- Where a question stands: communities whose cases the caller sees, and what of the tallies serves it.
create function private.figure_scope(area bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  scope constant record := private.incident_scope(area);
  chosen constant public.areas := (select a from public.areas a where a.id = area);
  of_area constant bigint[] := array(select c from private.communities_in(area) c);
  calendar record;
begin
  select * into calendar from private.district_calendars c where c.district_id = scope.district;
  return jsonb_build_object('district', scope.district, 'area', area, 'kind', chosen.kind, 'seen', to_jsonb(scope.seen),
    'handlesAll', scope.handled @> scope.seen, 'handled', to_jsonb(scope.handled),
    'isWhole', chosen.kind = 'district' and scope.seen @> of_area,
    'weekhours', case when chosen.kind in ('district', 'street') and scope.seen @> of_area then area end,
    'zone', calendar.time_zone, 'calendar', calendar.name);
end $$;
comment on function private.figure_scope(area bigint) is
  'District, communities seen and handled, calendar and time zone of an area for the signed-in person; raises not-allowed.';

create function private.figure_grids(scope jsonb, day date) returns bigint[]
language sql stable set search_path = '' as $$
  select array(
    select g.id from private.grids_ever_in_force g
    where g.is_leaf and g.in_force @> day and g.community_id = any (array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s)))
$$;
comment on function private.figure_grids(scope jsonb, day date) is
  'The leaf grids in force on a day in the communities of a scope.';

create function private.figure_units(scope jsonb, unit_kind text, grids bigint[]) returns table (unit text, code text, name text, name_en text, parent text)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
begin
  case unit_kind
    when 'district' then return query select a.id::text, a.code, a.name, a.name_en, null::text from public.areas a where a.id = district;
    when 'street' then return query select a.id::text, a.code, a.name, a.name_en, a.parent_id::text from public.areas a
      where a.id in (select c.parent_id from public.areas c where c.id = any (seen));
    when 'community' then return query select a.id::text, a.code, a.name, a.name_en, a.parent_id::text from public.areas a where a.id = any (seen);
    when 'grid' then return query select g.id::text, g.code, g.name, null::text, g.community_id::text from public.grids g where g.id = any (grids);
    when 'compound' then return query select c.id::text, c.source_id, c.name, null::text, c.community_id::text from public.compounds c
      where c.district_id = district and c.boundary is not null and c.community_id = any (seen);
    when 'category' then return query select c.id::text, c.code, c.name, c.name_en, left(c.code, 2) from public.categories c
      where length(c.code) = 4 and (c.district_id = district or c.district_id is null);
    when 'class' then return query select distinct on (c.code) c.code, c.code, c.name, c.name_en, null::text from public.categories c
      where length(c.code) = 2 and (c.district_id = district or c.district_id is null) order by c.code, c.district_id nulls last;
    when 'department' then return query select d.id::text, d.id::text, d.name, d.name_en, null::text from public.departments d where d.district_id = district;
    when 'hour' then return query select h::text, h::text, h::text, h::text, null::text from generate_series(0, 23) h;
    when 'weekday' then return query select d::text, d::text, d::text, d::text, null::text from generate_series(1, 7) d;
    else return query select s, s, s, s, null::text from unnest('{desk,field,resident,import,hotline,sensor}'::text[]) s;
  end case;
end $$;
comment on function private.figure_units(scope jsonb, unit_kind text, grids bigint[]) is
  'The units of a kind in a scope with code, names and what they are part of.';

create function private.figure_categories(scope jsonb, options jsonb) returns bigint[]
language sql stable set search_path = '' as $$
  select case when jsonb_array_length(options -> 'categories') > 0 then array(
    select c.id from public.categories c join jsonb_array_elements_text(options -> 'categories') wanted on c.code like replace(wanted, '%', '') || '%'
    where length(c.code) = 4 and (c.district_id = (scope ->> 'district')::bigint or c.district_id is null)) end
$$;
comment on function private.figure_categories(scope jsonb, options jsonb) is
  'The ids of the categories that options ask for (two digits: a class); null where they ask for none.';

create function private.figure_period(scope jsonb, first_day date, last_day date, out since timestamptz, out until timestamptz)
language plpgsql stable set search_path = '' as $$
begin
  if first_day is null or last_day is null or last_day < first_day or last_day - first_day > 3700 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  since := first_day::timestamp at time zone (scope ->> 'zone');
  until := least((last_day + 1)::timestamp at time zone (scope ->> 'zone'), now());
end $$;
comment on function private.figure_period(scope jsonb, first_day date, last_day date, OUT since timestamp with time zone, OUT until timestamp with time zone) is
  'From the first moment of a day to the last of another, or to now; raises period-wrong for more than ten years or none.';

create function private.figure_values(scope jsonb, indicators text[], unit_kind text, first_day date, last_day date, options jsonb)
returns table (unit text, indicator text, numerator numeric, denominator numeric)
language plpgsql stable set search_path = '' as $$
declare
  today constant date := (now() at time zone (scope ->> 'zone'))::date;
  categories constant bigint[] := private.figure_categories(scope, options);
  grids constant bigint[] := case when unit_kind = 'grid' then private.figure_grids(scope, coalesce((options ->> 'gridsOn')::date, today)) end;
  counted constant text[] := array(select d.code from public.indicator_definitions d where d.code = any (indicators) and d.basis = 'cases' and d.kind <> 'percentile');
  codes text[];
begin
  codes := array(
    select distinct c from unnest(counted) i cross join lateral private.measures_of(i, options) m cross join lateral unnest(array[m.numerator, m.denominator]) c where c is not null);
  if cardinality(codes) > 0 then
    return query
    with sums as materialized (select * from private.figure_sums(scope, unit_kind, codes, first_day, last_day, categories, grids))
    select s.unit, d.code, coalesce(sum(s.n) filter (where s.code = m.numerator), 0), case when m.denominator is not null then coalesce(sum(s.n) filter (where s.code = m.denominator), 0) end
    from public.indicator_definitions d
    cross join lateral private.measures_of(d.code, options) m
    join sums s on s.code in (m.numerator, m.denominator)
    where d.code = any (counted)
    group by s.unit, d.code, m.numerator, m.denominator;
  end if;
  if 'handlingHoursP90' = any (indicators) then
    return query
    select p.unit, 'handlingHoursP90', p.seconds, p.cases::numeric from private.handling_percentiles(scope, unit_kind, first_day, last_day,
      case when (scope ->> 'handlesAll')::boolean then categories
        else array(select c from unnest(private.open_categories((scope ->> 'district')::bigint)) c where categories is null or c = any (categories)) end, grids) p;
  end if;
  if indicators && '{openCases,overdueOpen,overdueShare}' then
    return query
    with sums as materialized (
      select * from private.open_sums(scope, unit_kind, case when (scope ->> 'handlesAll')::boolean then categories
        else array(select c from unnest(private.open_categories((scope ->> 'district')::bigint)) c where categories is null or c = any (categories)) end, grids))
    select s.unit, d.code, case when d.code = 'openCases' then s.open else s.overdue end::numeric, case when d.code = 'overdueShare' then s.open end::numeric
    from sums s cross join public.indicator_definitions d where d.code = any (indicators) and d.basis = 'open';
  end if;
  return query
  select s.unit, s.indicator, s.numerator, s.denominator
  from private.standing_sums(scope, unit_kind, indicators, first_day, least(last_day, today), grids) s where s.unit is not null;
end $$;
comment on function private.figure_values(scope jsonb, indicators text[], unit_kind text, first_day date, last_day date, options jsonb) is
  'Numerator and denominator of indicators by unit over a period; nothing for units in which nothing was counted. handlingHours has seconds above the line.';

create function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  scope constant jsonb := private.figure_scope(area);
  grids_on constant date := coalesce((options ->> 'gridsOn')::date, (now() at time zone (scope ->> 'zone'))::date);
  unknown text;
begin
  if unit is null or not unit = any (private.unit_kinds()) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  select i into unknown from unnest(indicators) i where not exists (select from public.indicator_definitions d where d.code = i) limit 1;
  if unknown is not null or coalesce(cardinality(indicators), 0) = 0 then
    raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', unknown)::text;
  end if;
  -- A department's people are of the district: of a part of it nobody can say how many they are.
  select d.code into unknown from public.indicator_definitions d
  where d.code = any (indicators) and (unit <> all (d.units) or d.code = 'workload' and unit = 'department' and not (scope ->> 'isWhole')::boolean) order by d.rank limit 1;
  if unknown is not null then
    raise exception 'indicator-not-by-unit' using errcode = 'P0001', detail = json_build_object('indicator', unknown, 'unit', unit)::text;
  end if;
  return (
    with figures as (select * from private.figure_values(scope, indicators, unit, first_day, last_day, options)),
    units as (select * from private.figure_units(scope, unit, case when unit = 'grid' then private.figure_grids(scope, grids_on) end))
    select jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit,
      'communities', jsonb_array_length(scope -> 'seen'), 'gridsOn', case when unit = 'grid' then grids_on end,
      'units', coalesce(jsonb_agg(jsonb_build_object('id', coalesce(u.unit, f.unit), 'code', coalesce(u.code, f.unit), 'name', coalesce(u.name, f.unit), 'nameEn', u.name_en,
          'parent', u.parent, 'values', coalesce(f.figures, '{}')) order by coalesce(u.code, f.unit)), '[]'))
    from units u
    full join (
      select v.unit, jsonb_object_agg(v.indicator, jsonb_build_array(
        case when v.indicator in ('handlingHours', 'handlingHoursP90') then round(v.numerator / 3600, 2) else v.numerator end, v.denominator)) as figures
      from figures v group by v.unit) f on f.unit = u.unit
    where u.unit is not null or unit in ('source', 'category', 'class'));
end $$;
comment on function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb) is
  'Indicators of the registry by unit over a period of days of the district''s calendar: { now, firstDay, lastDay, calendar, unit, communities, gridsOn, units: [{ id, code, name, nameEn, parent, values: { indicator: [numerator, denominator] } }] }; a unit without a value counted nothing. options: { lessDeferred, lessUnreasonable, categories, gridsOn }. Errors: not-allowed, unit-unknown, indicator-unknown, indicator-not-by-unit (a unit that is not among the `units` of the indicator, or the workload of departments in a part of the district), period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.indicator_table(area bigint, indicators text[], unit text, first_day date, last_day date, options jsonb) to authenticated;

create function public.indicator_rows(
  area bigint, indicator text, unit text, unit_id text, first_day date, last_day date, part text default 'denominator', options jsonb default '{}',
  cursor jsonb default null, page_size integer default 50
) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  zone constant text := scope ->> 'zone';
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  handled constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'handled') s);
  categories constant bigint[] := private.figure_categories(scope, options);
  size constant integer := least(greatest(page_size, 1), 200);
  definition public.indicator_definitions;
  chosen record;
  above text;
  below text;
  lies text;
  conditions text;
  rows jsonb;
  next jsonb;
begin
  select * into definition from public.indicator_definitions d where d.code = indicator;
  if definition is null or definition.basis = 'standing' then
    raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', indicator)::text;
  end if;
  if unit is null or not unit = any (private.unit_kinds()) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  chosen := private.measures_of(indicator, options);
  if definition.basis = 'open' then
    below := 'not private.incident_ended(i.state)';
    above := case indicator when 'openCases' then below else 'i.deadline_at < now()' end;
    if indicator <> 'overdueShare' then below := above; end if;
  else
    select format('(%s)', coalesce(m.within, format('f.%s >= $3 and f.%s < $4 and (%s) <> 0', m.at, m.at, m.amount))) into above
    from private.measures m where m.code = chosen.numerator;
    select format('(%s)', coalesce(m.within, format('f.%s >= $3 and f.%s < $4 and (%s) <> 0', m.at, m.at, m.amount))) into below
    from private.measures m where m.code = coalesce(chosen.denominator, chosen.numerator);
  end if;
  lies := case unit when 'street' then 'f.street_id = $5::bigint' when 'community' then 'f.community_id = $5::bigint' when 'grid' then '$5::bigint = any (f.grid_ids)'
    when 'compound' then 'f.compound_id = $5::bigint' when 'category' then 'f.category_id = $5::bigint'
    when 'class' then 'f.category_id in (select c.id from public.categories c where c.code like $5 || ''%'')' when 'source' then 'f.source = $5'
    when 'department' then '(f.district_id, f.id) in (select d.district_id, d.id from public.incidents d where d.district_id = $1 and d.department_id = $5::bigint)'
    when 'district' then 'true'
    else format('extract(%s from f.%s at time zone %L)::text = $5', case unit when 'hour' then 'hour' else 'isodow' end,
      coalesce((select m.at from private.measures m where m.code = chosen.numerator), 'reported_at'), zone) end;
  conditions := concat_ws(' and ', 'f.district_id = $1 and f.community_id = any ($2)', lies,
    '(f.community_id = any ($7) or f.category_id not in (select c.id from public.categories c where c.grid_only))',
    case part when 'numerator' then above when 'rest' then below || ' and not coalesce(' || above || ', false)' else below end,
    case when categories is not null then 'f.category_id = any ($6)' end,
    case when cursor is not null then '(f.reported_at, f.id) < (($8 ->> 0)::timestamptz, ($8 ->> 1)::bigint)' end);
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any ($7)) order by page.reported_at desc, page.id desc), ''[]''),
       case when count(*) = %1$s then (array_agg(jsonb_build_array(page.reported_at, page.id) order by page.reported_at, page.id))[1] end
     from (select f.district_id, f.id, f.reported_at from private.case_facts f%2$s where %3$s order by f.reported_at desc, f.id desc limit %1$s) page
     join public.incidents i on i.district_id = page.district_id and i.id = page.id',
    size, case when definition.basis = 'open' then ' join public.incidents i on i.district_id = f.district_id and i.id = f.id and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'')' else '' end, conditions)
  into rows, next
  using (scope ->> 'district')::bigint, seen, period.since, period.until, unit_id, categories, handled, cursor;
  return jsonb_build_object('now', now(), 'incidents', rows, 'next', next);
end $$;
comment on function public.indicator_rows(area bigint, indicator text, unit text, unit_id text, first_day date, last_day date, part text, options jsonb, cursor jsonb, page_size integer) is
  'The cases behind an indicator of a unit, the newest first, a page at a time: { now, incidents, next }. part: "denominator", "numerator", or "rest": what is in the denominator and not in the numerator. next is the cursor of the page after, or null. Errors: not-allowed, unit-unknown, indicator-unknown (posts, visits and ground have no cases behind them), period-wrong. Security definer: cases are shown as private.incident_summary shows them to the caller.';
grant execute on function public.indicator_rows(area bigint, indicator text, unit text, unit_id text, first_day date, last_day date, part text, options jsonb, cursor jsonb, page_size integer) to authenticated;

create function private.days_off(calendar bigint, first_day date, last_day date) returns integer
language sql stable set search_path = '' as $$
  select count(*)::integer from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') d
  join public.calendars c on c.id = calendar
  left join public.calendar_exceptions e on e.calendar_id = calendar and e.day = d::date
  where not coalesce(e.worked, extract(isodow from d)::integer = any (c.weekdays))
$$;
comment on function private.days_off(calendar bigint, first_day date, last_day date) is
  'Days of a period that are not worked by a calendar: weekends and holidays, less the weekends worked in exchange.';

create function public.comparable_periods(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  scope constant jsonb := private.figure_scope(area);
  calendar constant bigint := (select c.calendar_id from private.district_calendars c where c.district_id = (scope ->> 'district')::bigint);
  begun constant date := (select b.begun from private.data_begins((scope ->> 'district')::bigint, array(select jsonb_array_elements_text(scope -> 'seen')::bigint), 'district') b);
  own integer;
  weeks integer;
begin
  perform private.figure_period(scope, first_day, last_day);
  if last_day - first_day > 366 then
    raise exception 'period-wrong' using errcode = 'P0001', detail = json_build_object('firstDay', first_day, 'lastDay', last_day)::text;
  end if;
  own := private.days_off(calendar, first_day, last_day);
  weeks := (last_day - first_day + 7) / 7 * 7;
  return jsonb_build_object('firstDay', first_day, 'lastDay', last_day, 'daysOff', own,
    'last', (select case when first_day - p.back >= begun then jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off) end
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(weeks, weeks + 14, 7) b) p
      order by abs(p.off - own), p.back limit 1),
    'year', (select case when first_day - p.back >= begun then jsonb_build_object('firstDay', first_day - p.back, 'lastDay', last_day - p.back, 'daysOff', p.off) end
      from (select b as back, private.days_off(calendar, first_day - b, last_day - b) as off from generate_series(364 - 28, 364 + 28, 7) b) p
      order by abs(p.off - own), abs(p.back - 364), p.back limit 1));
end $$;
comment on function public.comparable_periods(area bigint, first_day date, last_day date) is
  'The periods that a period of at most 366 days is compared with: { firstDay, lastDay, daysOff, last, year }, each of the same length and beginning on the same weekday. last: right before it, or up to two weeks earlier; year: 52 weeks earlier, or up to four weeks to either side; whichever has the same number of days that are not worked, else the nearest number. Null where the area''s data do not hold all of it. Errors: not-allowed, period-wrong. Security definer: everybody who sees figures compares them alike.';
grant execute on function public.comparable_periods(area bigint, first_day date, last_day date) to authenticated;

create function public.late_cases(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.incident_scope(area);
begin
  return (
    with clocks as (
      select 'reported'::public.incident_state as state, 'acceptance'::public.incident_clock as clock
      union select t.to_state, t.clock from public.incident_transitions t where t.clock is not null
    ), late as materialized (
      select case when i.deadline_at = i.due_at then 'handling' when i.deadline_at = i.clock_due_at then c.clock::text
          when i.deadline_at = i.arrival_due_at and i.arrived_at is null then 'arrival' else 'first_answer' end as clock,
        case when now() - i.deadline_at < interval '1 day' then 0 when now() - i.deadline_at < interval '7 days' then 1
          when now() - i.deadline_at < interval '30 days' then 2 else 3 end as age
      from public.incidents i left join clocks c on c.state = i.state
      where i.district_id = scope.district and i.community_id = any (scope.seen) and i.deadline_at < now()
        and (i.community_id = any (scope.handled) or i.category_id not in (select c.id from public.categories c where c.grid_only))
    )
    select jsonb_build_object('now', now(), 'clocks', coalesce(jsonb_agg(jsonb_build_object('clock', l.clock, 'ages', l.ages) order by l.total desc, l.clock), '[]'))
    from (
      select late.clock, count(*) as total, jsonb_build_array(count(*) filter (where late.age = 0), count(*) filter (where late.age = 1),
        count(*) filter (where late.age = 2), count(*) filter (where late.age = 3)) as ages
      from late group by late.clock) l);
end $$;
comment on function public.late_cases(area bigint) is
  'What is overdue and open now by the clock that ran out first and by age: { now, clocks: [{ clock, ages: [under a day, to 7, to 30, over 30 days] }] }. Error: not-allowed. Security definer: gives away counts, no case.';
grant execute on function public.late_cases(area bigint) to authenticated;

-- The bulletin by department too: who handles, beside where and what.
create function private.bulletin(scope jsonb, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  -- Everybody reads what is published: its cells are rounded whoever publishes.
  for_all constant jsonb := scope || '{"handlesAll": false}';
  codes constant text[] := '{cameIn,filedCases,closingDue,closedCases,onTimeClosure,onTimeHandling,response,satisfaction}';
  below constant text := case scope ->> 'kind' when 'district' then 'street' else 'community' end;
begin
  return (
    with asked as (
      select u.unit_kind, o.options, o.name from unnest(array['district', 'source', 'class', 'department', below]) u (unit_kind)
      cross join (values ('all', '{}'::jsonb), ('lessDeferred', '{"lessDeferred": true, "lessUnreasonable": true}')) o (name, options)
    ), figures as (
      select a.unit_kind, a.name, v.unit, v.indicator, v.numerator, v.denominator
      from asked a cross join lateral private.figure_values(for_all, codes, a.unit_kind, first_day, last_day, a.options) v
      where a.name = 'all' or v.indicator in ('closingDue', 'onTimeClosure', 'response')
    ), units as (
      select a.unit_kind, u.unit, u.code, u.name, u.name_en
      from (select distinct asked.unit_kind from asked) a cross join lateral private.figure_units(scope, a.unit_kind, null) u
    ), rows as (
      select f.unit_kind, f.unit, coalesce(u.code, f.unit) as code, coalesce(u.name, f.unit) as name, u.name_en,
        jsonb_object_agg(f.indicator || case f.name when 'all' then '' else 'Less' end, jsonb_build_array(f.numerator, f.denominator)) as figures
      from figures f left join units u on u.unit_kind = f.unit_kind and u.unit = f.unit
      group by 1, 2, 3, 4, 5
    )
    select jsonb_build_object('total', (select r.figures from rows r where r.unit_kind = 'district'),
      'source', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'source'),
      'class', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'class'),
      'department', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = 'department'),
      'area', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en, 'values', r.figures) order by r.code), '[]') from rows r where r.unit_kind = below)));
end $$;
comment on function private.bulletin(scope jsonb, first_day date, last_day date) is
  'What a bulletin counts: { total, source, department, class, area }, rows of { code, name, nameEn, values: { indicator: [numerator, denominator] } }; with `Less` behind an indicator: less what was deferred or unreasonable.';

create table public.figure_editions (
  id bigint generated always as identity,
  district_id bigint not null,
  area_id bigint not null,
  first_day date not null,
  last_day date not null,
  edition smallint not null,
  content jsonb not null,
  rules jsonb not null,
  reason text not null default ''::text,
  changed jsonb not null default '[]'::jsonb,
  published_at timestamptz not null default now(),
  published_by uuid,
  publisher_name text not null default ''::text,
  subject text not null,
  constraint figure_editions_pkey primary key (id),
  constraint figure_editions_one_each unique (area_id, subject, first_day, last_day, edition),
  constraint figure_editions_correction_says_why check (edition = 1 or reason <> ''::text),
  constraint figure_editions_days_bounded check (((first_day >= '1990-01-01'::date) and (last_day <= '2099-12-31'::date) and (first_day <= last_day))),
  constraint figure_editions_published_at_bounded check (published_at >= '1990-01-01 00:00:00+00'::timestamptz and published_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint figure_editions_publisher_name_length check (length(publisher_name) <= 400),
  constraint figure_editions_reason_length check (length(reason) <= 10000),
  constraint figure_editions_subject_known check (subject = any ('{bulletin,"assessment street","assessment community","assessment department"}'::text[]))
);
comment on table public.figure_editions is
  'Figures of a period as they were published. Never altered: a correction is the next edition, with its reason and what changed from the one before.';
comment on column public.figure_editions.rules is
  'The version of each indicator by which it was counted.';
comment on column public.figure_editions.changed is
  'What differs from the edition before: [{ path, was, is }].';
comment on column public.figure_editions.subject is
  'What was published: the bulletin, or the assessment of streets, communities or departments.';
create index figure_editions_area_idx on public.figure_editions (area_id, last_day desc);
create index figure_editions_district_idx on public.figure_editions (district_id);
alter table public.figure_editions enable row level security;
grant select on public.figure_editions to authenticated;

alter table public.figure_editions add constraint figure_editions_area_fkey
  foreign key (district_id, area_id) references public.areas(district_id, id) on delete cascade;

alter table public.figure_editions add constraint figure_editions_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create policy "everybody of the district reads what was published" on public.figure_editions
  for select to authenticated
  using ((area_id in ( select private.reachable(private.incident_readers()) as reachable)));

-- What can be compared of a content: its values by where they stand, rows by their code.
create function private.leaves(content jsonb, path text default '') returns table (place text, value jsonb)
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(content) = 'object' then
    return query select l.place, l.value from jsonb_each(content) e cross join lateral private.leaves(e.value, concat_ws(' ', nullif(path, ''), e.key)) l
      where e.key not in ('name', 'nameEn');
  elsif jsonb_typeof(content) = 'array' and jsonb_typeof(content -> 0) = 'object' then
    return query select l.place, l.value from jsonb_array_elements(content) e
      cross join lateral private.leaves(e - 'code', concat_ws(' ', nullif(path, ''), e ->> 'code')) l;
  else
    return query select path, content;
  end if;
end $$;
comment on function private.leaves(content jsonb, path text) is
  'The values of a content and where each stands; rows are called by their code.';

create function public.bulletin(area bigint, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
begin
  perform private.figure_period(scope, first_day, last_day);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar',
    'content', private.bulletin(scope, first_day, last_day)) || private.editions_of(scope, 'bulletin', first_day, last_day);
end $$;
comment on function public.bulletin(area bigint, first_day date, last_day date) is
  'The bulletin of an area over a period: { now, firstDay, lastDay, calendar, isOver, mayPublish, content, published, editions }. content: as counted now; published: the last edition as it was published, or null. Errors: not-allowed, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.bulletin(area bigint, first_day date, last_day date) to authenticated;

create function public.publish_bulletin(area bigint, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_bulletin', jsonb_build_array(area, first_day, last_day, reason));
  scope jsonb;
begin
  if known is not null then
    return known;
  end if;
  if not private.can('{leader,admin}', area) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  scope := private.figure_scope(area);
  perform private.figure_period(scope, first_day, last_day);
  return private.end_intent(client_key, private.publish_edition(scope, 'bulletin', first_day, last_day, reason, private.bulletin(scope, first_day, last_day)));
end $$;
comment on function public.publish_bulletin(area bigint, first_day date, last_day date, reason text, client_key uuid) is
  'Publishes the bulletin of a period that is over as it is counted now: { edition, changed }. The first edition needs no reason; a later one says why, and is refused where nothing differs. Errors: not-allowed, period-wrong, period-not-over, reason-required, nothing-to-correct, sent-otherwise. Security definer: editions have no policies for writing.';
grant execute on function public.publish_bulletin(area bigint, first_day date, last_day date, reason text, client_key uuid) to authenticated;

create function private.rough_hours(amount numeric, unit public.deadline_unit) returns numeric
language sql immutable parallel safe as $$
  select amount * case unit when 'working_hours' then 4 when 'working_days' then 34 when 'calendar_days' then 24 else 1 end
$$;
comment on function private.rough_hours(amount numeric, unit public.deadline_unit) is
  'About how many hours a deadline gives, for telling the longer of two.';

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

create function public.integrity_signs(area bigint, first_day date, last_day date) returns jsonb
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
grant execute on function public.integrity_signs(area bigint, first_day date, last_day date) to authenticated;

create function public.sign_rows(area bigint, sign text, community bigint, first_day date, last_day date) returns jsonb
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
comment on function public.sign_rows(area bigint, sign text, community bigint, first_day date, last_day date) is
  'The cases that show a sign in a community, the newest first, at most 200: { now, incidents }. Errors: not-allowed, period-wrong. Security definer: cases are shown as private.incident_summary shows them to the caller.';
grant execute on function public.sign_rows(area bigint, sign text, community bigint, first_day date, last_day date) to authenticated;

create table public.assessment_weights (
  district_id bigint not null,
  indicator text not null,
  weight numeric(5,2) not null,
  constraint assessment_weights_pkey primary key (district_id, indicator),
  constraint assessment_weights_indicator_length check (length(indicator) <= 400),
  constraint assessment_weights_within_reason check (weight > 0::numeric and weight <= 100::numeric)
);
comment on table public.assessment_weights is
  'How much each indicator counts in the assessment of units of a district. Without a row: on-time closure 30, on-time handling 20, response 20, satisfaction 15, recurrence 15.';
alter table public.assessment_weights enable row level security;
grant select on public.assessment_weights to authenticated;

alter table public.assessment_weights add constraint assessment_weights_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create policy "members read the weights of their district" on public.assessment_weights
  for select to authenticated
  using ((district_id in (select private.member_districts())));

create function private.assessment_scores(scope jsonb, unit_kind text, first_day date, last_day date) returns table (unit text, score numeric, figures jsonb)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with weights as materialized (select w.indicator, w.weight from private.weights_of((scope ->> 'district')::bigint) w)
  select v.unit,
    round(100 * sum(w.weight * case d.better when 'less' then 1 - v.numerator / v.denominator else v.numerator / v.denominator end) / sum(w.weight), 1),
    jsonb_object_agg(v.indicator, jsonb_build_array(v.numerator, v.denominator))
  from private.figure_values(scope, array(select weights.indicator from weights), unit_kind, first_day, last_day, '{"lessUnreasonable": true}') v
  join weights w on w.indicator = v.indicator
  join public.indicator_definitions d on d.code = v.indicator and d.kind = 'share'
  where v.denominator > 0 group by 1;
end $$;
comment on function private.assessment_scores(scope jsonb, unit_kind text, first_day date, last_day date) is
  'The score of units from 0 to 100: the weighted mean of those of their rates that count something, the other way round where less is better.';

create function public.assessment(area bigint, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant jsonb := private.figure_scope(area);
  subject constant text := private.assessed_by(unit);
begin
  perform private.figure_period(scope, first_day, last_day);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'lastDay', last_day, 'calendar', scope ->> 'calendar', 'unit', unit)
    || private.assessment(scope, unit, first_day, last_day) || private.editions_of(scope, subject, first_day, last_day);
end $$;
comment on function public.assessment(area bigint, unit text, first_day date, last_day date) is
  'Streets, communities or departments assessed over a period: { now, firstDay, lastDay, calendar, unit, weights, units: [{ id, code, name, nameEn, score, rank, values, trend }], isOver, mayPublish, published, editions }. weights, units: as counted now; published: { edition, content: { weights, units }, rules } as it was published, or null. trend: the scores of six periods, whole months before whole months (a quarter before a quarter, a year before a year), else of as many days, this one last, null where nothing was counted or the unit''s data do not hold all of it. Units are ranked, persons never. Errors: not-allowed, unit-unknown, period-wrong. Security definer: gives away counts, no case.';
grant execute on function public.assessment(area bigint, unit text, first_day date, last_day date) to authenticated;

create table private.rounding_secret (
  is_one boolean not null default true,
  secret uuid not null default gen_random_uuid(),
  constraint rounding_secret_pkey primary key (is_one),
  constraint rounding_secret_is_one check (is_one)
);
comment on table private.rounding_secret is
  'What the chance of rounding is drawn from; one row, read by private.rounded only.';
insert into private.rounding_secret default values;

create function private.rounded(n numeric, cell text) returns numeric
language sql stable security definer set search_path = '' as $$
  select n - n % 5 + case when ('x' || left(md5(s.secret || cell), 7))::bit(28)::integer % 5 < n % 5 then 5 else 0 end
  from private.rounding_secret s
$$;
comment on function private.rounded(n numeric, cell text) is
  'A count as a multiple of five: up with a chance of the remainder in five, drawn once for the cell, so that the mean is right and a repeated question gives nothing. Security definer: the secret is nobody''s.';

create function private.protected_categories(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c.id from public.categories c where c.grid_only and (c.district_id = district or c.district_id is null))
$$;
comment on function private.protected_categories(district bigint) is
  'Categories whose small counts are nobody''s but those who handle them: welfare and mediation.';

create function private.open_categories(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select array(select c.id from public.categories c where not c.grid_only and length(c.code) = 4 and (c.district_id = district or c.district_id is null))
$$;
comment on function private.open_categories(district bigint) is
  'Categories that are counted exactly for everybody.';

-- Figures: rounded cells, their days among them.
create function private.rounded_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[])
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
comment on function private.rounded_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[]) is
  'Counts of measures of protected categories by district, street, community, class or category, out of rounded cells; nothing by finer units.';

create function private.figure_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[], grids bigint[])
returns table (unit text, code text, n numeric)
language plpgsql stable set search_path = '' as $$
declare
  period constant record := private.figure_period(scope, first_day, last_day);
  district constant bigint := (scope ->> 'district')::bigint;
begin
  if (scope ->> 'handlesAll')::boolean then
    return query select * from private.measure_sums(scope, unit_kind, codes, period.since, period.until, categories, grids);
    return;
  end if;
  return query
  select s.unit, s.code, sum(s.n) from (
    select * from private.measure_sums(scope, unit_kind, codes, period.since, period.until,
      array(select c from unnest(private.open_categories(district)) c where categories is null or c = any (categories)), grids)
    union all
    select * from private.rounded_sums(scope, unit_kind, codes, first_day, last_day,
      array(select c from unnest(private.protected_categories(district)) c where categories is null or c = any (categories)))) s
  group by 1, 2;
end $$;
comment on function private.figure_sums(scope jsonb, unit_kind text, codes text[], first_day date, last_day date, categories bigint[], grids bigint[]) is
  'Counts of measures as the caller may know them: exact for who handles cases in the whole scope; else protected categories out of rounded cells.';

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

create function private.shows_case(i public.incidents, handled bigint[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return i.community_id = any (handled) or private.of_my_department(i.department_id, i.community_id) or not private.is_protected(i.category_id);
end $$;
comment on function private.shows_case(i public.incidents, handled bigint[]) is
  'Whether a case may be seen one by one: private.protected_condition of one case.';

create function private.cell_name(t private.case_tallies) returns text
language sql immutable set search_path = '' as $$
  select concat_ws('/', t.area_id, t.category_id, t.month)
$$;
comment on function private.cell_name(t private.case_tallies) is
  'What the chance of rounding a cell is drawn for.';

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

create function private.figure_hidden(scope jsonb) returns bigint[]
language sql stable set search_path = '' as $$
  select case when (scope ->> 'handlesAll')::boolean then '{}'::bigint[] else private.protected_categories((scope ->> 'district')::bigint) end
$$;
comment on function private.figure_hidden(scope jsonb) is
  'private.hidden_categories of the scope of a figure.';

-- What is said of categories and calendars to those who handle no cases.
create function private.district_hidden(district bigint) returns bigint[]
language sql stable set search_path = '' as $$
  select private.hidden_categories(district, c.ids, array(select unnest(c.ids) intersect select private.reachable(private.incident_handlers())))
  from (select array(select a.id from public.areas a where a.district_id = district and a.kind = 'community') as ids) c
$$;
comment on function private.district_hidden(district bigint) is
  'private.hidden_categories of a whole district for the signed-in person.';

create function private.data_begin(district bigint) returns date
language plpgsql stable set search_path = '' as $$
declare
  hidden constant bigint[] := private.protected_categories(district);
  zone constant text := (select c.time_zone from private.district_calendars c where c.district_id = district);
  begins date;
  first_case timestamptz;
begin
  with months as (
    -- Of the district by category: by community there are some hundred times as many.
    select t.month, sum(t.came_in) as cases from private.case_tallies t
    where t.district_id = district and t.kind = 'category' and t.category_id = 0 and t.area_id = district and t.unit_id <> all (hidden)
    group by 1 having sum(t.came_in) > 0
  ), enough as (
    -- A case of long before, brought by an import, does not begin them.
    select m.month, (m.month - make_interval(months => (row_number() over (order by m.month))::integer))::date as run from months m
    where m.cases >= (select percentile_cont(0.5) within group (order by o.cases) / 10 from months o)
  )
  select min(e.month) into begins from enough e where e.run = (select l.run from enough l order by l.month desc limit 1);
  select i.reported_at into first_case from public.incidents i
  where i.district_id = district and i.category_id <> all (hidden)
    and i.reported_at >= begins::timestamp at time zone zone and i.reported_at < (begins + interval '1 month') at time zone zone
  order by i.reported_at limit 1;
  return (first_case at time zone zone)::date;
end $$;
comment on function private.data_begin(district bigint) is
  'From which day on a district has cases: the first of the months until now of which each has at least a tenth of the usual number; null where there are none.';

create table private.plan_placings (
  plan_id bigint not null,
  community_id bigint not null,
  district_id bigint not null,
  constraint plan_placings_pkey primary key (plan_id, community_id)
);
comment on table private.plan_placings is
  'The communities whose cases are counted on the grids of a plan that is not, or no longer, in force there, and that may yet be.';

alter table private.plan_placings add constraint plan_placings_covered_fkey
  foreign key (plan_id, community_id) references public.plan_communities(plan_id, community_id) on delete cascade;

alter table private.plan_placings add constraint plan_placings_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create view private.counted_coverage with (security_invoker=true) as
select pc.plan_id,
    pc.community_id
   from public.plan_communities pc
  where not isempty(pc.in_force)
union
 select k.plan_id,
    k.community_id
   from private.plan_placings k;
comment on view private.counted_coverage is
  'Plans and communities whose cases are counted by their grids: in force at some time, or placed ahead.';

create function private.place_ahead(chosen public.plans, cases integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  next bigint[];
  missing bigint;
begin
  perform pg_advisory_xact_lock(4220, chosen.district_id::integer);
  select coalesce(array_agg(sized.community_id) filter (where sized.before < place_ahead.cases and sized.turn <= 100), '{}'), count(*)
  into next, missing from (
    select pc.community_id, sum(coalesce(known.cases, 0)) over (order by pc.community_id) - coalesce(known.cases, 0) as before,
      row_number() over (order by pc.community_id) as turn
    from public.plan_communities pc
    left join lateral (
      select sum(t.came_in) as cases from private.case_tallies t
      where t.district_id = chosen.district_id and t.kind = 'community' and t.category_id = 0 and t.area_id = pc.community_id) known on true
    where pc.plan_id = chosen.id
      and not exists (select from private.counted_coverage c where c.plan_id = pc.plan_id and c.community_id = pc.community_id)
  ) sized;
  if missing > 0 then
    insert into private.plan_placings (plan_id, community_id, district_id) select chosen.id, c, chosen.district_id from unnest(next) c;
    perform private.place_facts(next);
  end if;
  return missing = cardinality(next);
end $$;
comment on function private.place_ahead(chosen public.plans, cases integer) is
  'Says on which grids of a plan the cases of its next communities lie, of as many as have some thousand cases; whether that was all. Security definer: nobody else writes facts.';

-- What is drawn anew is placed anew; until then nobody reads what was placed.
create function private.forget_placings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.plan_placings k where k.plan_id = new.id;
  return null;
end $$;
comment on function private.forget_placings() is
  'A plan that is a draft again may change its grids. Security definer: the table is nobody''s.';

create trigger plans_placings after update of state on public.plans for each row when (new.state = 'draft'::public.plan_state and old.state <> 'draft'::public.plan_state) execute function private.forget_placings();

create function private.data_begins(district bigint, communities bigint[], unit_kind text) returns table (unit bigint, begun date)
language plpgsql stable set search_path = '' as $$
declare
  hidden constant bigint[] := private.protected_categories(district);
  first_of_all constant date := private.data_begin(district);
  zone constant text := (select c.time_zone from private.district_calendars c where c.district_id = district);
begin
  -- The whole district begins as it does.
  if unit_kind = 'district' and (select count(*) from public.areas a where a.district_id = district and a.kind = 'community') = cardinality(communities) then
    return query select district, first_of_all where first_of_all is not null;
    return;
  end if;
  return query
  with members as materialized (
    select a.id, case unit_kind when 'street' then a.parent_id when 'community' then a.id else district end as unit
    from public.areas a where a.id = any (communities)
  ), months as materialized (
    select m.unit, t.month, sum(case when t.category_id = 0 then t.came_in else -t.came_in end) as cases
    from private.case_tallies t join members m on m.id = t.area_id
    where t.district_id = district and t.kind = 'community' and t.category_id = any (0::bigint || hidden)
      and t.area_id = any (communities) and t.month >= date_trunc('month', first_of_all)
    group by 1, 2 having sum(case when t.category_id = 0 then t.came_in else -t.came_in end) > 0
  ), firsts as (
    -- A few of an area's cases long before the others do not begin its data.
    select m.unit, min(m.month) as month
    from months m join (select o.unit, percentile_cont(0.5) within group (order by o.cases) / 10 as enough from months o group by 1) usual on usual.unit = m.unit
    where m.cases >= usual.enough group by 1
  )
  select f.unit, greatest(first_of_all, (
    select (min(own.first_case) at time zone zone)::date from members m
    cross join lateral (
      select i.reported_at as first_case from public.incidents i
      where i.community_id = m.id and i.district_id = district and i.category_id <> all (hidden)
        and i.reported_at >= f.month::timestamp at time zone zone and i.reported_at < (f.month + interval '1 month') at time zone zone
      order by i.reported_at limit 1) own
    where m.unit = f.unit))
  from firsts f;
end $$;
comment on function private.data_begins(district bigint, communities bigint[], unit_kind text) is
  'From which day on some communities have cases, together (district), by street or by community: their first month with at least a tenth of their usual number, never before private.data_begin. Without a row there are none.';

-- Weights of the assessment are laid down on its page, all at once: rows written one by one left half of them.
create function private.weights_of(district bigint) returns table (indicator text, weight numeric)
language sql stable set search_path = '' as $$
  select w.indicator, w.weight from public.assessment_weights w where w.district_id = weights_of.district
  union all
  select u.indicator, u.weight from (values ('onTimeClosure', 30::numeric), ('onTimeHandling', 20), ('response', 20), ('satisfaction', 15), ('recurrence', 15)) u (indicator, weight)
  where not exists (select from public.assessment_weights w where w.district_id = weights_of.district)
$$;
comment on function private.weights_of(district bigint) is
  'How much each rate counts in the assessment of a district: as it was laid down, else as districts begin.';
grant execute on function private.weights_of(district bigint) to authenticated, service_role;

create function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  place constant bigint := private.administered(save_assessment_weights.district);
  given record;
begin
  perform pg_advisory_xact_lock(4221, place::integer);
  if save_assessment_weights.was is distinct from (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of(place) w) then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('district', place)::text;
  end if;
  if jsonb_typeof(weights) is distinct from 'object' then
    raise exception 'weight-wrong' using errcode = 'P0001', detail = json_build_object('indicator', '')::text;
  end if;
  for given in select e.key as indicator, e.value as weight from jsonb_each(weights) e loop
    if not exists (select from public.indicator_definitions d where d.code = given.indicator and d.kind = 'share' and d.basis = 'cases' and d.better <> 'neither') then
      raise exception 'indicator-unknown' using errcode = 'P0001', detail = json_build_object('indicator', left(given.indicator, 60))::text;
    end if;
    if jsonb_typeof(given.weight) <> 'number' or given.weight::numeric <= 0 or given.weight::numeric > 100 or given.weight::numeric <> round(given.weight::numeric, 2) then
      raise exception 'weight-wrong' using errcode = 'P0001', detail = json_build_object('indicator', given.indicator)::text;
    end if;
  end loop;
  delete from public.assessment_weights a where a.district_id = place and not weights ? a.indicator;
  insert into public.assessment_weights as a (district_id, indicator, weight)
  select place, e.key, e.value::numeric from jsonb_each(weights) e
  on conflict (district_id, indicator) do update set weight = excluded.weight where a.weight is distinct from excluded.weight;
end $$;
comment on function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) is
  'Lays down how much each rate counts in the assessment of a district: { indicator: weight }, above 0 and at most 100; none: as districts begin. `was` are the weights that are changed. Raises not-allowed, changed-since, indicator-unknown { indicator }, weight-wrong { indicator }. Security definer: the table has no policies for writing.';
grant execute on function public.save_assessment_weights(district bigint, was jsonb, weights jsonb) to authenticated;

create function private.handling_percentiles(scope jsonb, unit_kind text, first_day date, last_day date, categories bigint[], grids bigint[])
returns table (unit text, seconds numeric, cases bigint)
language plpgsql stable set search_path = '' as $$
declare
  period constant record := private.figure_period(scope, first_day, last_day);
  seen constant bigint[] := array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s);
  zone constant text := scope ->> 'zone';
begin
  return query execute format(
    'select p.unit::text, (percentile_disc(0.9) within group (order by p.seconds))::numeric, count(*)
     from (select %s as unit, f.handled_seconds as seconds from private.case_facts f%s
       where f.district_id = $1 and f.community_id = any ($2) and f.handled_at >= $3 and f.handled_at < $4 and f.handled_seconds is not null
         and ($5 is null or f.category_id = any ($5))%s) p
     where p.unit is not null group by 1',
    case unit_kind when 'district' then 'f.district_id' when 'street' then 'f.street_id' when 'community' then 'f.community_id' when 'grid' then 'k.id'
      when 'compound' then 'f.compound_id' when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source' when 'department' then 'd.department_id'
      when 'hour' then format('extract(hour from f.handled_at at time zone %L)::integer', zone) when 'weekday' then format('extract(isodow from f.handled_at at time zone %L)::integer', zone) end,
    case unit_kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' when 'class' then ' join public.categories c on c.id = f.category_id'
      when 'department' then ' join public.incidents d on d.district_id = f.district_id and d.id = f.id' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($6)' else '' end)
    using (scope ->> 'district')::bigint, seen, period.since, period.until, categories, grids;
end $$;
comment on function private.handling_percentiles(scope jsonb, unit_kind text, first_day date, last_day date, categories bigint[], grids bigint[]) is
  'Working seconds from filing to handling that nine in ten of what was handled in a period do not exceed (nearest rank), and of how many cases, by unit; null categories: all. Reads the cases of the period one by one.';

create function private.workload_sums(scope jsonb, unit_kind text, day date, grids bigint[]) returns table (unit text, cases numeric, people numeric)
language plpgsql stable set search_path = '' as $$
declare
  district constant bigint := (scope ->> 'district')::bigint;
begin
  return query execute format(
    'select coalesce(o.unit, p.unit), coalesce(o.cases, 0)::numeric, coalesce(p.people, 0)::numeric
     from (select (%1$s)::text as unit, count(*) + count(*) filter (where i.urgent) as cases from public.incidents i%2$s
       where i.district_id = $1 and i.community_id = any ($2) and i.state not in (''closed'', ''rejected'', ''duplicate'', ''self_handled'', ''cancelled'') and i.category_id <> all ($5)%3$s group by 1) o
     full join (%4$s) p on p.unit = o.unit',
    case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'i.community_id' when 'department' then 'i.department_id' else 'k.id' end,
    case unit_kind when 'street' then ' join public.areas a on a.id = i.community_id'
      when 'grid' then ' join private.case_facts f on f.district_id = i.district_id and f.id = i.id cross join lateral unnest(f.grid_ids) k (id)' else '' end,
    case unit_kind when 'grid' then ' and k.id = any ($4)' when 'department' then ' and i.department_id is not null' else '' end,
    case when unit_kind = 'department' then
      'select p.department_id::text as unit, count(distinct duty.doer) as people
       from public.people p
       join private.on_duty_people(array(select s.id from public.people s where s.district_id = $1 and s.department_id is not null), $3) duty on duty.person = p.id
       where p.district_id = $1 and p.department_id is not null group by 1'
    else format(
      'select (%s)::text as unit, count(distinct duty.doer) as people
       from public.assignments held join private.grids_in_force g on g.id = held.grid_id and g.community_id = any ($2)
       join public.areas a on a.id = g.community_id
       join private.on_duty_people(array(select distinct h.person_id from public.assignments h where h.district_id = $1 and h.since <= $3 and (h.until is null or h.until > $3)), $3) duty
         on duty.person = held.person_id
       where held.since <= $3 and (held.until is null or held.until > $3) group by 1',
      case unit_kind when 'district' then '$1' when 'street' then 'a.parent_id' when 'community' then 'g.community_id' else 'g.id' end) end)
    using district, array(select s::bigint from jsonb_array_elements_text(scope -> 'seen') s), day, grids, private.figure_hidden(scope);
end $$;
comment on function private.workload_sums(scope jsonb, unit_kind text, day date, grids bigint[]) is
  'Open cases (an urgent one twice) and people on duty on a day: with a post of a grid in force, and by department those of the department.';

-- What comes before a month, a quarter or a year is the one before in the calendar: as many days earlier, a trend of months drifted
-- by a day or two with each of them, and one of years began in the middle of winter.
create function private.period_before(since date, until date, back integer, out first_day date, out last_day date)
language sql immutable set search_path = '' as $$
  select case when p.months is null then $1 - $3 * ($2 - $1 + 1) else ($1 - make_interval(months => $3 * p.months))::date end,
    case when p.months is null then $2 - $3 * ($2 - $1 + 1) else ($1 - make_interval(months => ($3 - 1) * p.months))::date - 1 end
  from (select case when extract(day from $1) = 1 and extract(day from $2 + 1) = 1
    then ((extract(year from $2 + 1) - extract(year from $1)) * 12 + extract(month from $2 + 1) - extract(month from $1))::integer end as months) p
$$;
comment on function private.period_before(since date, until date, back integer, OUT first_day date, OUT last_day date) is
  'The period so many before a period: of whole months as many whole months, else as many days.';

create function private.editions_of(scope jsonb, subject text, first_day date, last_day date) returns jsonb
language sql stable set search_path = '' as $$
  with editions as materialized (
    select e.* from public.figure_editions e
    where e.area_id = ($1 ->> 'area')::bigint and e.subject = $2 and e.first_day = $3 and e.last_day = $4
  )
  select jsonb_build_object(
    'isOver', $4 < (now() at time zone ($1 ->> 'zone'))::date,
    'mayPublish', private.can('{leader,admin}', ($1 ->> 'area')::bigint),
    'published', (select jsonb_build_object('edition', e.edition, 'content', e.content, 'rules', e.rules) from editions e order by e.edition desc limit 1),
    'editions', (select coalesce(jsonb_agg(jsonb_build_object('edition', e.edition, 'publishedAt', e.published_at, 'publisher', e.publisher_name, 'reason', e.reason, 'changed', e.changed)
      order by e.edition desc), '[]') from editions e))
$$;
comment on function private.editions_of(scope jsonb, subject text, first_day date, last_day date) is
  'What was published of a period: { isOver, mayPublish, published, editions }, the last edition as it was published, or null, and all of them.';

create function private.publish_edition(scope jsonb, subject text, first_day date, last_day date, reason text, fresh jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  area constant bigint := (scope ->> 'area')::bigint;
  why constant text := private.plain_words(reason, 4000);
  before public.figure_editions;
  comparable jsonb;
  differences jsonb := '[]';
begin
  if last_day >= (now() at time zone (scope ->> 'zone'))::date then
    raise exception 'period-not-over' using errcode = 'P0001', detail = json_build_object('lastDay', last_day)::text;
  end if;
  perform pg_advisory_xact_lock(4218, area::integer);
  select * into before from public.figure_editions e
  where e.area_id = area and e.subject = publish_edition.subject and e.first_day = publish_edition.first_day and e.last_day = publish_edition.last_day
  order by e.edition desc limit 1;
  if before.id is not null then
    -- What the edition before did not tell is no correction of it.
    comparable := (select jsonb_object_agg(f.key, f.value) from jsonb_each(fresh) f where before.content ? f.key);
    select coalesce(jsonb_agg(jsonb_build_object('path', coalesce(w.place, i.place), 'was', w.value, 'is', i.value) order by coalesce(w.place, i.place)), '[]') into differences
    from private.leaves(before.content) w full join private.leaves(comparable) i on i.place = w.place
    where w.value is distinct from i.value;
    if differences = '[]' then
      raise exception 'nothing-to-correct' using errcode = 'P0001', detail = json_build_object('edition', before.edition)::text;
    end if;
    if why = '' then
      raise exception 'reason-required' using errcode = 'P0001', detail = json_build_object('edition', before.edition)::text;
    end if;
  end if;
  insert into public.figure_editions (district_id, area_id, subject, first_day, last_day, edition, content, rules, reason, changed, published_by, publisher_name)
  values ((scope ->> 'district')::bigint, area, subject, first_day, last_day, coalesce(before.edition, 0) + 1, fresh,
    (select jsonb_object_agg(d.code, d.version) from public.indicator_definitions d), why, differences, (select auth.uid()), private.actor_name((scope ->> 'district')::bigint));
  return jsonb_build_object('edition', coalesce(before.edition, 0) + 1, 'changed', jsonb_array_length(differences));
end $$;
comment on function private.publish_edition(scope jsonb, subject text, first_day date, last_day date, reason text, fresh jsonb) is
  'Keeps what was counted of a period that is over as its next edition: { edition, changed }. The first needs no reason; a later one says why, and is refused where nothing differs.';

create function private.assessment(scope jsonb, unit text, first_day date, last_day date) returns jsonb
language plpgsql stable set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_variable
declare
  district constant bigint := (scope ->> 'district')::bigint;
  seen constant bigint[] := array(select jsonb_array_elements_text(scope -> 'seen')::bigint);
  begun constant date := (select b.begun from private.data_begins(district, seen, 'district') b);
begin
  return (
    with scores as materialized (
      select p.back, s.* from generate_series(0, 5) p (back)
      cross join lateral private.period_before(first_day, last_day, p.back) was
      cross join lateral private.assessment_scores(scope, unit, was.first_day, was.last_day) s
      where p.back = 0 or was.first_day >= begun
    ), own as materialized (
      select b.unit::text as unit, b.begun from private.data_begins(district, seen, unit) b where unit <> 'department'
    ), ranks as (
      select s.*, rank() over (order by s.score desc) as place from scores s where s.back = 0
    )
    select jsonb_build_object(
      'weights', (select jsonb_object_agg(w.indicator, w.weight) from private.weights_of(district) w),
      'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit, 'code', u.code, 'name', u.name, 'nameEn', u.name_en,
          'score', s.score, 'rank', s.place, 'values', coalesce(s.figures, '{}'),
          'trend', array_to_json(array(select x.score from generate_series(5, 0, -1) p (back) left join scores x on x.unit = u.unit and x.back = p.back
            and (p.back = 0 or unit = 'department' or (private.period_before(first_day, last_day, p.back)).first_day >= (select o.begun from own o where o.unit = u.unit)) order by p.back desc))) order by s.score desc nulls last, u.code), '[]')
        from private.figure_units(scope, unit, null) u left join ranks s on s.unit = u.unit)));
end $$;
comment on function private.assessment(scope jsonb, unit text, first_day date, last_day date) is
  'What an assessment counts: { weights, units: [{ id, code, name, nameEn, score, rank, values, trend }] }. trend: the scores of six periods, whole months before whole months, else of as many days, this one last, null where nothing was counted or the unit''s data do not hold all of it.';

create function private.assessed_by(unit text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if unit is null or not unit = any ('{street,community,department}'::text[]) then
    raise exception 'unit-unknown' using errcode = 'P0001', detail = json_build_object('unit', unit)::text;
  end if;
  return 'assessment ' || unit;
end $$;
comment on function private.assessed_by(unit text) is
  'What an assessment of such units is called among the editions; raises unit-unknown.';

create function public.publish_assessment(area bigint, unit text, first_day date, last_day date, reason text default '', client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'publish_assessment', jsonb_build_array(area, unit, first_day, last_day, reason));
  scope jsonb;
  subject text;
begin
  if known is not null then
    return known;
  end if;
  if not private.can('{leader,admin}', area) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  scope := private.figure_scope(area);
  subject := private.assessed_by(unit);
  perform private.figure_period(scope, first_day, last_day);
  -- Everybody reads what is published: its cells are rounded whoever publishes.
  return private.end_intent(client_key, private.publish_edition(scope, subject, first_day, last_day, reason,
    private.assessment(scope || '{"handlesAll": false}', unit, first_day, last_day)));
end $$;
comment on function public.publish_assessment(area bigint, unit text, first_day date, last_day date, reason text, client_key uuid) is
  'Publishes the assessment of a period that is over as it is counted now, weights and ranks with it: { edition, changed }. The first edition needs no reason; a later one says why, and is refused where nothing differs. Errors: not-allowed, unit-unknown, period-wrong, period-not-over, reason-required, nothing-to-correct, sent-otherwise. Security definer: editions have no policies for writing.';
grant execute on function public.publish_assessment(area bigint, unit text, first_day date, last_day date, reason text, client_key uuid) to authenticated;

-- Compounds on maps: figures are told by compound, so their ground is drawn, and hot spots are looked for among them.
create function public.compounds_map(area bigint) returns jsonb
language sql stable set search_path = '' as $$
  select private.collection(jsonb_agg(private.feature(c.id::text, c.boundary, jsonb_build_object(
    'id', c.id, 'name', c.name, 'community', c.community_id,
    'labelLng', round(extensions.st_x(spot.at)::numeric, 6), 'labelLat', round(extensions.st_y(spot.at)::numeric, 6)), 7) order by c.id))
  from public.areas top
  join public.areas own on own.path operator(extensions.<@) top.path and own.kind = 'community'
  join public.compounds c on c.community_id = own.id and c.boundary is not null
  cross join lateral (select extensions.st_pointonsurface(c.boundary) as at) spot
  where top.id = compounds_map.area
$$;
comment on function public.compounds_map(area bigint) is
  'The compounds of an area that have a border: id, name, community (id), and labelLng, labelLat, a point inside. Who reads no compounds gets none.';
grant execute on function public.compounds_map(area bigint) to authenticated;

create constraint trigger facts_due_read after insert on private.facts_due deferrable initially deferred for each row execute function private.read_facts_due();

create trigger assessment_weights_audit after insert or delete or update on public.assessment_weights for each row execute function private.audit();

create trigger assessment_weights_keep_district before update of district_id on public.assessment_weights for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();

create trigger zz_nothing_missing before insert or update on public.assessment_weights for each row when (new.district_id is null or new.indicator is null or new.weight is null) execute function private.refuse_missing();

create trigger figure_editions_append_only before update on public.figure_editions for each row execute function private.refuse_change();

create trigger zz_nothing_missing before insert or update on public.figure_editions for each row when (new.district_id is null or new.area_id is null or new.subject is null or new.first_day is null or new.last_day is null or new.edition is null or new.content is null or new.rules is null or new.reason is null or new.changed is null or new.published_at is null or new.publisher_name is null) execute function private.refuse_missing();
