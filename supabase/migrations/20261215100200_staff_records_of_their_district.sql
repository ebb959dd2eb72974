-- A certificate is checked at the address of its district, which the page that prints it asks for.
create or replace function public.volunteer_record(volunteer bigint) returns jsonb
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
    select jsonb_build_object('id', held.id, 'name', held.name, 'role', r.name, 'roleEn', r.name_en, 'districtId', held.district_id, 'district', d.name, 'districtEn', d.name_en,
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
