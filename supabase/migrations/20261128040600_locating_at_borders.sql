-- A place on a border belongs somewhere. The corners of a plan are rounded to a millimetre or so, so that a place exactly on
-- the border of its community may lie some millimetres outside of every grid; two communities whose border was drawn twice
-- may leave a strip of centimetres between them.

create function private.border_slack_degrees() returns double precision
language sql immutable set search_path = '' as $$ select 5e-6::double precision $$;
comment on function private.border_slack_degrees is
  'How far outside of a border a place still belongs inside, in degrees: half a metre north to south, less east to west.';

create or replace function private.community_at(place extensions.geometry, among bigint[] default null) returns bigint
language sql stable set search_path = '' as $$
  select a.id from public.areas a
  where a.kind = 'community' and extensions.st_dwithin(a.boundary, place, private.border_slack_degrees())
    and (among is null or a.id = any (among))
  order by extensions.st_distance(a.boundary, place), a.id limit 1
$$;
comment on function private.community_at is
  'The community that covers a place (of `among`, where given), or from which it lies less than private.border_slack_degrees() away. On a shared border the lower id, so that the answer is always the same.';

create or replace function private.grid_at(community bigint, place extensions.geometry) returns public.grids
language sql stable set search_path = '' as $$
  select g.* from public.plan_communities covered
  join public.grids g on g.plan_id = covered.plan_id and g.community_id = covered.community_id
  where covered.community_id = community and covered.in_force
    and extensions.st_dwithin(g.polygon, place, private.border_slack_degrees())
  order by g.level desc, extensions.st_distance(g.polygon, place), g.key limit 1
$$;
comment on function private.grid_at is
  'The leaf grid in force that covers a place of the community; on its border, or just outside of it, the nearest.';
grant execute on function private.border_slack_degrees to authenticated, service_role;
