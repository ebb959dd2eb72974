-- An import that is being written in steps has a state of its own. Alone in its migration: a new value can't be used in the
-- transaction that adds it.
alter type public.import_state add value 'writing' before 'committed';
