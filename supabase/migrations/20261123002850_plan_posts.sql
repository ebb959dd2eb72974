-- What a plan asks for in people, and how far its posts are filled.

create function public.plan_posts(plan bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(plan_posts.plan);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('level', post.level, 'code', post.code, 'name', post.name, 'nameEn', post.name_en,
      'perGrid', post.per_grid, 'required', post.per_grid * drawn.grids, 'yuanMonth', post.allowance_yuan_month,
      'filled', (
        select count(*) from public.assignments held join public.grids g on g.id = held.grid_id
        where g.plan_id = chosen.id and held.post_id = post.id and held.until is null)) order by post.level, post.id), '[]')
    from public.scheme_posts post
    cross join lateral (
      select count(*) as grids from public.grids g where g.plan_id = chosen.id and g.level = post.level
    ) drawn
    where post.scheme_id = chosen.scheme_id
  );
end $$;
comment on function public.plan_posts is
  'Posts that the scheme of a plan requires on its grids, how many of them are held now, and the least allowance in yuan a month. Error: plan-unknown.';
grant execute on function public.plan_posts to authenticated, service_role;
