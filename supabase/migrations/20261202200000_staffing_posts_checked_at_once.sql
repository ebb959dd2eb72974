-- Exclusive posts were checked a row at a time, with a search that no index served: publishing 2,466 grids, which moves as many
-- people, took the square of their number, and everybody on an embedded database waited for it. Now once a statement.

create or replace function private.check_exclusive_post() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_reversed(new.since, new.until);
  return new;
end $$;
comment on function private.check_exclusive_post is 'Refuses dates the wrong way round.';

create function private.check_exclusive_posts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  asked bigint[];
  wrong record;
begin
  if tg_op = 'INSERT' then
    asked := array(
      select a.id from added a join public.scheme_posts post on post.id = a.post_id where post.exclusive or post.span is not null);
  else
    -- What only ends earlier takes no place of anybody.
    asked := array(
      select a.id from added a join removed r on r.id = a.id
      join public.scheme_posts post on post.id = a.post_id
      where (post.exclusive or post.span is not null)
        and ((a.person_id, a.post_id, a.grid_id, a.area_id) is distinct from (r.person_id, r.post_id, r.grid_id, r.area_id)
          or a.since < r.since or coalesce(a.until, 'infinity') > coalesce(r.until, 'infinity')));
  end if;
  if cardinality(asked) = 0 then
    return null;
  end if;
  -- One after the other, so that two people who staff at once do not both find the post free; keys stay free for what refers to them.
  perform from public.people p where p.id in (select a.person_id from public.assignments a where a.id = any (asked)) order by p.id for no key update;
  perform from public.grids g where g.id in (select a.grid_id from public.assignments a join public.scheme_posts post on post.id = a.post_id and post.exclusive
    where a.id = any (asked)) order by g.id for no key update;
  perform from public.areas here where here.id in (select a.area_id from public.assignments a join public.scheme_posts post on post.id = a.post_id and post.exclusive
    where a.id = any (asked)) order by here.id for no key update;
  -- Of two written together the later one is too many.
  with wanted as materialized (
    select a.*, a.since as begins, coalesce(a.until, 'infinity') as ends, post.exclusive, post.span, post.basis, post.per_grid
    from public.assignments a join public.scheme_posts post on post.id = a.post_id where a.id = any (asked)
  ), new_ones as materialized (
    select w.id from wanted w
  ), faults as (
    select w.id, 1 as rank, 'span-exceeded' as code, jsonb_build_object('span', w.span) as detail
    from wanted w where not w.exclusive and w.span is not null and (
      select count(distinct a.grid_id) from public.assignments a
      where a.person_id = w.person_id and a.post_id = w.post_id and a.id <> w.id and a.grid_id <> w.grid_id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))) >= w.span
    union all
    select w.id, 2, 'person-on-exclusive-post', jsonb_build_object('grid', other.code, 'since', other.since, 'until', other.until)
    from wanted w cross join lateral (
      select coalesce(g.code, place.name) as code, a.since, a.until
      from public.assignments a
      join public.scheme_posts held on held.id = a.post_id and held.exclusive
      left join public.grids g on g.id = a.grid_id
      left join public.areas place on place.id = a.area_id
      where a.person_id = w.person_id and a.id <> w.id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))
      order by a.since limit 1) other
    where w.exclusive
    union all
    select w.id, 3, 'post-full', jsonb_build_object('perGrid', w.per_grid)
    from wanted w where w.exclusive and w.basis in ('grid', 'community', 'district') and (
      select count(distinct a.person_id) from public.assignments a
      where (a.grid_id = w.grid_id or a.area_id = w.area_id)
        and a.post_id = w.post_id and a.id <> w.id and a.person_id <> w.person_id
        and a.since < w.ends and coalesce(a.until, 'infinity') > w.begins and (a.id < w.id or a.id not in (select n.id from new_ones n))) >= w.per_grid
  )
  select f.code, f.detail into wrong from faults f order by f.id, f.rank limit 1;
  if found then
    raise exception '%', wrong.code using errcode = 'P0001', detail = wrong.detail::text;
  end if;
  return null;
end $$;
comment on function private.check_exclusive_posts is
  'Refuses a second exclusive post of one person at the same time, more persons on an exclusive post than it has places, and one person of a shared post on more grids than its span. Days that only touch do not overlap. Security definer: the rule holds whatever the writer may see.';

drop trigger assignments_exclusive on public.assignments;
create trigger assignments_exclusive before insert or update of since, until on public.assignments
  for each row execute function private.check_exclusive_post();
create trigger assignments_exclusive_added after insert on public.assignments referencing new table as added
  for each statement execute function private.check_exclusive_posts();
create trigger assignments_exclusive_changed after update on public.assignments referencing old table as removed new table as added
  for each statement execute function private.check_exclusive_posts();

-- Buildings are counted of the grids without households only: nobody else is asked for them.
create or replace function private.keep_codes(plan bigint, digits smallint) returns integer
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

-- Leaf to leaf first, of each building once; the levels above are sums of those. How many buildings there are is not known to
-- the planner, who would look each up.
create or replace function private.write_lineage(plan bigint) returns void
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
  )
  select earlier.id, drawn.id, drawn.district_id, sum(p.buildings), sum(p.households)
  from pairs p
  join public.grids was on was.id = p.was
  join public.grids becomes on becomes.id = p.becomes
  cross join lateral unnest(array[was.id, was.parent_id]) e (id)
  cross join lateral unnest(array[becomes.id, becomes.parent_id]) d (id)
  join public.grids earlier on earlier.id = e.id
  join public.grids drawn on drawn.id = d.id
  where earlier.level = drawn.level
    or not exists (select from public.grids child where child.plan_id = earlier.plan_id and child.parent_id = earlier.id)
    and not exists (select from public.grids child where child.plan_id = drawn.plan_id and child.parent_id = drawn.id)
  group by earlier.id, drawn.id
$$;

-- Where every grid has kept its code, nothing is put in order.
create or replace function private.issue_codes(plan bigint, digits smallint) returns integer
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
