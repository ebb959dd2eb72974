-- One intent, one key, walked: each function of the API that writes takes the key of an intent and does the same once, or stands here
-- with the reason why it may be sent again, and is sent again. What later migrations add is in it by itself.
begin;
\ir world_fixture.sql
\ir access_reading.sql
\ir access_actors.sql
select plan(5);

create table world.again (name text primary key, reason text not null);
insert into world.again values
  ('save_plan', 'says which version it changes'), ('change_plan_scheme', 'says which version it changes'), ('save_district_settings', 'says which version it changes'), ('save_assessment_weights', 'says which weights it changes'),
  ('decide_handed_task', 'says which version it changes'), ('save_calendar_year', 'says which state of the calendar it changes'),
  ('rename_plan', 'sets what is set already'), ('retire_category', 'sets what is set already'),
  ('set_import_plan', 'sets what is set already'), ('settle_remark', 'sets what is set already'), ('change_account', 'sets what is set already'),
  ('announce_editor', 'sets what is set already'), ('remove_scheme', 'takes away what is gone then'), ('discard_plan', 'takes away what is gone then'),
  ('cancel_import', 'takes away what is gone then'), ('withdraw_invitation', 'takes away what is gone then'), ('end_account', 'takes away what is gone then'),
  ('end_account_sessions', 'takes away what is gone then'), ('forget_what_is_over', 'takes away what is gone then'),
  ('withdraw_publication', 'leaves the state that it asks for'), ('submit_plan', 'leaves the state that it asks for'), ('return_plan', 'leaves the state that it asks for'),
  ('publish_plan', 'leaves the state that it asks for'), ('commit_import', 'leaves the state that it asks for'), ('finish_invitation', 'leaves the state that it asks for'),
  ('finish_pairing', 'leaves the state that it asks for'), ('claim_pairing', 'leaves the state that it asks for'), ('grant_pairing', 'leaves the state that it asks for'),
  ('check_plan', 'goes on from where it is'), ('check_import', 'goes on from where it is'), ('write_import', 'goes on from where it is'),
  ('stage_import_rows', 'leaves numbers that are there'), ('create_district', 'one district has a code'), ('invite_account', 'a name has one open invitation'),
  ('reset_account', 'the code before stops being one'), ('start_pairing', 'a code that nobody claims lapses'), ('count_attempt', 'each attempt counts'),
  ('invitation_for', 'each attempt counts'), ('read_incident_contact', 'each reading is written down');

create table world.writers as
select p.oid, p.proname::text as name, coalesce('client_key' = any (p.proargnames), false) as keyed, r.call
from pg_proc p left join world.call_rules r on r.name = p.proname
where p.pronamespace = 'public'::regnamespace and p.provolatile = 'v' and p.prokind = 'f';

-- The audit says what was asked, twice where it was asked twice.
create function world.counted() returns text language plpgsql as $$
declare
  held record;
  n bigint;
  answer text := '';
begin
  for held in select c.oid::regclass as name from pg_class c where c.relkind = 'r' and (c.relnamespace = 'public'::regnamespace and c.relname <> 'audit_log'
      or c.relnamespace = 'private'::regnamespace and c.relname not in ('intents', 'topic_changes', 'topic_totals', 'facts_due')) order by 1::text loop
    execute format('select count(*) from %s', held.name) into n;
    answer := answer || held.name || ' ' || n || E'\n';
  end loop;
  return answer;
end $$;

-- The first who may do it does it twice: what was answered, and whether the second time added a row anywhere.
create function world.done_twice(call text, keyed boolean, out actor text, out first text, out second text, out added boolean, out refused text) language plpgsql as $$
declare
  once text;
  question constant text := format('select (public.%s)::text', case when keyed and call not like 'report_incident(%' then
    regexp_replace(call, '\)$', case when call like '%()' then '' else ', ' end || 'client_key => ''00000000-0000-4000-8000-00000000abcd'')') else call end);
begin
  foreach actor in array '{admin above,planner above,reviewer above,dispatcher above,leader above,worker own,handler above,service}'::text[] loop
    begin
      if actor = 'service' then
        perform set_config('request.jwt.claims', '{"role": "service_role"}', true), set_config('role', 'service_role', true);
      else
        perform tests.as(actor);
      end if;
      execute question into first;
      perform tests.as_owner();
      set constraints all immediate;
      once := world.counted();
      begin
        if actor = 'service' then
          perform set_config('request.jwt.claims', '{"role": "service_role"}', true), set_config('role', 'service_role', true);
        else
          perform tests.as(actor);
        end if;
        execute question into second;
      exception when sqlstate 'P0001' or insufficient_privilege then
        refused := sqlerrm;
      end;
      perform tests.as_owner();
      added := world.counted() <> once;
      raise exception 'undo' using errcode = 'ZZ999';
    exception
      when sqlstate 'ZZ999' then
        perform tests.as_owner();
        set constraints all deferred;
        return;
      when others then
        refused := sqlerrm;
        perform tests.as_owner();
        set constraints all deferred;
    end;
  end loop;
  actor := null;
end $$;
create table world.twice as
select w.name, w.keyed, a.reason, t.* from world.writers w left join world.again a on a.name = w.name
cross join lateral world.done_twice(world.filled(w.call, '990501'), w.keyed) t;

select is_empty($$ select w.name from world.writers w where not w.keyed and not exists (select from world.again a where a.name = w.name) $$,
  'every function that writes takes the key of an intent, or says why it need not');
select is_empty($$ select a.name from world.again a where not exists (select from world.writers w where w.name = a.name and not w.keyed) $$, 'and none says so for nothing');
select is_empty($$ select t.name, t.actor, t.first, t.second, t.refused from world.twice t where t.keyed and t.actor is not null and (t.added or t.refused is not null or t.first is distinct from t.second) $$,
  'under a key the same is done once and answered alike');
select is_empty($$ select t.name, t.actor, t.reason from world.twice t where not t.keyed and t.actor is not null and t.added and t.name not in ('count_attempt', 'invitation_for', 'start_pairing', 'reset_account') $$,
  'without one nothing is there twice');
select cmp_ok((select count(*) from world.twice t where t.actor is not null), '>=', 45::bigint, 'nearly all were done');

select finish();
rollback;
