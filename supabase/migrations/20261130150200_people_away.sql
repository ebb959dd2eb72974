-- People belong to a department and an area, are away on days with somebody who stands in, and have hours of duty in the week.

alter table public.people add column department_id bigint, add column area_id bigint, add column left_on date;
alter table public.people add constraint people_department_fkey foreign key (department_id, district_id)
  references public.departments (id, district_id) on delete set null (department_id);
alter table public.people add constraint people_area_fkey foreign key (area_id, district_id)
  references public.areas (id, district_id) on delete set null (area_id);
alter table public.people add constraint people_left_on_bounded check (left_on between '1900-01-01' and '2099-12-31');
comment on column public.people.area_id is 'The street or community that a person works for; null: the district.';
comment on column public.people.left_on is 'The first day on which a person is no longer of the staff.';
create index people_department_idx on public.people (department_id) where department_id is not null;

create table public.absences (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  person_id bigint not null,
  first_day date not null,
  last_day date,
  substitute_id bigint,
  constraint absences_in_order check (last_day is null or last_day >= first_day),
  constraint absences_first_day_bounded check (first_day between '1900-01-01' and '2099-12-31'),
  constraint absences_last_day_bounded check (last_day between '1900-01-01' and '2099-12-31'),
  constraint absences_substitute_is_another check (substitute_id <> person_id),
  constraint absences_person_fkey foreign key (person_id, district_id) references public.people (id, district_id) on delete cascade,
  constraint absences_substitute_fkey foreign key (substitute_id, district_id) references public.people (id, district_id) on delete set null (substitute_id),
  constraint absences_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.absences is
  'Days on which somebody is not on duty, and who stands in. Not why: that is private. Without a last day: until further notice.';
create index absences_person_idx on public.absences (person_id, first_day);
create index absences_substitute_idx on public.absences (substitute_id) where substitute_id is not null;
alter table public.absences enable row level security;
grant select on public.absences to authenticated;
create policy "staff read absences of those whom they see" on public.absences
  for select to authenticated using (district_id in (select private.roster_districts())
    or (district_id in (select private.staff_districts()) and person_id in (select p.id from public.people p)));

create table public.duty_shifts (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  area_id bigint not null,
  person_id bigint not null,
  weekday smallint not null,
  begins time not null,
  ends time not null,
  first_day date not null,
  last_day date,
  constraint duty_shifts_once unique (area_id, person_id, weekday, begins, first_day),
  constraint duty_shifts_weekday_known check (weekday between 1 and 7),
  constraint duty_shifts_in_order check (last_day is null or last_day >= first_day),
  constraint duty_shifts_first_day_bounded check (first_day between '1900-01-01' and '2099-12-31'),
  constraint duty_shifts_last_day_bounded check (last_day between '1900-01-01' and '2099-12-31'),
  constraint duty_shifts_person_fkey foreign key (person_id, district_id) references public.people (id, district_id) on delete cascade,
  constraint duty_shifts_area_fkey foreign key (area_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.duty_shifts is
  'The weekly duty roster of an area: who is on duty on a day of the week (1 Monday to 7 Sunday), from a time to a time. A shift that ends at or before it begins goes on into the next day.';
create index duty_shifts_person_idx on public.duty_shifts (person_id);
alter table public.duty_shifts enable row level security;
grant select on public.duty_shifts to authenticated;
create policy "staff read the duty roster of their district" on public.duty_shifts
  for select to authenticated using (district_id in (select private.roster_districts())
    or (district_id in (select private.staff_districts()) and person_id in (select p.id from public.people p)));

create trigger people_audit after insert or update or delete on public.people for each row execute function private.audit();
create trigger absences_audit after insert or update or delete on public.absences for each row execute function private.audit();
create trigger duty_shifts_audit after insert or update or delete on public.duty_shifts for each row execute function private.audit();
create trigger absences_topic_insert after insert on public.absences referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger absences_topic_update after update on public.absences referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger absences_topic_delete after delete on public.absences referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger duty_shifts_topic_insert after insert on public.duty_shifts referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger duty_shifts_topic_update after update on public.duty_shifts referencing new table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger duty_shifts_topic_delete after delete on public.duty_shifts referencing old table as changed for each statement execute function private.note_topic('people', 'c.district_id', 'true');
create trigger zz_nothing_missing before insert or update on public.absences for each row
  when (new.district_id is null or new.person_id is null or new.first_day is null) execute function private.refuse_missing();
create trigger zz_nothing_missing before insert or update on public.duty_shifts for each row
  when (new.district_id is null or new.area_id is null or new.person_id is null or new.weekday is null or new.begins is null
    or new.ends is null or new.first_day is null) execute function private.refuse_missing();

create function private.check_absence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  other record;
begin
  perform private.refuse_reversed(new.first_day, new.last_day);
  -- One after the other in a district, so that two halves of a circle are not written at once.
  perform pg_advisory_xact_lock(4219, new.district_id::integer);
  select a.first_day, a.last_day into other from public.absences a
  where a.person_id = new.person_id and a.id <> new.id
    and a.first_day <= coalesce(new.last_day, 'infinity') and coalesce(a.last_day, 'infinity') >= new.first_day
  order by a.first_day limit 1;
  if found then
    raise exception 'absence-overlaps' using errcode = 'P0001', detail = json_build_object('since', other.first_day, 'until', other.last_day)::text;
  end if;
  if new.substitute_id is null then
    return new;
  end if;
  if new.substitute_id = new.person_id or exists (
    with recursive chain (person, first_day, last_day, length) as (
      select new.substitute_id, new.first_day, coalesce(new.last_day, 'infinity'::date), 1
      union all
      select a.substitute_id, greatest(c.first_day, a.first_day), least(c.last_day, coalesce(a.last_day, 'infinity')), c.length + 1
      from chain c join public.absences a on a.person_id = c.person and a.id <> new.id and a.substitute_id is not null
        and a.first_day <= c.last_day and coalesce(a.last_day, 'infinity') >= c.first_day
      where c.person <> new.person_id and c.length < 100
    )
    select from chain c where c.person = new.person_id or c.length >= 100) then
    raise exception 'substitute-chain-closed' using errcode = 'P0001', detail = (
      select json_build_object('name', p.name)::text from public.people p where p.id = new.substitute_id);
  end if;
  return new;
end $$;
comment on function private.check_absence is
  'Refuses days that end before they begin (dates-reversed), a second absence on the same days (absence-overlaps) and a substitute who, on one of the days, is stood in for by whoever is away (substitute-chain-closed), over however many others. Security definer: the rule holds whatever the writer may see.';
create trigger absences_checked before insert or update on public.absences for each row execute function private.check_absence();

create function private.stand_in(person bigint, day date) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  held bigint := stand_in.person;
  found_one record;
begin
  for step in 1 .. 100 loop
    select p.on_duty and coalesce(p.left_on > stand_in.day, true) as works, a.id is not null as is_away, a.substitute_id into found_one
    from public.people p
    left join public.absences a on a.person_id = p.id and a.first_day <= stand_in.day and coalesce(a.last_day, 'infinity') >= stand_in.day
    where p.id = held;
    if not found then
      return null;
    end if;
    if not found_one.is_away then
      return case when found_one.works then held end;
    end if;
    held := found_one.substitute_id;
    exit when held is null;
  end loop;
  return null;
end $$;
comment on function private.stand_in is
  'Who does a person''s work on a day: the person, where on duty and not away, else the substitute, and so on along the chain; null where nobody does.';
grant execute on function private.stand_in to authenticated, service_role;

create function private.on_duty_people(people bigint[], day date) returns table (person bigint, doer bigint)
language sql stable set search_path = '' as $$
  select p.id, case
    when a.id is null then case when p.on_duty and coalesce(p.left_on > on_duty_people.day, true) then p.id end
    else private.stand_in(p.id, on_duty_people.day) end
  from public.people p
  left join public.absences a on a.person_id = p.id and a.first_day <= on_duty_people.day and coalesce(a.last_day, 'infinity') >= on_duty_people.day
  where p.id = any (people)
$$;
comment on function private.on_duty_people is
  'private.stand_in of many: whoever is not away is not walked for.';
grant execute on function private.on_duty_people to authenticated, service_role;

create function private.staff_person(person bigint) returns public.people
language plpgsql stable set search_path = '' as $$
declare
  chosen public.people;
begin
  select * into chosen from public.people p
  where p.id = staff_person.person and p.district_id in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', staff_person.person)::text;
  end if;
  return chosen;
end $$;
comment on function private.staff_person is
  'The person, if the signed-in one may change the staff of the district; raises person-unknown.';

create function public.save_person(district bigint, person bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_person', jsonb_build_array(district, person, content));
  held constant bigint := private.setup_district(save_person.district, '{planner,admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  office constant bigint := (content ->> 'department')::bigint;
  place constant bigint := (content ->> 'area')::bigint;
  telephone constant text := private.plain_words(content ->> 'workTelephone', 40);
  gone constant date := private.given_date(content ->> 'leftOn', 'leftOn');
  chosen public.people;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if telephone !~ '^[-+0-9 ()#*转/]*$' then
    raise exception 'telephone-malformed' using errcode = 'P0001', detail = json_build_object('value', telephone)::text;
  end if;
  if office is not null and not exists (select from public.departments d where d.id = office and d.district_id = held) then
    raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', office)::text;
  end if;
  if place is not null and not exists (select from public.areas a where a.id = place and a.district_id = held) then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', place)::text;
  end if;
  if person is null then
    insert into public.people (district_id, name, source_id)
    values (held, title, coalesce(nullif(private.plain_words(content ->> 'sourceId', 100), ''), 'own-' || gen_random_uuid()))
    returning * into chosen;
  else
    chosen := private.staff_person(person);
    if chosen.district_id <> held then
      raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', person)::text;
    end if;
  end if;
  update public.people p set name = title, organisation = private.plain_words(content ->> 'organisation', 100), work_telephone = telephone,
    department_id = office, area_id = place, on_duty = coalesce((content ->> 'onDuty')::boolean, true), left_on = gone
  where p.id = chosen.id;
  -- Who has left holds nothing from that day on.
  update public.assignments a set until = greatest(a.since, gone)
  where a.person_id = chosen.id and gone is not null and coalesce(a.until, 'infinity') > gone;
  return private.end_intent(client_key, jsonb_build_object('id', chosen.id));
exception when unique_violation then
  raise exception 'person-number-taken' using errcode = 'P0001', detail = json_build_object('value', content ->> 'sourceId')::text;
end $$;
comment on function public.save_person is
  'Adds somebody to the staff of a district (person null) or changes what is known of them: { name, organisation, workTelephone, department, area, onDuty, leftOn, sourceId (new only: the work number) }. From leftOn on they hold no post. Returns { id }. Errors: not-allowed, person-unknown, name-required, telephone-malformed, department-unknown, area-unknown, date-malformed, person-number-taken, sent-otherwise. Security definer: one question of the right, the same for every row that it touches.';
grant execute on function public.save_person to authenticated;

create function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_absence', jsonb_build_array(person, absence, content));
  chosen constant public.people := private.staff_person(person);
  since constant date := private.given_date(content ->> 'firstDay', 'firstDay');
  until constant date := private.given_date(content ->> 'lastDay', 'lastDay');
  other constant bigint := (content ->> 'substitute')::bigint;
  made bigint;
begin
  if known is not null then
    return known;
  end if;
  if since is null then
    raise exception 'date-malformed' using errcode = 'P0001', detail = '{"field": "firstDay", "value": ""}';
  end if;
  perform private.refuse_reversed(since, until);
  if other is not null and not exists (select from public.people p where p.id = other and p.district_id = chosen.district_id) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', other)::text;
  end if;
  if absence is null then
    insert into public.absences (district_id, person_id, first_day, last_day, substitute_id)
    values (chosen.district_id, chosen.id, since, until, other) returning id into made;
  else
    update public.absences a set first_day = since, last_day = until, substitute_id = other
    where a.id = absence and a.person_id = chosen.id returning a.id into made;
    if made is null then
      raise exception 'absence-unknown' using errcode = 'P0001', detail = json_build_object('absence', absence)::text;
    end if;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_absence is
  'Says from when until when (its last day included; none: until further notice) somebody is away, and who stands in: { firstDay, lastDay, substitute }; absence: the one to change, null for a new one. Returns { id }. Errors: person-unknown, absence-unknown, date-malformed, dates-reversed, absence-overlaps, substitute-chain-closed, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_absence to authenticated;

create function public.remove_absence(absence bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_absence', jsonb_build_array(absence));
  gone bigint;
begin
  if known is not null then
    return known;
  end if;
  delete from public.absences a where a.id = absence and a.district_id in (select private.reachable('{planner,admin}')) returning a.id into gone;
  if gone is null then
    raise exception 'absence-unknown' using errcode = 'P0001', detail = json_build_object('absence', absence)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', gone));
end $$;
comment on function public.remove_absence is
  'Takes back an absence that was entered by mistake; one that is over is ended by its last day. Errors: absence-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_absence to authenticated;

create function private.given_time(word text) returns time
language plpgsql immutable set search_path = '' as $$
declare
  found text := substring(coalesce(word, '') from '^(?:[01]\d|2[0-3]):[0-5]\d$');
begin
  if found is null then
    raise exception 'time-malformed' using errcode = 'P0001', detail = json_build_object('value', left(word, 40))::text;
  end if;
  return found::time;
end $$;
comment on function private.given_time is 'A time as HH:MM; raises time-malformed.';

create function public.save_duty(area bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_duty', jsonb_build_array(area, content));
  chosen public.areas;
  who constant bigint := (content ->> 'person')::bigint;
  since constant date := private.given_date(content ->> 'firstDay', 'firstDay');
  until constant date := private.given_date(content ->> 'lastDay', 'lastDay');
  days constant smallint[] := array(select d::smallint from jsonb_array_elements_text(content -> 'weekdays') d where d ~ '^[1-7]$');
begin
  if known is not null then
    return known;
  end if;
  select * into chosen from public.areas a where a.id = save_duty.area and a.id in (select private.reachable('{planner,admin}'));
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', save_duty.area)::text;
  end if;
  if not exists (select from public.people p where p.id = who and p.district_id = chosen.district_id) then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('person', who)::text;
  end if;
  if since is null or cardinality(days) = 0 then
    raise exception 'date-malformed' using errcode = 'P0001', detail = json_build_object('field', 'firstDay', 'value', coalesce(content ->> 'firstDay', ''))::text;
  end if;
  perform private.refuse_reversed(since, until);
  insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day, last_day)
  select chosen.district_id, chosen.id, who, d, private.given_time(content ->> 'begins'), private.given_time(content ->> 'ends'), since, until
  from unnest(days) d
  on conflict (area_id, person_id, weekday, begins, first_day) do update set ends = excluded.ends, last_day = excluded.last_day;
  return private.end_intent(client_key, jsonb_build_object('shifts', cardinality(days)));
end $$;
comment on function public.save_duty is
  'Puts somebody on the weekly duty roster of an area: { person, weekdays: [1..7], begins, ends (HH:MM; at or before begins: into the next day), firstDay, lastDay }. The same person, day and beginning again changes that shift. Returns { shifts }. Errors: area-unknown, person-unknown, date-malformed, dates-reversed, time-malformed, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.save_duty to authenticated;

create function public.remove_duty(shift bigint, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'remove_duty', jsonb_build_array(shift));
  gone bigint;
begin
  if known is not null then
    return known;
  end if;
  delete from public.duty_shifts s where s.id = shift and s.area_id in (select private.reachable('{planner,admin}')) returning s.id into gone;
  if gone is null then
    raise exception 'shift-unknown' using errcode = 'P0001', detail = json_build_object('shift', shift)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', gone));
end $$;
comment on function public.remove_duty is
  'Takes a shift off the weekly duty roster. Errors: shift-unknown, sent-otherwise. Security definer: no policies for writing.';
grant execute on function public.remove_duty to authenticated;

create function public.duty_roster(area bigint, first_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
  zone text;
begin
  select * into chosen from public.areas a where a.id = duty_roster.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', duty_roster.area)::text;
  end if;
  select c.time_zone into zone from public.calendars c where c.id = private.calendar_of(chosen.district_id);
  return jsonb_build_object('now', now(), 'firstDay', first_day, 'shifts', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'day', d.day, 'begins', to_char(s.begins, 'HH24:MI'), 'ends', to_char(s.ends, 'HH24:MI'),
      'person', p.id, 'name', p.name, 'telephone', p.work_telephone,
      'standIn', case when who.id is distinct from p.id then jsonb_build_object('person', who.id, 'name', who.name, 'telephone', who.work_telephone) end,
      'isNow', now() >= (d.day + s.begins) at time zone zone
        and now() < (d.day + s.ends + case when s.ends <= s.begins then interval '1 day' else interval '0' end) at time zone zone)
      order by d.day, s.begins, p.name, s.id), '[]')
    from (select (duty_roster.first_day + n) as day from generate_series(-1, 6) n) d
    join public.duty_shifts s on s.area_id = chosen.id and s.weekday = extract(isodow from d.day)
      and s.first_day <= d.day and coalesce(s.last_day, 'infinity') >= d.day
    join public.people p on p.id = s.person_id
    left join public.people who on who.id = private.stand_in(p.id, d.day)
    -- A night that began the day before belongs to the week as well.
    where d.day >= duty_roster.first_day or s.ends <= s.begins));
end $$;
comment on function public.duty_roster is
  'Who is on duty in an area for seven days from a day, with the night that leads into them: { now, firstDay, shifts: [{ id, day, begins, ends, person, name, telephone, standIn: { person, name, telephone } | null, isNow }] }. standIn: whoever does it instead, each null where nobody does. Error: not-allowed. Security definer: a substitute is named whoever may see them.';
grant execute on function public.duty_roster to authenticated;

create function public.list_people(district bigint, day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  that_day date;
begin
  if list_people.district not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('district', list_people.district)::text;
  end if;
  that_day := coalesce(list_people.day, private.local_date(list_people.district, now()));
  return jsonb_build_object('day', that_day, 'people', (
    select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'sourceId', p.source_id, 'name', p.name, 'organisation', p.organisation,
      'workTelephone', p.work_telephone, 'department', p.department_id, 'area', p.area_id, 'onDuty', p.on_duty, 'leftOn', p.left_on,
      'hasAccount', p.user_id is not null,
      'standIn', case when away.id is not null then (
        select jsonb_build_object('person', w.id, 'name', w.name) from public.people w where w.id = private.stand_in(p.id, that_day)) end,
      'isAway', away.id is not null,
      'absences', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'firstDay', a.first_day, 'lastDay', a.last_day,
          'substitute', a.substitute_id) order by a.first_day), '[]')
        from public.absences a where a.person_id = p.id and coalesce(a.last_day, 'infinity') >= that_day - 31),
      'posts', (select coalesce(jsonb_agg(jsonb_build_object('assignment', h.id, 'post', post.name, 'postEn', post.name_en, 'grid', g.code,
          'gridName', g.name, 'area', h.area_id, 'since', h.since, 'until', h.until) order by h.since, h.id), '[]')
        from public.assignments h join public.scheme_posts post on post.id = h.post_id left join public.grids g on g.id = h.grid_id
        where h.person_id = p.id and h.since <= that_day and (h.until is null or h.until > that_day))) order by p.name, p.id), '[]')
    from public.people p
    left join public.absences away on away.person_id = p.id and away.first_day <= that_day and coalesce(away.last_day, 'infinity') >= that_day
    where p.district_id = list_people.district and (p.left_on is null or p.left_on > that_day)));
end $$;
comment on function public.list_people is
  'The staff of a district on a day (today without one): { day, people: [{ id, sourceId, name, organisation, workTelephone, department, area, onDuty, leftOn, hasAccount, isAway, standIn, absences, posts }] }. absences: those of the last month and to come; posts: held on the day. Error: not-allowed. Security definer: one question of the right for all of it.';
grant execute on function public.list_people to authenticated;
