import type { Queries } from '../database/types'

/** Functions that many ask at once: walls, lists, and who waits for changes. */
const wanted: readonly string[] = [
  'wall_statistics',
  'wall_density',
  'incidents_page',
  'incident_map',
  'incident_changes',
]

/** These ask who calls, in order to look up the memberships, which the host compares itself. */
const askMemberships: readonly string[] = [
  'reachable',
  'can',
  'my_districts',
  'districts_of',
  'department_reach',
  'departmental',
]

interface Found {
  name: string
  isPublic: boolean
  isDefiner: boolean
  /** None of this name changes anything. */
  isReading: boolean
  source: string
}

/** What the host has to know of the functions of the API. */
export interface ApiFunctions {
  /** Changes nothing. */
  isReading: (name: string) => boolean
  /** Depends on its arguments and on what the caller may do, and on nothing else of the caller. */
  isShareable: (name: string) => boolean
}

/** Reads from the catalogue which functions change nothing, and of the ones that many ask, which may be shared. */
export async function readApiFunctions(database: Pick<Queries, 'query'>): Promise<ApiFunctions> {
  const functions = await database.query<Found>(
    `select p.proname as name, p.pronamespace = 'public'::regnamespace as "isPublic", bool_and(p.prosecdef) as "isDefiner",
       bool_and(p.provolatile <> 'v') as "isReading", string_agg(p.prosrc, ' ') as source
     from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') group by 1, 2`,
  )
  const reading = new Set(functions.filter((found) => found.isPublic && found.isReading).map(nameOf))
  const shareable = new Set(wanted.filter((name) => dependsOnRightsOnly(name, functions)))
  return { isReading: (name) => reading.has(name), isShareable: (name) => shareable.has(name) }
}

const nameOf = ({ name }: Found): string => name

/** What a function can ask of its caller, other than by the memberships. */
const asksCaller = /\bauth\.|current_setting|current_user|session_user|current_role|request\./i

/**
 * Tells whether a function reads past the policies (they may ask who calls) and neither it nor any function that it
 * names asks who calls. Where the source leaves a doubt the answer is no.
 */
function dependsOnRightsOnly(start: string, functions: readonly Found[]): boolean {
  const seen = new Set<string>()
  const open = functions.filter(({ name, isPublic }) => isPublic && name === start)
  if (open.length === 0 || !open.every(({ isDefiner, isReading }) => isDefiner && isReading)) return false
  for (let found = open.pop(); found; found = open.pop()) {
    // A function that a comment speaks of is not called.
    const source = found.source.replace(/--.*$/gm, '')
    if (asksCaller.test(source)) return false
    for (const other of functions) {
      const key = `${other.isPublic ? 'public' : 'private'}.${other.name}`
      if (seen.has(key) || askMemberships.includes(other.name)) continue
      // Nothing is on the search path, so what is called is named with its schema; a view may have a function's name.
      if (!new RegExp(`\\b${key.replace('.', '\\.')}\\b`).test(source)) continue
      seen.add(key)
      open.push(other)
    }
  }
  return true
}
