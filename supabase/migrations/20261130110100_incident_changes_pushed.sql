-- Where there is Supabase Realtime, it tells those who may read a case that it changed; pages then read on from their
-- cursor at once. Without it they ask every few seconds, as they do anyway.
do $$
begin
  if exists (select from pg_publication where pubname = 'supabase_realtime' and not puballtables)
    and not exists (select from pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = 'incidents') then
    alter publication supabase_realtime add table public.incidents;
  end if;
end $$;
