-- Posts and visits, over the communities that somebody sees. A post that is assigned (任职) and a post whose holder is on
-- duty (在岗) are two things, and two indicators.

drop function private.posts_filled(bigint[], date);
create function private.posts_standing(seen bigint[], day date) returns jsonb
language sql stable set search_path = '' as $$
  with posts as (
    select g.id as grid, post.id as post, post.per_grid
    from private.grids_in_force g
    join public.scheme_posts post on post.scheme_id = g.scheme_id and post.level = g.level and post.exclusive
    where g.community_id = any (seen)
  ), held as (
    select a.grid_id as grid, a.post_id as post, count(distinct a.person_id) as people,
      count(distinct a.person_id) filter (where who.on_duty) as on_duty
    from public.assignments a join public.people who on who.id = a.person_id
    where a.grid_id in (select posts.grid from posts) and day between a.since and coalesce(a.until, 'infinity')
    group by a.grid_id, a.post_id
  ), judged as (
    select p.grid, bool_and(coalesce(h.people, 0) >= p.per_grid) as filled, bool_and(coalesce(h.on_duty, 0) >= p.per_grid) as on_duty
    from posts p left join held h on h.grid = p.grid and h.post = p.post
    group by p.grid
  )
  select jsonb_build_object(
    'filled', jsonb_build_object('numerator', count(*) filter (where j.filled), 'denominator', count(*)),
    'onDuty', jsonb_build_object('numerator', count(*) filter (where j.on_duty), 'denominator', count(*)))
  from judged j
$$;
comment on function private.posts_standing is
  'filled: grids in force with every exclusive post assigned on a day; onDuty: with every exclusive post assigned to people who are on duty; both of the grids in force that have exclusive posts.';

drop function private.visit_coverage(bigint[], date);
create function private.visit_coverage(seen bigint[], since date, until date) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('denominator', coalesce(sum(b.households), 0),
    'numerator', coalesce(sum(least(coalesce(called.households, 0), b.households)), 0))
  from public.buildings b
  left join (
    select v.building_id, sum(v.households) as households from public.visits v
    where v.district_id in (select distinct a.district_id from public.areas a where a.id = any (seen))
      and v.visited_on between since and until
    group by v.building_id
  ) called on called.building_id = b.id
  where b.community_id = any (seen)
$$;
comment on function private.visit_coverage is
  'Sum over buildings of the households called on from a day to a day, no more than there are / households.';
