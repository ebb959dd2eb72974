/**
 * The files of `supabase/schemas` in the order in which they load, and the migrations (without date) whose objects each
 * holds. An object stands where the migration that first made its name belongs, however often it was changed since; a
 * migration that makes nothing new needs no line.
 */
export const concerns: readonly { file: string; migrations: RegExp }[] = [
  { file: 'foundation', migrations: /^(foundation|role_settings)$/ },
  { file: 'areas', migrations: /^(areas|districts)$/ },
  { file: 'access', migrations: /^(memberships|who_reads_what|who_writes_what|access_|may_|roles?_)/ },
  { file: 'places', migrations: /^(places|given_geometry|locating|community_)/ },
  { file: 'rows', migrations: /^(references_to_templates|values_missing)$/ },
  { file: 'changes', migrations: /^(audit|topic_changes|changes_)/ },
  { file: 'calendars', migrations: /^(calendars?|instants|district_settings)(_|$)/ },
  { file: 'schemes', migrations: /^schemes?(_|$)/ },
  { file: 'staffing', migrations: /^(staff|staffing|exclusive_posts|posts|people|departments|rosters)(_|$)/ },
  {
    file: 'plans',
    migrations: /^(plans|plan_policies|plan_reading|plan_locks|plans_within_their_area|locks_of_the_plan)$/,
  },
  { file: 'plan_drafts', migrations: /^(plan_drafts|saving_)/ },
  { file: 'plan_checks', migrations: /^(plan_faults|plan_pieces|plan_checks|faults)(_|$)/ },
  { file: 'plan_review', migrations: /^(plan_review|plan_conversation)(_|$)/ },
  { file: 'plan_publishing', migrations: /^(plan_publishing|plan_numbers|plan_lineage)(_|$)/ },
  { file: 'plan_outputs', migrations: /^(plan_|plans_|grids?_)/ },
  {
    file: 'incidents',
    migrations:
      /^(incidents|incident_transitions|incident_state_questions|incident_numbers?|incident_indexes|categories|words)(_days|_closed_for_reasons)?$/,
  },
  { file: 'incident_clocks', migrations: /^(incident_clocks|incident_lateness|incident_due)(_|$)/ },
  { file: 'incident_reporting', migrations: /^(incident_reporting|report)(_|$)/ },
  {
    file: 'incident_steps',
    migrations: /^(incident_moves|incident_contacts|incident_marks|incident_steps)(_|$)/,
  },
  { file: 'incident_counts', migrations: /^(incident_tallies|incident_counts)(_|$)/ },
  { file: 'incident_reading', migrations: /^incidents?_/ },
  { file: 'settings', migrations: /^(district_settings|settings|categories_of|tasks|accounts)(_|$)/ },
  {
    file: 'indicators',
    migrations: /^(wall|indicators?|case_indicators|assessment|bulletin|map_reading)(_|$)/,
  },
  { file: 'imports', migrations: /^(imports|import_rows|import_named|import_steps)(_|$)/ },
  { file: 'import_areas', migrations: /^(import_areas|import_boundaries|import_gaps)(_|$)/ },
  { file: 'import_checks', migrations: /^(import_checks|import_changes|import_due|import_long)(_|$)/ },
  { file: 'import_writing', migrations: /^import_/ },
]

/** Returns the place in `concerns` of a migration, named with its date; undefined where none holds its objects. */
export function concernOf(migration: string): number | undefined {
  const place = concerns.findIndex(({ migrations }) => migrations.test(migration.replace(/^\d+_/, '')))
  return place < 0 ? undefined : place
}

/** Returns the name of the file at a place in `concerns`: its number makes it load in turn. */
export function fileOf(place: number): string {
  return `${String(place + 1).padStart(2, '0')}_${concerns[place].file}.sql`
}
