create type public.incident_clock as enum ('acceptance', 'verification', 'filing', 'dispatch', 'handling', 'check');

create table public.categories (
  id bigint generated always as identity primary key,
  district_id bigint constraint categories_district_fkey references public.areas (id) on delete cascade,
  code text not null constraint categories_code_shape check (code ~ '^[0-9]{2}([0-9]{2})?$'),
  name text not null,
  name_en text not null,
  grid_only boolean not null default false,
  retired boolean not null default false,
  constraint categories_code_unique unique nulls not distinct (district_id, code)
);
comment on table public.categories is 'Two digits are a class, four a category of that class. Without a district: the template.';
comment on column public.categories.grid_only is 'Welfare and mediation: public maps show the case at its grid, never at its address.';

create table public.category_deadlines (
  category_id bigint not null constraint category_deadlines_category_fkey references public.categories (id) on delete cascade,
  clock public.incident_clock not null,
  amount numeric(6, 2) not null constraint category_deadlines_amount_positive check (amount > 0),
  unit public.deadline_unit not null,
  constraint category_deadlines_pkey primary key (category_id, clock)
);
comment on table public.category_deadlines is 'How long each clock may run.';

alter table public.categories enable row level security;
alter table public.category_deadlines enable row level security;
create policy "members read templates and their district's categories" on public.categories
  for select to authenticated using (district_id is null or district_id in (select private.my_districts()));
create policy "admins add categories" on public.categories
  for insert to authenticated with check (district_id in (select private.reachable('{admin}')));
create policy "admins change categories" on public.categories
  for update to authenticated using (district_id in (select private.reachable('{admin}')));
create policy "members read deadlines of categories they see" on public.category_deadlines
  for select to authenticated using (category_id in (select id from public.categories));
create policy "admins add deadlines" on public.category_deadlines
  for insert to authenticated with check (category_id in (
    select c.id from public.categories c where c.district_id in (select private.reachable('{admin}'))));
create policy "admins change deadlines" on public.category_deadlines
  for update to authenticated using (category_id in (
    select c.id from public.categories c where c.district_id in (select private.reachable('{admin}'))));
create policy "admins remove deadlines" on public.category_deadlines
  for delete to authenticated using (category_id in (
    select c.id from public.categories c where c.district_id in (select private.reachable('{admin}'))));
grant select, insert, update on public.categories to authenticated, service_role;
grant select, insert, update, delete on public.category_deadlines to authenticated, service_role;
