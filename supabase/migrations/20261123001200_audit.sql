create table public.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  subject text not null,
  subject_id text not null,
  district_id bigint,
  was jsonb,
  is_now jsonb
);
comment on table public.audit_log is 'Changes to plans, posts, members and categories, and every reading of a contact.';
create index audit_log_district_idx on public.audit_log (district_id, at);

create function private.audit() returns trigger
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
      (select a.district_id from public.areas a where a.id = (kept ->> 'area_id')::bigint)),
    was - 'borders' - 'engine', is_now - 'borders' - 'engine');
  return null;
end $$;
comment on function private.audit is 'Writes a change to audit_log. Security definer: nobody may write there otherwise.';

create trigger plans_audit after insert or update or delete on public.plans for each row execute function private.audit();
create trigger scheme_posts_audit after insert or update or delete on public.scheme_posts for each row execute function private.audit();
create trigger assignments_audit after insert or update or delete on public.assignments for each row execute function private.audit();
create trigger memberships_audit after insert or update or delete on public.memberships for each row execute function private.audit();
create trigger categories_audit after insert or update or delete on public.categories for each row execute function private.audit();
create trigger category_deadlines_audit after insert or update or delete on public.category_deadlines for each row execute function private.audit();
create trigger audit_log_append_only before update or delete on public.audit_log for each row execute function private.refuse_change();

alter table public.audit_log enable row level security;
create policy "admins read the audit log of their district" on public.audit_log
  for select to authenticated using (district_id in (select private.reachable('{admin}')));
grant select on public.audit_log to authenticated, service_role;
