-- Where a place lies and who answers for it is told up to the top, however many levels there are.

drop function private.person_for(bigint, bigint);

create function private.person_for(leaf bigint) returns jsonb
language sql stable set search_path = '' as $$
  with posts as (
    select p.*, c.steps from private.grid_chains c cross join lateral private.posts_of_grid(c.above_id) p where c.grid_id = leaf
  )
  select case when leaf is null or private.may_know_staff((select g.community_id from public.grids g where g.id = leaf)) then
    jsonb_build_object(
      'person', (
        select jsonb_build_object('id', person.id, 'name', person.name, 'organisation', person.organisation,
          'workTelephone', person.work_telephone, 'post', p.code, 'postName', p.name, 'postNameEn', p.name_en)
        from posts p join public.people person on person.id = p.person_id
        where p.on_duty
        order by p.steps, not p.exclusive, p.per_grid, p.post_id, person.id limit 1),
      'vacancies', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en) order by p.per_grid, p.post_id)
        from posts p where p.person_id is null and p.exclusive and p.steps = 0), '[]'),
      'offDuty', coalesce((
        select jsonb_agg(jsonb_build_object('post', p.code, 'postName', p.name, 'postNameEn', p.name_en, 'name', person.name) order by p.post_id)
        from posts p join public.people person on person.id = p.person_id
        where not p.on_duty and p.steps = 0), '[]'))
    else '{"person": null, "vacancies": [], "offDuty": []}' end
$$;

comment on function private.person_for(leaf bigint) is
  'Who answers for a grid today: on duty, exclusive posts first (the post that fewest hold leads), then shared ones, then those of the grids above, the nearest first; with the exclusive posts that are vacant and those who are off duty. Nobody, and no post as vacant, for those who may not know the staff there.';
grant execute on function private.person_for(leaf bigint) to authenticated, service_role;

create or replace function private.locate(place extensions.geometry, community bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'community', jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en),
    'street', jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name, 'nameEn', s.name_en),
    'grid', case when leaf.id is not null then
      jsonb_build_object('id', leaf.id, 'code', leaf.code, 'name', leaf.name, 'levelName', level.name, 'levelNameEn', level.name_en) end,
    'upperGrids', (
      select coalesce(jsonb_agg(jsonb_build_object('id', above.id, 'code', above.code, 'name', above.name, 'levelName', above_level.name,
        'levelNameEn', above_level.name_en) order by above.level), '[]')
      from private.grid_chains chain
      join public.grids above on above.id = chain.above_id
      join public.scheme_levels above_level on above_level.scheme_id = p.scheme_id and above_level.level = above.level
      where chain.grid_id = leaf.id and chain.steps > 0)
  ) || private.person_for(leaf.id)
  from public.areas c
  join public.areas s on s.id = c.parent_id
  left join lateral (select * from private.grid_at(c.id, place)) leaf on true
  left join public.plans p on p.id = leaf.plan_id
  left join public.scheme_levels level on level.scheme_id = p.scheme_id and level.level = leaf.level
  where c.id = community
$$;

comment on function public.locate(lng double precision, lat double precision) is
  'What a position belongs to: { community, street, grid, upperGrids (from the top), person, vacancies, offDuty }; community is null outside every community that the caller may see.';
