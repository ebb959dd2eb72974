-- Who tries, and on what, and what a call is made of: for the tests that read docs/access.md.
-- Everybody: each role where the row lies, above it, beside it, elsewhere and nowhere.
create table world.actors as
select r as role, p.place, r || ' ' || p.place as name, p.area
from unnest(enum_range(null::public.member_role)) r,
  (values ('own', '990501001001'), ('above', '990501'), ('beside', '990501001002'), ('elsewhere', '990502'), ('nowhere', null)) p (place, area);
select from (select tests.create_user(a.name), a.area is not null and tests.grant_role(a.name, a.role, a.area) is null from world.actors a) made;
-- A handler is one of a department: that of the district.
update public.memberships m set department_id = world.id(a.code, 'department')
from public.areas place join public.areas a on a.id = place.district_id where place.id = m.area_id and m.role = 'handler';
grant select on all tables in schema world to authenticated;

create function world.key_of(name text) returns text[] language sql stable as $$
  select array_agg(a.attname::text) from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  where k.contype = 'p' and k.conrelid = format('public.%I', name)::regclass
$$;
-- The row of a district that a rule is tried on.
create function world.row_of(name text, variant text, district text default '990501') returns jsonb language plpgsql as $$
declare
  found jsonb;
  condition text := case
    when name = 'areas' then format('id = %s', world.id(district, 'community'))
    when name = 'memberships' then format('user_id = %L', tests.user_id('third ' || district))
    when name = 'schemes' then format('id = %s', world.id(district, 'spare_scheme'))
    when name in ('scheme_levels', 'scheme_posts') then format('scheme_id = %s', world.id(district, 'spare_scheme'))
    when name in ('calendar_exceptions', 'calendar_spans') then format('calendar_id = %s', world.id(district, 'calendar'))
    when name = 'category_deadlines' then format('category_id = %s', world.id(district, 'category'))
    when name = 'import_rows' then format('import_id = %s', world.id(district, 'committed'))
    when name = 'incident_transitions' then 'from_state = ''reported'' and to_state = ''accepted'''
    when name = 'indicator_definitions' then 'code = ''cameIn'''
    when name in ('plans', 'incidents') then format('id = %s', world.id(district, variant))
    when variant is not null then format('plan_id = %s', world.id(district, variant))
    else format('district_id = %s', tests.area_id(district)) end;
begin
  execute format('select to_jsonb(t) from public.%I t where %s order by t.ctid limit 1', name, condition) into found;
  return found;
end $$;
create table world.tried_rows as
select distinct r.name, r.variant, world.row_of(r.name, r.variant) as content from world.table_rules r;

create function world.where_key(name text, content jsonb) returns text language sql stable as $$
  select string_agg(format('to_jsonb(t.%I) #>> ''{}'' = %L', k, content ->> k), ' and ') from unnest(world.key_of(name)) k
$$;
-- Columns that a command may name: those with a right of their own, or all; never those that the database makes.
create function world.columns_for(name text, command text) returns text[] language sql stable as $$
  select array_agg(a.attname::text) from pg_attribute a
  where a.attrelid = format('public.%I', name)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and has_column_privilege('authenticated', a.attrelid, a.attnum, command)
$$;
-- The value of a column for whoever writes: the own account where it says who.
create function world.value_for(actor text, name text, col text, content jsonb) returns text language sql stable as $$
  select case
    when col in ('created_by', 'changed_by', 'actor', 'author', 'settled_by') then tests.user_id(actor)::text
    when name = 'plan_editors' and col = 'user_id' then tests.user_id(actor)::text
    when name = 'plan_editors' and col = 'name' then private.person_name(tests.user_id(actor))
    else content ->> col end
$$;

create function world.arguments_of(call text) returns text[] language plpgsql as $$
declare
  inside constant text := substring(call from '^\w+\((.*)\)$');
  found text[] := '{}';
  word text := '';
  quoted boolean := false;
  letter text;
begin
  foreach letter in array regexp_split_to_array(inside, '') loop
    if letter = '''' then
      quoted := not quoted;
    end if;
    if letter = ',' and not quoted then
      found := found || btrim(word);
      word := '';
    else
      word := word || letter;
    end if;
  end loop;
  return case when btrim(inside) = '' then found else found || btrim(word) end;
end $$;
comment on function world.arguments_of is 'The arguments of a call as docs/access.md writes it, each as SQL.';

create function world.named_arguments(call text) returns jsonb language plpgsql as $$
declare
  given constant text[] := world.arguments_of(world.filled(call, '990501'));
  called constant pg_proc := (select p from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = substring(call from '^\w+') limit 1);
  answer jsonb := '{}';
  value jsonb;
begin
  for place in 1 .. coalesce(cardinality(given), 0) loop
    execute format('select to_jsonb((%s)::%s)', given[place], format_type(called.proargtypes[place - 1], null)) into value;
    answer := answer || jsonb_build_object(called.proargnames[place], value);
  end loop;
  return answer;
end $$;
comment on function world.named_arguments is 'The same by name, as the API takes them.';
