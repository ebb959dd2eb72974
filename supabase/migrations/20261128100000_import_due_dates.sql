-- A request that comes with the day by which it is due keeps it while it is open: the clock of its category ran out beside it.

drop function private.imported_cases(bigint, bigint);
create function private.imported_cases(import bigint, district bigint)
returns table (source text, number integer, place extensions.geometry, community_id bigint, category_id bigint, address text,
  description text, steps public.incident_state[], reached integer, reported_at timestamptz, ended_at timestamptz, due_at timestamptz,
  given_due_at timestamptz)
language sql stable set search_path = '' as $$
  select r.source, r.number, private.import_place(r.geom), community.id, category.id, r.payload ->> 'address', r.payload ->> 'description',
    path.steps, coalesce(array_position(path.steps, i.state), 0), (r.payload ->> 'reportedAt')::timestamptz,
    (r.payload ->> 'closedAt')::timestamptz, r.due_at,
    private.import_time(r.payload ->> 'dueAt')
  from private.changed_import_rows(import) r
  join public.areas community on community.code = r.code
  join (
    select distinct on (c.code) c.code, c.id from public.categories c
    where not c.retired and (c.district_id is null or c.district_id = district) order by c.code, c.district_id nulls last
  ) category on category.code = r.payload ->> 'category'
  cross join lateral (select private.incident_path(r.payload ->> 'state') as steps) path
  left join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = r.source
$$;
comment on function private.imported_cases is
  'Requests to write: the way to their state in steps, and how many of them a known request has behind it.';

create or replace function private.write_import_incidents(import bigint, district bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
  actor_name constant text := private.actor_name(district);
begin
  perform private.lock_incidents_of(district);
  create temporary table import_cases on commit drop as select * from private.imported_cases(import, district);

  insert into public.incidents as i (district_id, number, source, source_id, category_id, community_id, position, address, description,
    state, reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, given_due_at, clock_due_at)
  select district, c.source || case when other.number is null then '' else '-import' end, 'import', c.source, c.category_id,
    c.community_id, c.place, c.address, c.description, last_step.state, c.reported_at,
    case when 'accepted' = any (c.steps) then c.reported_at end, case when 'filed' = any (c.steps) then c.reported_at end,
    case when 'dispatched' = any (c.steps) then c.reported_at end, case when 'resolved' = any (c.steps) then c.ended_at end,
    case when 'closed' = any (c.steps) then c.ended_at end, c.due_at, c.given_due_at,
    case when not private.incident_ended(last_step.state)
      then coalesce(case when private.clock_of_state(last_step.state) = 'handling' then c.given_due_at end,
        private.clock_due_at(district, c.category_id, private.clock_of_state(last_step.state), c.reported_at)) end
  from import_cases c
  cross join lateral (select c.steps[array_length(c.steps, 1)] as state) last_step
  left join public.incidents other on other.district_id = district and other.number = c.source and other.source <> 'import'
  order by c.number
  on conflict (district_id, source, source_id) do update set state = excluded.state,
    accepted_at = coalesce(i.accepted_at, excluded.accepted_at), filed_at = coalesce(i.filed_at, excluded.filed_at),
    dispatched_at = coalesce(i.dispatched_at, excluded.dispatched_at), resolved_at = excluded.resolved_at,
    closed_at = excluded.closed_at, due_at = coalesce(i.due_at, excluded.due_at),
    given_due_at = coalesce(i.given_due_at, excluded.given_due_at), clock_due_at = excluded.clock_due_at;

  insert into public.incident_events (district_id, incident_id, at, actor, actor_name, from_state, to_state, detail)
  select district, i.id, case when step.state in ('resolved', 'closed', 'rejected') then c.ended_at else c.reported_at end,
    (select auth.uid()), actor_name, c.steps[step.place - 1], step.state,
    jsonb_build_object('import', import, 'inferred', step.state not in ('reported', 'closed', 'rejected'))
  from import_cases c
  join public.incidents i on i.district_id = district and i.source = 'import' and i.source_id = c.source
  cross join lateral unnest(c.steps) with ordinality step (state, place)
  where step.place > c.reached
  order by c.number, step.place;
  drop table import_cases;
end $$;
comment on function private.write_import_incidents is
  'Writes requests with a history of allowed steps. Of steps that the file does not tell of the time is that of the report or the end, and their detail says inferred.';
