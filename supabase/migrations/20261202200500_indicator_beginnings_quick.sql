-- Which categories are protected was asked once for each row of the tallies and of a month's cases: at a million cases that took
-- three seconds, on every page that compares. It is asked once now, and the first case of a month is looked up in its order.

create or replace function private.data_begin(district bigint) returns date
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

create or replace function private.data_begins(district bigint, communities bigint[], unit_kind text) returns table (unit bigint, begun date)
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
