-- The roles of requests. They belong to the server and not to the database, so they are looked for at every start.
do $$
declare
  wanted record;
begin
  for wanted in select * from (values ('anon', ''), ('authenticated', ''), ('service_role', ' bypassrls')) r (name, option) loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      begin
        execute format('create role %I nologin noinherit%s', wanted.name, wanted.option);
      exception when duplicate_object or unique_violation then
        null; -- another database of the same server is being prepared
      end;
    end if;
    if not pg_has_role(current_user, wanted.name, 'member') then
      execute format('grant %I to %I', wanted.name, current_user);
    end if;
  end loop;
end
$$;
