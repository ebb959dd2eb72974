-- Who left yesterday is no officer of today, who holds a post of the community is one, and a task that begins later is no burden yet.
create or replace function private.task_burden(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with communities as (
    select a.id, a.path, a.name, a.name_en, a.code from public.areas a where a.district_id = task_burden.district and a.kind = 'community'
  ), burden as (
    select c.id, count(t.id) as tasks, coalesce(sum(t.times_a_year * t.hours_each), 0) as hours
    from communities c
    left join (public.handed_tasks t join public.areas of_task on of_task.id = t.area_id)
      on t.district_id = task_burden.district and t.state = 'accepted' and c.path operator(extensions.<@) of_task.path
      and coalesce(t.since, '-infinity') <= private.local_date(task_burden.district, now())
      and coalesce(t.until, 'infinity') >= private.local_date(task_burden.district, now())
    group by c.id
  ), serving as (
    select s.person_id, s.grid_id, s.area_id
    from public.assignments s join public.scheme_posts post on post.id = s.post_id and not post.voluntary
    where s.district_id = task_burden.district and s.since <= private.local_date(task_burden.district, now())
      and (s.until is null or s.until > private.local_date(task_burden.district, now()))
  ), officers as (
    select place.community_id as id, count(distinct place.person_id) as officers
    from (
      select g.community_id, s.person_id
      from serving s join public.grids g on g.id = s.grid_id join public.plan_communities pc
        on pc.plan_id = g.plan_id and pc.community_id = g.community_id and pc.in_force @> private.local_date(task_burden.district, now())
      union all
      select s.area_id, s.person_id from serving s join communities c on c.id = s.area_id
    ) place
    group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('communityId', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'tasks', b.tasks,
    'hours', b.hours, 'officers', coalesce(o.officers, 0),
    'hoursPerOfficer', round(b.hours / nullif(o.officers, 0), 1)) order by b.hours desc, c.code), '[]')
  from communities c join burden b on b.id = c.id left join officers o on o.id = c.id
$$;
comment on function private.task_burden(district bigint) is
  'Hours a year of the tasks accepted for today by community, and by each who is today on a paid post of the community or of its grids in force; a task counts on its last day, an assignment does not: [{ communityId, code, name, nameEn, tasks, hours, officers, hoursPerOfficer }].';
