-- One intent, one key: the same report again is the same incident; another one under its key is refused with its number.
begin;
\ir incidents_fixture.sql
select plan(12);

create function story.sent(description text, lng float8 default 113.002, category text default '0101', address text default '甲路 1 号',
  urgent boolean default false, contact jsonb default null) returns jsonb language sql as $$
  select public.report_incident('00000000-0000-4000-8000-000000000001', lng, 35.005, story.category(category), description, address, urgent, contact)
$$;
create function story.refusal(act text) returns text language plpgsql as $$
declare
  message text;
  detail text;
begin
  execute act;
  return 'taken';
exception when others then
  get stacked diagnostics message = message_text, detail = pg_exception_detail;
  return message || ' ' || coalesce(detail::jsonb ->> 'number', '');
end $$;

select tests.as('worker');
create temporary table made as select story.sent('路灯不亮') as it;
create function pg_temp.number() returns text language sql as $$ select 'reported-otherwise ' || (it ->> 'number') from made $$;

select is(story.sent('路灯不亮'), (select it from made), 'the same again is the same incident');
select is(story.sent(E'  路灯不亮　\r\n'), (select it from made), 'blanks around it do not count');
select is(story.refusal($$ select story.sent('路灯不亮，已修') $$), pg_temp.number(), 'another text is refused with the number that exists');
select is(story.refusal($$ select story.sent('路灯不亮', 113.0021) $$), pg_temp.number(), 'another place');
select is(story.refusal($$ select story.sent('路灯不亮', category => '0102') $$), pg_temp.number(), 'another category');
select is(story.refusal($$ select story.sent('路灯不亮', address => '乙路 2 号') $$), pg_temp.number(), 'another address');
select is(story.refusal($$ select story.sent('路灯不亮', urgent => true) $$), pg_temp.number(), 'an urgency added');
select is(story.refusal($$ select story.sent('路灯不亮', contact => '{"name": "王", "telephone": "1", "consent": true}') $$), pg_temp.number(), 'a contact added');
select is((select count(*)::integer from public.incidents where district_id = tests.area_id('990201')), 1, 'and nothing was written');

select tests.as('dispatcher');
select public.change_category((select (it ->> 'id')::bigint from made), story.category('0102'), '');
select tests.as('worker');
select is(story.sent('路灯不亮') ->> 'number', (select it ->> 'number' from made), 'what was recategorised since was still reported so');
select is(story.refusal($$ select story.sent('路灯不亮', category => '0102') $$), pg_temp.number(), 'and not as it is now');

select is(public.report_incident('00000000-0000-4000-8000-000000000002', 113.002, 35.005, story.category('0101'), '另一件', '', false,
  '{"name": "王", "telephone": "1", "consent": true}') ->> 'state', 'reported', 'a new key is a new report');
select * from finish();
rollback;
