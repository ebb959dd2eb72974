-- Words that are common are not looked up at all: a sample of the cases tells them. A list of what is open has an index of words
-- of its own; any other list is walked by its keys, and a text is only read where all else fits.

create index incidents_open_search_idx on public.incidents using gin (search extensions.gin_trgm_ops) with (gin_pending_list_limit = 128)
  where state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');

create function private.words_in_sample(district bigint, wanted text, out all_words bigint, out rarest_word bigint, out hits bigint)
language plpgsql stable set search_path = '' as $$
declare
  patterns constant text[] := private.search_patterns(wanted);
  blocks constant double precision := pg_catalog.pg_relation_size('public.incidents') / 8192;
  share constant double precision := 70 / greatest(blocks, 70);
begin
  if blocks < 1000 then
    return;
  end if;
  with sample as materialized (
    select i.search from public.incidents i tablesample system (100 * share) repeatable (1) where i.district_id = district
  )
  select (select count(*) from sample s where s.search like all (patterns)),
    (select min(each.cases) from (select count(*) filter (where s.search like p) as cases from sample s cross join unnest(patterns) p group by p) each)
  into hits, rarest_word;
  all_words := hits / share;
  rarest_word := rarest_word / share;
end $$;
comment on function private.words_in_sample is
  'About how many cases hold all words, and the rarest of them, told from some two thousand in 70 blocks all over the table; hits: how many of these hold all. Null where the table is small.';

create or replace function private.search_incidents(district bigint, wanted text, at_most integer, out hits bigint[], out is_common boolean)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  sampled record;
begin
  select * into sampled from private.words_in_sample(district, wanted) s;
  -- Certainly more; or probably, and the index would have to put together far more to tell.
  if (sampled.all_words > 2 * at_most and sampled.hits >= 20) or (sampled.all_words > at_most / 2 and sampled.hits >= 6 and sampled.rarest_word > 6 * at_most) then
    hits := '{}';
    is_common := true;
    return;
  end if;
  execute format('select array(select i.id from public.incidents i where i.district_id = %s and %s limit %s)',
    district, private.words_condition(wanted, 'i.search'), at_most + 1) into hits;
  is_common := cardinality(hits) > at_most;
end $$;
comment on function private.search_incidents is
  'The ids of cases that hold every word, up to at_most and one more; is_common: there are more than at_most, or a sample says that there are about so many and the index would be slow.';

drop function private.text_condition(text, bigint[], bigint[], bigint[], boolean);
create function private.text_condition(wanted text, seen bigint[], handled bigint[], hits bigint[], is_common boolean, walked boolean default true) returns text
language sql stable set search_path = '' as $$
  -- Inside a case expression no index is used, and the planner takes it for true of every other row.
  select case when not is_common then format('i.id = any (%L::bigint[])', hits)
      when walked then format('case when %s then true else false end', private.words_condition(wanted, 'i.search'))
      else private.words_condition(wanted, 'i.search') end
    || case when handled @> seen then '' else format(
      ' and (i.community_id = any (%L::bigint[]) or i.category_id in (select c.id from public.categories c where not c.grid_only) or (%s))',
      handled, private.words_condition(wanted, 'private.search_form(i.number)')) end
$$;
comment on function private.text_condition is
  'SQL: each of the words is in number, address or description; of a case whose address is hidden only the number is searched. Rare words are looked up by the ids found; for common ones the list is walked in its order, without the index, unless it is not to be walked.';

drop function private.list_order(jsonb, jsonb);
create function private.list_order(filter jsonb, after jsonb, out ordering text, out later text, out key text, out of_keys text)
language sql stable set search_path = '' as $$
  select case when newest then 'i.reported_at desc, i.id desc' else 'coalesce(i.deadline_at, ''infinity''), i.reported_at desc, i.id desc' end,
    case when older is null then 'true' when newest then older else format(
      '(coalesce(i.deadline_at, ''infinity'') > %1$L::timestamptz or (coalesce(i.deadline_at, ''infinity'') = %1$L::timestamptz and %2$s))',
      after ->> 0, older) end,
    case when newest then 'i.reported_at' else 'coalesce(i.deadline_at, ''infinity'') as soonest, i.reported_at' end,
    case when newest then 'k.reported_at desc, k.id desc' else 'k.soonest, k.reported_at desc, k.id desc' end
  from (
    select case when after is not null then format('(i.reported_at, i.id) < (%L::timestamptz, %s)', after ->> 1, (after ->> 2)::bigint) end as older,
      coalesce(filter ->> 'order' = 'newest', false) or
        (select coalesce(bool_and(private.incident_ended(given.s)), false) from private.asked_states(filter) given (s)) as newest
  ) asked
$$;
comment on function private.list_order is
  'SQL of an order, of what comes after a cursor [deadline, reported_at, id], of the columns that are ordered by, and of the same order among keys k: the newest first, else the soonest deadline first and then the newest.';

create function private.page_keys(filter jsonb, cursor jsonb, conditions text, words text, walked boolean, size integer) returns text
language sql stable set search_path = '' as $$
  select case when walked then format(
      'select k.district_id, k.id
       from (select i.district_id, i.id, %s from public.incidents i where %s and %s and %s order by %s offset 0) k
       join public.incidents i on i.district_id = k.district_id and i.id = k.id and %s order by %s limit %s',
      o.key, conditions, private.state_conditions(filter), o.later, o.ordering, words, o.of_keys, size)
    else format('select i.district_id, i.id from public.incidents i where %s and %s and %s order by %s limit %s',
      concat_ws(' and ', conditions, words), private.state_conditions(filter), o.later, o.ordering, size) end
  from private.list_order(filter, cursor) o
$$;
comment on function private.page_keys is
  'SQL of the keys of a page. Walked: the keys that an index has come first, in order, and the words of a case are read only then, until the page is full.';

create function private.newest_counted() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 2000 $$;
comment on function private.newest_counted is 'Of words that are common: among how many of the newest cases that have ended they are counted.';

drop function private.searched_counts(text, bigint, bigint[], boolean);
drop function private.searched_states(text, bigint, bigint[], boolean);
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
comment on function private.searched_states is
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
comment on function private.searched_counts is
  'The same of a filter with words. isCapped: the words are common, and of what has ended only the newest two thousand were looked through.';

create or replace function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50)
returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off set max_parallel_workers_per_gather = 0 as $$
declare
  scope constant record := private.incident_scope(area);
  is_search constant boolean := private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}';
  within constant text := private.incident_conditions(filter - 'text', scope.district, scope.seen, scope.handled);
  size constant integer := least(greatest(page_size, 1), 200);
  hits bigint[];
  is_common boolean := false;
  words text;
  walked_words text;
  only_open constant boolean := coalesce((select bool_and(not private.incident_ended(given.s)) from private.asked_states(filter) given (s)), false);
  rows jsonb;
  next jsonb;
begin
  if is_search then
    select s.hits, s.is_common into hits, is_common from private.search_incidents(scope.district, filter ->> 'text', private.most_hits()) s;
    words := private.text_condition(filter ->> 'text', scope.seen, scope.handled, hits, is_common, walked => false);
    walked_words := private.text_condition(filter ->> 'text', scope.seen, scope.handled, hits, is_common);
  end if;
  -- The keys first, which an index has, and whole cases only of those that are on the page.
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any ($1)) order by page.place), ''[]''),
       case when count(*) = %s then (array_agg(jsonb_build_array(coalesce(i.deadline_at, ''infinity''), i.reported_at, i.id) order by page.place desc))[1] end
     from (select keys.district_id, keys.id, row_number() over () as place from (%s) keys) page
     join public.incidents i on i.district_id = page.district_id and i.id = page.id',
    size, private.page_keys(filter, cursor, within, case when only_open then words else walked_words end, is_common and not only_open, size))
  into rows, next using scope.handled;
  return jsonb_build_object('incidents', rows, 'next', next, 'now', now())
    || case
      when cursor is not null then '{}'
      when is_search then private.searched_counts(within, words, walked_words, is_common)
      else private.incident_counts(filter, within, scope.district, scope.seen)
    end;
end $$;

-- How many are overdue is counted out of the index alone, whatever else a list is narrowed by.
drop index public.incidents_deadline_idx;
create index incidents_deadline_idx on public.incidents (district_id, deadline_at)
  include (community_id, category_id, reported_at, state, urgent, urged, handler_id) where deadline_at is not null;

-- The keys of a list out of the index alone: with the district of a community's cases, and with the deadline itself beside the
-- expression that is ordered by, without which PostgreSQL reads each case.
drop index public.incidents_community_idx;
drop index public.incidents_community_soonest_idx;
drop index public.incidents_soonest_idx;
drop index public.incidents_open_soonest_idx;
create index incidents_community_idx on public.incidents (community_id, reported_at, id) include (district_id, category_id, state);
create index incidents_community_soonest_idx on public.incidents
  (community_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (district_id, category_id, state, deadline_at);
create index incidents_soonest_idx on public.incidents
  (district_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (community_id, category_id, state, deadline_at);
create index incidents_open_soonest_idx on public.incidents
  (district_id, (coalesce(deadline_at, 'infinity')), reported_at desc, id desc) include (community_id, category_id, state, deadline_at)
  where state not in ('closed', 'rejected', 'duplicate', 'self_handled', 'cancelled');

-- A function in SQL is planned anew in each statement that calls it; asked once a row by another function, that is once a row.
create or replace function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language plpgsql stable set search_path = '' as $$
declare
  nearest public.grids;
begin
  select g.* into nearest from public.plan_communities covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community and covered.in_force
    and extensions.st_dwithin(g.polygon, place, private.border_slack_degrees())
  order by g.level desc, extensions.st_distance(g.polygon, place), g.key limit 1;
  return nearest;
end $$;

create or replace function private.grid_spot(community bigint, place extensions.geometry) returns extensions.geometry
language plpgsql stable set search_path = '' as $$
begin
  return extensions.st_pointonsurface(coalesce(
    (private.grid_at(community, place)).polygon,
    (select a.boundary from public.areas a where a.id = community)));
end $$;
