-- What a case keeps more of: the reason it was closed for, two clocks beside those of its states, who asked to put it off.

create type public.closing_reason as enum ('solved', 'not_ours', 'cannot_be_done', 'nothing_found', 'withdrawn');
comment on type public.closing_reason is 'Why a case was closed: solved, not ours to do, cannot be done, nothing found on the spot, taken back by who asked.';

alter table public.incidents
  add column closing_reason public.closing_reason,
  add column arrival_due_at timestamptz,
  add column arrived_at timestamptz,
  add column answer_due_at timestamptz,
  add column answered_at timestamptz,
  add column waits smallint,
  add column is_waiting boolean,
  add column deferral_asked_by uuid,
  add column deferral_asked_until date,
  add column deferral_asked_wait boolean,
  add constraint incidents_reason_of_closed check (closing_reason is null or state = 'closed'),
  add constraint incidents_deferral_asked_until_bounded check (deferral_asked_until between '1990-01-01' and '2090-01-01'),
  add constraint incidents_arrival_due_at_bounded check (arrival_due_at >= '1990-01-01 00:00:00+00' and arrival_due_at < '2090-01-01 00:00:00+00'),
  add constraint incidents_arrived_at_bounded check (arrived_at >= '1990-01-01 00:00:00+00' and arrived_at < '2090-01-01 00:00:00+00'),
  add constraint incidents_answer_due_at_bounded check (answer_due_at >= '1990-01-01 00:00:00+00' and answer_due_at < '2090-01-01 00:00:00+00'),
  add constraint incidents_answered_at_bounded check (answered_at >= '1990-01-01 00:00:00+00' and answered_at < '2090-01-01 00:00:00+00');
comment on column public.incidents.closing_reason is 'Why it was closed; null while it is not, and where it was closed before reasons were asked for.';
comment on column public.incidents.arrival_due_at is 'When somebody has to be on the spot (到场); null where the category has no such clock.';
comment on column public.incidents.arrived_at is 'When somebody was on the spot, as recorded.';
comment on column public.incidents.answer_due_at is 'When whoever asked has to have a first answer (首次答复); null where the category has no such clock.';
comment on column public.incidents.answered_at is 'When the first answer was given, as recorded.';
comment on column public.incidents.waits is 'How often its clock stood still for a third party; null for never. Not among deferrals.';
comment on column public.incidents.is_waiting is 'It is deferred because a third party has to act.';
comment on column public.incidents.deferral_asked_by is 'Who asked to put it off, until it is granted or another step is taken; another grants it.';
comment on column public.incidents.deferral_asked_until is 'The day until which it was asked to put it off.';
comment on column public.incidents.deferral_asked_wait is 'It was asked for because a third party has to act.';
comment on column public.incidents.position is 'Where it is. Stays, but for corrections by correct_place(), each of them an event.';
comment on table public.incidents is
  'Something at a place that somebody must deal with. Keeps its position and community, which are corrected as an event only; its grid is looked up for a plan.';

-- One definition of overdue, the clocks beside the states included. What is generated cannot be changed, so it is made anew, with
-- the indexes that have it.
do $$
declare
  indexes constant text[] := (
    select array_agg(i.indexdef) from pg_indexes i where i.schemaname = 'public' and i.tablename = 'incidents' and i.indexdef ~ 'deadline_at');
  made text;
begin
  alter table public.incidents drop column deadline_at;
  alter table public.incidents add column deadline_at timestamptz generated always as (
    case when not private.incident_ended(state) then least(due_at, clock_due_at,
      case when arrived_at is null and resolved_at is null then arrival_due_at end,
      case when answered_at is null and resolved_at is null then answer_due_at end) end) stored;
  foreach made in array indexes loop
    execute made;
  end loop;
end $$;
comment on column public.incidents.deadline_at is
  'The next deadline of an open incident: for handling, of the clock of its present step, for arrival or for the first answer, whichever is sooner. Null when nothing more is due. Overdue (超期) is deadline_at < now().';

create function private.clocks_beside(district bigint, category bigint, reported timestamptz, out arrival_due_at timestamptz, out answer_due_at timestamptz)
language sql stable set search_path = '' as $$
  select private.clock_due_at(district, category, 'arrival', reported), private.clock_due_at(district, category, 'first_answer', reported)
$$;
comment on function private.clocks_beside is 'When the clocks beside the states run out, both of which begin with the report; null where the category has none.';

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
comment on function private.set_clocks_beside is
  'Sets when somebody has to be on the spot and when the first answer is due. Security definer: reads calendars whoever writes.';
create trigger incidents_clocks_beside before insert on public.incidents
  for each row when (new.source <> 'import') execute function private.set_clocks_beside();
create trigger incidents_clocks_beside_of_category before update of category_id on public.incidents
  for each row when (old.category_id is distinct from new.category_id) execute function private.set_clocks_beside();

-- Emergencies: on the spot in 30 minutes, and from then on handled within the time that the category gives; welfare: a first
-- answer within 4 working hours. A district's own categories of these classes get them too. seed.sql has the same for new databases.
insert into public.category_deadlines (category_id, clock, amount, unit)
select c.id, v.clock::public.incident_clock, v.amount, v.unit::public.deadline_unit
from (values ('^12[0-9]{2}$', 'arrival', 0.5, 'urgent_hours'), ('^10[0-9]{2}$', 'first_answer', 4, 'working_hours')) v (codes, clock, amount, unit)
join public.categories c on c.code ~ v.codes
on conflict do nothing;

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
comment on function private.move_clocks_beside is 'Moves the clocks beside the states of open incidents after a change of their calendar. Security definer: no policies for writing.';

create or replace function private.recompute_deadlines(calendar bigint) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  moved bigint;
begin
  perform private.move_clocks_beside(calendar);
  update public.incidents i set due_at = fresh.due_at, clock_due_at = fresh.clock_due_at
  from private.open_deadlines(calendar) fresh
  where i.district_id = fresh.district_id and i.id = fresh.id
    and (i.due_at, i.clock_due_at) is distinct from (fresh.due_at, fresh.clock_due_at);
  get diagnostics moved = row_count;
  return moved;
end $$;

create table public.case_rules (
  district_id bigint constraint case_rules_pkey primary key,
  checker_is_another boolean not null default true,
  constraint case_rules_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.case_rules is 'How a district handles cases, where it differs from what is usual; without a row, what is usual.';
comment on column public.case_rules.checker_is_another is 'Whoever handled a case does not check and close it. Usual: true.';
alter table public.case_rules enable row level security;
create policy "members read the rules of their district" on public.case_rules
  for select to authenticated using (district_id in (select private.member_districts()));
create policy "admins set the rules of their district" on public.case_rules
  for insert to authenticated with check (district_id in (select private.reachable('{admin}')));
create policy "admins change the rules of their district" on public.case_rules
  for update to authenticated using (district_id in (select private.reachable('{admin}')));
grant select, insert, update on public.case_rules to authenticated;
grant select, insert, update, delete on public.case_rules to service_role;
create or replace function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  kept jsonb := coalesce(is_now, was);
begin
  insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
  values ((select auth.uid()), lower(tg_op), tg_table_name,
    coalesce(kept ->> 'id', kept ->> 'user_id', kept ->> 'scheme_id', kept ->> 'category_id', kept ->> 'district_id'),
    coalesce((kept ->> 'district_id')::bigint,
      (select a.district_id from public.areas a where a.id = (kept ->> 'area_id')::bigint),
      (select s.district_id from public.schemes s where s.id = (kept ->> 'scheme_id')::bigint),
      (select c.district_id from public.categories c where c.id = (kept ->> 'category_id')::bigint)),
    was - 'borders' - 'engine', is_now - 'borders' - 'engine');
  return null;
end $$;
create trigger case_rules_audit after insert or update or delete on public.case_rules for each row execute function private.audit();
create trigger zz_nothing_missing before insert or update on public.case_rules
  for each row when (new.district_id is null or new.checker_is_another is null) execute function private.refuse_missing();

alter table public.incident_events drop constraint incident_events_kind_known;
alter table public.incident_events add constraint incident_events_kind_known check (kind in (
  'transition', 'urge', 'note', 'category', 'handler', 'satisfaction', 'arrival', 'answer', 'place', 'redaction', 'deferral_asked'));
