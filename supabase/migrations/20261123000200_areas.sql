create type public.area_kind as enum ('district', 'street', 'community');

create table public.areas (
  id bigint generated always as identity primary key,
  kind public.area_kind not null,
  code text not null constraint areas_code_unique unique,
  name text not null constraint areas_name_not_blank check (btrim(name) <> ''),
  name_en text,
  parent_id bigint constraint areas_parent_fkey references public.areas (id) on delete cascade,
  district_id bigint not null constraint areas_district_fkey references public.areas (id) on delete cascade deferrable initially deferred,
  path extensions.ltree not null,
  boundary extensions.geometry(MultiPolygon, 4326)
    constraint areas_boundary_valid check (extensions.st_isvalid(boundary)),
  source_id text,
  constraint areas_code_matches_kind check (
    case kind
      when 'district' then code ~ '^[0-9]{6}$' and parent_id is null
      when 'street' then code ~ '^[0-9]{9}$' and parent_id is not null
      when 'community' then code ~ '^[0-9]{12}$' and parent_id is not null
    end
  ),
  constraint areas_source_unique unique (district_id, kind, source_id)
);
comment on table public.areas is 'The tree district → street → community, by statistics code (6, 9, 12 digits).';
comment on column public.areas.path is 'Codes from the district down, so that "in this area and below" is one index look-up.';
comment on column public.areas.boundary is 'WGS84; communities of one district share borders and do not overlap.';

create index areas_parent_idx on public.areas (parent_id);
create index areas_district_idx on public.areas (district_id, kind);
create index areas_path_idx on public.areas using gist (path extensions.gist_ltree_ops);
create index areas_boundary_idx on public.areas using gist (boundary);

-- Derives district_id and path from the parent, so that no writer can state them wrongly.
create function private.place_area() returns trigger
language plpgsql set search_path = '' as $$
declare
  parent public.areas;
begin
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
  new.district_id := parent.district_id;
  new.path := parent.path operator(extensions.||) new.code;
  return new;
end $$;

create trigger areas_place before insert or update of kind, code, parent_id on public.areas
  for each row execute function private.place_area();
