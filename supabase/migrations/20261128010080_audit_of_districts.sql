-- Changes to the posts of a scheme and to deadlines are a district's, as the scheme and the category are: before, they were
-- written down without one, and no admin could read them.

create or replace function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  kept jsonb := coalesce(is_now, was);
begin
  insert into public.audit_log (actor, action, subject, subject_id, district_id, was, is_now)
  values ((select auth.uid()), lower(tg_op), tg_table_name,
    coalesce(kept ->> 'id', kept ->> 'user_id', kept ->> 'scheme_id', kept ->> 'category_id'),
    coalesce((kept ->> 'district_id')::bigint,
      (select a.district_id from public.areas a where a.id = (kept ->> 'area_id')::bigint),
      (select s.district_id from public.schemes s where s.id = (kept ->> 'scheme_id')::bigint),
      (select c.district_id from public.categories c where c.id = (kept ->> 'category_id')::bigint)),
    was - 'borders' - 'engine', is_now - 'borders' - 'engine');
  return null;
end $$;
comment on function private.audit is 'Writes a change to audit_log, in its district. Security definer: nobody may write there otherwise.';
