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

create or replace function public.incident_column_chunks(area bigint) returns jsonb
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

create or replace function public.incident_columns(area bigint, month date) returns jsonb
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
