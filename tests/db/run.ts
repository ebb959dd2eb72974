import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openBackend, type Backend } from '../../supabase/local/backend'
import { readKeys } from '../../supabase/local/folder/folder'
import { reasonOf } from '../../supabase/local/refusal'
import { startCluster, type Cluster } from '../support/cluster'
import { compareSchemas } from './schemas'

const folder = 'supabase/tests'

/**
 * Runs the pgTAP files of `supabase/tests` (all, or those named) on a PostgreSQL server of its own with all
 * migrations, compares that with what `supabase/schemas` makes, and prints one closing line. Each file begins and rolls back its own transaction.
 */
async function main(names: string[]): Promise<number> {
  const cluster = await startCluster()
  try {
    const counts = { passed: 0, failed: 0 }
    const backend = await openMigrated(cluster)
    if (names.length === 0 || names.includes('schemas')) await runSchemas(cluster, counts)
    await createHelpers(backend)
    const files = (await readdir(folder)).filter((file) => file.endsWith('.test.sql')).sort()
    const chosen = files.filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    for (const file of chosen) await runFile(cluster, file, counts)
    console.log(`database tests: ${counts.passed} passed, ${counts.failed} failed`)
    return counts.failed === 0 && counts.passed > 0 ? 0 : 1
  } finally {
    await cluster.stop()
  }
}

async function openMigrated(cluster: Cluster): Promise<Backend> {
  const keyFolder = await mkdtemp(join(tmpdir(), 'gridward-db-'))
  try {
    return await openBackend(keyFolder, await readKeys(keyFolder), cluster.url)
  } finally {
    await rm(keyFolder, { recursive: true, force: true })
  }
}

async function createHelpers(backend: Backend): Promise<void> {
  try {
    await backend.database.exec('create extension pgtap with schema extensions')
    await backend.database.exec(await readFile(join(folder, 'helpers.sql'), 'utf8'))
  } finally {
    await backend.close()
  }
}

async function runSchemas(cluster: Cluster, counts: { passed: number; failed: number }): Promise<void> {
  const differences = await compareSchemas(cluster.url)
  console.log(`${differences.length === 0 ? '✓' : '✗'} supabase/schemas makes what the migrations make`)
  console.log(differences.join('\n\n'))
  counts.passed += differences.length === 0 ? 1 : 0
  counts.failed += differences.length === 0 ? 0 : 1
}

/** Runs one file, prints what failed, and adds to `counts`; a file that ends early or not as planned fails too. */
async function runFile(
  cluster: Cluster,
  file: string,
  counts: { passed: number; failed: number },
): Promise<void> {
  const began = performance.now()
  const { output, error } = await psql(cluster, join(folder, file))
  const lines = output.split('\n').map((line) => line.trim())
  const planned = Number(lines.find((line) => /^1\.\.\d+$/.test(line))?.slice(3) ?? 0)
  const passed = lines.filter((line) => line.startsWith('ok ')).length
  const failures = lines.filter((line) => line.startsWith('not ok ') || line.startsWith('#'))
  const missing = Math.max(0, planned - passed - lines.filter((line) => line.startsWith('not ok ')).length)
  const failed = lines.filter((line) => line.startsWith('not ok ')).length + missing + (planned === 0 ? 1 : 0)
  counts.passed += passed
  counts.failed += failed + (failed === 0 && error ? 1 : 0)
  console.log(
    `${failed === 0 && !error ? '✓' : '✗'} ${file} (${passed} of ${planned}) ${Math.round(performance.now() - began)}ms`,
  )
  if (failed > 0 || error) console.log([...failures, error].filter(Boolean).join('\n'))
}

async function psql(cluster: Cluster, file: string): Promise<{ output: string; error: string }> {
  const flags = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', file, cluster.url]
  try {
    const { stdout, stderr } = await promisify(execFile)('psql', flags, { maxBuffer: 1 << 26 })
    return { output: stdout, error: stderr.trim() }
  } catch (thrown) {
    const { stdout = '', stderr = reasonOf(thrown) } = thrown as { stdout?: string; stderr?: string }
    return { output: stdout, error: stderr.trim() }
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (thrown) {
  console.error(reasonOf(thrown))
  process.exitCode = 1
}
