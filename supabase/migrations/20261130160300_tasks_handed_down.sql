-- The register of tasks handed down to communities: who demands what, on what ground, how often, how long it takes; and what was
-- refused. A task burdens communities, never a person: hours of an officer are the hours of the community by its officers.

create table public.handed_tasks (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  area_id bigint not null,
  name text not null,
  class text not null default '',
  demanded_by text not null,
  ground text not null default '',
  times_a_year numeric(6,1) not null,
  hours_each numeric(6,2) not null,
  state text not null default 'asked',
  reason text not null default '',
  since date,
  until date,
  decided_at timestamptz,
  decided_by text not null default '',
  version integer not null default 1,
  constraint handed_tasks_area_fkey foreign key (area_id, district_id) references public.areas (id, district_id) on delete cascade,
  constraint handed_tasks_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade,
  constraint handed_tasks_name_length check (length(name) between 1 and 100),
  constraint handed_tasks_class_length check (length(class) <= 60),
  constraint handed_tasks_demanded_by_length check (length(demanded_by) between 1 and 100),
  constraint handed_tasks_ground_length check (length(ground) <= 400),
  constraint handed_tasks_reason_length check (length(reason) <= 400),
  constraint handed_tasks_decided_by_length check (length(decided_by) <= 100),
  constraint handed_tasks_times_bounded check (times_a_year > 0 and times_a_year <= 5000),
  constraint handed_tasks_hours_bounded check (hours_each > 0 and hours_each <= 2000),
  constraint handed_tasks_state_known check (state in ('asked', 'accepted', 'refused', 'ended')),
  constraint handed_tasks_dates_in_order check (until >= since),
  constraint handed_tasks_since_bounded check (since between '1900-01-01' and '2099-12-31'),
  constraint handed_tasks_until_bounded check (until between '1900-01-01' and '2099-12-31'),
  constraint handed_tasks_decided_bounded check (decided_at >= '1990-01-01' and decided_at < '2090-01-01'),
  constraint handed_tasks_refused_for_a_reason check (state <> 'refused' or reason <> '')
);
comment on table public.handed_tasks is
  'Tasks that offices hand down to communities: asked, accepted onto the list, refused, or ended.';
comment on column public.handed_tasks.area_id is 'Whose communities do it: the district, a street or one community.';
comment on column public.handed_tasks.class is 'A heading of the list, as the district has it.';
comment on column public.handed_tasks.ground is 'The law, rule or paper that demands it.';
comment on column public.handed_tasks.hours_each is 'Hours of work in one community each time.';
create index handed_tasks_district_idx on public.handed_tasks (district_id);
create index handed_tasks_area_idx on public.handed_tasks (area_id);
alter table public.handed_tasks enable row level security;
create trigger handed_tasks_audit after insert or update or delete on public.handed_tasks for each row execute function private.audit();
create trigger handed_tasks_topic_insert after insert on public.handed_tasks referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger handed_tasks_topic_update after update on public.handed_tasks referencing new table as changed for each statement execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger zz_nothing_missing before insert or update on public.handed_tasks for each row
  when (new.district_id is null or new.area_id is null or new.name is null or new.class is null or new.demanded_by is null or new.ground is null
    or new.times_a_year is null or new.hours_each is null or new.state is null or new.reason is null or new.decided_by is null or new.version is null)
  execute function private.refuse_missing();

create function private.task_number(given jsonb, field text, most numeric) returns numeric
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(given -> field) is distinct from 'number' or (given ->> field)::numeric <= 0 or (given ->> field)::numeric > most then
    raise exception 'number-out-of-range' using errcode = 'P0001',
      detail = json_build_object('field', field, 'value', left(given ->> field, 20), 'most', most)::text;
  end if;
  return round((given ->> field)::numeric, 2);
end $$;
comment on function private.task_number is 'A number of a task, above nothing and at most `most`; raises number-out-of-range { field, value, most }.';

create function private.task_burden(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  with communities as (
    select a.id, a.path, a.name, a.name_en, a.code from public.areas a where a.district_id = task_burden.district and a.kind = 'community'
  ), burden as (
    select c.id, count(t.id) as tasks, coalesce(sum(t.times_a_year * t.hours_each), 0) as hours
    from communities c
    left join (public.handed_tasks t join public.areas of_task on of_task.id = t.area_id)
      on t.district_id = task_burden.district and t.state = 'accepted' and c.path operator(extensions.<@) of_task.path
      and coalesce(t.until, 'infinity') >= private.local_date(task_burden.district, now())
    group by c.id
  ), officers as (
    select g.community_id as id, count(distinct s.person_id) as officers
    from public.assignments s join public.grids g on g.id = s.grid_id join public.plan_communities pc
      on pc.plan_id = g.plan_id and pc.community_id = g.community_id and pc.in_force @> private.local_date(task_burden.district, now())
    where s.district_id = task_burden.district and s.since <= private.local_date(task_burden.district, now())
      and coalesce(s.until, 'infinity') >= private.local_date(task_burden.district, now())
    group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object('communityId', c.id, 'code', c.code, 'name', c.name, 'nameEn', c.name_en, 'tasks', b.tasks,
    'hours', b.hours, 'officers', coalesce(o.officers, 0),
    'hoursPerOfficer', round(b.hours / nullif(o.officers, 0), 1)) order by b.hours desc, c.code), '[]')
  from communities c join burden b on b.id = c.id left join officers o on o.id = c.id
$$;
comment on function private.task_burden is
  'Hours a year of the accepted tasks by community, and by each who serves on a post of its grids in force: [{ communityId, code, name, nameEn, tasks, hours, officers, hoursPerOfficer }].';

create function public.task_register(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if task_register.district is null or task_register.district not in (select private.districts_of('{admin,leader,planner,reviewer,dispatcher}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', task_register.district)::text;
  end if;
  return jsonb_build_object(
    'tasks', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'areaId', t.area_id, 'name', t.name, 'class', t.class, 'demandedBy', t.demanded_by,
        'ground', t.ground, 'timesAYear', t.times_a_year, 'hoursEach', t.hours_each, 'state', t.state, 'reason', t.reason, 'since', t.since,
        'until', t.until, 'decidedAt', t.decided_at, 'decidedBy', t.decided_by, 'version', t.version,
        'hoursAYear', t.times_a_year * t.hours_each * (select count(*) from public.areas top join public.areas below
          on below.path operator(extensions.<@) top.path and below.kind = 'community' where top.id = t.area_id)) order by t.class, t.name, t.id), '[]')
      from public.handed_tasks t where t.district_id = task_register.district),
    'burden', private.task_burden(task_register.district),
    'today', private.local_date(task_register.district, now()));
end $$;
comment on function public.task_register is
  'The register of tasks of a district and what they cost: { tasks: [{ id, areaId, name, class, demandedBy, ground, timesAYear, hoursEach, hoursAYear, state, reason, since, until, decidedAt, decidedBy, version }], burden: [{ communityId, code, name, nameEn, tasks, hours, officers, hoursPerOfficer }], today }. Raises not-allowed. Security definer: counts those who serve.';
grant execute on function public.task_register to authenticated;

create function public.save_handed_task(district bigint, task bigint, version integer, content jsonb, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  known constant jsonb := private.begin_intent(client_key, 'save_handed_task', jsonb_build_array(district, task, version, content));
  area constant bigint := coalesce((content ->> 'areaId')::bigint, place);
  name constant text := private.plain_words(content ->> 'name', 100);
  demanded_by constant text := private.plain_words(content ->> 'demandedBy', 100);
  since constant date := private.category_date(content ->> 'since');
  until constant date := private.category_date(content ->> 'until');
  times constant numeric := private.task_number(content, 'timesAYear', 5000);
  hours constant numeric := private.task_number(content, 'hoursEach', 2000);
  made bigint;
begin
  if known is not null then
    return known::bigint;
  end if;
  if name = '' then
    raise exception 'name-missing' using errcode = 'P0001';
  end if;
  if demanded_by = '' then
    raise exception 'demander-missing' using errcode = 'P0001';
  end if;
  if until < since then
    raise exception 'dates-reversed' using errcode = 'P0001', detail = json_build_object('since', since, 'until', until)::text;
  end if;
  if not exists (select from public.areas a where a.id = area and a.district_id = place) then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', area)::text;
  end if;
  if task is null then
    insert into public.handed_tasks (district_id, area_id, name, class, demanded_by, ground, times_a_year, hours_each, since, until)
    values (place, area, name, private.plain_words(content ->> 'class', 60), demanded_by, private.plain_words(content ->> 'ground', 400),
      times, hours, since, until) returning id into made;
  else
    update public.handed_tasks t set area_id = area, name = name, class = private.plain_words(content ->> 'class', 60), demanded_by = demanded_by,
      ground = private.plain_words(content ->> 'ground', 400), times_a_year = times, hours_each = hours, since = since, until = until,
      version = t.version + 1
    where t.id = task and t.district_id = place and t.version = version returning t.id into made;
    if made is null then
      perform private.refuse_task(place, task);
    end if;
  end if;
  return private.end_intent(client_key, to_jsonb(made))::bigint;
end $$;
comment on function public.save_handed_task is
  'Enters a task in the register (task null), where it is asked for, or changes one that nobody has changed since `version`; returns its id. content: { areaId, name, class, demandedBy, ground, timesAYear, hoursEach, since, until }. Raises not-allowed, name-missing, demander-missing, number-out-of-range, dates-reversed, date-malformed, area-unknown, task-unknown, changed-since, sent-otherwise. Security definer: the table has no policies.';

create function private.refuse_task(district bigint, task bigint) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from public.handed_tasks t where t.id = task and t.district_id = district) then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('task', task)::text;
  end if;
  raise exception 'task-unknown' using errcode = 'P0001', detail = json_build_object('task', task)::text;
end $$;
comment on function private.refuse_task is 'Raises changed-since for a task that is there in another version, else task-unknown.';
grant execute on function public.save_handed_task to authenticated;

create function public.decide_handed_task(district bigint, task bigint, version integer, state text, reason text default '') returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  said constant text := private.plain_words(reason, 400);
begin
  if state is null or state not in ('asked', 'accepted', 'refused', 'ended') then
    raise exception 'task-state-unknown' using errcode = 'P0001', detail = json_build_object('state', left(state, 20))::text;
  end if;
  if state = 'refused' and said = '' then
    raise exception 'reason-missing' using errcode = 'P0001';
  end if;
  update public.handed_tasks t set state = state, reason = said, decided_at = now(), decided_by = left(private.actor_name(place), 100), version = t.version + 1
  where t.id = task and t.district_id = place and t.version = version;
  if not found then
    perform private.refuse_task(place, task);
  end if;
end $$;
comment on function public.decide_handed_task is
  'Puts a task on the list (accepted), refuses it with a reason, ends it, or opens it again (asked). Raises not-allowed, task-state-unknown, reason-missing, task-unknown, changed-since. Security definer: the table has no policies.';
grant execute on function public.decide_handed_task to authenticated;
