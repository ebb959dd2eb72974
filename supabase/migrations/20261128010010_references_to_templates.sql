-- What a key cannot say of a reference: that it leads to the own district or to a template of no district, and that what is
-- called a community is one. Asked once a statement where rows come in numbers. The referenced rows never change district or
-- kind, so that what was true when it was written stays true.

create function private.refuse_reference(code text, detail jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception '%', code using errcode = 'P0001', detail = detail::text;
end $$;
comment on function private.refuse_reference is 'Raises a permanent code for a row that points where it must not.';

create function private.keep_district() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'district-fixed' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.keep_district is 'A scheme, category or calendar stays of the district, or the template, that it was made as.';
create trigger schemes_keep_district after update of district_id on public.schemes
  for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();
create trigger categories_keep_district after update of district_id on public.categories
  for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();
create trigger calendars_keep_district after update of district_id on public.calendars
  for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();

create function private.check_plan_scheme() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from public.schemes s where s.id = new.scheme_id and (s.district_id is null or s.district_id = new.district_id)) then
    perform private.refuse_reference('scheme-unknown', jsonb_build_object('scheme', new.scheme_id));
  end if;
  return new;
end $$;
comment on function private.check_plan_scheme is
  'Refuses a plan under a scheme that is neither a template nor of its own district. Security definer: the rule holds whatever the writer may see.';
-- Before the key is asked, so that a scheme of elsewhere and one of nowhere are told alike.
create trigger plans_scheme_of_district before insert or update of scheme_id, district_id on public.plans
  for each row execute function private.check_plan_scheme();

create function private.check_incident_categories() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select w.category_id into stranger from written w join public.categories c on c.id = w.category_id
  where c.district_id <> w.district_id limit 1;
  if found then
    perform private.refuse_reference('category-unknown', jsonb_build_object('category', stranger));
  end if;
  return null;
end $$;
comment on function private.check_incident_categories is
  'Refuses incidents of a category that is neither a template nor of their own district. Security definer: the rule holds whatever the writer may see.';
create trigger incidents_category_of_district after insert on public.incidents
  referencing new table as written for each statement execute function private.check_incident_categories();

create function private.check_incident_category() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.categories c where c.id = new.category_id and c.district_id <> new.district_id) then
    perform private.refuse_reference('category-unknown', jsonb_build_object('category', new.category_id));
  end if;
  return null;
end $$;
comment on function private.check_incident_category is
  'The same for an incident that is put under another category. Security definer: the rule holds whatever the writer may see.';
create trigger incidents_category_stays_of_district after update of category_id on public.incidents
  for each row when (old.category_id is distinct from new.category_id) execute function private.check_incident_category();

create function private.check_communities() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  stranger bigint;
begin
  select w.community_id into stranger from (select distinct r.community_id from written r) w
  join public.areas a on a.id = w.community_id where a.kind <> 'community' limit 1;
  if found then
    perform private.refuse_reference('community-unknown', jsonb_build_object('community', stranger));
  end if;
  return null;
end $$;
comment on function private.check_communities is
  'Refuses rows whose community is a street or a district. Security definer: the rule holds whatever the writer may see.';
do $$
declare
  held text;
begin
  foreach held in array '{compounds,buildings,plan_communities,grid_codes,volunteers,incidents}'::text[] loop
    execute format('create trigger %I after insert on public.%I referencing new table as written
      for each statement execute function private.check_communities()', held || '_in_communities', held);
    if held <> 'incidents' then
      execute format('create trigger %I after update on public.%I referencing new table as written
        for each statement execute function private.check_communities()', held || '_stay_in_communities', held);
    end if;
  end loop;
end $$;

-- Nothing takes an area out of its place: its code, its kind and what it lies in stay, and what another district has cannot be
-- written over, as `on conflict (code) do update` of an import did.
create or replace function private.place_area() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  parent public.areas;
begin
  if tg_op = 'UPDATE' and (new.kind, new.code, new.parent_id) is distinct from (old.kind, old.code, old.parent_id)
    and exists (select from public.areas inner_area where inner_area.parent_id = old.id) then
    raise exception 'area-has-areas' using errcode = 'P0001', detail = json_build_object('code', old.code)::text;
  end if;
  if new.kind = 'district' then
    new.district_id := new.id;
    new.path := new.code::extensions.ltree;
    return new;
  end if;
  select * into parent from public.areas where id = new.parent_id;
  if not found
    or (new.kind = 'street' and parent.kind <> 'district')
    or (new.kind = 'community' and parent.kind <> 'street') then
    raise exception 'area-parent-wrong' using errcode = 'P0001',
      detail = json_build_object('code', new.code, 'parent', new.parent_id)::text;
  end if;
  if tg_op = 'UPDATE' and parent.district_id <> old.district_id then
    raise exception 'area-parent-wrong' using errcode = 'P0001',
      detail = json_build_object('code', new.code, 'parent', new.parent_id)::text;
  end if;
  if exists (select from public.areas other where other.code = new.code and other.district_id <> parent.district_id) then
    raise exception 'area-code-elsewhere' using errcode = 'P0001', detail = json_build_object('code', new.code)::text;
  end if;
  new.district_id := parent.district_id;
  new.path := parent.path operator(extensions.||) new.code;
  return new;
end $$;
comment on function private.place_area is
  'Derives district_id and path from the parent, so that no writer can state them wrongly. An area stays in its district, and a code that another district has is refused before anything can be written over there. Security definer: the rule holds whatever the writer may see. Errors: area-parent-wrong, area-has-areas, area-code-elsewhere.';
