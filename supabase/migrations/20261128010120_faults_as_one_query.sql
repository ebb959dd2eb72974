-- The faults of a plan that may be read, as one query again: one query is planned as a whole and keeps the types of
-- its rows on the local host's PostgreSQL too.

create or replace function public.plan_faults(plan bigint) returns jsonb
language sql stable set search_path = '' as $$
  with readable as materialized (select (private.readable_plan(plan_faults.plan)).id)
  select coalesce(jsonb_agg(to_jsonb(fault) || jsonb_build_object('amount', round(fault.amount::numeric, 2))
    order by fault.code, fault.level, fault.key, fault.building), '[]')
  from readable
  cross join lateral (
    select * from private.assignment_faults(readable.id)
    union all select * from private.tiling_faults(readable.id)
    union all select * from private.position_faults(readable.id)
    union all select * from private.contiguity_faults(readable.id)
  ) fault
$$;
