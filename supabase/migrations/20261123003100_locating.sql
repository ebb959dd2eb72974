-- From a position to the community, the grid in force and the person who answers for it.

create function private.community_at(place extensions.geometry, among bigint[] default null) returns bigint
language sql stable set search_path = '' as $$
  select a.id from public.areas a
  where a.kind = 'community' and extensions.st_covers(a.boundary, place) and (among is null or a.id = any (among))
  order by a.id limit 1
$$;
comment on function private.community_at is
  'The community that covers a place (of `among`, where given). On a shared border the lower id, so that the answer is always the same.';

create function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language sql stable set search_path = '' as $$
  select g.* from public.plan_communities covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community and covered.in_force and extensions.st_covers(g.polygon, place)
  order by g.level desc, g.key limit 1
$$;
comment on function private.grid_at is 'The leaf grid in force that covers a place of the community.';

create function private.local_date(district bigint, moment timestamptz) returns date
language sql stable set search_path = '' as $$
  select (moment at time zone c.time_zone)::date from public.calendars c where c.id = private.calendar_of(district)
$$;
comment on function private.local_date is 'The date of a moment on the wall clocks of the district.';

create function private.posts_of_grid(grid bigint) returns table (
  post_id bigint, code text, name text, name_en text, exclusive boolean, per_grid smallint, person_id bigint, on_duty boolean
)
language sql stable set search_path = '' as $$
  select post.id, post.code, post.name, post.name_en, post.exclusive, post.per_grid, person.id, person.on_duty
  from public.grids g
  join public.plans p on p.id = g.plan_id
  join public.scheme_posts post on post.scheme_id = p.scheme_id and post.level = g.level
  left join public.assignments held on held.grid_id = g.id and held.post_id = post.id
    and private.local_date(g.district_id, now()) between held.since and coalesce(held.until, 'infinity')
  left join public.people person on person.id = held.person_id
  where g.id = grid
$$;
comment on function private.posts_of_grid is 'The posts of a grid and who holds them today; a post that nobody holds has one row without a person.';

create function private.person_for(leaf bigint, upper bigint) returns jsonb
language sql stable set search_path = '' as $$
  with posts as (
    select p.*, false as above from private.posts_of_grid(leaf) p
    union all
    select p.*, true from private.posts_of_grid(upper) p
  )
  select jsonb_build_object(
    'person', (
      select jsonb_build_object('id', person.id, 'name', person.name, 'organisation', person.organisation,
        'workTelephone', person.work_telephone, 'post', p.code, 'postName', p.name, 'postNameEn', p.name_en)
      from posts p join public.people person on person.id = p.person_id
      where p.on_duty
      order by p.above, not p.exclusive, p.per_grid, p.post_id, person.id limit 1),
    'vacancies', coalesce((
      select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en) order by p.per_grid, p.post_id)
      from posts p where p.person_id is null and p.exclusive and not p.above), '[]'),
    'offDuty', coalesce((
      select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en, 'name', person.name) order by p.post_id)
      from posts p join public.people person on person.id = p.person_id
      where not p.on_duty and not p.above), '[]'))
$$;
comment on function private.person_for is
  'Who answers for a grid today: on duty, exclusive posts first (the post that fewest hold leads), then shared ones, then those of the upper grid; with the exclusive posts that are vacant and those who are off duty.';

create function private.locate(place extensions.geometry, community bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'community', jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en),
    'street', jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name, 'nameEn', s.name_en),
    'grid', case when leaf.id is not null then
      jsonb_build_object('id', leaf.id, 'code', leaf.code, 'name', leaf.name, 'levelName', level.name, 'levelNameEn', level.name_en) end,
    'upperGrid', case when top.id is not null then
      jsonb_build_object('id', top.id, 'code', top.code, 'name', top.name, 'levelName', top_level.name, 'levelNameEn', top_level.name_en) end
  ) || private.person_for(leaf.id, top.id)
  from public.areas c
  join public.areas s on s.id = c.parent_id
  left join lateral (select * from private.grid_at(c.id, place)) leaf on true
  left join public.grids top on top.id = leaf.parent_id
  left join public.plans p on p.id = leaf.plan_id
  left join public.scheme_levels level on level.scheme_id = p.scheme_id and level.level = leaf.level
  left join public.scheme_levels top_level on top_level.scheme_id = p.scheme_id and top_level.level = top.level
  where c.id = community
$$;
comment on function private.locate is 'Community, street, grids in force and the person on the post, as JSON.';

create function public.locate(lng double precision, lat double precision) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(private.locate(place, private.community_at(place)), '{"community": null}'::jsonb)
  from (select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326) as place) at
$$;
comment on function public.locate is
  'What a position belongs to: { community, street, grid, upperGrid, person, vacancies, offDuty }; community is null outside every community that the caller may see.';

grant execute on function private.community_at, private.grid_at, private.local_date, private.posts_of_grid,
  private.person_for, private.locate(extensions.geometry, bigint) to authenticated, service_role;
grant execute on function public.locate(double precision, double precision) to authenticated, service_role;
