-- The upper level of a scheme has the larger grids, whoever writes it: before, only the functions that make and change schemes
-- saw to that.

create function private.check_level_order() returns trigger
language plpgsql set search_path = '' as $$
declare
  wrong record;
begin
  select upper.target_households as upper, lower.target_households as lower into wrong
  from (select distinct w.scheme_id from written w) touched
  join public.scheme_levels upper on upper.scheme_id = touched.scheme_id and upper.level = 1
  join public.scheme_levels lower on lower.scheme_id = touched.scheme_id and lower.level = 2
  where upper.target_households <= lower.target_households limit 1;
  if found then
    raise exception 'upper-target-not-larger' using errcode = 'P0001',
      detail = json_build_object('upper', wrong.upper, 'lower', wrong.lower)::text;
  end if;
  return null;
end $$;
comment on function private.check_level_order is
  'Refuses a scheme whose upper level has no more households a grid than the lower. After the statement, so that both may change in one.';
create trigger scheme_levels_in_order_added after insert on public.scheme_levels
  referencing new table as written for each statement execute function private.check_level_order();
create trigger scheme_levels_in_order_changed after update on public.scheme_levels
  referencing new table as written for each statement execute function private.check_level_order();

create or replace function private.check_levels(rule jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if not exists (select from private.given_levels(rule)) then
    raise exception 'scheme-without-levels' using errcode = 'P0001';
  end if;
end $$;
