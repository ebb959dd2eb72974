-- Two plans side by side, and the life of a grid.

create function private.balance_of(plan bigint, communities bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p.id, 'name', p.name, 'state', p.state, 'target', l.target_households, 'tolerance', s.tolerance,
    'grids', count(g.id), 'households', coalesce(sum(g.households), 0),
    'within', count(*) filter (where abs(g.households - l.target_households) <= s.tolerance * l.target_households),
    'least', min(g.households), 'most', max(g.households),
    'meanDeviation', round(avg(abs(g.households - l.target_households)::numeric / l.target_households), 4))
  from public.plans p
  join public.schemes s on s.id = p.scheme_id
  join lateral (select * from public.scheme_levels v where v.scheme_id = s.id order by v.level desc limit 1) l on true
  left join public.grids g on g.plan_id = p.id and g.level = l.level and g.community_id = any (balance_of.communities)
  where p.id = balance_of.plan
  group by p.id, s.tolerance, l.target_households
$$;
comment on function private.balance_of is 'Leaf grids of a plan in some communities, measured against the target of its scheme.';

create function public.compare_plans(a bigint, b bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  shared bigint[];
begin
  perform private.readable_plan(compare_plans.a);
  perform private.readable_plan(compare_plans.b);
  select coalesce(array_agg(x.community_id), '{}') into shared
  from public.plan_communities x join public.plan_communities y using (community_id)
  where x.plan_id = compare_plans.a and y.plan_id = compare_plans.b;
  return (
    with both_plans as (
      select o.building_id as building, o.grid_id as was, n.grid_id as becomes, bu.households
      from public.grid_buildings o
      join public.buildings bu on bu.id = o.building_id and bu.community_id = any (shared)
      join public.grid_buildings n on n.building_id = o.building_id and n.plan_id = compare_plans.b
      where o.plan_id = compare_plans.a
    ), shares as (
      select was, becomes, sum(households) as households, count(*) as buildings from both_plans group by was, becomes
    ), heir as (
      select distinct on (was) was, becomes, households, buildings from shares order by was, households desc, buildings desc, becomes
    ), stays as (
      select distinct on (becomes) was, becomes from heir order by becomes, households desc, buildings desc, was
    ), moved as (
      select bp.* from both_plans bp left join stays s on s.was = bp.was and s.becomes = bp.becomes where s.was is null
    )
    select jsonb_build_object(
      'communities', to_jsonb(shared),
      'before', private.balance_of(compare_plans.a, shared),
      'after', private.balance_of(compare_plans.b, shared),
      'households', (select coalesce(sum(households), 0) from both_plans),
      'movedHouseholds', (select coalesce(sum(households), 0) from moved),
      'moved', (
        select jsonb_build_object(
          'building', coalesce(jsonb_agg(m.building order by m.building), '[]'),
          'from', coalesce(jsonb_agg(old_grid.key order by m.building), '[]'),
          'to', coalesce(jsonb_agg(new_grid.key order by m.building), '[]'))
        from moved m join public.grids old_grid on old_grid.id = m.was join public.grids new_grid on new_grid.id = m.becomes),
      'pairs', (
        select coalesce(jsonb_agg(jsonb_build_object('from', old_grid.key, 'fromCode', old_grid.code, 'to', new_grid.key,
          'toCode', new_grid.code, 'households', o.households, 'buildings', o.buildings,
          'same', exists (select 1 from stays s where s.was = o.was and s.becomes = o.becomes)) order by old_grid.key, o.households desc), '[]')
        from shares o join public.grids old_grid on old_grid.id = o.was join public.grids new_grid on new_grid.id = o.becomes)));
end $$;
comment on function public.compare_plans is
  'From plan a to plan b in the communities they share: balance before and after, and what moves. A grid lives on in the grid that shares most of its households; where several would, in the one of them that shares most, as people move when a plan is published. Buildings outside it move: theirs are the households whose grid worker changes.';

create function private.kin(grid bigint, forward boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', relative.code, 'plan', relative.plan_id,
    'households', l.households, 'buildings', l.buildings) order by l.households desc), '[]')
  from public.grid_lineage l
  join public.grids relative on relative.id = case when kin.forward then l.to_grid else l.from_grid end
  where kin.grid = case when kin.forward then l.from_grid else l.to_grid end
$$;

create function public.grid_life(code text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  issued public.grid_codes;
begin
  select * into issued from public.grid_codes c where c.code = grid_life.code;
  if not found then
    raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('code', grid_life.code)::text;
  end if;
  return jsonb_build_object(
    'code', issued.code, 'issuedAt', issued.issued_at, 'retiredAt', issued.retired_at,
    'community', (select jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'nameEn', a.name_en)
      from public.areas a where a.id = issued.community_id),
    'versions', (
      select coalesce(jsonb_agg(jsonb_build_object('grid', g.id, 'plan', p.id, 'planName', p.name, 'state', p.state,
        'effectiveFrom', p.effective_from, 'supersededAt', p.superseded_at, 'level', g.level, 'key', g.key,
        'households', g.households,
        'buildings', (select count(*) from private.grid_members m where m.grid_id = g.id),
        'polygon', private.geojson(g.polygon),
        'from', private.kin(g.id, false), 'became', private.kin(g.id, true)) order by p.published_at), '[]')
      from public.grids g join public.plans p on p.id = g.plan_id
      where g.code = issued.code and p.state in ('published', 'superseded')),
    'people', (
      select coalesce(jsonb_agg(jsonb_build_object('name', who.name, 'post', post.name, 'postEn', post.name_en,
        'since', s.since, 'until', s.until) order by s.since, post.id), '[]')
      from public.assignments s
      join public.grids g on g.id = s.grid_id
      join public.people who on who.id = s.person_id
      join public.scheme_posts post on post.id = s.post_id
      where g.code = issued.code));
end $$;
comment on function public.grid_life is
  'The life of a grid by its code: every plan it stood in, what it came from and became, who served on it. Error: grid-unknown.';

grant execute on function private.balance_of, private.kin to authenticated, service_role;
grant execute on function public.compare_plans, public.grid_life to authenticated, service_role;
