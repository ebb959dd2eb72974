-- What a killed import leaves behind is taken away: its rows, and what it had written.
begin;
set local client_min_messages = warning;
select plan(9);
create schema trial;
grant usage on schema trial to authenticated;
alter default privileges in schema trial grant execute on functions to authenticated;
select from tests.create_district('990301');
select from tests.create_staff('990301');
select tests.area_id('990301') as district \gset

create function trial.building(number int, lng float8) returns jsonb language sql as $$
  select jsonb_build_object('number', number, 'line', number + 1, 'source', 'b' || number,
    'geometry', jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lng, 35.005)),
    'payload', jsonb_build_object('name', 'b' || number, 'address', '', 'households', 12, 'storeys', 6, 'doubtful', null,
      'compound', '', 'compoundSource', '', 'community', '', 'communityCode', '', 'street', ''))
$$;
create function trial.begun(name text) returns bigint language plpgsql as $$
declare
  made constant bigint := public.start_import('990301', 'buildings', name);
begin
  perform public.stage_import_rows(made, jsonb_build_array(trial.building(1, 113.002), trial.building(2, 113.004))::json);
  return made;
end $$;
create function trial.checked(import bigint) returns void language plpgsql as $$
begin
  loop
    exit when (public.check_import(import, 2) ->> 'remaining')::int = 0;
  end loop;
end $$;

select tests.as('admin');
select trial.begun('killed.csv') as killed \gset
select trial.begun('checked.csv') as checked \gset
select from trial.checked(:checked);
select trial.begun('written.csv') as written \gset
select from trial.checked(:written);
select public.commit_import(:written);

select tests.as_owner();
select is(private.give_up_imports(interval '1 day'), 0, 'what somebody works on stays');
update public.imports set touched_at = now() - interval '2 days' where id in (:killed, :checked);
select is(private.give_up_imports(interval '1 day', :district + 1), 0, 'and what is of another district');
select is(private.give_up_imports(interval '1 day', :district), 2, 'what nobody has touched for a day is given up, staged or checked');
select is((select count(*) from public.imports where id in (:killed, :checked)), 0::bigint, 'it is gone');
select is((select count(*) from public.import_rows where import_id in (:killed, :checked)), 0::bigint, 'with its rows');
select is((select count(*) from public.buildings where district_id = :district), 2::bigint, 'and what another wrote stays');

update public.imports set touched_at = now() - interval '2 days' where id = :written;
select is(private.give_up_imports(interval '1 day'), 0, 'an import that was written is never taken back');
select is((select count(*) from public.import_rows where import_id = :written), 0::bigint, 'only the rows that nothing was said of are let go');
select is((select count(*) from public.buildings where district_id = :district), 2::bigint, 'not what was made of them');

select finish();
rollback;
