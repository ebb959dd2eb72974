-- The id comes first in a key with a district or a plan in it: the local host's API joins embedded rows by the first column of a
-- key only, and by the district alone every row of it would be a match. By the id alone the join is right.

do $$
declare
  held record;
begin
  for held in
    select k.conrelid::regclass as child, k.confrelid::regclass as parent, k.conname as name,
      string_agg(quote_ident(own.attname), ', ' order by pair.place desc) as columns,
      string_agg(quote_ident(other.attname), ', ' order by pair.place desc) as parent_columns,
      (array_agg(quote_ident(own.attname) order by pair.place desc))[1] as id_column,
      k.confdeltype as on_delete, cardinality(k.confdelsetcols) as set_columns, k.condeferrable as is_deferrable, k.condeferred as is_deferred
    from pg_constraint k
    cross join lateral unnest(k.conkey, k.confkey) with ordinality as pair (own, other, place)
    join pg_attribute own on own.attrelid = k.conrelid and own.attnum = pair.own
    join pg_attribute other on other.attrelid = k.confrelid and other.attnum = pair.other
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and cardinality(k.conkey) = 2
    group by k.oid
    having (array_agg(other.attname::text order by pair.place))[1] in ('district_id', 'plan_id')
  loop
    execute format('alter table %s drop constraint %I', held.child, held.name);
    execute format('alter table %s add constraint %I foreign key (%s) references %s (%s) on delete %s %s', held.child, held.name,
      held.columns, held.parent, held.parent_columns,
      case held.on_delete when 'c' then 'cascade' when 'a' then 'no action' when 'n' then 'set null'
        || case when held.set_columns = 1 then format(' (%s)', held.id_column) else '' end end,
      case when held.is_deferrable then 'deferrable ' || case when held.is_deferred then 'initially deferred' else '' end else '' end);
  end loop;
end $$;
