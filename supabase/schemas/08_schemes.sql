-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.schemes (
  id bigint generated always as identity,
  district_id bigint,
  code text not null,
  name text not null,
  name_en text not null,
  tolerance numeric(4,3) not null default 0.1,
  code_digits smallint not null default 15,
  note text not null default ''::text,
  note_en text not null default ''::text,
  incidents_share smallint not null default 0,
  visits_share smallint not null default 0,
  area_share smallint not null default 0,
  constraint schemes_pkey primary key (id),
  constraint schemes_code_unique unique nulls not distinct (district_id, code),
  constraint schemes_code_digits_known check (code_digits = any (array[14, 15, 16, 20])),
  constraint schemes_code_length check (length(code) <= 400),
  constraint schemes_name_en_length check (length(name_en) <= 10000),
  constraint schemes_name_length check (length(name) <= 400),
  constraint schemes_name_not_blank check (btrim(name) <> ''::text and btrim(name_en) <> ''::text),
  constraint schemes_note_en_length check (length(note_en) <= 10000),
  constraint schemes_note_length check (length(note) <= 10000),
  constraint schemes_shares_known check (((incidents_share >= 0) and (incidents_share <= 90) and (visits_share >= 0) and (visits_share <= 90) and (area_share >= 0) and (area_share <= 90) and (((incidents_share + visits_share) + area_share) <= 90))),
  constraint schemes_tolerance_share check (tolerance > 0::numeric and tolerance < 1::numeric)
);
comment on table public.schemes is
  'The rule by which grids are drawn. Without a district: a built-in template, which nobody changes.';
comment on column public.schemes.tolerance is
  'Share of the target by which a grid may deviate, e.g. 0.1.';
comment on column public.schemes.code_digits is
  'Digits of a grid code: 12 of the community, the rest the number.';
comment on column public.schemes.incidents_share is
  'Percent of a grid''s load that its cases of twelve months make; what cases, visits and ground leave is households, at least 10.';
comment on column public.schemes.visits_share is
  'Percent of a grid''s load that the households called on in twelve months make.';
comment on column public.schemes.area_share is
  'Percent of a grid''s load that its ground makes.';
alter table public.schemes enable row level security;
grant delete, insert, select, update on public.schemes to authenticated;

alter table public.schemes add constraint schemes_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read templates and their district's schemes" on public.schemes
  for select to authenticated
  using (district_id is null or (district_id in (select private.member_districts())));

create policy "planners add schemes" on public.schemes
  for insert to authenticated
  with check ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners change schemes" on public.schemes
  for update to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create policy "planners remove schemes" on public.schemes
  for delete to authenticated
  using ((district_id in (select private.reachable('{planner,admin}'::public.member_role[]))));

create table public.scheme_levels (
  scheme_id bigint not null,
  level smallint not null,
  name text not null,
  name_en text not null,
  target_households integer not null,
  constraint scheme_levels_pkey primary key (scheme_id, level),
  constraint scheme_levels_level_known check (level = any (array[1, 2, 3])),
  constraint scheme_levels_name_en_length check (length(name_en) <= 10000),
  constraint scheme_levels_name_length check (length(name) <= 400),
  constraint scheme_levels_name_not_blank check (btrim(name) <> ''::text and btrim(name_en) <> ''::text),
  constraint scheme_levels_target_positive check (target_households > 0)
);
comment on table public.scheme_levels is
  'The levels of a scheme, upper first, each with the target households of a grid.';
comment on column public.scheme_levels.level is
  '1 is the upper level; the highest number holds the buildings.';
alter table public.scheme_levels enable row level security;
grant delete, insert, select, update on public.scheme_levels to authenticated;

alter table public.scheme_levels add constraint scheme_levels_scheme_fkey
  foreign key (scheme_id) references public.schemes(id) on delete cascade;

create policy "members read levels of schemes they see" on public.scheme_levels
  for select to authenticated
  using ((scheme_id in ( select schemes.id
   from public.schemes)));

create policy "planners add scheme_levels" on public.scheme_levels
  for insert to authenticated
  with check ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create policy "planners change scheme_levels" on public.scheme_levels
  for update to authenticated
  using ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create policy "planners remove scheme_levels" on public.scheme_levels
  for delete to authenticated
  using ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create table public.scheme_posts (
  id bigint generated always as identity,
  scheme_id bigint not null,
  level smallint not null,
  code text not null,
  name text not null,
  name_en text not null,
  per_grid smallint not null default 1,
  exclusive boolean not null default true,
  allowance_yuan_month numeric(10,2),
  basis text not null default 'grid'::text,
  basis_households integer,
  span smallint,
  voluntary boolean not null default false,
  pay_per text not null default 'month'::text,
  constraint scheme_posts_pkey primary key (id),
  constraint scheme_posts_code_unique unique (scheme_id, level, code),
  constraint scheme_posts_allowance_not_negative check (allowance_yuan_month >= 0::numeric),
  constraint scheme_posts_basis_households check ((basis = 'households'::text) = (basis_households is not null) and basis_households > 0),
  constraint scheme_posts_basis_known check (basis = any (array['grid'::text, 'households'::text, 'community'::text, 'district'::text])),
  constraint scheme_posts_code_length check (length(code) <= 400),
  constraint scheme_posts_name_en_length check (length(name_en) <= 10000),
  constraint scheme_posts_name_length check (length(name) <= 400),
  constraint scheme_posts_name_not_blank check (btrim(name) <> ''::text and btrim(name_en) <> ''::text),
  constraint scheme_posts_pay_per_known check (pay_per = any (array['month'::text, 'household'::text, 'grid'::text])),
  constraint scheme_posts_per_grid_bounded check (per_grid <= 1000),
  constraint scheme_posts_per_grid_positive check (per_grid > 0),
  constraint scheme_posts_span_of_shared check (((span is null) or ((span > 0) and (not exclusive) and (basis = 'grid'::text))))
);
comment on table public.scheme_posts is
  'The posts that a scheme requires on a grid of a level.';
comment on column public.scheme_posts.exclusive is
  'A person on an exclusive post serves one grid only; on a shared post several.';
comment on column public.scheme_posts.allowance_yuan_month is
  'Least monthly allowance, yuan.';
comment on column public.scheme_posts.basis is
  'What per_grid counts for: each grid of the level, each basis_households households (begun), each community, or the district.';
comment on column public.scheme_posts.span is
  'Of a shared post: up to how many grids one person serves; they count once. Null: as many as one likes, and each grid counts.';
comment on column public.scheme_posts.voluntary is
  'Held by volunteers, with an allowance or without.';
comment on column public.scheme_posts.pay_per is
  'What allowance_yuan_month is paid for, each month: a person (month), each household of the grids (household), or each grid served (grid).';
alter table public.scheme_posts enable row level security;
grant delete, insert, select, update on public.scheme_posts to authenticated;

alter table public.scheme_posts add constraint scheme_posts_level_fkey
  foreign key (scheme_id, level) references public.scheme_levels(scheme_id, level) on delete cascade;

create policy "members read posts of schemes they see" on public.scheme_posts
  for select to authenticated
  using ((scheme_id in ( select schemes.id
   from public.schemes)));

create policy "planners add scheme_posts" on public.scheme_posts
  for insert to authenticated
  with check ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create policy "planners change scheme_posts" on public.scheme_posts
  for update to authenticated
  using ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create policy "planners remove scheme_posts" on public.scheme_posts
  for delete to authenticated
  using ((scheme_id in ( select s.id
   from public.schemes s
  where (s.district_id in (select private.reachable('{planner,admin}'::public.member_role[]))))));

create function private.scheme_use(scheme bigint, out plans integer, out drafts integer)
language sql stable security definer set search_path = '' as $$
  select count(*) filter (where is_drawn), count(*) filter (where not is_drawn)
  from (
    select p.state <> 'draft'
      or exists (select from public.grids g where g.plan_id = p.id)
      or exists (select from public.plan_edits e where e.plan_id = p.id) as is_drawn
    from public.plans p where p.scheme_id = scheme_use.scheme
  ) used
$$;
comment on function private.scheme_use(scheme bigint, OUT plans integer, OUT drafts integer) is
  'How many plans hold a scheme to its figures, and how many drafts use it in which nothing was ever drawn. Security definer: the rule holds whatever plans the caller may see.';
grant execute on function private.scheme_use(scheme bigint, OUT plans integer, OUT drafts integer) to authenticated, service_role;

create function private.hold_scheme() returns trigger
language plpgsql set search_path = '' as $$
declare
  words constant text[] := '{name,name_en,note,note_en}';
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - words end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - words end;
  touched constant text[] := array[coalesce(was ->> 'scheme_id', was ->> 'id'), coalesce(is_now ->> 'scheme_id', is_now ->> 'id')];
  held_by integer;
begin
  if was is distinct from is_now then
    select max(held.plans) into held_by
    from public.schemes s cross join lateral private.scheme_use(s.id) held
    where s.id = any (touched::bigint[]) and s.district_id is not null;
    if held_by > 0 then
      raise exception 'scheme-in-use' using errcode = 'P0001', detail = json_build_object('plans', held_by)::text;
    end if;
  end if;
  return null;
end $$;
comment on function private.hold_scheme() is
  'Refuses a change of anything but words in a district''s scheme that drawn plans use. After the row, so that rows which a seed finds there already are no change; a scheme that is gone with all its rows is the foreign key''s matter.';

create function private.check_grid_levels() returns trigger
language plpgsql set search_path = '' as $$
declare
  stranger smallint;
begin
  select d.level into stranger
  from drawn d join public.plans p on p.id = d.plan_id
  where not exists (select from public.scheme_levels l where l.scheme_id = p.scheme_id and l.level = d.level) limit 1;
  if found then
    raise exception 'level-outside-scheme' using errcode = 'P0001', detail = json_build_object('level', stranger)::text;
  end if;
  return null;
end $$;
comment on function private.check_grid_levels() is
  'Refuses grids on a level that the scheme of their plan does not have: a draft may be open somewhere while its scheme changes.';

create function private.given_levels(rule jsonb) returns table (level smallint, name text, name_en text, target integer, posts jsonb)
language sql immutable set search_path = '' as $$
  select given.at::smallint, btrim(given.one ->> 'name'), coalesce(nullif(btrim(given.one ->> 'nameEn'), ''), btrim(given.one ->> 'name')),
    (given.one ->> 'target')::integer, coalesce(given.one -> 'posts', '[]')
  from jsonb_array_elements(rule -> 'levels') with ordinality as given (one, at)
$$;
grant execute on function private.given_levels(rule jsonb) to authenticated, service_role;

-- Schemes say it, and are made with it.
create function private.given_posts(rule jsonb)
returns table (level smallint, code text, name text, name_en text, per_grid smallint, exclusive boolean, allowance numeric)
language sql immutable set search_path = '' as $$
  select l.level, given.code, btrim(given.name), coalesce(nullif(btrim(given.name_en), ''), btrim(given.name)), given.per_grid,
    given.exclusive, given.allowance
  from private.given_levels(rule) l
  cross join lateral rows from (jsonb_to_recordset(l.posts)
    as (code text, name text, "nameEn" text, "perGrid" smallint, exclusive boolean, allowance numeric))
    with ordinality as given (code, name, name_en, per_grid, exclusive, allowance, at)
  order by l.level, given.at
$$;
grant execute on function private.given_posts(rule jsonb) to authenticated, service_role;

create function private.write_levels(scheme bigint, rule jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  wrong record;
begin
  select given.name, given.allowance into wrong from private.given_posts(rule) given where given.allowance < 0 limit 1;
  if found then
    raise exception 'pay-negative' using errcode = 'P0001', detail = json_build_object('post', wrong.name, 'value', wrong.allowance)::text;
  end if;
  select given.code into wrong from private.given_terms(rule) given
  where given.basis not in ('grid', 'households', 'community', 'district') or given.pay_per not in ('month', 'household', 'grid')
    or (given.basis = 'households' and coalesce(given.basis_households, 0) <= 0) or given.span <= 0 limit 1;
  if found then
    raise exception 'post-terms-wrong' using errcode = 'P0001', detail = json_build_object('post', wrong.code)::text;
  end if;
  delete from public.scheme_levels l
  where l.scheme_id = write_levels.scheme and l.level not in (select given.level from private.given_levels(rule) given);
  delete from public.scheme_posts p
  where p.scheme_id = write_levels.scheme
    and (p.level, p.code) not in (select given.level, given.code from private.given_posts(rule) given);
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
  select write_levels.scheme, given.level, given.name, given.name_en, given.target from private.given_levels(rule) given
  on conflict (scheme_id, level) do update
    set name = excluded.name, name_en = excluded.name_en, target_households = excluded.target_households;
  insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, exclusive, allowance_yuan_month,
    basis, basis_households, span, voluntary, pay_per)
  select write_levels.scheme, given.level, given.code, given.name, given.name_en, given.per_grid, given.exclusive, given.allowance,
    terms.basis, terms.basis_households, terms.span, terms.voluntary, terms.pay_per
  from private.given_posts(rule) given
  join private.given_terms(rule) terms on terms.level = given.level and terms.code = given.code
  on conflict (scheme_id, level, code) do update
    set name = excluded.name, name_en = excluded.name_en, per_grid = excluded.per_grid, exclusive = excluded.exclusive,
      allowance_yuan_month = excluded.allowance_yuan_month, basis = excluded.basis, basis_households = excluded.basis_households,
      span = excluded.span, voluntary = excluded.voluntary, pay_per = excluded.pay_per;
end $$;
comment on function private.write_levels(scheme bigint, rule jsonb) is
  'Makes the levels and posts of a scheme those of a rule; a post that keeps its level and code stays the same post. Errors: pay-negative { post, value }, post-terms-wrong { post }.';
grant execute on function private.write_levels(scheme bigint, rule jsonb) to authenticated, service_role;

create function private.check_levels(rule jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if not exists (select from private.given_levels(rule)) then
    raise exception 'scheme-without-levels' using errcode = 'P0001';
  end if;
end $$;
grant execute on function private.check_levels(rule jsonb) to authenticated, service_role;

create function private.own_scheme(scheme bigint) returns public.schemes
language plpgsql set search_path = '' as $$
declare
  chosen public.schemes;
begin
  select * into chosen from public.schemes s where s.id = own_scheme.scheme;
  if not found then
    raise exception 'scheme-unknown' using errcode = 'P0001', detail = json_build_object('scheme', own_scheme.scheme)::text;
  end if;
  if chosen.district_id is null then
    raise exception 'scheme-is-template' using errcode = 'P0001', detail = json_build_object('code', chosen.code)::text;
  end if;
  select * into chosen from public.schemes s where s.id = own_scheme.scheme for update;
  if not found then
    raise exception 'scheme-not-yours' using errcode = 'P0001', detail = json_build_object('scheme', own_scheme.scheme)::text;
  end if;
  perform from public.plans p where p.scheme_id = chosen.id for update;
  return chosen;
end $$;
comment on function private.own_scheme(scheme bigint) is
  'Takes a district''s scheme for this transaction, and the drafts that use it, so that none is drawn in meanwhile. Errors: scheme-unknown, scheme-is-template, scheme-not-yours (row level security).';
grant execute on function private.own_scheme(scheme bigint) to authenticated, service_role;

create function public.change_scheme(scheme bigint, rule jsonb, client_key uuid default null) returns void
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_scheme', jsonb_build_array(scheme, rule));
  chosen public.schemes;
begin
  if known is not null then
    return;
  end if;
  chosen := private.own_scheme(change_scheme.scheme);
  perform private.refuse_overwriting(rule -> 'was', s.value, rule)
  from jsonb_array_elements(public.list_schemes(chosen.district_id)) s where (s.value ->> 'id')::bigint = chosen.id;
  perform private.check_levels(rule);
  update public.schemes s set
    name = btrim(rule ->> 'name'), name_en = coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')),
    tolerance = (rule ->> 'tolerance')::numeric, code_digits = (rule ->> 'codeDigits')::smallint,
    incidents_share = private.given_share(rule, 'incidents'), visits_share = private.given_share(rule, 'visits'),
    area_share = private.given_share(rule, 'area')
  where s.id = chosen.id;
  perform private.write_levels(chosen.id, rule);
  perform private.end_intent(client_key, to_jsonb(chosen.id));
end $$;
comment on function public.change_scheme(scheme bigint, rule jsonb, client_key uuid) is
  'Makes a scheme of the district what create_scheme takes; rule.was: what was read of it. Errors: scheme-unknown, changed-since { fields }, sent-otherwise, scheme-is-template, scheme-not-yours, scheme-in-use (drawn plans use it, and more than words would change), scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong.';
grant execute on function public.change_scheme(scheme bigint, rule jsonb, client_key uuid) to authenticated;

create function public.remove_scheme(scheme bigint) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.schemes := private.own_scheme(remove_scheme.scheme);
  held record;
begin
  select * into held from private.scheme_use(chosen.id);
  if held.plans + held.drafts > 0 then
    raise exception 'scheme-in-use' using errcode = 'P0001',
      detail = json_build_object('plans', held.plans, 'drafts', held.drafts)::text;
  end if;
  delete from public.schemes s where s.id = chosen.id;
end $$;
comment on function public.remove_scheme(scheme bigint) is
  'Removes a scheme of the district that no plan uses. Errors: scheme-unknown, scheme-is-template, scheme-not-yours, scheme-in-use.';
grant execute on function public.remove_scheme(scheme bigint) to authenticated;

create function private.check_level_order() returns trigger
language plpgsql set search_path = '' as $$
declare
  wrong record;
begin
  select upper.target_households as upper, lower.target_households as lower into wrong
  from (select distinct w.scheme_id from written w) touched
  join public.scheme_levels upper on upper.scheme_id = touched.scheme_id
  join public.scheme_levels lower on lower.scheme_id = touched.scheme_id and lower.level > upper.level
  where upper.target_households <= lower.target_households order by upper.level, lower.level limit 1;
  if found then
    raise exception 'upper-target-not-larger' using errcode = 'P0001',
      detail = json_build_object('upper', wrong.upper, 'lower', wrong.lower)::text;
  end if;
  return null;
end $$;
comment on function private.check_level_order() is
  'Refuses a scheme in which a level has no more households a grid than one below it. After the statement, so that all may change in one.';

create function private.given_share(rule jsonb, what text) returns smallint
language sql immutable parallel safe as $$
  select coalesce((rule -> 'shares' ->> what)::smallint, 0::smallint)
$$;
comment on function private.given_share(rule jsonb, what text) is
  'The share of the load that a rule gives to cases (incidents), visits or ground (area), in percent; 0 where it says nothing.';
grant execute on function private.given_share(rule jsonb, what text) to authenticated, service_role;

create trigger scheme_levels_audit after insert or delete on public.scheme_levels for each row execute function private.audit();

create trigger scheme_levels_audit_change after update on public.scheme_levels for each row when (old.* is distinct from new.*) execute function private.audit();

create trigger scheme_levels_held after insert or delete or update on public.scheme_levels for each row execute function private.hold_scheme();

create trigger scheme_levels_in_order_added after insert on public.scheme_levels referencing new table as written for each statement execute function private.check_level_order();

create trigger scheme_levels_in_order_changed after update on public.scheme_levels referencing new table as written for each statement execute function private.check_level_order();

create trigger scheme_levels_topic_delete after delete on public.scheme_levels referencing old table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger scheme_levels_topic_insert after insert on public.scheme_levels referencing new table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger scheme_levels_topic_update after update on public.scheme_levels referencing new table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger zz_nothing_missing before insert or update on public.scheme_levels for each row when (new.scheme_id is null or new.level is null or new.name is null or new.name_en is null or new.target_households is null) execute function private.refuse_missing();

create trigger scheme_posts_audit after insert or delete or update on public.scheme_posts for each row execute function private.audit();

create trigger scheme_posts_held after insert or delete or update on public.scheme_posts for each row execute function private.hold_scheme();

create trigger scheme_posts_topic_delete after delete on public.scheme_posts referencing old table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger scheme_posts_topic_insert after insert on public.scheme_posts referencing new table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger scheme_posts_topic_update after update on public.scheme_posts referencing new table as changed for each statement execute function private.note_topic('settings', '(select s.district_id from public.schemes s where s.id = c.scheme_id)', 'true');

create trigger zz_nothing_missing before insert or update on public.scheme_posts for each row when (new.scheme_id is null or new.level is null or new.code is null or new.name is null or new.name_en is null or new.per_grid is null or new.exclusive is null) execute function private.refuse_missing();

create trigger schemes_audit after insert or delete on public.schemes for each row execute function private.audit();

create trigger schemes_audit_change after update on public.schemes for each row when (old.* is distinct from new.*) execute function private.audit();

create trigger schemes_held after update on public.schemes for each row execute function private.hold_scheme();

create trigger schemes_keep_district after update of district_id on public.schemes for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();

create trigger schemes_topic_delete after delete on public.schemes referencing old table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger schemes_topic_insert after insert on public.schemes referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger schemes_topic_update after update on public.schemes referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.schemes for each row when (new.code is null or new.name is null or new.name_en is null or new.tolerance is null or new.code_digits is null or new.note is null or new.note_en is null) execute function private.refuse_missing();
