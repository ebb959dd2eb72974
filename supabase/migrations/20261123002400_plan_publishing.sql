-- Publishing: codes, lineage, people, and which plan is in force. One transaction; nothing of an earlier plan is rewritten.

create view private.grid_members with (security_invoker = true) as
  select gb.plan_id, gb.grid_id, gb.building_id from public.grid_buildings gb
  union all
  select gb.plan_id, g.parent_id, gb.building_id
  from public.grid_buildings gb join public.grids g on g.id = gb.grid_id
  where g.parent_id is not null;
comment on view private.grid_members is 'Buildings of the grids of every level; an upper grid has those of its groups.';
grant select on private.grid_members to authenticated, service_role;

create function private.replaced(plan bigint) returns table (community_id bigint, plan_id bigint)
language sql stable set search_path = '' as $$
  select former.community_id, former.plan_id
  from public.plan_communities pc
  join public.plan_communities former on former.community_id = pc.community_id and former.in_force and former.plan_id <> pc.plan_id
  where pc.plan_id = replaced.plan
$$;
comment on function private.replaced is 'The plans in force in the communities of a plan, which it is about to replace.';

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
comment on function private.reading_order is
  'Where the grids of a level stand when a community is read like a page: rows from north to south, each as high as a grid is on average, and west to east within a row.';

create function private.keep_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  kept integer;
begin
  with links as (
    select l.from_grid, l.to_grid, earlier.code,
      case when earlier.households > 0 then l.households::numeric / earlier.households else 1 end as share_of_from,
      case when drawn.households > 0 then l.households::numeric / drawn.households else 1 end as share_of_to
    from public.grid_lineage l
    join public.grids earlier on earlier.id = l.from_grid
    join public.grids drawn on drawn.id = l.to_grid and drawn.plan_id = keep_codes.plan and drawn.level = earlier.level
  ), heirs as (
    select l.*, count(*) over (partition by l.from_grid) as successors, count(*) over (partition by l.to_grid) as predecessors
    from links l where l.share_of_from >= 0.2 or l.share_of_to >= 0.2
  )
  update public.grids g set code = h.code
  from heirs h
  where g.id = h.to_grid and h.successors = 1 and h.predecessors = 1 and length(h.code) = keep_codes.digits;
  get diagnostics kept = row_count;
  return kept;
end $$;
comment on function private.keep_codes is
  'A grid that was neither split nor merged keeps its code: it has one predecessor, which has no other successor. Less than a fifth of the households in common is a moved border, not a successor. Returns how many kept theirs.';

create function private.issue_codes(plan bigint, digits smallint) returns integer
language plpgsql set search_path = '' as $$
declare
  one_level smallint;
  issued integer := 0;
  made integer;
begin
  for one_level in select distinct g.level from public.grids g where g.plan_id = issue_codes.plan order by 1 loop
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
comment on function private.issue_codes is
  'Gives every grid without a code the next numbers of its community, never used before: upper level first, then west to east and north to south. Returns how many. Error: grid-codes-exhausted.';

create function private.write_lineage(plan bigint) returns void
language sql set search_path = '' as $$
  insert into public.grid_lineage (from_grid, to_grid, district_id, buildings, households)
  select earlier.id, drawn.id, drawn.district_id, count(*), sum(b.households)
  from private.replaced(write_lineage.plan) former
  join public.grids earlier on earlier.plan_id = former.plan_id and earlier.community_id = former.community_id
  join private.grid_members held on held.plan_id = former.plan_id and held.grid_id = earlier.id
  join public.buildings b on b.id = held.building_id
  join private.grid_members holds on holds.plan_id = write_lineage.plan and holds.building_id = held.building_id
  join public.grids drawn on drawn.id = holds.grid_id
  where (earlier.level = drawn.level
      or not exists (select 1 from public.grids child where child.parent_id in (earlier.id, drawn.id)))
  group by earlier.id, drawn.id
$$;
comment on function private.write_lineage is 'Which grid in force becomes which: same level to same level, leaf to leaf.';

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
comment on function private.move_people is
  'Ends the assignments on replaced grids and begins them anew along the lineage: each to the grid that shares most households, as far as the post has room. Returns those left without a post.';

create function private.put_in_force(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans;
  digits smallint;
  kept integer;
  issued integer;
  unplaced jsonb;
begin
  select * into chosen from public.plans p where p.id = put_in_force.plan;
  select s.code_digits into digits from public.schemes s where s.id = chosen.scheme_id;
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  perform private.write_lineage(chosen.id);
  kept := private.keep_codes(chosen.id, digits);
  issued := private.issue_codes(chosen.id, digits);
  unplaced := private.move_people(chosen.id, put_in_force.effective);
  update public.plan_communities former set in_force = false
  from public.plan_communities pc
  where pc.plan_id = chosen.id and former.community_id = pc.community_id and former.in_force and former.plan_id <> chosen.id;
  update public.plan_communities pc set in_force = true where pc.plan_id = chosen.id;
  update public.grid_codes c set retired_at = now()
  where c.retired_at is null
    and c.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
    and not exists (select 1 from public.grids g where g.plan_id = chosen.id and g.code = c.code);
  update public.plans p set state = 'superseded', superseded_at = now()
  where p.state = 'published' and p.district_id = chosen.district_id and p.id <> chosen.id
    and not exists (select 1 from public.plan_communities pc where pc.plan_id = p.id and pc.in_force);
  update public.plans p set state = 'published', published_at = now(), effective_from = put_in_force.effective,
    submitted_at = coalesce(p.submitted_at, now()), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return jsonb_build_object('plan', private.plan_as_json(chosen), 'kept', kept, 'issued', issued, 'unplaced', unplaced);
end $$;
comment on function private.put_in_force is
  'Codes, lineage, people, and the change of plans, for a plan without faults. Publications of one district take turns.';

create function public.publish_plan(plan bigint, effective_from date default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(publish_plan.plan, '{reviewer,leader,admin}', '{submitted}');
  today date := (now() at time zone 'Asia/Shanghai')::date;
  faults jsonb := public.plan_faults(chosen.id);
begin
  if publish_plan.effective_from > today then
    raise exception 'effective-date-in-future' using errcode = 'P0001', detail = json_build_object('today', today)::text;
  end if;
  if faults <> '[]' then
    raise exception 'plan-has-faults' using errcode = 'P0001', detail = faults::text;
  end if;
  return private.put_in_force(chosen.id, coalesce(publish_plan.effective_from, today));
end $$;
comment on function public.publish_plan is
  'Puts a submitted plan in force from a date not after today. Returns {plan, kept, issued, unplaced}. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, plan-in-other-state, effective-date-in-future, plan-has-faults, grid-codes-exhausted.';
grant execute on function public.publish_plan to authenticated, service_role;
