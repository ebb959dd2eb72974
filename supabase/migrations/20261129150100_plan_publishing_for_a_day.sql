-- Publishing for a day: today, one of the past, or one to come. Codes, lineage and people are settled at once and dated; the plans
-- before end on that day in its communities. Until then a publication for a later day can be taken back.

create or replace function private.replaced(plan bigint) returns table (community_id bigint, plan_id bigint)
language sql stable set search_path = '' as $$
  select former.community_id, former.plan_id
  from public.plan_communities pc
  join public.plan_communities former on former.community_id = pc.community_id and upper_inf(former.in_force) and not isempty(former.in_force)
    and former.plan_id <> pc.plan_id
  where pc.plan_id = replaced.plan
$$;
comment on function private.replaced is 'The plans that a plan is about to replace: the last published in each of its communities.';

create function private.refuse_before_scheduled(plan bigint, effective date) returns void
language plpgsql stable set search_path = '' as $$
declare
  later record;
begin
  select p.id, p.name, lower(former.in_force) as since into later
  from private.replaced(refuse_before_scheduled.plan) r
  join public.plan_communities former on former.plan_id = r.plan_id and former.community_id = r.community_id
  join public.plans p on p.id = former.plan_id
  where lower(former.in_force) >= refuse_before_scheduled.effective
    and lower(former.in_force) > private.local_date(p.district_id, now())
  order by lower(former.in_force), p.id limit 1;
  if found then
    raise exception 'plan-scheduled-later' using errcode = 'P0001',
      detail = json_build_object('plan', later.id, 'name', later.name, 'from', later.since)::text;
  end if;
end $$;
comment on function private.refuse_before_scheduled is
  'Raises plan-scheduled-later where another plan is to come into force in one of the communities on that day or after it: plans follow each other.';

create or replace function private.put_in_force(plan bigint, effective date) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans;
  zone text;
  today date;
  digits smallint;
  kept integer;
  issued integer;
  unplaced jsonb;
begin
  select * into chosen from public.plans p where p.id = put_in_force.plan;
  select s.code_digits into digits from public.schemes s where s.id = chosen.scheme_id;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  today := private.local_date(chosen.district_id, now());
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  perform private.refuse_before_scheduled(chosen.id, put_in_force.effective);
  perform private.write_lineage(chosen.id);
  kept := private.keep_codes(chosen.id, digits);
  issued := private.issue_codes(chosen.id, digits);
  unplaced := private.move_people(chosen.id, put_in_force.effective);
  update public.grid_codes c set retired_at = greatest(c.issued_at, now(), put_in_force.effective::timestamp at time zone zone)
  where c.retired_at is null
    and c.community_id in (select pc.community_id from public.plan_communities pc where pc.plan_id = chosen.id)
    and not exists (select 1 from public.grids g where g.plan_id = chosen.id and g.code = c.code);
  update public.plan_communities former set in_force = former.in_force * daterange(null, put_in_force.effective)
  from private.replaced(chosen.id) r where former.plan_id = r.plan_id and former.community_id = r.community_id;
  update public.plan_communities pc set in_force = daterange(put_in_force.effective, null) where pc.plan_id = chosen.id;
  update public.plans p set state = 'superseded', superseded_at = now()
  where p.state = 'published' and p.district_id = chosen.district_id and p.id <> chosen.id
    and not exists (
      select from public.plan_communities pc
      where pc.plan_id = p.id and not isempty(pc.in_force) and (upper_inf(pc.in_force) or upper(pc.in_force) > today));
  update public.plans p set state = 'published', published_at = now(), effective_from = put_in_force.effective,
    submitted_at = coalesce(p.submitted_at, now()), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return jsonb_build_object('plan', private.plan_as_json(chosen), 'kept', kept, 'issued', issued, 'unplaced', unplaced);
end $$;
comment on function private.put_in_force is
  'Codes, lineage, people, and the days on which plans are in force, for a plan without faults. Publications of one district take turns. Errors: plan-scheduled-later, grid-codes-exhausted.';
grant execute on function private.refuse_before_scheduled to authenticated, service_role;

create or replace function public.publish_plan(plan bigint, effective_from date default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(publish_plan.plan, '{reviewer,leader,admin}', '{submitted}');
  today date := private.local_date(chosen.district_id, now());
  faults jsonb := public.plan_faults(chosen.id);
begin
  if publish_plan.effective_from > today + 366 then
    raise exception 'effective-date-too-far' using errcode = 'P0001', detail = json_build_object('latest', today + 366)::text;
  end if;
  if faults <> '[]' then
    raise exception 'plan-has-faults' using errcode = 'P0001', detail = faults::text;
  end if;
  return private.put_in_force(chosen.id, coalesce(publish_plan.effective_from, today));
end $$;
comment on function public.publish_plan is
  'Publishes a submitted plan, in force from a day: today, one before, or one of the year to come. Returns {plan, kept, issued, unplaced}. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, plan-in-other-state, effective-date-too-far, plan-scheduled-later, plan-has-faults, grid-codes-exhausted.';

create function public.withdraw_publication(plan bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(withdraw_publication.plan, '{reviewer,leader,admin}', '{published}');
  today date := private.local_date(chosen.district_id, now());
begin
  perform pg_advisory_xact_lock(4218, chosen.district_id::integer);
  if chosen.effective_from <= today then
    raise exception 'plan-in-force' using errcode = 'P0001', detail = json_build_object('from', chosen.effective_from)::text;
  end if;
  if exists (select from public.plan_communities pc where pc.plan_id = chosen.id and not upper_inf(pc.in_force)) then
    raise exception 'plan-scheduled-later' using errcode = 'P0001', detail = (
      select json_build_object('plan', p.id, 'name', p.name, 'from', p.effective_from)
      from public.plan_communities pc
      join public.plan_communities next on next.community_id = pc.community_id and lower(next.in_force) = upper(pc.in_force)
      join public.plans p on p.id = next.plan_id
      where pc.plan_id = chosen.id limit 1)::text;
  end if;
  delete from public.assignments a using public.grids g where g.id = a.grid_id and g.plan_id = chosen.id;
  update public.assignments a set until = null
  from public.grid_lineage l join public.grids mine on mine.id = l.to_grid
  where mine.plan_id = chosen.id and a.grid_id = l.from_grid and a.until = chosen.effective_from;
  update public.grid_codes c set retired_at = null
  where c.retired_at > now() and exists (
    select from public.plan_communities former
    join public.plan_communities pc on pc.plan_id = chosen.id and pc.community_id = former.community_id
    join public.grids g on g.plan_id = former.plan_id and g.community_id = former.community_id
    where upper(former.in_force) = chosen.effective_from and g.code = c.code);
  update public.grid_codes c set retired_at = now() where c.issued_by = chosen.id;
  delete from public.grid_lineage l using public.grids mine where mine.id = l.to_grid and mine.plan_id = chosen.id;
  update public.grids g set code = null where g.plan_id = chosen.id;
  update public.plan_communities pc set in_force = 'empty' where pc.plan_id = chosen.id;
  update public.plan_communities former set in_force = daterange(lower(former.in_force), null)
  from public.plan_communities pc
  where pc.plan_id = chosen.id and former.community_id = pc.community_id and upper(former.in_force) = chosen.effective_from;
  update public.plans p set state = 'submitted', published_at = null, effective_from = null, changed_at = now(),
    changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.withdraw_publication is
  'Takes back the publication of a plan whose day has not come: it is submitted again, what was in force stays so, and its new codes are never used. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, plan-in-other-state, plan-in-force, plan-scheduled-later.';
grant execute on function public.withdraw_publication to authenticated, service_role;

-- Who serves on a grid: today, or on the first day of a plan that is still to come.
create function private.staff_day(grid public.grids) returns date
language sql stable set search_path = '' as $$
  select greatest(private.local_date(grid.district_id, now()), p.effective_from) from public.plans p where p.id = grid.plan_id
$$;

create or replace function private.holders_of(grid bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('post', post.name, 'postEn', post.name_en, 'name', who.name,
    'telephone', who.work_telephone) order by post.id, who.name), '[]')
  from public.grids g
  join public.assignments held on held.grid_id = g.id
  join public.scheme_posts post on post.id = held.post_id
  join public.people who on who.id = held.person_id
  where g.id = holders_of.grid and held.since <= private.staff_day(g) and (held.until is null or held.until > private.staff_day(g))
$$;

create or replace function public.plan_posts(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_posts.plan);
  day date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', post.level, 'code', post.code, 'name', post.name, 'nameEn', post.name_en,
      'perGrid', post.per_grid, 'required', post.per_grid * drawn.grids, 'yuanMonth', post.allowance_yuan_month,
      'filled', (
        select count(*) from public.assignments held join public.grids g on g.id = held.grid_id
        where g.plan_id = chosen.id and held.post_id = post.id and held.since <= day and (held.until is null or held.until > day)))
      order by post.level, post.id), '[]')
    from public.scheme_posts post
    cross join lateral (
      select count(*) as grids from public.grids g where g.plan_id = chosen.id and g.level = post.level
    ) drawn
    where post.scheme_id = chosen.scheme_id
  );
end $$;
grant execute on function private.staff_day to authenticated, service_role;
