-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create type public.area_kind as enum ('district', 'street', 'community');

create table public.areas (
  id bigint generated always as identity,
  kind public.area_kind not null,
  code text not null,
  name text not null,
  name_en text,
  parent_id bigint,
  district_id bigint not null,
  path extensions.ltree not null,
  boundary extensions.geometry(multipolygon,4326),
  source_id text,
  constraint areas_pkey primary key (id),
  constraint areas_code_unique unique (code),
  constraint areas_of_district unique (district_id, id),
  constraint areas_source_unique unique (district_id, kind, source_id),
  constraint areas_boundary_valid check (extensions.st_isvalid(boundary)),
  constraint areas_code_length check (length(code) <= 400),
  constraint areas_code_matches_kind check (
    case kind
        when 'district'::public.area_kind then code ~ '^[0-9]{6}$'::text and parent_id is null
        when 'street'::public.area_kind then code ~ '^[0-9]{9}$'::text and parent_id is not null
        when 'community'::public.area_kind then code ~ '^[0-9]{12}$'::text and parent_id is not null
        else null::boolean
    end),
  constraint areas_name_en_length check (length(name_en) <= 10000),
  constraint areas_name_length check (length(name) <= 400),
  constraint areas_name_not_blank check (btrim(name) <> ''::text),
  constraint areas_source_id_length check (length(source_id) <= 400)
);
comment on table public.areas is
  'The tree district → street → community, by statistics code (6, 9, 12 digits).';
comment on column public.areas.path is
  'Codes from the district down, so that "in this area and below" is one index look-up.';
comment on column public.areas.boundary is
  'WGS84; communities of one district share borders and do not overlap.';
create index areas_boundary_idx on public.areas using gist (boundary);
create index areas_district_idx on public.areas (district_id, kind);
create index areas_parent_idx on public.areas (parent_id);
create index areas_path_idx on public.areas using gist (path);
alter table public.areas enable row level security;
grant delete, insert, select on public.areas to authenticated;
grant update (name, name_en, boundary) on public.areas to authenticated;

alter table public.areas add constraint areas_district_fkey
  foreign key (district_id) references public.areas(id) on delete cascade deferrable initially deferred;

alter table public.areas add constraint areas_parent_fkey
  foreign key (parent_id, district_id) references public.areas(id, district_id) on delete cascade;

-- Nothing takes an area out of its place: its code, its kind and what it lies in stay, and what another district has cannot be
-- written over, as `on conflict (code) do update` of an import did.
create function private.place_area() returns trigger
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
comment on function private.place_area() is
  'Derives district_id and path from the parent, so that no writer can state them wrongly. An area stays in its district, and a code that another district has is refused before anything can be written over there. Security definer: the rule holds whatever the writer may see. Errors: area-parent-wrong, area-has-areas, area-code-elsewhere.';

create function private.may_create_districts() returns boolean
language sql stable security definer set search_path = '' as $$
  select (select auth.role()) = 'service_role'
    or exists (
      select from public.memberships m join public.areas a on a.id = m.area_id and a.kind = 'district'
      where m.user_id = (select auth.uid()) and m.role = 'admin' and (m.until is null or m.until > now()))
    or (not exists (select from public.memberships)
      and (select auth.uid()) = (select u.id from auth.users u order by u.created_at, u.id limit 1))
$$;
comment on function private.may_create_districts() is
  'Whether the caller may make a district: an admin of a whole one, the service key, or the first account of a database in which nobody holds a role. Security definer: reads memberships and accounts.';
grant execute on function private.may_create_districts() to authenticated, service_role;

-- Roles end and begin when they say so: whoever had a role in a district until last year has none in the one that is made after it, and
-- nobody has today what is given from tomorrow.
create function public.create_district(code text, name text, name_en text default null, members_of text default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  made bigint;
begin
  if not private.may_create_districts() then
    raise exception 'not-allowed' using errcode = 'P0001';
  end if;
  if create_district.code !~ '^[0-9]{6}$' or btrim(create_district.name) = '' then
    raise exception 'district-code-malformed' using errcode = 'P0001', detail = json_build_object('code', create_district.code)::text;
  end if;
  if exists (select from public.areas a where a.code = create_district.code) then
    raise exception 'district-exists' using errcode = 'P0001', detail = json_build_object('code', create_district.code)::text;
  end if;
  insert into public.areas (kind, code, name, name_en)
  values ('district', create_district.code, btrim(create_district.name), create_district.name_en) returning id into made;
  insert into public.memberships (user_id, role, area_id)
  select (select auth.uid()), role, made from unnest('{admin,planner}'::public.member_role[]) role
  where (select auth.uid()) is not null;
  insert into public.memberships (user_id, role, area_id, until)
  select m.user_id, m.role, made, m.until
  from public.memberships m join public.areas a on a.id = m.area_id
  where a.code = members_of and a.kind = 'district' and (m.until is null or m.until > now())
    and ((select auth.role()) = 'service_role' or private.can('{admin}', a.id))
  on conflict do nothing;
  return made;
end $$;
comment on function public.create_district(code text, name text, name_en text, members_of text) is
  'Makes a district and returns its id. The caller becomes its admin and planner; with members_of, those who hold a role in that whole district hold it in the new one too, until when they hold it there. Security definer: a district has no parent whose members could be asked. Raises not-allowed, district-code-malformed, district-exists.';
grant execute on function public.create_district(code text, name text, name_en text, members_of text) to authenticated;

create trigger areas_place before insert or update of kind, code, parent_id on public.areas for each row execute function private.place_area();
