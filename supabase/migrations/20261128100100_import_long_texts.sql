-- A text that no table can hold costs itself, not the commit: it is left out and said, the row is taken without it. What
-- must not be empty (a name, an id) refuses its row as if it were.

create function private.leave_out_long_texts() returns trigger
language plpgsql set search_path = '' as $$
declare
  part record;
begin
  if length(new.source) > 400 and new.refusal is null then
    new.refusal := 'row-unreadable';
    new.detail := format('%s characters', length(new.source));
    new.source := left(new.source, 400);
  end if;
  for part in select p.key, length(p.value) as length from jsonb_each_text(new.payload) p
    where length(p.value) > case when p.key in ('description', 'doubtful') then 10000 when p.key = 'address' then 1000 else 400 end
  loop
    new.payload := new.payload || jsonb_build_object(part.key, '');
    new.doubts := new.doubts || jsonb_build_array(jsonb_build_object('code', 'value-left-out',
      'detail', format('%s: %s characters', part.key, part.length)));
  end loop;
  return new;
end $$;
comment on function private.leave_out_long_texts is 'Empties texts of a staged row that are longer than their tables hold, with a doubt each.';
create trigger import_rows_long_texts before insert on public.import_rows
  for each row when (length(new.payload::text) > 400 or length(new.source) > 400) execute function private.leave_out_long_texts();
