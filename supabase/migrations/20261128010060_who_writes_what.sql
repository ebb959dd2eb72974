-- Who writes what (docs/access.md). Where a policy asked for the district, or for any part of it, it asks for the place.

create or replace function private.may_create_districts() returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.role()) = 'service_role'
    or exists (
      select from public.memberships m join public.areas a on a.id = m.area_id and a.kind = 'district'
      where m.user_id = (select auth.uid()) and m.role = 'admin' and (m.until is null or m.until > now()))
    or (not exists (select from public.memberships)
      and (select auth.uid()) = (select u.id from auth.users u order by u.created_at, u.id limit 1))
$$;
comment on function private.may_create_districts is
  'Whether the caller may make a district: an admin of a whole one, the service key, or the first account of a database in which nobody holds a role. Security definer: reads memberships and accounts.';

drop policy "planners and admins add people" on public.people;
create policy "planners and admins of the district add people" on public.people
  for insert to authenticated with check (district_id in (select private.reachable('{planner,admin}')));

create function private.staffed_grids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select g.id from public.grids g where g.community_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.staffed_grids is 'Grids that the signed-in person may staff: those of the own communities. Security definer: policies call it.';
grant execute on function private.staffed_grids to authenticated, service_role;

drop policy "planners and admins add assignments" on public.assignments;
drop policy "planners and admins change assignments" on public.assignments;
drop policy "planners and admins remove assignments" on public.assignments;
create policy "planners and admins staff the grids of their communities" on public.assignments
  for insert to authenticated with check (grid_id in (select private.staffed_grids()));
create policy "planners and admins change the staff of their communities" on public.assignments
  for update to authenticated using (grid_id in (select private.staffed_grids()));
create policy "planners and admins end the staff of their communities" on public.assignments
  for delete to authenticated using (grid_id in (select private.staffed_grids()));

-- A worker records the own calls.
drop policy "workers record visits in their areas" on public.visits;
create policy "workers record their visits in their areas, admins anybody's" on public.visits
  for insert to authenticated with check (
    building_id in (select b.id from public.buildings b where b.community_id in (select private.reachable('{admin}')))
    or (building_id in (select b.id from public.buildings b where b.community_id in (select private.reachable('{worker}')))
      and (person_id is null or person_id in (select p.id from public.people p where p.user_id = (select auth.uid())))));

drop policy "planners add plan_communities to drafts" on public.plan_communities;
create policy "planners add their communities to drafts" on public.plan_communities
  for insert to authenticated with check (
    plan_id in (select private.editable_plans()) and community_id in (select private.reachable('{planner,admin}')));
drop policy "planners change plan_communities of drafts" on public.plan_communities;

-- Nobody writes in the name of another.
drop policy "planners start drafts" on public.plans;
create policy "planners start drafts" on public.plans
  for insert to authenticated with check (
    state = 'draft' and area_id in (select private.reachable('{planner,admin}'))
    and (select auth.uid()) is not distinct from created_by and (select auth.uid()) is not distinct from changed_by
    and (based_on is null or based_on in (select private.visible_plans())));
drop policy "planners change drafts" on public.plans;
create policy "planners change drafts" on public.plans
  for update to authenticated
  using (state = 'draft' and area_id in (select private.reachable('{planner,admin}')))
  with check (state = 'draft' and area_id in (select private.reachable('{planner,admin}'))
    and (changed_by is null or changed_by = (select auth.uid())));
drop policy "planners add plan_edits to drafts" on public.plan_edits;
create policy "planners add their edits to drafts" on public.plan_edits
  for insert to authenticated with check (plan_id in (select private.editable_plans()) and actor = (select auth.uid()));
drop policy "planners change plan_edits of drafts" on public.plan_edits;
drop policy "planners announce themselves" on public.plan_editors;
create policy "planners announce themselves" on public.plan_editors
  for insert to authenticated with check (
    user_id = (select auth.uid()) and plan_id in (select private.editable_plans())
    and name = coalesce(private.person_name((select auth.uid())), ''));
