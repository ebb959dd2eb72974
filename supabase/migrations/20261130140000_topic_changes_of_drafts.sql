-- A list of plans tells how far each is drawn and where it stands in review: whoever keeps one learns of every change of a plan,
-- also of those that change nothing that is in force.

alter table private.topic_changes drop constraint topic_changes_topic_known;
alter table private.topic_changes add constraint topic_changes_topic_known
  check (topic in ('areas', 'ground', 'plans', 'drafts', 'categories', 'settings', 'people'));

create trigger plans_topic_insert after insert on public.plans referencing new table as changed for each statement
  execute function private.note_topic('drafts', 'c.district_id', 'true');
create trigger plans_topic_update after update on public.plans referencing new table as changed for each statement
  execute function private.note_topic('drafts', 'c.district_id', 'true');
create trigger plans_topic_delete after delete on public.plans referencing old table as changed for each statement
  execute function private.note_topic('drafts', 'c.district_id', 'true');
