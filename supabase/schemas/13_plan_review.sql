-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.plan_for(plan bigint, roles public.member_role[], states public.plan_state[]) returns public.plans
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans;
begin
  select * into chosen from public.plans p
  where p.id = plan_for.plan and p.id in (select private.visible_plans()) for update;
  if not found then
    raise exception 'plan-unknown' using errcode = 'P0001', detail = json_build_object('plan', plan_for.plan)::text;
  end if;
  if not private.can(plan_for.roles, chosen.area_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', plan_for.roles)::text;
  end if;
  perform private.require_reach(plan_for.roles,
    array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id));
  if not chosen.state = any (plan_for.states) then
    raise exception 'plan-in-other-state' using errcode = 'P0001', detail = json_build_object('state', chosen.state)::text;
  end if;
  return chosen;
end $$;
comment on function private.plan_for(plan bigint, roles public.member_role[], states public.plan_state[]) is
  'Takes a plan for this transaction if the caller holds one of the roles in its area, and so in every community whose plan in force it would replace, and it is in one of the states. Errors: plan-unknown, not-allowed, plan-in-other-state.';

create function public.submit_plan(plan bigint) returns jsonb
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
comment on function public.submit_plan(plan bigint) is
  'Hands a draft in for review. Errors: plan-unknown, not-allowed, plan-in-other-state, plan-has-faults with the list. Security definer: the state of a plan has no policy for writing.';
grant execute on function public.submit_plan(plan bigint) to authenticated;

-- A reviewer says what is to be mended: in words now, or in remarks that are still open. A planner just takes the plan back.
create function public.return_plan(plan bigint, remark text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(return_plan.plan, '{planner,reviewer,leader,admin}', '{submitted}');
  words text := btrim(coalesce(return_plan.remark, ''));
begin
  if words <> '' then
    insert into public.plan_remarks (plan_id, district_id, body, author)
    values (chosen.id, chosen.district_id, words, (select auth.uid()));
  elsif not private.can('{planner,admin}', chosen.area_id)
    and not exists (select 1 from public.plan_remarks r where r.plan_id = chosen.id and r.reply_to is null and r.settled_at is null) then
    raise exception 'remark-required' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  update public.plans p set state = 'draft', submitted_at = null, version = p.version + 1, changed_at = now(),
    changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.return_plan(plan bigint, remark text) is
  'Makes a submitted plan a draft again: its planner takes it back, or a reviewer sends it back with a remark or open ones. Errors: plan-unknown, not-allowed, plan-in-other-state, remark-required. Security definer: the state of a plan has no policy for writing.';
grant execute on function public.return_plan(plan bigint, remark text) to authenticated;

create function public.remark_plan(plan bigint, body text, at_point jsonb default null, grid_level integer default null,
  grid_key integer default null, reply_to bigint default null, client_key uuid default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(remark_plan.plan);
  known constant jsonb := private.begin_intent(client_key, 'remark_plan', jsonb_build_array(plan, body, at_point, grid_level, grid_key, reply_to));
  place extensions.geometry := private.given_geometry(remark_plan.at_point);
  answered bigint;
  made bigint;
begin
  if known is not null then
    return known::bigint;
  end if;
  if chosen.id not in (select private.discussed_plans()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', '{planner,reviewer,leader,admin}')::text;
  end if;
  if btrim(coalesce(remark_plan.body, '')) = '' then
    raise exception 'remark-empty' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  if remark_plan.reply_to is not null then
    select coalesce(r.reply_to, r.id) into answered from public.plan_remarks r
    where r.id = remark_plan.reply_to and r.plan_id = chosen.id;
    if not found then
      raise exception 'remark-unknown' using errcode = 'P0001', detail = json_build_object('remark', remark_plan.reply_to)::text;
    end if;
  end if;
  if remark_plan.grid_key is not null then
    select coalesce(place, extensions.st_pointonsurface(g.polygon)) into place from public.grids g
    where g.plan_id = chosen.id and g.level = remark_plan.grid_level and g.key = remark_plan.grid_key;
    if not found then
      raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('key', remark_plan.grid_key)::text;
    end if;
  end if;
  insert into public.plan_remarks (plan_id, district_id, position, body, author, grid_level, grid_key, reply_to)
  values (chosen.id, chosen.district_id, place, btrim(remark_plan.body), (select auth.uid()),
    case when remark_plan.grid_key is not null then remark_plan.grid_level end, remark_plan.grid_key, answered)
  returning id into made;
  perform private.end_intent(client_key, to_jsonb(made));
  return made;
end $$;
comment on function public.remark_plan(plan bigint, body text, at_point jsonb, grid_level integer, grid_key integer, reply_to bigint, client_key uuid) is
  'Adds a remark: at a GeoJSON point, on a grid (level, key), as an answer to a remark, or on the plan as a whole. Returns its id. client_key: the same key with the same content again returns the same id. Errors: plan-unknown, not-allowed, remark-empty, remark-unknown, grid-unknown, sent-otherwise.';
grant execute on function public.remark_plan(plan bigint, body text, at_point jsonb, grid_level integer, grid_key integer, reply_to bigint, client_key uuid) to authenticated;

create function public.settle_remark(remark bigint, settled boolean default true) returns void
language plpgsql set search_path = '' as $$
begin
  update public.plan_remarks r set
    settled_at = case when settle_remark.settled then coalesce(r.settled_at, now()) end,
    settled_by = case when settle_remark.settled then (select auth.uid()) end
  where r.id = settle_remark.remark and r.reply_to is null;
  if not found then
    raise exception 'remark-unknown' using errcode = 'P0001', detail = json_build_object('remark', settle_remark.remark)::text;
  end if;
end $$;
comment on function public.settle_remark(remark bigint, settled boolean) is
  'Marks a remark as dealt with, or as open again: its author, or whoever draws in the area. Error: remark-unknown.';
grant execute on function public.settle_remark(remark bigint, settled boolean) to authenticated;

create function private.discussed_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.area_id in (select private.reachable('{planner,reviewer,leader,admin}'))
$$;
comment on function private.discussed_plans() is
  'Plans that the signed-in person may discuss. Security definer: the policies of remarks and steps call it.';
grant execute on function private.discussed_plans() to authenticated, service_role;

create policy "those who draw, review and decide read edits" on public.plan_edits
  for select to authenticated
  using ((plan_id in (select private.discussed_plans())));

create policy "those who draw, review and decide read remarks" on public.plan_remarks
  for select to authenticated
  using ((plan_id in (select private.discussed_plans())));

create policy "those who draw, review and decide remark" on public.plan_remarks
  for insert to authenticated
  with check (author = ((select auth.uid())) and (plan_id in (select private.discussed_plans())) and district_id = (( select p.district_id
   from public.plans p
  where p.id = plan_remarks.plan_id)));

create function private.drawn_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.area_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.drawn_plans() is
  'Plans in whose area the signed-in person draws, whatever their state. Security definer: policies call it.';
grant execute on function private.drawn_plans() to authenticated, service_role;

create policy "planners and the author settle remarks" on public.plan_remarks
  for update to authenticated
  using (author = ((select auth.uid())) or (plan_id in (select private.drawn_plans())))
  with check (settled_by = ((select auth.uid())) or settled_at is null);

create table public.plan_steps (
  id bigint generated always as identity,
  plan_id bigint not null,
  district_id bigint not null,
  at timestamptz not null default now(),
  actor uuid,
  state public.plan_state not null,
  constraint plan_steps_pkey primary key (id)
);
comment on table public.plan_steps is
  'Each state that a plan came into, when and by whom; draft again: it was sent back or taken back.';
create index plan_steps_plan_idx on public.plan_steps (plan_id);
alter table public.plan_steps enable row level security;
grant select on public.plan_steps to authenticated;

alter table public.plan_steps add constraint plan_steps_plan_fkey
  foreign key (plan_id, district_id) references public.plans(id, district_id) on delete cascade;

create policy "those who draw, review and decide read steps" on public.plan_steps
  for select to authenticated
  using ((plan_id in (select private.discussed_plans())));

create function private.note_step() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.plan_steps (plan_id, district_id, actor, state) values (new.id, new.district_id, (select auth.uid()), new.state);
  return null;
end $$;
comment on function private.note_step() is
  'Writes down that a plan came into a state. Security definer: nobody may write there otherwise.';

create trigger plans_first_step after insert on public.plans for each row execute function private.note_step();

create trigger plans_step after update of state on public.plans for each row when (old.state is distinct from new.state) execute function private.note_step();

create function public.plan_conversation(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_conversation.plan);
begin
  return jsonb_build_object(
    'remarks', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'replyTo', r.reply_to, 'body', r.body,
        'lngLat', case when r.position is not null then private.lng_lat(r.position) end,
        'grid', case when r.grid_key is not null then jsonb_build_object('level', r.grid_level, 'key', r.grid_key) end,
        'by', private.person_name(r.author), 'isOwn', r.author = (select auth.uid()), 'at', r.at, 'settledAt', r.settled_at,
        'settledBy', private.person_name(r.settled_by)) order by r.id), '[]')
      from public.plan_remarks r where r.plan_id = chosen.id),
    'steps', (
      select coalesce(jsonb_agg(jsonb_build_object('state', s.state, 'by', private.person_name(s.actor), 'at', s.at) order by s.id), '[]')
      from public.plan_steps s where s.plan_id = chosen.id));
end $$;
comment on function public.plan_conversation(plan bigint) is
  'What was said and done about a plan, oldest first: {remarks: [{id, replyTo, body, lngLat, grid, by, isOwn, at, settledAt, settledBy}], steps: [{state, by, at}]}. Error: plan-unknown.';
grant execute on function public.plan_conversation(plan bigint) to authenticated;

create trigger zz_nothing_missing before insert or update on public.plan_steps for each row when (new.plan_id is null or new.district_id is null or new.at is null or new.state is null) execute function private.refuse_missing();
