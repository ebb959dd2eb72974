-- What a district says of itself once, and several pages use. The address under which residents reach the service stands on notice
-- boards: it is not always the one under which somebody prints them.

create table public.district_settings (
  district_id bigint constraint district_settings_pkey primary key,
  public_address text not null default '',
  constraint district_settings_public_address_length check (length(public_address) <= 400),
  constraint district_settings_public_address_is_one check (public_address = '' or public_address ~ '^https?://[^\s/]+(/\S*)?$'),
  constraint district_settings_district_fkey foreign key (district_id, district_id) references public.areas (id, district_id) on delete cascade
);
comment on table public.district_settings is 'What a district says of itself; without a row the defaults hold.';
comment on column public.district_settings.public_address is
  'Where residents reach the service, http(s)://…; empty: the address at which somebody prints.';
alter table public.district_settings enable row level security;
create policy "members read the settings of their district" on public.district_settings
  for select to authenticated using (district_id in (select private.member_districts()));
create policy "admins add the settings of their district" on public.district_settings
  for insert to authenticated with check (district_id in (select private.reachable('{admin}')));
create policy "admins change the settings of their district" on public.district_settings
  for update to authenticated using (district_id in (select private.reachable('{admin}')));
grant select, insert, update on public.district_settings to authenticated;
grant select, insert, update, delete on public.district_settings to service_role;

create trigger district_settings_audit after insert or update or delete on public.district_settings for each row execute function private.audit();
create trigger zz_nothing_missing before insert or update on public.district_settings
  for each row when (new.district_id is null or new.public_address is null) execute function private.refuse_missing();
create trigger district_settings_topic_insert after insert on public.district_settings referencing new table as changed for each statement
  execute function private.note_topic('settings', 'c.district_id', 'true');
create trigger district_settings_topic_update after update on public.district_settings referencing new table as changed for each statement
  execute function private.note_topic('settings', 'c.district_id', 'true');
