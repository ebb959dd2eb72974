-- Assignments are audited a statement at a time, one row for each, with who did it, what was and what is.
begin;
\ir incidents_fixture.sql
select plan(6);

create function story.audited(wanted text) returns setof public.audit_log language sql security definer as $$
  select l.* from public.audit_log l where l.subject = 'assignments' and l.action = wanted and l.actor = tests.user_id('planner') order by l.id
$$;
create temporary table before on commit drop as select a.* from public.assignments a;
grant select on before to authenticated;

select tests.as('planner');
update public.assignments set until = '2090-01-01' where district_id = tests.area_id('990201');
select is((select count(*) from story.audited('update')), (select count(*) from before b where b.district_id = tests.area_id('990201')), 'one row for each');
select results_eq($$ select l.subject_id, l.district_id, l.was ->> 'until', l.is_now ->> 'until', (l.is_now ->> 'person_id')::bigint from story.audited('update') l $$,
  $$ select b.id::text, b.district_id, null::text, '2090-01-01', b.person_id from before b where b.district_id = tests.area_id('990201') order by b.id $$, 'what was and what is');
insert into public.assignments (district_id, person_id, post_id, grid_id, since)
select b.district_id, b.person_id, b.post_id, b.grid_id, '2091-01-01' from before b where b.district_id = tests.area_id('990201');
select is((select count(*) from story.audited('insert')), (select count(*) from before b where b.district_id = tests.area_id('990201')), 'what is new');
select is((select count(*) from story.audited('insert') l where l.was is not null or l.is_now ->> 'since' <> '2091-01-01'), 0::bigint, 'was nothing before');
delete from public.assignments where since = '2091-01-01';
select results_eq($$ select l.subject_id, l.was ->> 'since', l.is_now is null from story.audited('delete') l $$,
  $$ select l.subject_id, '2091-01-01', true from story.audited('insert') l $$, 'what is gone');
update public.assignments set until = null where false;
select is((select count(*) from story.audited('update')), (select count(*) from before b where b.district_id = tests.area_id('990201')), 'nothing for a statement that met nothing');

select * from finish();
rollback;
