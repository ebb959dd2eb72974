-- Facts and tallies say what the cases say, after any steps; a figure out of them is the one that counting case by case gives.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(16);

create function story.sums(kind text, since text, until text, categories bigint[] default null) returns table (unit text, code text, n numeric) language sql security definer as $$
  select s.unit, s.code, s.n from private.measure_sums(
    jsonb_build_object('district', tests.area_id('990201'), 'seen', (select jsonb_agg(a.id) from public.areas a where a.district_id = tests.area_id('990201') and a.kind = 'community'),
      'isWhole', true, 'weekhours', tests.area_id('990201'), 'zone', 'Asia/Shanghai'),
    kind, array(select m.code from private.measures m), story.local(since), story.local(until), categories,
    array(select g.id from public.grids g where g.district_id = tests.area_id('990201'))) s where s.n <> 0
$$;
comment on function story.sums is 'All measures by unit, out of tallies and facts.';
create function story.counted(kind text, since text, until text, categories bigint[] default null) returns table (unit text, code text, n numeric) language plpgsql security definer as $$
declare
  m record;
begin
  for m in select * from private.measures loop
    return query execute format(
      'select (%s)::text, %L, sum(%s)::numeric from private.case_facts f join public.categories c on c.id = f.category_id%s
       where f.district_id = $1 and (%s) and ($5 is null or f.category_id = any ($5)) group by 1 having sum(%s) <> 0',
      case kind when 'district' then 'f.district_id' when 'street' then 'f.street_id' when 'community' then 'f.community_id' when 'grid' then 'k.id' when 'compound' then 'f.compound_id'
        when 'category' then 'f.category_id' when 'class' then 'left(c.code, 2)' when 'source' then 'f.source'
        when 'hour' then format('extract(hour from f.%s at time zone ''Asia/Shanghai'')', m.at) else format('extract(isodow from f.%s at time zone ''Asia/Shanghai'')', m.at) end,
      m.code, case when m.within is null then m.amount else '1' end, case kind when 'grid' then ' cross join lateral unnest(f.grid_ids) k (id)' else '' end,
      coalesce(m.within, format('f.%s >= $3 and f.%s < $4', m.at, m.at)) || case kind when 'compound' then ' and f.compound_id is not null' else '' end,
      case when m.within is null then m.amount else '1' end)
      using tests.area_id('990201'), null::text, story.local(since), story.local(until), categories;
  end loop;
end $$;
comment on function story.counted is 'The same counted over the facts one by one, by the exact rule of each measure.';
create function story.differences() returns bigint language sql as $$
  select count(*) from (values ('2026-01-10', '2026-03-20'), ('2026-02-03', '2026-02-20'), ('2026-01-01', '2026-05-01')) p (since, until)
  cross join unnest('{district,street,community,grid,compound,category,class,hour,weekday,source}'::text[]) kind
  cross join (values (null::bigint[]), (array[story.category('0101')])) c (categories)
  cross join lateral (
    (select * from story.sums(kind, since, until, categories) except select * from story.counted(kind, since, until, categories))
    union all
    (select * from story.counted(kind, since, until, categories) except select * from story.sums(kind, since, until, categories))) d
$$;
comment on function story.differences is 'Figures of three periods by every unit that are not what counting gives.';
create function story.tally_faults() returns bigint language plpgsql security definer as $$
declare
  faults bigint;
begin
  create temp table facts_kept on commit drop as select * from private.case_facts;
  create temp table tallies_kept on commit drop as select * from private.case_tallies;
  perform private.recount_facts();
  select (select count(*) from (table facts_kept except table private.case_facts) d) + (select count(*) from (table private.case_facts except table facts_kept) d)
    + (select count(*) from (select * from tallies_kept t where (to_jsonb(t) - '{district_id,kind,area_id,category_id,unit_id,month}'::text[])::text ~ ': -?[1-9]' except table private.case_tallies) d)
    + (select count(*) from (select * from private.case_tallies t where (to_jsonb(t) - '{district_id,kind,area_id,category_id,unit_id,month}'::text[])::text ~ ': -?[1-9]' except table tallies_kept) d) into faults;
  drop table facts_kept;
  drop table tallies_kept;
  return faults;
end $$;
comment on function story.tally_faults is 'Facts and tallies that differ from those made anew.';

insert into public.compounds (district_id, community_id, name, source_id, boundary)
select tests.area_id('990201'), tests.area_id('990201001001'), '院', 'c', extensions.st_multi(extensions.st_makeenvelope(113, 35, 113.003, 35.01, 4326));

-- Ninety cases of three categories in both communities, four places, and 700 steps a few hours or days apart.
select tests.as('dispatcher');
select story.reported(case n % 3 when 0 then '0101' when 1 then '0201' else '1001' end, to_char('2026-01-03 09:00'::timestamp + n * interval '31 hours', 'YYYY-MM-DD HH24:MI'),
  case n % 4 when 0 then 113.015 when 1 then 113.002 when 2 then 113.0022 else 113.007 end) from generate_series(1, 90) n;
select is(story.tally_faults(), 0::bigint, 'after reports');
-- Each of them takes as much of a long way as its number says: returned, reworked, deferred by some, closed, and some opened again.
create function pg_temp.steps() returns integer language plpgsql as $$
declare
  taken integer := 0;
  held record;
  ways constant text[] := '{accepted,filed,dispatched,returned,dispatched,in_progress,resolved,rework,in_progress,resolved,closed,filed,dispatched,in_progress,resolved,closed}';
  short constant text[] := '{accepted,filed,dispatched,in_progress,resolved,closed}';
  way text[];
  at timestamp;
begin
  for held in select i.id, i.reported_at at time zone 'Asia/Shanghai' as reported, row_number() over (order by i.id) as n from public.incidents i loop
    way := case when held.n % 4 = 0 then ways else short end;
    at := held.reported;
    if held.n % 13 = 0 then
      perform story.moved(held.id, array['rejected|' || to_char(at + interval '1 hour', 'YYYY-MM-DD HH24:MI')]);
      continue;
    end if;
    for k in 1..cardinality(way) - (held.n % 5 = 2)::integer * (held.n % 4)::integer loop
      at := at + (1 + (held.n * k) % 29) * interval '3 hours 10 minutes';
      perform story.moved(held.id, array[way[k] || '|' || to_char(at, 'YYYY-MM-DD HH24:MI')]);
      taken := taken + 1;
    end loop;
  end loop;
  return taken;
end $$;
select cmp_ok(pg_temp.steps(), '>', 400, 'some hundred steps');
select is(story.tally_faults(), 0::bigint, 'after the steps');
select cmp_ok((select count(*) from story.sums('district', '2026-01-10', '2026-03-20')), '>', 20::bigint, 'most measures count something');
select cmp_ok((select s.n from story.sums('district', '2026-01-01', '2027-01-01') s where s.code = 'recurred'), '>', 0::numeric, 'something happened again');
select cmp_ok((select s.n from story.sums('district', '2026-01-01', '2027-01-01') s where s.code = 'reworked'), '>', 3::numeric, 'and was reworked');
select is(story.differences(), 0::bigint, 'every measure by every unit over three periods, of all and of one category');
select public.change_category(i.id, story.category('0301'), '改') from public.incidents i where not private.incident_ended(i.state) order by i.id limit 5;
select public.correct_place(i.id, 113.0071, 35.005, null, '看过') from public.incidents i where not private.incident_ended(i.state) order by i.id desc limit 5;
select public.answer_satisfaction(i.id, i.id % 2 = 0) from public.incidents i where i.state = 'closed' order by i.id limit 8;
select is(story.tally_faults(), 0::bigint, 'after other categories, places and answers');
select is(story.differences(), 0::bigint, 'and the figures with them');

-- Many at once, and gone again.
select tests.as_owner();
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, filed_at, due_at, resolved_at, closed_at)
select tests.area_id('990201'), 'bulk' || n, story.category('0101'), tests.area_id('990201001001'), story.place(113.002), case when n % 3 = 0 then 'filed' else 'closed' end::public.incident_state,
  at, at, at + n % 40 * interval '1 day', case when n % 3 > 0 then at + n % 11 * interval '30 hours' end, case when n % 3 > 0 then at + n % 11 * interval '40 hours' end
from generate_series(1, 300) n cross join lateral (select '2026-01-01'::timestamptz + n * interval '11 hours' as at) t;
select is(story.tally_faults(), 0::bigint, 'after 300 in one statement');
update public.incidents set due_at = due_at + interval '9 days', category_id = story.category('0201') where number like 'bulk%' and state = 'filed';
select is(story.tally_faults(), 0::bigint, 'after a change of a hundred');
select is(story.differences(), 0::bigint, 'deadlines before a period and closings in it');
delete from public.incidents where number like 'bulk%' and right(number, 1) = '3';
select is(story.tally_faults(), 0::bigint, 'after some are gone');
update public.plan_communities set in_force = '[2026-03-01,)' where district_id = tests.area_id('990201');
update public.plan_communities set in_force = 'empty' where district_id = tests.area_id('990201');
select is((select count(*) from story.sums('grid', '2026-01-01', '2026-07-01')), 0::bigint, 'a plan that is taken back has no cases');
update public.plan_communities set in_force = '[2026-03-01,)' where district_id = tests.area_id('990201');
select is(story.tally_faults(), 0::bigint, 'and has them again in force');
select is(story.differences(), 0::bigint, 'by its grids');

select * from finish();
rollback;
