-- How many cases there are, by state, kept in the transaction of each step: so that the first page of a list need not
-- group the whole history. Two tallies, since all dimensions together would be as many rows as there are cases.

create table public.incident_category_tallies (
  district_id bigint not null,
  community_id bigint not null,
  category_id bigint not null,
  state public.incident_state not null,
  cases integer not null,
  constraint incident_category_tallies_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade,
  constraint incident_category_tallies_pkey primary key (district_id, community_id, category_id, state)
);
comment on table public.incident_category_tallies is 'Cases by community, category and state. Written by triggers on incidents only.';
create table public.incident_month_tallies (
  district_id bigint not null,
  community_id bigint not null,
  month date not null constraint incident_month_tallies_month_within_reason check (month between '1900-01-01' and '2200-12-31'),
  state public.incident_state not null,
  cases integer not null,
  constraint incident_month_tallies_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade,
  constraint incident_month_tallies_pkey primary key (district_id, community_id, month, state)
);
comment on table public.incident_month_tallies is 'Cases by community, month of the report (UTC) and state. Written by triggers on incidents only.';
alter table public.incident_category_tallies enable row level security;
alter table public.incident_month_tallies enable row level security;
revoke all on public.incident_category_tallies, public.incident_month_tallies from anon, authenticated, service_role;

create type private.tally_change as (
  district_id bigint, community_id bigint, category_id bigint, month date, state public.incident_state, cases bigint
);

create function private.tally_month(reported_at timestamptz) returns date
language sql immutable parallel safe as $$
  select pg_catalog.date_trunc('month', reported_at at time zone 'UTC')::date
$$;
comment on function private.tally_month is 'The first day of the month, UTC, under which a case is tallied.';

-- What grows may begin a row, what shrinks has one; the order of the keys keeps two writers from waiting in a circle.
create function private.apply_tally_changes(changes private.tally_change[]) returns void
language sql volatile set search_path = '' as $$
  insert into public.incident_category_tallies as t (district_id, community_id, category_id, state, cases)
  select c.district_id, c.community_id, c.category_id, c.state, sum(c.cases) from unnest(changes) c
  group by 1, 2, 3, 4 having sum(c.cases) > 0 order by 1, 2, 3, 4
  on conflict (district_id, community_id, category_id, state) do update set cases = t.cases + excluded.cases;
  update public.incident_category_tallies t set cases = t.cases + less.cases
  from (select c.district_id, c.community_id, c.category_id, c.state, sum(c.cases) as cases from unnest(changes) c
    group by 1, 2, 3, 4 having sum(c.cases) < 0) less
  where t.district_id = less.district_id and t.community_id = less.community_id and t.category_id = less.category_id and t.state = less.state;
  insert into public.incident_month_tallies as t (district_id, community_id, month, state, cases)
  select c.district_id, c.community_id, c.month, c.state, sum(c.cases) from unnest(changes) c
  group by 1, 2, 3, 4 having sum(c.cases) > 0 order by 1, 2, 3, 4
  on conflict (district_id, community_id, month, state) do update set cases = t.cases + excluded.cases;
  update public.incident_month_tallies t set cases = t.cases + less.cases
  from (select c.district_id, c.community_id, c.month, c.state, sum(c.cases) as cases from unnest(changes) c
    group by 1, 2, 3, 4 having sum(c.cases) < 0) less
  where t.district_id = less.district_id and t.community_id = less.community_id and t.month = less.month and t.state = less.state;
$$;
comment on function private.apply_tally_changes is 'Adds to the tallies, or takes away, in one pass for a whole statement.';

create function private.tally_incidents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changes private.tally_change[];
begin
  if tg_op = 'INSERT' then
    changes := array(select row(a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at), a.state, count(*))::private.tally_change
      from added a group by a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at), a.state);
  elsif tg_op = 'DELETE' then
    changes := array(select row(r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state, -count(*))::private.tally_change
      from removed r group by r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state);
  else
    changes := array(select row(b.district_id, b.community_id, b.category_id, b.month, b.state, sum(b.cases))::private.tally_change
      from (
        select a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at) as month, a.state, 1 as cases from added a
        union all
        select r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state, -1 from removed r
      ) b
      group by b.district_id, b.community_id, b.category_id, b.month, b.state having sum(b.cases) <> 0);
  end if;
  if cardinality(changes) > 0 then
    perform private.apply_tally_changes(changes);
  end if;
  return null;
end $$;
comment on function private.tally_incidents is 'Keeps the tallies in step with a statement. Security definer: nobody else writes them.';
create trigger incidents_tally_added after insert on public.incidents
  referencing new table as added for each statement execute function private.tally_incidents();
create trigger incidents_tally_changed after update on public.incidents
  referencing old table as removed new table as added for each statement execute function private.tally_incidents();
create trigger incidents_tally_removed after delete on public.incidents
  referencing old table as removed for each statement execute function private.tally_incidents();

create function private.recount_incidents() returns void
language sql volatile security definer set search_path = '' as $$
  lock table public.incidents in share row exclusive mode;
  delete from public.incident_category_tallies;
  delete from public.incident_month_tallies;
  insert into public.incident_category_tallies (district_id, community_id, category_id, state, cases)
  select i.district_id, i.community_id, i.category_id, i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
  insert into public.incident_month_tallies (district_id, community_id, month, state, cases)
  select i.district_id, i.community_id, private.tally_month(i.reported_at), i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
$$;
comment on function private.recount_incidents is
  'Counts every case anew: after rows were written with triggers off (a restore, a copy from another database).';
select private.recount_incidents();
grant execute on function private.recount_incidents to service_role;
