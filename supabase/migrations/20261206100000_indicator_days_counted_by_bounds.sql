-- What came in by day, class and community is counted in one pass without first counting each day of each category of each
-- community, which are nearly as many as the cases.
create or replace function private.reported_by(district bigint, seen bigint[], first_day date, today date, zone text, hidden bigint[]) returns jsonb
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
