create type public.incident_state as enum (
  'reported', 'verifying', 'accepted', 'filed', 'dispatched', 'in_progress', 'returned', 'deferred', 'resolved',
  'rework', 'closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');

create sequence public.incident_change_seq;

create table public.incidents (
  district_id bigint not null constraint incidents_district_fkey references public.areas (id) on delete cascade,
  id bigint generated always as identity,
  number text not null,
  client_key uuid not null default gen_random_uuid(),
  source text not null default 'desk',
  source_id text,
  category_id bigint not null constraint incidents_category_fkey references public.categories (id),
  community_id bigint not null constraint incidents_community_fkey references public.areas (id),
  position extensions.geometry(Point, 4326) not null,
  address text not null default '',
  description text not null default '',
  state public.incident_state not null default 'reported',
  urgent boolean not null default false,
  urged boolean not null default false,
  handler_id bigint constraint incidents_handler_fkey references public.people (id) on delete set null,
  duplicate_of bigint,
  reported_at timestamptz not null default now(),
  accepted_at timestamptz,
  filed_at timestamptz,
  dispatched_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  due_at timestamptz,
  clock_due_at timestamptz,
  deferred_at timestamptz,
  deferred_until timestamptz,
  deferrals smallint not null default 0,
  returns smallint not null default 0,
  reworks smallint not null default 0,
  reopenings smallint not null default 0,
  satisfied boolean,
  change_id bigint not null default 0,
  constraint incidents_pkey primary key (district_id, id),
  constraint incidents_number_unique unique (district_id, number),
  constraint incidents_client_key_unique unique (district_id, client_key),
  constraint incidents_source_unique unique (district_id, source, source_id)
);
comment on table public.incidents is 'Something at a place that somebody must deal with. Keeps its position and community for ever; its grid is looked up for a plan.';
comment on column public.incidents.client_key is 'Given by the reporting device, so that a repeated send adds nothing twice.';
comment on column public.incidents.due_at is 'When it is due to be handled: set when it is filed, moved by pauses.';
comment on column public.incidents.clock_due_at is 'When the clock of its present state runs out; null where no clock runs.';
comment on column public.incidents.change_id is 'Grows with every change in the order of commit within a district: the cursor of incident_changes().';
create index incidents_change_idx on public.incidents (district_id, change_id);
create index incidents_reported_idx on public.incidents (district_id, reported_at);
create index incidents_community_idx on public.incidents (community_id, reported_at);
create index incidents_open_idx on public.incidents (district_id, due_at)
  where state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');
create index incidents_position_idx on public.incidents using gist (position);

-- Writers of one district take turns from here to their commit, so the numbers appear in the order in which
-- they become visible and a reader who has seen n has seen everything below n.
create function private.number_incident_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(4217, new.district_id::integer);
  new.change_id := nextval('public.incident_change_seq');
  return new;
end $$;
create trigger incidents_number_change before insert or update on public.incidents
  for each row execute function private.number_incident_change();
grant usage on sequence public.incident_change_seq to authenticated, service_role;

create table public.incident_events (
  district_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  at timestamptz not null default now(),
  actor uuid,
  actor_name text not null default '',
  kind text not null default 'transition'
    constraint incident_events_kind_known check (kind in ('transition', 'urge', 'note', 'category', 'handler', 'satisfaction')),
  from_state public.incident_state,
  to_state public.incident_state,
  note text not null default '',
  detail jsonb not null default '{}',
  constraint incident_events_pkey primary key (district_id, id),
  constraint incident_events_incident_fkey foreign key (district_id, incident_id) references public.incidents (district_id, id) on delete cascade
);
comment on table public.incident_events is 'Every change of an incident: who, when, from, to, note. Never altered.';
create index incident_events_incident_idx on public.incident_events (district_id, incident_id, at);

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'append-only' using errcode = 'P0001', detail = json_build_object('table', tg_table_name)::text;
end $$;
create trigger incident_events_append_only before update on public.incident_events
  for each row execute function private.refuse_change();

create table public.attachments (
  id bigint generated always as identity primary key,
  district_id bigint not null,
  incident_id bigint not null,
  event_id bigint,
  view text not null default 'near' constraint attachments_view_known check (view in ('far', 'near', 'before', 'after')),
  path text not null,
  mime text not null,
  size_bytes integer not null constraint attachments_size_positive check (size_bytes > 0),
  at timestamptz not null default now(),
  constraint attachments_incident_fkey foreign key (district_id, incident_id) references public.incidents (district_id, id) on delete cascade
);
comment on table public.attachments is 'Photos of an incident; the files lie in storage under path.';
create index attachments_incident_idx on public.attachments (district_id, incident_id);

create table public.incident_contacts (
  district_id bigint not null,
  incident_id bigint not null,
  name text not null,
  telephone text not null,
  consent_at timestamptz not null,
  purge_after timestamptz,
  constraint incident_contacts_pkey primary key (district_id, incident_id),
  constraint incident_contacts_incident_fkey foreign key (district_id, incident_id) references public.incidents (district_id, id) on delete cascade
);
comment on table public.incident_contacts is 'Who may be called about a request, with consent; read only through read_incident_contact(), which is logged; deleted after purge_after.';

alter table public.incidents enable row level security;
create policy "members read incidents in their areas" on public.incidents
  for select to authenticated using (community_id in (
    select private.reachable('{admin,planner,reviewer,leader,dispatcher,worker,viewer}')));
alter table public.incident_events enable row level security;
create policy "those who handle or oversee incidents read their history" on public.incident_events
  for select to authenticated using (
    district_id in (select private.my_districts())
    and exists (select 1 from public.incidents i where i.district_id = incident_events.district_id and i.id = incident_events.incident_id));
alter table public.attachments enable row level security;
create policy "those who read an incident read its photos" on public.attachments
  for select to authenticated using (
    district_id in (select private.my_districts())
    and exists (select 1 from public.incidents i where i.district_id = attachments.district_id and i.id = attachments.incident_id
      and i.community_id in (select private.reachable('{admin,leader,dispatcher,worker}'))));
alter table public.incident_contacts enable row level security;

-- No insert or update policies: incidents change through report_incident() and move_incident() only.
grant select on public.incidents, public.incident_events, public.attachments to authenticated;
grant select, insert, update, delete on public.incidents, public.incident_events, public.attachments, public.incident_contacts to service_role;
