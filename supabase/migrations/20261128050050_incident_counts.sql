-- The first page of a list says how many cases there are by state, states and overdue left aside. Without anything that
-- narrows the list, or with categories or a period alone, the tallies know; else the cases that are left are few enough.

create function private.community_condition(district bigint, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when cardinality(seen) = 1 then format('i.community_id = %s', seen[1])
    when cardinality(seen) < (select count(*) from public.areas a where a.district_id = district and a.kind = 'community')
      then format('i.community_id = any (%L::bigint[])', seen)
  end
$$;
comment on function private.community_condition is 'SQL: the case lies in one of the communities; null where they are all of the district.';

create function private.period_condition(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select case when (filter ->> 'orOpen')::boolean then '(' || coalesce(within, 'true') || ' or not private.incident_ended(i.state))' else within end
  from (select nullif(concat_ws(' and ',
    case when filter ->> 'from' is not null then format('i.reported_at >= %L', (filter ->> 'from')::timestamptz) end,
    case when filter ->> 'to' is not null then format('i.reported_at < %L', (filter ->> 'to')::timestamptz) end), '') as within) w
$$;
comment on function private.period_condition is 'SQL: reported at or after `from` and before `to`; with orOpen, what is open still belongs too.';

-- Words found in more cases than this are common.
create function private.most_hits() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 5000 $$;

create function private.text_filter(wanted text, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select private.text_condition(wanted, seen, handled, found.hits, found.is_common)
  from private.search_incidents(district, wanted, private.most_hits()) found
  where private.search_patterns(wanted) <> '{}'
$$;
comment on function private.text_filter is 'SQL of the words of a filter; null where there are none.';

create or replace function private.incident_conditions(filter jsonb, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select concat_ws(' and ',
    format('i.district_id = %s', district),
    private.community_condition(district, seen),
    case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end,
    case when filter ->> 'grid' is not null then private.grid_condition(filter ->> 'grid', seen) end,
    private.text_filter(filter ->> 'text', district, seen, handled),
    case when (filter ->> 'urged')::boolean then 'i.urged' end,
    case when (filter ->> 'urgent')::boolean then 'i.urgent' end,
    case when filter ->> 'handler' is not null then format('i.handler_id = %s', (filter ->> 'handler')::bigint) end,
    private.period_condition(filter))
$$;
comment on function private.incident_conditions is
  'SQL of a filter { categories: [code], grid: code, text, urged, urgent, handler: id, from, to, orOpen } within a scope; states and overdue apart, since the counts do without them.';

create function private.counted_states(conditions text, since timestamptz, until timestamptz) returns text
language sql immutable set search_path = '' as $$
  select format('select i.state, count(*) from public.incidents i where %s and i.reported_at >= %L and i.reported_at < %L group by i.state',
    conditions, since, until)
$$;
comment on function private.counted_states is 'SQL of cases by state, reported in a period, counted one by one.';

create function private.tallied_states(filter jsonb, district bigint, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when jsonb_array_length(filter -> 'categories') > 0 then
      format('select i.state, i.cases from public.incident_category_tallies i where %s and %s', within, private.category_condition(filter -> 'categories'))
    else concat_ws(' union all ',
      format('select i.state, i.cases from public.incident_month_tallies i where %s and i.month >= %L and i.month < %L', within, first_month, next_month),
      case when since is not null then private.counted_states(within, since, least(first_month::timestamp at time zone 'UTC', until)) end,
      case when until is not null and next_month::timestamp at time zone 'UTC' < until then
        private.counted_states(within, next_month::timestamp at time zone 'UTC', until) end)
  end
  from (
    select concat_ws(' and ', format('i.district_id = %s', district), private.community_condition(district, seen)) as within,
      (filter ->> 'from')::timestamptz as since, (filter ->> 'to')::timestamptz as until
  ) asked
  cross join lateral (
    select coalesce((private.tally_month(since - interval '1 microsecond') + interval '1 month')::date, '-infinity') as first_month
  ) begins
  cross join lateral (select greatest(coalesce(private.tally_month(until), 'infinity'), first_month) as next_month) ends
$$;
comment on function private.tallied_states is
  'SQL of cases by state out of the tallies, for a filter that has no more than categories or a period; the ends of a period that cut a month are counted one by one.';

create function private.is_tallied(filter jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select not (filter ?| '{grid,handler}' or private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}'
    or coalesce((filter ->> 'urged')::boolean, false) or coalesce((filter ->> 'urgent')::boolean, false)
    or coalesce((filter ->> 'orOpen')::boolean, false)
    or (coalesce(jsonb_array_length(filter -> 'categories'), 0) > 0 and filter ?| '{from,to}'))
$$;
comment on function private.is_tallied is 'Whether the tallies alone know how many cases a filter has.';

create function private.searched_states(conditions text, district bigint, hits bigint[], is_common boolean) returns text
language sql immutable set search_path = '' as $$
  select format(case when is_common then
      'select i.state, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i
       where %1$s and not private.incident_ended(i.state) group by i.state
       union all
       select i.state, count(*), 0 from public.incidents i
       where i.district_id = %2$s and i.id = any (%3$L::bigint[]) and %1$s and private.incident_ended(i.state) group by i.state'
    else 'select i.state, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i where %1$s group by i.state' end,
    conditions, district, hits)
$$;
comment on function private.searched_states is
  'SQL of cases by state for words, and how many of them are overdue: of words that are common, what is open is counted, and of what has ended only the first thousands that were found.';

drop function private.incident_counts(text);
create function private.incident_counts(filter jsonb, conditions text, district bigint, seen bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  counts jsonb;
begin
  execute format('select jsonb_build_object(
      ''states'', coalesce(jsonb_object_agg(tally.state, tally.cases), ''{}''), ''isCapped'', false,
      ''overdue'', (select count(*) from public.incidents i where %s and i.deadline_at < now()))
    from (select each.state, sum(each.cases) as cases from (%s) each (state, cases) group by each.state having sum(each.cases) > 0) tally',
    conditions,
    case when private.is_tallied(filter) then private.tallied_states(filter, district, seen)
      else format('select i.state, count(*) from public.incidents i where %s group by i.state', conditions) end) into counts;
  return counts;
end $$;
comment on function private.incident_counts is 'Cases for each state, and how many are overdue, of a filter without words.';

create function private.searched_counts(conditions text, district bigint, hits bigint[], is_common boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  counts jsonb;
begin
  execute format('select jsonb_build_object(
      ''states'', coalesce(jsonb_object_agg(tally.state, tally.cases), ''{}''), ''isCapped'', %L::boolean, ''overdue'', coalesce(sum(tally.late), 0))
    from (select each.state, sum(each.cases) as cases, sum(each.late) as late from (%s) each (state, cases, late) group by each.state) tally',
    is_common, private.searched_states(conditions, district, hits, is_common)) into counts;
  return counts;
end $$;
comment on function private.searched_counts is
  'The same of a filter with words. isCapped: the words are common, and of what has ended only the first thousands were counted.';
