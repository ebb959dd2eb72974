import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openBackend } from '../../supabase/local/backend'
import { readKeys } from '../../supabase/local/folder/folder'
import { applySchemas } from '../../supabase/local/schemas/index'

/**
 * Compares a database made by the migrations with a new one, made on the same server by `supabase/schemas`: all that
 * pg_dump writes of either, rows included. Returns what only one of them has.
 */
export async function compareSchemas(migratedUrl: string): Promise<string[]> {
  const url = await createDatabase(migratedUrl, 'made_by_schemas')
  const keyFolder = await mkdtemp(join(tmpdir(), 'gridward-schemas-'))
  try {
    const backend = await openBackend(keyFolder, await readKeys(keyFolder), url, applySchemas)
    await backend.close()
    return differences(await dump(migratedUrl), await dump(url))
  } finally {
    await rm(keyFolder, { recursive: true, force: true })
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await promisify(execFile)('psql', ['-X', '-q', '-c', `create database ${name}`, serverUrl])
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** What the two databases cannot have in common: the host's bookkeeping, with times and the names of migrations. */
const ownRows = [
  'gridward_host.*',
  'auth.*',
  'supabase_migrations.*',
  'public.audit_log',
  'private.topic_changes',
  // Drawn by chance in each database.
  'private.rounding_secret',
]

async function dump(url: string): Promise<string[]> {
  const flags = ['--inserts', ...ownRows.map((name) => `--exclude-table-data=${name}`), url]
  const { stdout } = await promisify(execFile)('pg_dump', flags, { maxBuffer: 1 << 28 })
  return entriesOf(stdout)
}

/** One text an object: rights are granted in any order, and so are the lines of one entry's rows. */
function entriesOf(text: string): string[] {
  return text
    .replace(/^(--.*database dump complete|\\.*)$/gm, '')
    .split(/^--\n-- (?=Name: |Data for Name: )/m)
    .slice(1)
    .map((entry) => (/; Type: (ACL|DEFAULT ACL|TABLE DATA);/.test(entry) ? sortedLines(entry) : entry.trim()))
}

function sortedLines(entry: string): string {
  const [name, ...lines] = entry.trim().split('\n')
  return [name, ...lines.sort()].join('\n')
}

function differences(migrated: readonly string[], declared: readonly string[]): string[] {
  const inMigrated = new Set(migrated)
  const inDeclared = new Set(declared)
  return [
    ...migrated.filter((entry) => !inDeclared.has(entry)).map((entry) => `only by migrations: ${entry}`),
    ...declared.filter((entry) => !inMigrated.has(entry)).map((entry) => `only by schemas: ${entry}`),
  ].sort()
}
