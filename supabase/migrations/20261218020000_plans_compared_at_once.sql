-- A comparison of two drawings of a whole city looked every building up among all grids of the other side, row by row: how many
-- rows a function gives is not known when the way is chosen. Now buildings of both sides are put together by grouping, which is
-- linear whatever is expected, and what lives on in what is told by windows over them.

create or replace function private.grids_of_side(plan bigint, communities bigint[]) returns table (
  id bigint, plan_id bigint, community_id bigint, level smallint, key bigint, code text, households integer, scheme_id bigint,
  target_households integer, tolerance numeric, depth integer)
language sql stable set search_path = '' as $$
  with drawn as (
    select g.id, g.plan_id, g.community_id, g.level, g.key::bigint as key, g.code, g.households, p.scheme_id
    from public.grids g join public.plans p on p.id = g.plan_id
    where g.plan_id = grids_of_side.plan and g.community_id = any (grids_of_side.communities)
    union all
    select g.id, g.plan_id, g.community_id, g.level, g.id, g.code, g.households, g.scheme_id
    from private.grids_in_force g
    where grids_of_side.plan is null and g.community_id = any (grids_of_side.communities)
  ), levels as materialized (
    select l.scheme_id, l.level, l.target_households, s.tolerance,
      (count(*) over (partition by l.scheme_id order by l.level desc) - 1)::integer as depth
    from public.scheme_levels l join public.schemes s on s.id = l.scheme_id
    where l.scheme_id in (select d.scheme_id from drawn d)
  )
  select d.id, d.plan_id, d.community_id, d.level, d.key, d.code, d.households, d.scheme_id, l.target_households, l.tolerance, l.depth
  from drawn d join levels l on l.scheme_id = d.scheme_id and l.level = d.level
$$;

create or replace function private.compared(a bigint, b bigint, shared bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  with old_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.a, compared.shared) g where g.depth = compared.depth
  ), new_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.b, compared.shared) g where g.depth = compared.depth
  ), members as materialized (
    select m.building_id as building, s.id as was, s.key as was_key, s.code as was_code,
      null::bigint as becomes, null::bigint as becomes_key, null::text as becomes_code
    from old_side s join private.grid_members m on m.grid_id = s.id and m.plan_id = s.plan_id and m.steps = compared.depth
    union all
    select m.building_id, null, null, null, s.id, s.key, s.code
    from new_side s join private.grid_members m on m.grid_id = s.id and m.plan_id = s.plan_id and m.steps = compared.depth
  ), both_sides as materialized (
    select m.building, max(m.was) as was, max(m.was_key) as was_key, max(m.was_code) as was_code,
      max(m.becomes) as becomes, max(m.becomes_key) as becomes_key, max(m.becomes_code) as becomes_code
    from members m
    group by m.building
    having count(m.was) > 0 and count(m.becomes) > 0
  ), shares as (
    select s.*, bu.households,
      sum(bu.households) over pair as pair_households, count(*) over pair as pair_buildings
    from both_sides s join public.buildings bu on bu.id = s.building and bu.community_id = any (compared.shared)
    window pair as (partition by s.was, s.becomes)
  ), heirs as (
    select s.*, s.becomes = first_value(s.becomes) over (
      partition by s.was order by s.pair_households desc, s.pair_buildings desc, s.becomes) as is_heir
    from shares s
  ), settled as materialized (
    select h.*, h.is_heir and h.was = first_value(h.was) over (
      partition by h.becomes order by h.is_heir desc, h.pair_households desc, h.pair_buildings desc, h.was) as stays
    from heirs h
  )
  select jsonb_build_object(
    'depth', compared.depth,
    'before', private.balance_of_side(compared.a, compared.shared, compared.depth),
    'after', private.balance_of_side(compared.b, compared.shared, compared.depth),
    'households', (select coalesce(sum(s.households), 0) from settled s),
    'movedHouseholds', (select coalesce(sum(s.households) filter (where not s.stays), 0) from settled s),
    'moved', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(s.building order by s.building), '[]'),
        'from', coalesce(jsonb_agg(s.was_key order by s.building), '[]'),
        'to', coalesce(jsonb_agg(s.becomes_key order by s.building), '[]'))
      from settled s where not s.stays),
    'pairs', (
      select coalesce(jsonb_agg(jsonb_build_object('from', p.was_key, 'fromCode', p.was_code, 'to', p.becomes_key, 'toCode', p.becomes_code,
        'households', p.pair_households, 'buildings', p.pair_buildings, 'same', p.stays) order by p.was_key, p.pair_households desc), '[]')
      from (
        select distinct s.was, s.was_key, s.was_code, s.becomes, s.becomes_key, s.becomes_code, s.pair_households, s.pair_buildings, s.stays
        from settled s) p))
$$;

create or replace function private.posts_of_side(plan bigint, communities bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  with drawn as materialized (
    select g.id, g.plan_id, g.level, g.scheme_id, g.households, g.community_id
    from private.grids_of_side(posts_of_side.plan, posts_of_side.communities) g
  ), days as materialized (
    select stored.plan_id, private.staff_day(stored) as day
    from (select min(d.id) as id from drawn d group by d.plan_id) one join public.grids stored on stored.id = one.id
  ), sides as materialized (
    select d.*, days.day from drawn d join days on days.plan_id = d.plan_id
  ), each as materialized (
    select post.id, max(s.day) as day, private.post_need(post, count(*), sum(s.households)::bigint, count(distinct s.community_id)) as required,
      count(*) as grids, sum(s.households)::bigint as households, array_agg(s.id) as of_grids
    from sides s join public.scheme_posts post on post.scheme_id = s.scheme_id and post.level = s.level
    group by post.id
  ), posts as (
    select post.level, post.code, post.name, post.name_en, post.allowance_yuan_month as yuan, sum(e.required) as required,
      sum(private.post_filled(post, e.of_grids, posts_of_side.communities, e.day)) as filled,
      sum(private.post_pay(post, e.required, e.grids, e.households)) as pay
    from each e join public.scheme_posts post on post.id = e.id
    group by post.level, post.code, post.name, post.name_en, post.allowance_yuan_month
  )
  select jsonb_build_object(
    'posts', (select coalesce(jsonb_agg(jsonb_build_object('level', p.level, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
      'required', p.required, 'filled', p.filled, 'yuanMonth', p.yuan, 'pay', p.pay) order by p.level, p.code), '[]') from posts p),
    'required', (select coalesce(sum(p.required), 0) from posts p),
    'filled', (select coalesce(sum(p.filled), 0) from posts p),
    'yuanMonth', (select sum(p.pay) from posts p),
    'people', (select count(distinct held.person_id) from sides s join public.assignments held on held.grid_id = s.id
      and held.since <= s.day and (held.until is null or held.until > s.day)))
$$;

-- Above a community lie its street and its district: nothing else has to be looked through.
create or replace function private.post_filled(post public.scheme_posts, grids bigint[], communities bigint[], day date) returns bigint
language sql stable set search_path = '' as $$
  select case when post.span is null and post.basis = 'grid' then count(*) else count(distinct held.person_id) end
  from public.assignments held
  where held.post_id = post.id and held.since <= post_filled.day and (held.until is null or held.until > post_filled.day)
    and (held.grid_id = any (grids) or held.area_id in (
      select unnest(array[c.id, c.parent_id, c.district_id]) from public.areas c where c.id = any (communities)))
$$;
