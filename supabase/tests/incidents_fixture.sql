-- A district with two communities side by side; the west one has two grids in force, the first with a manager, an
-- assistant and a shared officer, the second with vacant posts. Included by the tests of incidents, inside their transaction.
create schema story;
grant usage on schema story to authenticated;
alter default privileges in schema story grant execute on functions to authenticated;

select from tests.create_district('990201');
select from tests.create_staff('990201');
-- A dispatcher of the east community only.
select from tests.create_user('elsewhere');
select from tests.grant_role('elsewhere', 'dispatcher', '990201001002');

insert into public.schemes (district_id, code, name, name_en) values (tests.area_id('990201'), 'halves', '两格', 'Halves');
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select id, 1, '网格', 'Grid', 200 from public.schemes where code = 'halves';
insert into public.scheme_posts (scheme_id, level, code, name, name_en, exclusive, per_grid)
select s.id, 1, v.code, v.name, v.code, v.exclusive, v.per_grid
from public.schemes s, (values ('officer', '街道干部', false, 1), ('assistant', '网格协管员', true, 2), ('manager', '网格管理员', true, 1)) v (code, name, exclusive, per_grid)
where s.code = 'halves';
insert into public.plans (district_id, area_id, scheme_id, name, state)
select tests.area_id('990201'), tests.area_id('990201001001'), s.id, '现行', 'published' from public.schemes s where s.code = 'halves';
insert into public.plan_communities (plan_id, community_id, district_id, in_force)
select p.id, p.area_id, p.district_id, '[2020-01-01,)' from public.plans p where p.name = '现行';
insert into public.grids (district_id, plan_id, community_id, level, key, code, name, polygon)
select p.district_id, p.id, p.area_id, 1, n, '99020100100100' || n, '网格' || n,
  extensions.st_multi(extensions.st_makeenvelope(113 + (n - 1) * 0.005, 35, 113 + n * 0.005, 35.01, 4326))
from public.plans p, generate_series(1, 2) n where p.name = '现行';

insert into public.people (district_id, user_id, name, work_telephone, source_id)
select tests.area_id('990201'), tests.user_id(v.role), v.name, '0391-0000000', v.name
from (values ('worker', '陈管理'), ('leader', '李干部'), (null, '周闲')) v (role, name);
create function story.person(name text) returns bigint language sql security definer as $$ select p.id from public.people p where p.name = person.name $$;
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select g.district_id, story.person(v.person), post.id, g.id, '2020-01-01'
from (values ('周闲', 'assistant', 1), ('陈管理', 'manager', 1), ('李干部', 'officer', 1), ('李干部', 'officer', 2)) v (person, post, grid)
join public.grids g on g.key = v.grid and g.code like '990201%'
join public.scheme_posts post on post.code = v.post
join public.schemes s on s.id = post.scheme_id and s.code = 'halves';

create function story.category(code text) returns bigint language sql as $$
  select c.id from public.categories c where c.code = category.code and c.district_id is null
$$;
create function story.place(lng float8, lat float8 default 35.005) returns extensions.geometry language sql as $$
  select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)
$$;
create function story.local(moment text) returns timestamptz language sql as $$ select moment::timestamp at time zone 'Asia/Shanghai' $$;

create function story.reported(category text, moment text, lng float8 default 113.002) returns bigint language sql security definer as $$
  select i.id from private.report_incident(gen_random_uuid(), story.place(lng), story.category(category), '门口', '甲路 1 号', false,
    null, 'desk', story.local(moment)) i
$$;
comment on function story.reported is 'An incident reported by whom we are at a local moment.';

create function story.incident(id bigint) returns public.incidents language sql security definer as $$
  select * from public.incidents i where i.id = incident.id
$$;
create function story.moved(id bigint, steps text[]) returns public.incidents language plpgsql security definer as $$
declare
  step text;
  part text[];
begin
  foreach step in array steps loop
    part := string_to_array(step, '|');
    perform private.move_incident(moved.id, (story.incident(moved.id)).state, part[1]::public.incident_state, '说明',
      coalesce(part[3], '{}')::jsonb, story.local(part[2]));
  end loop;
  return story.incident(moved.id);
end $$;
comment on function story.moved is 'Takes steps "state|local moment|options" as whom we are.';

create function story.detail_of(statement text) returns jsonb language plpgsql as $$
declare
  words text;
begin
  execute statement;
  return null;
exception when raise_exception then
  get stacked diagnostics words = pg_exception_detail;
  return words::jsonb;
end $$;
comment on function story.detail_of is 'The detail of the error that a statement raises.';
