-- An import whose window was closed or whose command was killed is never committed: its rows, which may hold names and
-- addresses, don't stay.

create function private.purge_imports(older_than interval) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  gone integer;
begin
  delete from public.imports i where i.state <> 'committed' and i.created_at <= now() - older_than;
  get diagnostics gone = row_count;
  return gone;
end $$;
comment on function private.purge_imports is
  'Deletes the imports begun so long ago that were never committed, with their staged rows; returns how many. The host calls it at its start and every hour.';
revoke execute on function private.purge_imports from public, anon, authenticated;
