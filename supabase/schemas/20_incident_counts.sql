-- Made by `npm run schemas` from supabase/migrations, which are the record: change the database by a migration.
set check_function_bodies = off;

create table public.incident_category_tallies (
  district_id bigint not null,
  community_id bigint not null,
  category_id bigint not null,
  state public.incident_state not null,
  cases integer not null,
  constraint incident_category_tallies_pkey primary key (district_id, community_id, category_id, state)
);
comment on table public.incident_category_tallies is
  'Cases by community, category and state. Written by triggers on incidents only.';
alter table public.incident_category_tallies enable row level security;
revoke all on public.incident_category_tallies from service_role;

alter table public.incident_category_tallies add constraint incident_category_tallies_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create table public.incident_month_tallies (
  district_id bigint not null,
  community_id bigint not null,
  month date not null,
  state public.incident_state not null,
  cases integer not null,
  constraint incident_month_tallies_pkey primary key (district_id, community_id, month, state),
  constraint incident_month_tallies_month_within_reason check (month >= '1900-01-01'::date and month <= '2200-12-31'::date)
);
comment on table public.incident_month_tallies is
  'Cases by community, month of the report (UTC) and state. Written by triggers on incidents only.';
alter table public.incident_month_tallies enable row level security;
revoke all on public.incident_month_tallies from service_role;

alter table public.incident_month_tallies add constraint incident_month_tallies_district_fkey
  foreign key (district_id, district_id) references public.areas(district_id, id) on delete cascade;

create type private.tally_change as (
  district_id bigint,
  community_id bigint,
  category_id bigint,
  month date,
  state public.incident_state,
  cases bigint
);

create function private.tally_month(reported_at timestamptz) returns date
language sql immutable parallel safe as $$
  select pg_catalog.date_trunc('month', reported_at at time zone 'UTC')::date
$$;
comment on function private.tally_month(reported_at timestamp with time zone) is
  'The first day of the month, UTC, under which a case is tallied.';

-- What grows may begin a row, what shrinks has one; the order of the keys keeps two writers from waiting in a circle.
create function private.apply_tally_changes(changes private.tally_change[]) returns void
language sql volatile set search_path = '' as $$
  insert into public.incident_category_tallies as t (district_id, community_id, category_id, state, cases)
  select c.district_id, c.community_id, c.category_id, c.state, sum(c.cases) from unnest(changes) c
  group by 1, 2, 3, 4 having sum(c.cases) > 0 order by 1, 2, 3, 4
  on conflict (district_id, community_id, category_id, state) do update set cases = t.cases + excluded.cases;
  update public.incident_category_tallies t set cases = t.cases + less.cases
  from (select c.district_id, c.community_id, c.category_id, c.state, sum(c.cases) as cases from unnest(changes) c
    group by 1, 2, 3, 4 having sum(c.cases) < 0) less
  where t.district_id = less.district_id and t.community_id = less.community_id and t.category_id = less.category_id and t.state = less.state;
  insert into public.incident_month_tallies as t (district_id, community_id, month, state, cases)
  select c.district_id, c.community_id, c.month, c.state, sum(c.cases) from unnest(changes) c
  group by 1, 2, 3, 4 having sum(c.cases) > 0 order by 1, 2, 3, 4
  on conflict (district_id, community_id, month, state) do update set cases = t.cases + excluded.cases;
  update public.incident_month_tallies t set cases = t.cases + less.cases
  from (select c.district_id, c.community_id, c.month, c.state, sum(c.cases) as cases from unnest(changes) c
    group by 1, 2, 3, 4 having sum(c.cases) < 0) less
  where t.district_id = less.district_id and t.community_id = less.community_id and t.month = less.month and t.state = less.state;
$$;
comment on function private.apply_tally_changes(changes private.tally_change[]) is
  'Adds to the tallies, or takes away, in one pass for a whole statement.';

create function private.tally_incidents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changes private.tally_change[];
begin
  if tg_op = 'INSERT' then
    changes := array(select row(a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at), a.state, count(*))::private.tally_change
      from added a group by a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at), a.state);
  elsif tg_op = 'DELETE' then
    changes := array(select row(r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state, -count(*))::private.tally_change
      from removed r group by r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state);
  else
    changes := array(select row(b.district_id, b.community_id, b.category_id, b.month, b.state, sum(b.cases))::private.tally_change
      from (
        select a.district_id, a.community_id, a.category_id, private.tally_month(a.reported_at) as month, a.state, 1 as cases from added a
        union all
        select r.district_id, r.community_id, r.category_id, private.tally_month(r.reported_at), r.state, -1 from removed r
      ) b
      group by b.district_id, b.community_id, b.category_id, b.month, b.state having sum(b.cases) <> 0);
  end if;
  if cardinality(changes) > 0 then
    perform private.apply_tally_changes(changes);
  end if;
  return null;
end $$;
comment on function private.tally_incidents() is
  'Keeps the tallies in step with a statement. Security definer: nobody else writes them.';

create function private.recount_incidents() returns void
language sql volatile security definer set search_path = '' as $$
  lock table public.incidents in share row exclusive mode;
  delete from public.incident_category_tallies;
  delete from public.incident_month_tallies;
  insert into public.incident_category_tallies (district_id, community_id, category_id, state, cases)
  select i.district_id, i.community_id, i.category_id, i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
  insert into public.incident_month_tallies (district_id, community_id, month, state, cases)
  select i.district_id, i.community_id, private.tally_month(i.reported_at), i.state, count(*) from public.incidents i group by 1, 2, 3, 4;
  select private.recount_facts();
$$;
comment on function private.recount_incidents() is
  'Counts every case anew: after rows were written with triggers off (a restore, a copy from another database).';
grant execute on function private.recount_incidents() to service_role;

create function private.community_condition(district bigint, seen bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when limited.communities <> '{}' then format('(i.community_id = any (%L::bigint[])%s)',
      array(select unnest(seen) except select unnest(limited.communities)),
      coalesce((select string_agg(format(' or (i.department_id = %s and i.community_id = any (%L::bigint[]))', r.department_id, r.communities), '')
        from (select r.department_id, array_agg(r.community_id) as communities from private.department_reach() r
          where r.community_id = any (limited.communities) group by r.department_id) r), ''))
    when cardinality(seen) = 1 then format('i.community_id = %s', seen[1])
    when cardinality(seen) < (select count(*) from public.areas a where a.district_id = district and a.kind = 'community')
      then format('i.community_id = any (%L::bigint[])', seen)
  end
  from (select private.departmental(seen) as communities) limited
$$;
comment on function private.community_condition(district bigint, seen bigint[]) is
  'SQL: the case lies in one of the communities; where one sees those of departments only, that it is of one of them. Null where all of the district are seen.';

create function private.period_condition(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select case when (filter ->> 'orOpen')::boolean then '(' || coalesce(within, 'true') || ' or not private.incident_ended(i.state))' else within end
  from (select nullif(concat_ws(' and ',
    case when filter ->> 'from' is not null then format('i.reported_at >= %L', (filter ->> 'from')::timestamptz) end,
    case when filter ->> 'to' is not null then format('i.reported_at < %L', (filter ->> 'to')::timestamptz) end), '') as within) w
$$;
comment on function private.period_condition(filter jsonb) is
  'SQL: reported at or after `from` and before `to`; with orOpen, what is open still belongs too.';

-- Words found in more cases than this are common.
create function private.most_hits() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 5000 $$;

create function private.text_filter(wanted text, district bigint, seen bigint[], handled bigint[]) returns text
language sql stable set search_path = '' as $$
  select private.text_condition(wanted, seen, handled, found.hits, found.is_common)
  from private.search_incidents(district, wanted, private.most_hits()) found
  where private.search_patterns(wanted) <> '{}'
$$;
comment on function private.text_filter(wanted text, district bigint, seen bigint[], handled bigint[]) is
  'SQL of the words of a filter; null where there are none.';

create function private.counted_states(conditions text, since timestamptz, until timestamptz) returns text
language sql immutable set search_path = '' as $$
  select format('select i.state, count(*) from public.incidents i where %s and i.reported_at >= %L and i.reported_at < %L group by i.state',
    conditions, since, until)
$$;
comment on function private.counted_states(conditions text, since timestamp with time zone, until timestamp with time zone) is
  'SQL of cases by state, reported in a period, counted one by one.';

create function private.tallied_states(filter jsonb, district bigint, seen bigint[], hidden bigint[]) returns text
language sql stable set search_path = '' as $$
  select case
    when jsonb_array_length(filter -> 'categories') > 0 or (hidden <> '{}' and since is null and until is null) then
      format('select i.state, i.cases from public.incident_category_tallies i where %s', concat_ws(' and ', within, apart,
        case when jsonb_array_length(filter -> 'categories') > 0 then private.category_condition(filter -> 'categories') end))
    else concat_ws(' union all ',
      format('select i.state, i.cases from public.incident_month_tallies i where %s and i.month >= %L and i.month < %L', within, first_month, next_month),
      -- Months are tallied for all categories: what is hidden is taken off one by one.
      case when hidden <> '{}' then format('select i.state, -count(*) from public.incidents i
        where %s and i.category_id = any (%L::bigint[]) and i.reported_at >= %L and i.reported_at < %L group by i.state', within, hidden,
        first_month::timestamp at time zone 'UTC', next_month::timestamp at time zone 'UTC') end,
      case when since is not null then private.counted_states(concat_ws(' and ', within, apart), since, least(first_month::timestamp at time zone 'UTC', until)) end,
      case when until is not null and next_month::timestamp at time zone 'UTC' < until then
        private.counted_states(concat_ws(' and ', within, apart), next_month::timestamp at time zone 'UTC', until) end)
  end
  from (
    select concat_ws(' and ', format('i.district_id = %s', district), private.community_condition(district, seen)) as within,
      case when hidden <> '{}' then format('i.category_id <> all (%L::bigint[])', hidden) end as apart,
      (filter ->> 'from')::timestamptz as since, (filter ->> 'to')::timestamptz as until
  ) asked
  cross join lateral (
    select coalesce((private.tally_month(since - interval '1 microsecond') + interval '1 month')::date, '-infinity') as first_month
  ) begins
  cross join lateral (select greatest(coalesce(private.tally_month(until), 'infinity'), first_month) as next_month) ends
$$;
comment on function private.tallied_states(filter jsonb, district bigint, seen bigint[], hidden bigint[]) is
  'SQL of cases by state out of the tallies, without hidden categories, for a filter that has no more than categories or a period; the ends of a period that cut a month are counted one by one.';

create FUNCTION private.is_tallied(filter jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select not (filter ?| '{department,grid,handler}' or private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}'
    or coalesce((filter ->> 'urged')::boolean, false) or coalesce((filter ->> 'urgent')::boolean, false)
    or coalesce((filter ->> 'orOpen')::boolean, false)
    or (coalesce(jsonb_array_length(filter -> 'categories'), 0) > 0 and filter ?| '{from,to}'))
$function$;
comment on function private.is_tallied(filter jsonb) is
  'Whether the tallies alone know how many cases a filter has.';

create function private.searched_states(conditions text, words text, walked_words text, is_common boolean) returns text
language sql immutable set search_path = '' as $$
  select case when is_common then format(
      'select i.state, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i
       where %1$s and %2$s and not private.incident_ended(i.state) group by i.state
       union all
       select i.state, count(*), 0
       from (select i.district_id, i.id from public.incidents i where %1$s and private.incident_ended(i.state)
         order by i.reported_at desc, i.id desc limit %4$s) k
       join public.incidents i on i.district_id = k.district_id and i.id = k.id and %3$s group by i.state',
      conditions, words, walked_words, private.newest_counted())
    else format('select i.state, count(*), count(*) filter (where i.deadline_at < now()) from public.incidents i where %s and %s group by i.state',
      conditions, words) end
$$;
comment on function private.searched_states(conditions text, words text, walked_words text, is_common boolean) is
  'SQL of cases by state for words, and how many of them are overdue: of words that are common, what is open is counted, and what has ended only among the newest two thousand.';

create function private.searched_counts(conditions text, words text, walked_words text, is_common boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  counts jsonb;
begin
  execute format('select jsonb_build_object(
      ''states'', coalesce(jsonb_object_agg(tally.state, tally.cases), ''{}''), ''isCapped'', %L::boolean, ''overdue'', coalesce(sum(tally.late), 0))
    from (select each.state, sum(each.cases) as cases, sum(each.late) as late from (%s) each (state, cases, late) group by each.state) tally',
    is_common, private.searched_states(conditions, words, walked_words, is_common)) into counts;
  return counts;
end $$;
comment on function private.searched_counts(conditions text, words text, walked_words text, is_common boolean) is
  'The same of a filter with words. isCapped: the words are common, and of what has ended only the newest two thousand were looked through.';
