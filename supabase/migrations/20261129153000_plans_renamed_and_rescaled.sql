-- A plan can be called something else in any state, and a draft can be measured by another scheme, one of other levels included.

create function public.rename_plan(plan bigint, name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  chosen public.plans := private.plan_for(rename_plan.plan, '{planner,reviewer,leader,admin}', '{draft,submitted,published,superseded}');
begin
  if btrim(coalesce(rename_plan.name, '')) = '' then
    raise exception 'no-name' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  -- The version stays: whoever has the draft open goes on.
  update public.plans p set name = btrim(rename_plan.name), changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  return private.plan_as_json(chosen);
end $$;
comment on function public.rename_plan is
  'Gives a plan another name, in any state. Security definer: asks for the role itself. Errors: plan-unknown, not-allowed, no-name.';

create function private.flatten_levels(chosen public.plans) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.grids g set parent_id = null where g.plan_id = chosen.id;
  delete from public.grids g where g.plan_id = chosen.id and g.level = 1;
  update public.grids g set level = 1 where g.plan_id = chosen.id;
end $$;
comment on function private.flatten_levels is 'Of a draft of two levels the lower one stays. Security definer: the level of a grid is written by nobody else; called once the draft is locked.';

create function private.raise_levels(chosen public.plans) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.grids g set level = 2 where g.plan_id = chosen.id;
  insert into public.grids (district_id, plan_id, community_id, level, key, polygon)
  select chosen.district_id, chosen.id, g.community_id, 1, row_number() over (order by g.community_id),
    extensions.st_multi(extensions.st_union(g.polygon, 1e-9))
  from public.grids g where g.plan_id = chosen.id group by g.community_id;
  update public.grids g set parent_id = above.id
  from public.grids above
  where g.plan_id = chosen.id and g.level = 2 and above.plan_id = chosen.id and above.level = 1 and above.community_id = g.community_id;
end $$;
comment on function private.raise_levels is 'Of a draft of one level each community becomes one upper grid, to be cut further. Security definer, as flatten_levels.';

create function public.change_plan_scheme(plan bigint, expected_version integer, scheme bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.lock_draft(change_plan_scheme.plan, change_plan_scheme.expected_version);
  was integer := (select count(*) from public.scheme_levels l where l.scheme_id = chosen.scheme_id);
  becomes integer := (select count(*) from public.scheme_levels l where l.scheme_id = change_plan_scheme.scheme);
begin
  if becomes = 0 then
    raise exception 'scheme-unknown' using errcode = 'P0001', detail = json_build_object('scheme', change_plan_scheme.scheme)::text;
  end if;
  update public.plans p set scheme_id = change_plan_scheme.scheme, version = p.version + 1, changed_at = now(), changed_by = (select auth.uid())
  where p.id = chosen.id returning * into chosen;
  if was > becomes then
    perform private.flatten_levels(chosen);
  elsif was < becomes then
    perform private.raise_levels(chosen);
  end if;
  if was <> becomes then
    -- Steps speak of grids by level: none of them can be taken back on other levels.
    delete from public.plan_edits e where e.plan_id = chosen.id;
    perform private.count_households(chosen.id);
  end if;
  return private.plan_as_json(chosen);
end $$;
comment on function public.change_plan_scheme is
  'Measures a draft by another scheme. From two levels to one the lower grids stay; from one to two each community becomes an upper grid; then the history begins anew. Errors: plan-unknown, plan-not-draft, plan-not-yours, plan-version-newer, scheme-unknown.';
grant execute on function private.flatten_levels, private.raise_levels to authenticated, service_role;
grant execute on function public.rename_plan, public.change_plan_scheme to authenticated, service_role;

-- Posts and people of each grid, for what is handed out of a plan.
create function public.grid_staff(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen constant public.plans := private.readable_plan(grid_staff.plan);
  day constant date := greatest(private.local_date(chosen.district_id, now()), chosen.effective_from);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', g.level, 'key', g.key,
      'posts', coalesce((select sum(post.per_grid) from public.scheme_posts post where post.scheme_id = chosen.scheme_id and post.level = g.level), 0),
      'people', (
        select coalesce(jsonb_agg(distinct who.name), '[]') from public.assignments held join public.people who on who.id = held.person_id
        where held.grid_id = g.id and held.since <= day and (held.until is null or held.until > day)))
      order by g.level, g.key), '[]')
    from public.grids g where g.plan_id = chosen.id);
end $$;
comment on function public.grid_staff is
  'For each grid of a plan how many posts its scheme asks for, and the names of those who hold one: today, or on the first day of a plan that is still to come. Error: plan-unknown.';
grant execute on function public.grid_staff to authenticated, service_role;
