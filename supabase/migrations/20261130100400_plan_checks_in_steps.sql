-- Whoever hands a plan in or publishes it has it checked first, some communities at a time, so that a large plan does not keep
-- others waiting: what was found counts as long as nothing that it was found by has changed.

create function private.tiling_faults_of(plan bigint, communities bigint[]) returns setof public.plan_fault
language plpgsql stable set search_path = '' as $$
begin
  return query
  with levels as (
    select l.level from public.plans p join public.scheme_levels l on l.scheme_id = p.scheme_id where p.id = tiling_faults_of.plan
  ), grid as materialized (
    select g.id, g.parent_id, g.level, g.key, g.community_id, g.polygon from public.grids g where g.plan_id = tiling_faults_of.plan
  ), extents as materialized (
    select g.community_id, g.level, extensions.st_extent(g.polygon)::extensions.geometry as box from grid g group by g.community_id, g.level
  ), covered as materialized (
    select a.id as community, levels.level, a.boundary, private.is_inhabited(a.id) as inhabited,
      drawn.polygon as drawn, drawn.square_degrees as drawn_square_degrees
    from public.plan_communities pc
    join public.areas a on a.id = pc.community_id
    cross join levels
    left join (
      select g.community_id, g.level, extensions.st_union(g.polygon, 1e-9) as polygon, sum(extensions.st_area(g.polygon)) as square_degrees
      from grid g where g.community_id = any (communities) group by g.community_id, g.level
    ) drawn on drawn.community_id = a.id and drawn.level = levels.level
    where pc.plan_id = tiling_faults_of.plan and pc.community_id = any (communities)
  ), outside as materialized (
    select c.community, c.level, c.boundary, extensions.st_difference(c.drawn, c.boundary, 1e-9) as beyond
    from covered c where c.boundary is not null and c.drawn is not null
  ), compared as materialized (
    select c.community, c.level, c.community as other from covered c
    where (c.drawn_square_degrees / nullif(extensions.st_area(c.drawn), 0) - 1) * private.square_metres(c.drawn) > private.sliver_square_metres()
    union all
    select own.community_id, own.level, o.community_id from extents own
    join extents o on o.level = own.level and o.community_id <> own.community_id and extensions.st_expand(o.box, 1e-8) operator(extensions.&&) own.box
    where own.community_id = any (communities)
  ), measured as (
    select 'community-without-boundary' as code, c.level, null::integer as key, c.community, 0::double precision as amount, -1::double precision as allowed
    from covered c where c.boundary is null and c.inhabited
    union all
    select 'gap', c.level, null, c.community,
      private.square_metres(case when c.drawn is null then c.boundary else extensions.st_difference(c.boundary, c.drawn, 1e-9) end),
      private.border_strip_square_metres(c.boundary)
    from covered c where c.boundary is not null and c.inhabited
    union all
    select 'grid-outside-community', g.level, g.key, g.community_id,
      -- Against the whole boundary, and on a grid of a tenth of a millimetre: hair-thin strips end the statement on PGlite.
      private.square_metres(extensions.st_difference(g.polygon, o.boundary, 1e-9)), private.border_strip_square_metres(g.polygon)
    from outside o
    join grid g on g.community_id = o.community and g.level = o.level
    where private.square_metres(o.beyond) > private.sliver_square_metres() and g.polygon operator(extensions.&&) extensions.st_force2d(o.beyond)
    union all
    select 'overlap', g.level, g.key, g.community_id, private.square_metres(extensions.st_intersection(g.polygon, other.polygon, 1e-9)), private.sliver_square_metres()
    from compared n
    join grid g on g.community_id = n.community and g.level = n.level
    join grid other on other.community_id = n.other and other.level = n.level
    where other.key > g.key and other.polygon operator(extensions.&&) g.polygon and extensions.st_relate(g.polygon, other.polygon, 'T********')
    union all
    select 'grid-outside-parent', g.level, g.key, g.community_id,
      private.square_metres(extensions.st_difference(g.polygon, parent.polygon, 1e-9)), private.sliver_square_metres()
    from grid g join grid parent on parent.id = g.parent_id where g.community_id = any (communities)
  )
  select m.code, m.level, m.key, m.community, null::bigint, m.amount from measured m
  where m.amount > m.allowed;
end $$;
comment on function private.tiling_faults_of is
  'Where the grids of a plan do not tile some of its communities. A community without buildings may stay without grids, and without a boundary.';
grant execute on function private.tiling_faults_of to authenticated, service_role;

create or replace function private.tiling_faults(plan bigint) returns setof public.plan_fault
language sql stable set search_path = '' as $$
  select * from private.tiling_faults_of(tiling_faults.plan,
    array(select pc.community_id from public.plan_communities pc where pc.plan_id = tiling_faults.plan))
$$;

create function private.faults_as_json(faults public.plan_fault[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(f) || jsonb_build_object('amount', round(f.amount::numeric, 2)) order by f.code, f.level, f.key, f.community, f.building), '[]')
  from unnest(faults) f
$$;
comment on function private.faults_as_json is 'Faults as plan_faults answers them.';

create table private.plan_checks (
  plan_id bigint not null,
  district_id bigint not null,
  stamp text not null,
  checked bigint[] not null default '{}',
  faults public.plan_fault[] not null default '{}',
  is_done boolean not null default false,
  constraint plan_checks_pkey primary key (plan_id),
  constraint plan_checks_plan_fkey foreign key (plan_id, district_id) references public.plans (id, district_id) on delete cascade
);
comment on table private.plan_checks is
  'What the check of a plan has found: of which communities so far, and the stamp of what it was found by.';

create function private.check_stamp(chosen public.plans) returns text
language plpgsql stable set search_path = '' as $$
begin
  return md5(jsonb_build_array(chosen.scheme_id, private.topic_versions(chosen.district_id) - '{people,plans,categories}'::text[],
    (select sum(hashtextextended(concat_ws('|', g.id, g.level, g.key, g.community_id, g.parent_id, g.polygon::text), 0)::numeric)
      from public.grids g where g.plan_id = chosen.id),
    (select sum(hashtextextended(gb.grid_id || '|' || gb.building_id, 0)::numeric) from public.grid_buildings gb where gb.plan_id = chosen.id),
    (select sum(hashtextextended(pc.community_id::text, 0)::numeric) from public.plan_communities pc where pc.plan_id = chosen.id))::text);
end $$;
comment on function private.check_stamp is
  'Changes with all that decides on the faults of a plan: its grids and buildings, its communities and scheme, and what stands in the district.';

create function private.faults_now(chosen public.plans) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held private.plan_checks;
begin
  select * into held from private.plan_checks k where k.plan_id = chosen.id and k.is_done;
  if found and held.stamp = private.check_stamp(chosen) then
    return private.faults_as_json(held.faults);
  end if;
  return public.plan_faults(chosen.id);
end $$;
comment on function private.faults_now is
  'The faults of a plan: those that its check found, if nothing has changed since; else it is checked now. Security definer: the table is nobody''s.';

create function public.check_plan(plan bigint, at_most integer default 40) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  chosen constant public.plans := private.plan_for(check_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted}');
  stamp constant text := private.check_stamp(chosen);
  held private.plan_checks;
  next bigint[];
  total integer;
begin
  select count(*) into total from public.plan_communities pc where pc.plan_id = chosen.id;
  select * into held from private.plan_checks k where k.plan_id = chosen.id;
  if held.stamp is distinct from stamp then
    held := row(chosen.id, chosen.district_id, stamp, '{}', '{}', false);
  end if;
  if not held.is_done then
    next := array(
      select pc.community_id from public.plan_communities pc join public.areas a on a.id = pc.community_id
      where pc.plan_id = chosen.id and pc.community_id <> all (held.checked) order by a.code limit least(greatest(at_most, 1), 1000));
    if cardinality(next) > 0 then
      held.faults := held.faults || array(select f::public.plan_fault from private.tiling_faults_of(chosen.id, next) f);
      held.checked := held.checked || next;
    else
      held.faults := held.faults || array(
        select f::public.plan_fault from (
          select * from private.assignment_faults(chosen.id)
          union all select * from private.position_faults(chosen.id)
          union all select * from private.contiguity_faults(chosen.id)) f);
      held.is_done := true;
    end if;
    insert into private.plan_checks as k select (held).* on conflict (plan_id) do update
    set stamp = excluded.stamp, checked = excluded.checked, faults = excluded.faults, is_done = excluded.is_done;
  end if;
  return jsonb_build_object('checked', cardinality(held.checked), 'of', total, 'isDone', held.is_done,
    'faults', case when held.is_done then private.faults_as_json(held.faults) end);
end $$;
comment on function public.check_plan is
  'Checks the next communities of a draft or of a submitted plan: { checked, of, isDone, faults }, to be asked again until isDone; faults, as of plan_faults, then, else null. What was found counts for submit_plan and publish_plan while nothing has changed; a change begins anew. Errors: plan-unknown, not-allowed, plan-in-other-state. Security definer: asks for the role itself.';
grant execute on function public.check_plan to authenticated;

create or replace function public.submit_plan(plan bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(submit_plan.plan, '{planner,admin}', '{draft}');
  faults jsonb := private.faults_now(chosen);
begin
  if faults <> '[]' then
    raise exception 'plan-has-faults' using errcode = 'P0001', detail = faults::text;
  end if;
  update public.plans p set state = 'submitted', submitted_at = now(), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;

create or replace function public.publish_plan(plan bigint, effective_from date default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(publish_plan.plan, '{reviewer,leader,admin}', '{submitted}');
  today date := private.local_date(chosen.district_id, now());
  faults jsonb := private.faults_now(chosen);
begin
  if publish_plan.effective_from > today + 366 then
    raise exception 'effective-date-too-far' using errcode = 'P0001', detail = json_build_object('latest', today + 366)::text;
  end if;
  if faults <> '[]' then
    raise exception 'plan-has-faults' using errcode = 'P0001', detail = faults::text;
  end if;
  return private.put_in_force(chosen.id, coalesce(publish_plan.effective_from, today));
end $$;
