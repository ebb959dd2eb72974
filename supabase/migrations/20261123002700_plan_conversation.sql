-- What is said about a plan between those who draw, review and decide: remarks at a place or on a grid, answers to them,
-- and the steps of the plan, each with who and when.

create function private.discussed_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.area_id in (select private.reachable('{planner,reviewer,leader,admin}'))
$$;
comment on function private.discussed_plans is
  'Plans that the signed-in person may discuss. Security definer: the policies of remarks and steps call it.';

create function private.drawn_plans() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select p.id from public.plans p where p.area_id in (select private.reachable('{planner,admin}'))
$$;
comment on function private.drawn_plans is
  'Plans in whose area the signed-in person draws, whatever their state. Security definer: policies call it.';
grant execute on function private.discussed_plans, private.drawn_plans to authenticated, service_role;

alter table public.plan_remarks
  add column reply_to bigint,
  add column grid_level smallint,
  add column grid_key integer,
  add column settled_by uuid,
  add constraint plan_remarks_of_plan unique (plan_id, id),
  add constraint plan_remarks_reply_fkey foreign key (plan_id, reply_to) references public.plan_remarks (plan_id, id) on delete cascade,
  add constraint plan_remarks_grid_whole check ((grid_level is null) = (grid_key is null));
comment on column public.plan_remarks.position is 'Where the remark stands; of a remark on a grid a point inside it, which stays when the grid goes.';
comment on column public.plan_remarks.reply_to is 'The remark that this one answers; answers are not answered.';
create index plan_remarks_reply_idx on public.plan_remarks (reply_to);

drop policy "those who see a plan read its remarks" on public.plan_remarks;
drop policy "planners, reviewers and leaders remark" on public.plan_remarks;
drop policy "planners and the author settle remarks" on public.plan_remarks;
create policy "those who draw, review and decide read remarks" on public.plan_remarks
  for select to authenticated using (plan_id in (select private.discussed_plans()));
create policy "those who draw, review and decide remark" on public.plan_remarks
  for insert to authenticated with check (
    author = (select auth.uid()) and plan_id in (select private.discussed_plans())
    and district_id = (select p.district_id from public.plans p where p.id = plan_id));
create policy "planners and the author settle remarks" on public.plan_remarks
  for update to authenticated
  using (author = (select auth.uid()) or plan_id in (select private.drawn_plans()))
  with check (settled_by = (select auth.uid()) or settled_at is null);
-- What was said stays said: only whether it is settled changes.
revoke update, delete on public.plan_remarks from authenticated;
grant update (settled_at, settled_by) on public.plan_remarks to authenticated;

create table public.plan_steps (
  id bigint generated always as identity primary key,
  plan_id bigint not null constraint plan_steps_plan_fkey references public.plans (id) on delete cascade,
  district_id bigint not null constraint plan_steps_district_fkey references public.areas (id) on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  state public.plan_state not null
);
comment on table public.plan_steps is 'Each state that a plan came into, when and by whom; draft again: it was sent back or taken back.';
create index plan_steps_plan_idx on public.plan_steps (plan_id);
alter table public.plan_steps enable row level security;
create policy "those who draw, review and decide read steps" on public.plan_steps
  for select to authenticated using (plan_id in (select private.discussed_plans()));
grant select on public.plan_steps to authenticated;
grant select, insert, update, delete on public.plan_steps to service_role;

create function private.note_step() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.plan_steps (plan_id, district_id, actor, state) values (new.id, new.district_id, (select auth.uid()), new.state);
  return null;
end $$;
comment on function private.note_step is 'Writes down that a plan came into a state. Security definer: nobody may write there otherwise.';
create trigger plans_first_step after insert on public.plans for each row execute function private.note_step();
create trigger plans_step after update of state on public.plans for each row
  when (old.state is distinct from new.state) execute function private.note_step();

-- Plans of before: what their dates tell.
insert into public.plan_steps (plan_id, district_id, at, actor, state)
select p.id, p.district_id, s.at, s.actor, s.state::public.plan_state
from public.plans p
cross join lateral (values (p.created_at, p.created_by, 'draft'), (p.submitted_at, null::uuid, 'submitted'),
  (p.published_at, null, 'published'), (p.superseded_at, null, 'superseded')) as s (at, actor, state)
where s.at is not null
order by s.at;

-- `at_point`, not `position`: not every server of the API quotes the name of an argument, and `position` is a word of SQL.
drop function public.remark_plan(bigint, text, jsonb);
create function public.remark_plan(plan bigint, body text, at_point jsonb default null, grid_level integer default null,
  grid_key integer default null, reply_to bigint default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(remark_plan.plan);
  place extensions.geometry := extensions.st_setsrid(extensions.st_geomfromgeojson(remark_plan.at_point), 4326);
  answered bigint;
  made bigint;
begin
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
  return made;
end $$;
comment on function public.remark_plan is
  'Adds a remark: at a GeoJSON point, on a grid (level, key), as an answer to a remark, or on the plan as a whole. Returns its id. Errors: plan-unknown, not-allowed, remark-empty, remark-unknown, grid-unknown.';

drop function public.settle_remark(bigint);
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
comment on function public.settle_remark is
  'Marks a remark as dealt with, or as open again: its author, or whoever draws in the area. Error: remark-unknown.';

-- A reviewer says what is to be mended: in words now, or in remarks that are still open. A planner just takes the plan back.
create or replace function public.return_plan(plan bigint, remark text default null) returns jsonb
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
comment on function public.return_plan is
  'Makes a submitted plan a draft again: its planner takes it back, or a reviewer sends it back with a remark or open ones. Errors: plan-unknown, not-allowed, plan-in-other-state, remark-required.';

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
comment on function public.plan_conversation is
  'What was said and done about a plan, oldest first: {remarks: [{id, replyTo, body, lngLat, grid, by, isOwn, at, settledAt, settledBy}], steps: [{state, by, at}]}. Error: plan-unknown.';

grant execute on function public.remark_plan, public.settle_remark, public.plan_conversation to authenticated, service_role;
