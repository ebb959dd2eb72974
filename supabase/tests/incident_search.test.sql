-- Words are found however they are written, in any part of a case, whatever state it is in.
begin;
\ir incidents_fixture.sql
select plan(11);

create function story.told(description text, address text, category text default '0101') returns bigint language sql security definer as $$
  select i.id from private.report_incident(gen_random_uuid(), story.place(113.002), story.category(category), description, address, false,
    null, 'desk', now() - interval '1 day') i
$$;
create function story.found(wanted text) returns text language sql as $$
  select coalesce(string_agg(i ->> 'description', ' ' order by i ->> 'description'), '')
  from jsonb_array_elements(public.incidents_page(tests.area_id('990201'), jsonb_build_object('text', wanted)) -> 'incidents') i
$$;
select tests.as('dispatcher');
select story.told('甲井盖缺失', '学府路 12 号');
select story.told('乙路灯不亮 LED', '建设路１２号');
select story.told('丙百分之 100% 损坏_', '和平巷');
select story.told('丁求助', '隐居里 8 号', '1001') as hidden \gset
select is(story.found('井盖'), '甲井盖缺失', 'two characters');
select is(story.found('灯'), '乙路灯不亮 LED', 'one character');
select is(story.found('12号'), '乙路灯不亮 LED 甲井盖缺失', 'half-width finds full-width, blanks or not');
select is(story.found('ｌｅｄ'), '乙路灯不亮 LED', 'full-width small letters find half-width capitals');
select is(story.found('缺失 学府路'), '甲井盖缺失', 'two words, one in the description, one in the address');
select is(story.found('学府路　缺失'), '甲井盖缺失', 'in any order, whatever blank is between them');
select is(story.found('井盖 建设路'), '', 'both words have to be there');
select is(story.found('100%'), '丙百分之 100% 损坏_', 'a per cent sign is a per cent sign');
select is(story.found('坏_'), '丙百分之 100% 损坏_', 'and so is what else a pattern has');
select is(story.found(right((story.incident(:hidden)).number, 8)), (story.incident(:hidden)).description, 'a part of a number');
select tests.as('viewer');
select is(story.found('隐居里'), '', 'a hidden address is not searched');

select * from finish();
rollback;
