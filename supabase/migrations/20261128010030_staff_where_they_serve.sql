-- Posts and visits are what they say: a post of the grid's own scheme and level, a call that was made, once, on households that
-- there are. Before, the API took anything.

create function private.check_assignments() returns trigger
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
  return null;
end $$;
comment on function private.check_assignments is
  'Refuses a post of another scheme or level than the grid''s (post-outside-scheme). Security definer: the rule holds whatever the writer may see.';
create trigger assignments_fit after insert on public.assignments
  referencing new table as written for each statement execute function private.check_assignments();
create trigger assignments_go_on_fitting after update on public.assignments
  referencing new table as written for each statement execute function private.check_assignments();

create function private.keep_posts() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from public.grids g join public.assignments a on a.grid_id = g.id join public.scheme_posts post on post.id = a.post_id
    where g.plan_id = new.id and post.scheme_id <> new.scheme_id) then
    perform private.refuse_reference('plan-has-staff', jsonb_build_object('plan', new.id));
  end if;
  return null;
end $$;
comment on function private.keep_posts is
  'Refuses another scheme for a plan on whose grids people hold posts of the one it has. Security definer: the rule holds whatever the writer may see.';
create trigger plans_keep_posts after update of scheme_id on public.plans
  for each row when (old.scheme_id is distinct from new.scheme_id) execute function private.keep_posts();

-- Two rows of one call on one building are one call.
alter table public.visits add constraint visits_once unique nulls not distinct (building_id, visited_on, person_id);

create function private.check_visits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  wrong record;
begin
  select w.building_id, w.visited_on into wrong from written w
  where w.visited_on > private.local_date(w.district_id, now()) limit 1;
  if found then
    perform private.refuse_reference('visit-in-future', jsonb_build_object('building', wrong.building_id, 'on', wrong.visited_on));
  end if;
  select w.building_id, b.households into wrong from written w
  join public.buildings b on b.id = w.building_id where w.households > b.households limit 1;
  if found then
    perform private.refuse_reference('visit-of-too-many', jsonb_build_object('building', wrong.building_id, 'households', wrong.households));
  end if;
  return null;
end $$;
comment on function private.check_visits is
  'Refuses a visit of a day to come (visit-in-future) and of more households than the building has (visit-of-too-many). Security definer: the rule holds whatever the writer may see.';
create trigger visits_happened after insert on public.visits
  referencing new table as written for each statement execute function private.check_visits();
create trigger visits_still_happened after update on public.visits
  referencing new table as written for each statement execute function private.check_visits();
