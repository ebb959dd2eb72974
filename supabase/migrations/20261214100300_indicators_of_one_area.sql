-- What indicator_table answers for a district was answered here once more, by functions of its own that no page and no program called.
drop function public.indicators(bigint, date, date, jsonb);
drop function private.handling_hours(bigint, bigint[], timestamptz, timestamptz, bigint[]);
drop function private.overdue_by_age(bigint, bigint[], bigint[]);
drop function private.balance_indicator(bigint[]);
drop function private.service_reach(bigint, bigint[]);
drop function private.rate(bigint, bigint);
