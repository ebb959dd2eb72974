-- Everybody in the district sees plans that are or were in force; drafts only those who draw, review or decide.
create function private.visible_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p
  where (p.state in ('published', 'superseded') and p.district_id in (select private.my_districts()))
     or p.area_id in (select private.reachable('{planner,reviewer,leader,admin}'))
$$;
comment on function private.visible_plans is 'Plans the signed-in person may read. Security definer: the policies of the plan tables call it.';

create function private.editable_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p
  where p.state = 'draft' and p.area_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.editable_plans is 'Drafts the signed-in person may change. Security definer: the policies of the plan tables call it.';
grant execute on function private.visible_plans, private.editable_plans to authenticated, service_role;

alter table public.plans enable row level security;
create policy "members read the plans they may see" on public.plans
  for select to authenticated using (
    (state in ('published', 'superseded') and district_id in (select private.my_districts()))
    or area_id in (select private.reachable('{planner,reviewer,leader,admin}')));
create policy "planners start drafts" on public.plans
  for insert to authenticated with check (state = 'draft' and area_id in (select private.reachable('{planner,admin}')));
create policy "planners change drafts" on public.plans
  for update to authenticated
  using (state = 'draft' and area_id in (select private.reachable('{planner,admin}')))
  with check (state = 'draft' and area_id in (select private.reachable('{planner,admin}')));
create policy "planners discard drafts" on public.plans
  for delete to authenticated using (state = 'draft' and area_id in (select private.reachable('{planner,admin}')));

do $$
declare
  part text;
begin
  foreach part in array array['plan_communities', 'grids', 'grid_buildings', 'plan_edits'] loop
    execute format('alter table public.%I enable row level security', part);
    execute format('create policy %I on public.%I for select to authenticated using (plan_id in (select private.visible_plans()))',
      'members read ' || part || ' of plans they see', part);
    execute format('create policy %I on public.%I for insert to authenticated with check (plan_id in (select private.editable_plans()))',
      'planners add ' || part || ' to drafts', part);
    execute format('create policy %I on public.%I for update to authenticated using (plan_id in (select private.editable_plans())) with check (plan_id in (select private.editable_plans()))',
      'planners change ' || part || ' of drafts', part);
    execute format('create policy %I on public.%I for delete to authenticated using (plan_id in (select private.editable_plans()))',
      'planners remove ' || part || ' from drafts', part);
  end loop;
end $$;

alter table public.plan_remarks enable row level security;
create policy "those who see a plan read its remarks" on public.plan_remarks
  for select to authenticated using (plan_id in (select private.visible_plans()));
create policy "planners, reviewers and leaders remark" on public.plan_remarks
  for insert to authenticated with check (
    author = (select auth.uid()) and plan_id in (select private.visible_plans())
    and district_id in (select a.district_id from public.areas a where a.id in (select private.reachable('{planner,reviewer,leader,admin}'))));
create policy "planners and the author settle remarks" on public.plan_remarks
  for update to authenticated using (
    author = (select auth.uid()) or plan_id in (select private.editable_plans()));

alter table public.plan_editors enable row level security;
create policy "those who see a plan see who edits it" on public.plan_editors
  for select to authenticated using (plan_id in (select private.visible_plans()));
create policy "planners announce themselves" on public.plan_editors
  for insert to authenticated with check (user_id = (select auth.uid()) and plan_id in (select private.editable_plans()));
create policy "planners renew their own presence" on public.plan_editors
  for update to authenticated using (user_id = (select auth.uid()));
create policy "planners take their presence back" on public.plan_editors
  for delete to authenticated using (user_id = (select auth.uid()));

alter table public.grid_codes enable row level security;
create policy "members read the codes of their district" on public.grid_codes
  for select to authenticated using (district_id in (select private.my_districts()));
alter table public.grid_lineage enable row level security;
create policy "members read the lineage of their district" on public.grid_lineage
  for select to authenticated using (district_id in (select private.my_districts()));

grant select, insert, update, delete on public.plans, public.plan_communities, public.grids, public.grid_buildings,
  public.plan_edits, public.plan_remarks, public.plan_editors to authenticated, service_role;
grant select on public.grid_codes, public.grid_lineage to authenticated;
grant select, insert, update, delete on public.grid_codes, public.grid_lineage to service_role;
