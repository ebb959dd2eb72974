-- The study's figures, through the board that a district reads: 226 grids of 解放 400 need 226 managers and 452 assistants, 158,200 yuan a month.
begin;
\ir incidents_fixture.sql
select plan(5);
select tests.area_id('990201') as district \gset
set local session_replication_role = replica;
insert into public.schemes (district_id, code, name, name_en) values (:district, 'jiefang', '解放 400', 'Jiefang 400');
insert into public.scheme_levels (scheme_id, level, name, name_en, target_households) select s.id, 1, '网格', 'Grid', 400 from public.schemes s where s.code = 'jiefang' and s.district_id = :district;
insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, allowance_yuan_month)
select s.id, 1, v.code, v.name, v.code, v.per_grid, v.allowance
from public.schemes s, (values ('manager', '网格管理员', 1, null::numeric), ('assistant', '网格协管员', 2, 350)) v (code, name, per_grid, allowance)
where s.code = 'jiefang' and s.district_id = :district;
update public.plans p set scheme_id = (select s.id from public.schemes s where s.code = 'jiefang' and s.district_id = :district) where p.name = '现行';
delete from public.assignments where district_id = :district;
delete from public.grids where district_id = :district;
insert into public.grids (district_id, plan_id, community_id, level, key, code, name, polygon)
select p.district_id, p.id, p.area_id, 1, n, '990201001001' || lpad(n::text, 3, '0'), '网格' || n,
  extensions.st_multi(extensions.st_makeenvelope(113 + (n - 1) * 0.00004, 35, 113 + n * 0.00004, 35.01, 4326))
from public.plans p, generate_series(1, 226) n where p.name = '现行';
set local session_replication_role = origin;
select tests.as('admin');
create temporary table board as select public.staffing_board(:district) as answer;
select is((select jsonb_array_length(b.answer -> 'grids') from board b), 226, 'a plan of 226 grids');
select results_eq($$ select p ->> 'code', (p ->> 'required')::integer from board b, jsonb_array_elements(b.answer -> 'posts') p order by 2 $$,
  $$ values ('manager', 226), ('assistant', 452) $$, '226 managers and 452 assistants');
select is((select sum((w ->> 'wanted')::integer) from board b, jsonb_array_elements(b.answer -> 'places') w), 678::bigint, 'each at their place');
select is((select (p ->> 'pay')::numeric from board b, jsonb_array_elements(b.answer -> 'posts') p where p ->> 'code' = 'assistant'), 158200::numeric, '158,200 yuan a month');
select is((select sum((p ->> 'filled')::integer) from board b, jsonb_array_elements(b.answer -> 'posts') p), 0::bigint, 'all of them vacant');
select * from finish();
rollback;
