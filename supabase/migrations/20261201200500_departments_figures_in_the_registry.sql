-- Figures of departments are those of the registry (indicator_table by department): one figure, one place.
drop function public.department_figures(bigint, date, date);
