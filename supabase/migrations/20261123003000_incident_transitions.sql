-- Which state may follow which, who may bring it about and which clock starts: data, so that the page offers exactly
-- what the database will accept.

create table public.incident_transitions (
  from_state public.incident_state not null,
  to_state public.incident_state not null,
  roles public.member_role[] not null,
  clock public.incident_clock,
  note_required boolean not null default false,
  constraint incident_transitions_pkey primary key (from_state, to_state)
);
comment on table public.incident_transitions is
  'The steps an incident may take. handling is one clock for dispatched, in_progress and rework: it goes on through them.';
comment on column public.incident_transitions.roles is 'Who may take the step, in the community of the incident.';
comment on column public.incident_transitions.clock is 'The clock that runs in to_state; null where none runs.';
comment on column public.incident_transitions.note_required is 'A step that ends, sends back or stops a case says why.';

-- Dispatchers take every step; workers handle what was dispatched and what they settle on the spot; leaders approve
-- deferrals. closed → filed is the reopening.
insert into public.incident_transitions (from_state, to_state, roles, clock, note_required) values
  ('reported', 'verifying', '{admin,dispatcher}', 'verification', false),
  ('reported', 'accepted', '{admin,dispatcher}', 'filing', false),
  ('reported', 'rejected', '{admin,dispatcher}', null, true),
  ('reported', 'duplicate', '{admin,dispatcher}', null, false),
  ('reported', 'self_handled', '{admin,dispatcher,worker}', null, true),
  ('verifying', 'accepted', '{admin,dispatcher}', 'filing', false),
  ('verifying', 'rejected', '{admin,dispatcher}', null, true),
  ('accepted', 'filed', '{admin,dispatcher}', 'dispatch', false),
  ('accepted', 'self_handled', '{admin,dispatcher,worker}', null, true),
  ('accepted', 'rejected', '{admin,dispatcher}', null, true),
  ('filed', 'dispatched', '{admin,dispatcher}', 'handling', false),
  ('dispatched', 'in_progress', '{admin,dispatcher,worker}', 'handling', false),
  ('dispatched', 'returned', '{admin,dispatcher,worker}', 'dispatch', true),
  ('in_progress', 'resolved', '{admin,dispatcher,worker}', 'check', false),
  ('in_progress', 'deferred', '{admin,dispatcher,leader}', null, true),
  ('in_progress', 'returned', '{admin,dispatcher,worker}', 'dispatch', true),
  ('returned', 'dispatched', '{admin,dispatcher}', 'handling', false),
  ('deferred', 'in_progress', '{admin,dispatcher,worker}', 'handling', false),
  ('resolved', 'closed', '{admin,dispatcher}', null, false),
  ('resolved', 'rework', '{admin,dispatcher}', 'handling', true),
  ('rework', 'in_progress', '{admin,dispatcher,worker}', 'handling', false),
  ('closed', 'filed', '{admin,dispatcher}', 'dispatch', true);

alter table public.incident_transitions enable row level security;
create policy "everybody signed in reads the steps" on public.incident_transitions
  for select to authenticated using (true);
revoke all on public.incident_transitions from anon, authenticated;
grant select on public.incident_transitions to authenticated, service_role;

create function private.incident_ended(state public.incident_state) returns boolean
language sql immutable set search_path = '' as $$
  select state in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
$$;
comment on function private.incident_ended is 'Whether nothing more is due in this state.';

-- One definition of overdue for lists, maps, walls and indicators: deadline_at < now().
alter table public.incidents add column deadline_at timestamptz generated always as (
  case when not private.incident_ended(state) then least(due_at, clock_due_at) end
) stored;
comment on column public.incidents.deadline_at is
  'The next deadline of an open incident: for handling, or of the clock of its present step, whichever is sooner. Null when nothing more is due. Overdue (超期) is deadline_at < now().';
create index incidents_deadline_idx on public.incidents (district_id, deadline_at) where deadline_at is not null;

create function private.clock_of_state(state public.incident_state) returns public.incident_clock
language sql stable set search_path = '' as $$
  select case when state = 'reported' then 'acceptance'::public.incident_clock
    else (select t.clock from public.incident_transitions t where t.to_state = state limit 1) end
$$;
comment on function private.clock_of_state is 'The clock that runs in a state; null where none runs.';

create function private.incident_handlers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,leader,dispatcher,worker}'::public.member_role[]
$$;
comment on function private.incident_handlers is 'Who handles or oversees incidents: they see addresses, notes and names.';

create function private.incident_readers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker,viewer}'::public.member_role[]
$$;
comment on function private.incident_readers is 'Who sees that there are incidents, as a wall shows them.';

grant execute on function private.incident_ended, private.clock_of_state, private.incident_handlers, private.incident_readers
  to authenticated, service_role;
