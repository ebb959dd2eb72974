-- An exclusive post takes all of a person, and as many persons as the scheme says.

create function private.check_exclusive_post() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  post constant public.scheme_posts := (select p from public.scheme_posts p where p.id = new.post_id);
  other record;
begin
  if not post.exclusive then
    return new;
  end if;
  -- One after the other, so that two people who staff at once do not both find the post free.
  perform from public.people p where p.id = new.person_id for update;
  perform from public.grids g where g.id = new.grid_id for no key update;
  select g.code, a.since, a.until into other
  from public.assignments a
  join public.scheme_posts held on held.id = a.post_id and held.exclusive
  join public.grids g on g.id = a.grid_id
  where a.person_id = new.person_id and a.id <> new.id
    -- The same assignment again is for its unique constraint to answer.
    and (a.post_id, a.grid_id, a.since) is distinct from (new.post_id, new.grid_id, new.since)
    and a.since < coalesce(new.until, 'infinity') and coalesce(a.until, 'infinity') > new.since
  order by a.since limit 1;
  if found then
    raise exception 'person-on-exclusive-post' using errcode = 'P0001',
      detail = json_build_object('grid', other.code, 'since', other.since, 'until', other.until)::text;
  end if;
  if (select count(distinct a.person_id) from public.assignments a
      where a.grid_id = new.grid_id and a.post_id = new.post_id and a.id <> new.id and a.person_id <> new.person_id
        and a.since < coalesce(new.until, 'infinity') and coalesce(a.until, 'infinity') > new.since) >= post.per_grid then
    raise exception 'post-full' using errcode = 'P0001', detail = json_build_object('perGrid', post.per_grid)::text;
  end if;
  return new;
end $$;
comment on function private.check_exclusive_post is
  'Refuses a second exclusive post of one person at the same time, and more persons on an exclusive post than it has places. Days that only touch do not overlap.';
create trigger assignments_exclusive before insert or update of person_id, post_id, grid_id, since, until on public.assignments
  for each row execute function private.check_exclusive_post();
