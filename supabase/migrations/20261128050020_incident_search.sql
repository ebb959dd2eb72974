-- Words of a search, over number, address and description at once. Both sides are brought to one form first (full-width to
-- half-width, capitals to small letters, blanks away), and each character beyond ASCII gets a blank before it: so a trigram
-- index finds words of two characters, and of one, which it could not otherwise.

create extension if not exists pg_trgm with schema extensions;

create function private.search_form(words text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select regexp_replace(regexp_replace(lower(normalize(words, NFKC)), '\s+', '', 'g'), '([^\u0001-\u007f])', ' \1', 'g')
$$;
comment on function private.search_form is
  'Words as they are compared: NFKC, small letters, no blanks, and a blank before each character beyond ASCII. A part of a text has the form of a part.';

alter table public.incidents add column search text generated always as (
  private.search_form(coalesce(number, '') || chr(1) || address || chr(1) || description)) stored;
comment on column public.incidents.search is 'Number, address and description as private.search_form has them, for searching.';

-- A step of a case touches this index with each of its trigrams; a short list of pending ones keeps the turn that files
-- them away short.
create index incidents_search_idx on public.incidents using gin (search extensions.gin_trgm_ops) with (gin_pending_list_limit = 512);

create function private.search_patterns(wanted text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg('%' || replace(replace(replace(private.search_form(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'), '{}')
  from regexp_split_to_table(normalize(wanted, NFKC), '\s+') part where part <> ''
$$;
comment on function private.search_patterns is 'The patterns of the words of a search, each of which has to be somewhere in public.incidents.search.';

create function private.words_condition(wanted text, subject text) returns text
language sql immutable set search_path = '' as $$
  select coalesce(string_agg(format('%s operator(pg_catalog.~~) %L', subject, pattern), ' and '), 'true')
  from unnest(private.search_patterns(wanted)) pattern
$$;
comment on function private.words_condition is 'SQL: every word is somewhere in the subject.';

-- What the planner of a query guesses of a word is no more than a guess: a word in every tenth case looks rare, and its list
-- would be made by fetching all of them. So the index is asked first whether there are many, and stops at so many.
create function private.search_incidents(district bigint, wanted text, at_most integer, out hits bigint[], out is_common boolean)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_indexscan = off set jit = off as $$
begin
  execute format('select array(select i.id from public.incidents i where i.district_id = %s and %s limit %s)',
    district, private.words_condition(wanted, 'i.search'), at_most + 1) into hits;
  is_common := cardinality(hits) > at_most;
end $$;
comment on function private.search_incidents is 'The ids of cases that hold every word, up to at_most and one more; is_common: there are more than at_most.';

drop function private.text_condition(text, bigint[]);
create function private.text_condition(wanted text, seen bigint[], handled bigint[], hits bigint[], is_common boolean) returns text
language sql stable set search_path = '' as $$
  -- Inside a case expression no index is used, and the planner takes it for true of every other row.
  select case when is_common then format('case when %s then true else false end', private.words_condition(wanted, 'i.search')) else format('i.id = any (%L::bigint[])', hits) end
    || case when handled @> seen then '' else format(
      ' and (i.community_id = any (%L::bigint[]) or i.category_id in (select c.id from public.categories c where not c.grid_only) or (%s))',
      handled, private.words_condition(wanted, 'private.search_form(i.number)')) end
$$;
comment on function private.text_condition is
  'SQL: each of the words is in number, address or description; of a case whose address is hidden only the number is searched. Rare words are looked up by the ids found; for common ones the list is walked in its order, without the index.';
grant execute on function private.search_form to authenticated, service_role;
