-- Two drawings side by side: plans, or what is in force today over all plans. On both levels, with posts, people and cost, and
-- with the scope said.

create function private.grids_of_side(plan bigint, communities bigint[]) returns table (
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
  )
  select d.id, d.plan_id, d.community_id, d.level, d.key, d.code, d.households, d.scheme_id, l.target_households, s.tolerance,
    ((select count(*) from public.scheme_levels below where below.scheme_id = d.scheme_id and below.level > d.level))::integer
  from drawn d
  join public.schemes s on s.id = d.scheme_id
  join public.scheme_levels l on l.scheme_id = d.scheme_id and l.level = d.level
$$;
comment on function private.grids_of_side is
  'Grids of a plan, or of what is in force (null), in some communities. key: the number in the plan, or the id of a grid in force; depth: 0 for those that hold the buildings, 1 for the level above.';

create function private.balance_of_side(plan bigint, communities bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', balance_of_side.plan,
    'name', (select p.name from public.plans p where p.id = balance_of_side.plan),
    'state', (select private.plan_state(p) from public.plans p where p.id = balance_of_side.plan),
    'target', case when min(g.target_households) = max(g.target_households) then min(g.target_households) end,
    'tolerance', case when min(g.tolerance) = max(g.tolerance) then min(g.tolerance) end,
    'grids', count(*), 'households', coalesce(sum(g.households), 0),
    'within', count(*) filter (where abs(g.households - g.target_households) <= g.tolerance * g.target_households),
    'least', min(g.households), 'most', max(g.households),
    'meanDeviation', round(avg(abs(g.households - g.target_households)::numeric / g.target_households), 4))
  from private.grids_of_side(balance_of_side.plan, balance_of_side.communities) g
  where g.depth = balance_of_side.depth
$$;
comment on function private.balance_of_side is
  'Grids of one depth of a plan, or of what is in force (null), measured against the target of their scheme; target and tolerance are null where schemes differ.';

create function private.posts_of_side(plan bigint, communities bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  with sides as materialized (
    select g.id, g.level, g.scheme_id, d.day
    from private.grids_of_side(posts_of_side.plan, posts_of_side.communities) g
    join public.grids stored on stored.id = g.id
    cross join lateral (select private.staff_day(stored) as day) d
  ), posts as (
    select post.level, post.code, post.name, post.name_en, post.allowance_yuan_month as yuan, count(*) as grids, sum(post.per_grid) as required,
      sum((select count(*) from public.assignments held where held.grid_id = s.id and held.post_id = post.id
        and held.since <= s.day and (held.until is null or held.until > s.day))) as filled
    from sides s join public.scheme_posts post on post.scheme_id = s.scheme_id and post.level = s.level
    group by post.level, post.code, post.name, post.name_en, post.allowance_yuan_month
  )
  select jsonb_build_object(
    'posts', (select coalesce(jsonb_agg(jsonb_build_object('level', p.level, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
      'required', p.required, 'filled', p.filled, 'yuanMonth', p.yuan) order by p.level, p.code), '[]') from posts p),
    'required', (select coalesce(sum(p.required), 0) from posts p),
    'filled', (select coalesce(sum(p.filled), 0) from posts p),
    'yuanMonth', (select sum(p.required * p.yuan) from posts p),
    'people', (select count(distinct held.person_id) from sides s join public.assignments held on held.grid_id = s.id
      and held.since <= s.day and (held.until is null or held.until > s.day)))
$$;
comment on function private.posts_of_side is
  'Posts that the grids of a plan, or those in force (null), ask for, how many are held, by how many people, and the least allowances of all of them in yuan a month; null where nothing is paid.';

create function private.compared(a bigint, b bigint, shared bigint[], depth integer) returns jsonb
language sql stable set search_path = '' as $$
  with old_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.a, compared.shared) g where g.depth = compared.depth
  ), new_side as materialized (
    select g.id, g.plan_id, g.key, g.code from private.grids_of_side(compared.b, compared.shared) g where g.depth = compared.depth
  ), both_sides as materialized (
    select o.building_id as building, o.grid_id as was, n.grid_id as becomes, bu.households
    from old_side
    join private.grid_members o on o.grid_id = old_side.id and o.plan_id = old_side.plan_id
    join public.buildings bu on bu.id = o.building_id and bu.community_id = any (compared.shared)
    join private.grid_members n on n.building_id = o.building_id
    join new_side on new_side.id = n.grid_id and new_side.plan_id = n.plan_id
  ), shares as materialized (
    select was, becomes, sum(households) as households, count(*) as buildings from both_sides group by was, becomes
  ), heir as (
    select distinct on (was) was, becomes, households, buildings from shares order by was, households desc, buildings desc, becomes
  ), stays as materialized (
    select distinct on (becomes) was, becomes from heir order by becomes, households desc, buildings desc, was
  ), moved as materialized (
    select bp.* from both_sides bp left join stays s on s.was = bp.was and s.becomes = bp.becomes where s.was is null
  )
  select jsonb_build_object(
    'depth', compared.depth,
    'before', private.balance_of_side(compared.a, compared.shared, compared.depth),
    'after', private.balance_of_side(compared.b, compared.shared, compared.depth),
    'households', (select coalesce(sum(households), 0) from both_sides),
    'movedHouseholds', (select coalesce(sum(households), 0) from moved),
    'moved', (
      select jsonb_build_object(
        'building', coalesce(jsonb_agg(m.building order by m.building), '[]'),
        'from', coalesce(jsonb_agg(o.key order by m.building), '[]'),
        'to', coalesce(jsonb_agg(n.key order by m.building), '[]'))
      from moved m join old_side o on o.id = m.was join new_side n on n.id = m.becomes),
    'pairs', (
      select coalesce(jsonb_agg(jsonb_build_object('from', o.key, 'fromCode', o.code, 'to', n.key, 'toCode', n.code,
        'households', sh.households, 'buildings', sh.buildings,
        'same', exists (select 1 from stays s where s.was = sh.was and s.becomes = sh.becomes)) order by o.key, sh.households desc), '[]')
      from shares sh join old_side o on o.id = sh.was join new_side n on n.id = sh.becomes))
$$;
comment on function private.compared is
  'What differs between two drawings on one level (depth 0: the grids that hold the buildings), in some communities.';

drop function public.compare_plans(bigint, bigint);
create function public.compare_plans(a bigint default null, b bigint default null) returns jsonb
language plpgsql stable set search_path = '' set jit = off as $$
declare
  anchor constant public.plans := private.readable_plan(coalesce(compare_plans.b, compare_plans.a));
  covered_before bigint[];
  covered_after bigint[];
  shared bigint[];
  depths integer;
begin
  if compare_plans.a is not null then
    perform private.readable_plan(compare_plans.a);
  end if;
  covered_before := array(
    select pc.community_id from public.plan_communities pc where pc.plan_id = compare_plans.a
    union
    select covered.community_id from private.coverage_in_force covered
    join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = anchor.id
    where compare_plans.a is null);
  covered_after := array(
    select pc.community_id from public.plan_communities pc where pc.plan_id = compare_plans.b
    union
    select covered.community_id from private.coverage_in_force covered
    join public.plan_communities own on own.community_id = covered.community_id and own.plan_id = anchor.id
    where compare_plans.b is null);
  shared := array(select c from unnest(covered_before) c where c = any (covered_after) order by c);
  depths := least(
    (select coalesce(max(g.depth), 0) from private.grids_of_side(compare_plans.a, shared) g),
    (select coalesce(max(g.depth), 0) from private.grids_of_side(compare_plans.b, shared) g));
  return private.compared(compare_plans.a, compare_plans.b, shared, 0) || jsonb_build_object(
    'communities', to_jsonb(shared),
    'scope', jsonb_build_object('shared', cardinality(shared), 'before', cardinality(covered_before), 'after', cardinality(covered_after),
      'district', (select count(*) from public.areas c where c.district_id = anchor.district_id and c.kind = 'community')),
    'upper', case when depths > 0 then private.compared(compare_plans.a, compare_plans.b, shared, 1) end,
    'staffBefore', private.posts_of_side(compare_plans.a, shared),
    'staffAfter', private.posts_of_side(compare_plans.b, shared));
end $$;
comment on function public.compare_plans is
  'From one drawing to another in the communities they share, where null means what is in force today: balance before and after, what moves, posts, people and cost, and the same for the level above where both have one (upper). scope: how many communities are shared, how many each covers, and how many the district has. A grid lives on in the grid that shares most of its households; where several would, in the one of them that shares most, as people move when a plan is published. Buildings outside it move: theirs are the households whose grid worker changes. Error: plan-unknown.';
drop function private.balance_of(bigint, bigint[]);
grant execute on function private.grids_of_side, private.balance_of_side, private.posts_of_side, private.compared to authenticated, service_role;
grant execute on function public.compare_plans to authenticated, service_role;
