-- Whatever a grid is decides on its faults: what is added to it later as well. Of the district's topics three do, those that come later do not.
create or replace function private.check_stamp(chosen public.plans) returns text
language plpgsql stable set search_path = '' as $$
begin
  return md5(jsonb_build_array(chosen.scheme_id, (select jsonb_build_array(v -> 'areas', v -> 'ground', v -> 'settings') from private.topic_versions(chosen.district_id) v),
    (select sum(hashtextextended(g::text, 0)::numeric) from public.grids g where g.plan_id = chosen.id),
    (select sum(hashtextextended(gb.grid_id || '|' || gb.building_id, 0)::numeric) from public.grid_buildings gb where gb.plan_id = chosen.id),
    (select sum(hashtextextended(pc.community_id::text, 0)::numeric) from public.plan_communities pc where pc.plan_id = chosen.id))::text);
end $$;
