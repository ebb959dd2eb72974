-- docs/access.md as rows; psql runs where `docs` is.
\set access `cat docs/access.md`
create table world.cells as
select trim(both ' ' from cell[1]) as first, array_agg(trim(both ' ' from c.word) order by c.at) as words
from regexp_split_to_table(:'access', E'\n') with ordinality as line (text, number)
cross join lateral regexp_match(line.text, '^\| (`.*`[^|]*?) *\|(.*)\|$') as cell
cross join lateral regexp_split_to_table(cell[2], '\|') with ordinality as c (word, at)
group by line.number, cell;

-- Words that stand for several roles.
create table world.groups as
select cell[1] as word, string_to_array(trim(cell[2]), ', ')::public.member_role[] as roles
from regexp_split_to_table(:'access', E'\n') as line (text)
cross join lateral regexp_match(line.text, '^\| (everyone|staff|roster) +\| ([a-z, ]+)\|$') as cell
where cell is not null;

create function world.roles_of(word text) returns public.member_role[] language sql as $$
  select array_agg(r) from unnest(enum_range(null::public.member_role)) r
  where exists (
    select from regexp_split_to_table(roles_of.word, ', ') one
    left join world.groups g on g.word = one
    where r::text = one or r = any (g.roles))
$$;
-- Whether a cell allows a role that is held in a place, seen from the row: own, above, beside, elsewhere, nowhere.
create function world.allows(cell text, role public.member_role, place text) returns boolean language sql as $$
  select cell = 'anybody' or cell <> 'nobody' and exists (
    select from regexp_split_to_table(cell, '; ') clause
    cross join lateral regexp_match(clause, '^(here|district|whole|any whole): (.*)$') as said
    where role = any (world.roles_of(said[2])) and place = any (case said[1]
      when 'here' then '{own,above}'::text[] when 'district' then '{own,above,beside}'
      when 'whole' then '{above}' when 'any whole' then '{above,elsewhere}' end))
$$;

create table world.table_rules as
select regexp_replace(c.first, '^`(\w+)`.*$', '\1') as name, (regexp_match(c.first, '\((\w+)\)'))[1] as variant, command, c.words[at] as cell
from world.cells c cross join unnest('{read,add,change,remove}'::text[]) with ordinality as commands (command, at)
where cardinality(c.words) = 4;
create table world.call_rules as
select substring(c.first from 2 for length(c.first) - 2) as call, substring(c.first from '^`(\w+)') as name, c.words[1] as cell
from world.cells c where cardinality(c.words) = 1 and c.first ~ '\(.*\)`$';
