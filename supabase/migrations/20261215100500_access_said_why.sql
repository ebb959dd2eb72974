-- Each function that runs with the rights of others says why.
comment on function public.cancel_import(import bigint) is
  'Forgets an import that was not committed, and takes back what was written of it. Security definer: what is read in is written for whoever open_import lets, past policies that would keep spatial indexes from being used.';
comment on function public.check_import(import bigint, at_most integer) is
  'Checks the next rows of an import, so that no call takes long: { remaining } until it is 0, then also { summary }, with what would be replaced and what new boundaries do. Raises not-found, import-not-ready. Security definer: as cancel_import.';
comment on function public.commit_import(import bigint) is
  'Writes a checked import in one transaction and returns its summary. Of its rows only the refused and doubtful ones are kept, without their content. Raises not-found, import-not-ready. Security definer: as cancel_import.';
comment on function public.set_import_plan(import bigint, plan jsonb) is
  'Says under which scheme and name and from which day imported grids are to be in force: { scheme, name, from }, each may be left out. Errors as of open_import. Security definer: as cancel_import.';
comment on function public.stage_import_rows(import bigint, rows json) is
  'Adds rows to an import: [{ number, line, lines, part, source, payload, geometry (GeoJSON), doubts, refusal, detail }]. A number that is there already is left alone, so a chunk may be sent again. Characters that no database holds are left out (json, not jsonb, which would refuse the call for one of them). Refuses geometry-invalid, position-impossible and row-unreadable row by row. Raises not-found, import-not-ready, import-rows-malformed (not a list of such rows). Security definer: as cancel_import.';
comment on function public.write_import(import bigint, at_most integer) is
  'Writes a checked import: { remaining } until it is 0, then also { summary }. Where the database serves one at a time it takes many calls, of at most so many rows each; else one. May be called again when an answer was lost. Raises not-found, import-not-ready. Security definer: as cancel_import.';
comment on function public.start_import(district_code text, kind public.import_kind, file_name text, client_key uuid) is
  'Starts the import of a file into a district and returns its number; the same again under client_key is done once. Raises unknown-district, sent-otherwise. Security definer: as cancel_import; it asks may_import itself.';
comment on function public.import_target(district_code text) is
  'What a district has before an import: { code, name, streets, communities, bounded }; null where the caller may not import into it. Security definer: counts areas whoever asks; asks may_import itself.';
comment on function public.import_targets() is
  'Districts into which the caller may import. Security definer: one question of the right for all districts.';
comment on function public.changes() is
  'What a page asks again and again: { now, person, memberships: [{ role, areaId }] in force, topics: { district: { topic: changes } } }. A topic whose number differs from the one seen before is to be read anew. Topics: areas, ground (what stands there), plans (in force), categories, settings (schemes, calendars), people. Raises signed-out where the session was ended. Security definer: reads what changed and whether the session stands, which have no policies.';
comment on function public.incident_map(area bigint, filter jsonb) is
  'The incidents of an area and filter as points for a map: { count, points, now }. The filter is that of incidents_page, and orOpen: true takes in what is open still besides what the period has. points is base64 of big-endian records of 22 bytes: id, lng and lat in 1e-7 degrees, deadline in minutes since 1970 (0: none), category id (all int32), then one byte with the ordinal of the state and one of flags (1 urgent, 2 urged, 4 shown at its grid, 8 reported before `from`). Security definer: one question of the right, not one a case.';
comment on function public.incidents_page(area bigint, filter jsonb, cursor jsonb, page_size integer) is
  'A page of the incidents of an area: { incidents, next, now }, and on the first page the counts { states, overdue, isCapped }, which leave the filters states and overdue aside. filter: { states, overdue, categories, grid, text, urged, urgent, handler, from, to, order: "deadline" | "newest" }; handler and text only for those who read who handles a case, and its words. Cases of protected categories are listed for those who handle them. next is the cursor of the page after, or null. isCapped: the words are common, and of what has ended only the first thousands were counted. Raises not-allowed. Security definer: one question of the right, not one a case.';
comment on function public.report_incident(client_key uuid, lng double precision, lat double precision, category_id bigint, description text, address text, urgent boolean, contact jsonb, source text) is
  'Registers an incident at a position (WGS84) and starts its acceptance clock; the same client_key with the same content again returns the same incident, with other content raises reported-otherwise with its { id, number }. contact: { name, telephone, consent: true }. Raises outside-every-community, not-allowed, category-unknown, contact-without-consent, contact-incomplete. Returns { id, number, communityId, state }. Security definer: finds the community whoever reports, and writes numbers and history, which have no policies for it.';
comment on function public.return_plan(plan bigint, remark text) is
  'Makes a submitted plan a draft again: its planner takes it back, or a reviewer sends it back with a remark or open ones. Errors: plan-unknown, not-allowed, plan-in-other-state, remark-required. Security definer: the state of a plan has no policy for writing.';
comment on function public.submit_plan(plan bigint) is
  'Hands a draft in for review. Errors: plan-unknown, not-allowed, plan-in-other-state, plan-has-faults with the list. Security definer: the state of a plan has no policy for writing.';
comment on function private.can(roles public.member_role[], area bigint) is
  'Whether the signed-in person holds one of the roles in the area. The one question of row level security. Security definer: memberships are asked whoever may read them.';
comment on function private.lay_out_calendar(calendar bigint) is
  'Writes calendar_spans anew from hours, weekdays and exceptions. Security definer: spans have no policies for writing; called for those who may change the calendar.';
comment on function private.may_import(district bigint) is
  'Whether the caller may import into a district: its planners and admins, and the service key. Security definer: memberships are asked whoever may read them.';
comment on function private.my_districts() is
  'Districts in which the signed-in person holds any role, that of a display too: who sees areas, categories and the map. Security definer: memberships are asked whoever may read them.';
comment on function private.open_import(import bigint, states public.import_state[]) is
  'Locks an import of which the caller may decide; raises not-found, or import-not-ready when it is in another state. Every function that writes asks it first: these are security definer, because row level security would keep the spatial indexes from being used. Security definer: locks an import whoever may read it.';
