-- One intent, one key. What a person sends carries a key that the device keeps until an answer has come. The same key with the
-- same content again is the same act and gets the same answer; with other content it is refused, with what there is. So nothing
-- is doubled when an answer was lost, and nothing that was corrected since is dropped without a word.

create table private.intents (
  person uuid not null,
  key uuid not null,
  call text not null,
  content text not null,
  answer jsonb,
  at timestamptz not null default now(),
  constraint intents_pkey primary key (person, key)
);
comment on table private.intents is
  'What was sent under which key in the last 30 days: the function, a digest of the content (no words) and the answer. Read and written by private.begin_intent and private.end_intent.';
create index intents_at_idx on private.intents (at);

create function private.intent_person() returns uuid
language sql stable set search_path = '' as $$
  select coalesce((select auth.uid()), '00000000-0000-0000-0000-000000000000'::uuid)
$$;
comment on function private.intent_person is 'Whose keys are asked for: the signed-in person''s, or nobody''s.';

create function private.begin_intent(key uuid, call text, content jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  digest constant text := md5(content::text);
  known private.intents;
begin
  if key is null then
    return null;
  end if;
  -- Waits for whoever is at the same intent at this moment.
  insert into private.intents (person, key, call, content)
  values (private.intent_person(), begin_intent.key, begin_intent.call, digest) on conflict do nothing;
  if found then
    delete from private.intents i where (i.person, i.key) in (
      select o.person, o.key from private.intents o where o.at < now() - interval '30 days' order by o.at limit 20);
    return null;
  end if;
  select * into known from private.intents i where i.person = private.intent_person() and i.key = begin_intent.key;
  if known.call = begin_intent.call and known.content = digest then
    return known.answer;
  end if;
  raise exception 'sent-otherwise' using errcode = 'P0001',
    detail = json_build_object('call', known.call, 'at', known.at, 'answer', known.answer)::text;
end $$;
comment on function private.begin_intent is
  'Null where this is to be done; the answer of before where the same was sent under the key; else raises sent-otherwise with { call, at, answer } of what there is. Without a key nothing is remembered. Security definer: the table is nobody''s.';

create function private.end_intent(key uuid, answer jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  if end_intent.key is not null then
    update private.intents i set answer = end_intent.answer where i.person = private.intent_person() and i.key = end_intent.key;
  end if;
  return end_intent.answer;
end $$;
comment on function private.end_intent is 'Keeps and returns the answer of what was begun by private.begin_intent. Security definer: the table is nobody''s.';
