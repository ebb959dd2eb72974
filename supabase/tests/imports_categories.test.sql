-- An imported case has the category that its code stood for when it was reported.
begin;
set local client_min_messages = warning;
select plan(14);
select from tests.create_district('990301');
select from tests.create_staff('990301');
select tests.area_id('990301') as district \gset
create schema trial;
grant usage on schema trial to authenticated;
create function trial.sent(cases text[]) returns jsonb language plpgsql as $$
declare
  made constant bigint := public.start_import('990301', 'incidents', 'cases.csv');
  answer jsonb;
begin
  perform public.stage_import_rows(made, (
    select jsonb_agg(jsonb_build_object('number', n, 'line', n, 'source', split_part(c, ' ', 1),
      'geometry', '{"type": "Point", "coordinates": [113.005, 35.005]}'::jsonb, 'payload', jsonb_build_object('category', split_part(c, ' ', 2),
        'description', 'x', 'address', '', 'state', 'dispatched', 'dueAt', null, 'reportedAt', split_part(c, ' ', 3), 'closedAt', null,
        'community', '', 'communityCode', '', 'street', '')) order by n)
    from unnest(cases) with ordinality given (c, n))::json);
  loop
    answer := public.check_import(made, 100);
    exit when (answer ->> 'remaining')::int = 0;
  end loop;
  perform public.commit_import(made);
  return answer -> 'summary' -> 'reasons';
end $$;
create function trial.category(code text) returns public.categories language sql security definer as $$
  select c from public.categories c where c.district_id = tests.area_id('990301') and c.code = category.code and c.valid_until is null
$$;
create function trial.name_of(source text) returns text language sql security definer as $$
  select c.name from public.incidents i join public.categories c on c.id = i.category_id where i.source_id = name_of.source
$$;
create function trial.due_of(source text) returns interval language sql security definer as $$
  select i.due_at - i.reported_at from public.incidents i where i.source_id = due_of.source
$$;
grant execute on all functions in schema trial to authenticated;

-- The district calls 0101 otherwise, with another deadline, and takes 0102 off its list: both on 1 March.
select tests.as('admin');
select public.save_category(:district, (select c.id from public.categories c where c.district_id is null and c.code = '0101'),
  '{"name": "旧名", "deadlines": [{"clock": "handling", "amount": 1, "unit": "urgent_hours"}]}') as former \gset
select is(trial.sent('{"a 0101 2026-02-01T01:00:00Z"}'), '{}'::jsonb, 'a case of the name that the district gave');
select public.save_category(:district, :former, '{"name": "新名", "deadlines": [{"clock": "handling", "amount": 2, "unit": "urgent_hours"}]}');
select public.retire_category(:district, (trial.category('0102')).id, true);
select isnt((trial.category('0102')).retired_at, null, 'since when a category is retired is noted');
select tests.as_owner();
update public.categories set valid_until = '2026-03-01', retired_at = '2026-03-01' where id = :former;
update public.categories set retired_at = '2026-03-01' where district_id = :district and code = '0102';
select is((select c.retired from public.categories c where c.district_id is null and c.code = '0102'), false, 'the template of it is not');

select tests.as('admin');
select is(trial.sent('{"b 0102 2026-02-28T01:00:00Z","c 0102 2026-03-01T00:00:00Z","d 0102 2026-06-01T01:00:00Z","e 9999 2026-02-01T01:00:00Z"}'),
  '{"category-retired": 2, "category-unknown": 1}', 'a retired category takes cases from before its end and no others');
select is((select c.district_id from public.incidents i join public.categories c on c.id = i.category_id where i.source_id = 'b'), :district::bigint,
  'under the row of the district, which has its own');
select is_empty($$ select from public.incidents where source_id in ('c', 'd', 'e') $$, 'what is refused is not written');
select is(trial.sent('{"f 0101 2026-02-28T01:00:00Z","g 0101 2026-03-01T01:00:00Z"}'), '{}', 'a code that another wording took over takes both');
select is(array[trial.name_of('f'), trial.name_of('g')], '{旧名,新名}', 'each with the name of its day');
select is(array[trial.due_of('f'), trial.due_of('g')], '{01:00:00,02:00:00}', 'and its deadline');
select is(trial.sent('{"a 0101 2026-02-01T01:00:00Z"}'), '{}', 'what is here already');
select is(trial.name_of('a'), '旧名', 'stays what it is');

-- Put back it takes cases of any day, and a check made before is made again.
select public.start_import('990301', 'incidents', 'again.csv') as import \gset
select public.stage_import_rows(:import, '[{"number": 1, "line": 2, "refusal": "no-position"}]');
select public.check_import(:import, 100) is not null as checked \gset
select public.retire_category(:district, (trial.category('0102')).id, false);
select throws_ok(format('select public.commit_import(%s)', :import), 'P0001', 'import-outdated', 'what was checked before counts no longer');
select public.cancel_import(:import);
select is((trial.category('0102')).retired_at, null, 'one that is put back is retired since never');
select is(trial.sent('{"h 0102 2026-06-01T01:00:00Z"}'), '{}', 'and takes cases again');
select * from finish();
rollback;
