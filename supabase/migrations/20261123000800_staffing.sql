create table public.people (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint people_district_fkey references public.areas (id) on delete cascade,
  user_id uuid,
  name text not null constraint people_name_not_blank check (btrim(name) <> ''),
  organisation text not null default '',
  work_telephone text not null default '',
  source_id text not null,
  on_duty boolean not null default true,
  constraint people_source_unique unique (district_id, source_id)
);
comment on table public.people is 'Staff who can hold a post: a name, an organisation and a work telephone, nothing private.';
create index people_user_idx on public.people (user_id);

create table public.assignments (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint assignments_district_fkey references public.areas (id) on delete cascade,
  person_id bigint not null constraint assignments_person_fkey references public.people (id) on delete cascade,
  post_id bigint not null constraint assignments_post_fkey references public.scheme_posts (id),
  grid_id bigint not null constraint assignments_grid_fkey references public.grids (id) on delete cascade,
  since date not null,
  until date,
  constraint assignments_until_after_since check (until is null or until >= since),
  constraint assignments_once unique (person_id, post_id, grid_id, since)
);
comment on table public.assignments is 'A person on a post of a grid, with dates.';
create index assignments_grid_idx on public.assignments (grid_id);
create index assignments_person_idx on public.assignments (person_id);

create table public.visits (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint visits_district_fkey references public.areas (id) on delete cascade,
  building_id bigint not null constraint visits_building_fkey references public.buildings (id) on delete cascade,
  person_id bigint constraint visits_person_fkey references public.people (id) on delete set null,
  visited_on date not null,
  households integer not null constraint visits_households_counted check (households >= 0)
);
comment on table public.visits is 'A grid worker called on households of a building; how many, never whom.';
create index visits_building_idx on public.visits (building_id, visited_on);
create index visits_district_idx on public.visits (district_id, visited_on);

create table public.volunteers (
  id bigint generated always as identity primary key,
  district_id bigint not null constraint volunteers_district_fkey references public.areas (id) on delete cascade,
  community_id bigint not null constraint volunteers_community_fkey references public.areas (id) on delete cascade,
  name text not null,
  role text not null,
  certificate text,
  since date not null,
  until date
);
comment on table public.volunteers is 'Residents with a named voluntary role and its certificate.';
create index volunteers_community_idx on public.volunteers (community_id);

do $$
declare
  roster text;
begin
  foreach roster in array array['people', 'assignments'] loop
    execute format('alter table public.%I enable row level security', roster);
    execute format('create policy %I on public.%I for select to authenticated using (district_id in (select private.my_districts()))',
      'members read the ' || roster || ' of their district', roster);
    execute format('create policy %I on public.%I for insert to authenticated with check (district_id in (select a.district_id from public.areas a where a.id in (select private.reachable(''{planner,admin}''))))',
      'planners and admins add ' || roster, roster);
    execute format('create policy %I on public.%I for update to authenticated using (district_id in (select private.reachable(''{planner,admin}'')))',
      'planners and admins change ' || roster, roster);
    execute format('create policy %I on public.%I for delete to authenticated using (district_id in (select private.reachable(''{planner,admin}'')))',
      'planners and admins remove ' || roster, roster);
  end loop;
end $$;

alter table public.visits enable row level security;
create policy "members read visits in their areas" on public.visits
  for select to authenticated using (building_id in (
    select b.id from public.buildings b
    where b.community_id in (select private.reachable('{admin,planner,reviewer,leader,dispatcher,worker,viewer}'))));
create policy "workers record visits in their areas" on public.visits
  for insert to authenticated with check (building_id in (
    select b.id from public.buildings b where b.community_id in (select private.reachable('{worker,admin}'))));

alter table public.volunteers enable row level security;
create policy "those who work with volunteers read them" on public.volunteers
  for select to authenticated using (community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}')));
create policy "workers and admins add volunteers" on public.volunteers
  for insert to authenticated with check (community_id in (select private.reachable('{worker,admin}')));
create policy "workers and admins change volunteers" on public.volunteers
  for update to authenticated using (community_id in (select private.reachable('{worker,admin}')));
create policy "admins remove volunteers" on public.volunteers
  for delete to authenticated using (community_id in (select private.reachable('{admin}')));

grant select, insert, update, delete on public.people, public.assignments, public.visits, public.volunteers to authenticated, service_role;
