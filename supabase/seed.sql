-- What every district starts with: the four schemes, the categories with their deadlines, one calendar.
-- The local host runs it once, when the database is new, and `supabase db reset` after the migrations. It only adds what
-- is missing, so running it again by hand changes nothing.

insert into public.schemes (code, name, name_en, tolerance, note, note_en) values
  ('jiefang-400', '解放 400', 'Jiefang 400', 0.1,
    '约 400 户一格，依托现有小区划分；一格一员两协管。社区服务中心按每 400 户 1 人配备。',
    'About 400 households a grid, drawn on existing compounds; one manager, two assistants. The service centre has 1 officer per 400 households.'),
  ('wenfeng-three-in-one', '文峰三位一体', 'Wenfeng three-in-one', 0.1,
    '一格三人负责：网格长、街道干部、民警；每户每月走访，信息每两月更新。',
    'Three people answer for each grid: a grid leader, a street officer and a police officer who each cover several; every household visited monthly.'),
  ('jianxi-1000-100', '涧西 1000/100', 'Jianxi 1000/100', 0.1,
    '两级：1000 户片区设网格长，100 户楼栋组设楼栋长。',
    'Two levels: area grids of 1,000 households with a grid leader, building groups of 100 with a building leader.'),
  ('custom', '自定义', 'Custom', 0.1, '从 400 户、一员两协管开始，任意修改。', 'Starts from 400 households with one manager and two assistants; change anything.')
on conflict do nothing;

insert into public.scheme_levels (scheme_id, level, name, name_en, target_households)
select s.id, v.level, v.name, v.name_en, v.target
from (values
  ('jiefang-400', 1, '网格', 'Grid', 400),
  ('wenfeng-three-in-one', 1, '网格', 'Grid', 400),
  ('jianxi-1000-100', 1, '片区', 'Area grid', 1000),
  ('jianxi-1000-100', 2, '楼栋组', 'Building group', 100),
  ('custom', 1, '网格', 'Grid', 400)
) v (scheme, level, name, name_en, target)
join public.schemes s on s.code = v.scheme and s.district_id is null
on conflict do nothing;

insert into public.scheme_posts (scheme_id, level, code, name, name_en, per_grid, exclusive, allowance_yuan_month, voluntary)
select s.id, v.level, v.code, v.name, v.name_en, v.per_grid, v.exclusive, v.allowance, v.code = 'building_leader'
from (values
  (1, 'jiefang-400', 1, 'manager', '网格管理员', 'Grid manager', 1, true, null),
  (2, 'jiefang-400', 1, 'assistant', '网格协管员', 'Grid assistant', 2, true, 350),
  (3, 'wenfeng-three-in-one', 1, 'leader', '网格长', 'Grid leader', 1, true, null),
  (4, 'wenfeng-three-in-one', 1, 'street_officer', '街道干部', 'Street officer', 1, false, null),
  (5, 'wenfeng-three-in-one', 1, 'police_officer', '社区民警', 'Police officer', 1, false, null),
  (6, 'jianxi-1000-100', 1, 'leader', '网格长', 'Grid leader', 1, true, null),
  (7, 'jianxi-1000-100', 2, 'building_leader', '楼栋长', 'Building leader', 1, true, null),
  (8, 'custom', 1, 'manager', '网格管理员', 'Grid manager', 1, true, null),
  (9, 'custom', 1, 'assistant', '网格协管员', 'Grid assistant', 2, true, null)
) v (place, scheme, level, code, name, name_en, per_grid, exclusive, allowance)
join public.schemes s on s.code = v.scheme and s.district_id is null
order by v.place
on conflict do nothing;

insert into public.categories (code, name, name_en, grid_only) values
  ('01', '市容环境', 'City environment', false),
  ('0101', '暴露垃圾', 'Exposed rubbish', false),
  ('0102', '积存渣土', 'Piled rubble', false),
  ('0103', '道路不洁', 'Unclean road', false),
  ('0104', '小广告', 'Illegal posters', false),
  ('0105', '污水外溢', 'Sewage overflow', false),
  ('02', '公共设施', 'Public facilities', false),
  ('0201', '井盖缺失', 'Missing manhole cover', false),
  ('0202', '路灯', 'Street lamps', false),
  ('0203', '护栏', 'Railings', false),
  ('0204', '健身设施', 'Fitness equipment', false),
  ('0205', '无障碍设施', 'Accessibility', false),
  ('03', '道路交通', 'Roads and traffic', false),
  ('0301', '路面破损', 'Damaged surface', false),
  ('0302', '道路积水', 'Standing water', false),
  ('0303', '违停', 'Illegal parking', false),
  ('0304', '信号灯', 'Traffic lights', false),
  ('04', '消防与公共安全', 'Fire and safety', false),
  ('0401', '消防通道堵塞', 'Blocked fire lane', false),
  ('0402', '电动车飞线充电', 'Unsafe e-bike charging', false),
  ('0403', '燃气异味', 'Smell of gas', false),
  ('0404', '高空坠物隐患', 'Falling-object hazard', false),
  ('05', '房屋与建设', 'Housing and works', false),
  ('0501', '违法搭建', 'Illegal construction', false),
  ('0502', '施工扰民', 'Disturbance by works', false),
  ('0503', '扬尘', 'Dust', false),
  ('0504', '房屋渗漏', 'Leaking building', false),
  ('06', '物业与公用事业', 'Property and utilities', false),
  ('0601', '停水停电停气停暖', 'Supply cut', false),
  ('0602', '电梯故障', 'Lift failure', false),
  ('0603', '下水道堵塞', 'Blocked drain', false),
  ('07', '噪声', 'Noise', false),
  ('0701', '施工噪声', 'Construction noise', false),
  ('0702', '商业噪声', 'Commercial noise', false),
  ('0703', '广场噪声', 'Square noise', false),
  ('0704', '邻里噪声', 'Neighbour noise', false),
  ('08', '园林绿化', 'Greenery', false),
  ('0801', '死株缺株', 'Dead or missing trees', false),
  ('0802', '树枝隐患', 'Dangerous branches', false),
  ('09', '公共卫生', 'Public health', false),
  ('0901', '病媒生物', 'Vectors and pests', false),
  ('0902', '食品卫生线索', 'Food hygiene lead', false),
  ('0903', '犬只', 'Dogs', false),
  ('10', '民生求助', 'Welfare requests', true),
  ('1001', '助老', 'Help for the old', true),
  ('1002', '助残', 'Help for the disabled', true),
  ('1003', '救助咨询', 'Relief enquiry', true),
  ('1004', '就业服务', 'Employment service', true),
  ('11', '纠纷调解', 'Mediation', true),
  ('1101', '邻里纠纷', 'Between neighbours', true),
  ('1102', '物业纠纷', 'With property care', true),
  ('1103', '停车纠纷', 'About parking', true),
  ('12', '应急', 'Emergency', false),
  ('1201', '内涝', 'Flooding', false),
  ('1202', '塌陷', 'Subsidence', false),
  ('1203', '管道破裂', 'Burst pipe', false),
  ('1204', '冰雪', 'Ice and snow', false),
  ('13', '意见建议', 'Suggestions', false),
  ('1301', '设施建议', 'On facilities', false),
  ('1302', '服务建议', 'On services', false),
  ('1303', '网格划分建议', 'On the grids', false)
on conflict do nothing;

-- Handling by category; the other clocks are the same for all.
insert into public.category_deadlines (category_id, clock, amount, unit)
select c.id, 'handling', v.amount, v.unit::public.deadline_unit
from (values
  ('0101', 4, 'working_hours'),
  ('0102', 1, 'working_days'),
  ('0103', 4, 'working_hours'),
  ('0104', 4, 'working_days'),
  ('0105', 1, 'working_days'),
  ('0201', 6, 'urgent_hours'),
  ('0202', 3, 'working_days'),
  ('0203', 3, 'working_days'),
  ('0204', 3, 'working_days'),
  ('0205', 3, 'working_days'),
  ('0301', 5, 'working_days'),
  ('0302', 4, 'working_hours'),
  ('0303', 4, 'working_hours'),
  ('0304', 1, 'working_days'),
  ('0401', 4, 'working_hours'),
  ('0402', 4, 'working_hours'),
  ('0403', 2, 'urgent_hours'),
  ('0404', 1, 'working_days'),
  ('0501', 15, 'working_days'),
  ('0502', 4, 'working_hours'),
  ('0503', 1, 'working_days'),
  ('0504', 5, 'working_days'),
  ('0601', 4, 'urgent_hours'),
  ('0602', 4, 'urgent_hours'),
  ('0603', 3, 'working_days'),
  ('0701', 4, 'working_hours'),
  ('0702', 4, 'working_hours'),
  ('0703', 4, 'working_hours'),
  ('0704', 4, 'working_hours'),
  ('0801', 5, 'working_days'),
  ('0802', 5, 'working_days'),
  ('0901', 2, 'working_days'),
  ('0902', 2, 'working_days'),
  ('0903', 2, 'working_days'),
  ('1001', 5, 'working_days'),
  ('1002', 5, 'working_days'),
  ('1003', 5, 'working_days'),
  ('1004', 5, 'working_days'),
  ('1101', 10, 'working_days'),
  ('1102', 10, 'working_days'),
  ('1103', 10, 'working_days'),
  ('1201', 0.5, 'urgent_hours'),
  ('1202', 0.5, 'urgent_hours'),
  ('1203', 0.5, 'urgent_hours'),
  ('1204', 0.5, 'urgent_hours'),
  ('1301', 5, 'working_days'),
  ('1302', 5, 'working_days'),
  ('1303', 5, 'working_days')
) v (code, amount, unit)
join public.categories c on c.code = v.code and c.district_id is null
on conflict do nothing;

insert into public.category_deadlines (category_id, clock, amount, unit)
select c.id, v.clock::public.incident_clock, v.amount, v.unit::public.deadline_unit
from public.categories c
cross join (values
  ('acceptance', 0.5, 'working_hours'),
  ('verification', 1, 'working_hours'),
  ('filing', 0.5, 'working_hours'),
  ('dispatch', 0.5, 'working_hours'),
  ('check', 4, 'working_hours')
) v (clock, amount, unit)
where c.district_id is null and length(c.code) = 4 and c.code !~ '^12'
on conflict do nothing;

-- Emergencies do not wait for office hours: somebody is on the spot within 30 minutes. Welfare gets its first answer within 4
-- working hours.
insert into public.category_deadlines (category_id, clock, amount, unit)
select c.id, v.clock::public.incident_clock, v.amount, v.unit::public.deadline_unit
from public.categories c
cross join (values
  ('acceptance', 0.1, 'urgent_hours'),
  ('verification', 0.1, 'urgent_hours'),
  ('filing', 0.1, 'urgent_hours'),
  ('dispatch', 0.1, 'urgent_hours'),
  ('check', 4, 'working_hours')
) v (clock, amount, unit)
where c.district_id is null and c.code ~ '^12[0-9]{2}$'
on conflict do nothing;

insert into public.category_deadlines (category_id, clock, amount, unit)
select c.id, v.clock::public.incident_clock, v.amount, v.unit::public.deadline_unit
from (values ('^12[0-9]{2}$', 'arrival', 0.5, 'urgent_hours'), ('^10[0-9]{2}$', 'first_answer', 4, 'working_hours')) v (codes, clock, amount, unit)
join public.categories c on c.code ~ v.codes and c.district_id is null
on conflict do nothing;

insert into public.calendars (name, first_day, last_day, known_until) values ('默认工作日历', '2025-01-01', '2035-12-31', '2026-12-31')
on conflict do nothing;

-- Public holidays and the weekends worked in exchange, as announced for 2025 and 2026.
insert into public.calendar_exceptions (calendar_id, day, worked, name)
select c.id, v.day::date, v.worked, v.name
from (values
  ('2025-01-01', false, '元旦'),
  ('2025-01-28', false, '春节'),
  ('2025-01-29', false, '春节'),
  ('2025-01-30', false, '春节'),
  ('2025-01-31', false, '春节'),
  ('2025-02-01', false, '春节'),
  ('2025-02-02', false, '春节'),
  ('2025-02-03', false, '春节'),
  ('2025-02-04', false, '春节'),
  ('2025-01-26', true, '春节调休'),
  ('2025-02-08', true, '春节调休'),
  ('2025-04-04', false, '清明节'),
  ('2025-04-05', false, '清明节'),
  ('2025-04-06', false, '清明节'),
  ('2025-05-01', false, '劳动节'),
  ('2025-05-02', false, '劳动节'),
  ('2025-05-03', false, '劳动节'),
  ('2025-05-04', false, '劳动节'),
  ('2025-05-05', false, '劳动节'),
  ('2025-04-27', true, '劳动节调休'),
  ('2025-05-31', false, '端午节'),
  ('2025-06-01', false, '端午节'),
  ('2025-06-02', false, '端午节'),
  ('2025-10-01', false, '国庆节、中秋节'),
  ('2025-10-02', false, '国庆节、中秋节'),
  ('2025-10-03', false, '国庆节、中秋节'),
  ('2025-10-04', false, '国庆节、中秋节'),
  ('2025-10-05', false, '国庆节、中秋节'),
  ('2025-10-06', false, '国庆节、中秋节'),
  ('2025-10-07', false, '国庆节、中秋节'),
  ('2025-10-08', false, '国庆节、中秋节'),
  ('2025-09-28', true, '国庆节调休'),
  ('2025-10-11', true, '国庆节调休'),
  ('2026-01-01', false, '元旦'),
  ('2026-01-02', false, '元旦'),
  ('2026-01-03', false, '元旦'),
  ('2026-01-04', true, '元旦调休'),
  ('2026-02-15', false, '春节'),
  ('2026-02-16', false, '春节'),
  ('2026-02-17', false, '春节'),
  ('2026-02-18', false, '春节'),
  ('2026-02-19', false, '春节'),
  ('2026-02-20', false, '春节'),
  ('2026-02-21', false, '春节'),
  ('2026-02-22', false, '春节'),
  ('2026-02-23', false, '春节'),
  ('2026-02-14', true, '春节调休'),
  ('2026-02-28', true, '春节调休'),
  ('2026-04-04', false, '清明节'),
  ('2026-04-05', false, '清明节'),
  ('2026-04-06', false, '清明节'),
  ('2026-05-01', false, '劳动节'),
  ('2026-05-02', false, '劳动节'),
  ('2026-05-03', false, '劳动节'),
  ('2026-05-04', false, '劳动节'),
  ('2026-05-05', false, '劳动节'),
  ('2026-05-09', true, '劳动节调休'),
  ('2026-06-19', false, '端午节'),
  ('2026-06-20', false, '端午节'),
  ('2026-06-21', false, '端午节'),
  ('2026-09-25', false, '中秋节'),
  ('2026-09-26', false, '中秋节'),
  ('2026-09-27', false, '中秋节'),
  ('2026-10-01', false, '国庆节'),
  ('2026-10-02', false, '国庆节'),
  ('2026-10-03', false, '国庆节'),
  ('2026-10-04', false, '国庆节'),
  ('2026-10-05', false, '国庆节'),
  ('2026-10-06', false, '国庆节'),
  ('2026-10-07', false, '国庆节'),
  ('2026-09-20', true, '国庆节调休'),
  ('2026-10-10', true, '国庆节调休')
) v (day, worked, name)
join public.calendars c on c.district_id is null
on conflict do nothing;

-- Beyond them the days that the law fixes, until a year's own are announced.
insert into public.calendar_exceptions (calendar_id, day, worked, name, provisional)
select c.id, s.day, false, s.name, true
from private.statutory_days s
join public.calendars c on c.district_id is null
where s.day > c.known_until and s.day <= c.last_day
on conflict do nothing;
