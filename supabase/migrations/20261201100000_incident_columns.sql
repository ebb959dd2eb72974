-- The cases of a district as columns: what a page that counts and draws them by itself needs of each, in a few bytes, a month at a time.
-- A month that did not change is not asked for twice: its version says whether it did.

create index incidents_month_idx on public.incidents (district_id, ((date_trunc('month', reported_at at time zone 'UTC'))::date), change_id);

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
comment on function private.column_scope is
  'Whose cases the columns of an area hold for the signed-in person: communities seen and handled, categories that only who handles a community gets of it, the time zone, and a key that is another whenever one of these is. Raises not-allowed.';

create function private.column_version(newest bigint, cases bigint, key text) returns text
language sql stable security definer set search_path = '' as $$
  select left(md5(concat_ws('/', s.secret, newest, cases, key)), 16) from private.rounding_secret s
$$;
comment on function private.column_version is
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
      'chunks', coalesce(jsonb_agg(jsonb_build_object('month', m.month, 'version', private.column_version(newest.change_id, m.cases, scope.key)) order by m.month), '[]'))
    from (
      select t.month, sum(t.cases)::bigint as cases from public.incident_month_tallies t
      where t.district_id = scope.district group by 1 having sum(t.cases) > 0) m
    cross join lateral (
      select i.change_id from public.incidents i
      where i.district_id = scope.district and (date_trunc('month', i.reported_at at time zone 'UTC'))::date = m.month
      order by i.change_id desc limit 1) newest);
end $$;
comment on function public.incident_column_chunks is
  'Which months of cases there are in an area for incident_columns, as { now, zone, communities, leftOut, leftOutOf, chunks: [{ month, version }] }. A version is another whenever the month''s columns may be. leftOut: categories whose cases are in no column of the communities leftOutOf. Raises not-allowed. Security definer: reads cases for whoever may see them.';
grant execute on function public.incident_column_chunks to authenticated;

create function private.spread_bytes() returns integer[]
language sql immutable set search_path = '' as $$
  select array(
    select (select sum((b >> k & 1) << 2 * k)::integer from generate_series(0, 7) k) from generate_series(0, 255) b order by b)
$$;
comment on function private.spread_bytes is
  'Each byte with a zero before each of its bits: two of these, one moved by a bit, make a Morton code.';

create function public.incident_columns(area bigint, month date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set plan_cache_mode = force_custom_plan as $$
declare
  scope constant record := private.column_scope(area);
  -- Local days of a month of UTC begin a day earlier or end a day later.
  first_day constant date := month - 1;
  spread constant integer[] := private.spread_bytes();
  version text;
begin
  select private.column_version(max(i.change_id), count(*), scope.key) into version from public.incidents i
  where i.district_id = scope.district and (date_trunc('month', i.reported_at at time zone 'UTC'))::date = incident_columns.month;
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
comment on function public.incident_columns is
  'What happened in a month (of UTC by its report) in the communities that the caller sees, as columns: { month, version, cases, firstDay, days, communities: [[id, west, south]], categories: [id], runs, columns }, by docs/analysis.md. Cases of welfare and mediation are in it only for communities whose cases the caller handles. Raises not-allowed. Security definer: reads cases for whoever may see them.';
grant execute on function public.incident_columns to authenticated;
