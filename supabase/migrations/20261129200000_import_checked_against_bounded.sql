-- Whatever writes to it, the stamp of a check is no longer than a stamp is.

alter table public.imports add constraint imports_checked_against_check check (length(checked_against) <= 40);
