-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create function private.refuse_reference(code text, detail jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception '%', code using errcode = 'P0001', detail = detail::text;
end $$;
comment on function private.refuse_reference(code text, detail jsonb) is
  'Raises a permanent code for a row that points where it must not.';

create function private.keep_district() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'district-fixed' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.keep_district() is
  'A scheme, category or calendar stays of the district, or the template, that it was made as.';

create function private.check_plan_scheme() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from public.schemes s where s.id = new.scheme_id and (s.district_id is null or s.district_id = new.district_id)) then
    perform private.refuse_reference('scheme-unknown', jsonb_build_object('scheme', new.scheme_id));
  end if;
  return new;
end $$;
comment on function private.check_plan_scheme() is
  'Refuses a plan under a scheme that is neither a template nor of its own district. Security definer: the rule holds whatever the writer may see.';

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
comment on function private.check_incident_categories() is
  'Refuses incidents of a category that is neither a template nor of their own district. Security definer: the rule holds whatever the writer may see.';

create function private.check_incident_category() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.categories c where c.id = new.category_id and c.district_id <> new.district_id) then
    perform private.refuse_reference('category-unknown', jsonb_build_object('category', new.category_id));
  end if;
  return null;
end $$;
comment on function private.check_incident_category() is
  'The same for an incident that is put under another category. Security definer: the rule holds whatever the writer may see.';

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
comment on function private.check_communities() is
  'Refuses rows whose community is a street or a district. Security definer: the rule holds whatever the writer may see.';

create trigger buildings_in_communities after insert on public.buildings referencing new table as written for each statement execute function private.check_communities();

create trigger buildings_stay_in_communities after update on public.buildings referencing new table as written for each statement execute function private.check_communities();

create trigger compounds_in_communities after insert on public.compounds referencing new table as written for each statement execute function private.check_communities();

create trigger compounds_stay_in_communities after update on public.compounds referencing new table as written for each statement execute function private.check_communities();

create function private.refuse_missing() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'value-missing' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
comment on function private.refuse_missing() is
  'Raises value-missing for a row in which something is null that must not be.';

create trigger zz_nothing_missing before insert or update on public.areas for each row when (new.kind is null or new.code is null or new.name is null or new.district_id is null or new.path is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.memberships for each row when (new.user_id is null or new.role is null or new.area_id is null or new.since is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.barriers for each row when (new.district_id is null or new.kind is null or new.name is null or new.line is null or new.source_id is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.base_features for each row when (new.district_id is null or new.layer is null or new.class is null or new.name is null or new.geom is null or new.source_id is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.buildings for each row when (new.district_id is null or new.community_id is null or new.source_id is null or new.name is null or new.address is null or new.households is null or new."position" is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.compounds for each row when (new.district_id is null or new.name is null or new.source_id is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.crossings for each row when (new.district_id is null or new.name is null or new.line is null or new.source_id is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.service_points for each row when (new.district_id is null or new.kind is null or new.name is null or new.address is null or new.telephone is null or new."position" is null or new.source_id is null) execute function private.refuse_missing();
