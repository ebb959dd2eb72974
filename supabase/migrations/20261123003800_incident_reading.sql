-- Who reads what. Those who handle or oversee incidents read them whole. Planners, reviewers and viewers read them as a
-- wall shows them: of a grid_only category (welfare, mediation) only through the functions below, which put the case at
-- its grid and leave out address and words; and never the notes and names of a history.

drop policy "members read incidents in their areas" on public.incidents;
create policy "handlers read incidents in their areas, others only those that may stand at their address" on public.incidents
  for select to authenticated using (
    community_id in (select private.reachable(private.incident_handlers()))
    or (community_id in (select private.reachable(private.incident_readers()))
      and category_id in (select c.id from public.categories c where not c.grid_only)));
drop policy "those who handle or oversee incidents read their history" on public.incident_events;
create policy "those who handle or oversee incidents read their history" on public.incident_events
  for select to authenticated using (
    district_id in (select private.my_districts())
    and exists (select 1 from public.incidents i where i.district_id = incident_events.district_id and i.id = incident_events.incident_id
      and i.community_id in (select private.reachable(private.incident_handlers()))));

-- Reading and nothing else: writing is for the functions above. Contacts are not even read.
revoke insert, update, delete, truncate on public.incidents, public.incident_events, public.attachments from anon, authenticated;
revoke all on public.incident_contacts from anon, authenticated;
revoke select on public.incidents, public.incident_events, public.attachments from anon;

create function private.communities_in(area bigint) returns setof bigint
language sql stable set search_path = '' as $$
  select below.id from public.areas top
  join public.areas below on below.path operator(extensions.<@) top.path and below.kind = 'community'
  where top.id = area
$$;
comment on function private.communities_in is 'The communities of an area: its own, or itself.';

create function private.grid_spot(community bigint, place extensions.geometry) returns extensions.geometry
language sql stable set search_path = '' as $$
  select extensions.st_pointonsurface(coalesce(
    (select g.polygon from private.grid_at(community, place) g),
    (select a.boundary from public.areas a where a.id = community)))
$$;
comment on function private.grid_spot is 'Where a case of a grid_only category is shown: inside its grid in force, else inside its community.';

create function private.incident_summary(i public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', i.id, 'number', i.number, 'categoryId', i.category_id, 'communityId', i.community_id,
    'lng', round(extensions.st_x(spot.at)::numeric, 7), 'lat', round(extensions.st_y(spot.at)::numeric, 7), 'atGrid', spot.hidden,
    'grid', (select g.code from private.grid_at(i.community_id, i.position) g),
    'address', case when spot.hidden then '' else i.address end,
    'description', case when spot.hidden then '' else i.description end,
    'source', i.source, 'state', i.state, 'urgent', i.urgent, 'urged', i.urged,
    'handler', case when whole then
      (select jsonb_build_object('id', p.id, 'name', p.name) from public.people p where p.id = i.handler_id) end,
    'reportedAt', i.reported_at, 'filedAt', i.filed_at, 'resolvedAt', i.resolved_at, 'closedAt', i.closed_at, 'dueAt', i.due_at,
    'clockDueAt', i.clock_due_at, 'deadlineAt', i.deadline_at, 'deferredUntil', i.deferred_until, 'deferrals', i.deferrals,
    'returns', i.returns, 'reworks', i.reworks, 'reopenings', i.reopenings, 'satisfied', i.satisfied, 'changeId', i.change_id)
  from (
    select hidden, case when hidden then private.grid_spot(i.community_id, i.position) else i.position end as at
    from (select not whole and (select c.grid_only from public.categories c where c.id = i.category_id) as hidden) h
  ) spot
$$;
comment on function private.incident_summary is
  'An incident as JSON for lists and maps. whole: the reader handles or oversees it; else a grid_only case stands at its grid without address and words.';

create function private.incident_steps(held public.incidents) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('to', t.to_state, 'clock', t.clock, 'noteRequired', t.note_required) order by t.to_state), '[]')
  from public.incident_transitions t
  where t.from_state = held.state and held.community_id in (select private.reachable(t.roles))
$$;
comment on function private.incident_steps is 'The steps that the signed-in person may take with an incident now.';

create function private.incident_history(held public.incidents, whole boolean) returns jsonb
language sql stable set search_path = '' as $$
  with events as (
    select e.*, case when e.kind = 'transition' then
        lag(e.at) over (partition by e.kind = 'transition' order by e.at, e.id) end as began_at,
      private.clock_of_state(e.from_state) as clock
    from public.incident_events e
    where e.district_id = held.district_id and e.incident_id = held.id
  ), timed as (
    select e.*, coalesce((e.detail ->> 'clockDueAt')::timestamptz,
      case when e.clock = 'handling' then held.due_at
        else private.clock_due_at(held.district_id, held.category_id, e.clock, e.began_at) end) as clock_due
    from events e
  )
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id, 'at', t.at, 'kind', t.kind, 'from', t.from_state, 'to', t.to_state,
      'actor', case when whole then t.actor_name else '' end, 'note', case when whole then t.note else '' end,
      'detail', case when whole then t.detail else '{}' end,
      'clock', t.clock, 'dueAt', case when t.clock is not null then t.clock_due end,
      'late', coalesce(t.clock is not null and t.at > t.clock_due, false),
      'elapsedSeconds', extract(epoch from t.at - t.began_at)::bigint,
      'workingSeconds', case when t.began_at is not null then
        private.working_seconds_between(private.calendar_of(held.district_id), t.began_at, t.at) end
    ) order by t.at, t.id), '[]')
  from timed t
$$;
comment on function private.incident_history is
  'The history as JSON, oldest first: who did what when, how long the state before it took in elapsed and in working seconds, and whether its clock had run out. Without names and notes for those who do not handle it.';

create function private.readable_incident(incident bigint) returns public.incidents
language plpgsql stable set search_path = '' as $$
declare
  held public.incidents;
begin
  select * into held from public.incidents i
  where i.district_id in (select private.my_districts()) and i.id = incident
    and i.community_id in (select private.reachable(private.incident_readers()));
  if not found then
    raise exception 'incident-not-found' using errcode = 'P0001', detail = json_build_object('incident', incident)::text;
  end if;
  return held;
end $$;
comment on function private.readable_incident is 'The incident, if the signed-in person may know of it; raises incident-not-found.';

create function public.incident_detail(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  whole constant boolean := private.can(private.incident_handlers(), held.community_id);
  handles constant boolean := private.can('{dispatcher,worker}', held.community_id);
begin
  return private.incident_summary(held, whole) || jsonb_build_object(
    'place', private.locate(held.position, held.community_id) || case when whole then '{}'::jsonb else '{"person": null, "offDuty": []}' end,
    'clock', private.clock_of_state(held.state),
    'stateSince', (select max(e.at) from public.incident_events e
      where e.district_id = held.district_id and e.incident_id = held.id and e.kind = 'transition'),
    'workingSecondsLeft', private.working_seconds_between(private.calendar_of(held.district_id), now(), held.deadline_at),
    'original', (select jsonb_build_object('id', o.id, 'number', o.number) from public.incidents o
      where o.district_id = held.district_id and o.id = held.duplicate_of),
    'history', private.incident_history(held, whole),
    'steps', private.incident_steps(held),
    'may', jsonb_build_object(
      'note', whole,
      'urge', not private.incident_ended(held.state) and private.can('{admin,leader}', held.community_id),
      'changeCategory', not private.incident_ended(held.state) and private.can('{admin,dispatcher}', held.community_id),
      'answer', held.state = 'closed' and private.can('{admin,dispatcher}', held.community_id),
      'readContact', handles and exists (select from public.incident_contacts c
        where c.district_id = held.district_id and c.incident_id = held.id and (c.purge_after is null or c.purge_after >= now()))),
    'now', now());
end $$;
comment on function public.incident_detail is
  'One incident with its history, place, clocks and what the caller may do with it. Security definer: it shows a grid_only case at its grid to those whose policies hide it.';
grant execute on function public.incident_detail to authenticated;

create function public.dispatch_candidates(incident_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant public.incidents := private.readable_incident(incident_id);
  own constant bigint := (select g.id from private.grid_at(held.community_id, held.position) g);
begin
  if not private.can(private.incident_handlers(), held.community_id) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('incident', incident_id)::text;
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'organisation', c.organisation, 'postName', c.post_name,
      'postNameEn', c.post_name_en, 'grid', c.grid, 'ownGrid', c.own, 'open', c.open) 
      order by c.own desc, case when c.own then c.rank end, c.open, c.id)
    from (
      select distinct on (p.id) p.id, p.name, p.organisation, post.name as post_name, post.name_en as post_name_en, g.code as grid,
        g.id = own as own, (not post.exclusive)::integer * 100 + post.per_grid as rank, (select count(*) from public.incidents i where i.district_id = held.district_id
          and i.handler_id = p.id and i.state in ('dispatched', 'in_progress', 'rework')) as open
      from public.plan_communities covered
      join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
      join public.assignments a on a.grid_id = g.id
        and private.local_date(held.district_id, now()) between a.since and coalesce(a.until, 'infinity')
      join public.scheme_posts post on post.id = a.post_id
      join public.people p on p.id = a.person_id and p.on_duty
      where covered.community_id = held.community_id and covered.in_force
      order by p.id, g.id = own desc, not post.exclusive, post.per_grid, g.id
    ) c), '[]');
end $$;
comment on function public.dispatch_candidates is
  'Who is on duty in the community of an incident: those of its own grid first, in the order in which they answer for it, then the others by how many open cases they have. Security definer: counts cases beyond what the caller handles.';
grant execute on function public.dispatch_candidates to authenticated;
