-- Volunteers (十大员): the kinds of voluntary service are the district's own list, which begins with sixteen, nine of them named; who
-- serves where since when; a certificate whose number anybody can check; a record of service.

create table public.volunteer_roles (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  place smallint not null,
  name text not null default '',
  name_en text not null default '',
  duties text not null default '',
  retired boolean not null default false,
  constraint volunteer_roles_of_district unique (district_id, id),
  constraint volunteer_roles_place_unique unique (district_id, place),
  constraint volunteer_roles_place_positive check (place > 0),
  constraint volunteer_roles_name_length check (length(name) <= 400),
  constraint volunteer_roles_name_en_length check (length(name_en) <= 200),
  constraint volunteer_roles_duties_length check (length(duties) <= 2000),
  constraint volunteer_roles_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.volunteer_roles is
  'Kinds of voluntary service of a district, in its order. One without a name is still to be named and cannot be held; none is about anybody''s belief or politics.';
alter table public.volunteer_roles enable row level security;
grant select on public.volunteer_roles to authenticated;
create policy "members read the kinds of voluntary service of their district" on public.volunteer_roles
  for select to authenticated using (district_id in (select private.member_districts()));
create trigger volunteer_roles_audit after insert or update or delete on public.volunteer_roles for each row execute function private.audit();
create trigger zz_nothing_missing before insert or update on public.volunteer_roles for each row
  when (new.district_id is null or new.place is null or new.name is null or new.name_en is null or new.duties is null or new.retired is null)
  execute function private.refuse_missing();

create function private.add_volunteer_roles(district bigint) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.volunteer_roles (district_id, place, name, name_en)
  select add_volunteer_roles.district, v.place, v.name, v.name_en
  from (values
    (1, '民事调解员', 'Mediator of civil disputes'), (2, '民政监督员', 'Overseer of civil affairs'), (3, '帮扶解困员', 'Helper of those in need'),
    (4, '党政监督员', 'Overseer of public offices'), (5, '社会问题调查员', 'Inquirer into local problems'), (6, '社会事务调解员', 'Mediator of local affairs'),
    (7, '党政工作监督员', 'Overseer of the work of offices'), (8, '社会治安巡逻员', 'Patroller for public safety'), (9, '义务修理员', 'Volunteer repairer'),
    (10, '', ''), (11, '', ''), (12, '', ''), (13, '', ''), (14, '', ''), (15, '', ''), (16, '', '')) v (place, name, name_en)
  on conflict do nothing
$$;
comment on function private.add_volunteer_roles is
  'The sixteen kinds that a district begins with: the nine that the study names, seven to be named by the district.';

create function private.begin_volunteer_roles() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.add_volunteer_roles(new.id);
  return null;
end $$;
comment on function private.begin_volunteer_roles is 'Gives a new district its kinds of voluntary service. Security definer: no policies for writing.';
create trigger areas_begin_volunteer_roles after insert on public.areas for each row when (new.kind = 'district')
  execute function private.begin_volunteer_roles();

select private.add_volunteer_roles(a.id) from public.areas a where a.kind = 'district';

-- What was written in words before becomes a kind of the district's list.
insert into public.volunteer_roles (district_id, place, name)
select named.district_id, 16 + row_number() over (partition by named.district_id order by named.role), named.role
from (select distinct v.district_id, v.role from public.volunteers v
  where not exists (select from public.volunteer_roles r where r.district_id = v.district_id and r.name = v.role)) named;
alter table public.volunteers add column role_id bigint;
update public.volunteers v set role_id = (
  select r.id from public.volunteer_roles r where r.district_id = v.district_id and r.name = v.role order by r.place limit 1);
drop trigger zz_nothing_missing on public.volunteers;
alter table public.volunteers alter column role_id set not null, drop column role;
alter table public.volunteers add constraint volunteers_role_fkey foreign key (role_id, district_id) references public.volunteer_roles (id, district_id);
alter table public.volunteers add column compound_id bigint;
alter table public.volunteers add constraint volunteers_compound_fkey foreign key (compound_id, district_id)
  references public.compounds (id, district_id) on delete set null (compound_id);
alter table public.volunteers add column certified_on date;
alter table public.volunteers add constraint volunteers_of_district unique (district_id, id);
alter table public.volunteers add constraint volunteers_in_order check (until is null or until >= since);
alter table public.volunteers add constraint volunteers_certified_on_bounded check (certified_on between '1900-01-01' and '2099-12-31');
comment on column public.volunteers.certificate is 'The number on the certificate, which anybody can check; null: none was made out.';
comment on column public.volunteers.compound_id is 'The estate or courtyard where somebody serves; null: the whole community.';
comment on column public.volunteers.until is 'The first day on which somebody no longer serves.';
create index volunteers_role_idx on public.volunteers (role_id);
revoke insert, update, delete on public.volunteers from authenticated;
drop policy "admins remove volunteers" on public.volunteers;
drop policy "workers and admins add volunteers" on public.volunteers;
drop policy "workers and admins change volunteers" on public.volunteers;
create trigger volunteers_audit after insert or update or delete on public.volunteers for each row execute function private.audit();
create trigger zz_nothing_missing before insert or update on public.volunteers for each row
  when (new.district_id is null or new.community_id is null or new.name is null or new.role_id is null or new.since is null)
  execute function private.refuse_missing();

create table public.volunteer_services (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  volunteer_id bigint not null,
  served_on date not null,
  hours numeric(4,1) not null,
  what text not null,
  constraint volunteer_services_hours_bounded check (hours > 0 and hours <= 24),
  constraint volunteer_services_served_on_bounded check (served_on between '1900-01-01' and '2099-12-31'),
  constraint volunteer_services_what_length check (length(what) <= 400),
  constraint volunteer_services_what_not_blank check (btrim(what) <> ''),
  constraint volunteer_services_volunteer_fkey foreign key (volunteer_id, district_id)
    references public.volunteers (id, district_id) on delete cascade
);
comment on table public.volunteer_services is 'What a volunteer did on a day, and how long (hours).';
create index volunteer_services_volunteer_idx on public.volunteer_services (volunteer_id, served_on);
alter table public.volunteer_services enable row level security;
grant select on public.volunteer_services to authenticated;
create policy "those who work with volunteers read their service" on public.volunteer_services
  for select to authenticated using (volunteer_id in (
    select v.id from public.volunteers v where v.community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}'))));
create trigger zz_nothing_missing before insert or update on public.volunteer_services for each row
  when (new.district_id is null or new.volunteer_id is null or new.served_on is null or new.hours is null or new.what is null)
  execute function private.refuse_missing();

create function private.own_volunteer(volunteer bigint) returns public.volunteers
language plpgsql stable set search_path = '' as $$
declare
  held public.volunteers;
begin
  select * into held from public.volunteers v
  where v.id = own_volunteer.volunteer and v.community_id in (select private.reachable('{worker,admin}'));
  if not found then
    raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', own_volunteer.volunteer)::text;
  end if;
  return held;
end $$;
comment on function private.own_volunteer is
  'The volunteer, if the signed-in person looks after those of the community; raises volunteer-unknown.';

create function public.list_volunteers(area bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  seen bigint[];
  that_day date;
begin
  select * into chosen from public.areas a where a.id = list_volunteers.area;
  seen := array(select c.id from private.communities_below(list_volunteers.area) c
    where c.id in (select private.reachable('{admin,planner,leader,dispatcher,worker}')));
  if cardinality(seen) = 0 then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', list_volunteers.area)::text;
  end if;
  that_day := coalesce(list_volunteers.day, private.local_date(chosen.district_id, now()));
  return jsonb_build_object('day', that_day,
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'place', r.place, 'name', r.name, 'nameEn', r.name_en, 'duties', r.duties,
        'retired', r.retired, 'serving', (select count(*) from public.volunteers v where v.role_id = r.id and v.community_id = any (seen)
          and v.since <= that_day and (v.until is null or v.until > that_day))) order by r.place), '[]')
      from public.volunteer_roles r where r.district_id = chosen.district_id),
    'volunteers', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'role', v.role_id, 'community', v.community_id,
        'compound', (select jsonb_build_object('id', c.id, 'name', c.name) from public.compounds c where c.id = v.compound_id),
        'since', v.since, 'until', v.until, 'certificate', v.certificate, 'certifiedOn', v.certified_on,
        'hours', coalesce(s.hours, 0), 'services', coalesce(s.services, 0),
        'mayChange', v.community_id in (select private.reachable('{worker,admin}'))) order by v.name, v.id), '[]')
      from public.volunteers v
      left join (select t.volunteer_id, sum(t.hours) as hours, count(*) as services from public.volunteer_services t group by t.volunteer_id) s on s.volunteer_id = v.id
      where v.community_id = any (seen) and v.since <= that_day and (v.until is null or v.until > that_day)));
end $$;
comment on function public.list_volunteers is
  'Who serves as a volunteer in an area on a day (today without one), and the kinds of service of the district: { day, roles: [{ id, place, name, nameEn, duties, retired, serving }], volunteers: [{ id, name, role, community, compound, since, until, certificate, certifiedOn, hours, services, mayChange }] }. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.list_volunteers to authenticated;

create function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_volunteer_role', jsonb_build_array(district, role, content));
  held constant bigint := private.setup_district(save_volunteer_role.district, '{admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  made bigint := role;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if exists (select from public.volunteer_roles r where r.district_id = held and r.name = title and r.id is distinct from role) then
    raise exception 'volunteer-role-taken' using errcode = 'P0001', detail = json_build_object('name', title)::text;
  end if;
  if role is null then
    insert into public.volunteer_roles (district_id, place)
    select held, coalesce(max(r.place), 0) + 1 from public.volunteer_roles r where r.district_id = held returning id into made;
  end if;
  update public.volunteer_roles r set name = title, name_en = private.plain_words(content ->> 'nameEn', 200),
    duties = private.plain_words(content ->> 'duties', 2000), retired = coalesce((content ->> 'retired')::boolean, false)
  where r.id = made and r.district_id = held;
  if not found then
    raise exception 'volunteer-role-unknown' using errcode = 'P0001', detail = json_build_object('role', role)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_volunteer_role is
  'Names or changes a kind of voluntary service of a district, or adds one (role null): { name, nameEn, duties, retired }. Returns { id }. Errors: not-allowed, name-required, volunteer-role-taken, volunteer-role-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_volunteer_role to authenticated;

create function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_volunteer', jsonb_build_array(community, volunteer, content));
  place public.areas;
  title constant text := private.plain_words(content ->> 'name', 100);
  kind constant bigint := (content ->> 'role')::bigint;
  estate constant bigint := (content ->> 'compound')::bigint;
  begins constant date := private.given_date(content ->> 'since', 'since');
  ends constant date := private.given_date(content ->> 'until', 'until');
  held public.volunteers;
begin
  if known is not null then
    return known;
  end if;
  select * into place from public.areas a
  where a.id = save_volunteer.community and a.kind = 'community' and a.id in (select private.reachable('{worker,admin}'));
  if not found then
    raise exception 'community-unknown' using errcode = 'P0001', detail = json_build_object('community', save_volunteer.community)::text;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if begins is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "since", "value": ""}';
  end if;
  perform private.refuse_reversed(begins, ends);
  if not exists (select from public.volunteer_roles r where r.id = kind and r.district_id = place.district_id and r.name <> '') then
    raise exception 'volunteer-role-unknown' using errcode = 'P0001', detail = json_build_object('role', kind)::text;
  end if;
  if estate is not null and not exists (select from public.compounds c where c.id = estate and c.district_id = place.district_id and c.community_id = place.id) then
    raise exception 'compound-unknown' using errcode = 'P0001', detail = json_build_object('compound', estate)::text;
  end if;
  if volunteer is null then
    insert into public.volunteers (district_id, community_id, name, role_id, compound_id, since, until)
    values (place.district_id, place.id, title, kind, estate, begins, ends) returning * into held;
  else
    held := private.own_volunteer(volunteer);
    if held.district_id <> place.district_id then
      raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', volunteer)::text;
    end if;
    -- A certificate says what was true: another role, place or name needs a new one.
    update public.volunteers v set community_id = place.id, name = title, role_id = kind, compound_id = estate, since = begins, until = ends,
      certificate = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certificate end,
      certified_on = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certified_on end
    where v.id = held.id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.save_volunteer is
  'Enters a volunteer of a community (volunteer null) or changes one: { name, role, compound, since, until }; another name, role or community makes the certificate void. Returns { id }. Errors: community-unknown, volunteer-unknown, name-required, date-malformed, dates-reversed, volunteer-role-unknown, compound-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.save_volunteer to authenticated;

create function public.certify_volunteer(volunteer bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'certify_volunteer', jsonb_build_array(volunteer));
  held public.volunteers;
  letters constant text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  bytes bytea;
  number text;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_volunteer(volunteer);
  if held.certificate is null then
    loop
      -- Ten letters by chance: nobody finds another's number by counting.
      bytes := extensions.gen_random_bytes(10);
      select a.code || '-' || (select string_agg(substr(letters, get_byte(bytes, n) % 32 + 1, 1), '' order by n) from generate_series(0, 9) n)
      into number from public.areas a where a.id = held.district_id;
      exit when not exists (select from public.volunteers v where v.certificate = number);
    end loop;
    update public.volunteers v set certificate = number, certified_on = private.local_date(v.district_id, now())
    where v.id = held.id returning * into held;
  end if;
  return private.end_intent(client_key, jsonb_build_object('certificate', held.certificate, 'certifiedOn', held.certified_on));
end $$;
comment on function public.certify_volunteer is
  'Makes out the certificate of a volunteer, once: { certificate, certifiedOn }. Errors: volunteer-unknown, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.certify_volunteer to authenticated;

create function public.record_service(volunteer bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'record_service', jsonb_build_array(volunteer, content));
  held public.volunteers;
  day constant date := private.given_date(content ->> 'on', 'on');
  length_hours constant text := content ->> 'hours';
  words constant text := private.plain_words(content ->> 'what', 400);
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  held := private.own_volunteer(volunteer);
  if day is null or day < held.since or day >= coalesce(held.until, 'infinity') or day > private.local_date(held.district_id, now()) then
    raise exception 'service-outside-term' using errcode = 'P0001', detail = json_build_object('since', held.since, 'until', held.until)::text;
  end if;
  if words = '' then
    raise exception 'note-required' using errcode = 'P0001';
  end if;
  if coalesce(length_hours, '') !~ '^\d{1,2}(\.\d)?$' or length_hours::numeric not between 0.1 and 24 then
    raise exception 'hours-wrong' using errcode = 'P0001', detail = json_build_object('value', left(length_hours, 40))::text;
  end if;
  insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what)
  values (held.district_id, held.id, day, length_hours::numeric, words) returning id into made;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.record_service is
  'Records what a volunteer did: { on, hours, what }. Returns { id }. Errors: volunteer-unknown, service-outside-term { since, until }, note-required, hours-wrong, date-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.record_service to authenticated;

create function public.volunteer_record(volunteer bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held public.volunteers;
begin
  select * into held from public.volunteers v
  where v.id = volunteer_record.volunteer and v.community_id in (select private.reachable('{admin,planner,leader,dispatcher,worker}'));
  if not found then
    raise exception 'volunteer-unknown' using errcode = 'P0001', detail = json_build_object('volunteer', volunteer_record.volunteer)::text;
  end if;
  return (
    select jsonb_build_object('id', held.id, 'name', held.name, 'role', r.name, 'roleEn', r.name_en, 'district', d.name, 'districtEn', d.name_en,
      'street', s.name, 'streetEn', s.name_en, 'community', c.name, 'communityEn', c.name_en,
      'compound', (select k.name from public.compounds k where k.id = held.compound_id),
      'since', held.since, 'until', held.until, 'certificate', held.certificate, 'certifiedOn', held.certified_on,
      'services', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'on', t.served_on, 'hours', t.hours, 'what', t.what) order by t.served_on desc, t.id desc), '[]')
        from public.volunteer_services t where t.volunteer_id = held.id))
    from public.volunteer_roles r
    join public.areas c on c.id = held.community_id
    join public.areas s on s.id = c.parent_id
    join public.areas d on d.id = held.district_id
    where r.id = held.role_id);
end $$;
comment on function public.volunteer_record is
  'A volunteer with the certificate and the whole record of service, the newest first. Error: volunteer-unknown. Security definer: one question of the right.';
grant execute on function public.volunteer_record to authenticated;

create function public.check_certificate(number text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('number', v.certificate, 'surname', left(v.name, 1), 'role', r.name, 'roleEn', r.name_en,
    'district', d.name, 'districtEn', d.name_en, 'community', c.name, 'communityEn', c.name_en, 'since', v.since, 'until', v.until,
    'certifiedOn', v.certified_on,
    'isValid', v.since <= private.local_date(v.district_id, now()) and (v.until is null or v.until > private.local_date(v.district_id, now())))
  from public.volunteers v
  join public.volunteer_roles r on r.id = v.role_id
  join public.areas c on c.id = v.community_id
  join public.areas d on d.id = v.district_id
  where v.certificate = upper(btrim(check_certificate.number)) and check_certificate.number is not null
  limit 1
$$;
comment on function public.check_certificate is
  'What a certificate of a volunteer says, to anybody who has its number, signed in or not: the surname, the role, the community, since when, and whether it is valid today; null where there is none. Security definer: it is a public question.';
grant execute on function public.check_certificate to anon, authenticated;
create index volunteers_certificate_idx on public.volunteers (certificate) where certificate is not null;
