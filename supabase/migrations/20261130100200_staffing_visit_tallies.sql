-- What visits a wall counts is tallied in the transaction of each visit. Of a building no more households count than it has;
-- which visits these are is decided from the newest backwards, so it is the same for every period that reaches to the last of them.
create table public.visit_tallies (
  district_id bigint not null,
  community_id bigint not null,
  visited_on date not null,
  called bigint not null,
  constraint visit_tallies_pkey primary key (district_id, community_id, visited_on),
  constraint visit_tallies_visited_on_bounded check (visited_on between '1900-01-01' and '2099-12-31'),
  constraint visit_tallies_district_fkey foreign key (district_id, district_id) references public.areas (district_id, id) on delete cascade
);
comment on table public.visit_tallies is
  'Households called on by community and day, of a building never more than it has from that day to its last visit: summed over the days from one on they are the households called on since. Written by triggers on visits and buildings only.';
alter table public.visit_tallies enable row level security;
revoke all on public.visit_tallies from service_role;

create type private.counted_visit as (
  district_id bigint, community_id bigint, building_id bigint, building_households integer, visit_id bigint, visited_on date, households integer, sign integer
);

-- What grows may begin a row, what shrinks has one.
create function private.apply_visits(visits private.counted_visit[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  changes public.visit_tallies[];
begin
  changes := array(
    select row(s.district_id, s.community_id, s.visited_on, sum(s.called))::public.visit_tallies
    from (
      select v.district_id, v.community_id, v.visited_on,
        v.sign * (least(sum(v.households) over later, v.building_households) - least(sum(v.households) over later - v.households, v.building_households)) as called
      from unnest(visits) v
      window later as (partition by v.sign, v.building_id order by v.visited_on desc, v.visit_id desc rows unbounded preceding)
    ) s
    group by s.district_id, s.community_id, s.visited_on having sum(s.called) <> 0
    order by 1);
  insert into public.visit_tallies as t (district_id, community_id, visited_on, called)
  select c.district_id, c.community_id, c.visited_on, c.called from unnest(changes) c where c.called > 0 order by 1, 2, 3
  on conflict (district_id, community_id, visited_on) do update set called = t.called + excluded.called;
  update public.visit_tallies t set called = t.called + c.called
  from unnest(changes) c
  where c.called < 0 and t.district_id = c.district_id and t.community_id = c.community_id and t.visited_on = c.visited_on;
end $$;
comment on function private.apply_visits is
  'Adds visits (sign 1) to the tallies and takes others away (sign -1): all visits of a building as they are, and all as they were.';

create function private.tally_visits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  new_ids bigint[] := '{}';
  gone public.visits[] := '{}';
  touched bigint[];
begin
  if tg_op <> 'DELETE' then
    new_ids := array(select a.id from added a);
    touched := array(select a.building_id from added a);
  end if;
  if tg_op <> 'INSERT' then
    gone := array(select r::public.visits from removed r);
    touched := touched || array(select g.building_id from unnest(gone) g);
  end if;
  -- One after the other at a building, in one order, so that two who count at once do not both count from the same.
  perform from public.buildings b where b.id in (select t from unnest(touched) t) order by b.id for no key update;
  perform private.apply_visits(array(
    select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, v.sign)::private.counted_visit
    from (
      select now_there.*, s.sign from public.visits now_there
      left join unnest(new_ids) fresh (id) on fresh.id = now_there.id
      cross join lateral (values (1), (-1)) s (sign)
      where now_there.building_id in (select t from unnest(touched) t) and (s.sign = 1 or fresh.id is null)
      union all
      select g.*, -1 from unnest(gone) g
    ) v
    join public.buildings b on b.id = v.building_id));
  return null;
end $$;
comment on function private.tally_visits() is
  'Keeps the tallies in step with a statement on visits. Security definer: nobody else writes them.';

create trigger visits_tally_added after insert on public.visits referencing new table as added for each statement execute function private.tally_visits();
create trigger visits_tally_changed after update on public.visits referencing old table as removed new table as added for each statement execute function private.tally_visits();
create trigger visits_tally_removed after delete on public.visits referencing old table as removed for each statement execute function private.tally_visits();

create function private.tally_buildings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed bigint[];
begin
  if tg_op = 'DELETE' then
    -- Before the building goes, which says where its visits were and of how many households.
    delete from public.visits v where v.building_id = old.id;
    return old;
  end if;
  changed := array(select r.id from removed r join added a on a.id = r.id
    where (r.community_id, r.households) is distinct from (a.community_id, a.households));
  if cardinality(changed) > 0 then
    perform private.apply_visits(array(
      select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, b.sign)::private.counted_visit
      from (
        select a.district_id, a.community_id, a.id, a.households, 1 as sign from added a
        union all
        select r.district_id, r.community_id, r.id, r.households, -1 from removed r
      ) b
      join public.visits v on v.building_id = b.id
      where b.id in (select c from unnest(changed) c)));
  end if;
  return null;
end $$;
comment on function private.tally_buildings() is
  'Keeps the tallies of visits in step with where buildings lie and how many households they have. Security definer: nobody else writes them.';

create trigger buildings_tally_changed after update on public.buildings referencing old table as removed new table as added for each statement execute function private.tally_buildings();
create trigger buildings_tally_removed before delete on public.buildings for each row execute function private.tally_buildings();

create function private.recount_visits() returns void
language sql volatile security definer set search_path = '' as $$
  lock table public.visits in share row exclusive mode;
  delete from public.visit_tallies;
  select private.apply_visits(array(
    select row(b.district_id, b.community_id, b.id, b.households, v.id, v.visited_on, v.households, 1)::private.counted_visit
    from public.visits v join public.buildings b on b.id = v.building_id));
$$;
comment on function private.recount_visits() is
  'Counts every visit anew: after rows were written with triggers off (a restore, a copy from another database).';
select private.recount_visits();
grant execute on function private.recount_visits to service_role;

drop index public.buildings_community_idx;
create index buildings_community_idx on public.buildings (community_id) include (district_id, households);

create function private.households_called(seen bigint[], since date, until date) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(sum(least(called.households, b.households)), 0)
    from (
      select v.building_id, sum(v.households) as households from public.visits v
      where v.district_id in (select a.district_id from public.areas a where a.id = any (seen)) and v.visited_on between since and until
      group by v.building_id
    ) called
    join public.buildings b on b.id = called.building_id
    where b.community_id = any (seen));
end $$;
comment on function private.households_called is
  'Households called on from a day to a day, of a building no more than it has, counted visit by visit.';

create or replace function private.visit_coverage(seen bigint[], since date, until date) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  districts constant bigint[] := array(select distinct a.district_id from public.areas a where a.id = any (seen));
  called bigint;
begin
  if exists (select from public.visits v where v.district_id = any (districts) and v.visited_on > until) then
    called := private.households_called(seen, since, until);
  else
    select coalesce(sum(t.called), 0) into called from public.visit_tallies t
    where t.district_id = any (districts) and t.community_id = any (seen) and t.visited_on >= since;
  end if;
  return jsonb_build_object('numerator', called,
    'denominator', (select coalesce(sum(b.households), 0) from public.buildings b where b.community_id = any (seen)));
end $$;
comment on function private.visit_coverage is
  'Sum over buildings of the households called on from a day to a day, no more than there are / households. A period that reaches to the last visit is read from the tallies.';
