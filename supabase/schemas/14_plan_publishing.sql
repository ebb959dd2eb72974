-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create view private.grid_members with (security_invoker=true) as
select gb.plan_id,
    gb.grid_id,
    gb.building_id,
    0 as steps
   from public.grid_buildings gb
union all
 select gb.plan_id,
    c.above_id as grid_id,
    gb.building_id,
    c.steps
   from public.grid_buildings gb
     join private.grid_chains c on c.plan_id = gb.plan_id and c.grid_id = gb.grid_id and c.steps > 0;
comment on view private.grid_members is
  'Buildings of the grids of every level; an upper grid has those of the grids under it. steps: how many levels it is above the grid that holds the building.';
grant select on private.grid_members to authenticated, service_role;

create function private.replaced(plan bigint) returns table (community_id bigint, plan_id bigint)
language sql stable set search_path = '' as $$
  select former.community_id, former.plan_id
  from public.plan_communities pc
  join public.plan_communities former on former.community_id = pc.community_id and upper_inf(former.in_force) and not isempty(former.in_force)
    and former.plan_id <> pc.plan_id
  where pc.plan_id = replaced.plan
$$;
comment on function private.replaced(plan bigint) is
  'The plans that a plan is about to replace: the last published in each of its communities.';

create function private.reading_order(plan bigint, one_level smallint) returns table (grid bigint, community bigint, parent bigint, "row" bigint, lng double precision)
language sql stable set search_path = '' as $$
  with placed as (
    select g.id, g.community_id, g.parent_id,
      extensions.st_x(extensions.st_centroid(g.polygon)) as x, extensions.st_y(extensions.st_centroid(g.polygon)) as y
    from public.grids g where g.plan_id = reading_order.plan and g.level = reading_order.one_level
  ), framed as (
    select p.*, max(p.y) over own as north,
      sqrt((max(p.x) over own - min(p.x) over own) * cosd(avg(p.y) over own) * (max(p.y) over own - min(p.y) over own) / count(*) over own) as side
    from placed p window own as (partition by p.community_id)
  )
  select f.id, f.community_id, f.parent_id, case when f.side > 1e-9 then floor((f.north - f.y) / f.side)::bigint else 0 end, f.x
  from framed f
$$;
comment on function private.reading_order(plan bigint, one_level smallint) is
  'Where the grids of a level stand when a community is read like a page: rows from north to south, each as high as a grid is on average, and west to east within a row.';

-- Buildings are counted of the grids without households only: nobody else is asked for them.
create function private.keep_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  kept integer;
begin
  with links as materialized (
    select l.from_grid, l.to_grid, e.code,
      case when e.households > 0 then l.households::numeric / e.households
        else l.buildings::numeric / (select count(*) from private.grid_members m where m.plan_id = e.plan_id and m.grid_id = e.id) end as share_of_from,
      case when d.households > 0 then l.households::numeric / d.households
        else l.buildings::numeric / (select count(*) from private.grid_members m where m.plan_id = d.plan_id and m.grid_id = d.id) end as share_of_to
    from private.replaced(keep_codes.plan) former
    join public.grids e on e.plan_id = former.plan_id and e.community_id = former.community_id
    join public.grid_lineage l on l.from_grid = e.id
    join public.grids d on d.id = l.to_grid and d.level = e.level and d.plan_id = keep_codes.plan
  ), heirs as (
    select l.*, count(*) over (partition by l.from_grid) as successors, count(*) over (partition by l.to_grid) as predecessors
    from links l where l.share_of_from >= 0.2 or l.share_of_to >= 0.2
  )
  update public.grids g set code = h.code
  from heirs h
  where g.id = h.to_grid and g.code is null and h.successors = 1 and h.predecessors = 1 and length(h.code) = keep_codes.digits
    and not exists (select from public.grids given where given.plan_id = keep_codes.plan and given.code = h.code);
  get diagnostics kept = row_count;
  return kept;
end $$;
comment on function private.keep_codes(plan bigint, digits smallint) is
  'A grid that was neither split nor merged keeps its code: it has one predecessor, which has no other successor. Less than a fifth of the households in common (of the buildings, where a grid has no household) is a moved border, not a successor. Returns how many kept theirs.';

-- Where every grid has kept its code, nothing is put in order.
create function private.issue_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  one_level smallint;
  issued integer := 0;
  made integer;
begin
  for one_level in select distinct g.level from public.grids g where g.plan_id = issue_codes.plan and g.code is null order by 1 loop
    with numbered as (
      select o.grid, o.community, coalesce((select max(c.number) from public.grid_codes c where c.community_id = o.community), 0)
        + row_number() over (partition by o.community order by parent.code nulls first, o."row", o.lng, o.grid) as number
      from private.reading_order(issue_codes.plan, one_level) o
      join public.grids g on g.id = o.grid and g.code is null
      left join public.grids parent on parent.id = o.parent
    ), coded as (
      update public.grids g set code = a.code || lpad(n.number::text, issue_codes.digits - 12, '0')
      from numbered n join public.areas a on a.id = n.community
      where g.id = n.grid
      returning g.code, g.community_id, g.district_id, n.number
    )
    insert into public.grid_codes (code, community_id, district_id, number, issued_by)
    select c.code, c.community_id, c.district_id, c.number, issue_codes.plan from coded c;
    get diagnostics made = row_count;
    issued := issued + made;
  end loop;
  if exists (select 1 from public.grids g where g.plan_id = issue_codes.plan and length(g.code) <> issue_codes.digits) then
    raise exception 'grid-codes-exhausted' using errcode = 'P0001', detail = json_build_object('digits', issue_codes.digits)::text;
  end if;
  return issued;
end $$;
comment on function private.issue_codes(plan bigint, digits smallint) is
  'Gives every grid without a code the next numbers of its community, never used before: upper level first, then west to east and north to south. Returns how many. Error: grid-codes-exhausted.';

-- Leaf to leaf first, of each building once; the levels above are sums of those. How many buildings there are is not known to
-- the planner, who would look each up.
create function private.write_lineage(plan bigint) returns void
language sql set search_path = '' set enable_nestloop = off as $$
  insert into public.grid_lineage (from_grid, to_grid, district_id, buildings, households)
  with pairs as materialized (
    select held.grid_id as was, holds.grid_id as becomes, count(*) as buildings, sum(b.households) as households
    from private.replaced(write_lineage.plan) former
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    join public.grid_buildings held on held.plan_id = g.plan_id and held.grid_id = g.id
      and held.plan_id = any (array(select r.plan_id from private.replaced(write_lineage.plan) r))
    join public.grid_buildings holds on holds.plan_id = write_lineage.plan and holds.building_id = held.building_id
    join public.buildings b on b.id = held.building_id
    group by held.grid_id, holds.grid_id
  ), earlier_chains as materialized (
    select c.grid_id, c.above_id, c.plan_id from private.grid_chains c
    where c.plan_id = any (array(select r.plan_id from private.replaced(write_lineage.plan) r))
  ), drawn_chains as materialized (
    select c.grid_id, c.above_id, c.plan_id from private.grid_chains c where c.plan_id = write_lineage.plan
  )
  select earlier.id, drawn.id, drawn.district_id, sum(p.buildings), sum(p.households)
  from pairs p
  join earlier_chains e on e.grid_id = p.was
  join drawn_chains d on d.grid_id = p.becomes
  join public.grids earlier on earlier.id = e.above_id
  join public.grids drawn on drawn.id = d.above_id
  where earlier.level = drawn.level
    or not exists (select from public.grids child where child.plan_id = earlier.plan_id and child.parent_id = earlier.id)
    and not exists (select from public.grids child where child.plan_id = drawn.plan_id and child.parent_id = drawn.id)
  group by earlier.id, drawn.id
$$;
comment on function private.write_lineage(plan bigint) is
  'Which grid in force becomes which: same level to same level, leaf to leaf.';

create function private.move_people(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  unplaced jsonb;
begin
  create temporary table moving on commit drop as
  with held as (
    select a.id, a.person_id, a.since, a.grid_id, old_post.code as post_code
    from private.replaced(move_people.plan) former
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    join public.assignments a on a.grid_id = g.id and (a.until is null or a.until > move_people.effective)
    join public.scheme_posts old_post on old_post.id = a.post_id
  ), wished as (
    select distinct on (held.id) held.id, held.person_id, held.since, l.to_grid, post.id as post_id, post.per_grid, l.households
    from held
    join public.plans p on p.id = move_people.plan
    left join public.grid_lineage l on l.from_grid = held.grid_id
    left join public.grids drawn on drawn.id = l.to_grid and drawn.plan_id = p.id
    left join public.scheme_posts post on post.scheme_id = p.scheme_id and post.code = held.post_code and post.level = drawn.level
    order by held.id, (post.id is null), l.households desc, l.buildings desc, l.to_grid
  ), once as (
    select w.*, row_number() over (partition by w.person_id, w.to_grid, w.post_id order by w.households desc, w.id) as turn from wished w
  )
  select o.*, row_number() over (partition by o.to_grid, o.post_id order by o.households desc, o.since, o.id) as place
  from once o where o.turn = 1 or o.post_id is null;

  update public.assignments a set until = greatest(a.since, move_people.effective)
  from private.replaced(move_people.plan) former
  join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
  where a.grid_id = g.id and (a.until is null or a.until > move_people.effective);

  insert into public.assignments (district_id, person_id, post_id, grid_id, since)
  select p.district_id, m.person_id, m.post_id, m.to_grid, move_people.effective
  from pg_temp.moving m join public.plans p on p.id = move_people.plan
  where m.post_id is not null and m.place <= m.per_grid;

  select coalesce(jsonb_agg(distinct jsonb_build_object('person', who.id, 'name', who.name)), '[]') into unplaced
  from pg_temp.moving m join public.people who on who.id = m.person_id
  where not exists (
    select 1 from public.assignments a join public.grids g on g.id = a.grid_id
    where g.plan_id = move_people.plan and a.person_id = m.person_id);
  drop table pg_temp.moving;
  return unplaced;
end $$;
comment on function private.move_people(plan bigint, effective date) is
  'Ends the assignments on replaced grids and begins them anew along the lineage: each to the grid that shares most households, as far as the post has room. Returns those left without a post.';

create function private.put_in_force(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans;
  zone text;
  today date;
  digits smallint;
  kept integer;
  issued integer;
  unplaced jsonb;
begin
  select * into chosen from public.plans p where p.id = put_in_force.plan;
  select s.code_digits into digits from public.schemes s where s.id = chosen.scheme_id;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  today := private.local_date(chosen.district_id, now());
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  perform private.refuse_before_scheduled(chosen.id, put_in_force.effective);
  perform private.register_codes(chosen.id);
  perform private.write_lineage(chosen.id);
  kept := private.keep_codes(chosen.id, digits);
  issued := private.issue_codes(chosen.id, digits);
  unplaced := private.move_people(chosen.id, put_in_force.effective);
  update public.grid_codes c set retired_at = greatest(c.issued_at, now(), put_in_force.effective::timestamp at time zone zone)
  where c.retired_at is null
    and c.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
    and not exists (select 1 from public.grids g where g.plan_id = chosen.id and g.code = c.code);
  -- Replaced on its first day it is never in force, and stays counted rather than have all its cases counted anew.
  insert into private.plan_placings (plan_id, community_id, district_id)
  select former.plan_id, former.community_id, former.district_id
  from private.replaced(chosen.id) r join public.plan_communities former on former.plan_id = r.plan_id and former.community_id = r.community_id
  where lower(former.in_force) >= put_in_force.effective
  on conflict do nothing;
  update public.plan_communities former set in_force = former.in_force * daterange(null, put_in_force.effective)
  from private.replaced(chosen.id) r where former.plan_id = r.plan_id and former.community_id = r.community_id;
  update public.plan_communities pc set in_force = daterange(put_in_force.effective, null) where pc.plan_id = chosen.id;
  update public.plans p set state = 'superseded', superseded_at = now()
  where p.state = 'published' and p.district_id = chosen.district_id and p.id <> chosen.id
    and not exists (
      select from public.plan_communities pc
      where pc.plan_id = p.id and not isempty(pc.in_force) and (upper_inf(pc.in_force) or upper(pc.in_force) > today));
  update public.plans p set state = 'published', published_at = now(), effective_from = put_in_force.effective,
    submitted_at = coalesce(p.submitted_at, now()), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return jsonb_build_object('plan', private.plan_as_json(chosen), 'kept', kept, 'issued', issued, 'unplaced', unplaced);
end $$;
comment on function private.put_in_force(plan bigint, effective date) is
  'Codes, lineage, people, and the days on which plans are in force, for a plan without faults. Publications of one district take turns. Errors: plan-scheduled-later, grid-codes-exhausted.';

create function public.publish_plan(plan bigint, effective_from date default null) returns jsonb
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
comment on function public.publish_plan(plan bigint, effective_from date) is
  'Publishes a submitted plan, in force from a day: today, one before, or one of the year to come. Returns {plan, kept, issued, unplaced}. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, plan-in-other-state, effective-date-too-far, plan-scheduled-later, plan-has-faults, grid-codes-exhausted.';
grant execute on function public.publish_plan(plan bigint, effective_from date) to authenticated;

create function private.refuse_before_scheduled(plan bigint, effective date) returns void
language plpgsql stable set search_path = '' as $$
declare
  later record;
begin
  select p.id, p.name, lower(former.in_force) as since into later
  from private.replaced(refuse_before_scheduled.plan) r
  join public.plan_communities former on former.plan_id = r.plan_id and former.community_id = r.community_id
  join public.plans p on p.id = former.plan_id
  where lower(former.in_force) >= refuse_before_scheduled.effective
    and lower(former.in_force) > private.local_date(p.district_id, now())
  order by lower(former.in_force), p.id limit 1;
  if found then
    raise exception 'plan-scheduled-later' using errcode = 'P0001',
      detail = json_build_object('plan', later.id, 'name', later.name, 'from', later.since)::text;
  end if;
end $$;
comment on function private.refuse_before_scheduled(plan bigint, effective date) is
  'Raises plan-scheduled-later where another plan is to come into force in one of the communities on that day or after it: plans follow each other.';
grant execute on function private.refuse_before_scheduled(plan bigint, effective date) to authenticated, service_role;

create function public.withdraw_publication(plan bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(withdraw_publication.plan, '{reviewer,leader,admin}', '{published}');
  today date := private.local_date(chosen.district_id, now());
begin
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  if chosen.effective_from <= today then
    raise exception 'plan-in-force' using errcode = 'P0001', detail = json_build_object('from', chosen.effective_from)::text;
  end if;
  if exists (select from public.plan_communities pc where pc.plan_id = chosen.id and not upper_inf(pc.in_force)) then
    raise exception 'plan-scheduled-later' using errcode = 'P0001', detail = (
      select json_build_object('plan', p.id, 'name', p.name, 'from', p.effective_from)
      from public.plan_communities pc
      join public.plan_communities next on next.community_id = pc.community_id and lower(next.in_force) = upper(pc.in_force)
      join public.plans p on p.id = next.plan_id
      where pc.plan_id = chosen.id limit 1)::text;
  end if;
  delete from public.assignments a using public.grids g where g.id = a.grid_id and g.plan_id = chosen.id;
  update public.assignments a set until = null
  from public.grid_lineage l join public.grids mine on mine.id = l.to_grid
  where mine.plan_id = chosen.id and a.grid_id = l.from_grid and a.until = chosen.effective_from;
  update public.grid_codes c set retired_at = null
  where c.retired_at > now() and exists (
    select from public.plan_communities former
    join public.plan_communities pc on pc.plan_id = chosen.id and pc.community_id = former.community_id
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    where upper(former.in_force) = chosen.effective_from and g.code = c.code);
  update public.grid_codes c set retired_at = now() where c.issued_by = chosen.id;
  delete from public.grid_lineage l using public.grids mine where mine.id = l.to_grid and mine.plan_id = chosen.id;
  update public.grids g set code = null where g.plan_id = chosen.id;
  -- It may well be published again: its cases stay counted.
  insert into private.plan_placings (plan_id, community_id, district_id)
  select pc.plan_id, pc.community_id, pc.district_id from public.plan_communities pc where pc.plan_id = chosen.id on conflict do nothing;
  update public.plan_communities pc set in_force = 'empty' where pc.plan_id = chosen.id;
  update public.plan_communities former set in_force = daterange(lower(former.in_force), null)
  from public.plan_communities pc
  where pc.plan_id = chosen.id and former.community_id = pc.community_id and upper(former.in_force) = chosen.effective_from;
  update public.plans p set state = 'submitted', published_at = null, effective_from = null, changed_at = now(),
    changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.withdraw_publication(plan bigint) is
  'Takes back the publication of a plan whose day has not come: it is submitted again, what was in force stays so, and its new codes are never used. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, plan-in-other-state, plan-in-force, plan-scheduled-later.';
grant execute on function public.withdraw_publication(plan bigint) to authenticated;

-- Who serves on a grid: today, or on the first day of a plan that is still to come.
create function private.staff_day(grid public.grids) returns date
language sql stable set search_path = '' as $$
  select greatest(private.local_date(grid.district_id, now()), p.effective_from) from public.plans p where p.id = grid.plan_id
$$;
grant execute on function private.staff_day(grid public.grids) to authenticated, service_role;
