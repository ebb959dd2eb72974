-- How many households were called on in each building: grids are coloured and balanced by it while they are drawn, for
-- every role alike. A community that somebody does not see has no number at all, as with incidents.

create function public.building_visits(area bigint, since date) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  seen constant bigint[] := array(
    select c.id from private.communities_below(building_visits.area) c
    where c.id in (select private.reachable(private.incident_staff())));
begin
  return (
    with called as (
      select v.building_id as building, sum(v.households) as households
      from public.visits v join public.buildings b on b.id = v.building_id
      where v.district_id in (select a.district_id from public.areas a where a.id = building_visits.area)
        and b.community_id = any (seen) and v.visited_on >= building_visits.since
      group by v.building_id
    )
    select jsonb_build_object('communities', to_jsonb(seen),
      'building', coalesce(jsonb_agg(c.building order by c.building), '[]'),
      'households', coalesce(jsonb_agg(c.households order by c.building), '[]'))
    from called c);
end $$;
comment on function public.building_visits(area bigint, since date) is
  'Households called on in each building of an area since a day, each time counted, as parallel arrays; communities: those whose visits the caller sees, beyond which nothing is known. Security definer: every role gets the same number.';
revoke all on function public.building_visits(area bigint, since date) from public;
grant execute on function public.building_visits(area bigint, since date) to authenticated;
