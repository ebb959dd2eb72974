-- A post says on what basis it is asked for, over how many grids one person may serve, and how it is paid. Posts of a community or
-- the district are held there, not on a grid.

alter table public.scheme_posts
  add column basis text not null default 'grid',
  add column basis_households integer,
  add column span smallint,
  add column voluntary boolean not null default false,
  add column pay_per text not null default 'month';
alter table public.scheme_posts
  add constraint scheme_posts_basis_known check (basis in ('grid', 'households', 'community', 'district')),
  add constraint scheme_posts_basis_households check ((basis = 'households') = (basis_households is not null) and basis_households > 0),
  add constraint scheme_posts_span_of_shared check (span is null or (span > 0 and not exclusive and basis = 'grid')),
  add constraint scheme_posts_pay_per_known check (pay_per in ('month', 'household', 'grid'));
comment on column public.scheme_posts.basis is
  'What per_grid counts for: each grid of the level, each basis_households households (begun), each community, or the district.';
comment on column public.scheme_posts.span is
  'Of a shared post: up to how many grids one person serves; they count once. Null: as many as one likes, and each grid counts.';
comment on column public.scheme_posts.pay_per is
  'What allowance_yuan_month is paid for, each month: a person (month), each household of the grids (household), or each grid served (grid).';
comment on column public.scheme_posts.voluntary is 'Held by volunteers, with an allowance or without.';
alter table public.scheme_posts add constraint scheme_posts_per_grid_bounded check (per_grid <= 1000);
alter table public.scheme_posts alter column allowance_yuan_month type numeric(10,2);

update public.scheme_posts p set voluntary = true from public.schemes s
where s.id = p.scheme_id and s.district_id is null and s.code = 'jianxi-1000-100' and p.code = 'building_leader';

-- The definition, once: the planner's panel, comparison, exports and the board of staff all ask these two.
create function private.post_need(post public.scheme_posts, grids bigint, households bigint, communities bigint) returns bigint
language sql immutable set search_path = '' as $$
  select case post.basis
    when 'households' then post.per_grid * ceil(households::numeric / post.basis_households)
    when 'community' then post.per_grid * communities
    when 'district' then case when grids > 0 then post.per_grid else 0 end
    else post.per_grid * case when post.span is null then grids else ceil(grids::numeric / post.span) end end::bigint
$$;
comment on function private.post_need is
  'How many people a post needs on so many grids of its level, with so many households, in so many communities. With a span, a shared officer counts once for up to so many grids of all that are counted together.';
grant execute on function private.post_need to authenticated, service_role;

create function private.post_pay(post public.scheme_posts, needed bigint, grids bigint, households bigint) returns numeric
language sql immutable set search_path = '' as $$
  select post.allowance_yuan_month * case post.pay_per when 'household' then households * post.per_grid when 'grid' then grids * post.per_grid else needed end
$$;
comment on function private.post_pay is
  'The least pay of all the people of a post in yuan a month; null where nothing is paid.';
grant execute on function private.post_pay to authenticated, service_role;

-- A person on a post of a grid, or of an area.
alter table public.assignments alter column grid_id drop not null, add column area_id bigint;
alter table public.assignments add constraint assignments_area_fkey foreign key (area_id, district_id)
  references public.areas (id, district_id) on delete cascade;
alter table public.assignments add constraint assignments_one_place check (num_nonnulls(grid_id, area_id) = 1);
alter table public.assignments drop constraint assignments_once;
alter table public.assignments add constraint assignments_once unique nulls not distinct (person_id, post_id, grid_id, area_id, since);
create index assignments_area_idx on public.assignments (area_id) where area_id is not null;
create index assignments_post_idx on public.assignments (post_id);
comment on table public.assignments is 'A person on a post of a grid or an area, from a day until, not including, another.';
drop trigger zz_nothing_missing on public.assignments;
create trigger zz_nothing_missing before insert or update on public.assignments for each row
  when (new.district_id is null or new.person_id is null or new.post_id is null or (new.grid_id is null and new.area_id is null) or new.since is null)
  execute function private.refuse_missing();

drop policy "planners and admins change the staff of their communities" on public.assignments;
drop policy "planners and admins end the staff of their communities" on public.assignments;
drop policy "planners and admins staff the grids of their communities" on public.assignments;
drop policy "staff read assignments, workers those of their communities" on public.assignments;
create policy "planners and admins change the staff of their areas" on public.assignments for update to authenticated
  using (grid_id in (select private.staffed_grids()) or area_id in (select private.reachable('{planner,admin}')));
create policy "planners and admins end the staff of their areas" on public.assignments for delete to authenticated
  using (grid_id in (select private.staffed_grids()) or area_id in (select private.reachable('{planner,admin}')));
create policy "planners and admins staff grids and areas of theirs" on public.assignments for insert to authenticated
  with check (grid_id in (select private.staffed_grids()) or area_id in (select private.reachable('{planner,admin}')));
create policy "staff read assignments, workers those of their communities" on public.assignments for select to authenticated
  using (district_id in (select private.roster_districts()) or grid_id in (select private.served_grids())
    or area_id in (select private.reachable('{worker}')));
create or replace function private.colleagues() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select a.person_id from public.assignments a where a.grid_id in (select private.served_grids())
  union
  select a.person_id from public.assignments a where a.area_id in (select private.reachable('{worker}'))
$$;

create or replace function private.check_assignments() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  wrong record;
begin
  select w.post_id, w.grid_id into wrong
  from written w
  join public.grids g on g.id = w.grid_id
  join public.plans p on p.id = g.plan_id
  join public.scheme_posts post on post.id = w.post_id
  where (post.scheme_id, post.level) is distinct from (p.scheme_id, g.level) limit 1;
  if found then
    perform private.refuse_reference('post-outside-scheme', jsonb_build_object('post', wrong.post_id, 'grid', wrong.grid_id));
  end if;
  select post.name, post.basis into wrong
  from written w
  join public.scheme_posts post on post.id = w.post_id
  left join public.areas a on a.id = w.area_id
  where case post.basis when 'grid' then w.grid_id is null when 'community' then a.kind is distinct from 'community'
    when 'district' then a.kind is distinct from 'district' else w.area_id is null end limit 1;
  if found then
    perform private.refuse_reference('post-held-elsewhere', jsonb_build_object('post', wrong.name, 'basis', wrong.basis));
  end if;
  select w.post_id, w.area_id into wrong
  from written w
  join public.scheme_posts post on post.id = w.post_id
  where w.area_id is not null and not exists (
    select from public.areas here
    join public.areas c on c.path operator(extensions.<@) here.path and c.kind = 'community'
    join public.plan_communities pc on pc.community_id = c.id and not isempty(pc.in_force)
    join public.plans p on p.id = pc.plan_id and p.scheme_id = post.scheme_id
    where here.id = w.area_id) limit 1;
  if found then
    perform private.refuse_reference('post-outside-scheme', jsonb_build_object('post', wrong.post_id, 'area', wrong.area_id));
  end if;
  return null;
end $$;
comment on function private.check_assignments is
  'Refuses a post of another scheme or level than the grid''s, or of a scheme that is in force nowhere in the area (post-outside-scheme), and a post that is held elsewhere: on a grid, in a community, in the district (post-held-elsewhere). Security definer: the rule holds whatever the writer may see.';

create or replace function private.check_exclusive_post() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  post constant public.scheme_posts := (select p from public.scheme_posts p where p.id = new.post_id);
  other record;
begin
  perform private.refuse_reversed(new.since, new.until);
  if not post.exclusive and post.span is null then
    return new;
  end if;
  -- One after the other, so that two people who staff at once do not both find the post free.
  perform from public.people p where p.id = new.person_id for update;
  if not post.exclusive then
    if (select count(distinct a.grid_id) from public.assignments a
        where a.person_id = new.person_id and a.post_id = new.post_id and a.id <> new.id and a.grid_id <> new.grid_id
          and a.since < coalesce(new.until, 'infinity') and coalesce(a.until, 'infinity') > new.since) >= post.span then
      raise exception 'span-exceeded' using errcode = 'P0001', detail = json_build_object('span', post.span)::text;
    end if;
    return new;
  end if;
  perform from public.grids g where g.id = new.grid_id for no key update;
  perform from public.areas a where a.id = new.area_id for no key update;
  select coalesce(g.code, place.name) as code, a.since, a.until into other
  from public.assignments a
  join public.scheme_posts held on held.id = a.post_id and held.exclusive
  left join public.grids g on g.id = a.grid_id
  left join public.areas place on place.id = a.area_id
  where a.person_id = new.person_id and a.id <> new.id
    -- The same assignment again is for its unique constraint to answer.
    and (a.post_id, a.grid_id, a.area_id, a.since) is distinct from (new.post_id, new.grid_id, new.area_id, new.since)
    and a.since < coalesce(new.until, 'infinity') and coalesce(a.until, 'infinity') > new.since
  order by a.since limit 1;
  if found then
    raise exception 'person-on-exclusive-post' using errcode = 'P0001',
      detail = json_build_object('grid', other.code, 'since', other.since, 'until', other.until)::text;
  end if;
  if post.basis in ('grid', 'community', 'district')
    and (select count(distinct a.person_id) from public.assignments a
      where a.grid_id is not distinct from new.grid_id and a.area_id is not distinct from new.area_id
        and a.post_id = new.post_id and a.id <> new.id and a.person_id <> new.person_id
        and a.since < coalesce(new.until, 'infinity') and coalesce(a.until, 'infinity') > new.since) >= post.per_grid then
    raise exception 'post-full' using errcode = 'P0001', detail = json_build_object('perGrid', post.per_grid)::text;
  end if;
  return new;
end $$;
comment on function private.check_exclusive_post is
  'Refuses dates the wrong way round, a second exclusive post of one person at the same time, more persons on an exclusive post than it has places, and one person of a shared post on more grids than its span. Days that only touch do not overlap.';
drop trigger assignments_exclusive on public.assignments;
create trigger assignments_exclusive before insert or update of person_id, post_id, grid_id, area_id, since, until on public.assignments
  for each row execute function private.check_exclusive_post();

-- Who answers for a grid: those of its own posts, and whoever stands in for them. An assignment ends before its last day.
create or replace function private.posts_of_grid(grid bigint) returns table (
  post_id bigint, code text, name text, name_en text, exclusive boolean, per_grid smallint, person_id bigint, on_duty boolean
)
language sql stable set search_path = '' as $$
  select post.id, post.code, post.name, post.name_en, post.exclusive, post.per_grid, coalesce(duty.doer, held.person_id), duty.doer is not null
  from public.grids g
  join public.plans p on p.id = g.plan_id
  cross join lateral (select private.local_date(g.district_id, now()) as day) today
  join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.basis = 'grid'
  left join public.assignments held on held.grid_id = g.id and held.post_id = post.id
    and held.since <= today.day and (held.until is null or held.until > today.day)
  left join lateral (select private.stand_in(held.person_id, today.day) as doer) duty on held.person_id is not null
  where g.id = posts_of_grid.grid
$$;
comment on function private.posts_of_grid is
  'The posts of a grid and who does the work of each today: the holder, or whoever stands in; where nobody does, the holder, off duty. A post that nobody holds has one row without a person.';

create or replace function private.posts_standing(seen bigint[], day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with posts as materialized (
      select g.id as grid, post.id as post, post.per_grid
      from private.coverage_in_force covered
      join public.plans p on p.id = covered.plan_id
      join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
      join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level and post.exclusive and post.basis = 'grid'
      where covered.community_id = any (seen)
    ), serving as materialized (
      select a.grid_id as grid, a.post_id as post, a.person_id as person
      from posts p
      join public.assignments a on a.grid_id = p.grid and a.post_id = p.post
        and a.since <= posts_standing.day and (a.until is null or a.until > posts_standing.day)
    ), held as (
      select s.grid, s.post, count(distinct s.person) as people, count(distinct s.person) filter (where d.doer is not null) as on_duty
      from serving s
      join private.on_duty_people(array(select distinct s.person from serving s), posts_standing.day) d on d.person = s.person
      group by s.grid, s.post
    ), judged as (
      select p.grid, bool_and(coalesce(h.people, 0) >= p.per_grid) as filled, bool_and(coalesce(h.on_duty, 0) >= p.per_grid) as on_duty
      from posts p left join held h on h.grid = p.grid and h.post = p.post
      group by p.grid
    )
    select jsonb_build_object(
      'filled', jsonb_build_object('numerator', count(*) filter (where j.filled), 'denominator', count(*)),
      'onDuty', jsonb_build_object('numerator', count(*) filter (where j.on_duty), 'denominator', count(*)))
    from judged j);
end $$;
comment on function private.posts_standing is
  'filled: grids in force with every exclusive post assigned on a day; onDuty: with every exclusive post assigned to people who are on duty, or for whom somebody stands in; both of the grids in force that have exclusive posts.';

create or replace function private.workload_indicator(district bigint, seen bigint[], day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return private.rate(
    (select count(*) + count(*) filter (where i.urgent) from public.incidents i
      where i.district_id = district and i.community_id = any (seen)
        and i.state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')),
    (select count(distinct d.doer) from private.on_duty_people(array(
      select distinct a.person_id from public.assignments a
      join private.grids_in_force g on g.id = a.grid_id and g.community_id = any (seen)
      where a.since <= workload_indicator.day and (a.until is null or a.until > workload_indicator.day)), workload_indicator.day) d));
end $$;
comment on function private.workload_indicator is
  'Open cases, an urgent one counted twice / people on duty for a post of a grid in force, those who stand in among them.';

-- Schemes say it, and are made with it.
create or replace function private.given_posts(rule jsonb)
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

create function private.given_terms(rule jsonb)
returns table (level smallint, code text, basis text, basis_households integer, span smallint, voluntary boolean, pay_per text)
language sql immutable set search_path = '' as $$
  select l.level, given.code, coalesce(given.basis, 'grid'), case when given.basis = 'households' then given."basisHouseholds" end,
    case when not given.exclusive and coalesce(given.basis, 'grid') = 'grid' then given.span end,
    coalesce(given.voluntary, false), coalesce(given."payPer", 'month')
  from private.given_levels(rule) l
  cross join lateral jsonb_to_recordset(l.posts)
    as given (code text, exclusive boolean, basis text, "basisHouseholds" integer, span smallint, voluntary boolean, "payPer" text)
$$;
comment on function private.given_terms is
  'On what basis, over what span and how paid the posts of a rule are; what a rule leaves out is one a grid, paid by the month.';
grant execute on function private.given_terms to authenticated, service_role;

create or replace function private.write_levels(scheme bigint, rule jsonb) returns void
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
comment on function private.write_levels is
  'Makes the levels and posts of a scheme those of a rule; a post that keeps its level and code stays the same post. Errors: pay-negative { post, value }, post-terms-wrong { post }.';
comment on function public.create_scheme is
  'Makes a scheme of the district: {name, nameEn, tolerance, codeDigits, levels: [{name, nameEn, target, posts: [{code, name, nameEn, perGrid, exclusive, allowance, basis, basisHouseholds, span, voluntary, payPer}]}]}, upper level first; a blank English name becomes the Chinese one. Returns its id. Errors: scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong.';
comment on function public.change_scheme is
  'Makes a scheme of the district what create_scheme takes. Errors: scheme-unknown, scheme-is-template, scheme-not-yours, scheme-in-use (drawn plans use it, and more than words would change), scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong.';

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
            'perGrid', p.per_grid, 'exclusive', p.exclusive, 'allowance', p.allowance_yuan_month, 'basis', p.basis,
            'basisHouseholds', p.basis_households, 'span', p.span, 'voluntary', p.voluntary, 'payPer', p.pay_per) order by p.id), '[]')
          from public.scheme_posts p where p.scheme_id = s.id and p.level = l.level)) order by l.level)
      from public.scheme_levels l where l.scheme_id = s.id)) order by s.district_id nulls first, s.id), '[]')
  from public.schemes s
  where s.district_id is null or s.district_id = list_schemes.district
$$;

-- The figures of a plan, of a comparison and of what is handed out.
create or replace function public.plan_posts(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_posts.plan);
  day date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    with drawn as materialized (
      select g.level, count(*) as grids, sum(g.households)::bigint as households, count(distinct g.community_id) as communities
      from public.grids g where g.plan_id = chosen.id group by g.level
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', post.level, 'code', post.code, 'name', post.name, 'nameEn', post.name_en,
      'perGrid', post.per_grid, 'required', need.people, 'yuanMonth', post.allowance_yuan_month,
      'pay', private.post_pay(post, need.people, coalesce(d.grids, 0), coalesce(d.households, 0)),
      'basis', post.basis, 'basisHouseholds', post.basis_households, 'span', post.span, 'voluntary', post.voluntary, 'payPer', post.pay_per,
      'filled', private.post_filled(post, array(select g.id from public.grids g where g.plan_id = chosen.id and g.level = post.level),
        array(select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id), day))
      order by post.level, post.id), '[]')
    from public.scheme_posts post
    left join drawn d on d.level = post.level
    cross join lateral (select private.post_need(post, coalesce(d.grids, 0), coalesce(d.households, 0), coalesce(d.communities, 0)) as people) need
    where post.scheme_id = chosen.scheme_id
  );
end $$;
comment on function public.plan_posts is
  'Posts that the scheme of a plan requires, how many people they need (a shared officer with a span once), how many hold them now, the least allowance and what it is paid for (payPer), and the least pay of all of them in yuan a month. Error: plan-unknown.';

create function private.post_filled(post public.scheme_posts, grids bigint[], communities bigint[], day date) returns bigint
language sql stable set search_path = '' as $$
  select case when post.span is null and post.basis = 'grid' then count(*) else count(distinct held.person_id) end
  from public.assignments held
  where held.post_id = post.id and held.since <= post_filled.day and (held.until is null or held.until > post_filled.day)
    and (held.grid_id = any (grids) or held.area_id in (
      select above.id from public.areas c join public.areas above on c.path operator(extensions.<@) above.path where c.id = any (communities)))
$$;
comment on function private.post_filled is
  'How many of what private.post_need counts are held on a day: places on grids, or people where one counts once.';
grant execute on function private.post_filled to authenticated, service_role;

create or replace function private.posts_of_side(plan bigint, communities bigint[]) returns jsonb
language sql stable set search_path = '' as $$
  with sides as materialized (
    select g.id, g.level, g.scheme_id, g.households, g.community_id, d.day
    from private.grids_of_side(posts_of_side.plan, posts_of_side.communities) g
    join public.grids stored on stored.id = g.id
    cross join lateral (select private.staff_day(stored) as day) d
  ), each as materialized (
    select post.id, max(s.day) as day, private.post_need(post, count(*), sum(s.households)::bigint, count(distinct s.community_id)) as required,
      count(*) as grids, sum(s.households)::bigint as households, array_agg(s.id) as of_grids
    from sides s join public.scheme_posts post on post.scheme_id = s.scheme_id and post.level = s.level
    group by post.id
  ), posts as (
    select post.level, post.code, post.name, post.name_en, post.allowance_yuan_month as yuan, sum(e.required) as required,
      sum(private.post_filled(post, e.of_grids, posts_of_side.communities, e.day)) as filled,
      sum(private.post_pay(post, e.required, e.grids, e.households)) as pay
    from each e join public.scheme_posts post on post.id = e.id
    group by post.level, post.code, post.name, post.name_en, post.allowance_yuan_month
  )
  select jsonb_build_object(
    'posts', (select coalesce(jsonb_agg(jsonb_build_object('level', p.level, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
      'required', p.required, 'filled', p.filled, 'yuanMonth', p.yuan, 'pay', p.pay) order by p.level, p.code), '[]') from posts p),
    'required', (select coalesce(sum(p.required), 0) from posts p),
    'filled', (select coalesce(sum(p.filled), 0) from posts p),
    'yuanMonth', (select sum(p.pay) from posts p),
    'people', (select count(distinct held.person_id) from sides s join public.assignments held on held.grid_id = s.id
      and held.since <= s.day and (held.until is null or held.until > s.day)))
$$;
comment on function private.posts_of_side is
  'Posts that a plan, or what is in force (null), asks for in some communities, how many people they need and how many hold them, and the least pay of all of them in yuan a month; null where nothing is paid.';

create or replace function public.grid_staff(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(grid_staff.plan);
  day constant date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key,
      'posts', coalesce((select sum(post.per_grid) from public.scheme_posts post
        where post.scheme_id = chosen.scheme_id and post.level = g.level and post.basis = 'grid'), 0),
      'people', (
        select coalesce(jsonb_agg(distinct who.name), '[]') from public.assignments held join public.people who on who.id = held.person_id
        where held.grid_id = g.id and held.since <= day and (held.until is null or held.until > day)))
      order by g.level, g.key), '[]')
    from public.grids g where g.plan_id = chosen.id);
end $$;

-- Acts on posts.
create function public.assign_person(person bigint, post bigint, place jsonb, since text, until text default null, client_key uuid default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'assign_person', jsonb_build_array(person, post, place, since, until));
  begins constant date := private.given_date(since, 'since');
  ends constant date := private.given_date(until, 'until');
  grid constant bigint := (place ->> 'grid')::bigint;
  area constant bigint := (place ->> 'area')::bigint;
  district bigint;
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  select a.district_id into district from public.areas a
  where a.id = coalesce((select g.community_id from public.grids g where g.id = grid), area)
    and a.id in (select private.reachable('{planner,admin}'));
  if district is null then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('grid', grid, 'area', area)::text;
  end if;
  if begins is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "since", "value": ""}';
  end if;
  if not exists (select from public.people p where p.id = person and p.district_id = district and (p.left_on is null or p.left_on > begins)) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', person)::text;
  end if;
  if not exists (select from public.scheme_posts p join public.schemes s on s.id = p.scheme_id
    where p.id = post and (s.district_id is null or s.district_id = district)) then
    raise exception 'post-unknown' using errcode = 'P0001', detail = json_build_object('post', post)::text;
  end if;
  insert into public.assignments (district_id, person_id, post_id, grid_id, area_id, since, until)
  values (district, person, post, grid, area, begins, ends) returning id into made;
  return private.end_intent(client_key, jsonb_build_object('id', made));
exception when unique_violation then
  raise exception 'assigned-already' using errcode = 'P0001', detail = json_build_object('since', since)::text;
end $$;
comment on function public.assign_person is
  'Puts a person on a post of { grid } or { area } from a day, until, not including, another. Returns { id }. Errors: not-allowed, person-unknown, post-unknown, post-outside-scheme, post-held-elsewhere, date-malformed, dates-reversed, person-on-exclusive-post { grid, since, until }, post-full { perGrid }, span-exceeded { span }, assigned-already, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.assign_person to authenticated;

create function private.own_assignment(assignment bigint) returns public.assignments
language plpgsql stable set search_path = '' as $$
declare
  held public.assignments;
begin
  select * into held from public.assignments a
  where a.id = own_assignment.assignment
    and coalesce((select g.community_id from public.grids g where g.id = a.grid_id), a.area_id) in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'assignment-unknown' using errcode = 'P0001', detail = json_build_object('assignment', own_assignment.assignment)::text;
  end if;
  return held;
end $$;
comment on function private.own_assignment is 'The assignment, if the signed-in person may change it; raises assignment-unknown.';

create function public.change_assignment(assignment bigint, since text, until text, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_assignment', jsonb_build_array(assignment, since, until));
  held constant public.assignments := private.own_assignment(assignment);
begin
  if known is not null then
    return known;
  end if;
  update public.assignments a set since = coalesce(private.given_date(change_assignment.since, 'since'), held.since),
    until = private.given_date(change_assignment.until, 'until')
  where a.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.change_assignment is
  'Sets from when and until when, not including, somebody holds a post; without a day they hold it on. Errors: assignment-unknown, date-malformed, dates-reversed, person-on-exclusive-post, post-full, span-exceeded, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.change_assignment to authenticated;

create function public.remove_assignment(assignment bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_assignment', jsonb_build_array(assignment));
  held public.assignments;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_assignment(assignment);
  delete from public.assignments a where a.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.remove_assignment is
  'Takes back an assignment that was entered by mistake; what is over is ended by its day. Errors: assignment-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.remove_assignment to authenticated;

-- What was true on any day.
create function public.staffing_board(area bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  that_day date;
  seen bigint[];
begin
  select * into chosen from public.areas a where a.id = staffing_board.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', staffing_board.area)::text;
  end if;
  that_day := coalesce(staffing_board.day, private.local_date(chosen.district_id, now()));
  seen := array(select c.id from private.communities_below(chosen.id) c);
  return (
    with grids as materialized (
      select g.id, g.code, g.key, g.name, g.level, g.community_id, g.households, g.scheme_id from private.grids_on(chosen.id, that_day) g
    ), posts as materialized (
      select post, count(g.id) as grids, coalesce(sum(g.households), 0)::bigint as households, count(distinct g.community_id) as communities,
        array_agg(g.id) as of_grids
      from public.scheme_posts post join grids g on g.scheme_id = post.scheme_id and g.level = post.level
      group by post
    ), places as materialized (
      select (p.post).id as post, g.id as grid, null::bigint as area, (p.post).per_grid as wanted
      from posts p join grids g on g.scheme_id = (p.post).scheme_id and g.level = (p.post).level
      where (p.post).basis = 'grid'
      union all
      select (p.post).id, null, a.id, (p.post).per_grid
      from posts p join public.areas a on case (p.post).basis
        when 'community' then a.id = any (seen) and exists (select from grids g where g.community_id = a.id and g.scheme_id = (p.post).scheme_id)
        when 'district' then a.id = chosen.district_id when 'households' then a.id = chosen.id end
    ), held as materialized (
      select a.id, a.post_id, a.grid_id, a.area_id, a.person_id, a.since, a.until
      from public.assignments a
      where a.since <= that_day and (a.until is null or a.until > that_day)
        and (a.grid_id in (select g.id from grids g) or (a.area_id is not null and a.post_id in (select (p.post).id from posts p)
          and (a.area_id in (select below.id from public.areas below where below.path operator(extensions.<@) chosen.path) or a.area_id = chosen.district_id)))
    ), duty as materialized (
      select d.person, d.doer from private.on_duty_people(array(select distinct h.person_id from held h), that_day) d
    )
    select jsonb_build_object('day', that_day,
      'posts', (select coalesce(jsonb_agg(jsonb_build_object('id', (p.post).id, 'level', (p.post).level, 'code', (p.post).code, 'name', (p.post).name,
          'nameEn', (p.post).name_en, 'perGrid', (p.post).per_grid, 'exclusive', (p.post).exclusive, 'basis', (p.post).basis,
          'basisHouseholds', (p.post).basis_households, 'span', (p.post).span, 'voluntary', (p.post).voluntary, 'payPer', (p.post).pay_per,
          'yuanMonth', (p.post).allowance_yuan_month, 'required', n.people, 'filled', private.post_filled(p.post, p.of_grids, seen, that_day),
          'pay', private.post_pay(p.post, n.people, p.grids, p.households)) order by (p.post).level, (p.post).id), '[]')
        from posts p cross join lateral (select private.post_need(p.post, p.grids, p.households, p.communities) as people) n),
      'places', (select coalesce(jsonb_agg(jsonb_build_object('post', pl.post, 'grid', pl.grid, 'area', pl.area,
          'wanted', case when (select p.post from posts p where (p.post).id = pl.post).basis = 'households'
            then (select private.post_need(p.post, p.grids, p.households, p.communities) from posts p where (p.post).id = pl.post) else pl.wanted end)
          order by pl.grid nulls first, pl.area, pl.post), '[]') from places pl),
      'grids', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'code', g.code, 'name', g.name, 'level', g.level,
          'community', g.community_id, 'households', g.households) order by g.code, g.level, g.key), '[]') from grids g),
      'held', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'post', h.post_id, 'grid', h.grid_id, 'area', h.area_id,
          'person', h.person_id, 'name', p.name, 'since', h.since, 'until', h.until,
          'standIn', case when d.doer is distinct from h.person_id then (select w.name from public.people w where w.id = d.doer) end,
          'isOnDuty', d.doer is not null) order by h.since, h.id), '[]')
        from held h join public.people p on p.id = h.person_id join duty d on d.person = h.person_id),
      -- Kept from the time before posts were exclusive, or brought by an import.
      'doubles', (select coalesce(jsonb_agg(jsonb_build_object('person', t.person_id, 'name', p.name, 'assignments', t.ids) order by p.name, t.person_id), '[]')
        from (select h.person_id, jsonb_agg(h.id order by h.id) as ids from held h join public.scheme_posts sp on sp.id = h.post_id and sp.exclusive
          group by h.person_id having count(*) > 1) t join public.people p on p.id = t.person_id)));
end $$;
comment on function public.staffing_board is
  'Posts and who holds them in an area on a day (today without one), on the grids that were in force then: { day, posts (with required, filled and pay), places: [{ post, grid | area, wanted }], grids, held: [{ id, post, grid, area, person, name, since, until, standIn, isOnDuty }], doubles: people on more than one exclusive post }. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.staffing_board to authenticated;
