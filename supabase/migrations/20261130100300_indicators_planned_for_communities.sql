-- A wall's figures, planned for the communities they are asked for: an array that a function in SQL is given is a riddle to its
-- plan, which then walked all grids of a plan once for each community.
create index grids_of_plan_community_idx on public.grids (plan_id, community_id);

-- Asked once a row by views: its plan is kept, also within functions that plan for each call.
create or replace function private.local_date(district bigint, moment timestamptz) returns date
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select (moment at time zone c.time_zone)::date from public.calendars c
    where c.district_id = district or c.district_id is null
    order by c.district_id nulls last limit 1);
end $$;

create or replace function private.posts_standing(seen bigint[], day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with posts as materialized (
      select g.id as grid, post.id as post, post.per_grid
      from private.coverage_in_force covered
      join public.plans p on p.id = covered.plan_id
      join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
      join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.exclusive
      where covered.community_id = any (seen)
    ), held as (
      select a.grid_id as grid, a.post_id as post, count(distinct a.person_id) as people,
        count(distinct a.person_id) filter (where who.on_duty) as on_duty
      from posts p
      join public.assignments a on a.grid_id = p.grid and a.post_id = p.post and day between a.since and coalesce(a.until, 'infinity')
      join public.people who on who.id = a.person_id
      group by a.grid_id, a.post_id
    ), judged as (
      select p.grid, bool_and(coalesce(h.people, 0) >= p.per_grid) as filled, bool_and(coalesce(h.on_duty, 0) >= p.per_grid) as on_duty
      from posts p left join held h on h.grid = p.grid and h.post = p.post
      group by p.grid
    )
    select jsonb_build_object(
      'filled', jsonb_build_object('numerator', count(*) filter (where j.filled), 'denominator', count(*)),
      'onDuty', jsonb_build_object('numerator', count(*) filter (where j.on_duty), 'denominator', count(*)))
    from judged j);
end $$;

create or replace function private.balance_indicator(seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households), count(*))
      || jsonb_build_object('meanDeviation', round(avg((g.households - g.target_households)::numeric / g.target_households), 4))
    from private.grids_in_force g where g.is_leaf and g.community_id = any (seen));
end $$;

create or replace function private.service_reach(district bigint, seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.rate(coalesce(sum(b.households) filter (where exists (
        select from public.service_points s
        where s.district_id = district and s.position operator(extensions.&&) extensions.st_expand(b.position, 0.02)
          and extensions.st_dwithin(s.position::extensions.geography, b.position::extensions.geography, 1000))), 0),
      coalesce(sum(b.households), 0))
    from public.buildings b where b.community_id = any (seen));
end $$;
