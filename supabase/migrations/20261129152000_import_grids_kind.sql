-- Grids that exist already come in. The value of its own: it cannot be used in the transaction that adds it.
alter type public.import_kind add value 'grids';
