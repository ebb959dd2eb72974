-- What a district sets up is in the log, whoever changed it and by whatever way; a table that comes later is asked for it by itself.
begin;
\ir incidents_fixture.sql
select plan(15);
select tests.area_id('990201') as district \gset
select tests.area_id('990201001001') as community \gset
create function story.last_entry(wanted text) returns jsonb language sql security definer as $$
  select jsonb_build_object('action', l.action, 'subject', l.subject_id, 'was', l.was, 'isNow', l.is_now, 'mine', l.actor = (select auth.uid()),
    'district', l.district_id = tests.area_id('990201'))
  from public.audit_log l where l.subject = wanted order by l.id desc limit 1
$$;
create function story.entries(wanted text) returns bigint language sql security definer as $$
  select count(*) from public.audit_log l where l.subject = wanted
$$;
insert into public.schemes (district_id, code, name, name_en) values (tests.area_id('990201'), 'unused', '未用', 'Unused');
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) select s.id, 1, '网格', 'Grid', 200 from public.schemes s where s.code = 'unused';
create temporary table scheme on commit drop as select s.id from public.schemes s where s.code = 'unused';
grant select on scheme to authenticated;

-- Tables that nobody sets up, and why each has no trigger of the log.
create temporary table without_log (name text primary key, reason text not null) on commit drop;
insert into without_log values
  ('account_invitations', 'written by functions that log it without the digest of the code: invite_account, reset_account, withdraw_invitation, finish_invitation'),
  ('areas', 'come by an import, which keeps who ran it and from which file'),
  ('compounds', 'come by an import'), ('buildings', 'come by an import'), ('barriers', 'come by an import'), ('crossings', 'come by an import'),
  ('service_points', 'come by an import'), ('base_features', 'come by an import'),
  ('imports', 'are such a log'), ('import_rows', 'the rows of an import'),
  ('audit_log', 'is the log'),
  ('calendar_spans', 'follow from the calendar and its exceptions'),
  ('incidents', 'each change is an event'), ('incident_events', 'are such a log'), ('attachments', 'come with an event'),
  ('incident_contacts', 'each reading is in the log, the words are not'),
  ('incident_transitions', 'the same everywhere, changed by migrations alone'), ('indicator_definitions', 'the same everywhere, changed by migrations alone'),
  ('incident_number_days', 'a counter'), ('incident_category_tallies', 'follow from cases'), ('incident_month_tallies', 'follow from cases'),
  ('visits', 'are a record of work'), ('visit_tallies', 'follow from visits'),
  ('figure_editions', 'are never altered, each with who published it'),
  ('plan_communities', 'follow from the plan'), ('grids', 'follow from the edits of a plan'), ('grid_buildings', 'follow from the edits of a plan'),
  ('grid_codes', 'are never altered'), ('grid_lineage', 'is never altered'), ('plan_edits', 'are such a log'),
  ('plan_steps', 'are such a log'), ('plan_remarks', 'carry who wrote them'), ('plan_editors', 'who is at a plan at the moment');

-- The commands that a table's triggers write to the log: 4 insert, 8 delete, 16 update.
create temporary view logged as
select c.relname, coalesce(bit_or(t.tgtype & 28), 0) as commands
from pg_class c left join (pg_trigger t join pg_proc p on p.oid = t.tgfoid and p.pronamespace = 'private'::regnamespace
  and p.proname like 'audit%') on t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('O', 'A')
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
group by c.relname;

select is_empty($$ select l.relname, l.commands from logged l where l.commands <> 28 and l.relname not in (select w.name from without_log w) $$,
  'every table is in the log with each of its commands, or has a reason');
select is_empty($$ select w.name from without_log w where not exists (select from logged l where l.relname = w.name and l.commands = 0) $$,
  'a reason is only where it is needed');

-- A scheme: its tolerance, a target of households.
select tests.as('planner');
update public.schemes set tolerance = 0.2 where id = (select s.id from scheme s);
select is(story.last_entry('schemes') #- '{was}' #- '{isNow}', jsonb_build_object('action', 'update', 'subject', (select s.id::text from scheme s), 'mine', true, 'district', true),
  'who changed a scheme');
select is(story.last_entry('schemes') #>> '{was,tolerance}' || ' ' || (story.last_entry('schemes') #>> '{isNow,tolerance}'), '0.100 0.200', 'from what to what');
update public.scheme_levels set target_households = 300 where scheme_id = (select s.id from scheme s);
select is(story.last_entry('scheme_levels') #>> '{was,target_households}' || ' ' || (story.last_entry('scheme_levels') #>> '{isNow,target_households}'), '200 300', 'a target');
select is(story.last_entry('scheme_levels') -> 'district', 'true', 'in the district of the scheme');
select story.entries('schemes') + story.entries('scheme_levels') as before \gset
update public.schemes set tolerance = 0.2 where id = (select s.id from scheme s);
update public.scheme_levels set target_households = 300 where scheme_id = (select s.id from scheme s);
select is(story.entries('schemes') + story.entries('scheme_levels'), (:before)::bigint, 'what stays as it was is no change');
insert into public.schemes (district_id, code, name, name_en) values (:district, 'other', '另一', 'Other');
select is(story.last_entry('schemes') ->> 'action', 'insert', 'a scheme that is new');
delete from public.schemes where code = 'other' and district_id = :district;
select is(story.last_entry('schemes') ->> 'action', 'delete', 'and one that is gone');

-- Records of service; their words go from the log with the volunteer.
select tests.as_owner();
insert into public.volunteers (district_id, community_id, role_id, name, since, until)
select :district, :community, (select min(r.id) from public.volunteer_roles r where r.district_id = :district), '志愿丁', current_date - 3000, current_date - 2000;
insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what)
select v.district_id, v.id, current_date - 2500, 2, '随丁巡逻' from public.volunteers v where v.name = '志愿丁';
select is(story.last_entry('volunteer_services') #>> '{isNow,what}', '随丁巡逻', 'a record of service');
select public.forget_what_is_over();
select is((select count(*) from public.audit_log l where concat(l.was, l.is_now) like '%随丁巡逻%'), 0::bigint, 'whose words are forgotten with the volunteer');
select is((select string_agg(l.action, ' ' order by l.id) from public.audit_log l where l.subject = 'volunteer_services'), 'insert delete', 'but not that there was one');

-- A wall that was let in.
select public.start_pairing(repeat('w', 40)) ->> 'code' as code \gset
select tests.as('admin');
select is(public.grant_pairing(:community, 'ZZZZZZ', '大厅'), false, 'a code that no wall shows');
select is(story.entries('display_pairings'), 0::bigint, 'lets nobody in');
select public.grant_pairing(:community, :'code', '大厅');
select is(story.last_entry('display_pairings') - 'subject', jsonb_build_object('action', 'insert', 'was', null, 'isNow', jsonb_build_object('name', '大厅', 'area_id', :community), 'mine', true, 'district', true),
  'who let which wall in where, without its code');
select * from finish();
rollback;
