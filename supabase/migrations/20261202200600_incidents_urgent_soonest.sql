-- Urgent or urged cases of some categories by their deadlines were found by walking all cases in that order and reading each: 18,600
-- of a million for the first fifty.
create index incidents_urgent_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'), reported_at desc, id desc)
  include (community_id, category_id, state) where urgent;
create index incidents_urged_soonest_idx on public.incidents (district_id, coalesce(deadline_at, 'infinity'), reported_at desc, id desc)
  include (community_id, category_id, state) where urged;
