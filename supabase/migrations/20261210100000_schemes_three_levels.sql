-- A scheme may have a third level (微网格). The highest number is the leaf, whatever it is; each level asks for fewer households a
-- grid than the one above it.

alter table public.scheme_levels drop constraint scheme_levels_level_known;
alter table public.scheme_levels add constraint scheme_levels_level_known check (level in (1, 2, 3));

create or replace function private.check_level_order() returns trigger
language plpgsql set search_path = '' as $$
declare
  wrong record;
begin
  select upper.target_households as upper, lower.target_households as lower into wrong
  from (select distinct w.scheme_id from written w) touched
  join public.scheme_levels upper on upper.scheme_id = touched.scheme_id
  join public.scheme_levels lower on lower.scheme_id = touched.scheme_id and lower.level > upper.level
  where upper.target_households <= lower.target_households order by upper.level, lower.level limit 1;
  if found then
    raise exception 'upper-target-not-larger' using errcode = 'P0001',
      detail = json_build_object('upper', wrong.upper, 'lower', wrong.lower)::text;
  end if;
  return null;
end $$;

comment on function private.check_level_order() is
  'Refuses a scheme in which a level has no more households a grid than one below it. After the statement, so that all may change in one.';
