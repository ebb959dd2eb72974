-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create type public.incident_clock as enum ('acceptance', 'verification', 'filing', 'dispatch', 'handling', 'check', 'arrival', 'first_answer');
comment on type public.incident_clock is
  'What has a time limit. acceptance to check are clocks of states; arrival (到场) and first_answer (首次答复) run beside them, from the report.';

create table public.categories (
  id bigint generated always as identity,
  district_id bigint,
  code text not null,
  name text not null,
  name_en text not null,
  grid_only boolean not null default false,
  retired boolean not null default false,
  approved_by text not null default ''::text,
  approval text not null default ''::text,
  approved_since date,
  approved_until date,
  valid_since timestamptz,
  valid_until timestamptz,
  came_from bigint,
  retired_at timestamptz,
  constraint categories_pkey primary key (id),
  constraint categories_of_district unique (id, district_id),
  constraint categories_approval_length check (length(approval) <= 200),
  constraint categories_approved_by_length check (length(approved_by) <= 100),
  constraint categories_approved_in_order check (approved_until >= approved_since),
  constraint categories_approved_since_bounded check (approved_since >= '1900-01-01'::date and approved_since <= '2099-12-31'::date),
  constraint categories_approved_until_bounded check (approved_until >= '1900-01-01'::date and approved_until <= '2099-12-31'::date),
  constraint categories_code_length check (length(code) <= 400),
  constraint categories_code_shape check (code ~ '^[0-9]{2}([0-9]{2})?$'::text),
  constraint categories_ended_are_retired check (valid_until is null or retired),
  constraint categories_name_en_length check (length(name_en) <= 10000),
  constraint categories_name_length check (length(name) <= 400),
  constraint categories_retired_at_bounded check (retired_at >= '1990-01-01 00:00:00+00'::timestamptz and retired_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint categories_retired_since check (retired = (retired_at is not null)),
  constraint categories_valid_since_bounded check (valid_since >= '1990-01-01 00:00:00+00'::timestamptz and valid_since < '2090-01-01 00:00:00+00'::timestamptz),
  constraint categories_valid_until_bounded check (valid_until >= '1990-01-01 00:00:00+00'::timestamptz and valid_until < '2090-01-01 00:00:00+00'::timestamptz)
);
comment on table public.categories is
  'Two digits are a class, four a category of that class. Without a district: the template.';
comment on column public.categories.grid_only is
  'Welfare and mediation: public maps show the case at its grid, never at its address.';
comment on column public.categories.approved_by is
  'Who put the category on the list of what communities take on (准入清单).';
comment on column public.categories.approval is
  'The paper by which it was put there.';
comment on column public.categories.approved_until is
  'The last day of the approval; null: without an end.';
comment on column public.categories.valid_since is
  'Since when this wording and these deadlines hold; null: from the beginning.';
comment on column public.categories.valid_until is
  'When another row took the place of this one, or it was split; older cases keep it.';
comment on column public.categories.came_from is
  'The row whose place this one took, or that was split.';
comment on column public.categories.retired_at is
  'Since when no new case may have it; cases reported before may.';
create index categories_came_from_idx on public.categories (came_from) where came_from is not null;
create unique index categories_code_current on public.categories (district_id, code) nulls not distinct where valid_until is null;
alter table public.categories enable row level security;
grant select on public.categories to authenticated;

alter table public.categories add constraint categories_came_from_fkey
  foreign key (came_from, district_id) references public.categories(id, district_id) on delete set null (came_from);

alter table public.categories add constraint categories_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "members read templates and their district's categories" on public.categories
  for select to authenticated
  using (district_id is null or (district_id in (select private.my_districts())));

create table public.category_deadlines (
  category_id bigint not null,
  clock public.incident_clock not null,
  amount numeric(6,2) not null,
  unit public.deadline_unit not null,
  constraint category_deadlines_pkey primary key (category_id, clock),
  constraint category_deadlines_amount_positive check (amount > 0::numeric)
);
comment on table public.category_deadlines is
  'How long each clock may run.';
alter table public.category_deadlines enable row level security;
grant select on public.category_deadlines to authenticated;

alter table public.category_deadlines add constraint category_deadlines_category_fkey
  foreign key (category_id) references public.categories(id) on delete cascade;

create policy "members read the deadlines of their district" on public.category_deadlines
  for select to authenticated
  using ((category_id in ( select c.id
   from public.categories c
  where c.district_id is null or (c.district_id in (select private.member_districts())))));

create type public.incident_state as enum ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'in_progress', 'returned', 'deferred', 'resolved', 'rework', 'closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');

create sequence public.incident_change_seq as bigint increment 1 minvalue 1 maxvalue 9223372036854775807 start 1 cache 1;

create type public.closing_reason as enum ('solved', 'not_ours', 'cannot_be_done', 'nothing_found', 'withdrawn');
comment on type public.closing_reason is
  'Why a case was closed: solved, not ours to do, cannot be done, nothing found on the spot, taken back by who asked.';

create function private.incident_ended(state public.incident_state) returns boolean
language sql immutable parallel safe as $$
  select state in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled')
$$;
comment on function private.incident_ended(state public.incident_state) is
  'Whether nothing more is due in this state.';
grant execute on function private.incident_ended(state public.incident_state) to authenticated, service_role;

create function private.incident_handlers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,leader,dispatcher,worker,checker}'::public.member_role[]
$$;
comment on function private.incident_handlers() is
  'Who handles or oversees incidents: they see addresses, notes and names.';
grant execute on function private.incident_handlers() to authenticated, service_role;

-- Writers of one district take turns from here to their commit, so the numbers appear in the order in which
-- they become visible and a reader who has seen n has seen everything below n.
create function private.number_incident_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(4217, new.district_id::integer);
  new.change_id := nextval('public.incident_change_seq');
  return new;
end $$;

create table public.incident_events (
  district_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  at timestamptz not null default now(),
  actor uuid,
  actor_name text not null default ''::text,
  kind text not null default 'transition'::text,
  from_state public.incident_state,
  to_state public.incident_state,
  note text not null default ''::text,
  detail jsonb not null default '{}'::jsonb,
  constraint incident_events_pkey primary key (district_id, id),
  constraint incident_events_actor_name_length check (length(actor_name) <= 400),
  constraint incident_events_at_bounded check (at >= '1990-01-01 00:00:00+00'::timestamptz and at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incident_events_kind_known check (kind = any (array['transition'::text, 'urge'::text, 'note'::text, 'category'::text, 'handler'::text, 'satisfaction'::text, 'arrival'::text, 'answer'::text, 'place'::text, 'redaction'::text, 'deferral_asked'::text])),
  constraint incident_events_kind_length check (length(kind) <= 400),
  constraint incident_events_note_length check (length(note) <= 10000)
);
comment on table public.incident_events is
  'Every change of an incident: who, when, from, to, note. Never altered, but for words that redact_incident() blacks out.';
create index incident_events_checks_idx on public.incident_events (district_id, at) include (incident_id, to_state) where from_state = 'resolved'::public.incident_state;
create index incident_events_incident_idx on public.incident_events (district_id, incident_id, at);
alter table public.incident_events enable row level security;
grant select on public.incident_events to authenticated;

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'append-only' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;

create table public.attachments (
  id bigint generated always as identity,
  district_id bigint not null,
  incident_id bigint not null,
  event_id bigint,
  view text not null default 'near'::text,
  path text not null,
  mime text not null,
  size_bytes integer not null,
  at timestamptz not null default now(),
  constraint attachments_pkey primary key (id),
  constraint attachments_mime_length check (length(mime) <= 400),
  constraint attachments_path_length check (length(path) <= 1000),
  constraint attachments_size_positive check (size_bytes > 0),
  constraint attachments_view_known check (view = any (array['far'::text, 'near'::text, 'before'::text, 'after'::text])),
  constraint attachments_view_length check (length(view) <= 10000)
);
comment on table public.attachments is
  'Photos of an incident; the files lie in storage under path.';
create index attachments_incident_idx on public.attachments (district_id, incident_id);
alter table public.attachments enable row level security;
grant select on public.attachments to authenticated;

alter table public.attachments add constraint attachments_event_fkey
  foreign key (event_id, district_id) references public.incident_events(id, district_id) on delete set null (event_id);

create table public.incident_contacts (
  district_id bigint not null,
  incident_id bigint not null,
  name text not null,
  telephone text not null,
  consent_at timestamptz not null,
  purge_after timestamptz,
  constraint incident_contacts_pkey primary key (district_id, incident_id),
  constraint incident_contacts_consent_at_bounded check (consent_at >= '1990-01-01 00:00:00+00'::timestamptz and consent_at < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incident_contacts_name_length check (length(name) <= 400),
  constraint incident_contacts_purge_after_bounded check (purge_after >= '1990-01-01 00:00:00+00'::timestamptz and purge_after < '2090-01-01 00:00:00+00'::timestamptz),
  constraint incident_contacts_telephone_length check (length(telephone) <= 400)
);
comment on table public.incident_contacts is
  'Who may be called about a request, with consent; read only through read_incident_contact(), which is logged; deleted after purge_after.';
create index incident_contacts_purge_idx on public.incident_contacts (purge_after) where purge_after is not null;
alter table public.incident_contacts enable row level security;

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
comment on column public.incident_transitions.roles is
  'Who may take the step, in the community of the incident.';
comment on column public.incident_transitions.clock is
  'The clock that runs in to_state; null where none runs.';
comment on column public.incident_transitions.note_required is
  'A step that ends, sends back or stops a case says why.';
alter table public.incident_transitions enable row level security;
grant select on public.incident_transitions to authenticated;
insert into public.incident_transitions (from_state, to_state, roles, clock, note_required) values
  ('reported', 'verifying', '{admin,dispatcher}', 'verification', 'false'),
  ('reported', 'accepted', '{admin,dispatcher}', 'filing', 'false'),
  ('reported', 'rejected', '{admin,dispatcher}', NULL, 'true'),
  ('reported', 'duplicate', '{admin,dispatcher}', NULL, 'false'),
  ('reported', 'self_handled', '{admin,dispatcher,worker}', NULL, 'true'),
  ('verifying', 'accepted', '{admin,dispatcher}', 'filing', 'false'),
  ('verifying', 'rejected', '{admin,dispatcher}', NULL, 'true'),
  ('accepted', 'filed', '{admin,dispatcher}', 'dispatch', 'false'),
  ('accepted', 'rejected', '{admin,dispatcher}', NULL, 'true'),
  ('accepted', 'self_handled', '{admin,dispatcher,worker}', NULL, 'true'),
  ('filed', 'dispatched', '{admin,dispatcher}', 'handling', 'false'),
  ('dispatched', 'in_progress', '{admin,dispatcher,worker}', 'handling', 'false'),
  ('dispatched', 'returned', '{admin,dispatcher,worker}', 'dispatch', 'true'),
  ('in_progress', 'returned', '{admin,dispatcher,worker}', 'dispatch', 'true'),
  ('in_progress', 'deferred', '{admin,dispatcher,leader}', NULL, 'true'),
  ('in_progress', 'resolved', '{admin,dispatcher,worker}', 'check', 'false'),
  ('returned', 'dispatched', '{admin,dispatcher}', 'handling', 'false'),
  ('deferred', 'in_progress', '{admin,dispatcher,worker}', 'handling', 'false'),
  ('resolved', 'rework', '{admin,dispatcher,checker}', 'handling', 'true'),
  ('resolved', 'closed', '{admin,dispatcher,checker}', NULL, 'false'),
  ('rework', 'in_progress', '{admin,dispatcher,worker}', 'handling', 'false'),
  ('closed', 'filed', '{admin,dispatcher}', 'dispatch', 'true');

create policy "everybody signed in reads the steps" on public.incident_transitions
  for select to authenticated
  using (true);

create function private.clock_of_state(state public.incident_state) returns public.incident_clock
language sql stable set search_path = '' as $$
  select case when state = 'reported' then 'acceptance'::public.incident_clock
    else (select t.clock from public.incident_transitions t where t.to_state = state limit 1) end
$$;
comment on function private.clock_of_state(state public.incident_state) is
  'The clock that runs in a state; null where none runs.';
grant execute on function private.clock_of_state(state public.incident_state) to authenticated, service_role;

create function private.incident_readers() returns public.member_role[]
language sql immutable set search_path = '' as $$
  select '{admin,planner,reviewer,leader,dispatcher,worker,checker,viewer}'::public.member_role[]
$$;
comment on function private.incident_readers() is
  'Who sees that there are incidents, as a wall shows them.';
grant execute on function private.incident_readers() to authenticated, service_role;

create function private.lock_incidents_of(district bigint) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(4217, district::integer)
$$;
comment on function private.lock_incidents_of(district bigint) is
  'Takes the turn of a writer of incidents until the transaction ends: the same lock as private.number_incident_change.';
grant execute on function private.lock_incidents_of(district bigint) to service_role;

create function private.next_incident_number(district bigint, moment timestamptz) returns text
language plpgsql volatile set search_path = '' as $$
declare
  local_day constant date := private.local_date(district, moment);
  prefix text;
  candidate text;
  counted integer;
begin
  select a.code || to_char(local_day, 'YYYYMMDD') into prefix from public.areas a where a.id = district;
  loop
    update public.incident_number_days d set last_number = d.last_number + 1
    where d.district_id = district and d.day = local_day
    returning d.last_number into counted;
    if not found then
      -- The first number since numbers are counted: those of the day that are there already are behind it.
      insert into public.incident_number_days (district_id, day, last_number)
      select district, local_day, 1 + count(*) from public.incidents i
      where i.district_id = district and i.number between prefix || '00000' and prefix || '99998' and length(i.number) = length(prefix) + 5
      returning last_number into counted;
    end if;
    candidate := prefix || lpad(counted::text, greatest(5, length(counted::text)), '0');
    exit when not exists (select from public.incidents i where i.district_id = district and i.number = candidate);
  end loop;
  return candidate;
end $$;
comment on function private.next_incident_number(district bigint, moment timestamp with time zone) is
  'The next free number of the day: district, date, five digits (more from the hundred-thousandth on). What others have numbered is passed over. Called under private.lock_incidents_of.';
grant execute on function private.next_incident_number(district bigint, moment timestamp with time zone) to service_role;

create function private.give_incident_number() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_incidents_of(new.district_id);
  new.number := private.next_incident_number(new.district_id, new.reported_at);
  return new;
end $$;
comment on function private.give_incident_number() is
  'Security definer: numbers are counted over the whole district, whatever the writer may see.';

create table public.incident_number_days (
  district_id bigint not null,
  day date not null,
  last_number integer not null,
  constraint incident_number_days_pkey primary key (district_id, day),
  constraint incident_number_days_day_bounded check (day >= '1900-01-01'::date and day <= '2099-12-31'::date)
);
comment on table public.incident_number_days is
  'The last number given to a case of a local day. Written by private.next_incident_number only.';
alter table public.incident_number_days enable row level security;

alter table public.incident_number_days add constraint incident_number_days_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create function private.plain_words(words text, at_most integer) returns text
language plpgsql immutable set search_path = '' as $$
declare
  -- Controls but tab and line feed; marks and overrides of direction; what has no width, but for the joiners of scripts.
  unseen constant text := '[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]';
  blanks constant text := '[\u0009\u000a\u0020\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800]+';
  plain constant text := regexp_replace(regexp_replace(regexp_replace(regexp_replace(coalesce(words, ''),
    '\r\n?', E'\n', 'g'), unseen, '', 'g'), '^' || blanks, ''), blanks || '$', '');
begin
  if length(plain) > at_most then
    raise exception 'text-too-long' using errcode = 'P0001',
      detail = json_build_object('length', length(plain), 'atMost', at_most)::text;
  end if;
  return plain;
end $$;
comment on function private.plain_words(words text, at_most integer) is
  'Words as they are kept: without unseen characters, without blanks at both ends, at most so many characters (text-too-long). Blank words are the empty string.';
grant execute on function private.plain_words(words text, at_most integer) to authenticated, service_role;

create function private.incident_happened(state public.incident_state) returns boolean
language sql immutable parallel safe as $$
  select state not in ('rejected', 'duplicate', 'cancelled')
$$;
comment on function private.incident_happened(state public.incident_state) is
  'Whether a case in this state counts among what happened (densities, incidents of a grid). What was refused, repeated or withdrawn counts among what came in only.';
grant execute on function private.incident_happened(state public.incident_state) to authenticated, service_role;

create function private.clocks_beside(district bigint, category bigint, reported timestamptz, out arrival_due_at timestamptz, out answer_due_at timestamptz)
language sql stable set search_path = '' as $$
  select private.clock_due_at(district, category, 'arrival', reported), private.clock_due_at(district, category, 'first_answer', reported)
$$;
comment on function private.clocks_beside(district bigint, category bigint, reported timestamp with time zone, OUT arrival_due_at timestamp with time zone, OUT answer_due_at timestamp with time zone) is
  'When the clocks beside the states run out, both of which begin with the report; null where the category has none.';

-- On every way in and at every change of category: a case that comes with an import has them too, if it is open.
create function private.set_clocks_beside() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' or not private.incident_ended(new.state) then
    select c.arrival_due_at, c.answer_due_at into new.arrival_due_at, new.answer_due_at
    from private.clocks_beside(new.district_id, new.category_id, new.reported_at) c;
  end if;
  return new;
end $$;
comment on function private.set_clocks_beside() is
  'Sets when somebody has to be on the spot and when the first answer is due. Security definer: reads calendars whoever writes.';

create function private.move_clocks_beside(calendar bigint) returns void
language sql volatile security definer set search_path = '' as $$
  update public.incidents i set arrival_due_at = fresh.arrival_due_at, answer_due_at = fresh.answer_due_at
  from public.incidents held
  cross join lateral private.clocks_beside(held.district_id, held.category_id, held.reported_at) fresh
  where i.district_id = held.district_id and i.id = held.id and not private.incident_ended(held.state)
    and (held.arrival_due_at is not null or held.answer_due_at is not null)
    and private.calendar_of(held.district_id) = calendar
    and (i.arrival_due_at, i.answer_due_at) is distinct from (fresh.arrival_due_at, fresh.answer_due_at)
$$;
comment on function private.move_clocks_beside(calendar bigint) is
  'Moves the clocks beside the states of open incidents after a change of their calendar. Security definer: no policies for writing.';

create table public.case_rules (
  district_id bigint not null,
  checker_is_another boolean not null default true,
  constraint case_rules_pkey primary key (district_id)
);
comment on table public.case_rules is
  'How a district handles cases, where it differs from what is usual; without a row, what is usual.';
comment on column public.case_rules.checker_is_another is
  'Whoever handled a case does not check and close it. Usual: true.';
alter table public.case_rules enable row level security;
grant insert, select, update on public.case_rules to authenticated;

alter table public.case_rules add constraint case_rules_district_fkey
  foreign key (district_id, district_id) references public.areas(id, district_id) on delete cascade;

create policy "admins change the rules of their district" on public.case_rules
  for update to authenticated
  using ((district_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "admins set the rules of their district" on public.case_rules
  for insert to authenticated
  with check ((district_id in (select private.reachable('{admin}'::public.member_role[]))));

create policy "members read the rules of their district" on public.case_rules
  for select to authenticated
  using ((district_id in (select private.member_districts())));

create trigger zz_nothing_missing before insert or update on public.attachments for each row when (new.district_id is null or new.incident_id is null or new.view is null or new.path is null or new.mime is null or new.size_bytes is null or new.at is null) execute function private.refuse_missing();

create trigger case_rules_audit after insert or delete or update on public.case_rules for each row execute function private.audit();

create trigger zz_nothing_missing before insert or update on public.case_rules for each row when (new.district_id is null or new.checker_is_another is null) execute function private.refuse_missing();

create trigger categories_audit after insert or delete or update on public.categories for each row execute function private.audit();

create trigger categories_keep_district after update of district_id on public.categories for each row when (old.district_id is distinct from new.district_id) execute function private.keep_district();

create trigger categories_topic_delete after delete on public.categories referencing old table as changed for each statement execute function private.note_topic('categories', 'c.district_id', 'true');

create trigger categories_topic_insert after insert on public.categories referencing new table as changed for each statement execute function private.note_topic('categories', 'c.district_id', 'true');

create trigger categories_topic_update after update on public.categories referencing new table as changed for each statement execute function private.note_topic('categories', 'c.district_id', 'true');

create trigger zz_nothing_missing before insert or update on public.categories for each row when (new.code is null or new.name is null or new.name_en is null or new.grid_only is null or new.retired is null) execute function private.refuse_missing();

create trigger zz_nothing_missing_of_approval before insert or update on public.categories for each row when (new.approved_by is null or new.approval is null) execute function private.refuse_missing();

create trigger category_deadlines_audit after insert or delete or update on public.category_deadlines for each row execute function private.audit();

create trigger category_deadlines_topic_delete after delete on public.category_deadlines referencing old table as changed for each statement execute function private.note_topic('categories', '(select k.district_id from public.categories k where k.id = c.category_id)', 'true');

create trigger category_deadlines_topic_insert after insert on public.category_deadlines referencing new table as changed for each statement execute function private.note_topic('categories', '(select k.district_id from public.categories k where k.id = c.category_id)', 'true');

create trigger category_deadlines_topic_update after update on public.category_deadlines referencing new table as changed for each statement execute function private.note_topic('categories', '(select k.district_id from public.categories k where k.id = c.category_id)', 'true');

create trigger zz_nothing_missing before insert or update on public.category_deadlines for each row when (new.category_id is null or new.clock is null or new.amount is null or new.unit is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.incident_contacts for each row when (new.district_id is null or new.incident_id is null or new.name is null or new.telephone is null or new.consent_at is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.incident_events for each row when (new.district_id is null or new.incident_id is null or new.at is null or new.actor_name is null or new.kind is null or new.note is null or new.detail is null) execute function private.refuse_missing();

create trigger zz_nothing_missing before insert or update on public.incident_transitions for each row when (new.from_state is null or new.to_state is null or new.roles is null or new.note_required is null) execute function private.refuse_missing();
