-- Ten kinds of gaming, each planted in two of sixty communities: nine in ten are found, and at most one honest community in twenty is flagged.
begin;
-- Figures are asked for before the transaction ends.
set constraints private.facts_due_read immediate;
\ir incidents_fixture.sql
select plan(3);

select tests.as_owner();
insert into public.areas (kind, code, name, parent_id, district_id, path, boundary)
select 'community', '990201001' || lpad((100 + n)::text, 3, '0'), '社区' || n, tests.area_id('990201001'), 0, '',
  extensions.st_multi(extensions.st_makeenvelope(114 + n * 0.01, 35, 114.01 + n * 0.01, 35.01, 4326)) from generate_series(1, 60) n;
create table story.communities as
select a.id, row_number() over (order by a.code) as n from public.areas a where a.code ~ '^9902010011[0-9]{2}$';
-- Communities 1 and 2 play the first game, 3 and 4 the second, and so on; 21 to 60 are honest.
create table story.games as
select c.id, c.n, (array['rushed','recategorised','deferredBriefly','again','split','unasked','regular','bulk','refused','waiting'])[(c.n + 1) / 2] as game from story.communities c;
create function story.chance(n bigint, k bigint, what integer) returns float8 language sql immutable as $$
  select ('x' || left(md5(n || '/' || k || '/' || what), 8))::bit(32)::bigint / 4294967296.0
$$;
comment on function story.chance is 'A number from 0 to 1 that looks like chance and is the same in each run.';

set local session_replication_role = replica;
insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, accepted_at, filed_at, dispatched_at, due_at, resolved_at, closed_at,
  satisfied, waits, closing_reason)
select tests.area_id('990201'), format('g%s-%s', g.n, k), story.category((array['0101','0201','0301','0601'])[1 + (k % 4)]), g.id,
  extensions.st_setsrid(extensions.st_makepoint(114 + g.n * 0.01 + case when g.game in ('again', 'split') and k % 2 = 1 and story.chance(g.n, k, 9) < 0.5
    then (1 + (k - 1) * 17 % 89) * 0.0001 else (1 + k * 17 % 89) * 0.0001 end, 35.0001 + case when g.game in ('again', 'split') and k % 2 = 1 and story.chance(g.n, k, 9) < 0.5
    then (1 + (k - 1) * 29 % 97) * 0.0001 else (1 + k * 29 % 97) * 0.0001 end), 4326),
  case when c.refused then 'rejected' else 'closed' end::public.incident_state, t.at, t.at, case when not c.refused then t.at end, case when not c.refused then t.at end,
  case when not c.refused then t.at + interval '72 hours' end, case when not c.refused then t.handled end,
  case when c.refused then null when g.game = 'bulk' and story.chance(g.n, k, 5) < 0.5 then date_trunc('day', t.handled) + interval '18 hours' else t.handled + story.chance(g.n, k, 6) * interval '5 hours' end,
  case when not c.refused and story.chance(g.n, k, 7) < case g.game when 'unasked' then 0.15 else 0.6 end then story.chance(g.n, k, 8) < 0.9 end,
  case when story.chance(g.n, k, 10) < case g.game when 'waiting' then 0.4 else 0.05 end then 1 end, case when not c.refused then 'solved' end::public.closing_reason
from story.games g
cross join generate_series(0, 79) k
cross join lateral (select story.chance(g.n, k, 1) < case g.game when 'refused' then 0.4 else 0.06 end as refused) c
cross join lateral (
  select '2026-03-02 00:00+08'::timestamptz + case
      when g.game = 'regular' and story.chance(g.n, k, 2) < 0.7 then k * interval '8 hours'
      when g.game = 'split' and k % 2 = 1 and story.chance(g.n, k, 9) < 0.5 then (k - 1) * interval '8 hours' + story.chance(g.n, k - 1, 3) * interval '8 hours' + interval '20 minutes'
      else k * interval '8 hours' + story.chance(g.n, k, 3) * interval '8 hours' end as at) r
cross join lateral (select r.at, r.at + case when g.game = 'rushed' and story.chance(g.n, k, 4) < 0.5 then interval '71 hours' + story.chance(g.n, k, 11) * interval '50 minutes'
  when g.game = 'again' then interval '2 hours' else (2 + story.chance(g.n, k, 4) * 68) * interval '1 hour' end as handled) t;
-- Pairs of the same place have the same category.
update public.incidents i set category_id = (select o.category_id from public.incidents o where o.number = format('g%s-%s', g.n, right(split_part(i.number, '-', 2), 2)::integer - 1))
from story.games g where g.id = i.community_id and g.game in ('again', 'split') and right(split_part(i.number, '-', 2), 2)::integer % 2 = 1;
insert into public.incident_events (district_id, incident_id, at, kind, from_state, to_state, detail)
select i.district_id, i.id, i.filed_at + e.after, e.kind, e.was::public.incident_state, e.is_now::public.incident_state, e.detail
from public.incidents i join story.games g on g.id = i.community_id
cross join lateral (select split_part(i.number, '-', 2)::bigint as k) n
cross join lateral (
  select 'category' as kind, null::text as was, null::text as is_now, interval '10 minutes' as after,
    jsonb_build_object('from', story.category('0101'), 'to', story.category('0801')) as detail
  where story.chance(g.n, n.k, 12) < case g.game when 'recategorised' then 0.4 else 0.04 end
  union all
  select 'transition', v.was, v.is_now, v.after, '{}' from (values ('in_progress', 'deferred', interval '1 hour'), ('deferred', 'in_progress', interval '3 hours')) v (was, is_now, after)
  where story.chance(g.n, n.k, 13) < case g.game when 'deferredBriefly' then 0.4 else 0.04 end) e
where i.filed_at is not null;
set local session_replication_role = origin;
-- What was made in this transaction has no statistics, and without them a count takes minutes.
analyze public.incidents, public.incident_events;
select private.recount_facts();

create table story.found as
select s.sign, g.n, g.game, s.distance from private.signs(tests.area_id('990201'), array(select c.id from story.communities c), '2026-03-01', '2026-05-01', '{}') s
join story.games g on g.id = s.community_id;
select cmp_ok((select count(*) from story.found f where f.sign = f.game), '>=', 18::bigint, 'of twenty planted games eighteen are found');
select cmp_ok((select count(distinct f.n) from story.found f where f.game is null), '<=', 2::bigint, 'of forty honest communities two at most are flagged');
select is_empty($$ select f.sign, f.n from story.found f where f.game is not null and f.sign <> f.game
  and not (f.game, f.sign) in (('again', 'split'), ('split', 'again'), ('regular', 'bulk')) $$, 'nobody is flagged for a game that was not played');

select * from finish();
rollback;
