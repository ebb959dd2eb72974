create table public.schemes (
  id bigint generated always as identity primary key,
  district_id bigint constraint schemes_district_fkey references public.areas (id) on delete cascade,
  code text not null,
  name text not null,
  name_en text not null,
  tolerance numeric(4, 3) not null default 0.1 constraint schemes_tolerance_share check (tolerance > 0 and tolerance < 1),
  code_digits smallint not null default 15 constraint schemes_code_digits_known check (code_digits in (14, 15, 16, 20)),
  note text not null default '',
  note_en text not null default '',
  constraint schemes_code_unique unique nulls not distinct (district_id, code)
);
comment on table public.schemes is 'The rule by which grids are drawn. Without a district: a built-in template, which nobody changes.';
comment on column public.schemes.tolerance is 'Share of the target by which a grid may deviate, e.g. 0.1.';
comment on column public.schemes.code_digits is 'Digits of a grid code: 12 of the community, the rest the number.';

create table public.scheme_levels (
  scheme_id bigint not null constraint scheme_levels_scheme_fkey references public.schemes (id) on delete cascade,
  level smallint not null constraint scheme_levels_level_known check (level in (1, 2)),
  name text not null,
  name_en text not null,
  target_households integer not null constraint scheme_levels_target_positive check (target_households > 0),
  constraint scheme_levels_pkey primary key (scheme_id, level)
);
comment on table public.scheme_levels is 'The levels of a scheme, upper first, each with the target households of a grid.';
comment on column public.scheme_levels.level is '1 is the upper level; the highest number holds the buildings.';

create table public.scheme_posts (
  id bigint generated always as identity primary key,
  scheme_id bigint not null,
  level smallint not null,
  code text not null,
  name text not null,
  name_en text not null,
  per_grid smallint not null default 1 constraint scheme_posts_per_grid_positive check (per_grid > 0),
  exclusive boolean not null default true,
  allowance_yuan_month numeric(8, 2),
  constraint scheme_posts_level_fkey foreign key (scheme_id, level) references public.scheme_levels (scheme_id, level) on delete cascade,
  constraint scheme_posts_code_unique unique (scheme_id, level, code)
);
comment on table public.scheme_posts is 'The posts that a scheme requires on a grid of a level.';
comment on column public.scheme_posts.exclusive is 'A person on an exclusive post serves one grid only; on a shared post several.';
comment on column public.scheme_posts.allowance_yuan_month is 'Least monthly allowance, yuan.';

alter table public.schemes enable row level security;
alter table public.scheme_levels enable row level security;
alter table public.scheme_posts enable row level security;
create policy "members read templates and their district's schemes" on public.schemes
  for select to authenticated using (district_id is null or district_id in (select private.my_districts()));
create policy "members read levels of schemes they see" on public.scheme_levels
  for select to authenticated using (scheme_id in (select id from public.schemes));
create policy "members read posts of schemes they see" on public.scheme_posts
  for select to authenticated using (scheme_id in (select id from public.schemes));
do $$
declare
  child text;
  owned constant text := 'scheme_id in (select s.id from public.schemes s where s.district_id in (select private.reachable(''{planner,admin}'')))';
begin
  create policy "planners add schemes" on public.schemes
    for insert to authenticated with check (district_id in (select private.reachable('{planner,admin}')));
  create policy "planners change schemes" on public.schemes
    for update to authenticated using (district_id in (select private.reachable('{planner,admin}')));
  create policy "planners remove schemes" on public.schemes
    for delete to authenticated using (district_id in (select private.reachable('{planner,admin}')));
  foreach child in array array['scheme_levels', 'scheme_posts'] loop
    execute format('create policy %I on public.%I for insert to authenticated with check (%s)', 'planners add ' || child, child, owned);
    execute format('create policy %I on public.%I for update to authenticated using (%s)', 'planners change ' || child, child, owned);
    execute format('create policy %I on public.%I for delete to authenticated using (%s)', 'planners remove ' || child, child, owned);
  end loop;
end $$;
grant select, insert, update, delete on public.schemes, public.scheme_levels, public.scheme_posts to authenticated, service_role;
