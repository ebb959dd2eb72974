-- A row that goes looks for what refers to it: each of these walked through a table, with its rights.
create index absences_district_idx on public.absences (district_id);
create index department_categories_area_idx on public.department_categories (area_id) where area_id is not null;
create index figure_editions_district_idx on public.figure_editions (district_id);
create index grid_codes_issued_idx on public.grid_codes (issued_by) where issued_by is not null;
create index people_area_idx on public.people (area_id) where area_id is not null;
create index plans_based_on_idx on public.plans (based_on) where based_on is not null;
create index volunteers_compound_idx on public.volunteers (compound_id) where compound_id is not null;
