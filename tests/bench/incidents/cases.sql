-- Cases of three years and five events each, written with triggers and plain indexes away and counted once afterwards; of the
-- facts' own indexes only those stay that counting reads.
-- Every 50th is open still; of the rest, every 25th was refused, repeated or settled on the spot.
set session_replication_role = replica;
set maintenance_work_mem = '512MB';
set work_mem = '128MB';
create table bench.indexes as
select c.relnamespace::regnamespace::text as schema, c.relname as name, pg_get_indexdef(c.oid) as definition
from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid in ('public.incidents'::regclass, 'public.incident_events'::regclass, 'private.case_facts'::regclass) and not i.indisprimary
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  and c.relname not in ('case_facts_again_idx', 'case_facts_category_idx');
do $$ declare name text; begin
  for name in select format('%I.%I', i.schema, i.name) from bench.indexes i loop execute 'drop index ' || name; end loop;
end $$;

create table bench.categories as
select id, name, row_number() over (order by code) - 1 as place from public.categories where district_id is null and length(code) = 4;

insert into public.incidents (district_id, number, category_id, community_id, position, address, description, state, urgent, handler_id,
  reported_at, accepted_at, filed_at, dispatched_at, resolved_at, closed_at, due_at, clock_due_at, returns, reworks, satisfied, change_id)
select c.district_id, '990100' || to_char(made.reported_at at time zone 'Asia/Shanghai', 'YYYYMMDD') || lpad((made.n % 100000)::text, 5, '0'),
  kind.id, c.id,
  extensions.st_setsrid(extensions.st_makepoint(113 + (c.col - 1) * 0.01 + (made.seed % 997) / 99700.0, 35 + c.row * 0.01 + (made.seed % 991) / 99100.0), 4326),
  (array['学府路','建设路','人民路','解放路','中山路','工业路','青年街','文昌街','幸福里','和平巷'])[1 + made.seed % 10] || ' ' || made.seed % 500 || ' 号 ' || made.seed % 30 || ' 幢',
  kind.name || (array['，影响通行','，居民反映多次','，有异味','，请尽快处理','，夜间更甚','，占用绿地','，靠近学校','，昨日起出现'])[1 + made.seed % 8] || case when made.seed % 9973 = 0 then '，鑫源小区门口' else '' end,
  made.state, made.seed % 40 = 0, case when made.filed then (select min(p.id) from public.people p where p.district_id = c.district_id) + made.seed % 2400 end,
  made.reported_at, case when made.filed then made.reported_at + interval '1 hour' end, case when made.filed then made.reported_at + interval '2 hours' end,
  case when made.filed then made.reported_at + interval '3 hours' end,
  case when made.state = 'closed' then made.reported_at + make_interval(hours => 4 + (made.seed % 90)::integer) end,
  case when made.state = 'closed' then made.reported_at + make_interval(hours => 8 + (made.seed % 90)::integer) end,
  case when made.filed then made.reported_at + interval '72 hours' end, made.reported_at + interval '72 hours',
  (made.seed % 20 = 0)::integer, (made.seed % 25 = 0)::integer, case when made.state = 'closed' and made.seed % 3 = 0 then made.seed % 7 > 0 end, made.n
from (
  select n, seed, reported_at, state, state not in ('reported', 'rejected', 'duplicate', 'self_handled') as filed
  from generate_series(1, current_setting('bench.cases')::bigint) n
  cross join lateral (select (n * 2654435761 % 4294967296) as seed, n * 40503 % 65537 as fate) s
  cross join lateral (
    select now() - make_interval(secs => (current_setting('bench.cases')::bigint - n) * 94608000.0 / current_setting('bench.cases')::bigint) as reported_at,
      (case when fate % 50 = 0 then (array['reported','accepted','filed','dispatched','in_progress','resolved'])[1 + fate / 50 % 6]
        when fate % 25 = 1 then (array['rejected','duplicate','self_handled'])[1 + fate / 25 % 3]
        else 'closed' end)::public.incident_state as state) t
) made
join bench.communities c on c.place = made.seed % 300
join bench.categories kind on kind.place = made.seed / 300 % 48;

insert into public.incident_events (district_id, incident_id, at, actor_name, kind, from_state, to_state, detail)
select i.district_id, i.id, i.reported_at + step.after, '指挥中心', 'transition', step.was, step.is_now, '{}'
from public.incidents i
cross join (values (interval '0', null::public.incident_state, 'reported'::public.incident_state), ('1 hour', 'reported', 'accepted'),
  ('2 hours', 'accepted', 'filed'), ('20 hours', 'in_progress', 'resolved'), ('24 hours', 'resolved', 'closed')) step (after, was, is_now);

select setval('public.incident_change_seq', (select max(change_id) from public.incidents));
do $$ declare definition text; begin
  for definition in select i.definition from bench.indexes i where i.schema = 'public' loop execute definition; end loop;
end $$;
set session_replication_role = origin;
select private.recount_incidents();
do $$ declare definition text; begin
  for definition in select i.definition from bench.indexes i where i.schema = 'private' loop execute definition; end loop;
end $$;
