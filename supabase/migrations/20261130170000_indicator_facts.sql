-- What every figure counts, kept beside the cases in the transaction of each step: one narrow row a case with the moments and
-- answers that indicators ask for, and tallies of these by month. An indicator over any period is then a sum of whole months,
-- the cases of the months that its ends cut, and the few cases that stand across an end.

create view private.district_calendars with (security_invoker = true) as
select d.id as district_id, c.id as calendar_id, c.time_zone, c.name
from public.areas d
cross join lateral (
  select k.id, k.time_zone, k.name from public.calendars k
  where k.district_id = d.id or k.district_id is null order by k.district_id nulls last limit 1) c
where d.kind = 'district';
comment on view private.district_calendars is 'The calendar that each district goes by, and its time zone.';

create table private.case_facts (
  district_id bigint not null,
  id bigint not null,
  community_id bigint not null,
  street_id bigint not null,
  category_id bigint not null,
  source text not null,
  position extensions.geometry(point, 4326) not null,
  cell_x integer not null,
  cell_y integer not null,
  compound_id bigint,
  grid_ids bigint[] not null default '{}',
  reported_at timestamptz not null,
  accepted_at timestamptz,
  filed_at timestamptz,
  dispatched_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  due_at timestamptz,
  missed_due_at timestamptz,
  arrival_due_at timestamptz,
  answer_due_at timestamptz,
  checks timestamptz[] not null default '{}',
  reworks timestamptz[] not null default '{}',
  happened boolean not null,
  refused boolean not null,
  responded boolean not null,
  in_time boolean not null,
  deferred boolean not null,
  returned boolean not null,
  recurred boolean not null default false,
  satisfied boolean,
  reason public.closing_reason,
  arrived_in_time boolean not null,
  answered_in_time boolean not null,
  handled_seconds bigint,
  -- Due to be handled, or to be closed: a deadline in force or missed, or the step itself, in the period. Counted at the first
  -- of these moments; who has one before a period and another in it is found by the span between the first and the last.
  handling_first timestamptz generated always as (case when filed_at is not null then least(due_at, missed_due_at, resolved_at) end) stored,
  handling_last timestamptz generated always as (case when filed_at is not null then greatest(due_at, missed_due_at, resolved_at) end) stored,
  closing_first timestamptz generated always as (case when filed_at is not null then least(due_at, missed_due_at, closed_at) end) stored,
  closing_last timestamptz generated always as (case when filed_at is not null then greatest(due_at, missed_due_at, closed_at) end) stored,
  check_first timestamptz generated always as (checks[1]) stored,
  check_last timestamptz generated always as (checks[cardinality(checks)]) stored,
  rework_first timestamptz generated always as (reworks[1]) stored,
  rework_last timestamptz generated always as (reworks[cardinality(reworks)]) stored,
  handled_at timestamptz generated always as (case when filed_at is not null then resolved_at end) stored,
  constraint case_facts_pkey primary key (district_id, id)
);
comment on table private.case_facts is
  'What indicators ask of each case. Written by triggers on incidents, incident_events and what is in force; private.recount_facts() makes it anew.';
comment on column private.case_facts.cell_x is 'Thousandths of a degree: cases within 50 m lie in the same cell or the next one.';
comment on column private.case_facts.grid_ids is 'The leaf grids of every plan that was, is or will be in force on whose ground it lies.';
comment on column private.case_facts.handled_seconds is 'Working seconds from filing to handling, by the calendar as it was when the case was handled.';

create index compounds_boundary_idx on public.compounds using gist (boundary);
create index case_facts_community_idx on private.case_facts (community_id, reported_at);
create index case_facts_category_idx on private.case_facts (category_id, district_id, cell_x, cell_y, reported_at);
create index case_facts_again_idx on private.case_facts (category_id, district_id, cell_x, cell_y, closed_at) where closed_at is not null;
create index case_facts_reported_idx on private.case_facts (district_id, reported_at);
create index case_facts_accepted_idx on private.case_facts (district_id, accepted_at) where accepted_at is not null;
create index case_facts_filed_idx on private.case_facts (district_id, filed_at) where filed_at is not null;
create index case_facts_dispatched_idx on private.case_facts (district_id, dispatched_at) where dispatched_at is not null;
create index case_facts_handled_idx on private.case_facts (district_id, handled_at) where handled_at is not null;
create index case_facts_closed_idx on private.case_facts (district_id, closed_at) where closed_at is not null;
create index case_facts_arrival_idx on private.case_facts (district_id, arrival_due_at) where arrival_due_at is not null;
create index case_facts_answer_idx on private.case_facts (district_id, answer_due_at) where answer_due_at is not null;
create index case_facts_handling_first_idx on private.case_facts (district_id, handling_first) where handling_first is not null;
create index case_facts_closing_first_idx on private.case_facts (district_id, closing_first) where closing_first is not null;
create index case_facts_check_idx on private.case_facts (district_id, check_first) where check_first is not null;
create index case_facts_rework_idx on private.case_facts (district_id, rework_first) where rework_first is not null;
create index case_facts_handling_span_idx on private.case_facts using gist (tstzrange(handling_first, handling_last, '[]')) where handling_first < handling_last;
create index case_facts_closing_span_idx on private.case_facts using gist (tstzrange(closing_first, closing_last, '[]')) where closing_first < closing_last;
create index case_facts_check_span_idx on private.case_facts using gist (tstzrange(check_first, check_last, '[]')) where check_first < check_last;
create index case_facts_rework_span_idx on private.case_facts using gist (tstzrange(rework_first, rework_last, '[]')) where rework_first < rework_last;

-- What can be counted. `at` is the moment under which a case is tallied and `amount` what it adds there. Where a case has
-- several moments (`span`), `within` says exactly whether it counts in a period from $3 to $4.
create table private.measures (
  code text constraint measures_pkey primary key,
  at text not null,
  amount text not null,
  span text,
  within text
);
comment on table private.measures is
  'What indicators are made of: SQL over a row f of case_facts. The cut ends of a period and the cases behind a figure are read by it, and tallies are counted anew by it. Changed by migrations only.';
insert into private.measures (code, at, amount, span, within) values
  ('came_in', 'reported_at', '1', null, null),
  ('happened', 'reported_at', 'f.happened::integer', null, null),
  ('reasonable', 'reported_at', '(not f.refused)::integer', null, null),
  ('responded', 'reported_at', 'f.responded::integer', null, null),
  ('responded_reasonable', 'reported_at', '(f.responded and not f.refused)::integer', null, null),
  ('accepted', 'accepted_at', '1', null, null),
  ('accepted_filed', 'accepted_at', '(f.filed_at is not null)::integer', null, null),
  ('filed', 'filed_at', '1', null, null),
  ('dispatched', 'dispatched_at', '1', null, null),
  ('dispatched_well', 'dispatched_at', '(not f.returned)::integer', null, null),
  ('handling_due', 'handling_first', '1', 'handling', 'HANDLING'),
  ('handling_in_time', 'handling_first', '(f.resolved_at is not null and f.in_time)::integer', 'handling', 'HANDLING and f.resolved_at < $4 and f.in_time'),
  ('handling_deferred', 'handling_first', 'f.deferred::integer', 'handling', 'HANDLING and f.deferred'),
  ('closing_due', 'closing_first', '1', 'closing', 'CLOSING'),
  ('closing_closed', 'closing_first', '(f.closed_at is not null)::integer', 'closing', 'CLOSING and f.closed_at < $4'),
  ('closing_in_time', 'closing_first', '(f.closed_at is not null and f.in_time)::integer', 'closing', 'CLOSING and f.closed_at < $4 and f.in_time'),
  ('closing_due_less', 'closing_first', '(not f.deferred)::integer', 'closing', 'CLOSING and not f.deferred'),
  ('closing_closed_less', 'closing_first', '(not f.deferred and f.closed_at is not null)::integer', 'closing', 'CLOSING and not f.deferred and f.closed_at < $4'),
  ('closing_in_time_less', 'closing_first', '(not f.deferred and f.closed_at is not null and f.in_time)::integer', 'closing',
    'CLOSING and not f.deferred and f.closed_at < $4 and f.in_time'),
  ('handled', 'handled_at', '1', null, null),
  ('handled_seconds', 'handled_at', 'f.handled_seconds', null, null),
  ('closed', 'closed_at', '1', null, null),
  ('answered', 'closed_at', '(f.satisfied is not null)::integer', null, null),
  ('satisfied', 'closed_at', 'coalesce(f.satisfied, false)::integer', null, null),
  ('recurred', 'closed_at', 'f.recurred::integer', null, null),
  ('reasoned', 'closed_at', '(f.reason is not null)::integer', null, null),
  ('reasoned_reasonable', 'closed_at', 'coalesce(f.reason not in (''not_ours'', ''nothing_found'', ''withdrawn''), false)::integer', null, null),
  ('solved', 'closed_at', 'coalesce(f.reason = ''solved'', false)::integer', null, null),
  ('arrival_due', 'arrival_due_at', 'f.happened::integer', null, null),
  ('arrived_in_time', 'arrival_due_at', '(f.happened and f.arrived_in_time)::integer', null, null),
  ('answer_due', 'answer_due_at', 'f.happened::integer', null, null),
  ('answered_in_time', 'answer_due_at', '(f.happened and f.answered_in_time)::integer', null, null),
  ('checked', 'check_first', '1', 'check', 'exists (select from unnest(f.checks) c where c >= $3 and c < $4)'),
  ('reworked', 'rework_first', '1', 'rework', 'exists (select from unnest(f.reworks) c where c >= $3 and c < $4)');
update private.measures m set within = replace(replace(m.within,
  'HANDLING', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.resolved_at >= $3 and f.resolved_at < $4)))'),
  'CLOSING', '(f.filed_at is not null and ((f.due_at >= $3 and f.due_at < $4) or (f.missed_due_at >= $3 and f.missed_due_at < $4) or (f.closed_at >= $3 and f.closed_at < $4)))');

create table private.case_tallies (
  district_id bigint not null,
  kind text not null,
  area_id bigint not null,
  category_id bigint not null,
  unit_id bigint not null,
  month date not null,
  came_in integer not null default 0,
  happened integer not null default 0,
  reasonable integer not null default 0,
  responded integer not null default 0,
  responded_reasonable integer not null default 0,
  accepted integer not null default 0,
  accepted_filed integer not null default 0,
  filed integer not null default 0,
  dispatched integer not null default 0,
  dispatched_well integer not null default 0,
  handling_due integer not null default 0,
  handling_in_time integer not null default 0,
  handling_deferred integer not null default 0,
  closing_due integer not null default 0,
  closing_closed integer not null default 0,
  closing_in_time integer not null default 0,
  closing_due_less integer not null default 0,
  closing_closed_less integer not null default 0,
  closing_in_time_less integer not null default 0,
  handled integer not null default 0,
  handled_seconds bigint not null default 0,
  closed integer not null default 0,
  answered integer not null default 0,
  satisfied integer not null default 0,
  recurred integer not null default 0,
  reasoned integer not null default 0,
  reasoned_reasonable integer not null default 0,
  solved integer not null default 0,
  arrival_due integer not null default 0,
  arrived_in_time integer not null default 0,
  answer_due integer not null default 0,
  answered_in_time integer not null default 0,
  checked integer not null default 0,
  reworked integer not null default 0,
  constraint case_tallies_pkey primary key (district_id, kind, category_id, area_id, month, unit_id),
  constraint case_tallies_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade,
  constraint case_tallies_kind_known check (kind in ('community', 'grid', 'compound', 'category', 'weekhour')),
  constraint case_tallies_month_within_reason check (month between '1900-01-01' and '2200-12-31')
);
comment on table private.case_tallies is
  'The measures of whole months of the district''s time zone: by community (all categories as 0, and each), by grid and compound of a community, by category of the district, and by hour of the week of a street and of the district. Written with case_facts only.';
-- The next two say every measure once more, where it is tallied; supabase/tests/indicator_tallies.test.sql compares them with the table.
create function private.facts_as_tallies(district bigint, ids bigint[], sign integer) returns setof private.case_tallies
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
      (f.check_first, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.closed_at, 0, 0, 0, coalesce(((f.satisfied is not null)::integer), 0)::bigint, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.reason is not null)::integer), 0)::bigint, coalesce((coalesce(f.reason not in ('not_ours', 'nothing_found', 'withdrawn'), false)::integer), 0)::bigint, coalesce((f.recurred::integer), 0)::bigint, 0, 0, 0, coalesce((coalesce(f.satisfied, false)::integer), 0)::bigint, coalesce((coalesce(f.reason = 'solved', false)::integer), 0)::bigint),
      (f.closing_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(((f.closed_at is not null)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null)::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((not f.deferred)::integer), 0)::bigint, coalesce(((f.closed_at is not null and f.in_time)::integer), 0)::bigint, coalesce(((not f.deferred and f.closed_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.dispatched_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce(((not f.returned)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.filed_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handled_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, coalesce((f.handled_seconds), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.handling_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.deferred::integer), 0)::bigint, coalesce((1), 0)::bigint, coalesce(((f.resolved_at is not null and f.in_time)::integer), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      (f.reported_at, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((f.happened::integer), 0)::bigint, coalesce(((not f.refused)::integer), 0)::bigint, 0, 0, 0, coalesce((f.responded::integer), 0)::bigint, coalesce(((f.responded and not f.refused)::integer), 0)::bigint, 0, 0, 0),
      (f.rework_first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce((1), 0)::bigint, 0, 0)) p (at, accepted, accepted_filed, answer_due, answered, answered_in_time, arrival_due, arrived_in_time, came_in, checked, closed, closing_closed, closing_closed_less, closing_due, closing_due_less, closing_in_time, closing_in_time_less, dispatched, dispatched_well, filed, handled, handled_seconds, handling_deferred, handling_due, handling_in_time, happened, reasonable, reasoned, reasoned_reasonable, recurred, responded, responded_reasonable, reworked, satisfied, solved)
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
comment on function private.facts_as_tallies is 'What some cases add to the tallies, as their facts are now; times a sign.';

create function private.apply_tallies(changes private.case_tallies[]) returns void
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
begin
  insert into private.case_tallies as t (district_id, kind, category_id, area_id, month, unit_id, accepted, accepted_filed, answer_due, answered, answered_in_time, arrival_due, arrived_in_time, came_in, checked, closed, closing_closed, closing_closed_less, closing_due, closing_due_less, closing_in_time, closing_in_time_less, dispatched, dispatched_well, filed, handled, handled_seconds, handling_deferred, handling_due, handling_in_time, happened, reasonable, reasoned, reasoned_reasonable, recurred, responded, responded_reasonable, reworked, satisfied, solved)
  select p.district_id, p.kind, p.category_id, p.area_id, p.month, p.unit_id, sum(p.accepted) as accepted, sum(p.accepted_filed) as accepted_filed, sum(p.answer_due) as answer_due, sum(p.answered) as answered, sum(p.answered_in_time) as answered_in_time, sum(p.arrival_due) as arrival_due, sum(p.arrived_in_time) as arrived_in_time, sum(p.came_in) as came_in, sum(p.checked) as checked, sum(p.closed) as closed, sum(p.closing_closed) as closing_closed, sum(p.closing_closed_less) as closing_closed_less, sum(p.closing_due) as closing_due, sum(p.closing_due_less) as closing_due_less, sum(p.closing_in_time) as closing_in_time, sum(p.closing_in_time_less) as closing_in_time_less, sum(p.dispatched) as dispatched, sum(p.dispatched_well) as dispatched_well, sum(p.filed) as filed, sum(p.handled) as handled, sum(p.handled_seconds) as handled_seconds, sum(p.handling_deferred) as handling_deferred, sum(p.handling_due) as handling_due, sum(p.handling_in_time) as handling_in_time, sum(p.happened) as happened, sum(p.reasonable) as reasonable, sum(p.reasoned) as reasoned, sum(p.reasoned_reasonable) as reasoned_reasonable, sum(p.recurred) as recurred, sum(p.responded) as responded, sum(p.responded_reasonable) as responded_reasonable, sum(p.reworked) as reworked, sum(p.satisfied) as satisfied, sum(p.solved) as solved
  from unnest(changes) p group by 1, 2, 3, 4, 5, 6 having sum(p.accepted) <> 0 or sum(p.accepted_filed) <> 0 or sum(p.answer_due) <> 0 or sum(p.answered) <> 0 or sum(p.answered_in_time) <> 0 or sum(p.arrival_due) <> 0 or sum(p.arrived_in_time) <> 0 or sum(p.came_in) <> 0 or sum(p.checked) <> 0 or sum(p.closed) <> 0 or sum(p.closing_closed) <> 0 or sum(p.closing_closed_less) <> 0 or sum(p.closing_due) <> 0 or sum(p.closing_due_less) <> 0 or sum(p.closing_in_time) <> 0 or sum(p.closing_in_time_less) <> 0 or sum(p.dispatched) <> 0 or sum(p.dispatched_well) <> 0 or sum(p.filed) <> 0 or sum(p.handled) <> 0 or sum(p.handled_seconds) <> 0 or sum(p.handling_deferred) <> 0 or sum(p.handling_due) <> 0 or sum(p.handling_in_time) <> 0 or sum(p.happened) <> 0 or sum(p.reasonable) <> 0 or sum(p.reasoned) <> 0 or sum(p.reasoned_reasonable) <> 0 or sum(p.recurred) <> 0 or sum(p.responded) <> 0 or sum(p.responded_reasonable) <> 0 or sum(p.reworked) <> 0 or sum(p.satisfied) <> 0 or sum(p.solved) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict (district_id, kind, category_id, area_id, month, unit_id) do update set accepted = t.accepted + excluded.accepted, accepted_filed = t.accepted_filed + excluded.accepted_filed, answer_due = t.answer_due + excluded.answer_due, answered = t.answered + excluded.answered, answered_in_time = t.answered_in_time + excluded.answered_in_time, arrival_due = t.arrival_due + excluded.arrival_due, arrived_in_time = t.arrived_in_time + excluded.arrived_in_time, came_in = t.came_in + excluded.came_in, checked = t.checked + excluded.checked, closed = t.closed + excluded.closed, closing_closed = t.closing_closed + excluded.closing_closed, closing_closed_less = t.closing_closed_less + excluded.closing_closed_less, closing_due = t.closing_due + excluded.closing_due, closing_due_less = t.closing_due_less + excluded.closing_due_less, closing_in_time = t.closing_in_time + excluded.closing_in_time, closing_in_time_less = t.closing_in_time_less + excluded.closing_in_time_less, dispatched = t.dispatched + excluded.dispatched, dispatched_well = t.dispatched_well + excluded.dispatched_well, filed = t.filed + excluded.filed, handled = t.handled + excluded.handled, handled_seconds = t.handled_seconds + excluded.handled_seconds, handling_deferred = t.handling_deferred + excluded.handling_deferred, handling_due = t.handling_due + excluded.handling_due, handling_in_time = t.handling_in_time + excluded.handling_in_time, happened = t.happened + excluded.happened, reasonable = t.reasonable + excluded.reasonable, reasoned = t.reasoned + excluded.reasoned, reasoned_reasonable = t.reasoned_reasonable + excluded.reasoned_reasonable, recurred = t.recurred + excluded.recurred, responded = t.responded + excluded.responded, responded_reasonable = t.responded_reasonable + excluded.responded_reasonable, reworked = t.reworked + excluded.reworked, satisfied = t.satisfied + excluded.satisfied, solved = t.solved + excluded.solved;
end  $$;
comment on function private.apply_tallies is 'Adds changes to the tallies, in the order of their keys.';

-- Facts of some cases out of their rows and history. Where a case lies (compound, grids) is asked only where that may have changed.
-- Working seconds up to a moment are those up to its day and those of its hours: a day is asked for once, however many cases it has.
create function private.read_facts(district bigint, ids bigint[]) returns void
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
begin
  insert into private.case_facts as known (district_id, id, community_id, street_id, category_id, source, position, cell_x, cell_y, compound_id, grid_ids,
    reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, missed_due_at, arrival_due_at, answer_due_at, checks, reworks,
    happened, refused, responded, in_time, deferred, returned, satisfied, reason, arrived_in_time, answered_in_time, handled_seconds)
  with wanted as materialized (
    select i.id, i.community_id, i.position, i.filed_at, i.resolved_at, old.id is not null and old.community_id = i.community_id and old.position operator(extensions.=) i.position as stays,
      old.compound_id, old.grid_ids,
      case when old.filed_at = i.filed_at and old.resolved_at = i.resolved_at then old.handled_seconds end as handled_seconds
    from public.incidents i
    left join private.case_facts old on old.district_id = district and old.id = i.id
    where i.district_id = district and i.id = any (ids)
  ), lies as materialized (
    select found.id, array_agg(found.grid_id order by found.grid_id) as grid_ids
    from (
      select distinct on (w.id, g.plan_id) w.id, g.id as grid_id
      from wanted w
      join public.plan_communities pc on pc.community_id = w.community_id and not isempty(pc.in_force)
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id and extensions.st_dwithin(g.polygon, w.position, private.border_slack_degrees())
      where not w.stays
      order by w.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, w.position), g.key) found
    group by 1
  ), within as materialized (
    select w.id, min(c.id) as compound_id
    from wanted w join public.compounds c on c.district_id = district and c.boundary operator(extensions.&&) w.position and extensions.st_covers(c.boundary, w.position)
    where not w.stays group by 1
  ), calendar as materialized (
    select c.*, z.calendar_id from private.district_calendars z join public.calendars c on c.id = z.calendar_id where z.district_id = district
  ), moments as materialized (
    select w.id, m.sign, m.at at time zone c.time_zone as local
    from wanted w cross join calendar c cross join lateral (values (-1, w.filed_at), (1, w.resolved_at)) m (sign, at)
    where w.handled_seconds is null and w.filed_at is not null and w.resolved_at is not null
  ), days as materialized (
    select d.day, private.working_seconds_at(c.calendar_id, d.day::timestamp at time zone c.time_zone) as before,
      private.working_seconds_at(c.calendar_id, (d.day + 1)::timestamp at time zone c.time_zone) as after
    from (select distinct m.local::date as day from moments m) d cross join calendar c
  ), spans as materialized (
    select (s.value ->> 0)::time as starts, (s.value ->> 1)::time as ends from calendar c cross join lateral jsonb_array_elements(c.hours) s
  ), worked as materialized (
    select m.id, sum(m.sign * (d.before + case when d.after = d.before then 0 else coalesce((
      select sum(extract(epoch from least(m.local::time, s.ends) - s.starts)) from spans s where s.starts < m.local::time), 0) end))::bigint as seconds
    from moments m join days d on d.day = m.local::date group by 1
  )
  select i.district_id, i.id, i.community_id, a.parent_id, i.category_id, i.source, i.position,
    floor(extensions.st_x(i.position) * 1000), floor(extensions.st_y(i.position) * 1000),
    case when w.stays then w.compound_id else c.compound_id end, coalesce(case when w.stays then w.grid_ids else g.grid_ids end, '{}'),
    i.reported_at, i.accepted_at, i.filed_at, i.dispatched_at, i.resolved_at, i.closed_at, i.due_at, i.missed_due_at, i.arrival_due_at, i.answer_due_at,
    coalesce(history.checks, '{}'), coalesce(history.reworks, '{}'),
    i.state not in ('rejected', 'duplicate', 'cancelled'), i.state = 'rejected',
    coalesce(history.first_step_in_time, false) and (i.accepted_at is not null or i.state = 'self_handled'),
    i.missed_due_at is null and not coalesce(coalesce(i.resolved_at, i.closed_at) > i.due_at, false),
    i.deferrals > 0, i.returns > 0, i.satisfied, i.closing_reason,
    coalesce(i.arrived_at <= i.arrival_due_at, false), coalesce(i.answered_at <= i.answer_due_at, false),
    case when i.filed_at is not null and i.resolved_at is not null then coalesce(w.handled_seconds, worked.seconds) end
  from wanted w
  join public.incidents i on i.district_id = district and i.id = w.id
  join public.areas a on a.id = i.community_id
  left join lies g on g.id = w.id
  left join within c on c.id = w.id
  left join worked on worked.id = w.id
  left join lateral (
    select array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state in ('closed', 'rework')) as checks,
      array_agg(e.at order by e.at) filter (where e.from_state = 'resolved' and e.to_state = 'rework') as reworks,
      (array_agg(e.at <= coalesce((e.detail ->> 'clockDueAt')::timestamptz, 'infinity') order by e.at, e.id) filter (where e.from_state = 'reported'))[1] as first_step_in_time
    from public.incident_events e
    where e.district_id = i.district_id and e.incident_id = i.id and e.kind = 'transition') history on true
  on conflict (district_id, id) do update set
    community_id = excluded.community_id, street_id = excluded.street_id, category_id = excluded.category_id, source = excluded.source,
    position = excluded.position, cell_x = excluded.cell_x, cell_y = excluded.cell_y, compound_id = excluded.compound_id, grid_ids = excluded.grid_ids,
    reported_at = excluded.reported_at, accepted_at = excluded.accepted_at, filed_at = excluded.filed_at, dispatched_at = excluded.dispatched_at,
    resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, due_at = excluded.due_at, missed_due_at = excluded.missed_due_at,
    arrival_due_at = excluded.arrival_due_at, answer_due_at = excluded.answer_due_at, checks = excluded.checks, reworks = excluded.reworks,
    happened = excluded.happened, refused = excluded.refused, responded = excluded.responded, in_time = excluded.in_time,
    deferred = excluded.deferred, returned = excluded.returned, satisfied = excluded.satisfied, reason = excluded.reason,
    arrived_in_time = excluded.arrived_in_time, answered_in_time = excluded.answered_in_time, handled_seconds = excluded.handled_seconds;
end $$;
comment on function private.read_facts is 'Writes the facts of some cases of a district out of their rows and histories.';

-- Cells are named one by one and looked up, each behind a fence: a range of them, or a join in another order, would read the
-- category whole. How far it is, is asked of what lies in them only.
create function private.recurring_around(district bigint, ids bigint[]) returns bigint[]
language plpgsql stable set search_path = '' set enable_mergejoin = off set enable_hashjoin = off as $$
begin
  return array(
    select distinct near.id
    from unnest(ids) w (id)
    join private.case_facts f on f.district_id = district and f.id = w.id
    cross join generate_series(-1, 1) x (step)
    cross join generate_series(-1, 1) y (step)
    cross join lateral (
      select earlier.id, earlier.position from private.case_facts earlier
      where earlier.district_id = district and earlier.category_id = f.category_id
        and earlier.cell_x = f.cell_x + x.step and earlier.cell_y = f.cell_y + y.step
        and earlier.closed_at < f.reported_at and earlier.closed_at >= f.reported_at - interval '30 days' and earlier.id <> f.id
      offset 0) near
    where extensions.st_dwithin(near.position::extensions.geography, f.position::extensions.geography, 50));
end $$;
comment on function private.recurring_around is 'Closed cases within 50 m of some cases, of their category and closed in the 30 days before them: those whose recurrence they decide.';

create function private.other_recurrences(district bigint, ids bigint[]) returns bigint[]
language plpgsql stable set search_path = '' set enable_mergejoin = off set enable_hashjoin = off as $$
begin
  return array(
    select c.id
    from unnest(ids) w (id)
    join private.case_facts c on c.district_id = district and c.id = w.id
    where c.recurred is distinct from (c.closed_at is not null and exists (
      select from generate_series(-1, 1) x (step)
      cross join generate_series(-1, 1) y (step)
      cross join lateral (
        select again.position from private.case_facts again
        where again.district_id = district and again.category_id = c.category_id
          and again.cell_x = c.cell_x + x.step and again.cell_y = c.cell_y + y.step
          and again.reported_at > c.closed_at and again.reported_at <= c.closed_at + interval '30 days'
          and again.id <> c.id and again.happened
        offset 0) near
      where extensions.st_dwithin(near.position::extensions.geography, c.position::extensions.geography, 50))));
end $$;
comment on function private.other_recurrences is 'Those of some cases of which the facts say the wrong thing: whether the same happened again within 50 m and 30 days after they were closed.';

-- Everything that cases changed by one statement change in the figures. What decides a recurrence is asked only where it may be
-- otherwise, and of the cases around only those are counted anew whose answer changed.
create function private.refresh_some_facts(district bigint, ids bigint[], recurrence boolean) returns void
language plpgsql volatile security definer set search_path = '' set jit = off set enable_seqscan = off set max_parallel_workers_per_gather = 0 as $$
declare
  changes private.case_tallies[];
  around bigint[] := '{}';
  turned bigint[];
  others bigint[] := '{}';
begin
  if recurrence then
    around := private.recurring_around(district, ids);
  end if;
  changes := array(select t from private.facts_as_tallies(district, ids, -1) t);
  delete from private.case_facts f where f.district_id = district and f.id = any (ids)
    and not exists (select from public.incidents i where i.district_id = district and i.id = f.id);
  perform private.read_facts(district, ids);
  if recurrence then
    -- Where it lies or is filed under now may decide others than before.
    turned := private.other_recurrences(district, array(select distinct t from unnest(ids || around || private.recurring_around(district, ids)) t));
    others := array(select t from unnest(turned) t except select i from unnest(ids) i);
    changes := changes || array(select t from private.facts_as_tallies(district, others, -1) t);
    update private.case_facts f set recurred = not f.recurred where f.district_id = district and f.id = any (turned);
  end if;
  perform private.apply_tallies(changes || array(select t from private.facts_as_tallies(district, ids || others, 1) t));
end $$;
comment on function private.refresh_some_facts is 'Reads the facts of a few hundred cases anew and moves the tallies by the difference. Security definer: nobody else writes them.';

-- Joins of what was read are planned for a handful of cases: of 20,000 in one go each would be compared with each.
create function private.refresh_facts(district bigint, ids bigint[], recurrence boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  for place in 1 .. cardinality(ids) by 250 loop
    -- Plans are kept through a transaction: what was planned for the first of 20,000 cases would read all before it for each of the others.
    perform private.analyze_grown_cases();
    perform private.refresh_some_facts(district, ids[place : place + 249], recurrence);
  end loop;
end $$;
comment on function private.refresh_facts is 'Reads the facts of cases anew, some at a time, in the order given.';

-- A step writes the case, its event and sometimes the case again; an import writes hundreds of each. What they touched is noted and
-- read once, when the transaction ends: a row lives here no longer than its transaction, so nobody else ever sees one.
create table private.facts_due (
  district_id bigint not null,
  id bigint not null,
  recurrence boolean not null,
  constraint facts_due_pkey primary key (district_id, id)
);
comment on table private.facts_due is 'Cases that the running transaction has touched and whose facts it reads anew before it ends.';
comment on column private.facts_due.recurrence is 'Whether what decides a recurrence may have changed.';

-- Nobody gathers statistics while a file is written, and an embedded database has nobody who does at all: without them the cases
-- of an import are looked for in all that it wrote before.
create function private.analyze_grown_cases() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  grown regclass;
begin
  for grown in
    select c.oid from pg_class c
    where c.oid = any ('{public.incidents,public.incident_events,private.case_facts,private.case_tallies}'::regclass[])
      and pg_relation_size(c.oid) / current_setting('block_size')::integer > 10 + 2 * c.relpages
  loop
    execute format('analyze (skip_locked) %s', grown);
  end loop;
end $$;
comment on function private.analyze_grown_cases is 'Gathers statistics of cases, their histories and facts each time their number has doubled. Security definer: the owner''s to do.';

create function private.read_facts_due() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  batch record;
begin
  -- The first row reads those of all others, which then find themselves gone: by their key, since a search for any row left would
  -- pass all that the transaction has removed, once for each.
  if not exists (select from private.facts_due d where d.district_id = new.district_id and d.id = new.id) then
    return null;
  end if;
  for batch in
    with taken as (delete from private.facts_due d where d.district_id = new.district_id returning d.id, d.recurrence)
    select t.recurrence, array_agg(t.id order by t.id) as ids from taken t group by 1 order by 1
  loop
    perform private.refresh_facts(new.district_id, batch.ids, batch.recurrence);
  end loop;
  return null;
end $$;
comment on function private.read_facts_due is 'Reads the facts of all cases of a district that the transaction has touched. Security definer: nobody else writes them.';
create constraint trigger facts_due_read after insert on private.facts_due deferrable initially deferred
  for each row execute function private.read_facts_due();

create function private.facts_of_incidents() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into private.facts_due as d (district_id, id, recurrence) select a.district_id, a.id, true from added a order by 1, 2
    on conflict (district_id, id) do update set recurrence = true;
  elsif tg_op = 'DELETE' then
    insert into private.facts_due as d (district_id, id, recurrence) select r.district_id, r.id, true from removed r order by 1, 2
    on conflict (district_id, id) do update set recurrence = true;
  else
    insert into private.facts_due as d (district_id, id, recurrence)
    select a.district_id, a.id,
      (a.category_id, a.reported_at, a.closed_at, private.incident_happened(a.state))
        is distinct from (r.category_id, r.reported_at, r.closed_at, private.incident_happened(r.state))
        or not a.position operator(extensions.=) r.position
    from added a join removed r on r.district_id = a.district_id and r.id = a.id
    where (a.community_id, a.category_id, a.source, a.state, a.reported_at, a.accepted_at, a.filed_at, a.dispatched_at, a.resolved_at, a.closed_at, a.due_at,
        a.missed_due_at, a.arrival_due_at, a.arrived_at, a.answer_due_at, a.answered_at, a.deferrals, a.returns, a.satisfied, a.closing_reason)
      is distinct from (r.community_id, r.category_id, r.source, r.state, r.reported_at, r.accepted_at, r.filed_at, r.dispatched_at, r.resolved_at, r.closed_at, r.due_at,
        r.missed_due_at, r.arrival_due_at, r.arrived_at, r.answer_due_at, r.answered_at, r.deferrals, r.returns, r.satisfied, r.closing_reason)
      or not a.position operator(extensions.=) r.position
    order by 1, 2
    on conflict (district_id, id) do update set recurrence = d.recurrence or excluded.recurrence;
  end if;
  return null;
end $$;
comment on function private.facts_of_incidents is 'Notes the cases whose facts a statement on incidents changes. Security definer: nobody else writes facts.';
create trigger incidents_facts_added after insert on public.incidents
  referencing new table as added for each statement execute function private.facts_of_incidents();
create trigger incidents_facts_changed after update on public.incidents
  referencing old table as removed new table as added for each statement execute function private.facts_of_incidents();
create trigger incidents_facts_removed after delete on public.incidents
  referencing old table as removed for each statement execute function private.facts_of_incidents();

create function private.facts_of_events() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.facts_due (district_id, id, recurrence)
  select distinct e.district_id, e.incident_id, false from added e
  where e.kind = 'transition' and e.from_state in ('reported', 'resolved') order by 1, 2
  on conflict (district_id, id) do nothing;
  return null;
end $$;
comment on function private.facts_of_events is 'Notes the cases whose facts the history changes: first steps and checks. Security definer: nobody else writes facts.';
create trigger incident_events_facts after insert on public.incident_events
  referencing new table as added for each statement execute function private.facts_of_events();

-- A plan that comes into force, or is taken back, has grids on which cases lie.
create function private.place_facts(communities bigint[]) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
begin
  delete from private.case_tallies t where t.kind = 'grid' and t.area_id = any (communities);
  update private.case_facts f set grid_ids = lies.grid_ids
  from (
    select known.id, coalesce(array_agg(found.grid_id order by found.grid_id) filter (where found.grid_id is not null), '{}') as grid_ids
    from private.case_facts known
    left join (
      select distinct on (f.id, g.plan_id) f.id, g.id as grid_id
      from public.plan_communities pc
      join public.grids g on g.plan_id = pc.plan_id and g.community_id = pc.community_id
      join private.case_facts f on f.community_id = pc.community_id and extensions.st_dwithin(g.polygon, f.position, private.border_slack_degrees())
      where pc.community_id = any (communities) and not isempty(pc.in_force)
      order by f.id, g.plan_id, g.level desc, extensions.st_distance(g.polygon, f.position), g.key) found on found.id = known.id
    where known.community_id = any (communities) group by known.id
  ) lies
  where f.id = lies.id and f.community_id = any (communities) and f.grid_ids is distinct from lies.grid_ids;
  perform private.count_tallies('grid', communities);
end $$;
comment on function private.place_facts is 'Says anew on which grids the cases of some communities lie, and counts them. Security definer: nobody else writes facts.';

create function private.count_tallies(which text, communities bigint[]) returns void
language plpgsql volatile set search_path = '' set jit = off set work_mem = '64MB' as $$
declare
  keys constant text := case which
    when 'community' then 'f.community_id, 0::bigint, f.community_id'
    when 'community and category' then 'f.community_id, f.category_id, f.community_id'
    when 'grid' then 'f.community_id, 0::bigint, k.unit'
    when 'compound' then 'f.community_id, 0::bigint, f.compound_id'
    when 'category' then 'f.district_id, 0::bigint, f.category_id'
    when 'weekhour' then 'f.district_id, 0::bigint, (extract(isodow from local) * 24 + extract(hour from local))::bigint'
    else 'f.street_id, 0::bigint, (extract(isodow from local) * 24 + extract(hour from local))::bigint' end;
  source constant text := 'private.case_facts f join private.district_calendars z on z.district_id = f.district_id'
    || case which when 'grid' then ' cross join lateral unnest(f.grid_ids) k (unit)' else '' end;
  codes constant text[] := array(select m.code from private.measures m order by m.code);
  parts text;
begin
  select string_agg(format(
      'select f.district_id, %s, date_trunc(''month'', local)::date, %s from %s cross join lateral (select f.%s at time zone z.time_zone as local) l where f.%s is not null%s%s group by 1, 2, 3, 4, 5',
      keys,
      (select string_agg(case when m.at = g.at then format('sum(%s)', m.amount) else '0::bigint' end, ', ' order by m.code) from private.measures m),
      source, g.at, g.at,
      case when communities is not null then ' and f.community_id = any ($1)' else '' end,
      case which when 'compound' then ' and f.compound_id is not null' else '' end), E'\nunion all\n')
  into parts from (select distinct at from private.measures) g;
  execute format('insert into private.case_tallies (district_id, kind, area_id, category_id, unit_id, month, %s)
    select p.district, %L, p.area, p.category, p.unit, p.month, %s from (%s) p (district, area, category, unit, month, %s) group by 1, 3, 4, 5, 6',
    (select string_agg(format('%I', c), ', ' order by c) from unnest(codes) c),
    case which when 'community and category' then 'community' when 'weekhour of streets' then 'weekhour' else which end,
    (select string_agg(format('coalesce(sum(p.%I), 0)', c), ', ' order by c) from unnest(codes) c), parts,
    (select string_agg(format('%I', c), ', ' order by c) from unnest(codes) c)) using communities;
end $$;
comment on function private.count_tallies is 'Counts the tallies of a kind out of the facts, of some communities or of all; those that are there are not looked at.';

create function private.facts_of_plans() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched bigint[];
begin
  if tg_op = 'INSERT' then
    touched := array(select distinct a.community_id from added a where not isempty(a.in_force));
  elsif tg_op = 'DELETE' then
    touched := array(select distinct r.community_id from removed r where not isempty(r.in_force));
  else
    touched := array(select distinct a.community_id from added a join removed r on r.plan_id = a.plan_id and r.community_id = a.community_id
      where isempty(a.in_force) <> isempty(r.in_force) or a.redraw_since is distinct from r.redraw_since);
  end if;
  if cardinality(touched) > 0 then
    perform private.place_facts(touched);
  end if;
  return null;
end $$;
comment on function private.facts_of_plans is 'Keeps the grids of cases in step with what is in force. Security definer: nobody else writes facts.';
create trigger plan_communities_facts_added after insert on public.plan_communities
  referencing new table as added for each statement execute function private.facts_of_plans();
create trigger plan_communities_facts_changed after update on public.plan_communities
  referencing old table as removed new table as added for each statement execute function private.facts_of_plans();
create trigger plan_communities_facts_removed after delete on public.plan_communities
  referencing old table as removed for each statement execute function private.facts_of_plans();

create function private.place_in_compounds(districts bigint[]) returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
begin
  update private.case_facts f set compound_id = lies.compound_id
  from (
    select known.district_id, known.id, min(c.id) as compound_id
    from private.case_facts known
    left join public.compounds c on c.district_id = known.district_id and c.boundary operator(extensions.&&) known.position
      and extensions.st_covers(c.boundary, known.position)
    where known.district_id = any (districts) group by 1, 2
  ) lies
  where f.district_id = lies.district_id and f.id = lies.id and f.compound_id is distinct from lies.compound_id;
  delete from private.case_tallies t where t.kind = 'compound' and t.district_id = any (districts);
  perform private.count_tallies('compound', array(select a.id from public.areas a where a.kind = 'community' and a.district_id = any (districts)));
end $$;
comment on function private.place_in_compounds is 'Says anew in which compounds the cases of some districts lie, and counts them. Security definer: nobody else writes facts.';

create function private.facts_of_compounds() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  touched constant bigint[] := array(select distinct w.district_id from written w);
begin
  if exists (select from private.case_facts f where f.district_id = any (touched)) then
    perform private.place_in_compounds(touched);
  end if;
  return null;
end $$;
comment on function private.facts_of_compounds is 'Keeps the compounds of cases in step with their boundaries. Security definer: nobody else writes facts.';
create trigger compounds_facts_added after insert on public.compounds referencing new table as written for each statement execute function private.facts_of_compounds();
create trigger compounds_facts_changed after update on public.compounds referencing new table as written for each statement execute function private.facts_of_compounds();
create trigger compounds_facts_removed after delete on public.compounds referencing old table as written for each statement execute function private.facts_of_compounds();

create function private.recount_facts() returns void
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  which text;
  batch record;
begin
  lock table public.incidents in share row exclusive mode;
  delete from private.case_tallies;
  delete from private.case_facts;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    -- Joins of what was read are planned for a handful of cases.
    from (select i.district_id, i.id, row_number() over (partition by i.district_id order by i.id) / 500 as part from public.incidents i) n
    group by n.district_id, n.part
  loop
    perform private.read_facts(batch.district_id, batch.ids);
  end loop;
  -- Nobody gathers statistics inside of a transaction, and what follows joins the facts with themselves and with grids.
  analyze private.case_facts;
  for batch in
    select n.district_id, array_agg(n.id) as ids
    from (select f.district_id, f.id, row_number() over (partition by f.district_id order by f.id) / 250000 as part from private.case_facts f where f.closed_at is not null) n
    group by n.district_id, n.part
  loop
    update private.case_facts f set recurred = not f.recurred
    where f.district_id = batch.district_id and f.id = any (private.other_recurrences(batch.district_id, batch.ids));
  end loop;
  foreach which in array '{community,community and category,grid,compound,category,weekhour,weekhour of streets}'::text[] loop
    perform private.count_tallies(which, null);
  end loop;
end $$;
comment on function private.recount_facts is 'Makes facts and tallies anew: after rows were written with triggers off. Security definer: nobody else writes them.';

create or replace function private.recount_incidents() returns void
language sql volatile security definer set search_path = '' as $$
  lock table public.incidents in share row exclusive mode;
  delete from public.incident_category_tallies;
  delete from public.incident_month_tallies;
  insert into public.incident_category_tallies (district_id, community_id, category_id, state, cases)
  select i.district_id, i.community_id, i.category_id, i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
  insert into public.incident_month_tallies (district_id, community_id, month, state, cases)
  select i.district_id, i.community_id, private.tally_month(i.reported_at), i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
  select private.recount_facts();
$$;

-- Months are those of the district's wall clocks.
create function private.facts_of_time_zones() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.recount_facts();
  return null;
end $$;
comment on function private.facts_of_time_zones is 'Counts anew when the time zone of a calendar changes. Security definer: nobody else writes facts.';
create trigger calendars_facts after update of time_zone on public.calendars
  for each row when (old.time_zone is distinct from new.time_zone) execute function private.facts_of_time_zones();

select private.recount_facts();
