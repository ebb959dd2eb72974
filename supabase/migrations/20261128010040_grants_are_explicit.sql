-- Nobody holds a right that a migration does not name. Before, every new table was given whole to everybody who signed in, and to
-- those who had not, with row level security as the only lock. Columns that only functions decide on (the state of a plan, what
-- is in force, a grid's code, where an area lies) are no longer open to a table's editors.

alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on routines from anon, authenticated;
revoke all on all tables in schema public from anon, authenticated;
revoke all on all sequences in schema public from anon, authenticated;
revoke execute on all functions in schema public from anon;

grant select on public.areas, public.memberships, public.compounds, public.buildings, public.barriers, public.crossings,
  public.service_points, public.base_features, public.schemes, public.scheme_levels, public.scheme_posts, public.plans,
  public.plan_communities, public.grids, public.grid_buildings, public.grid_codes, public.grid_lineage, public.plan_edits,
  public.plan_remarks, public.plan_editors, public.plan_steps, public.people, public.assignments, public.visits,
  public.volunteers, public.calendars, public.calendar_exceptions, public.calendar_spans, public.categories,
  public.category_deadlines, public.incidents, public.incident_events, public.attachments, public.incident_transitions,
  public.audit_log, public.imports, public.import_rows
  to authenticated;

grant insert, delete on public.areas to authenticated;
grant update (name, name_en, boundary) on public.areas to authenticated;
grant insert, delete on public.memberships to authenticated;
grant update (role, since, until) on public.memberships to authenticated;
grant insert, update, delete on public.compounds, public.buildings, public.barriers, public.crossings, public.service_points,
  public.base_features, public.schemes, public.scheme_levels, public.scheme_posts to authenticated;

grant insert (district_id, area_id, scheme_id, name, engine, borders, locks, based_on, created_by, changed_by), delete
  on public.plans to authenticated;
-- `for update`, by which a draft is taken for a transaction, asks for a column that may be changed.
grant update (scheme_id, name, version, engine, borders, locks, changed_at, changed_by) on public.plans to authenticated;
grant insert (plan_id, community_id, district_id), delete on public.plan_communities to authenticated;
grant insert (district_id, plan_id, community_id, level, key, parent_id, name, locked, households, polygon), delete
  on public.grids to authenticated;
grant update (community_id, parent_id, name, locked, households, polygon) on public.grids to authenticated;
grant insert, delete, update (grid_id) on public.grid_buildings to authenticated;
grant insert, delete on public.plan_edits to authenticated;
grant insert (plan_id, district_id, position, body, author, grid_level, grid_key, reply_to), update (settled_at, settled_by)
  on public.plan_remarks to authenticated;
grant insert, delete, update (seen_at) on public.plan_editors to authenticated;

grant insert, update, delete on public.people, public.assignments, public.volunteers, public.calendar_exceptions,
  public.category_deadlines to authenticated;
grant insert on public.visits to authenticated;
grant insert, update on public.calendars, public.categories to authenticated;
