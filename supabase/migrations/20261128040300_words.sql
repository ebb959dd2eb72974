-- Words that people write: no control characters, none that turn the reading direction around, nothing that is only blanks,
-- and never without an end.

create function private.plain_words(words text, at_most integer) returns text
language plpgsql immutable set search_path = '' as $$
declare
  -- Controls but tab and line feed; marks and overrides of direction; what has no width, but for the joiners of scripts.
  unseen constant text := '[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]';
  blanks constant text := '[\u0009\u000a\u0020\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800]+';
  plain constant text := regexp_replace(regexp_replace(regexp_replace(regexp_replace(coalesce(words, ''),
    '\r\n?', E'\n', 'g'), unseen, '', 'g'), '^' || blanks, ''), blanks || '$', '');
begin
  if length(plain) > at_most then
    raise exception 'text-too-long' using errcode = 'P0001',
      detail = json_build_object('length', length(plain), 'atMost', at_most)::text;
  end if;
  return plain;
end $$;
comment on function private.plain_words is
  'Words as they are kept: without unseen characters, without blanks at both ends, at most so many characters (text-too-long). Blank words are the empty string.';
grant execute on function private.plain_words to authenticated, service_role;

-- The database's own limits, for what is written past the functions: names and codes 400 characters, addresses 1,000, all
-- else 10,000. A page asks for less.
do $$
declare
  words record;
begin
  for words in
    select c.table_name::text as held, c.column_name::text as part,
      case when c.column_name ~ '(name|code|kind|role|class|certificate|telephone|organisation|number|mime|source|source_id|time_zone|subject_id|parent_code)$' then 400
        when c.column_name ~ '(address|path|doubtful)$' then 1000 else 10000 end as at_most
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.data_type = 'text' and c.table_name <> 'import_rows'
    order by 1, 2
  loop
    execute format('alter table public.%I add constraint %I check (length(%I) <= %s)',
      words.held, words.held || '_' || words.part || '_length', words.part, words.at_most);
  end loop;
end $$;
