-- What is kept of people ends when the district says, and what was forgotten is in no log either.
begin;
\ir incidents_fixture.sql
select plan(33);
select tests.area_id('990201') as district \gset
create function story.today() returns date language sql security definer as $$ select private.local_date(tests.area_id('990201'), now()) $$;
create function story.kept() returns jsonb language sql security definer as $$
  select jsonb_build_object(
    'contacts', (select count(*) from public.incident_contacts), 'invitations', (select string_agg(i.name, ' ' order by i.name collate "C") from public.account_invitations i),
    'volunteers', (select string_agg(v.name, ' ' order by v.name collate "C") from public.volunteers v), 'services', (select count(*) from public.volunteer_services),
    'absences', (select count(*) from public.absences), 'shifts', (select count(*) from public.duty_shifts),
    'telephones', (select string_agg(p.name, ' ' order by p.name collate "C") from public.people p where p.name like '钱%' and p.work_telephone <> ''))
$$;
create function story.logged(words text) returns bigint language sql security definer as $$
  select count(*) from public.audit_log l where concat(l.was, l.is_now) like '%' || words || '%'
$$;
grant execute on all functions in schema story to authenticated;

-- The settings.
select tests.as('admin');
select is(public.district_settings(:district) - '{publicAddress,mapSources,mapSource,wallTitle,wallHidden,timeZone,checkerIsAnother,district}'::text[],
  '{"version": 0, "contactDays": 30, "formerDays": 1095, "auditDays": 1095}', 'without a word of the district');
select is(private.contact_retention(:district), interval '30 days', 'what it is told is what is done');
select throws_ok(format($$ select public.save_district_settings(%s, 0, '{"auditDays": 100}') $$, :district), 'P0001', 'days-out-of-range', 'a log is kept for half a year at least');
select throws_ok(format($$ select public.save_district_settings(%s, 0, '{"formerDays": 365.5}') $$, :district), 'P0001', 'days-out-of-range', 'days are whole');
select throws_ok(format($$ select public.save_district_settings(%s, 0, '{"formerDays": "365"}') $$, :district), 'P0001', 'days-out-of-range', 'and numbers');
select is(public.save_district_settings(:district, 0, '{"formerDays": 365, "auditDays": 200}') - '{publicAddress,mapSources,mapSource,wallTitle,wallHidden,timeZone,checkerIsAnother,district}'::text[],
  '{"version": 1, "contactDays": 30, "formerDays": 365, "auditDays": 200}', 'both are set');
select is(public.save_district_settings(:district, 1, '{"contactDays": 20}') ->> 'formerDays', '365', 'and stay when something else is');

-- People of today and of long ago.
select tests.as_owner();
insert into public.volunteers (district_id, community_id, role_id, name, since, until)
select :district, tests.area_id('990201001001'), (select min(r.id) from public.volunteer_roles r where r.district_id = :district), v.name, story.today() - 900, v.until
from (values ('志愿甲', null::date), ('志愿乙', story.today() - 365), ('志愿丙', story.today() - 366)) v (name, until);
insert into public.volunteer_services (district_id, volunteer_id, served_on, hours, what)
select v.district_id, v.id, story.today() - 600, 2, '巡逻' from public.volunteers v;
insert into public.people (district_id, name, source_id, work_telephone, left_on) values
  (:district, '钱在', 'k1', '0391-71', null), (:district, '钱走', 'k2', '0391-72', story.today() - 365), (:district, '钱久', 'k3', '0391-73', story.today() - 366);
insert into public.absences (district_id, person_id, first_day, last_day)
select p.district_id, p.id, v.first_day, v.last_day from public.people p,
  (values (story.today() - 10, null::date), (story.today() - 365, story.today() - 365), (story.today() - 500, story.today() - 366)) v (first_day, last_day)
where p.name = '钱在';
insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day, last_day)
select p.district_id, :district, p.id, v.n, '08:00', '12:00', story.today() - 500, v.last_day from public.people p,
  (values (1, null::date), (2, story.today() - 365), (3, story.today() - 366)) v (n, last_day) where p.name = '钱在';
insert into public.account_invitations (district_id, name, sign_in, code_digest, made_at, expires_at, used_at, withdrawn_at)
select :district, v.name, v.name, md5(v.name) || md5(v.name), now() - interval '90 days', v.expires, v.used, v.withdrawn
from (values ('开着', now() + interval '1 day', null::timestamptz, null::timestamptz), ('刚过期', now() - interval '29 days', null, null),
  ('早过期', now() - interval '31 days', null, null), ('早用过', now() + interval '1 day', now() - interval '31 days', null),
  ('早撤回', now() + interval '1 day', null, now() - interval '31 days')) v (name, expires, used, withdrawn);
insert into public.audit_log (at, action, subject, subject_id, district_id, is_now)
select now() - make_interval(days => v.days), 'update', 'test', '1', :district, jsonb_build_object('word', v.word) from (values (199, '近事'), (201, '旧事')) v (days, word);
select is(story.logged('志愿丙'), 1::bigint, 'the log has who was entered');
select is(story.logged('0391-73'), 1::bigint, 'with a telephone');
select is(story.kept() - 'contacts', '{"invitations": "刚过期 开着 早撤回 早用过 早过期", "volunteers": "志愿丙 志愿乙 志愿甲", "services": 3, "absences": 3, "shifts": 3, "telephones": "钱久 钱在 钱走"}',
  'before');

-- The log keeps what it has, whoever writes.
select throws_ok($$ delete from public.audit_log where at > now() - interval '1 day' $$, 'P0001', 'append-only', 'nothing of the last half year goes');
select throws_ok($$ update public.audit_log set is_now = is_now || '{"word": "别事"}' where is_now ->> 'word' = '旧事' $$, 'P0001', 'append-only', 'nothing is written over');
select throws_ok($$ update public.audit_log set was = '{"x": 1}' where is_now ->> 'word' = '旧事' $$, 'P0001', 'append-only', 'or added');

-- Nobody calls it but a timetable.
select tests.as('admin');
select throws_ok('select public.forget_what_is_over()', '42501', null, 'not an administrator');
select throws_ok('select private.forget_what_is_over()', '42501', null, 'neither way');
select tests.as_nobody();
select throws_ok('select public.forget_what_is_over()', '42501', null, 'nor nobody');
select hasnt_function('public', 'purge_incident_contacts', 'there is one way of forgetting');

select tests.as_owner();
select is(public.forget_what_is_over() - 'contacts', '{"invitations": 3, "volunteers": 1, "absences": 1, "shifts": 1, "telephones": 1, "log": 1}', 'what is over is deleted and counted');
select is(story.kept() -> 'invitations', '"刚过期 开着"', 'invitations a month after they were over');
select is(story.kept() -> 'volunteers', '"志愿乙 志愿甲"', 'whoever ceased to serve so many days ago');
select is(story.kept() -> 'services', '2', 'with the record');
select is(story.kept() -> 'absences', '2', 'absences of the past, and none that goes on');
select is(story.kept() -> 'shifts', '2', 'and shifts');
select is(story.kept() -> 'telephones', '"钱在 钱走"', 'telephones of those who left');
select is((select count(*) from public.people where name = '钱久'), 1::bigint, 'whose name stays with what they did');
select is(story.logged('志愿丙'), 0::bigint, 'the log does not say who it was');
select is(story.logged('志愿乙'), 1::bigint, 'only of those who are forgotten');
select is(story.logged('0391-73'), 0::bigint, 'nor the telephone');
select isnt(story.logged('0391-72'), 0::bigint, 'which it says of others');
select is((select count(*) from public.audit_log l where l.subject = 'volunteers' and l.action = 'delete'), 1::bigint, 'that somebody was taken out, it says');
select is(story.logged('旧事'), 0::bigint, 'of the log itself what is older goes');
select is(story.logged('近事'), 1::bigint, 'and nothing else');
select is(public.forget_what_is_over() - 'contacts', '{"invitations": 0, "volunteers": 0, "absences": 0, "shifts": 0, "telephones": 0, "log": 0}', 'a second time there is nothing to forget');
select * from finish();
rollback;
