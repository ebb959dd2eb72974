-- Whether a case was handled in time is judged over its whole life. Reopening it begins a new deadline and forgets when
-- it was handled before: without a memory of its own a late case became punctual by being reopened and closed.

alter table public.incidents add column missed_due_at timestamptz
  constraint incidents_missed_due_at_bounded check (missed_due_at >= '1990-01-01 00:00+00' and missed_due_at < '2090-01-01 00:00+00');
comment on column public.incidents.missed_due_at is
  'The first deadline for handling that passed before the case was handled; kept when it is reworked, deferred or reopened. Null while none was missed.';

create function private.handled_late(due_at timestamptz, resolved_at timestamptz) returns boolean
language sql immutable parallel safe as $$
  select coalesce(resolved_at > due_at, false)
$$;
comment on function private.handled_late is 'Whether a case was handled after its deadline; one without a limit cannot be late.';

create function private.remember_missed_deadline() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    new.missed_due_at := coalesce(old.missed_due_at, case when private.handled_late(old.due_at, old.resolved_at) then old.due_at end);
  end if;
  new.missed_due_at := coalesce(new.missed_due_at,
    case when private.handled_late(new.due_at, coalesce(new.resolved_at, new.closed_at)) then new.due_at end);
  return new;
end $$;
comment on function private.remember_missed_deadline is 'Notes the first missed deadline before a later step can forget it.';

-- Nobody has to be told of what follows: the cases stay as they were.
alter table public.incidents disable trigger incidents_number_change;
-- What the histories still know: a handling that came after the deadline which the history keeps with the step.
with missed as (
  select distinct on (e.district_id, e.incident_id) e.district_id, e.incident_id, (e.detail ->> 'clockDueAt')::timestamptz as due_at
  from public.incident_events e
  where e.kind = 'transition' and e.from_state = 'in_progress' and e.to_state = 'resolved'
    and e.at > (e.detail ->> 'clockDueAt')::timestamptz
  order by e.district_id, e.incident_id, e.at, e.id
)
update public.incidents i set missed_due_at = missed.due_at
from missed where i.district_id = missed.district_id and i.id = missed.incident_id;
update public.incidents i set missed_due_at = i.due_at
where i.missed_due_at is null and private.handled_late(i.due_at, coalesce(i.resolved_at, i.closed_at));

alter table public.incidents enable trigger incidents_number_change;

create trigger incidents_remember_missed_deadline before insert or update of due_at, resolved_at, closed_at, missed_due_at on public.incidents
  for each row execute function private.remember_missed_deadline();
grant execute on function private.handled_late to authenticated, service_role;
