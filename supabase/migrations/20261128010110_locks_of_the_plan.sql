-- Locks name buildings by id, where no key can hold them: what is not a building of the plan's communities is not kept, whoever
-- saves it. A building that has gone meanwhile goes out of the locks the same way, and keeps nobody from saving.

create function private.keep_locks_within() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.locks := private.locks_within(new.locks, new.id);
  return new;
end $$;
comment on function private.keep_locks_within is
  'Leaves in the locks of a plan what lies in its communities. Security definer: the rule holds whatever the writer may see.';
create trigger plans_locks_within before insert or update of locks on public.plans
  for each row when (
    new.locks <> '{"buildings": [], "borders": []}' and jsonb_typeof(new.locks -> 'buildings') = 'array'
    and jsonb_typeof(new.locks -> 'borders') = 'array')
  execute function private.keep_locks_within();
