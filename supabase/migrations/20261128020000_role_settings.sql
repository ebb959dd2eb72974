-- What PostgREST sets for the role of each request. The local host cancels by itself what takes too long.

-- Compiling takes longer than any query here runs: incident_map 1.2 s instead of 0.06 s.
alter role anon set jit = off;
alter role authenticated set jit = off;
alter role service_role set jit = off;

-- An import of many rows is written by one call.
alter role anon set statement_timeout = '15s';
alter role authenticated set statement_timeout = '300s';
