-- Whoever checks what was done: reads as staff do, closes a case that is done or sends it back, corrects its place, and takes no
-- other step. docs/access.md says what each role may; this is its part for the new one.

create or replace function private.staff_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker}')
$$;

create or replace function private.member_districts() returns setof bigint
language sql stable set search_path = '' as $$
  select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer}')
$$;

create or replace function private.incident_handlers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,leader,dispatcher,worker,checker}'::public.member_role[]
$$;

create or replace function private.incident_readers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer}'::public.member_role[]
$$;

create or replace function private.incident_staff() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker,checker}'::public.member_role[]
$$;

create function private.incident_checkers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,dispatcher,checker}'::public.member_role[]
$$;
comment on function private.incident_checkers() is
  'Who checks what was done: closes a case or sends it back, and corrects the place of one that is filed.';
grant execute on function private.incident_checkers() to authenticated, service_role;

update public.incident_transitions set roles = private.incident_checkers() where from_state = 'resolved' and to_state in ('rework', 'closed');

create or replace function public.correct_place(
  incident_id bigint, lng double precision, lat double precision, address text default null, note text default '', client_key uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'correct_place', jsonb_build_array(incident_id, lng, lat, address, note));
  place constant extensions.geometry := extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326);
  held public.incidents;
  community bigint;
  words text;
begin
  if known is not null then
    return known;
  end if;
  held := private.begin_change(incident_id, private.incident_handlers());
  -- Until it is filed by whoever handles it, afterwards by those who check.
  if (held.filed_at is not null or private.incident_ended(held.state)) and not private.can(private.incident_checkers(), held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  if held.filed_at is not null and private.plain_words(note, 4000) = '' then
    raise exception 'note-required' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  community := private.community_to_report(place);
  if not exists (select from public.areas a where a.id = community and a.district_id = held.district_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  words := case when address is null then held.address else private.plain_words(address, 400) end;
  perform private.add_incident_event(held, 'place', null, note, jsonb_build_object(
    'fromPlace', jsonb_build_object('lng', extensions.st_x(held.position), 'lat', extensions.st_y(held.position), 'address', held.address, 'community', held.community_id),
    'toPlace', jsonb_build_object('lng', lng, 'lat', lat, 'address', words, 'community', community)), private.next_moment(held));
  update public.incidents i set position = place, community_id = community, address = words
  where i.district_id = held.district_id and i.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id, 'number', held.number, 'communityId', community));
end $$;

create or replace function private.case_permissions(held public.incidents)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'note', m.handles,
    'urge', m.open and m.leads,
    'changeCategory', m.open and m.sends,
    'answer', held.state = 'closed' and m.sends,
    'readContact', private.handles_case('{dispatcher,worker}', held) and exists (select from public.incident_contacts c
      where c.district_id = held.district_id and c.incident_id = held.id and (c.purge_after is null or c.purge_after >= now())),
    'arrive', m.open and m.works and held.arrival_due_at is not null and held.arrived_at is null,
    'answerFirst', m.open and m.works and held.answer_due_at is not null and held.answered_at is null,
    'askDeferral', held.state = 'in_progress' and m.handles and held.deferral_asked_by is null,
    'correctPlace', private.can(private.incident_checkers(), held.community_id) or (private.can(private.incident_handlers(), held.community_id) and m.open and held.filed_at is null),
    'redact', m.sends)
  from (
    select not private.incident_ended(held.state) as open, private.handles_case(private.incident_handlers(), held) as handles,
      private.can('{admin,dispatcher}', held.community_id) as sends, private.can('{admin,leader}', held.community_id) as leads,
      private.handles_case('{admin,dispatcher,worker}', held) as works) m
$function$;

create or replace function private.actor_said(name text, actor uuid, community bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if actor is null or name is distinct from (select split_part(u.email, '@', 1) from auth.users u where u.id = actor) then
    return jsonb_build_object('name', name, 'role', null);
  end if;
  return jsonb_build_object(
    'name', coalesce((
      select p.name from public.people p
      where p.user_id = actor and p.district_id = (select a.district_id from public.areas a where a.id = community) order by p.id limit 1), ''),
    'role', (
      select m.role from public.memberships m
      join public.areas top on top.id = m.area_id
      join public.areas place on place.id = community and place.path operator(extensions.<@) top.path
      where m.user_id = actor and m.role <> 'display' and (m.until is null or m.until > now())
      order by array_position('{dispatcher,worker,checker,leader,admin,planner,reviewer,viewer}'::public.member_role[], m.role) limit 1));
end $$;

create or replace function public.list_departments(district bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  sees_staff constant boolean := list_departments.district in (select private.roster_districts());
begin
  if list_departments.district not in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}')) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', list_departments.district)::text;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'nameEn', d.name_en, 'telephone', d.telephone, 'retired', d.retired,
      'isMine', exists (select from private.department_reach() r where r.department_id = d.id),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('code', r.category_code, 'area', r.area_id) order by r.category_code, r.area_id nulls first), '[]')
        from public.department_categories r where r.department_id = d.id),
      'people', case when sees_staff then (select count(*) from public.people p where p.department_id = d.id and p.left_on is null) end,
      'accounts', case when sees_staff then (select count(distinct m.user_id) from public.memberships m
        where m.department_id = d.id and (m.until is null or m.until > now())) end) order by d.retired, d.id), '[]')
    from public.departments d where d.district_id = list_departments.district);
end $$;

alter policy "members read the departments of their district" on public.departments
  using (district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}')));

alter policy "members read which cases go where in their district" on public.department_categories
  using (district_id in (select private.districts_of('{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer,handler}')));

alter policy "those who read an incident read its photos" on public.attachments
  using (district_id in (select private.my_districts()) and exists (
    select from public.incidents i
    where i.district_id = attachments.district_id and i.id = attachments.incident_id
      and i.community_id in (select private.reachable(private.incident_handlers()))));

grant execute on function private.incident_staff() to authenticated, service_role;
alter policy "staff read visits in their areas" on public.visits
  using (building_id in (
    select b.id from public.buildings b where b.community_id in (select private.reachable(private.incident_staff()))));
