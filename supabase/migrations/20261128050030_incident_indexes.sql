-- Indexes for what lists, counts and walls ask of a million cases. Each carries what is counted beside what is searched,
-- so that counting reads the index alone.

drop index public.incidents_open_idx;
drop index public.incidents_reported_idx;
drop index public.incidents_community_idx;

-- What is open: the figures of now, and every list of open cases narrowed in any way.
create index incidents_open_idx on public.incidents (district_id, community_id, category_id)
  include (state, deadline_at, urgent, urged, reported_at)
  where state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');

-- The two orders of a list, of a district and of a community.
create index incidents_reported_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state);
create index incidents_community_idx on public.incidents (community_id, reported_at, id) include (category_id, state);
create index incidents_soonest_idx on public.incidents
  (district_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (community_id, category_id, state);
create index incidents_community_soonest_idx on public.incidents
  (community_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (category_id, state);
-- The same of what is open: a list of open cases that finds too few must not read on through all that have ended.
create index incidents_open_soonest_idx on public.incidents
  (district_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (community_id, category_id, state)
  where state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');
drop index public.incidents_deadline_idx;
create index incidents_deadline_idx on public.incidents (district_id, deadline_at) include (community_id, category_id, reported_at)
  where deadline_at is not null;

-- What a list is narrowed by.
create index incidents_category_idx on public.incidents (category_id, district_id, state, reported_at, id) include (community_id);
create index incidents_handled_idx on public.incidents (handler_id, reported_at) include (state) where handler_id is not null;
create index incidents_urgent_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state) where urgent;
create index incidents_urged_idx on public.incidents (district_id, reported_at, id) include (community_id, category_id, state) where urged;
create index incidents_state_idx on public.incidents (district_id, state, reported_at, id) include (community_id, category_id);

-- On-time closure and the other indicators of what was due, handled, accepted or closed in a period.
create index incidents_due_idx on public.incidents (district_id, due_at)
  include (community_id, resolved_at, closed_at, missed_due_at) where filed_at is not null;
create index incidents_missed_idx on public.incidents (district_id, missed_due_at)
  include (community_id, due_at, resolved_at, closed_at) where missed_due_at is not null and filed_at is not null;
create index incidents_closed_idx on public.incidents (district_id, closed_at)
  include (community_id, due_at, resolved_at, missed_due_at) where closed_at is not null and filed_at is not null;
create index incidents_resolved_idx on public.incidents (district_id, resolved_at) where resolved_at is not null;
create index incidents_accepted_idx on public.incidents (district_id, accepted_at) where accepted_at is not null;
create index incidents_dispatched_idx on public.incidents (district_id, dispatched_at) where dispatched_at is not null;

-- Checks of a period, for the rate of rework.
create index incident_events_checks_idx on public.incident_events (district_id, at) include (incident_id, to_state)
  where from_state = 'resolved';

-- Households called on in a period.
drop index public.visits_district_idx;
create index visits_district_idx on public.visits (district_id, visited_on) include (building_id, households);
