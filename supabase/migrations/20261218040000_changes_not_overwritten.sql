-- Two people on one thing: whoever saves says what they read (`was`), and what somebody else has changed since is not overwritten. A field
-- that is by now what is to be written is no conflict: sent twice, it is done once.
create function private.means_same(one jsonb, other jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select case when jsonb_typeof(one) = 'array' and jsonb_typeof(other) = 'array'
    then one @> other and other @> one and jsonb_array_length(one) = jsonb_array_length(other)
    else coalesce(nullif(one, '""'), 'null') = coalesce(nullif(other, '""'), 'null') end
$$;
comment on function private.means_same(one jsonb, other jsonb) is
  'Whether two values of a form say the same: lists in any order; a blank, null and nothing are alike.';

create function private.refuse_overwriting(was jsonb, held jsonb, content jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  fields text[];
begin
  if jsonb_typeof(was) is distinct from 'object' then
    return;
  end if;
  fields := array(select w.key from jsonb_each(was) w
    where not private.means_same(held -> w.key, w.value) and not private.means_same(held -> w.key, content -> w.key) order by 1);
  if cardinality(fields) > 0 then
    raise exception 'changed-since' using errcode = 'P0001', detail = json_build_object('fields', fields)::text;
  end if;
end $$;
comment on function private.refuse_overwriting(was jsonb, held jsonb, content jsonb) is
  'Raises changed-since { fields } where a field is neither what was read (`was`) nor what is to be written. Without `was`, as scripts send it, nothing is compared.';
grant execute on function private.means_same(one jsonb, other jsonb), private.refuse_overwriting(was jsonb, held jsonb, content jsonb) to authenticated, service_role;

create or replace function public.save_department(district bigint, department bigint, content jsonb, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'save_department', jsonb_build_array(district, department, content));
  held constant bigint := private.setup_district(save_department.district, '{admin}');
  title constant text := private.plain_words(content ->> 'name', 100);
  chosen public.departments;
  following bigint[];
  moved integer;
begin
  if known is not null then
    return known;
  end if;
  if title = '' then
    raise exception 'name-required' using errcode = 'P0001';
  end if;
  if exists (select from public.departments d where d.district_id = held and d.name = title and d.id is distinct from save_department.department) then
    raise exception 'department-name-taken' using errcode = 'P0001', detail = json_build_object('name', title)::text;
  end if;
  -- Which open cases follow the rules of now: those that were put to another department by hand stay there.
  perform private.lock_incidents_of(held);
  following := array(
    select i.id from public.incidents i
    where i.district_id = held and not private.incident_ended(i.state)
      and i.department_id is not distinct from private.department_for(i.district_id, i.category_id, i.community_id));
  if department is null then
    insert into public.departments (district_id, name) values (held, title) returning * into chosen;
  else
    chosen := private.own_department(department, '{admin}');
    if chosen.district_id <> held then
      raise exception 'department-unknown' using errcode = 'P0001', detail = json_build_object('department', department)::text;
    end if;
    perform from public.departments d where d.id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('name', d.name, 'nameEn', d.name_en, 'telephone', d.telephone, 'retired', d.retired, 'categories', (
        select coalesce(jsonb_agg(jsonb_build_object('code', r.category_code, 'area', r.area_id)), '[]')
        from public.department_categories r where r.department_id = d.id))
      from public.departments d where d.id = chosen.id), content);
  end if;
  update public.departments d set name = title, name_en = private.plain_words(content ->> 'nameEn', 200),
    telephone = private.plain_words(content ->> 'telephone', 40), retired = coalesce((content ->> 'retired')::boolean, false)
  where d.id = chosen.id returning * into chosen;
  perform private.write_department_categories(chosen, case jsonb_typeof(content -> 'categories') when 'array' then content -> 'categories' else '[]' end);
  update public.incidents i set former_department_id = i.department_id, department_id = fresh.department
  from (
    select o.id, private.department_for(held, o.category_id, o.community_id) as department
    from public.incidents o where o.district_id = held and o.id = any (following)
  ) fresh
  where i.district_id = held and i.id = fresh.id and i.department_id is distinct from fresh.department;
  get diagnostics moved = row_count;
  return private.end_intent(client_key, jsonb_build_object('id', chosen.id, 'moved', moved));
end $$;
comment on function public.save_department(district bigint, department bigint, content jsonb, client_key uuid) is
  'Makes a department of a district (department null) or changes one: { name, nameEn, telephone, retired, categories: [{ code, area }], was: what was read of it }. Open cases follow the rule at once, save those put elsewhere by hand; cases that ended keep theirs. Returns { id, moved }: how many open cases went. Errors: not-allowed, department-unknown, name-required, department-name-taken, changed-since { fields }, category-unknown, area-unknown, category-taken { code, area, name }, sent-otherwise. Security definer: no policies for writing.';

create or replace function public.save_person(district bigint, person bigint, content jsonb, client_key uuid default null) returns jsonb
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
    perform from public.people p where p.id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('name', p.name, 'organisation', p.organisation, 'workTelephone', p.work_telephone, 'department', p.department_id,
        'area', p.area_id, 'onDuty', p.on_duty, 'leftOn', p.left_on)
      from public.people p where p.id = chosen.id), content);
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
comment on function public.save_person(district bigint, person bigint, content jsonb, client_key uuid) is
  'Adds somebody to the staff of a district (person null) or changes what is known of them: { name, organisation, workTelephone, department, area, onDuty, leftOn, sourceId (new only: the work number), was: what was read of them }. From leftOn on they hold no post. Returns { id }. Errors: not-allowed, person-unknown, changed-since { fields }, name-required, telephone-malformed, department-unknown, area-unknown, date-malformed, person-number-taken, sent-otherwise. Security definer: one question of the right, the same for every row that it touches.';

create or replace function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid default null) returns jsonb
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
    perform from public.absences a where a.id = absence and a.person_id = chosen.id for update;
    perform private.refuse_overwriting(content -> 'was', (
      select jsonb_build_object('firstDay', a.first_day, 'lastDay', a.last_day, 'substitute', a.substitute_id)
      from public.absences a where a.id = absence and a.person_id = chosen.id), content)
    where exists (select from public.absences a where a.id = absence and a.person_id = chosen.id);
    update public.absences a set first_day = since, last_day = until, substitute_id = other
    where a.id = absence and a.person_id = chosen.id returning a.id into made;
    if made is null then
      raise exception 'absence-unknown' using errcode = 'P0001', detail = json_build_object('absence', absence)::text;
    end if;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_absence(person bigint, absence bigint, content jsonb, client_key uuid) is
  'Says from when until when (its last day included; none: until further notice) somebody is away, and who stands in: { firstDay, lastDay, substitute, was: what was read of it }; absence: the one to change, null for a new one. Returns { id }. Errors: person-unknown, absence-unknown, changed-since { fields }, date-malformed, dates-reversed, absence-overlaps, substitute-chain-closed, sent-otherwise. Security definer: no policies for writing.';

drop function public.change_assignment(bigint, text, text, uuid);
create function public.change_assignment(assignment bigint, since text, until text, client_key uuid default null, was jsonb default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_assignment', jsonb_build_array(assignment, since, until, was));
  held constant public.assignments := private.own_assignment(assignment);
begin
  if known is not null then
    return known;
  end if;
  perform from public.assignments a where a.id = held.id for update;
  perform private.refuse_overwriting(was, (select jsonb_build_object('since', a.since, 'until', a.until) from public.assignments a where a.id = held.id),
    jsonb_build_object('since', change_assignment.since, 'until', change_assignment.until))
  where exists (select from public.assignments a where a.id = held.id);
  update public.assignments a set since = coalesce(private.given_date(change_assignment.since, 'since'), held.since),
    until = private.given_date(change_assignment.until, 'until')
  where a.id = held.id;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.change_assignment(assignment bigint, since text, until text, client_key uuid, was jsonb) is
  'Sets from when and until when, not including, somebody holds a post; without a day they hold it on. was: { since, until } as they were read. Errors: assignment-unknown, changed-since { fields }, date-malformed, dates-reversed, person-on-exclusive-post, post-full, span-exceeded, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.change_assignment(assignment bigint, since text, until text, client_key uuid, was jsonb) to authenticated;

create or replace function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid default null) returns jsonb
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
  else
    perform from public.volunteer_roles r where r.id = role and r.district_id = held for update;
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', r.name, 'nameEn', r.name_en, 'duties', r.duties, 'retired', r.retired), content)
    from public.volunteer_roles r where r.id = role and r.district_id = held;
  end if;
  update public.volunteer_roles r set name = title, name_en = private.plain_words(content ->> 'nameEn', 200),
    duties = private.plain_words(content ->> 'duties', 2000), retired = coalesce((content ->> 'retired')::boolean, false)
  where r.id = made and r.district_id = held;
  if not found then
    raise exception 'volunteer-role-unknown' using errcode = 'P0001', detail = json_build_object('role', role)::text;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', made));
end $$;
comment on function public.save_volunteer_role(district bigint, role bigint, content jsonb, client_key uuid) is
  'Names or changes a kind of voluntary service of a district, or adds one (role null): { name, nameEn, duties, retired, was: what was read of it }. Returns { id }. Errors: not-allowed, name-required, volunteer-role-taken, changed-since { fields }, volunteer-role-unknown, sent-otherwise. Security definer: no policies for writing.';

create or replace function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid default null) returns jsonb
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
    perform from public.volunteers v where v.id = held.id for update;
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('community', v.community_id, 'name', v.name, 'role', v.role_id,
      'compound', v.compound_id, 'since', v.since, 'until', v.until), content || jsonb_build_object('community', place.id))
    from public.volunteers v where v.id = held.id;
    -- A certificate says what was true: another role, place or name needs a new one.
    update public.volunteers v set community_id = place.id, name = title, role_id = kind, compound_id = estate, since = begins, until = ends,
      certificate = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certificate end,
      certified_on = case when (v.community_id, v.name, v.role_id) = (place.id, title, kind) then v.certified_on end
    where v.id = held.id;
  end if;
  return private.end_intent(client_key, jsonb_build_object('id', held.id));
end $$;
comment on function public.save_volunteer(community bigint, volunteer bigint, content jsonb, client_key uuid) is
  'Enters a volunteer of a community (volunteer null) or changes one: { name, role, compound, since, until, was: what was read of them, with community }; another name, role or community makes the certificate void. Returns { id }. Errors: community-unknown, volunteer-unknown, changed-since { fields }, name-required, date-malformed, dates-reversed, volunteer-role-unknown, compound-unknown, sent-otherwise. Security definer: one question of the right.';

create or replace function public.save_category(district bigint, category bigint, content jsonb, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  place constant bigint := private.administered(district);
  known constant jsonb := private.begin_intent(client_key, 'save_category', jsonb_build_array(district, category, content));
  held public.categories;
  code constant text := content ->> 'code';
begin
  if known is not null then
    return known::bigint;
  end if;
  if category is not null then
    held := private.category_to_change(place, category);
    perform private.refuse_overwriting(content -> 'was', jsonb_build_object('name', c.name, 'nameEn', c.name_en, 'gridOnly', c.grid_only,
      'approvedBy', c.approved_by, 'approval', c.approval, 'approvedSince', c.approved_since, 'approvedUntil', c.approved_until, 'deadlines', (
        select coalesce(jsonb_agg(jsonb_build_object('clock', d.clock, 'amount', d.amount, 'unit', d.unit)), '[]')
        from public.category_deadlines d where d.category_id = c.id)), content)
    from public.categories c where c.id = held.id;
  else
    perform private.own_categories(place);
    if coalesce(code, '') !~ '^[0-9]{2}([0-9]{2})?$' then
      raise exception 'code-malformed' using errcode = 'P0001', detail = json_build_object('code', left(code, 20))::text;
    end if;
    if length(code) = 4 and not exists (select from public.categories c where c.district_id = place and c.code = left(code, 2) and not c.retired) then
      raise exception 'class-unknown' using errcode = 'P0001', detail = json_build_object('code', left(code, 2))::text;
    end if;
    if exists (select from public.categories c where c.district_id = place and c.code = code) then
      raise exception 'code-taken' using errcode = 'P0001', detail = json_build_object('code', code)::text;
    end if;
  end if;
  return private.end_intent(client_key, to_jsonb(private.write_category(place, held, content)))::bigint;
end $$;
comment on function public.save_category(district bigint, category bigint, content jsonb, client_key uuid) is
  'Adds a category (category null: content.code) or changes one; returns the id of the row that stands for the code from now on. content: { code, name, nameEn, gridOnly, approvedBy, approval, approvedSince, approvedUntil, deadlines: [{ clock, amount, unit }], was: what was read of it }. Cases keep the name and deadlines that they had. Raises not-allowed, category-unknown, changed-since, code-malformed, class-unknown, code-taken, name-missing, dates-reversed, date-malformed, deadline-wrong, sent-otherwise. Security definer: categories have no policies for writing.';

drop function public.change_scheme(bigint, jsonb);
create function public.change_scheme(scheme bigint, rule jsonb, client_key uuid default null) returns void
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'change_scheme', jsonb_build_array(scheme, rule));
  chosen public.schemes;
begin
  if known is not null then
    return;
  end if;
  chosen := private.own_scheme(change_scheme.scheme);
  perform private.refuse_overwriting(rule -> 'was', s.value, rule)
  from jsonb_array_elements(public.list_schemes(chosen.district_id)) s where (s.value ->> 'id')::bigint = chosen.id;
  perform private.check_levels(rule);
  update public.schemes s set
    name = btrim(rule ->> 'name'), name_en = coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')),
    tolerance = (rule ->> 'tolerance')::numeric, code_digits = (rule ->> 'codeDigits')::smallint,
    incidents_share = private.given_share(rule, 'incidents'), visits_share = private.given_share(rule, 'visits'),
    area_share = private.given_share(rule, 'area')
  where s.id = chosen.id;
  perform private.write_levels(chosen.id, rule);
  perform private.end_intent(client_key, to_jsonb(chosen.id));
end $$;
comment on function public.change_scheme(scheme bigint, rule jsonb, client_key uuid) is
  'Makes a scheme of the district what create_scheme takes; rule.was: what was read of it. Errors: scheme-unknown, changed-since { fields }, sent-otherwise, scheme-is-template, scheme-not-yours, scheme-in-use (drawn plans use it, and more than words would change), scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong.';
grant execute on function public.change_scheme(scheme bigint, rule jsonb, client_key uuid) to authenticated;
