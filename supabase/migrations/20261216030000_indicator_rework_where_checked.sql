-- A rework is one of the checks of a case, and is counted at the moment, the hour and the weekday by which the case is counted as
-- checked: at the first of them. Counted at its own it came into other hours than the check, so that more cases were sent back in an
-- hour than were checked in it, and the cases behind the figure were not those that it counted.
lock table public.incidents in share row exclusive mode;

update private.measures set at = 'check_first', amount = '(f.reworks <> ''{}'')::integer', span = 'check' where code = 'reworked';

create or replace function private.facts_as_tallies(district bigint, ids bigint[], sign integer) returns setof private.case_tallies
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  with points as (
    select f.district_id, f.community_id, f.street_id, f.category_id, f.compound_id, f.grid_ids, p.at at time zone z.time_zone as local, p.*
    from private.case_facts f
    join private.district_calendars z on z.district_id = f.district_id
    cross join lateral (values
      (f.accepted_at, coalesce((1), 0)::bigint, coalesce(((f.filed_at is not null)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.answer_due_at, 0, 0, coalesce((f.happened::integer), 0)::bigint, 0, coalesce(((f.happened and f.answered_in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.arrival_due_at, 0, 0, 0, 0, 0, coalesce((f.happened::integer), 0)::bigint, coalesce(((f.happened and f.arrived_in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.check_first, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.reworks <> '{}')::integer), 0)::bigint, 0, 0),
      (f.closed_at, 0, 0, 0, coalesce(((f.satisfied is not null)::integer), 0)::bigint, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.reason is not null)::integer), 0)::bigint, coalesce((coalesce(f.reason not in ('not_ours', 'nothing_found', 'withdrawn'), false)::integer), 0)::bigint, coalesce((f.recurred::integer), 0)::bigint, 0, 0, 0, coalesce((coalesce(f.satisfied, false)::integer), 0)::bigint, coalesce((coalesce(f.reason = 'solved', false)::integer), 0)::bigint),
      (f.closing_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.closed_at is not null)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null)::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((not f.deferred)::integer), 0)::bigint, coalesce(((f.closed_at is not null and f.in_time)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.dispatched_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce(((not f.returned)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.filed_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handled_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce((f.handled_seconds), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handling_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.deferred::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((f.resolved_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.reported_at, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.happened::integer), 0)::bigint, coalesce(((not f.refused)::integer), 0)::bigint, 0, 0, 0, coalesce((f.responded::integer), 0)::bigint, coalesce(((f.responded and not f.refused)::integer), 0)::bigint, 0, 0, 0)) p (at, accepted, accepted_filed, answer_due, answered, answered_in_time, arrival_due, arrived_in_time, came_in, checked, closed, closing_closed, closing_closed_less, closing_due, closing_due_less, closing_in_time, closing_in_time_less, dispatched, dispatched_well, filed, handled, handled_seconds, handling_deferred, handling_due, handling_in_time, happened, reasonable, reasoned, reasoned_reasonable, recurred, responded, responded_reasonable, reworked, satisfied, solved)
    where f.district_id = district and f.id = any (ids) and p.at is not null
  )
  select p.district_id, k.kind, k.area, k.category, k.unit, date_trunc('month', p.local)::date, (sign * sum(p.came_in))::integer, (sign * sum(p.happened))::integer, (sign * sum(p.reasonable))::integer, (sign * sum(p.responded))::integer, (sign * sum(p.responded_reasonable))::integer, (sign * sum(p.accepted))::integer, (sign * sum(p.accepted_filed))::integer, (sign * sum(p.filed))::integer, (sign * sum(p.dispatched))::integer, (sign * sum(p.dispatched_well))::integer, (sign * sum(p.handling_due))::integer, (sign * sum(p.handling_in_time))::integer, (sign * sum(p.handling_deferred))::integer, (sign * sum(p.closing_due))::integer, (sign * sum(p.closing_closed))::integer, (sign * sum(p.closing_in_time))::integer, (sign * sum(p.closing_due_less))::integer, (sign * sum(p.closing_closed_less))::integer, (sign * sum(p.closing_in_time_less))::integer, (sign * sum(p.handled))::integer, (sign * sum(p.handled_seconds))::bigint, (sign * sum(p.closed))::integer, (sign * sum(p.answered))::integer, (sign * sum(p.satisfied))::integer, (sign * sum(p.recurred))::integer, (sign * sum(p.reasoned))::integer, (sign * sum(p.reasoned_reasonable))::integer, (sign * sum(p.solved))::integer, (sign * sum(p.arrival_due))::integer, (sign * sum(p.arrived_in_time))::integer, (sign * sum(p.answer_due))::integer, (sign * sum(p.answered_in_time))::integer, (sign * sum(p.checked))::integer, (sign * sum(p.reworked))::integer
  from points p
  cross join lateral (
    select * from (values ('community', p.community_id, 0::bigint, p.community_id), ('community', p.community_id, p.category_id, p.community_id),
      ('category', p.district_id, 0, p.category_id), ('compound', p.community_id, 0, p.compound_id),
      ('weekhour', p.district_id, 0, (extract(isodow from p.local) * 24 + extract(hour from p.local))::bigint),
      ('weekhour', p.street_id, 0, (extract(isodow from p.local) * 24 + extract(hour from p.local))::bigint)) v (kind, area, category, unit)
    where v.unit is not null
    union all select 'grid', p.community_id, 0, g from unnest(p.grid_ids) g) k
  group by 1, 2, 3, 4, 5, 6;
end  $$;

drop index private.case_facts_rework_idx;
drop index private.case_facts_rework_span_idx;
alter table private.case_facts drop column rework_first, drop column rework_last;

do $$
declare
  which text;
begin
  delete from private.case_tallies;
  foreach which in array '{community,community and category,grid,compound,category,weekhour,weekhour of streets}'::text[] loop
    perform private.count_tallies(which, null);
  end loop;
end $$;
