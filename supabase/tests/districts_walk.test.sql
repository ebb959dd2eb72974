-- A walk through the catalogue: every key of every table and every argument of every function of the API, with what belongs to
-- another district, to a neighbour, and with nothing, as every role. Refused or empty, nothing changed, nothing told. What later
-- migrations add is in it by itself.
begin;
\ir world_fixture.sql
\ir access_reading.sql
\ir access_actors.sql
\ir walking.sql
select plan(10);

-- Tables.
create table world.steps as
select r.name, r.variant, own.col, own.content, c.kind, c.value
from world.tried_rows r
cross join lateral world.keys_of(r.name, r.content, world.row_of(r.name, r.variant, '990502')) own
cross join lateral world.other_values(own) c;

create table world.walked as
select s.name, s.variant, s.col, s.kind, s.value, a.name as actor, a.place, command, w.*
from world.steps s cross join unnest('{insert,update}'::text[]) command
cross join (select name, place from world.actors where place in ('own', 'above') union all select 'owner', null) a
cross join lateral world.write_astray(a.name, command, s.name, s.content, s.col, s.value) w;

select is_empty($$ select name, col, kind, actor, command from world.walked where happened and kind in ('elsewhere', 'within', 'nothing')
  -- Where an area lies, its parent says. The owner may make a whole row elsewhere, but not one that lies in two places.
  and (name, col) <> ('areas', 'district_id')
  and not (actor = 'owner' and kind = 'elsewhere' and (col = 'district_id' or (name, col) in (('areas', 'parent_id'), ('memberships', 'area_id'))))
  order by 1, 2 limit 40 $$,
  'no key of any row leads to another district, a place within or nowhere, whoever writes');
select is_empty($$ select name, col, kind, actor, command from world.walked where happened and kind = 'beside' and place = 'own' order by 1, 2 limit 40 $$,
  'nor, for those of one community, into the neighbour');
select is_empty($$ select name, col, kind, actor, command, told from world.walked where told like '%机密%' limit 40 $$, 'no refusal tells of it');
select is_empty($$ select name, col, kind, actor, command, state, told from world.walked
  where not happened and state !~ '^(42501|P0001|235|00000)' limit 40 $$, 'every refusal is one');
select cmp_ok((select count(*) from world.walked), '>', 2000::bigint, 'many steps were taken');

-- Functions.
create table world.calls as
select r.call, p.oid::regprocedure::text as signature, p.provolatile = 'v' as writes, arg.place, arg.kind, arg.arguments
from (select c.*, world.arguments_of(c.call) as given from world.call_rules c) r
join pg_proc p on p.pronamespace = 'public'::regnamespace and p.proname = r.name
cross join lateral world.arguments_astray(p.oid, r.given) arg;

create table world.called as
select c.*, a.name as actor, w.*
from world.calls c join world.actors a on a.place = case c.kind when 'beside' then 'own' else 'above' end
cross join lateral world.call_astray(a.name, substring(c.call from '^\w+'), c.arguments, c.kind, c.writes) w;

select is_empty($$ select signature, place, kind, actor, arguments, told from world.called where told like '%机密%' limit 30 $$,
  'no function tells of another district, whatever it is asked');
select is_empty($$ select signature, place, kind, actor, arguments from world.called where changed and kind <> 'beside' limit 30 $$, 'none changes it');
select is_empty($$ select signature, place, actor, arguments from world.called where changed and kind = 'beside' limit 60 $$,
  'nor, for those of one community, the neighbour or anything that names it');
select is_empty($$ select signature, place, kind, state, left(min(told), 160), count(*) from world.called
  where state !~ '^(42501|P0001|00000|22|23514|23505)' group by 1, 2, 3, 4 limit 60 $$, 'every refusal is one that was meant');
select cmp_ok((select count(*) from world.called), '>', 4000::bigint, 'many calls were made');

select finish();
rollback;
