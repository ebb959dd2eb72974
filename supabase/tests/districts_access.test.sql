-- What docs/access.md says, tried as every role, held in five places: every table with every command, every function.
begin;
\ir world_fixture.sql
\ir access_reading.sql
\ir access_actors.sql
select plan(7);

create function world.attempt(actor text, command text, name text, content jsonb) returns boolean language plpgsql as $$
declare
  columns text[];
  statement text;
  touched bigint;
begin
  begin
    case command
      when 'read' then statement := format('select from public.%I t where %s', name, world.where_key(name, content));
      when 'remove' then statement := format('delete from public.%I t where %s', name, world.where_key(name, content));
      when 'change' then
        columns := world.columns_for(name, 'update');
        if columns is null then
          return false;
        end if;
        statement := format('update public.%I t set %s where %s', name, (
          select string_agg(case when c in ('created_by', 'changed_by', 'actor', 'author', 'settled_by')
            then format('%I = %L', c, tests.user_id(actor)) else format('%I = %I', c, c) end, ', ') from unnest(columns) c),
          world.where_key(name, content));
      when 'add' then
        columns := world.columns_for(name, 'insert');
        if columns is null then
          return false;
        end if;
        -- Out of the way of itself, as the owner, or under a code of its own where much hangs on it.
        perform tests.as_owner();
        if name in ('areas', 'categories') then
          content := content || case name when 'areas' then '{"code": "990501001099"}' else '{"code": "0199"}' end::jsonb;
        else
          execute format('delete from public.%I t where %s', name, world.where_key(name, content));
        end if;
        statement := format('insert into public.%I (%s) select %s from jsonb_populate_record(null::public.%I, %L) r', name,
          (select string_agg(quote_ident(c), ', ') from unnest(columns) c),
          (select string_agg(format('r.%I', c), ', ') from unnest(columns) c), name,
          (select jsonb_object_agg(c, world.value_for(actor, name, c, content)) from unnest(columns) c)
            || coalesce((select jsonb_object_agg(c, content -> c) from unnest(columns) c where jsonb_typeof(content -> c) in ('object', 'array')
              ), '{}'));
    end case;
    perform tests.as(actor);
    execute statement;
    get diagnostics touched = row_count;
    raise exception 'undo' using errcode = 'ZZ999', detail = touched::text;
  exception
    when sqlstate 'ZZ999' then
      perform tests.as_owner();
      return touched > 0;
    when insufficient_privilege then
      perform tests.as_owner();
      return false;
    when foreign_key_violation then
      -- It was allowed to whoever asked; what hangs on the row was not asked.
      perform tests.as_owner();
      return command = 'remove';
    when others then
      -- Neither allowed nor refused: whatever docs/access.md says, this is not it.
      perform tests.as_owner();
      return null;
  end;
end $$;

create table world.outcomes as
select r.name || coalesce(' (' || r.variant || ')', '') as thing, r.command, a.name as actor, world.allows(r.cell, a.role, a.place) as expected,
  world.attempt(a.name, r.command, r.name, t.content) as happened
from world.table_rules r
join world.tried_rows t on t.name = r.name and t.variant is not distinct from r.variant
cross join world.actors a;

select is_empty($$ select name, variant from world.tried_rows where content is null $$, 'the made-up district has a row of every table');
select is_empty($$ select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  except select name from world.table_rules $$, 'docs/access.md has every table');
select is_empty($$ select thing, command, actor, expected, happened from world.outcomes where expected is distinct from happened
  order by 1, 2, 3 limit 40 $$, 'every table answers every role as docs/access.md says');
select cmp_ok((select count(*) from world.outcomes where expected), '>', 750::bigint, 'with many that are allowed');

-- Functions.
create function world.emptied(answer jsonb) returns boolean language sql as $$
  select answer is null or answer in ('null', '[]', '{}', '{"community": null}', '{"type": "FeatureCollection", "features": []}')
    or (jsonb_typeof(answer) = 'object' and not exists (select from jsonb_each(answer) e where e.value not in ('[]', 'null')))
$$;
create function world.attempt_call(actor text, call text) returns text language plpgsql as $$
declare
  answer jsonb;
  words text;
begin
  begin
    perform tests.as(actor);
    execute 'select to_jsonb(x) from public.' || call || ' x' into answer;
    raise exception 'undo' using errcode = 'ZZ999';
  exception
    when sqlstate 'ZZ999' then
      perform tests.as_owner();
      -- A function without an answer has done what it was asked.
      return case when answer = '""' then 'allowed' when world.emptied(answer) then 'empty' else 'allowed' end;
    when insufficient_privilege then
      perform tests.as_owner();
      return 'refused';
    when others then
      get stacked diagnostics words = message_text;
      perform tests.as_owner();
      return case
        when sqlstate <> 'P0001' then sqlstate || ' ' || words
        when words ~ '^(not-allowed|not-found|(plan|incident|scheme|remark|area|grid|category|department|person|absence|shift|assignment|community|volunteer)-unknown|incident-not-found|unknown-district|(plan|scheme)-not-yours|outside-every-community)$' then 'refused'
        else 'allowed' end;
  end;
end $$;
create table world.call_outcomes as
select r.call, a.name as actor, world.allows(r.cell, a.role, a.place) as expected, world.attempt_call(a.name, world.filled(r.call, '990501')) as happened
from world.call_rules r cross join world.actors a;

select is_empty($$ select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'public' and p.prorettype <> 'trigger'::regtype except select name from world.call_rules $$, 'docs/access.md has every function');
select is_empty($$ select call, actor, expected, happened from world.call_outcomes
  where (happened = 'allowed') is distinct from expected or happened not in ('allowed', 'refused', 'empty') order by 1, 2 limit 40 $$,
  'every function answers every role as docs/access.md says');
select cmp_ok((select count(*) from world.call_outcomes where expected), '>', 400::bigint, 'with many that are allowed');

select finish();
rollback;
