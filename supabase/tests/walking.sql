-- How the walk goes astray: keys and arguments that lead elsewhere, and what comes of them.

-- What no step may change: every row that is not of the first district, whose ids are all between 100,000 and 200,000.
create function world.digest() returns text language plpgsql as $$
declare
  held record;
  found text;
  answer text := '';
begin
  for held in
    select c.relname as name, exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'district_id') as has_district
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'calendar_spans' order by 1
  loop
    execute format('select md5(coalesce(string_agg(t::text, ''|'' order by t::text), '''')) from public.%I t where %s', held.name,
      case when held.has_district then 't.district_id is null or t.district_id not between 100000 and 199999'
        else 'not to_jsonb(t)::text ~ ''\m1\d{5}\M''' end) into found;
    answer := answer || found;
  end loop;
  return md5(answer);
end $$;
-- What those of one community never change: the neighbour, and every row that names it.
create function world.digest_beside() returns text language plpgsql as $$
declare
  held name;
  found text;
  answer text := '';
begin
  for held in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'calendar_spans' order by 1 loop
    execute format('select md5(coalesce(string_agg(t::text, ''|'' order by t::text), '''')) from public.%I t where to_jsonb(t)::text ~ ''\m(%s|990501001002)\M''',
      held, world.id('990501', 'sibling')) into found;
    answer := answer || found;
  end loop;
  return md5(answer);
end $$;
-- What is made from here on is of the first district.
set constraints all immediate;
select from world.spread_ids(100500);
set constraints all deferred;
create table world.before as select world.digest() as digest, world.digest_beside() as digest_beside;

create type world.own_key as (col text, content jsonb, parent text, theirs text);
create function world.keys_of(name text, content jsonb, other jsonb) returns setof world.own_key language sql as $$
  select distinct on (a.attname) a.attname::text, content, k.confrelid::regclass::text, other ->> a.attname
  from pg_constraint k
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  where k.contype = 'f' and k.conrelid = format('public.%I', name)::regclass and a.atttypid = 'bigint'::regtype
  order by a.attname, a.attname <> 'district_id', k.confrelid::regclass::text = 'areas'
$$;
comment on function world.keys_of is 'Columns of a row that lead to other rows; `theirs`: what the same row of the other district has there.';

create function world.other_values(own world.own_key) returns table (kind text, value text) language sql as $$
  select 'elsewhere', i.value from world.ids i where i.district = '990502'
    and case when own.theirs ~ '^2\d{5}$' then i.value = own.theirs
      else i.name = case when own.col ~ 'person|handler' then 'person' when own.col ~ 'duplicate' then 'incident' when own.col ~ 'grid|parent' then 'in_force_grid'
        when own.col = 'reply_to' then 'remark' when own.col ~ 'based|plan|issued' then 'in_force' when own.col = 'district_id' then 'district'
        else replace(own.col, '_id', '') end end
  union all select 'within', world.id('990501', 'street')::text where own.col = 'district_id'
  union all select 'nothing', '-1'
  union all select 'null', null
  union all select 'beside', world.id('990501', 'sibling')::text where own.parent ~ 'areas|plan_communities' and own.col <> 'district_id'
$$;

create function world.write_astray(
  actor text, command text, name text, content jsonb, col text, value text, out happened boolean, out state text, out told text
) language plpgsql as $$
declare
  columns text[] := coalesce(world.columns_for(name, command), '{}');
  touched bigint;
  hint text;
begin
  if actor = 'owner' then
    columns := array(select a.attname from pg_attribute a where a.attrelid = format('public.%I', name)::regclass and a.attnum > 0
      and not a.attisdropped and a.attgenerated = '' and a.attidentity = '');
  end if;
  happened := false;
  if not col = any (columns) then
    state := '42501';
    return;
  end if;
  begin
    if command = 'insert' then
      if name not in ('areas', 'categories') then
        execute format('delete from public.%I t where %s', name, world.where_key(name, content));
      end if;
      content := content || jsonb_build_object(col, value) || case name when 'areas' then '{"code": "990501001099"}' when 'categories' then '{"code": "0199"}' else '{}' end::jsonb
        || case when actor = 'owner' then '{}' else (select coalesce(jsonb_object_agg(c, tests.user_id(actor)), '{}') from unnest(columns) c
          where c in ('created_by', 'changed_by', 'actor', 'author') or (name = 'plan_editors' and c = 'user_id')) end;
    end if;
    if actor <> 'owner' then
      perform tests.as(actor);
    end if;
    if command = 'insert' then
      execute format('insert into public.%I (%s) select %s from jsonb_populate_record(null::public.%I, %L) r', name,
        (select string_agg(quote_ident(c), ', ') from unnest(columns) c), (select string_agg(format('r.%I', c), ', ') from unnest(columns) c), name, content);
    else
      execute format('update public.%I t set %I = %L where %s', name, col, value, world.where_key(name, content));
    end if;
    get diagnostics touched = row_count;
    perform tests.as_owner();
    set constraints all immediate;
    raise exception 'undo' using errcode = 'ZZ999', detail = touched::text;
  exception when others then
    get stacked diagnostics told = message_text, hint = pg_exception_detail;
    state := case when sqlstate = 'ZZ999' then '00000' else sqlstate end;
    happened := sqlstate = 'ZZ999' and touched > 0;
    told := concat_ws(' ', told, hint);
    perform tests.as_owner();
    set constraints all deferred;
  end;
end $$;
comment on function world.write_astray is
  'Writes a row with one key changed, as somebody or as the owner, and takes it back: whether it went through, and what was said.';

-- Every leaf of a JSON value with the path that leads to it.
create function world.leaves(content jsonb, path text[] default '{}') returns table (leaf text[], value jsonb) language plpgsql as $$
begin
  if jsonb_typeof(content) = 'object' then
    return query select l.* from jsonb_each(content) e cross join lateral world.leaves(e.value, path || e.key) l;
  elsif jsonb_typeof(content) = 'array' then
    return query select l.* from jsonb_array_elements(content) with ordinality e (value, at)
      cross join lateral world.leaves(e.value, path || (e.at - 1)::text) l;
  end if;
  leaf := path;
  value := content;
  return next;
end $$;

-- Of several rows of one table the walk takes the one that tells most.
create function world.is_one_of_its_kind(name text) returns boolean language sql immutable as $$
  select name not in ('street', 'sibling', 'spare_scheme', 'submitted', 'submitted_grid', 'draft_grid', 'closed', 'staging', 'checked')
$$;
create function world.arguments_astray(of_function oid, given text[]) returns table (place text, kind text, arguments text[]) language plpgsql as $$
declare
  types constant oid[] := (select p.proargtypes::oid[] from pg_proc p where p.oid = of_function);
  own constant text[] := (select array_agg(world.filled(g, '990501') order by at) from unnest(given) with ordinality x (g, at));
  at integer;
  content jsonb;
  word text;
begin
  -- All of it from elsewhere, as it stands.
  place := 'all'; kind := 'elsewhere';
  arguments := coalesce((select array_agg(world.filled(g, '990502') order by x.at) from unnest(given) with ordinality x (g, at)), '{}');
  return next;
  for at in 1 .. coalesce(cardinality(given), 0) loop
    place := at::text; kind := 'null';
    arguments := own; arguments[at] := 'null';
    return next;
    case types[at - 1]
      when 'bigint'::regtype then
        kind := 'elsewhere';
        for word in select distinct i.value from world.ids i where i.district = '990502' and i.value ~ '^2\d{5}$' and world.is_one_of_its_kind(i.name) union all select '-1' loop
          arguments[at] := word;
          return next;
        end loop;
        kind := 'beside';
        arguments[at] := world.id('990501', 'sibling')::text;
        return next;
      when 'integer'::regtype then
        kind := 'nothing';
        arguments[at] := '-1';
        return next;
      when 'text'::regtype then
        kind := 'elsewhere';
        for word in select quote_literal(i.value) from world.ids i where i.district = '990502' and i.name ~ 'code|number' union all select '''''' loop
          arguments[at] := word;
          return next;
        end loop;
        -- Words may say anything; a code leads somewhere.
        continue when own[at] !~ '^''990501';
        kind := 'beside';
        arguments[at] := quote_literal('990501001002');
        return next;
      when 'jsonb'::regtype then
        continue when own[at] = 'null';
        execute 'select ' || own[at] || '::jsonb' into content;
        for place, kind, word in
          select concat(at, ' ', l.leaf), v.kind, quote_literal(case when l.leaf = '{}' then v.value else jsonb_set(content, l.leaf, v.value) end) || '::jsonb'
          from world.leaves(content) l
          cross join lateral (
            select 'null' as kind, 'null'::jsonb as value
            union all select 'nothing', v.word::jsonb from (values ('-1'), ('""')) v (word)
            union all select distinct 'elsewhere', i.value::jsonb from world.ids i where i.district = '990502' and i.value ~ '^2\d{5}$' and l.value::text ~ '^1\d{5}$' and world.is_one_of_its_kind(i.name)
            union all select 'beside', to_jsonb(world.id('990501', 'sibling')) where l.value::text ~ '^1\d{5}$'
            union all select 'elsewhere', to_jsonb(i.value) from world.ids i where i.district = '990502' and i.name ~ 'code|number' and l.value::text ~ '^"990501'
          ) v
          -- A shape has no ids in it.
          where not l.leaf && '{polygon,geometry}'
        loop
          arguments[at] := word;
          return next;
        end loop;
      else null;
    end case;
  end loop;
end $$;

create function world.call_astray(actor text, name text, arguments text[], kind text, writes boolean, out state text, out told text, out changed boolean)
language plpgsql as $$
declare
  answer text;
  hint text;
begin
  changed := false;
  begin
    perform tests.as(actor);
    execute format('select (public.%s(%s))::text', name, array_to_string(arguments, ', ')) into answer;
    perform tests.as_owner();
    set constraints all immediate;
    if writes then
      changed := case kind when 'beside' then world.digest_beside() <> (select b.digest_beside from world.before b)
        else world.digest() <> (select b.digest from world.before b) end;
    end if;
    raise exception 'undo' using errcode = 'ZZ999', detail = coalesce(answer, '');
  exception when others then
    get stacked diagnostics told = message_text, hint = pg_exception_detail;
    state := case when sqlstate = 'ZZ999' then '00000' else sqlstate end;
    told := concat_ws(' ', told, hint);
    perform tests.as_owner();
    set constraints all deferred;
  end;
end $$;
comment on function world.call_astray is 'Calls a function as somebody and takes it back: what it answered or said, and whether it changed anything of the other district, or of the neighbour.';
