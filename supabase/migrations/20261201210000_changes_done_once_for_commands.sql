-- Commands hold the service key and call functions that run as their caller: what begins and ends an intent is theirs to call too.
grant execute on function private.intent_person(), private.begin_intent(uuid, text, jsonb), private.end_intent(uuid, jsonb) to service_role;
