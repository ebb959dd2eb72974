-- Pages of a list, in an order that an index has, whatever it is narrowed by.

create function private.asked_states(filter jsonb) returns setof public.incident_state
language sql immutable set search_path = '' as $$
  select s::public.incident_state
  from jsonb_array_elements_text(case jsonb_typeof(filter -> 'states') when 'array' then filter -> 'states' else '[]' end) s
$$;
comment on function private.asked_states is 'The states of a filter; none where it leaves them open.';

create or replace function private.state_conditions(filter jsonb) returns text
language sql stable set search_path = '' as $$
  select case
    when (filter ->> 'overdue')::boolean and has_ended and not has_open then 'false'
    else concat_ws(' and ', 'true',
      case when has_ended or has_open then format('i.state = any (%L::public.incident_state[])', states) end,
      case when has_open and not has_ended then 'not private.incident_ended(i.state)' end,
      case when (filter ->> 'overdue')::boolean then 'i.deadline_at < now()' end)
  end
  from (
    select array_agg(given.s) as states, coalesce(bool_or(private.incident_ended(given.s)), false) as has_ended,
      coalesce(bool_or(not private.incident_ended(given.s)), false) as has_open
    from private.asked_states(filter) given (s)
  ) asked
$$;
comment on function private.state_conditions is
  'SQL of the parts { states: [state], overdue } of a filter. Says beside the states that they are open ones: that is what an index of its own is for.';

-- The soonest deadline first; where none is left, or two are alike, the newest.
drop function private.list_order(text, jsonb);
create function private.list_order(filter jsonb, after jsonb) returns text[]
language sql stable set search_path = '' as $$
  select case when filter ->> 'order' = 'newest' or nothing_due then array['i.reported_at desc, i.id desc', coalesce(older, 'true')]
    else array[
      'coalesce(i.deadline_at, ''infinity''), i.reported_at desc, i.id desc',
      case when older is null then 'true' else format(
        '(coalesce(i.deadline_at, ''infinity'') > %1$L::timestamptz or (coalesce(i.deadline_at, ''infinity'') = %1$L::timestamptz and %2$s))',
        after ->> 0, older) end]
    end
  from (
    select case when after is not null then format('(i.reported_at, i.id) < (%L::timestamptz, %s)', after ->> 1, (after ->> 2)::bigint) end as older,
      (select coalesce(bool_and(private.incident_ended(given.s)), false) from private.asked_states(filter) given (s)) as nothing_due
  ) asked
$$;
comment on function private.list_order is
  'SQL of an order and of what comes after a cursor [deadline, reported_at, id]: the newest first, else the soonest deadline first and then the newest.';

create or replace function public.incidents_page(area bigint, filter jsonb default '{}', cursor jsonb default null, page_size integer default 50)
returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  scope constant record := private.incident_scope(area);
  is_search constant boolean := private.search_patterns(coalesce(filter ->> 'text', '')) <> '{}';
  within text := private.incident_conditions(filter - 'text', scope.district, scope.seen, scope.handled);
  hits bigint[];
  is_common boolean;
  ordering constant text[] := private.list_order(filter, cursor);
  size constant integer := least(greatest(page_size, 1), 200);
  rows jsonb;
  next jsonb;
begin
  if is_search then
    select s.hits, s.is_common into hits, is_common from private.search_incidents(scope.district, filter ->> 'text', private.most_hits()) s;
    within := within || ' and ' || private.text_condition(filter ->> 'text', scope.seen, scope.handled, hits, is_common);
  end if;
  -- The keys first, which an index has, and whole cases only of those that are on the page.
  execute format(
    'select coalesce(jsonb_agg(private.incident_summary(i, i.community_id = any ($1)) order by page.place), ''[]''),
       case when count(*) = %s then (array_agg(jsonb_build_array(coalesce(i.deadline_at, ''infinity''), i.reported_at, i.id) order by page.place desc))[1] end
     from (
       select keys.district_id, keys.id, row_number() over () as place
       from (select i.district_id, i.id from public.incidents i where %s and %s and %s order by %s limit %s) keys
     ) page
     join public.incidents i on i.district_id = page.district_id and i.id = page.id',
    size, within, private.state_conditions(filter), ordering[2], ordering[1], size)
  into rows, next using scope.handled;
  return jsonb_build_object('incidents', rows, 'next', next, 'now', now())
    || case
      when cursor is not null then '{}'
      when is_search then private.searched_counts(within, scope.district, hits, is_common)
      else private.incident_counts(filter, within, scope.district, scope.seen)
    end;
end $$;
comment on function public.incidents_page is
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue, isCapped }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }. next is the cursor of the page after, or null. isCapped: the words are common, and of what has ended only the first thousands were counted.';
