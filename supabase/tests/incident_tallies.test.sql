-- The tallies say what the cases say, after any steps, whoever takes them and however many at once.
begin;
\ir incidents_fixture.sql
select plan(9);

create function story.tally_faults() returns bigint language sql security definer as $$
  with category_differences as (
    (select t.district_id, t.community_id, t.category_id, t.state, t.cases::bigint from public.incident_category_tallies t where t.cases <> 0
     except
     select i.district_id, i.community_id, i.category_id, i.state, count(*) from public.incidents i group by 1, 2, 3, 4)
    union all
    (select i.district_id, i.community_id, i.category_id, i.state, count(*) from public.incidents i group by 1, 2, 3, 4
     except
     select t.district_id, t.community_id, t.category_id, t.state, t.cases from public.incident_category_tallies t where t.cases <> 0)
  ), month_differences as (
    (select t.district_id, t.community_id, t.month, t.state, t.cases::bigint from public.incident_month_tallies t where t.cases <> 0
     except
     select i.district_id, i.community_id, date_trunc('month', i.reported_at at time zone 'UTC')::date, i.state, count(*) from public.incidents i group by 1, 2, 3, 4)
    union all
    (select i.district_id, i.community_id, date_trunc('month', i.reported_at at time zone 'UTC')::date, i.state, count(*) from public.incidents i group by 1, 2, 3, 4
     except
     select t.district_id, t.community_id, t.month, t.state, t.cases from public.incident_month_tallies t where t.cases <> 0)
  )
  select (select count(*) from category_differences) + (select count(*) from month_differences)
$$;
comment on function story.tally_faults is 'Tallies that differ from the cases, counted in both directions.';

-- Sixty cases of two categories in both communities, and 400 steps, each an allowed one of a case picked by a fixed rule.
select tests.as('dispatcher');
select story.reported(case n % 2 when 0 then '0101' else '0201' end, to_char('2026-01-20 09:00'::timestamp + n * interval '1 day', 'YYYY-MM-DD HH24:MI'),
  case n % 3 when 0 then 113.015 else 113.002 end) from generate_series(1, 60) n;
select is(story.tally_faults(), 0::bigint, 'after reports');
create function pg_temp.steps() returns integer language plpgsql as $$
declare
  taken integer := 0;
  held record;
  next record;
begin
  for n in 1..400 loop
    select i.id, i.state into held from public.incidents i order by (i.id * 7919 + n * 104729) % 1009, i.id limit 1;
    select t.to_state into next from public.incident_transitions t
    where t.from_state = held.state and t.to_state not in ('duplicate', 'deferred') order by (ascii(t.to_state::text) * n) % 13, t.to_state limit 1;
    continue when not found;
    perform public.move_incident(held.id, held.state, next.to_state, '说明');
    taken := taken + 1;
  end loop;
  return taken;
end $$;
select cmp_ok(pg_temp.steps(), '>', 100, 'some hundred steps');
select is(story.tally_faults(), 0::bigint, 'after the steps');
select public.change_category(i.id, story.category('0301'), '改') from public.incidents i where not private.incident_ended(i.state) order by i.id limit 3;
select is(story.tally_faults(), 0::bigint, 'after other categories');

-- Many at once, as an import writes and a purge deletes them.
select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at)
select tests.area_id('990201'), 'bulk' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002),
  (enum_range(null::public.incident_state))[1 + n % 15], '2026-01-01'::timestamptz + n * interval '7 hours' from generate_series(1, 500) n;
select is(story.tally_faults(), 0::bigint, 'after 500 in one statement');
update public.incidents set reported_at = reported_at + interval '20 days', state = 'closed' where number like 'bulk%' and state <> 'rejected';
select is(story.tally_faults(), 0::bigint, 'after a change of most of them');
delete from public.incidents where number like 'bulk%' and state = 'rejected';
select is(story.tally_faults(), 0::bigint, 'after some are gone');
delete from public.incident_month_tallies;
select private.recount_incidents();
select is(story.tally_faults(), 0::bigint, 'and after a new count');

-- What a page says is what the cases say, for every filter that the tallies answer.
select tests.as('dispatcher');
select is_empty($$
  select filter, told, counted from (
    select filter, (public.incidents_page(tests.area_id('990201'), filter) -> 'states') as told,
      (select coalesce(jsonb_object_agg(s.state, s.cases), '{}') from (
        select i.state, count(*) as cases from public.incidents i join public.categories c on c.id = i.category_id
        where i.district_id = tests.area_id('990201')
          and (filter -> 'categories' is null or left(c.code, length(filter -> 'categories' ->> 0)) = filter -> 'categories' ->> 0)
          and (filter ->> 'from' is null or i.reported_at >= (filter ->> 'from')::timestamptz)
          and (filter ->> 'to' is null or i.reported_at < (filter ->> 'to')::timestamptz)
        group by i.state) s) as counted
    from (values ('{}'::jsonb), ('{"categories":["01"]}'), ('{"categories":["0201"]}'), ('{"from":"2026-02-01T00:00:00Z"}'),
      ('{"from":"2026-02-03T05:00:00Z"}'), ('{"to":"2026-03-01T00:00:00Z"}'), ('{"to":"2026-02-11T11:00:00Z"}'),
      ('{"from":"2026-02-03T05:00:00Z","to":"2026-02-09T00:00:00Z"}'), ('{"from":"2026-01-03T05:00:00Z","to":"2026-03-09T00:00:00Z"}'),
      ('{"from":"2026-02-01T00:00:00Z","to":"2026-03-01T00:00:00Z","categories":["01"]}')) f (filter)
  ) compared where told <> counted
$$, 'the counts of a page');

select * from finish();
rollback;
