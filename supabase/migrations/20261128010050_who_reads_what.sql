-- Who reads what (docs/access.md). Three circles in a district: everybody who holds a role there, screens on a wall included;
-- its staff; and those of the staff who work with the whole roster. A viewer sees what a wall shows, through the functions of the
-- wall, and nothing else: before, every telephone of the staff.

create function private.districts_of(roles public.member_role[]) returns setof bigint
language sql stable security definer set search_path = '' as $$
  select distinct top.district_id
  from public.memberships held
  join public.areas top on top.id = held.area_id
  where held.user_id = (select auth.uid()) and held.role = any (roles) and (held.until is null or held.until > now())
$$;
comment on function private.districts_of is
  'Districts in which the signed-in person holds one of the roles, in whatever part. Security definer: policies call it, so it must not pass through them.';

create function private.staff_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker}')
$$;
comment on function private.staff_districts is 'Districts in which the signed-in person works: who sees buildings, plans and grids as they are stored.';

create function private.roster_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher}')
$$;
comment on function private.roster_districts is
  'Districts whose whole staff the signed-in person sees, with work telephones. A worker sees those of the own communities.';

create function private.served_grids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select g.id from public.grids g where g.community_id in (select private.reachable('{worker}'))
$$;
comment on function private.served_grids is 'Grids of the communities in which the signed-in person is a worker. Security definer: policies call it.';

create function private.colleagues() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select a.person_id from public.assignments a where a.grid_id in (select private.served_grids())
$$;
comment on function private.colleagues is 'Who holds or held a post on those grids. Security definer: policies call it.';

create function private.may_know_staff(community bigint) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.uid()) is null
    or private.can('{worker}', community)
    or (select a.district_id from public.areas a where a.id = community) in (select private.roster_districts())
$$;
comment on function private.may_know_staff is
  'Whether the signed-in person may know who serves in a community; work without a person, as on the command line, may. Security definer: reads the tree whatever the caller sees of it.';

grant execute on function private.districts_of, private.staff_districts, private.roster_districts, private.served_grids,
  private.colleagues, private.may_know_staff, private.require_reach to authenticated, service_role;

create or replace function private.visible_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p
  where (p.state in ('published', 'superseded') and p.district_id in (select private.staff_districts()))
     or p.area_id in (select private.reachable('{planner,reviewer,leader,admin}'))
$$;

create function private.shown_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.state = 'published' and p.district_id in (select private.my_districts())
  union
  select private.visible_plans()
$$;
comment on function private.shown_plans is
  'Plans whose grids the signed-in person sees on a map: those in force, and those that may be read. Security definer: the policies of the plan tables call it.';
grant execute on function private.shown_plans to authenticated, service_role;

drop policy "members read the plans they may see" on public.plans;
create policy "members read plans in force, staff those that they may see" on public.plans
  for select to authenticated using (
    (state = 'published' and district_id in (select private.my_districts()))
    or (state = 'superseded' and district_id in (select private.staff_districts()))
    or area_id in (select private.reachable('{planner,reviewer,leader,admin}')));
drop policy "members read plan_communities of plans they see" on public.plan_communities;
create policy "members read what plans cover that they are shown" on public.plan_communities
  for select to authenticated using (plan_id in (select private.shown_plans()));
drop policy "members read grids of plans they see" on public.grids;
create policy "members read grids of plans that they are shown" on public.grids
  for select to authenticated using (plan_id in (select private.shown_plans()));

do $$
declare
  held record;
begin
  for held in select * from (values
    ('compounds', 'members read the compounds of their district'),
    ('buildings', 'members read the buildings of their district'),
    ('barriers', 'members read the barriers of their district'),
    ('crossings', 'members read the crossings of their district'),
    ('service_points', 'members read the service_points of their district'),
    ('base_features', 'members read the base_features of their district'),
    ('grid_codes', 'members read the codes of their district'),
    ('grid_lineage', 'members read the lineage of their district')
  ) as policy (place, name)
  loop
    execute format('drop policy %I on public.%I', held.name, held.place);
    execute format('create policy %I on public.%I for select to authenticated using (district_id in (select private.staff_districts()))',
      'staff read the ' || held.place || ' of their district', held.place);
  end loop;
end $$;

-- Steps of drawing carry names and are of those who draw, review and decide, as remarks are.
drop policy "members read plan_edits of plans they see" on public.plan_edits;
create policy "those who draw, review and decide read edits" on public.plan_edits
  for select to authenticated using (plan_id in (select private.discussed_plans()));

drop policy "members read the people of their district" on public.people;
create policy "staff read people, workers those of their communities" on public.people
  for select to authenticated using (
    district_id in (select private.roster_districts())
    or (district_id in (select private.staff_districts()) and (user_id = (select auth.uid()) or id in (select private.colleagues()))));
drop policy "members read the assignments of their district" on public.assignments;
create policy "staff read assignments, workers those of their communities" on public.assignments
  for select to authenticated using (
    district_id in (select private.roster_districts()) or grid_id in (select private.served_grids()));

drop policy "members read visits in their areas" on public.visits;
create policy "staff read visits in their areas" on public.visits
  for select to authenticated using (building_id in (
    select b.id from public.buildings b
    where b.community_id in (select private.reachable('{admin,planner,reviewer,leader,dispatcher,worker}'))));

drop policy "handlers read incidents in their areas, others only those that may stand at their address" on public.incidents;
create policy "handlers read incidents in their areas, planners those that may stand at their address" on public.incidents
  for select to authenticated using (
    community_id in (select private.reachable(private.incident_handlers()))
    or (community_id in (select private.reachable('{planner,reviewer}'))
      and category_id in (select c.id from public.categories c where not c.grid_only)));
