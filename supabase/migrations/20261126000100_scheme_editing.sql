-- A district's own schemes: made, changed and removed with their levels and posts. Plans that are drawn hold a scheme to
-- its figures (docs/decisions/0012-drawn-plans-hold-their-scheme.md).

alter table public.schemes add constraint schemes_name_not_blank check (btrim(name) <> '' and btrim(name_en) <> '');
alter table public.scheme_levels add constraint scheme_levels_name_not_blank check (btrim(name) <> '' and btrim(name_en) <> '');
alter table public.scheme_posts add constraint scheme_posts_name_not_blank check (btrim(name) <> '' and btrim(name_en) <> '');
alter table public.scheme_posts add constraint scheme_posts_allowance_not_negative check (allowance_yuan_month >= 0);
create index plans_scheme_idx on public.plans (scheme_id);

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
comment on function private.scheme_use is
  'How many plans hold a scheme to its figures, and how many drafts use it in which nothing was ever drawn. Security definer: the rule holds whatever plans the caller may see.';

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
comment on function private.hold_scheme is
  'Refuses a change of anything but words in a district''s scheme that drawn plans use. After the row, so that rows which a seed finds there already are no change; a scheme that is gone with all its rows is the foreign key''s matter.';

create trigger schemes_held after update on public.schemes for each row execute function private.hold_scheme();
create trigger scheme_levels_held after insert or update or delete on public.scheme_levels for each row execute function private.hold_scheme();
create trigger scheme_posts_held after insert or update or delete on public.scheme_posts for each row execute function private.hold_scheme();

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
comment on function private.check_grid_levels is
  'Refuses grids on a level that the scheme of their plan does not have: a draft may be open somewhere while its scheme changes.';
create trigger grids_on_levels_of_scheme after insert on public.grids
  referencing new table as drawn for each statement execute function private.check_grid_levels();

create function private.given_levels(rule jsonb) returns table (level smallint, name text, name_en text, target integer, posts jsonb)
language sql immutable set search_path = '' as $$
  select given.at::smallint, btrim(given.one ->> 'name'), coalesce(nullif(btrim(given.one ->> 'nameEn'), ''), btrim(given.one ->> 'name')),
    (given.one ->> 'target')::integer, coalesce(given.one -> 'posts', '[]')
  from jsonb_array_elements(rule -> 'levels') with ordinality as given (one, at)
$$;

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

create function private.write_levels(scheme bigint, rule jsonb) returns void
language sql set search_path = '' as $$
  delete from public.scheme_levels l
  where l.scheme_id = write_levels.scheme and l.level not in (select given.level from private.given_levels(rule) given);
  delete from public.scheme_posts p
  where p.scheme_id = write_levels.scheme
    and (p.level, p.code) not in (select given.level, given.code from private.given_posts(rule) given);
  insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
  select write_levels.scheme, given.level, given.name, given.name_en, given.target from private.given_levels(rule) given
  on conflict (scheme_id, level) do update
    set name = excluded.name, name_en = excluded.name_en, target_households = excluded.target_households;
  insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, exclusive, allowance_yuan_month)
  select write_levels.scheme, given.level, given.code, given.name, given.name_en, given.per_grid, given.exclusive, given.allowance
  from private.given_posts(rule) given
  on conflict (scheme_id, level, code) do update
    set name = excluded.name, name_en = excluded.name_en, per_grid = excluded.per_grid, exclusive = excluded.exclusive,
      allowance_yuan_month = excluded.allowance_yuan_month;
$$;
comment on function private.write_levels is 'Makes the levels and posts of a scheme those of a rule; a post that keeps its level and code stays the same post.';

create function private.check_levels(rule jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  targets integer[];
begin
  select array_agg(given.target order by given.level) into targets from private.given_levels(rule) given;
  if targets is null then
    raise exception 'scheme-without-levels' using errcode = 'P0001';
  end if;
  if targets[1] <= targets[2] then
    raise exception 'upper-target-not-larger' using errcode = 'P0001',
      detail = json_build_object('upper', targets[1], 'lower', targets[2])::text;
  end if;
end $$;

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
comment on function private.own_scheme is
  'Takes a district''s scheme for this transaction, and the drafts that use it, so that none is drawn in meanwhile. Errors: scheme-unknown, scheme-is-template, scheme-not-yours (row level security).';

drop function public.create_scheme(bigint, bigint, jsonb);
create function public.create_scheme(district bigint, rule jsonb) returns bigint
language plpgsql set search_path = '' as $$
declare
  made bigint;
begin
  perform private.check_levels(rule);
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits)
  select create_scheme.district, 'own-' || coalesce(max(substring(s.code from '^own-(\d+)$')::integer), 0) + 1, btrim(rule ->> 'name'),
    coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')), (rule ->> 'tolerance')::numeric, (rule ->> 'codeDigits')::smallint
  from public.schemes s where s.district_id = create_scheme.district
  returning id into made;
  perform private.write_levels(made, rule);
  return made;
end $$;
comment on function public.create_scheme is
  'Makes a scheme of the district: {name, nameEn, tolerance, codeDigits, levels: [{name, nameEn, target, posts: [{code, name, nameEn, perGrid, exclusive, allowance}]}]}, upper level first; a blank English name becomes the Chinese one. Returns its id. Errors: scheme-without-levels, upper-target-not-larger.';

create function public.change_scheme(scheme bigint, rule jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.schemes := private.own_scheme(change_scheme.scheme);
begin
  perform private.check_levels(rule);
  update public.schemes s set
    name = btrim(rule ->> 'name'), name_en = coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')),
    tolerance = (rule ->> 'tolerance')::numeric, code_digits = (rule ->> 'codeDigits')::smallint
  where s.id = chosen.id;
  perform private.write_levels(chosen.id, rule);
end $$;
comment on function public.change_scheme is
  'Makes a scheme of the district what create_scheme takes. Errors: scheme-unknown, scheme-is-template, scheme-not-yours, scheme-in-use (drawn plans use it, and more than words would change), scheme-without-levels, upper-target-not-larger.';

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
comment on function public.remove_scheme is
  'Removes a scheme of the district that no plan uses. Errors: scheme-unknown, scheme-is-template, scheme-not-yours, scheme-in-use.';

create or replace function public.list_schemes(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'code', s.code, 'isTemplate', s.district_id is null, 'name', s.name, 'nameEn', s.name_en,
    'tolerance', s.tolerance, 'codeDigits', s.code_digits, 'note', s.note, 'noteEn', s.note_en,
    'use', case when s.district_id in (select private.reachable('{planner,admin}')) then
      (select jsonb_build_object('plans', held.plans, 'drafts', held.drafts) from private.scheme_use(s.id) held) end,
    'levels', (
      select jsonb_agg(jsonb_build_object('level', l.level, 'name', l.name, 'nameEn', l.name_en, 'target', l.target_households,
        'posts', (
          select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
            'perGrid', p.per_grid, 'exclusive', p.exclusive, 'allowance', p.allowance_yuan_month) order by p.id), '[]')
          from public.scheme_posts p where p.scheme_id = s.id and p.level = l.level)) order by l.level)
      from public.scheme_levels l where l.scheme_id = s.id)) order by s.district_id nulls first, s.id), '[]')
  from public.schemes s
  where s.district_id is null or s.district_id = list_schemes.district
$$;
comment on function public.list_schemes is
  'The templates and the schemes of a district, with levels (upper first) and posts; `use` says how many plans use a scheme that the caller may change, else null.';

grant execute on function private.scheme_use, private.given_levels, private.given_posts, private.write_levels, private.check_levels,
  private.own_scheme to authenticated, service_role;
grant execute on function public.create_scheme, public.change_scheme, public.remove_scheme to authenticated, service_role;
